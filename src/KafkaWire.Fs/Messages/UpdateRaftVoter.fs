namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// UpdateRaftVoter (key 82): a voter tells the leader of its KRaft quorum its endpoints and the KRaft versions that it supports
/// (KIP-853).
[<RequireQualifiedAccess>]
module UpdateRaftVoter =

    /// A listener, and where it can be reached.
    [<NoComparison>]
    type Listener =
        { /// The name of the listener.
          Name: string
          /// The host name or address to connect to.
          Host: string
          /// The port to connect to.
          Port: uint16
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Listener stands on the wire.
    let listener = message<Listener> "Listener" {
        let! name = field "Name" _.Name string always
        and! host = field "Host" _.Host string always
        and! port = field "Port" _.Port uint16 always
        and! tags = unknownTags _.UnknownTaggedFields
        return { Name = name; Host = host; Port = port; UnknownTaggedFields = tags } }

    type Listener with
        /// Every field at its default.
        static member Default = listener.Default

    /// The levels of kraft.version that a voter supports.
    [<NoComparison>]
    type KRaftVersionFeature =
        { /// The lowest level that is supported.
          MinSupportedVersion: int16
          /// The highest level that is supported.
          MaxSupportedVersion: int16
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a KRaftVersionFeature stands on the wire.
    let kRaftVersionFeature = message<KRaftVersionFeature> "KRaftVersionFeature" {
        let! minSupportedVersion = field "MinSupportedVersion" _.MinSupportedVersion int16 always
        and! maxSupportedVersion = field "MaxSupportedVersion" _.MaxSupportedVersion int16 always
        and! tags                = unknownTags _.UnknownTaggedFields
        return { MinSupportedVersion = minSupportedVersion; MaxSupportedVersion = maxSupportedVersion
                 UnknownTaggedFields = tags } }

    type KRaftVersionFeature with
        /// Every field at its default.
        static member Default = kRaftVersionFeature.Default

    /// What a voter sends.
    [<NoComparison>]
    type Request =
        { /// The id of the cluster that the sender means; null if it does not check that. Those of any other cluster answer
          /// InconsistentClusterId.
          ClusterId: string | null
          /// The epoch of the leader as the voter knows it.
          CurrentLeaderEpoch: int
          /// The id of the voter.
          VoterId: int
          /// The id of the directory in which the voter keeps its log.
          VoterDirectoryId: Uuid
          /// Where the voter can be reached.
          Listeners: Listener[]
          /// The levels of kraft.version that the voter supports.
          KRaftVersionFeature: KRaftVersionFeature
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "UpdateRaftVoterRequest" {
        let! clusterId           = field "ClusterId"           _.ClusterId           (nullable 0 string)             always
        and! currentLeaderEpoch  = field "CurrentLeaderEpoch"  _.CurrentLeaderEpoch  int32                           always
        and! voterId             = field "VoterId"             _.VoterId             int32                           always
        and! voterDirectoryId    = field "VoterDirectoryId"    _.VoterDirectoryId    uuid                            always
        and! listeners           = field "Listeners"           _.Listeners           (array listener)                always
        and! kRaftVersionFeature = field "KRaftVersionFeature" _.KRaftVersionFeature (structure kRaftVersionFeature) always
        and! tags                = unknownTags _.UnknownTaggedFields
        return { ClusterId = clusterId; CurrentLeaderEpoch = currentLeaderEpoch; VoterId = voterId
                 VoterDirectoryId = voterDirectoryId; Listeners = listeners; KRaftVersionFeature = kRaftVersionFeature
                 UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// The leader of the quorum, and where it can be reached.
    [<NoComparison>]
    type CurrentLeader =
        { /// The id of the leader; -1 if it is not known.
          LeaderId: int
          /// The epoch of the leader; -1 if it is not known.
          LeaderEpoch: int
          /// The host name or address to connect to.
          Host: string
          /// The port to connect to.
          Port: int
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a CurrentLeader stands on the wire.
    let currentLeader = message<CurrentLeader> "CurrentLeader" {
        let! leaderId    = fieldOr -1 "LeaderId"    _.LeaderId    int32  always
        and! leaderEpoch = fieldOr -1 "LeaderEpoch" _.LeaderEpoch int32  always
        and! host        = field      "Host"        _.Host        string always
        and! port        = field      "Port"        _.Port        int32  always
        and! tags        = unknownTags _.UnknownTaggedFields
        return { LeaderId = leaderId; LeaderEpoch = leaderEpoch; Host = host; Port = port; UnknownTaggedFields = tags } }

    type CurrentLeader with
        /// Every field at its default.
        static member Default = currentLeader.Default

    /// What the leader of the quorum answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// What came of it; None (0) if all is well.
          ErrorCode: ErrorCode
          /// The leader of the quorum, where the error is that it is another than the one asked.
          CurrentLeader: CurrentLeader
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "UpdateRaftVoterResponse" {
        let! throttleTimeMs = field    "ThrottleTimeMs" _.ThrottleTimeMs int32                     always
        and! errorCode      = field    "ErrorCode"      _.ErrorCode      errorCode                 always
        and! currentLeader  = tagged 0 "CurrentLeader"  _.CurrentLeader  (structure currentLeader) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; CurrentLeader = currentLeader
                 UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 82 (versions 0 0) always request response
