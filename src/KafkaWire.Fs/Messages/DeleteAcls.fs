namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// DeleteAcls (key 31): deletes the ACLs that match filters (KIP-140).
///
/// v1 adds PatternTypeFilter to the request, PatternType to the response (KIP-290). v2 is flexible. v3 has the same layout;
/// the resource type can be 7, a user (KIP-373).
[<RequireQualifiedAccess>]
module DeleteAcls =

    /// A filter for ACLs to delete.
    [<NoComparison>]
    type DeleteAclsFilter =
        { /// The resource type to match: 1 any, 2 topic, 3 group, 4 cluster, 5 transactional id, 6 delegation token, 7 (v3)
          /// user.
          ResourceTypeFilter: sbyte
          /// The resource name to match; null for any.
          ResourceNameFilter: string | null
          /// The resource patterns to match: 1 any with this name, 2 any that covers the name, 3 literal ones, which is the
          /// default, 4 prefixes. From v1.
          PatternTypeFilter: sbyte
          /// The principal to match, as type:name; null for any.
          PrincipalFilter: string | null
          /// The host to match; null for any.
          HostFilter: string | null
          /// The operation to match: 1 any, 2 all, 3 read, 4 write, 5 create, 6 delete, 7 alter, 8 describe, 9 cluster
          /// action, 10 describe configs, 11 alter configs, 12 idempotent write, 13 create tokens, 14 describe tokens, 15
          /// two-phase commit.
          Operation: sbyte
          /// The permission type to match: 1 any, 2 deny, 3 allow.
          PermissionType: sbyte
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of DeleteAclsFilter.
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
        /// A value with every field at its default.
        static member Default = deleteAclsFilter.Default

    /// Sent by an admin client.
    [<NoComparison>]
    type Request =
        { /// The filters; all ACLs that match any of them are deleted.
          Filters: DeleteAclsFilter[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "DeleteAclsRequest" {
        let! filters = field "Filters" _.Filters (array deleteAclsFilter) always
        and! tags    = unknownTags _.UnknownTaggedFields
        return { Filters = filters; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// An ACL that the filter matched.
    [<NoComparison>]
    type DeleteAclsMatchingAcl =
        { /// The error code of the deletion; None (0) if the ACL is deleted.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code.
          ErrorMessage: string | null
          /// The type of the resource: 2 topic, 3 group, 4 cluster, 5 transactional id, 6 delegation token, 7 (v3) user.
          ResourceType: sbyte
          /// The name of the resource.
          ResourceName: string
          /// How the resource name is matched: 3 literally, which is the default, 4 as a prefix. From v1.
          PatternType: sbyte
          /// The principal that the ACL applies to, as type:name, such as User:alice.
          Principal: string
          /// The host that the ACL applies to; * for all.
          Host: string
          /// The operation: 2 all, 3 read, 4 write, 5 create, 6 delete, 7 alter, 8 describe, 9 cluster action, 10 describe configs, 11
          /// alter configs, 12 idempotent write, 13 create tokens, 14 describe tokens, 15 two-phase commit.
          Operation: sbyte
          /// The effect of the ACL: 2 deny, 3 allow.
          PermissionType: sbyte
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of DeleteAclsMatchingAcl.
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
        /// A value with every field at its default.
        static member Default = deleteAclsMatchingAcl.Default

    /// The outcome for a filter.
    [<NoComparison>]
    type DeleteAclsFilterResult =
        { /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code.
          ErrorMessage: string | null
          /// The ACLs that the filter matched.
          MatchingAcls: DeleteAclsMatchingAcl[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of DeleteAclsFilterResult.
    let deleteAclsFilterResult = message<DeleteAclsFilterResult> "DeleteAclsFilterResult" {
        let! errorCode    = field "ErrorCode"    _.ErrorCode    errorCode                     always
        and! errorMessage = field "ErrorMessage" _.ErrorMessage (nullable 0 string)           always
        and! matchingAcls = field "MatchingAcls" _.MatchingAcls (array deleteAclsMatchingAcl) always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { ErrorCode = errorCode; ErrorMessage = errorMessage; MatchingAcls = matchingAcls; UnknownTaggedFields = tags } }

    type DeleteAclsFilterResult with
        /// A value with every field at its default.
        static member Default = deleteAclsFilterResult.Default

    /// The controller's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The outcome for each filter.
          FilterResults: DeleteAclsFilterResult[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "DeleteAclsResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                          always
        and! filterResults  = field "FilterResults"  _.FilterResults  (array deleteAclsFilterResult) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; FilterResults = filterResults; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 31 (versions 0 3) (since 2) request response
