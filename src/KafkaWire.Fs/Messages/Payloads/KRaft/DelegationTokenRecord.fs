namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// DelegationTokenRecord (record type 10): a delegation token has been created or renewed.
[<RequireQualifiedAccess>]
module DelegationTokenRecord =

    /// Written by the controller.
    [<NoComparison>]
    type Data =
        { /// The principal that owns the delegation token, as type:name.
          Owner: string
          /// The principal that requested the delegation token, as type:name.
          Requester: string
          /// The other principals that may renew the delegation token.
          Renewers: string[]
          /// When the delegation token was created, in milliseconds since 1970.
          IssueTimestamp: int64
          /// The time until which the delegation token can be renewed, in milliseconds since 1970.
          MaxTimestamp: int64
          /// When the delegation token expires unless it is renewed, in milliseconds since 1970.
          ExpirationTimestamp: int64
          /// The id of the delegation token.
          TokenId: string
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "DelegationTokenRecord" {
        let! owner               = field "Owner"               _.Owner               string         always
        and! requester           = field "Requester"           _.Requester           string         always
        and! renewers            = field "Renewers"            _.Renewers            (array string) always
        and! issueTimestamp      = field "IssueTimestamp"      _.IssueTimestamp      int64          always
        and! maxTimestamp        = field "MaxTimestamp"        _.MaxTimestamp        int64          always
        and! expirationTimestamp = field "ExpirationTimestamp" _.ExpirationTimestamp int64          always
        and! tokenId             = field "TokenId"             _.TokenId             string         always
        and! tags                = unknownTags _.UnknownTaggedFields
        return { Owner = owner; Requester = requester; Renewers = renewers; IssueTimestamp = issueTimestamp
                 MaxTimestamp = maxTimestamp; ExpirationTimestamp = expirationTimestamp; TokenId = tokenId
                 UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
