namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// StreamsGroupMemberMetadataKey (record type 19): the key of a member of a streams group.
[<RequireQualifiedAccess>]
module StreamsGroupMemberMetadataKey =

    /// What the group coordinator writes.
    [<NoComparison>]
    type Data =
        { /// The id of the group.
          GroupId: string
          /// The id of the member within its group.
          MemberId: string }

    /// How a Data stands on the wire.
    let data = message<Data> "StreamsGroupMemberMetadataKey" {
        let! groupId  = field "GroupId"  _.GroupId  string (versions 0 0)
        and! memberId = field "MemberId" _.MemberId string (versions 0 0)
        return { GroupId = groupId; MemberId = memberId } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) never data

/// StreamsGroupMemberMetadataValue (record type 19): what a member of a streams group has said about itself (KIP-1071).
[<RequireQualifiedAccess>]
module StreamsGroupMemberMetadataValue =

    /// Where queries to the state of an instance can be sent.
    [<NoComparison>]
    type Endpoint =
        { /// The host name or address to connect to.
          Host: string
          /// The port to connect to.
          Port: uint16
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an Endpoint stands on the wire.
    let endpoint = message<Endpoint> "Endpoint" {
        let! host = field "Host" _.Host string always
        and! port = field "Port" _.Port uint16 always
        and! tags = unknownTags _.UnknownTaggedFields
        return { Host = host; Port = port; UnknownTaggedFields = tags } }

    type Endpoint with
        /// Every field at its default.
        static member Default = endpoint.Default

    /// A configuration value, or a tag of the client.
    [<NoComparison>]
    type KeyValue =
        { /// The name of the configuration value or tag.
          Key: string
          /// The value, as text.
          Value: string
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a KeyValue stands on the wire.
    let keyValue = message<KeyValue> "KeyValue" {
        let! key   = field "Key"   _.Key   string always
        and! value = field "Value" _.Value string always
        and! tags  = unknownTags _.UnknownTaggedFields
        return { Key = key; Value = value; UnknownTaggedFields = tags } }

    type KeyValue with
        /// Every field at its default.
        static member Default = keyValue.Default

    /// What the group coordinator writes.
    [<NoComparison>]
    type Data =
        { /// The name that a static member keeps over restarts; null for a dynamic member.
          InstanceId: string | null
          /// The rack of the member; null if it is not known.
          RackId: string | null
          /// The client id of the member's connection.
          ClientId: string
          /// The host that the member connects from.
          ClientHost: string
          /// For how long the coordinator waits for the member to let go of what it has, in milliseconds; -1 if it is not known.
          RebalanceTimeoutMs: int
          /// The epoch of the topology that the member has.
          TopologyEpoch: int
          /// An id of the process, which can have several members.
          ProcessId: string
          /// Where queries to the state of this instance can be sent; null if it has no such place.
          UserEndpoint: Endpoint | null
          /// The tags of the client, for an assignment that takes racks into account.
          ClientTags: KeyValue[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Data stands on the wire.
    let data = message<Data> "StreamsGroupMemberMetadataValue" {
        let! instanceId         = field        "InstanceId"         _.InstanceId         (nullable 0 string)               always
        and! rackId             = field        "RackId"             _.RackId             (nullable 0 string)               always
        and! clientId           = field        "ClientId"           _.ClientId           string                            always
        and! clientHost         = field        "ClientHost"         _.ClientHost         string                            always
        and! rebalanceTimeoutMs = fieldOr -1   "RebalanceTimeoutMs" _.RebalanceTimeoutMs int32                             always
        and! topologyEpoch      = field        "TopologyEpoch"      _.TopologyEpoch      int32                             always
        and! processId          = field        "ProcessId"          _.ProcessId          string                            always
        and! userEndpoint       = fieldOr null "UserEndpoint"       _.UserEndpoint       (nullable 0 (structure endpoint)) always
        and! clientTags         = field        "ClientTags"         _.ClientTags         (array keyValue)                  always
        and! tags               = unknownTags _.UnknownTaggedFields
        return { InstanceId = instanceId; RackId = rackId; ClientId = clientId; ClientHost = clientHost
                 RebalanceTimeoutMs = rebalanceTimeoutMs; TopologyEpoch = topologyEpoch; ProcessId = processId
                 UserEndpoint = userEndpoint; ClientTags = clientTags; UnknownTaggedFields = tags } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
