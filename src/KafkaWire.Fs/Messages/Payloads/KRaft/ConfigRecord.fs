namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ConfigRecord (record type 4): a configuration value has been set or removed.
[<RequireQualifiedAccess>]
module ConfigRecord =

    /// Written by the controller.
    [<NoComparison>]
    type Data =
        { /// The type of the resource: 2 topic, 4 broker, 8 the loggers of a broker, 16 client metrics, 32 group.
          ResourceType: sbyte
          /// The name of the resource: a topic, a broker's id (empty for the default of all brokers), a group, and so on.
          ResourceName: string
          /// The name of the configuration value.
          Name: string
          /// The value as text; null removes it.
          Value: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "ConfigRecord" {
        let! resourceType = field "ResourceType" _.ResourceType int8                         always
        and! resourceName = field "ResourceName" _.ResourceName string                       always
        and! name         = field "Name"         _.Name         string                       always
        and! value        = field "Value"        _.Value        (secret (nullable 0 string)) always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { ResourceType = resourceType; ResourceName = resourceName; Name = name; Value = value
                 UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
