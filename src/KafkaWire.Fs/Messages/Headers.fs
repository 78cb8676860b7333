namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// RequestHeader: precedes every request. It has the API, its version, and the number that the response repeats.
///
/// v1 adds ClientId; only v0 of ControlledShutdown uses v0. v2 is flexible, but ClientId keeps the classic encoding
/// (KIP-482).
[<RequireQualifiedAccess>]
module RequestHeader =

    /// The whole payload.
    [<NoComparison>]
    type Data =
        { /// The key of the API, which determines the type of the body.
          RequestApiKey: int16
          /// The version of the API, in which the request body and the response are encoded.
          RequestApiVersion: int16
          /// A number chosen by the client, which the response repeats.
          CorrelationId: int
          /// The client's name in quotas, logs and metrics; null for none. From v1.
          ClientId: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "RequestHeader" {
        let! requestApiKey     = field "RequestApiKey"     _.RequestApiKey     int16                      always
        and! requestApiVersion = field "RequestApiVersion" _.RequestApiVersion int16                      always
        and! correlationId     = field "CorrelationId"     _.CorrelationId     int32                      always
        and! clientId          = field "ClientId"          _.ClientId          (nullable 1 classicString) (since 1)
        and! tags              = unknownTags _.UnknownTaggedFields
        return { RequestApiKey = requestApiKey; RequestApiVersion = requestApiVersion; CorrelationId = correlationId
                 ClientId = clientId; UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 2) (since 2) data

/// ResponseHeader: precedes every response.
///
/// v1 is flexible.
[<RequireQualifiedAccess>]
module ResponseHeader =

    /// The whole payload.
    [<NoComparison>]
    type Data =
        { /// The number of the request that this response belongs to.
          CorrelationId: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "ResponseHeader" {
        let! correlationId = field "CorrelationId" _.CorrelationId int32 always
        and! tags          = unknownTags _.UnknownTaggedFields
        return { CorrelationId = correlationId; UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 1) (since 1) data
