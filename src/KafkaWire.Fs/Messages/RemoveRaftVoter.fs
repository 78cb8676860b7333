namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// RemoveRaftVoter (key 81): removes a voter from a KRaft quorum (KIP-853).
[<RequireQualifiedAccess>]
module RemoveRaftVoter =

    /// What an admin client sends.
    [<NoComparison>]
    type Request =
        { /// The id of the cluster that the sender means; null if it does not check that. Those of any other cluster answer
          /// InconsistentClusterId.
          ClusterId: string | null
          /// The id of the voter to remove; one that is not in the quorum is answered with VoterNotFound.
          VoterId: int
          /// The id of the directory in which that voter keeps its log.
          VoterDirectoryId: Uuid
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "RemoveRaftVoterRequest" {
        let! clusterId        = field "ClusterId"        _.ClusterId        (nullable 0 string) always
        and! voterId          = field "VoterId"          _.VoterId          int32               always
        and! voterDirectoryId = field "VoterDirectoryId" _.VoterDirectoryId uuid                always
        and! tags             = unknownTags _.UnknownTaggedFields
        return { ClusterId = clusterId; VoterId = voterId; VoterDirectoryId = voterDirectoryId; UnknownTaggedFields = tags } }

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
    let response = message<Response> "RemoveRaftVoterResponse" {
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
    let api = api 81 (versions 0 0) always request response
