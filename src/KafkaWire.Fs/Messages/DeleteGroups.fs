namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// DeleteGroups (key 42): deletes groups that have no members, with their offsets (KIP-229).
///
/// v1 has the same bytes; the broker answers before it throttles (KIP-219). v2 is flexible. v3 adds ErrorMessage to the response
/// (KIP-1331).
[<RequireQualifiedAccess>]
module DeleteGroups =

    /// What an admin client sends.
    [<NoComparison>]
    type Request =
        { /// The ids of the groups to delete; one with members is answered with NonEmptyGroup, one that does not exist with
          /// GroupIdNotFound.
          GroupsNames: string[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "DeleteGroupsRequest" {
        let! groupsNames = field "GroupsNames" _.GroupsNames (array string) always
        and! tags        = unknownTags _.UnknownTaggedFields
        return { GroupsNames = groupsNames; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// The outcome for a group.
    [<NoComparison>]
    type DeletableGroupResult =
        { /// The id of the group.
          GroupId: string
          /// What came of it; None (0) if all is well.
          ErrorCode: ErrorCode
          /// What went wrong, in a sentence for people; null or empty where there is nothing to say beyond the error code. From v3.
          ErrorMessage: string | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a DeletableGroupResult stands on the wire.
    let deletableGroupResult = message<DeletableGroupResult> "DeletableGroupResult" {
        let! groupId      = field        "GroupId"      _.GroupId      string              always
        and! errorCode    = field        "ErrorCode"    _.ErrorCode    errorCode           always
        and! errorMessage = fieldOr null "ErrorMessage" _.ErrorMessage (nullable 3 string) (ignorable (since 3))
        and! tags         = unknownTags _.UnknownTaggedFields
        return { GroupId = groupId; ErrorCode = errorCode; ErrorMessage = errorMessage; UnknownTaggedFields = tags } }

    type DeletableGroupResult with
        /// Every field at its default.
        static member Default = deletableGroupResult.Default

    /// What the coordinator of the groups answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The outcome for each group.
          Results: DeletableGroupResult[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "DeleteGroupsResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                        always
        and! results        = field "Results"        _.Results        (array deletableGroupResult) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Results = results; UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 42 (versions 0 3) (since 2) request response
