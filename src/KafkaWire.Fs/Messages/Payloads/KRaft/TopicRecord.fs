namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// TopicRecord (record type 2): a topic has been created.
[<RequireQualifiedAccess>]
module TopicRecord =

    /// Written by the controller.
    [<NoComparison>]
    type Data =
        { /// The name of the topic.
          Name: string
          /// The topic's id; a topic that is deleted and created again gets a new one.
          TopicId: Uuid
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "TopicRecord" {
        let! name    = field "Name"    _.Name    string always
        and! topicId = field "TopicId" _.TopicId uuid   always
        and! tags    = unknownTags _.UnknownTaggedFields
        return { Name = name; TopicId = topicId; UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
