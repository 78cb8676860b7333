namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// RemoveTopicRecord (record type 9): a topic has been deleted.
[<RequireQualifiedAccess>]
module RemoveTopicRecord =

    /// Written by the controller.
    [<NoComparison>]
    type Data =
        { /// The topic's id; a topic that is deleted and created again gets a new one.
          TopicId: Uuid
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "RemoveTopicRecord" {
        let! topicId = field "TopicId" _.TopicId uuid always
        and! tags    = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
