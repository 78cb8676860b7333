namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// TopicRecord (record type 2): a topic has been created.
[<RequireQualifiedAccess>]
module TopicRecord =

    /// What the controller writes.
    [<NoComparison>]
    type Data =
        { /// The name of the topic.
          Name: string
          /// The id of the topic; a topic created again under the same name gets another.
          TopicId: Uuid
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Data stands on the wire.
    let data = message<Data> "TopicRecord" {
        let! name    = field "Name"    _.Name    string always
        and! topicId = field "TopicId" _.TopicId uuid   always
        and! tags    = unknownTags _.UnknownTaggedFields
        return { Name = name; TopicId = topicId; UnknownTaggedFields = tags } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
