namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// AddRaftVoter (key 80): adds a voter to a KRaft quorum (KIP-853).
///
/// v1 adds AckWhenCommitted to the request (KIP-1186).
[<RequireQualifiedAccess>]
module AddRaftVoter =

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

    /// Sent by an admin client, or by a controller that adds itself.
    [<NoComparison>]
    type Request =
        { /// The id of the cluster that the sender expects; null to skip this check. Nodes of any other cluster answer
          /// InconsistentClusterId.
          ClusterId: string | null
          /// How long the leader may wait for the new voter to catch up, in milliseconds; after that it answers
          /// RequestTimedOut. The protocol's default, 0, allows no waiting.
          TimeoutMs: int
          /// The id of the new voter. A voter that is already in the quorum is rejected with DuplicateVoter.
          VoterId: int
          /// The id of the directory in which the new voter keeps its log.
          VoterDirectoryId: Uuid
          /// The addresses of the new voter.
          Listeners: Listener[]
          /// Whether the leader answers once the new set of voters is committed (true, the default), or as soon as it has
          /// written it. From v1.
          AckWhenCommitted: bool
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "AddRaftVoterRequest" {
        let! clusterId        = field        "ClusterId"        _.ClusterId        (nullable 0 string) always
        and! timeoutMs        = field        "TimeoutMs"        _.TimeoutMs        int32               always
        and! voterId          = field        "VoterId"          _.VoterId          int32               always
        and! voterDirectoryId = field        "VoterDirectoryId" _.VoterDirectoryId uuid                always
        and! listeners        = field        "Listeners"        _.Listeners        (array listener)    always
        and! ackWhenCommitted = fieldOr true "AckWhenCommitted" _.AckWhenCommitted bool                (since 1)
        and! tags             = unknownTags _.UnknownTaggedFields
        return { ClusterId = clusterId; TimeoutMs = timeoutMs; VoterId = voterId; VoterDirectoryId = voterDirectoryId
                 Listeners = listeners; AckWhenCommitted = ackWhenCommitted; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The quorum leader's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code.
          ErrorMessage: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "AddRaftVoterResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32               always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode           always
        and! errorMessage   = field "ErrorMessage"   _.ErrorMessage   (nullable 0 string) (ignorable always)
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; ErrorMessage = errorMessage
                 UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 80 (versions 0 1) always request response
