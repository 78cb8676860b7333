namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// CreateAcls (key 30): creates ACLs (KIP-140).
///
/// v1 adds ResourcePatternType to the request (KIP-290). v2 is flexible. v3 has the same layout; the resource type can be
/// 7, a user (KIP-373).
[<RequireQualifiedAccess>]
module CreateAcls =

    /// An ACL to create.
    [<NoComparison>]
    type AclCreation =
        { /// The type of the resource: 2 topic, 3 group, 4 cluster, 5 transactional id, 6 delegation token, 7 (v3) user.
          ResourceType: sbyte
          /// The name of the resource.
          ResourceName: string
          /// How the resource name is matched: 3 literally, which is the default, 4 as a prefix. From v1.
          ResourcePatternType: sbyte
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

    /// The wire schema of AclCreation.
    let aclCreation = message<AclCreation> "AclCreation" {
        let! resourceType        = field      "ResourceType"        _.ResourceType        int8   always
        and! resourceName        = field      "ResourceName"        _.ResourceName        string always
        and! resourcePatternType = fieldOr 3y "ResourcePatternType" _.ResourcePatternType int8   (since 1)
        and! principal           = field      "Principal"           _.Principal           string always
        and! host                = field      "Host"                _.Host                string always
        and! operation           = field      "Operation"           _.Operation           int8   always
        and! permissionType      = field      "PermissionType"      _.PermissionType      int8   always
        and! tags                = unknownTags _.UnknownTaggedFields
        return { ResourceType = resourceType; ResourceName = resourceName; ResourcePatternType = resourcePatternType
                 Principal = principal; Host = host; Operation = operation; PermissionType = permissionType
                 UnknownTaggedFields = tags } }

    type AclCreation with
        /// A value with every field at its default.
        static member Default = aclCreation.Default

    /// Sent by an admin client.
    [<NoComparison>]
    type Request =
        { /// The ACLs to create.
          Creations: AclCreation[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "CreateAclsRequest" {
        let! creations = field "Creations" _.Creations (array aclCreation) always
        and! tags      = unknownTags _.UnknownTaggedFields
        return { Creations = creations; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The outcome for an ACL.
    [<NoComparison>]
    type AclCreationResult =
        { /// The error code, SecurityDisabled if the broker has no authorizer; None (0) on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code.
          ErrorMessage: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of AclCreationResult.
    let aclCreationResult = message<AclCreationResult> "AclCreationResult" {
        let! errorCode    = field "ErrorCode"    _.ErrorCode    errorCode           always
        and! errorMessage = field "ErrorMessage" _.ErrorMessage (nullable 0 string) always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { ErrorCode = errorCode; ErrorMessage = errorMessage; UnknownTaggedFields = tags } }

    type AclCreationResult with
        /// A value with every field at its default.
        static member Default = aclCreationResult.Default

    /// The controller's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The outcome for each ACL.
          Results: AclCreationResult[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "CreateAclsResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                     always
        and! results        = field "Results"        _.Results        (array aclCreationResult) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Results = results; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 30 (versions 0 3) (since 2) request response
