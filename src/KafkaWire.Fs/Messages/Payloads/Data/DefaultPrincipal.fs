namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// DefaultPrincipalData: the principal of a client in an Envelope, behind an int16 with the version (KIP-590).
[<RequireQualifiedAccess>]
module DefaultPrincipal =

    /// What a broker writes.
    [<NoComparison>]
    type Data =
        { /// The type of the principal, mostly User.
          Type: string
          /// The name of the principal.
          Name: string
          /// Whether the client has authenticated with a delegation token.
          TokenAuthenticated: bool
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Data stands on the wire.
    let data = message<Data> "DefaultPrincipalData" {
        let! type'              = field "Type"               _.Type               string always
        and! name               = field "Name"               _.Name               string always
        and! tokenAuthenticated = field "TokenAuthenticated" _.TokenAuthenticated bool   always
        and! tags               = unknownTags _.UnknownTaggedFields
        return { Type = type'; Name = name; TokenAuthenticated = tokenAuthenticated; UnknownTaggedFields = tags } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
