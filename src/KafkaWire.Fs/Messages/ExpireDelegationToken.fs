namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ExpireDelegationToken (key 40): changes when a delegation token expires, or expires it at once (KIP-48).
///
/// v1 has the same bytes; the broker answers before it throttles (KIP-219). v2 is flexible.
[<RequireQualifiedAccess>]
module ExpireDelegationToken =

    /// What a client sends.
    [<NoComparison>]
    type Request =
        { /// The HMAC of the delegation token, which is its password; an unknown one is answered with DelegationTokenNotFound.
          Hmac: Bytes
          /// After how many milliseconds the delegation token shall expire; a negative value lets it expire at once.
          ExpiryTimePeriodMs: int64
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "ExpireDelegationTokenRequest" {
        let! hmac               = field "Hmac"               _.Hmac               (secret bytes) always
        and! expiryTimePeriodMs = field "ExpiryTimePeriodMs" _.ExpiryTimePeriodMs int64          always
        and! tags               = unknownTags _.UnknownTaggedFields
        return { Hmac = hmac; ExpiryTimePeriodMs = expiryTimePeriodMs; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// What the controller answers.
    [<NoComparison>]
    type Response =
        { /// What came of it; None (0) if all is well.
          ErrorCode: ErrorCode
          /// When the delegation token expires unless it is renewed, in milliseconds since 1970; with an error -1, or 0.
          ExpiryTimestampMs: int64
          /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "ExpireDelegationTokenResponse" {
        let! errorCode         = field "ErrorCode"         _.ErrorCode         errorCode always
        and! expiryTimestampMs = field "ExpiryTimestampMs" _.ExpiryTimestampMs int64     always
        and! throttleTimeMs    = field "ThrottleTimeMs"    _.ThrottleTimeMs    int32     always
        and! tags              = unknownTags _.UnknownTaggedFields
        return { ErrorCode = errorCode; ExpiryTimestampMs = expiryTimestampMs; ThrottleTimeMs = throttleTimeMs
                 UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 40 (versions 0 2) (since 2) request response
