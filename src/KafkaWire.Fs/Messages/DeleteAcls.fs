namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// DeleteAcls (key 31): deletes the ACLs that match filters (KIP-140).
///
/// v1 adds PatternTypeFilter to the request, PatternType to the response (KIP-290). v2 is flexible. v3 has the same bytes; the
/// resource type can be 7, a user (KIP-373).
[<RequireQualifiedAccess>]
module DeleteAcls =

    /// A filter for ACLs to delete.
    [<NoComparison>]
    type DeleteAclsFilter =
        { /// The type of the resources to look for: 1 any, 2 topic, 3 group, 4 cluster, 5 transactional id, 6 delegation token, 7 (v3)
          /// user.
          ResourceTypeFilter: sbyte
          /// The name of the resources to look for; null for any.
          ResourceNameFilter: string | null
          /// Which resource patterns to look for: 1 any of this name, 2 any that the name falls under, 3 literal ones, which is the
          /// default, 4 prefixes. From v1.
          PatternTypeFilter: sbyte
          /// The principal to look for, as type:name; null for any.
          PrincipalFilter: string | null
          /// The host to look for; null for any.
          HostFilter: string | null
          /// The operation to look for: 1 any, 2 all, 3 read, 4 write, 5 create, 6 delete, 7 alter, 8 describe, 9 cluster action, 10
          /// describe configs, 11 alter configs, 12 idempotent write, 13 create tokens, 14 describe tokens, 15 two-phase commit.
          Operation: sbyte
          /// What the ACLs to look for do: 1 any, 2 deny, 3 allow.
          PermissionType: sbyte
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a DeleteAclsFilter stands on the wire.
    let deleteAclsFilter = message<DeleteAclsFilter> "DeleteAclsFilter" {
        let! resourceTypeFilter = field      "ResourceTypeFilter" _.ResourceTypeFilter int8                always
        and! resourceNameFilter = field      "ResourceNameFilter" _.ResourceNameFilter (nullable 0 string) always
        and! patternTypeFilter  = fieldOr 3y "PatternTypeFilter"  _.PatternTypeFilter  int8                (since 1)
        and! principalFilter    = field      "PrincipalFilter"    _.PrincipalFilter    (nullable 0 string) always
        and! hostFilter         = field      "HostFilter"         _.HostFilter         (nullable 0 string) always
        and! operation          = field      "Operation"          _.Operation          int8                always
        and! permissionType     = field      "PermissionType"     _.PermissionType     int8                always
        and! tags               = unknownTags _.UnknownTaggedFields
        return { ResourceTypeFilter = resourceTypeFilter; ResourceNameFilter = resourceNameFilter
                 PatternTypeFilter = patternTypeFilter; PrincipalFilter = principalFilter; HostFilter = hostFilter
                 Operation = operation; PermissionType = permissionType; UnknownTaggedFields = tags } }

    type DeleteAclsFilter with
        /// Every field at its default.
        static member Default = deleteAclsFilter.Default

    /// What an admin client sends.
    [<NoComparison>]
    type Request =
        { /// What to delete: each filter stands for all ACLs that it matches.
          Filters: DeleteAclsFilter[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "DeleteAclsRequest" {
        let! filters = field "Filters" _.Filters (array deleteAclsFilter) always
        and! tags    = unknownTags _.UnknownTaggedFields
        return { Filters = filters; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// An ACL that the filter matched.
    [<NoComparison>]
    type DeleteAclsMatchingAcl =
        { /// What came of deleting the ACL; None (0) if it is gone.
          ErrorCode: ErrorCode
          /// What went wrong, in a sentence for people; null or empty where there is nothing to say beyond the error code.
          ErrorMessage: string | null
          /// What the ACL is about: 2 topic, 3 group, 4 cluster, 5 transactional id, 6 delegation token, 7 (v3) user.
          ResourceType: sbyte
          /// The name of the resource.
          ResourceName: string
          /// How the resource name is meant: 3 literally, which is the default, 4 as a prefix. From v1.
          PatternType: sbyte
          /// Whom the ACL is about, as type:name, such as User:alice.
          Principal: string
          /// The host from which it holds; * for all.
          Host: string
          /// The operation: 2 all, 3 read, 4 write, 5 create, 6 delete, 7 alter, 8 describe, 9 cluster action, 10 describe configs, 11
          /// alter configs, 12 idempotent write, 13 create tokens, 14 describe tokens, 15 two-phase commit.
          Operation: sbyte
          /// What the ACL does: 2 deny, 3 allow.
          PermissionType: sbyte
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a DeleteAclsMatchingAcl stands on the wire.
    let deleteAclsMatchingAcl = message<DeleteAclsMatchingAcl> "DeleteAclsMatchingAcl" {
        let! errorCode      = field      "ErrorCode"      _.ErrorCode      errorCode           always
        and! errorMessage   = field      "ErrorMessage"   _.ErrorMessage   (nullable 0 string) always
        and! resourceType   = field      "ResourceType"   _.ResourceType   int8                always
        and! resourceName   = field      "ResourceName"   _.ResourceName   string              always
        and! patternType    = fieldOr 3y "PatternType"    _.PatternType    int8                (since 1)
        and! principal      = field      "Principal"      _.Principal      string              always
        and! host           = field      "Host"           _.Host           string              always
        and! operation      = field      "Operation"      _.Operation      int8                always
        and! permissionType = field      "PermissionType" _.PermissionType int8                always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ErrorCode = errorCode; ErrorMessage = errorMessage; ResourceType = resourceType; ResourceName = resourceName
                 PatternType = patternType; Principal = principal; Host = host; Operation = operation
                 PermissionType = permissionType; UnknownTaggedFields = tags } }

    type DeleteAclsMatchingAcl with
        /// Every field at its default.
        static member Default = deleteAclsMatchingAcl.Default

    /// The outcome for a filter.
    [<NoComparison>]
    type DeleteAclsFilterResult =
        { /// What came of it; None (0) if all is well.
          ErrorCode: ErrorCode
          /// What went wrong, in a sentence for people; null or empty where there is nothing to say beyond the error code.
          ErrorMessage: string | null
          /// The ACLs that the filter matched.
          MatchingAcls: DeleteAclsMatchingAcl[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a DeleteAclsFilterResult stands on the wire.
    let deleteAclsFilterResult = message<DeleteAclsFilterResult> "DeleteAclsFilterResult" {
        let! errorCode    = field "ErrorCode"    _.ErrorCode    errorCode                     always
        and! errorMessage = field "ErrorMessage" _.ErrorMessage (nullable 0 string)           always
        and! matchingAcls = field "MatchingAcls" _.MatchingAcls (array deleteAclsMatchingAcl) always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { ErrorCode = errorCode; ErrorMessage = errorMessage; MatchingAcls = matchingAcls; UnknownTaggedFields = tags } }

    type DeleteAclsFilterResult with
        /// Every field at its default.
        static member Default = deleteAclsFilterResult.Default

    /// What the controller answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The outcome for each filter.
          FilterResults: DeleteAclsFilterResult[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "DeleteAclsResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                          always
        and! filterResults  = field "FilterResults"  _.FilterResults  (array deleteAclsFilterResult) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; FilterResults = filterResults; UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 31 (versions 0 3) (since 2) request response
