namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ClearElrRecord (record type 28): the eligible leader replicas of a topic, or of all topics, have been cleared (KIP-966).
[<RequireQualifiedAccess>]
module ClearElrRecord =

    /// Written by the controller.
    [<NoComparison>]
    type Data =
        { /// The name of the topic; empty for all topics.
          TopicName: string
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "ClearElrRecord" {
        let! topicName = field "TopicName" _.TopicName string always
        and! tags      = unknownTags _.UnknownTaggedFields
        return { TopicName = topicName; UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
