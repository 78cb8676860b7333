namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// RemoveAccessControlEntryRecord (record type 19): an ACL has been deleted.
[<RequireQualifiedAccess>]
module RemoveAccessControlEntryRecord =

    /// Written by the controller.
    [<NoComparison>]
    type Data =
        { /// The id of the ACL.
          Id: Uuid
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "RemoveAccessControlEntryRecord" {
        let! id   = field "Id" _.Id uuid always
        and! tags = unknownTags _.UnknownTaggedFields
        return { Id = id; UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
