namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ConfigRecord (record type 4): a configuration value has been set or removed.
[<RequireQualifiedAccess>]
module ConfigRecord =

    /// What the controller writes.
    [<NoComparison>]
    type Data =
        { /// What the configuration is of: 2 topic, 4 broker, 8 the loggers of a broker, 16 client metrics, 32 group.
          ResourceType: sbyte
          /// The name of the resource: a topic, a broker's id (empty for the default of all brokers), a group, ...
          ResourceName: string
          /// The name of the configuration value.
          Name: string
          /// The value as text; null removes it.
          Value: string | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Data stands on the wire.
    let data = message<Data> "ConfigRecord" {
        let! resourceType = field "ResourceType" _.ResourceType int8                         always
        and! resourceName = field "ResourceName" _.ResourceName string                       always
        and! name         = field "Name"         _.Name         string                       always
        and! value        = field "Value"        _.Value        (secret (nullable 0 string)) always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { ResourceType = resourceType; ResourceName = resourceName; Name = name; Value = value
                 UnknownTaggedFields = tags } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
