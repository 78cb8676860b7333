namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// AccessControlEntryRecord (record type 18): an ACL has been created.
[<RequireQualifiedAccess>]
module AccessControlEntryRecord =

    /// Written by the controller.
    [<NoComparison>]
    type Data =
        { /// The id of the ACL.
          Id: Uuid
          /// The type of the resource: 2 topic, 3 group, 4 cluster, 5 transactional id, 6 delegation token, 7 user.
          ResourceType: sbyte
          /// The name of the resource.
          ResourceName: string
          /// How the resource name matches: 3 literally, 4 as a prefix.
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

    /// The wire schema of Data.
    let data = message<Data> "AccessControlEntryRecord" {
        let! id             = field "Id"             _.Id             uuid   always
        and! resourceType   = field "ResourceType"   _.ResourceType   int8   always
        and! resourceName   = field "ResourceName"   _.ResourceName   string always
        and! patternType    = field "PatternType"    _.PatternType    int8   always
        and! principal      = field "Principal"      _.Principal      string always
        and! host           = field "Host"           _.Host           string always
        and! operation      = field "Operation"      _.Operation      int8   always
        and! permissionType = field "PermissionType" _.PermissionType int8   always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { Id = id; ResourceType = resourceType; ResourceName = resourceName; PatternType = patternType
                 Principal = principal; Host = host; Operation = operation; PermissionType = permissionType
                 UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
