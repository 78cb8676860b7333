namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// SaslHandshake (key 17): picks the SASL mechanism of the connection (KIP-43).
///
/// v1 has the same bytes; what follows is wrapped in SaslAuthenticate, while after v0 bare tokens with a size in front follow
/// (KIP-152).
[<RequireQualifiedAccess>]
module SaslHandshake =

    /// What a client sends.
    [<NoComparison>]
    type Request =
        { /// The name of the SASL mechanism that the client wants to use, such as PLAIN or SCRAM-SHA-256.
          Mechanism: string }

    /// How a Request stands on the wire.
    let request = message<Request> "SaslHandshakeRequest" {
        let! mechanism = field "Mechanism" _.Mechanism string always
        return { Mechanism = mechanism } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// What the broker answers.
    [<NoComparison>]
    type Response =
        { /// None (0), or UnsupportedSaslMechanism (33) if the broker does not offer the mechanism, or IllegalSaslState (34) if the
          /// listener has no SASL, or it is not the time for it.
          ErrorCode: ErrorCode
          /// The names of the mechanisms that the broker offers on this listener; empty if it has no SASL.
          Mechanisms: string[] }

    /// How a Response stands on the wire.
    let response = message<Response> "SaslHandshakeResponse" {
        let! errorCode  = field "ErrorCode"  _.ErrorCode  errorCode      always
        and! mechanisms = field "Mechanisms" _.Mechanisms (array string) always
        return { ErrorCode = errorCode; Mechanisms = mechanisms } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 17 (versions 0 1) never request response
