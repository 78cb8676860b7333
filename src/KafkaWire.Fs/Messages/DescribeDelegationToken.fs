namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// DescribeDelegationToken (key 41): lists delegation tokens (KIP-48).
///
/// v1 has the same bytes; the broker answers before it throttles (KIP-219). v2 is flexible. v3 adds TokenRequesterPrincipalType
/// and TokenRequesterPrincipalName to the response (KIP-373).
[<RequireQualifiedAccess>]
module DescribeDelegationToken =

    /// Whose delegation tokens to list.
    [<NoComparison>]
    type DescribeDelegationTokenOwner =
        { /// The type of the principal, such as User.
          PrincipalType: string
          /// The name of the principal.
          PrincipalName: string
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a DescribeDelegationTokenOwner stands on the wire.
    let describeDelegationTokenOwner = message<DescribeDelegationTokenOwner> "DescribeDelegationTokenOwner" {
        let! principalType = field "PrincipalType" _.PrincipalType string always
        and! principalName = field "PrincipalName" _.PrincipalName string always
        and! tags          = unknownTags _.UnknownTaggedFields
        return { PrincipalType = principalType; PrincipalName = principalName; UnknownTaggedFields = tags } }

    type DescribeDelegationTokenOwner with
        /// Every field at its default.
        static member Default = describeDelegationTokenOwner.Default

    /// What a client sends.
    [<NoComparison>]
    type Request =
        { /// Whose delegation tokens to list; null for all that the caller may see, empty for none.
          Owners: DescribeDelegationTokenOwner[] | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "DescribeDelegationTokenRequest" {
        let! owners = field "Owners" _.Owners (nullable 0 (array describeDelegationTokenOwner)) always
        and! tags   = unknownTags _.UnknownTaggedFields
        return { Owners = owners; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// Who may renew the delegation token.
    [<NoComparison>]
    type DescribedDelegationTokenRenewer =
        { /// The type of the principal, such as User.
          PrincipalType: string
          /// The name of the principal.
          PrincipalName: string
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a DescribedDelegationTokenRenewer stands on the wire.
    let describedDelegationTokenRenewer = message<DescribedDelegationTokenRenewer> "DescribedDelegationTokenRenewer" {
        let! principalType = field "PrincipalType" _.PrincipalType string always
        and! principalName = field "PrincipalName" _.PrincipalName string always
        and! tags          = unknownTags _.UnknownTaggedFields
        return { PrincipalType = principalType; PrincipalName = principalName; UnknownTaggedFields = tags } }

    type DescribedDelegationTokenRenewer with
        /// Every field at its default.
        static member Default = describedDelegationTokenRenewer.Default

    /// A delegation token.
    [<NoComparison>]
    type DescribedDelegationToken =
        { /// The type of the principal that owns the delegation token.
          PrincipalType: string
          /// The name of the principal that owns the delegation token.
          PrincipalName: string
          /// The type of the principal that asked for the delegation token. From v3.
          TokenRequesterPrincipalType: string
          /// The name of the principal that asked for the delegation token. From v3.
          TokenRequesterPrincipalName: string
          /// When the delegation token was created, in milliseconds since 1970.
          IssueTimestamp: int64
          /// When the delegation token expires unless it is renewed, in milliseconds since 1970.
          ExpiryTimestamp: int64
          /// Up to when the delegation token can be renewed, in milliseconds since 1970.
          MaxTimestamp: int64
          /// The id of the delegation token.
          TokenId: string
          /// The HMAC of the delegation token, which is its password.
          Hmac: Bytes
          /// Who else may renew the delegation token.
          Renewers: DescribedDelegationTokenRenewer[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a DescribedDelegationToken stands on the wire.
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
        /// Every field at its default.
        static member Default = describedDelegationToken.Default

    /// What the broker or the controller answers.
    [<NoComparison>]
    type Response =
        { /// What came of it; None (0) if all is well.
          ErrorCode: ErrorCode
          /// The delegation tokens that the caller may see.
          Tokens: DescribedDelegationToken[]
          /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "DescribeDelegationTokenResponse" {
        let! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode                        always
        and! tokens         = field "Tokens"         _.Tokens         (array describedDelegationToken) always
        and! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                            always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ErrorCode = errorCode; Tokens = tokens; ThrottleTimeMs = throttleTimeMs; UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 41 (versions 0 3) (since 2) request response
