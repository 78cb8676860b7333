namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// SaslAuthenticate (key 36): carries one step of the SASL exchange (KIP-152).
///
/// v1 adds SessionLifetimeMs to the response (KIP-368). v2 is flexible.
[<RequireQualifiedAccess>]
module SaslAuthenticate =

    /// Sent by a client.
    [<NoComparison>]
    type Request =
        { /// The SASL client's token, in the format of its mechanism; the broker answers SaslAuthenticationFailed if the
          /// credentials are wrong.
          AuthBytes: Bytes
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "SaslAuthenticateRequest" {
        let! authBytes = field "AuthBytes" _.AuthBytes (secret bytes) always
        and! tags      = unknownTags _.UnknownTaggedFields
        return { AuthBytes = authBytes; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The broker's response.
    [<NoComparison>]
    type Response =
        { /// None (0), or SaslAuthenticationFailed (58) if the broker rejects the credentials; it then closes the
          /// connection.
          ErrorCode: ErrorCode
          /// Why the broker rejected the credentials, in human-readable form; null or empty if it did not.
          ErrorMessage: string | null
          /// The SASL server's token, in the format of its mechanism; empty on error or if the mechanism needs none.
          AuthBytes: Bytes
          /// The time after which the client must authenticate again on this connection, in milliseconds; 0 for never. From
          /// v1.
          SessionLifetimeMs: int64
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "SaslAuthenticateResponse" {
        let! errorCode         = field "ErrorCode"         _.ErrorCode         errorCode           always
        and! errorMessage      = field "ErrorMessage"      _.ErrorMessage      (nullable 0 string) always
        and! authBytes         = field "AuthBytes"         _.AuthBytes         (secret bytes)      always
        and! sessionLifetimeMs = field "SessionLifetimeMs" _.SessionLifetimeMs int64               (ignorable (since 1))
        and! tags              = unknownTags _.UnknownTaggedFields
        return { ErrorCode = errorCode; ErrorMessage = errorMessage; AuthBytes = authBytes
                 SessionLifetimeMs = sessionLifetimeMs; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 36 (versions 0 2) (since 2) request response
