namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// DescribeAcls (key 29): lists the ACLs that match a filter (KIP-140).
///
/// v1 adds PatternTypeFilter to the request, PatternType to the response (KIP-290). v2 is flexible. v3 has the same bytes; the
/// resource type can be 7, a user (KIP-373).
[<RequireQualifiedAccess>]
module DescribeAcls =

    /// What an admin client sends.
    [<NoComparison>]
    type Request =
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

    /// How a Request stands on the wire.
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
        /// Every field at its default.
        static member Default = request.Default

    /// An ACL.
    [<NoComparison>]
    type AclDescription =
        { /// Whom the ACL is about, as type:name, such as User:alice.
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

    /// How an AclDescription stands on the wire.
    let aclDescription = message<AclDescription> "AclDescription" {
        let! principal      = field "Principal"      _.Principal      string always
        and! host           = field "Host"           _.Host           string always
        and! operation      = field "Operation"      _.Operation      int8   always
        and! permissionType = field "PermissionType" _.PermissionType int8   always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { Principal = principal; Host = host; Operation = operation; PermissionType = permissionType
                 UnknownTaggedFields = tags } }

    type AclDescription with
        /// Every field at its default.
        static member Default = aclDescription.Default

    /// A resource and its ACLs.
    [<NoComparison>]
    type DescribeAclsResource =
        { /// What the ACL is about: 2 topic, 3 group, 4 cluster, 5 transactional id, 6 delegation token, 7 (v3) user.
          ResourceType: sbyte
          /// The name of the resource.
          ResourceName: string
          /// How the resource name is meant: 3 literally, which is the default, 4 as a prefix. From v1.
          PatternType: sbyte
          /// The ACLs of the resource.
          Acls: AclDescription[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a DescribeAclsResource stands on the wire.
    let describeAclsResource = message<DescribeAclsResource> "DescribeAclsResource" {
        let! resourceType = field      "ResourceType" _.ResourceType int8                   always
        and! resourceName = field      "ResourceName" _.ResourceName string                 always
        and! patternType  = fieldOr 3y "PatternType"  _.PatternType  int8                   (since 1)
        and! acls         = field      "Acls"         _.Acls         (array aclDescription) always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { ResourceType = resourceType; ResourceName = resourceName; PatternType = patternType; Acls = acls
                 UnknownTaggedFields = tags } }

    type DescribeAclsResource with
        /// Every field at its default.
        static member Default = describeAclsResource.Default

    /// What the broker or the controller answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// What came of it, SecurityDisabled where the broker has no authorizer; None (0) if all is well.
          ErrorCode: ErrorCode
          /// What went wrong, in a sentence for people; null or empty where there is nothing to say beyond the error code.
          ErrorMessage: string | null
          /// The resources that have such ACLs.
          Resources: DescribeAclsResource[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "DescribeAclsResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                        always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode                    always
        and! errorMessage   = field "ErrorMessage"   _.ErrorMessage   (nullable 0 string)          always
        and! resources      = field "Resources"      _.Resources      (array describeAclsResource) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; ErrorMessage = errorMessage; Resources = resources
                 UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 29 (versions 0 3) (since 2) request response
