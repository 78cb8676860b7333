namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// StreamsGroupMemberMetadataKey (record type 19): the key of a member of a streams group.
[<RequireQualifiedAccess>]
module StreamsGroupMemberMetadataKey =

    /// Written by the group coordinator.
    [<NoComparison>]
    type Data =
        { /// The id of the group.
          GroupId: string
          /// The id of the member within its group.
          MemberId: string }

    /// The wire schema of Data.
    let data = message<Data> "StreamsGroupMemberMetadataKey" {
        let! groupId  = field "GroupId"  _.GroupId  string (versions 0 0)
        and! memberId = field "MemberId" _.MemberId string (versions 0 0)
        return { GroupId = groupId; MemberId = memberId } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) never data

/// StreamsGroupMemberMetadataValue (record type 19): what a member of a streams group has reported about itself (KIP-1071).
[<RequireQualifiedAccess>]
module StreamsGroupMemberMetadataValue =

    /// The address for queries to the state of an instance.
    [<NoComparison>]
    type Endpoint =
        { /// The host name or address to connect to.
          Host: string
          /// The port to connect to.
          Port: uint16
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Endpoint.
    let endpoint = message<Endpoint> "Endpoint" {
        let! host = field "Host" _.Host string always
        and! port = field "Port" _.Port uint16 always
        and! tags = unknownTags _.UnknownTaggedFields
        return { Host = host; Port = port; UnknownTaggedFields = tags } }

    type Endpoint with
        /// A value with every field at its default.
        static member Default = endpoint.Default

    /// A configuration value or a client tag.
    [<NoComparison>]
    type KeyValue =
        { /// The name of the configuration value or tag.
          Key: string
          /// The value as text.
          Value: string
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of KeyValue.
    let keyValue = message<KeyValue> "KeyValue" {
        let! key   = field "Key"   _.Key   string always
        and! value = field "Value" _.Value string always
        and! tags  = unknownTags _.UnknownTaggedFields
        return { Key = key; Value = value; UnknownTaggedFields = tags } }

    type KeyValue with
        /// A value with every field at its default.
        static member Default = keyValue.Default

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
          /// How long the coordinator waits for the member to release its current assignment, in milliseconds; -1 if
          /// unknown.
          RebalanceTimeoutMs: int
          /// The epoch of the member's topology.
          TopologyEpoch: int
          /// The id of the process; a process can have several members.
          ProcessId: string
          /// The address for queries to the state of this instance; null if there is none.
          UserEndpoint: Endpoint | null
          /// The tags of the client, used for rack-aware assignment.
          ClientTags: KeyValue[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
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
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
