namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// RemoveDelegationTokenRecord (record type 26): a delegation token has been removed.
[<RequireQualifiedAccess>]
module RemoveDelegationTokenRecord =

    /// Written by the controller.
    [<NoComparison>]
    type Data =
        { /// The id of the delegation token.
          TokenId: string
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "RemoveDelegationTokenRecord" {
        let! tokenId = field "TokenId" _.TokenId string always
        and! tags    = unknownTags _.UnknownTaggedFields
        return { TokenId = tokenId; UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
