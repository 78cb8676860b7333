namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// DefaultPrincipalData: the principal of a client in an Envelope, preceded by an int16 version (KIP-590).
[<RequireQualifiedAccess>]
module DefaultPrincipal =

    /// Written by a broker.
    [<NoComparison>]
    type Data =
        { /// The type of the principal, usually User.
          Type: string
          /// The name of the principal.
          Name: string
          /// Whether the client authenticated with a delegation token.
          TokenAuthenticated: bool
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "DefaultPrincipalData" {
        let! type'              = field "Type"               _.Type               string always
        and! name               = field "Name"               _.Name               string always
        and! tokenAuthenticated = field "TokenAuthenticated" _.TokenAuthenticated bool   always
        and! tags               = unknownTags _.UnknownTaggedFields
        return { Type = type'; Name = name; TokenAuthenticated = tokenAuthenticated; UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
