namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// DescribeAcls (key 29): lists the ACLs that match a filter (KIP-140).
///
/// v1 adds PatternTypeFilter to the request, PatternType to the response (KIP-290). v2 is flexible. v3 has the same layout;
/// the resource type can be 7, a user (KIP-373).
[<RequireQualifiedAccess>]
module DescribeAcls =

    /// Sent by an admin client.
    [<NoComparison>]
    type Request =
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

    /// The wire schema of Request.
    let request = message<Request> "DescribeAclsRequest" {
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

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// An ACL.
    [<NoComparison>]
    type AclDescription =
        { /// The principal that the ACL applies to, as type:name, such as User:alice.
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

    /// The wire schema of AclDescription.
    let aclDescription = message<AclDescription> "AclDescription" {
        let! principal      = field "Principal"      _.Principal      string always
        and! host           = field "Host"           _.Host           string always
        and! operation      = field "Operation"      _.Operation      int8   always
        and! permissionType = field "PermissionType" _.PermissionType int8   always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { Principal = principal; Host = host; Operation = operation; PermissionType = permissionType
                 UnknownTaggedFields = tags } }

    type AclDescription with
        /// A value with every field at its default.
        static member Default = aclDescription.Default

    /// A resource and its ACLs.
    [<NoComparison>]
    type DescribeAclsResource =
        { /// The type of the resource: 2 topic, 3 group, 4 cluster, 5 transactional id, 6 delegation token, 7 (v3) user.
          ResourceType: sbyte
          /// The name of the resource.
          ResourceName: string
          /// How the resource name is matched: 3 literally, which is the default, 4 as a prefix. From v1.
          PatternType: sbyte
          /// The ACLs of the resource.
          Acls: AclDescription[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of DescribeAclsResource.
    let describeAclsResource = message<DescribeAclsResource> "DescribeAclsResource" {
        let! resourceType = field      "ResourceType" _.ResourceType int8                   always
        and! resourceName = field      "ResourceName" _.ResourceName string                 always
        and! patternType  = fieldOr 3y "PatternType"  _.PatternType  int8                   (since 1)
        and! acls         = field      "Acls"         _.Acls         (array aclDescription) always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { ResourceType = resourceType; ResourceName = resourceName; PatternType = patternType; Acls = acls
                 UnknownTaggedFields = tags } }

    type DescribeAclsResource with
        /// A value with every field at its default.
        static member Default = describeAclsResource.Default

    /// The response of the broker or the controller.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The error code, SecurityDisabled if the broker has no authorizer; None (0) on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code.
          ErrorMessage: string | null
          /// The resources that have matching ACLs.
          Resources: DescribeAclsResource[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "DescribeAclsResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                        always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode                    always
        and! errorMessage   = field "ErrorMessage"   _.ErrorMessage   (nullable 0 string)          always
        and! resources      = field "Resources"      _.Resources      (array describeAclsResource) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; ErrorMessage = errorMessage; Resources = resources
                 UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 29 (versions 0 3) (since 2) request response
