namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// UpdateRaftVoter (key 82): a voter sends its endpoints and supported KRaft versions to the leader of its KRaft quorum
/// (KIP-853).
[<RequireQualifiedAccess>]
module UpdateRaftVoter =

    /// A listener and its address.
    [<NoComparison>]
    type Listener =
        { /// The name of the listener.
          Name: string
          /// The host name or address to connect to.
          Host: string
          /// The port to connect to.
          Port: uint16
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Listener.
    let listener = message<Listener> "Listener" {
        let! name = field "Name" _.Name string always
        and! host = field "Host" _.Host string always
        and! port = field "Port" _.Port uint16 always
        and! tags = unknownTags _.UnknownTaggedFields
        return { Name = name; Host = host; Port = port; UnknownTaggedFields = tags } }

    type Listener with
        /// A value with every field at its default.
        static member Default = listener.Default

    /// The levels of kraft.version that a voter supports.
    [<NoComparison>]
    type KRaftVersionFeature =
        { /// The lowest supported level.
          MinSupportedVersion: int16
          /// The highest supported level.
          MaxSupportedVersion: int16
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of KRaftVersionFeature.
    let kRaftVersionFeature = message<KRaftVersionFeature> "KRaftVersionFeature" {
        let! minSupportedVersion = field "MinSupportedVersion" _.MinSupportedVersion int16 always
        and! maxSupportedVersion = field "MaxSupportedVersion" _.MaxSupportedVersion int16 always
        and! tags                = unknownTags _.UnknownTaggedFields
        return { MinSupportedVersion = minSupportedVersion; MaxSupportedVersion = maxSupportedVersion
                 UnknownTaggedFields = tags } }

    type KRaftVersionFeature with
        /// A value with every field at its default.
        static member Default = kRaftVersionFeature.Default

    /// Sent by a voter.
    [<NoComparison>]
    type Request =
        { /// The id of the cluster that the sender expects; null to skip this check. Nodes of any other cluster answer
          /// InconsistentClusterId.
          ClusterId: string | null
          /// The leader epoch that the voter knows.
          CurrentLeaderEpoch: int
          /// The id of the voter.
          VoterId: int
          /// The id of the directory in which the voter keeps its log.
          VoterDirectoryId: Uuid
          /// The addresses of the voter.
          Listeners: Listener[]
          /// The levels of kraft.version that the voter supports.
          KRaftVersionFeature: KRaftVersionFeature
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
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
        /// A value with every field at its default.
        static member Default = request.Default

    /// The leader of the quorum and its address.
    [<NoComparison>]
    type CurrentLeader =
        { /// The id of the leader; -1 if unknown.
          LeaderId: int
          /// The epoch of the leader; -1 if unknown.
          LeaderEpoch: int
          /// The host name or address to connect to.
          Host: string
          /// The port to connect to.
          Port: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of CurrentLeader.
    let currentLeader = message<CurrentLeader> "CurrentLeader" {
        let! leaderId    = fieldOr -1 "LeaderId"    _.LeaderId    int32  always
        and! leaderEpoch = fieldOr -1 "LeaderEpoch" _.LeaderEpoch int32  always
        and! host        = field      "Host"        _.Host        string always
        and! port        = field      "Port"        _.Port        int32  always
        and! tags        = unknownTags _.UnknownTaggedFields
        return { LeaderId = leaderId; LeaderEpoch = leaderEpoch; Host = host; Port = port; UnknownTaggedFields = tags } }

    type CurrentLeader with
        /// A value with every field at its default.
        static member Default = currentLeader.Default

    /// The quorum leader's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// The leader of the quorum, if the error is that the broker is not the leader.
          CurrentLeader: CurrentLeader
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "UpdateRaftVoterResponse" {
        let! throttleTimeMs = field    "ThrottleTimeMs" _.ThrottleTimeMs int32                     always
        and! errorCode      = field    "ErrorCode"      _.ErrorCode      errorCode                 always
        and! currentLeader  = tagged 0 "CurrentLeader"  _.CurrentLeader  (structure currentLeader) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; CurrentLeader = currentLeader
                 UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 82 (versions 0 0) always request response
