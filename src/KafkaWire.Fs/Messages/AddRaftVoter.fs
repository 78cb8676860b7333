namespace KafkaWire

open KafkaWire.Schema

/// AddRaftVoter (key 80): adds a voter to a KRaft quorum (KIP-853).
///
/// v1 adds AckWhenCommitted to the request (KIP-1186).
[<RequireQualifiedAccess>]
module AddRaftVoter =

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

    /// What an admin client, or a controller that adds itself, sends.
    [<NoComparison>]
    type Request =
        { /// The id of the cluster that the sender means; null if it does not check that. Those of any other cluster answer
          /// InconsistentClusterId.
          ClusterId: string | null
          /// How long the leader may wait until the new voter has caught up, in milliseconds; after that it answers RequestTimedOut. The
          /// protocol's default, 0, allows no waiting.
          TimeoutMs: int
          /// The id of the new voter; one that is in the quorum already is answered with DuplicateVoter.
          VoterId: int
          /// The id of the directory in which the new voter keeps its log.
          VoterDirectoryId: Uuid
          /// Where the new voter can be reached.
          Listeners: Listener[]
          /// Whether the leader answers when the new set of voters is committed (true, the default), or as soon as it has written it. From
          /// v1.
          AckWhenCommitted: bool
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
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
        /// Every field at its default.
        static member Default = request.Default

    /// What the leader of the quorum answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// What came of it; None (0) if all is well.
          ErrorCode: ErrorCode
          /// What went wrong, in a sentence for people; null or empty where there is nothing to say beyond the error code.
          ErrorMessage: string | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "AddRaftVoterResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32               always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode           always
        and! errorMessage   = field "ErrorMessage"   _.ErrorMessage   (nullable 0 string) (ignorable always)
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; ErrorMessage = errorMessage
                 UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api ApiKey.AddRaftVoter (versions 0 1) always request response
