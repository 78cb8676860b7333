namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// RenewDelegationToken (key 39): extends the lifetime of a delegation token (KIP-48).
///
/// v1 has the same layout; the broker answers before it throttles (KIP-219). v2 is flexible.
[<RequireQualifiedAccess>]
module RenewDelegationToken =

    /// Sent by a client.
    [<NoComparison>]
    type Request =
        { /// The HMAC of the delegation token, which serves as its password; the broker answers DelegationTokenNotFound if
          /// it is unknown.
          Hmac: Bytes
          /// How long the delegation token should live from now on, in milliseconds; a negative value means the time in the
          /// broker's configuration.
          RenewPeriodMs: int64
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "RenewDelegationTokenRequest" {
        let! hmac          = field "Hmac"          _.Hmac          (secret bytes) always
        and! renewPeriodMs = field "RenewPeriodMs" _.RenewPeriodMs int64          always
        and! tags          = unknownTags _.UnknownTaggedFields
        return { Hmac = hmac; RenewPeriodMs = renewPeriodMs; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The controller's response.
    [<NoComparison>]
    type Response =
        { /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// When the delegation token expires unless it is renewed, in milliseconds since 1970; -1 or 0 on error.
          ExpiryTimestampMs: int64
          /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "RenewDelegationTokenResponse" {
        let! errorCode         = field "ErrorCode"         _.ErrorCode         errorCode always
        and! expiryTimestampMs = field "ExpiryTimestampMs" _.ExpiryTimestampMs int64     always
        and! throttleTimeMs    = field "ThrottleTimeMs"    _.ThrottleTimeMs    int32     always
        and! tags              = unknownTags _.UnknownTaggedFields
        return { ErrorCode = errorCode; ExpiryTimestampMs = expiryTimestampMs; ThrottleTimeMs = throttleTimeMs
                 UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 39 (versions 0 2) (since 2) request response
