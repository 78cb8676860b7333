namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// UserScramCredentialRecord (record type 11): a user has got SCRAM credentials.
[<RequireQualifiedAccess>]
module UserScramCredentialRecord =

    /// What the controller writes.
    [<NoComparison>]
    type Data =
        { /// The name of the user.
          Name: string
          /// The SCRAM mechanism: 0 unknown, 1 SCRAM-SHA-256, 2 SCRAM-SHA-512.
          Mechanism: sbyte
          /// The salt that the password was hashed with.
          Salt: Bytes
          /// The key with which the broker checks the client.
          StoredKey: Bytes
          /// The key with which the broker proves itself to the client.
          ServerKey: Bytes
          /// How often the password was hashed.
          Iterations: int
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Data stands on the wire.
    let data = message<Data> "UserScramCredentialRecord" {
        let! name       = field "Name"       _.Name       string         always
        and! mechanism  = field "Mechanism"  _.Mechanism  int8           always
        and! salt       = field "Salt"       _.Salt       (secret bytes) always
        and! storedKey  = field "StoredKey"  _.StoredKey  (secret bytes) always
        and! serverKey  = field "ServerKey"  _.ServerKey  (secret bytes) always
        and! iterations = field "Iterations" _.Iterations int32          always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Name = name; Mechanism = mechanism; Salt = salt; StoredKey = storedKey; ServerKey = serverKey
                 Iterations = iterations; UnknownTaggedFields = tags } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
