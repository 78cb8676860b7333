namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ConsumerGroupMemberMetadataKey (record type 5): the key of a member of a consumer group.
[<RequireQualifiedAccess>]
module ConsumerGroupMemberMetadataKey =

    /// Written by the group coordinator.
    [<NoComparison>]
    type Data =
        { /// The id of the group.
          GroupId: string
          /// The id of the member within its group.
          MemberId: string }

    /// The wire schema of Data.
    let data = message<Data> "ConsumerGroupMemberMetadataKey" {
        let! groupId  = field "GroupId"  _.GroupId  string (versions 0 0)
        and! memberId = field "MemberId" _.MemberId string (versions 0 0)
        return { GroupId = groupId; MemberId = memberId } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) never data

/// ConsumerGroupMemberMetadataValue (record type 5): what a member of a consumer group has reported about itself (KIP-848).
[<RequireQualifiedAccess>]
module ConsumerGroupMemberMetadataValue =

    /// An assignment strategy that the member supports.
    [<NoComparison>]
    type ClassicProtocol =
        { /// The name of the assignment strategy.
          Name: string
          /// The member's metadata for this strategy, a ConsumerProtocolSubscription.
          Metadata: Bytes
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ClassicProtocol.
    let classicProtocol = message<ClassicProtocol> "ClassicProtocol" {
        let! name     = field "Name"     _.Name     string always
        and! metadata = field "Metadata" _.Metadata bytes  always
        and! tags     = unknownTags _.UnknownTaggedFields
        return { Name = name; Metadata = metadata; UnknownTaggedFields = tags } }

    type ClassicProtocol with
        /// A value with every field at its default.
        static member Default = classicProtocol.Default

    /// The metadata of a member that still uses the classic protocol.
    [<NoComparison>]
    type ClassicMemberMetadata =
        { /// How long the coordinator considers the member alive without a heartbeat, in milliseconds.
          SessionTimeoutMs: int
          /// The assignment strategies that the member supports, in order of preference.
          SupportedProtocols: ClassicProtocol[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ClassicMemberMetadata.
    let classicMemberMetadata = message<ClassicMemberMetadata> "ClassicMemberMetadata" {
        let! sessionTimeoutMs   = field "SessionTimeoutMs"   _.SessionTimeoutMs   int32                   always
        and! supportedProtocols = field "SupportedProtocols" _.SupportedProtocols (array classicProtocol) always
        and! tags               = unknownTags _.UnknownTaggedFields
        return { SessionTimeoutMs = sessionTimeoutMs; SupportedProtocols = supportedProtocols; UnknownTaggedFields = tags } }

    type ClassicMemberMetadata with
        /// A value with every field at its default.
        static member Default = classicMemberMetadata.Default

    /// Written by the group coordinator.
    [<NoComparison>]
    type Data =
        { /// The name that a static member keeps across restarts; null for a dynamic member.
          InstanceId: string | null
          /// The rack of the member; null if unknown.
          RackId: string | null
          /// The client id of the member's connection.
          ClientId: string
          /// The host that the member connects from.
          ClientHost: string
          /// The names of the topics that the member subscribes to.
          SubscribedTopicNames: string[]
          /// The regular expression for the topics that the member subscribes to; null if there is none.
          SubscribedTopicRegex: string | null
          /// How long the coordinator waits for the member to release its current assignment, in milliseconds; -1 if
          /// unknown.
          RebalanceTimeoutMs: int
          /// The name of the server-side assignor that the member prefers; null if it has no preference.
          ServerAssignor: string | null
          /// The metadata of a member that still uses the classic protocol; null for all others.
          ClassicMemberMetadata: ClassicMemberMetadata | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "ConsumerGroupMemberMetadataValue" {
        let! instanceId            = field      "InstanceId"            _.InstanceId            (nullable 0 string)                always
        and! rackId                = field      "RackId"                _.RackId                (nullable 0 string)                always
        and! clientId              = field      "ClientId"              _.ClientId              string                             always
        and! clientHost            = field      "ClientHost"            _.ClientHost            string                             always
        and! subscribedTopicNames  = field      "SubscribedTopicNames"  _.SubscribedTopicNames  (array string)                     always
        and! subscribedTopicRegex  = field      "SubscribedTopicRegex"  _.SubscribedTopicRegex  (nullable 0 string)                always
        and! rebalanceTimeoutMs    = fieldOr -1 "RebalanceTimeoutMs"    _.RebalanceTimeoutMs    int32                              always
        and! serverAssignor        = field      "ServerAssignor"        _.ServerAssignor        (nullable 0 string)                always
        and! classicMemberMetadata = tagged 0   "ClassicMemberMetadata" _.ClassicMemberMetadata (optional 0 classicMemberMetadata) always
        and! tags                  = unknownTags _.UnknownTaggedFields
        return { InstanceId = instanceId; RackId = rackId; ClientId = clientId; ClientHost = clientHost
                 SubscribedTopicNames = subscribedTopicNames; SubscribedTopicRegex = subscribedTopicRegex
                 RebalanceTimeoutMs = rebalanceTimeoutMs; ServerAssignor = serverAssignor
                 ClassicMemberMetadata = classicMemberMetadata; UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
