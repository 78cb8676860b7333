namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// CreateAcls (key 30): creates ACLs (KIP-140).
///
/// v1 adds ResourcePatternType to the request (KIP-290). v2 is flexible. v3 has the same bytes; the resource type can be 7, a
/// user (KIP-373).
[<RequireQualifiedAccess>]
module CreateAcls =

    /// An ACL to create.
    [<NoComparison>]
    type AclCreation =
        { /// What the ACL is about: 2 topic, 3 group, 4 cluster, 5 transactional id, 6 delegation token, 7 (v3) user.
          ResourceType: sbyte
          /// The name of the resource.
          ResourceName: string
          /// How the resource name is meant: 3 literally, which is the default, 4 as a prefix. From v1.
          ResourcePatternType: sbyte
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

    /// How an AclCreation stands on the wire.
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
        /// Every field at its default.
        static member Default = aclCreation.Default

    /// What an admin client sends.
    [<NoComparison>]
    type Request =
        { /// The ACLs to create.
          Creations: AclCreation[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "CreateAclsRequest" {
        let! creations = field "Creations" _.Creations (array aclCreation) always
        and! tags      = unknownTags _.UnknownTaggedFields
        return { Creations = creations; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// The outcome for an ACL.
    [<NoComparison>]
    type AclCreationResult =
        { /// What came of it, SecurityDisabled where the broker has no authorizer; None (0) if all is well.
          ErrorCode: ErrorCode
          /// What went wrong, in a sentence for people; null or empty where there is nothing to say beyond the error code.
          ErrorMessage: string | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an AclCreationResult stands on the wire.
    let aclCreationResult = message<AclCreationResult> "AclCreationResult" {
        let! errorCode    = field "ErrorCode"    _.ErrorCode    errorCode           always
        and! errorMessage = field "ErrorMessage" _.ErrorMessage (nullable 0 string) always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { ErrorCode = errorCode; ErrorMessage = errorMessage; UnknownTaggedFields = tags } }

    type AclCreationResult with
        /// Every field at its default.
        static member Default = aclCreationResult.Default

    /// What the controller answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The outcome for each ACL.
          Results: AclCreationResult[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "CreateAclsResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                     always
        and! results        = field "Results"        _.Results        (array aclCreationResult) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Results = results; UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 30 (versions 0 3) (since 2) request response
