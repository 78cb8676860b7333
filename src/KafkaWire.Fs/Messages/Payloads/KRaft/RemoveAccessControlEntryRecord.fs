namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// RemoveAccessControlEntryRecord (record type 19): an ACL has been deleted.
[<RequireQualifiedAccess>]
module RemoveAccessControlEntryRecord =

    /// What the controller writes.
    [<NoComparison>]
    type Data =
        { /// The id of the ACL.
          Id: Uuid
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Data stands on the wire.
    let data = message<Data> "RemoveAccessControlEntryRecord" {
        let! id   = field "Id" _.Id uuid always
        and! tags = unknownTags _.UnknownTaggedFields
        return { Id = id; UnknownTaggedFields = tags } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
