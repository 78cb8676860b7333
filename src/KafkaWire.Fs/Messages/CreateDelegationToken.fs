namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// CreateDelegationToken (key 38): creates a delegation token (KIP-48).
///
/// v1 has the same layout; the broker answers before it throttles (KIP-219). v2 is flexible. v3 adds OwnerPrincipalType and
/// OwnerPrincipalName to the request, TokenRequesterPrincipalType and TokenRequesterPrincipalName to the response
/// (KIP-373).
[<RequireQualifiedAccess>]
module CreateDelegationToken =

    /// A principal that may renew the delegation token.
    [<NoComparison>]
    type CreatableRenewers =
        { /// The type of the principal, such as User.
          PrincipalType: string
          /// The name of the principal.
          PrincipalName: string
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of CreatableRenewers.
    let creatableRenewers = message<CreatableRenewers> "CreatableRenewers" {
        let! principalType = field "PrincipalType" _.PrincipalType string always
        and! principalName = field "PrincipalName" _.PrincipalName string always
        and! tags          = unknownTags _.UnknownTaggedFields
        return { PrincipalType = principalType; PrincipalName = principalName; UnknownTaggedFields = tags } }

    type CreatableRenewers with
        /// A value with every field at its default.
        static member Default = creatableRenewers.Default

    /// Sent by a client.
    [<NoComparison>]
    type Request =
        { /// The type of the principal that should own the delegation token; null or empty for the caller. From v3.
          OwnerPrincipalType: string | null
          /// The name of the principal that should own the delegation token; null or empty for the caller. From v3.
          OwnerPrincipalName: string | null
          /// The other principals that may renew the delegation token.
          Renewers: CreatableRenewers[]
          /// The maximum lifetime of the delegation token, in milliseconds; -1 for the one configured on the broker.
          MaxLifetimeMs: int64
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "CreateDelegationTokenRequest" {
        let! ownerPrincipalType = field "OwnerPrincipalType" _.OwnerPrincipalType (nullable 3 string)       (since 3)
        and! ownerPrincipalName = field "OwnerPrincipalName" _.OwnerPrincipalName (nullable 3 string)       (since 3)
        and! renewers           = field "Renewers"           _.Renewers           (array creatableRenewers) always
        and! maxLifetimeMs      = field "MaxLifetimeMs"      _.MaxLifetimeMs      int64                     always
        and! tags               = unknownTags _.UnknownTaggedFields
        return { OwnerPrincipalType = ownerPrincipalType; OwnerPrincipalName = ownerPrincipalName; Renewers = renewers
                 MaxLifetimeMs = maxLifetimeMs; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The controller's response.
    [<NoComparison>]
    type Response =
        { /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// The type of the principal that owns the delegation token.
          PrincipalType: string
          /// The name of the principal that owns the delegation token.
          PrincipalName: string
          /// The type of the principal that requested the delegation token. From v3.
          TokenRequesterPrincipalType: string
          /// The name of the principal that requested the delegation token. From v3.
          TokenRequesterPrincipalName: string
          /// When the delegation token was created, in milliseconds since 1970; -1 on error.
          IssueTimestampMs: int64
          /// When the delegation token expires unless it is renewed, in milliseconds since 1970; -1 or 0 on error.
          ExpiryTimestampMs: int64
          /// The time until which the delegation token can be renewed, in milliseconds since 1970; -1 on error.
          MaxTimestampMs: int64
          /// The id of the delegation token, which clients that authenticate with it use as the user name; empty on error.
          TokenId: string
          /// The HMAC of the delegation token, which serves as its password; empty on error.
          Hmac: Bytes
          /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "CreateDelegationTokenResponse" {
        let! errorCode                   = field "ErrorCode"                   _.ErrorCode                   errorCode      always
        and! principalType               = field "PrincipalType"               _.PrincipalType               string         always
        and! principalName               = field "PrincipalName"               _.PrincipalName               string         always
        and! tokenRequesterPrincipalType = field "TokenRequesterPrincipalType" _.TokenRequesterPrincipalType string         (since 3)
        and! tokenRequesterPrincipalName = field "TokenRequesterPrincipalName" _.TokenRequesterPrincipalName string         (since 3)
        and! issueTimestampMs            = field "IssueTimestampMs"            _.IssueTimestampMs            int64          always
        and! expiryTimestampMs           = field "ExpiryTimestampMs"           _.ExpiryTimestampMs           int64          always
        and! maxTimestampMs              = field "MaxTimestampMs"              _.MaxTimestampMs              int64          always
        and! tokenId                     = field "TokenId"                     _.TokenId                     string         always
        and! hmac                        = field "Hmac"                        _.Hmac                        (secret bytes) always
        and! throttleTimeMs              = field "ThrottleTimeMs"              _.ThrottleTimeMs              int32          always
        and! tags                        = unknownTags _.UnknownTaggedFields
        return { ErrorCode = errorCode; PrincipalType = principalType; PrincipalName = principalName
                 TokenRequesterPrincipalType = tokenRequesterPrincipalType
                 TokenRequesterPrincipalName = tokenRequesterPrincipalName; IssueTimestampMs = issueTimestampMs
                 ExpiryTimestampMs = expiryTimestampMs; MaxTimestampMs = maxTimestampMs; TokenId = tokenId; Hmac = hmac
                 ThrottleTimeMs = throttleTimeMs; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 38 (versions 0 3) (since 2) request response
