namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ShareGroupMemberMetadataKey (record type 10): the key of a member of a share group.
[<RequireQualifiedAccess>]
module ShareGroupMemberMetadataKey =

    /// Written by the group coordinator.
    [<NoComparison>]
    type Data =
        { /// The id of the share group.
          GroupId: string
          /// The id of the member within its group.
          MemberId: string }

    /// The wire schema of Data.
    let data = message<Data> "ShareGroupMemberMetadataKey" {
        let! groupId  = field "GroupId"  _.GroupId  string (versions 0 0)
        and! memberId = field "MemberId" _.MemberId string (versions 0 0)
        return { GroupId = groupId; MemberId = memberId } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) never data

/// ShareGroupMemberMetadataValue (record type 10): what a member of a share group has reported about itself (KIP-932).
[<RequireQualifiedAccess>]
module ShareGroupMemberMetadataValue =

    /// Written by the group coordinator.
    [<NoComparison>]
    type Data =
        { /// The rack of the member; null if unknown.
          RackId: string | null
          /// The client id of the member's connection.
          ClientId: string
          /// The host that the member connects from.
          ClientHost: string
          /// The names of the topics that the member subscribes to.
          SubscribedTopicNames: string[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "ShareGroupMemberMetadataValue" {
        let! rackId               = field "RackId"               _.RackId               (nullable 0 string) always
        and! clientId             = field "ClientId"             _.ClientId             string              always
        and! clientHost           = field "ClientHost"           _.ClientHost           string              always
        and! subscribedTopicNames = field "SubscribedTopicNames" _.SubscribedTopicNames (array string)      always
        and! tags                 = unknownTags _.UnknownTaggedFields
        return { RackId = rackId; ClientId = clientId; ClientHost = clientHost; SubscribedTopicNames = subscribedTopicNames
                 UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
