namespace KafkaWire.Messages

open System
open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// Envelope (key 58): a broker forwards a client's request to the controller, with the client's principal (KIP-590).
[<RequireQualifiedAccess>]
module Envelope =

    /// Sent by a broker.
    [<NoComparison>]
    type Request =
        { /// The client's request with its header, without the size prefix.
          RequestData: Bytes
          /// The client's principal, usually as DefaultPrincipalData; null if the controller should not check a principal.
          RequestPrincipal: Nullable<Bytes>
          /// The IP address of the client: 4 or 16 bytes.
          ClientHostAddress: Bytes
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "EnvelopeRequest" {
        let! requestData       = field "RequestData"       _.RequestData       bytes                      always
        and! requestPrincipal  = field "RequestPrincipal"  _.RequestPrincipal  (secret (nullableBytes 0)) always
        and! clientHostAddress = field "ClientHostAddress" _.ClientHostAddress bytes                      always
        and! tags              = unknownTags _.UnknownTaggedFields
        return { RequestData = requestData; RequestPrincipal = requestPrincipal; ClientHostAddress = clientHostAddress
                 UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The controller's response.
    [<NoComparison>]
    type Response =
        { /// The response to the client with its header, without the size prefix; null on error.
          ResponseData: Nullable<Bytes>
          /// The error code of the forwarding; None (0) if ResponseData has the response.
          ErrorCode: ErrorCode
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "EnvelopeResponse" {
        let! responseData = fieldOr noBytes "ResponseData" _.ResponseData (nullableBytes 0) always
        and! errorCode    = field           "ErrorCode"    _.ErrorCode    errorCode         always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { ResponseData = responseData; ErrorCode = errorCode; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 58 (versions 0 0) always request response
