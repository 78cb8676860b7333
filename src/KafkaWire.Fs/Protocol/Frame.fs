namespace KafkaWire

open System
open System.Buffers
open System.Buffers.Binary
open System.Runtime.InteropServices
open KafkaWire.Messages
open KafkaWire.Schema

/// <summary>Whole frames: size, header and body.</summary>
[<AbstractClass; Sealed>]
type Frame =

    static member private WriteFrame
        (
            headerSchema: MessageSchema<'Header>,
            header: 'Header,
            headerVersion: int16,
            body: MessageSchema,
            parameter: string,
            value: obj,
            version: int16,
            output: IBufferWriter<byte>
        ) : unit =
        let writer = Cursors.RentWriter()

        try
            let start = headerSchema.Encode(header, headerVersion, writer, 4)
            let finish = (unbox<IBodyWriter> body).WriteBody(writer, start, value, version, parameter)
            // The size comes first but is known last.
            writer.Int32At(0, finish - 4)
            output.Write(writer.Written(0, finish))
        finally
            Cursors.Return writer

    /// Writes a header, and after it a body that is already encoded.
    static member private WriteFrame
        (headerSchema: MessageSchema<'Header>, header: 'Header, headerVersion: int16, rest: Bytes, output: IBufferWriter<byte>)
        : unit =
        let head = headerSchema.Encode(header, headerVersion)
        BinaryPrimitives.WriteInt32BigEndian(output.GetSpan 4, head.Length + rest.Length)
        output.Advance 4
        output.Write(ReadOnlySpan<byte> head)
        output.Write rest.Span

    /// <summary>Writes a request: size, header and body.</summary>
    /// <param name="api">The API.</param>
    /// <param name="version">The version to write it in.</param>
    /// <param name="correlationId">The number that the answer will repeat.</param>
    /// <param name="clientId">The client's name for itself, or null.</param>
    /// <param name="request">The request record of the API, such as <c>Metadata.Request</c>.</param>
    /// <param name="output">Receives the whole frame, or nothing if an exception is thrown.</param>
    /// <exception cref="T:System.ArgumentException">The request does not have the API's type.</exception>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the request, or does not exist.</exception>
    static member WriteRequest
        (api: Api, version: int16, correlationId: int, clientId: string | null, request: obj, output: IBufferWriter<byte>)
        : unit =
        let headerVersion = api.RequestHeaderVersion version

        let header: RequestHeader.Data =
            { RequestHeader.Data.Default with
                RequestApiKey = int16 api.Key
                RequestApiVersion = version
                CorrelationId = correlationId
                ClientId = if headerVersion = 0s then RequestHeader.Data.Default.ClientId else clientId }

        Frame.WriteFrame(RequestHeader.schema, header, headerVersion, api.RequestSchema, nameof request, request, version, output)

    /// <summary>Writes a request of any API: size, header and body. A raw request is written as it was received.</summary>
    /// <param name="header">The header, with the key of the API and the version to write the request in. To keep the header of a received
    /// request to the byte, pass its <c>RequestFrame</c> instead.</param>
    /// <param name="request">The request.</param>
    /// <param name="output">Receives the whole frame, or nothing if an exception is thrown.</param>
    /// <exception cref="T:System.ArgumentException">The header has the key of another API.</exception>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the request or does not exist, or the request is raw and in
    /// another version.</exception>
    static member WriteRequest(header: RequestHeader.Data, request: Request, output: IBufferWriter<byte>) : unit =
        if header.RequestApiKey <> int16 request.ApiKey then
            let keys = String.Concat(header.RequestApiKey.ToString(), ", but the request has key ", request.ApiKey.ToString(), ".")
            invalidArg (nameof header) (String.Concat("The header has key ", keys))

        let version = header.RequestApiVersion

        match request with
        | Request.Unrecognized raw ->
            raw.Check version
            Frame.WriteFrame(RequestHeader.schema, header, 1s, raw.Body, output)
        | request ->
            let api = request.Api
            let headerVersion = api.RequestHeaderVersion version
            Frame.WriteFrame(RequestHeader.schema, header, headerVersion, api.RequestSchema, nameof request, request.Message, version, output)

    /// <summary>Writes a request with the header of a received one, as a proxy does that changes requests: size, header and body.</summary>
    /// <remarks>Except for the correlation id, the header keeps its bytes, including tagged fields that this code does not know and a client
    /// id that is not valid UTF-8.</remarks>
    /// <param name="original">The received request. The other one is written in its version.</param>
    /// <param name="correlationId">The number that the answer will repeat.</param>
    /// <param name="request">The request to write, of the same API. A raw request is written as it was received.</param>
    /// <param name="output">Receives the whole frame, or nothing if an exception is thrown.</param>
    /// <exception cref="T:System.ArgumentException">The request belongs to another API.</exception>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the request, this code does not know the version, or the request is
    /// raw and in another version.</exception>
    static member WriteRequest(original: RequestFrame, correlationId: int, request: Request, output: IBufferWriter<byte>) : unit =
        if original.ApiKey <> request.ApiKey then
            let keys = String.Concat(original.ApiKey.ToString(), ", but the request has key ", request.ApiKey.ToString(), ".")
            invalidArg (nameof request) (String.Concat("The header has key ", keys))

        let header =
            match request with
            | Request.Unrecognized _ -> original.UntaggedHeaderBytes
            | _ -> original.HeaderBytes

        let body = request.Encode original.Version
        Frame.WriteParts(header, 4, correlationId, ReadOnlySpan<byte> body, output)

    /// <summary>Writes a response: size, header and body.</summary>
    /// <param name="api">The API.</param>
    /// <param name="version">The version of the request that it answers.</param>
    /// <param name="correlationId">The correlation id of that request.</param>
    /// <param name="response">The response record of the API, such as <c>Metadata.Response</c>.</param>
    /// <param name="output">Receives the whole frame, or nothing if an exception is thrown.</param>
    /// <exception cref="T:System.ArgumentException">The response does not have the API's type.</exception>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the response, or does not exist.</exception>
    static member WriteResponse(api: Api, version: int16, correlationId: int, response: obj, output: IBufferWriter<byte>) : unit =
        let header: ResponseHeader.Data = { ResponseHeader.Data.Default with CorrelationId = correlationId }

        let headerVersion = api.ResponseHeaderVersion version
        Frame.WriteFrame(ResponseHeader.schema, header, headerVersion, api.ResponseSchema, nameof response, response, version, output)

    /// <summary>Writes a response of any API: size, header and body. A raw response is written as it was received.</summary>
    /// <param name="version">The version of the request that it answers, or 0 if it refuses a version of ApiVersions.</param>
    /// <param name="correlationId">The correlation id of that request.</param>
    /// <param name="response">The response.</param>
    /// <param name="output">Receives the whole frame, or nothing if an exception is thrown.</param>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the response or does not exist, or the response is raw and in
    /// another version.</exception>
    static member WriteResponse(version: int16, correlationId: int, response: Response, output: IBufferWriter<byte>) : unit =
        match response with
        | Response.Unrecognized raw ->
            raw.Check version
            let header: ResponseHeader.Data = { ResponseHeader.Data.Default with CorrelationId = correlationId }
            Frame.WriteFrame(ResponseHeader.schema, header, 0s, raw.Body, output)
        | response -> Frame.WriteResponse(response.Api, version, correlationId, response.Message, output)

    /// <summary>Writes a response with the header of a received one, as a proxy does that changes answers: size, header and body.</summary>
    /// <remarks>Except for the correlation id, the header keeps its bytes, including tagged fields that this code does not know.</remarks>
    /// <param name="original">The received response.</param>
    /// <param name="bodyVersion">The version to write the body in: the request's, or 0 if it refuses a version of ApiVersions.</param>
    /// <param name="correlationId">The correlation id of the request that it answers.</param>
    /// <param name="response">The response to write, of the same API. A raw response is written as it was received.</param>
    /// <param name="output">Receives the whole frame, or nothing if an exception is thrown.</param>
    /// <exception cref="T:System.ArgumentException">The response belongs to another API.</exception>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the response, this code does not know the version, or the response
    /// is raw and in another version.</exception>
    static member WriteResponse
        (original: ResponseFrame, bodyVersion: int16, correlationId: int, response: Response, output: IBufferWriter<byte>)
        : unit =
        if original.ApiKey <> response.ApiKey then
            let keys =
                String.Concat(original.ApiKey.ToString(), ", but the response to write has key ", response.ApiKey.ToString(), ".")

            invalidArg (nameof response) (String.Concat("The received response has key ", keys))

        let header =
            match response with
            | Response.Unrecognized _ -> original.Frame.Slice(0, 4)
            | _ -> original.HeaderBytes

        let body = response.Encode bodyVersion
        Frame.WriteParts(header, 0, correlationId, ReadOnlySpan<byte> body, output)

    /// <summary>Writes bytes as a frame, with their size in front: a SASL token after a handshake of version 0, or a frame that is forwarded
    /// unchanged.</summary>
    static member WriteRaw(frame: Bytes, output: IBufferWriter<byte>) : unit =
        BinaryPrimitives.WriteInt32BigEndian(output.GetSpan 4, frame.Length)
        output.Advance 4
        output.Write frame.Span

    /// <summary>Writes a request that is already encoded, with another correlation id, as a proxy does.</summary>
    /// <param name="frame">The request, header included, without its size. It is not changed.</param>
    /// <param name="correlationId">The number that the answer will repeat.</param>
    /// <param name="output">Receives the size, the header and the body.</param>
    /// <exception cref="T:KafkaWire.WireException">The frame is too short for a header.</exception>
    static member WriteRequestFrame(frame: Bytes, correlationId: int, output: IBufferWriter<byte>) : unit =
        Frame.WriteNumbered("RequestHeader", frame, 4, correlationId, output)

    /// <summary>Writes an answer that is already encoded, with another correlation id, as a proxy does.</summary>
    /// <param name="frame">The answer, header included, without its size. It is not changed.</param>
    /// <param name="correlationId">The correlation id of the request that it answers.</param>
    /// <param name="output">Receives the size, the header and the body.</param>
    /// <exception cref="T:KafkaWire.WireException">The frame is too short for a header.</exception>
    static member WriteResponseFrame(frame: Bytes, correlationId: int, output: IBufferWriter<byte>) : unit =
        Frame.WriteNumbered("ResponseHeader", frame, 0, correlationId, output)

    /// Writes a frame with its size in front and another correlation id at an offset.
    static member private WriteNumbered(header: string, frame: Bytes, offset: int, number: int, output: IBufferWriter<byte>) : unit =
        if frame.Length < offset + 4 then
            raise (WireException(WireFailure(WireError.InsufficientBytes(int64 offset + 4L, int64 frame.Length), 0L, header)))

        Frame.WriteParts(frame.Slice(0, offset + 4), offset, number, frame.Span.Slice(offset + 4), output)

    /// Writes the size, a header with another correlation id at an offset, and a body.
    static member private WriteParts(header: Bytes, offset: int, number: int, body: ReadOnlySpan<byte>, output: IBufferWriter<byte>) : unit =
        let start = output.GetSpan(4 + header.Length)
        BinaryPrimitives.WriteInt32BigEndian(start, header.Length + body.Length)
        header.Span.CopyTo(start.Slice 4)
        BinaryPrimitives.WriteInt32BigEndian(start.Slice(4 + offset), number)
        output.Advance(4 + header.Length)
        output.Write body

    /// <summary>Decodes the header of a request of any of Kafka's APIs.</summary>
    /// <param name="frame">The frame without its size. Its API may be unknown.</param>
    /// <exception cref="T:KafkaWire.WireException">The frame is too short for a header.</exception>
    static member ReadRequest(frame: Bytes) : RequestFrame = RequestFrame.Read(ApiRegistry.Kafka, frame)

    /// <summary>Decodes the header of a request of any API.</summary>
    /// <param name="apis">The known APIs.</param>
    /// <param name="frame">The frame without its size. Its API may be unknown.</param>
    /// <exception cref="T:KafkaWire.WireException">The frame is too short for a header.</exception>
    static member ReadRequest(apis: ApiRegistry, frame: Bytes) : RequestFrame = RequestFrame.Read(apis, frame)

    /// <summary>Decodes the header of a request.</summary>
    /// <param name="api">Its API.</param>
    /// <param name="frame">The frame without its size.</param>
    /// <exception cref="T:System.ArgumentException">The frame has the key of another API.</exception>
    /// <exception cref="T:KafkaWire.WireException">The frame is too short for a header.</exception>
    static member ReadRequest(api: Api, frame: Bytes) : RequestFrame = RequestFrame.Read(api, frame)

    /// <summary>Decodes the header of a response.</summary>
    /// <param name="key">The key of the API of the request that it answers. An API that is not Kafka's is unknown.</param>
    /// <param name="version">The version of that request.</param>
    /// <param name="frame">The frame without its size.</param>
    /// <exception cref="T:KafkaWire.WireException">The frame is too short for a header.</exception>
    static member ReadResponse(key: ApiKey, version: int16, frame: Bytes) : ResponseFrame =
        ResponseFrame.Read(key, Catalogue.tryFindApi key, version, frame)

    /// <summary>Decodes the header of a response.</summary>
    /// <param name="api">The API of the request that it answers.</param>
    /// <param name="version">The version of that request.</param>
    /// <param name="frame">The frame without its size.</param>
    /// <exception cref="T:KafkaWire.WireException">The frame is too short for a header.</exception>
    static member ReadResponse(api: Api, version: int16, frame: Bytes) : ResponseFrame = ResponseFrame.Read(api.Key, api, version, frame)

    /// <summary>Decodes a whole response, header and body.</summary>
    /// <param name="api">The API of the request that it answers.</param>
    /// <param name="version">The version of that request.</param>
    /// <param name="frame">The frame without its size.</param>
    /// <param name="options">Limits and strictness. Bytes after the body are an error only in strict mode.</param>
    /// <param name="bodyVersion">The version that the body is in: the request's, or 0 if the broker refuses a version of ApiVersions.</param>
    /// <returns>The response record of the API, such as <c>Metadata.Response</c>.</returns>
    /// <exception cref="T:KafkaWire.WireException">The frame is not a valid response, or the version is unknown.</exception>
    static member DecodeResponse(api: Api, version: int16, frame: Bytes, options: DecodeOptions, [<Out>] bodyVersion: byref<int16>) : obj =
        Answers.decode api version frame options &bodyVersion

    /// <summary>Reads the correlation id of a response of any API: its first 4 bytes.</summary>
    /// <exception cref="T:KafkaWire.WireException">The frame is shorter.</exception>
    static member ReadCorrelationId(frame: Bytes) : int = Answers.correlationId frame

    /// <summary>Whether the broker answers a request. It does, except for Produce with acks 0.</summary>
    /// <param name="request">The request record of an API, such as <c>Produce.Request</c>.</param>
    static member IsAnswered(request: obj) : bool = Answers.isExpected request

    /// <summary>Whether the broker answers a request that is already encoded, of any API and version. It does, except for Produce with acks
    /// 0. Nothing is decoded or allocated.</summary>
    /// <param name="frame">The request, header included, without its size. If it is too short to tell, the result is true.</param>
    static member IsAnsweredFrame(frame: Bytes) : bool = Answers.isExpectedFor frame
