namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// UserScramCredentialRecord (record type 11): SCRAM credentials of a user have been set.
[<RequireQualifiedAccess>]
module UserScramCredentialRecord =

    /// Written by the controller.
    [<NoComparison>]
    type Data =
        { /// The name of the user.
          Name: string
          /// The SCRAM mechanism: 0 unknown, 1 SCRAM-SHA-256, 2 SCRAM-SHA-512.
          Mechanism: sbyte
          /// The salt that the password was hashed with.
          Salt: Bytes
          /// The key with which the broker authenticates the client.
          StoredKey: Bytes
          /// The key with which the broker authenticates itself to the client.
          ServerKey: Bytes
          /// The number of iterations with which the password was hashed.
          Iterations: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
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
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
