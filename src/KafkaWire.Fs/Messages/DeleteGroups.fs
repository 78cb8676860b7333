namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// DeleteGroups (key 42): deletes groups that have no members, including their offsets (KIP-229).
///
/// v1 has the same layout; the broker answers before it throttles (KIP-219). v2 is flexible. v3 adds ErrorMessage to the
/// response (KIP-1331).
[<RequireQualifiedAccess>]
module DeleteGroups =

    /// Sent by an admin client.
    [<NoComparison>]
    type Request =
        { /// The ids of the groups to delete. A group with members is rejected with NonEmptyGroup, one that does not exist
          /// with GroupIdNotFound.
          GroupsNames: string[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "DeleteGroupsRequest" {
        let! groupsNames = field "GroupsNames" _.GroupsNames (array string) always
        and! tags        = unknownTags _.UnknownTaggedFields
        return { GroupsNames = groupsNames; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The outcome for a group.
    [<NoComparison>]
    type DeletableGroupResult =
        { /// The id of the group.
          GroupId: string
          /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code. From v3.
          ErrorMessage: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of DeletableGroupResult.
    let deletableGroupResult = message<DeletableGroupResult> "DeletableGroupResult" {
        let! groupId      = field        "GroupId"      _.GroupId      string              always
        and! errorCode    = field        "ErrorCode"    _.ErrorCode    errorCode           always
        and! errorMessage = fieldOr null "ErrorMessage" _.ErrorMessage (nullable 3 string) (ignorable (since 3))
        and! tags         = unknownTags _.UnknownTaggedFields
        return { GroupId = groupId; ErrorCode = errorCode; ErrorMessage = errorMessage; UnknownTaggedFields = tags } }

    type DeletableGroupResult with
        /// A value with every field at its default.
        static member Default = deletableGroupResult.Default

    /// The group coordinator's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The outcome for each group.
          Results: DeletableGroupResult[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "DeleteGroupsResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                        always
        and! results        = field "Results"        _.Results        (array deletableGroupResult) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Results = results; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 42 (versions 0 3) (since 2) request response
