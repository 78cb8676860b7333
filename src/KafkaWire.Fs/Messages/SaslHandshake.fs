namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// SaslHandshake (key 17): selects the SASL mechanism of the connection (KIP-43).
///
/// v1 has the same layout; the tokens that follow are wrapped in SaslAuthenticate. After v0, they are sent bare, with a
/// size prefix (KIP-152).
[<RequireQualifiedAccess>]
module SaslHandshake =

    /// Sent by a client.
    [<NoComparison>]
    type Request =
        { /// The name of the SASL mechanism that the client wants to use, such as PLAIN or SCRAM-SHA-256.
          Mechanism: string }

    /// The wire schema of Request.
    let request = message<Request> "SaslHandshakeRequest" {
        let! mechanism = field "Mechanism" _.Mechanism string always
        return { Mechanism = mechanism } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The broker's response.
    [<NoComparison>]
    type Response =
        { /// None (0); UnsupportedSaslMechanism (33) if the broker does not offer the mechanism; IllegalSaslState (34) if
          /// the listener has no SASL, or if the request comes at the wrong time.
          ErrorCode: ErrorCode
          /// The names of the mechanisms that the broker offers on this listener; empty if it has no SASL.
          Mechanisms: string[] }

    /// The wire schema of Response.
    let response = message<Response> "SaslHandshakeResponse" {
        let! errorCode  = field "ErrorCode"  _.ErrorCode  errorCode      always
        and! mechanisms = field "Mechanisms" _.Mechanisms (array string) always
        return { ErrorCode = errorCode; Mechanisms = mechanisms } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 17 (versions 0 1) never request response
