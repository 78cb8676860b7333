namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// RemoveUserScramCredentialRecord (record type 22): SCRAM credentials of a user have been removed.
[<RequireQualifiedAccess>]
module RemoveUserScramCredentialRecord =

    /// Written by the controller.
    [<NoComparison>]
    type Data =
        { /// The name of the user.
          Name: string
          /// The SCRAM mechanism: 0 unknown, 1 SCRAM-SHA-256, 2 SCRAM-SHA-512.
          Mechanism: sbyte
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "RemoveUserScramCredentialRecord" {
        let! name      = field "Name"      _.Name      string always
        and! mechanism = field "Mechanism" _.Mechanism int8   always
        and! tags      = unknownTags _.UnknownTaggedFields
        return { Name = name; Mechanism = mechanism; UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
