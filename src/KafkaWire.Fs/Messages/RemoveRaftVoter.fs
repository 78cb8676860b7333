namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// RemoveRaftVoter (key 81): removes a voter from a KRaft quorum (KIP-853).
[<RequireQualifiedAccess>]
module RemoveRaftVoter =

    /// Sent by an admin client.
    [<NoComparison>]
    type Request =
        { /// The id of the cluster that the sender expects; null to skip this check. Nodes of any other cluster answer
          /// InconsistentClusterId.
          ClusterId: string | null
          /// The id of the voter to remove; the broker answers VoterNotFound if it is not in the quorum.
          VoterId: int
          /// The id of the directory in which that voter keeps its log.
          VoterDirectoryId: Uuid
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "RemoveRaftVoterRequest" {
        let! clusterId        = field "ClusterId"        _.ClusterId        (nullable 0 string) always
        and! voterId          = field "VoterId"          _.VoterId          int32               always
        and! voterDirectoryId = field "VoterDirectoryId" _.VoterDirectoryId uuid                always
        and! tags             = unknownTags _.UnknownTaggedFields
        return { ClusterId = clusterId; VoterId = voterId; VoterDirectoryId = voterDirectoryId; UnknownTaggedFields = tags } }

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
    let response = message<Response> "RemoveRaftVoterResponse" {
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
    let api = api 81 (versions 0 0) always request response
