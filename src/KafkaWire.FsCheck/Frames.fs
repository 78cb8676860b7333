/// Frames of requests and responses: size, header and body.
module internal KafkaWire.Generators.Frames

open System
open System.Buffers.Binary
open KafkaWire
open KafkaWire.Messages

let private framed (header: byte[]) (body: byte[]) : byte[] =
    let frame: byte[] = Array.zeroCreate (4 + header.Length + body.Length)
    BinaryPrimitives.WriteInt32BigEndian(Span<byte> frame, header.Length + body.Length)
    header.CopyTo(frame, 4)
    body.CopyTo(frame, 4 + header.Length)
    frame

/// A request's frame. Header version 0 has no client id.
let request (api: Api) (version: int16) (correlationId: int) (clientId: string | null) (body: obj) : byte[] =
    let header =
        { RequestHeader.Data.Default with
            RequestApiKey = int16 api.Key
            RequestApiVersion = version
            CorrelationId = correlationId
            ClientId = if api.RequestHeaderVersion version = 0s then RequestHeader.Data.Default.ClientId else clientId }

    framed (RequestHeader.schema.Encode(header, api.RequestHeaderVersion version)) (api.RequestSchema.EncodeObject(body, version))

/// A response's frame. A broker that refuses a version of ApiVersions answers in another one.
let response (api: Api) (version: int16) (correlationId: int) (body: obj) (bodyVersion: int16) : byte[] =
    let header = { ResponseHeader.Data.Default with CorrelationId = correlationId }
    framed (ResponseHeader.schema.Encode(header, api.ResponseHeaderVersion version)) (api.ResponseSchema.EncodeObject(body, bodyVersion))
