namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ConsumerGroupRegularExpressionKey (record type 16): the key of a regular expression that a consumer group subscribes to.
[<RequireQualifiedAccess>]
module ConsumerGroupRegularExpressionKey =

    /// Written by the group coordinator.
    [<NoComparison>]
    type Data =
        { /// The id of the group.
          GroupId: string
          /// The regular expression.
          RegularExpression: string }

    /// The wire schema of Data.
    let data = message<Data> "ConsumerGroupRegularExpressionKey" {
        let! groupId           = field "GroupId"           _.GroupId           string (versions 0 0)
        and! regularExpression = field "RegularExpression" _.RegularExpression string (versions 0 0)
        return { GroupId = groupId; RegularExpression = regularExpression } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) never data

/// ConsumerGroupRegularExpressionValue (record type 16): the topics that currently match a regular expression that a
/// consumer group subscribes to (KIP-848).
[<RequireQualifiedAccess>]
module ConsumerGroupRegularExpressionValue =

    /// Written by the group coordinator.
    [<NoComparison>]
    type Data =
        { /// The names of the topics that match.
          Topics: string[]
          /// The version of the metadata in which the topics were looked up.
          Version: int64
          /// When the topics were looked up, in milliseconds since 1970.
          Timestamp: int64
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "ConsumerGroupRegularExpressionValue" {
        let! topics    = field "Topics"    _.Topics    (array string) always
        and! version   = field "Version"   _.Version   int64          always
        and! timestamp = field "Timestamp" _.Timestamp int64          always
        and! tags      = unknownTags _.UnknownTaggedFields
        return { Topics = topics; Version = version; Timestamp = timestamp; UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
