namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// RequestHeader: what stands in front of every request: which API at which version, and the number that the answer will repeat.
///
/// v1 adds ClientId: v0 is only for v0 of ControlledShutdown. v2 is flexible; ClientId stays in the classic form (KIP-482).
[<RequireQualifiedAccess>]
module RequestHeader =

    /// The whole payload.
    [<NoComparison>]
    type Data =
        { /// The key of the API, which says what the body is.
          RequestApiKey: int16
          /// The version of the API, in which the body, and the answer, is written.
          RequestApiVersion: int16
          /// A number that the client chooses and that the answer repeats.
          CorrelationId: int
          /// The name that the client goes by in quotas, logs and metrics; null for none. From v1.
          ClientId: string | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Data stands on the wire.
    let data = message<Data> "RequestHeader" {
        let! requestApiKey     = field "RequestApiKey"     _.RequestApiKey     int16                      always
        and! requestApiVersion = field "RequestApiVersion" _.RequestApiVersion int16                      always
        and! correlationId     = field "CorrelationId"     _.CorrelationId     int32                      always
        and! clientId          = field "ClientId"          _.ClientId          (nullable 1 classicString) (since 1)
        and! tags              = unknownTags _.UnknownTaggedFields
        return { RequestApiKey = requestApiKey; RequestApiVersion = requestApiVersion; CorrelationId = correlationId
                 ClientId = clientId; UnknownTaggedFields = tags } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 2) (since 2) data

/// ResponseHeader: what stands in front of every response.
///
/// v1 is flexible.
[<RequireQualifiedAccess>]
module ResponseHeader =

    /// The whole payload.
    [<NoComparison>]
    type Data =
        { /// The number of the request that this is the answer to.
          CorrelationId: int
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Data stands on the wire.
    let data = message<Data> "ResponseHeader" {
        let! correlationId = field "CorrelationId" _.CorrelationId int32 always
        and! tags          = unknownTags _.UnknownTaggedFields
        return { CorrelationId = correlationId; UnknownTaggedFields = tags } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 1) (since 1) data
