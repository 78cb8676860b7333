namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// SaslAuthenticate (key 36): carries one step of the SASL exchange (KIP-152).
///
/// v1 adds SessionLifetimeMs to the response (KIP-368). v2 is flexible.
[<RequireQualifiedAccess>]
module SaslAuthenticate =

    /// What a client sends.
    [<NoComparison>]
    type Request =
        { /// What the SASL client has to say, in the form of its mechanism; credentials that are not right are answered with
          /// SaslAuthenticationFailed.
          AuthBytes: Bytes
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "SaslAuthenticateRequest" {
        let! authBytes = field "AuthBytes" _.AuthBytes (secret bytes) always
        and! tags      = unknownTags _.UnknownTaggedFields
        return { AuthBytes = authBytes; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// What the broker answers.
    [<NoComparison>]
    type Response =
        { /// None (0), or SaslAuthenticationFailed (58) if the credentials are refused, after which the broker closes the connection.
          ErrorCode: ErrorCode
          /// Why the credentials were refused, in a sentence for people; null or empty if they were not.
          ErrorMessage: string | null
          /// What the SASL server has to say, in the form of its mechanism; empty with an error, and where the mechanism has nothing to
          /// say.
          AuthBytes: Bytes
          /// After how many milliseconds the client has to authenticate again on this connection; 0 for never. From v1.
          SessionLifetimeMs: int64
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "SaslAuthenticateResponse" {
        let! errorCode         = field "ErrorCode"         _.ErrorCode         errorCode           always
        and! errorMessage      = field "ErrorMessage"      _.ErrorMessage      (nullable 0 string) always
        and! authBytes         = field "AuthBytes"         _.AuthBytes         (secret bytes)      always
        and! sessionLifetimeMs = field "SessionLifetimeMs" _.SessionLifetimeMs int64               (ignorable (since 1))
        and! tags              = unknownTags _.UnknownTaggedFields
        return { ErrorCode = errorCode; ErrorMessage = errorMessage; AuthBytes = authBytes
                 SessionLifetimeMs = sessionLifetimeMs; UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 36 (versions 0 2) (since 2) request response
