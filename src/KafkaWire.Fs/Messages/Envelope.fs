namespace KafkaWire.Messages

open System
open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// Envelope (key 58): a broker forwards a client's request to the controller, with the principal of the client (KIP-590).
[<RequireQualifiedAccess>]
module Envelope =

    /// What a broker sends.
    [<NoComparison>]
    type Request =
        { /// The request of the client, with its header, but without the size in front.
          RequestData: Bytes
          /// The principal of the client, mostly as DefaultPrincipalData; null if the controller is not to check any.
          RequestPrincipal: Nullable<Bytes>
          /// The IP address of the client: 4 or 16 bytes.
          ClientHostAddress: Bytes
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "EnvelopeRequest" {
        let! requestData       = field "RequestData"       _.RequestData       bytes                      always
        and! requestPrincipal  = field "RequestPrincipal"  _.RequestPrincipal  (secret (nullableBytes 0)) always
        and! clientHostAddress = field "ClientHostAddress" _.ClientHostAddress bytes                      always
        and! tags              = unknownTags _.UnknownTaggedFields
        return { RequestData = requestData; RequestPrincipal = requestPrincipal; ClientHostAddress = clientHostAddress
                 UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// What the controller answers.
    [<NoComparison>]
    type Response =
        { /// The answer to the client, with its header, but without the size in front; null with an error.
          ResponseData: Nullable<Bytes>
          /// What came of the forwarding; None (0) if the answer is in ResponseData.
          ErrorCode: ErrorCode
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "EnvelopeResponse" {
        let! responseData = fieldOr noBytes "ResponseData" _.ResponseData (nullableBytes 0) always
        and! errorCode    = field           "ErrorCode"    _.ErrorCode    errorCode         always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { ResponseData = responseData; ErrorCode = errorCode; UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 58 (versions 0 0) always request response
