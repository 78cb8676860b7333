namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// GroupMetadataKey (record type 2): the key of a classic group in __consumer_offsets.
[<RequireQualifiedAccess>]
module GroupMetadataKey =

    /// Written by the group coordinator.
    [<NoComparison>]
    type Data =
        { /// The id of the group.
          Group: string }

    /// The wire schema of Data.
    let data = message<Data> "GroupMetadataKey" {
        let! group = field "group" _.Group string (versions 0 0)
        return { Group = group } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) never data

/// GroupMetadataValue (record type 2): a classic group and its members in __consumer_offsets. A tombstone (no value)
/// deletes it.
///
/// v1 adds RebalanceTimeout to the value (KIP-62). v2 adds CurrentStateTimestamp to the value (KIP-211). v3 adds GroupInstanceId
/// to the value (KIP-345). v4 is flexible.
[<RequireQualifiedAccess>]
module GroupMetadataValue =

    /// A member of the group.
    [<NoComparison>]
    type MemberMetadata =
        { /// The id of the member within its group.
          MemberId: string
          /// The name that a static member keeps across restarts; null for a dynamic member. From v3.
          GroupInstanceId: string | null
          /// The client id of the member's connection.
          ClientId: string
          /// The host that the member connects from.
          ClientHost: string
          /// How long the coordinator waits for the member in a rebalance, in milliseconds; -1 means the value of
          /// SessionTimeout. From v1.
          RebalanceTimeout: int
          /// How long the coordinator considers the member alive without a heartbeat, in milliseconds.
          SessionTimeout: int
          /// The member's metadata from JoinGroup; for a consumer, a ConsumerProtocolSubscription.
          Subscription: Bytes
          /// The member's assignment from SyncGroup; for a consumer, a ConsumerProtocolAssignment.
          Assignment: Bytes
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of MemberMetadata.
    let memberMetadata = message<MemberMetadata> "MemberMetadata" {
        let! memberId         = field        "memberId"         _.MemberId         string              always
        and! groupInstanceId  = fieldOr null "groupInstanceId"  _.GroupInstanceId  (nullable 3 string) (ignorable (since 3))
        and! clientId         = field        "clientId"         _.ClientId         string              always
        and! clientHost       = field        "clientHost"       _.ClientHost       string              always
        and! rebalanceTimeout = fieldOr -1   "rebalanceTimeout" _.RebalanceTimeout int32               (ignorable (since 1))
        and! sessionTimeout   = field        "sessionTimeout"   _.SessionTimeout   int32               always
        and! subscription     = field        "subscription"     _.Subscription     bytes               always
        and! assignment       = field        "assignment"       _.Assignment       bytes               always
        and! tags             = unknownTags _.UnknownTaggedFields
        return { MemberId = memberId; GroupInstanceId = groupInstanceId; ClientId = clientId; ClientHost = clientHost
                 RebalanceTimeout = rebalanceTimeout; SessionTimeout = sessionTimeout; Subscription = subscription
                 Assignment = assignment; UnknownTaggedFields = tags } }

    type MemberMetadata with
        /// A value with every field at its default.
        static member Default = memberMetadata.Default

    /// Written by the group coordinator.
    [<NoComparison>]
    type Data =
        { /// The type of the group's protocol, such as consumer or connect; empty for a group that only stores offsets.
          ProtocolType: string
          /// The generation of the group.
          Generation: int
          /// The assignment strategy of the group; null if there is none.
          Protocol: string | null
          /// The id of the member that leads the group; null if there is none.
          Leader: string | null
          /// When the group entered its current state, in milliseconds since 1970; -1 if unknown. From v2.
          CurrentStateTimestamp: int64
          /// The members of the group.
          Members: MemberMetadata[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "GroupMetadataValue" {
        let! protocolType          = field       "protocolType"          _.ProtocolType          string                 always
        and! generation            = field       "generation"            _.Generation            int32                  always
        and! protocol              = field       "protocol"              _.Protocol              (nullable 0 string)    always
        and! leader                = field       "leader"                _.Leader                (nullable 0 string)    always
        and! currentStateTimestamp = fieldOr -1L "currentStateTimestamp" _.CurrentStateTimestamp int64                  (ignorable (since 2))
        and! members               = field       "members"               _.Members               (array memberMetadata) always
        and! tags                  = unknownTags _.UnknownTaggedFields
        return { ProtocolType = protocolType; Generation = generation; Protocol = protocol; Leader = leader
                 CurrentStateTimestamp = currentStateTimestamp; Members = members; UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 4) (since 4) data
