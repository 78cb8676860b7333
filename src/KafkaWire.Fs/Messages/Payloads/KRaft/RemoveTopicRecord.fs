namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// RemoveTopicRecord (record type 9): a topic has been deleted.
[<RequireQualifiedAccess>]
module RemoveTopicRecord =

    /// What the controller writes.
    [<NoComparison>]
    type Data =
        { /// The id of the topic; a topic created again under the same name gets another.
          TopicId: Uuid
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Data stands on the wire.
    let data = message<Data> "RemoveTopicRecord" {
        let! topicId = field "TopicId" _.TopicId uuid always
        and! tags    = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; UnknownTaggedFields = tags } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
