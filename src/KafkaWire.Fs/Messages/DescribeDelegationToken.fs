namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// DescribeDelegationToken (key 41): lists delegation tokens (KIP-48).
///
/// v1 has the same layout; the broker answers before it throttles (KIP-219). v2 is flexible. v3 adds
/// TokenRequesterPrincipalType and TokenRequesterPrincipalName to the response (KIP-373).
[<RequireQualifiedAccess>]
module DescribeDelegationToken =

    /// A principal whose delegation tokens are listed.
    [<NoComparison>]
    type DescribeDelegationTokenOwner =
        { /// The type of the principal, such as User.
          PrincipalType: string
          /// The name of the principal.
          PrincipalName: string
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of DescribeDelegationTokenOwner.
    let describeDelegationTokenOwner = message<DescribeDelegationTokenOwner> "DescribeDelegationTokenOwner" {
        let! principalType = field "PrincipalType" _.PrincipalType string always
        and! principalName = field "PrincipalName" _.PrincipalName string always
        and! tags          = unknownTags _.UnknownTaggedFields
        return { PrincipalType = principalType; PrincipalName = principalName; UnknownTaggedFields = tags } }

    type DescribeDelegationTokenOwner with
        /// A value with every field at its default.
        static member Default = describeDelegationTokenOwner.Default

    /// Sent by a client.
    [<NoComparison>]
    type Request =
        { /// The principals whose delegation tokens are listed; null for all tokens that the caller may see, empty for
          /// none.
          Owners: DescribeDelegationTokenOwner[] | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "DescribeDelegationTokenRequest" {
        let! owners = field "Owners" _.Owners (nullable 0 (array describeDelegationTokenOwner)) always
        and! tags   = unknownTags _.UnknownTaggedFields
        return { Owners = owners; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// A principal that may renew the delegation token.
    [<NoComparison>]
    type DescribedDelegationTokenRenewer =
        { /// The type of the principal, such as User.
          PrincipalType: string
          /// The name of the principal.
          PrincipalName: string
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of DescribedDelegationTokenRenewer.
    let describedDelegationTokenRenewer = message<DescribedDelegationTokenRenewer> "DescribedDelegationTokenRenewer" {
        let! principalType = field "PrincipalType" _.PrincipalType string always
        and! principalName = field "PrincipalName" _.PrincipalName string always
        and! tags          = unknownTags _.UnknownTaggedFields
        return { PrincipalType = principalType; PrincipalName = principalName; UnknownTaggedFields = tags } }

    type DescribedDelegationTokenRenewer with
        /// A value with every field at its default.
        static member Default = describedDelegationTokenRenewer.Default

    /// A delegation token.
    [<NoComparison>]
    type DescribedDelegationToken =
        { /// The type of the principal that owns the delegation token.
          PrincipalType: string
          /// The name of the principal that owns the delegation token.
          PrincipalName: string
          /// The type of the principal that requested the delegation token. From v3.
          TokenRequesterPrincipalType: string
          /// The name of the principal that requested the delegation token. From v3.
          TokenRequesterPrincipalName: string
          /// When the delegation token was created, in milliseconds since 1970.
          IssueTimestamp: int64
          /// When the delegation token expires unless it is renewed, in milliseconds since 1970.
          ExpiryTimestamp: int64
          /// The time until which the delegation token can be renewed, in milliseconds since 1970.
          MaxTimestamp: int64
          /// The id of the delegation token.
          TokenId: string
          /// The HMAC of the delegation token, which serves as its password.
          Hmac: Bytes
          /// The other principals that may renew the delegation token.
          Renewers: DescribedDelegationTokenRenewer[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of DescribedDelegationToken.
    let describedDelegationToken = message<DescribedDelegationToken> "DescribedDelegationToken" {
        let! principalType               = field "PrincipalType"               _.PrincipalType               string                                  always
        and! principalName               = field "PrincipalName"               _.PrincipalName               string                                  always
        and! tokenRequesterPrincipalType = field "TokenRequesterPrincipalType" _.TokenRequesterPrincipalType string                                  (since 3)
        and! tokenRequesterPrincipalName = field "TokenRequesterPrincipalName" _.TokenRequesterPrincipalName string                                  (since 3)
        and! issueTimestamp              = field "IssueTimestamp"              _.IssueTimestamp              int64                                   always
        and! expiryTimestamp             = field "ExpiryTimestamp"             _.ExpiryTimestamp             int64                                   always
        and! maxTimestamp                = field "MaxTimestamp"                _.MaxTimestamp                int64                                   always
        and! tokenId                     = field "TokenId"                     _.TokenId                     string                                  always
        and! hmac                        = field "Hmac"                        _.Hmac                        (secret bytes)                          always
        and! renewers                    = field "Renewers"                    _.Renewers                    (array describedDelegationTokenRenewer) always
        and! tags                        = unknownTags _.UnknownTaggedFields
        return { PrincipalType = principalType; PrincipalName = principalName
                 TokenRequesterPrincipalType = tokenRequesterPrincipalType
                 TokenRequesterPrincipalName = tokenRequesterPrincipalName; IssueTimestamp = issueTimestamp
                 ExpiryTimestamp = expiryTimestamp; MaxTimestamp = maxTimestamp; TokenId = tokenId; Hmac = hmac
                 Renewers = renewers; UnknownTaggedFields = tags } }

    type DescribedDelegationToken with
        /// A value with every field at its default.
        static member Default = describedDelegationToken.Default

    /// The response of the broker or the controller.
    [<NoComparison>]
    type Response =
        { /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// The delegation tokens that the caller may see.
          Tokens: DescribedDelegationToken[]
          /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "DescribeDelegationTokenResponse" {
        let! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode                        always
        and! tokens         = field "Tokens"         _.Tokens         (array describedDelegationToken) always
        and! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                            always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ErrorCode = errorCode; Tokens = tokens; ThrottleTimeMs = throttleTimeMs; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 41 (versions 0 3) (since 2) request response
