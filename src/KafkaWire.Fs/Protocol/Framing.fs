namespace KafkaWire

open System
open System.Buffers
open System.Buffers.Binary
open System.Runtime.InteropServices
open System.Text
open KafkaWire.Messages

/// <summary>Cuts the bytes of a connection, in chunks of any size, into frames.</summary>
/// <remarks>
/// Each frame gets an array of its own, so that what is decoded from it may be kept for ever. The array grows with the bytes that
/// arrive: a size alone allocates nothing. Not safe for several threads: a connection has one reader.
/// </remarks>
[<Sealed>]
type FrameReader
    /// <summary>Accepts frames up to a size, in bytes.</summary>
    (maximumSize: int) =
    let prefix: byte[] = Array.zeroCreate 4
    let mutable prefixLength = 0
    let mutable frame: byte[] = Array.Empty<byte>()
    let mutable frameLength = 0
    let mutable size = -1
    let mutable isFirst = true

    /// The array of a frame starts at this size, or at the frame's if that is smaller.
    static let firstCapacity = 64 * 1024

    static let startsLike (text: string) (bytes: byte[]) = bytes.AsSpan().SequenceEqual(ReadOnlySpan<byte>(Encoding.ASCII.GetBytes text))

    /// What speaks such first bytes, if it is known not to be Kafka.
    static let stranger (bytes: byte[]) =
        let http = [ "HTTP"; "GET "; "POST"; "PUT "; "HEAD"; "DELE"; "OPTI"; "PATC"; "CONN" ]

        match http |> List.tryFind (fun text -> startsLike text bytes) with
        | Some text -> ValueSome(struct (String.Concat("\"", text, "\""), "The peer seems to speak HTTP."))
        | None when bytes[0] = 0x15uy && bytes[1] = 0x03uy ->
            ValueSome(
                struct (Convert.ToHexStringLower bytes, "They are a TLS alert: the port seems to expect TLS, or to refuse what was sent as TLS.")
            )
        | None when bytes[0] = 0x16uy && bytes[1] = 0x03uy ->
            ValueSome(struct (Convert.ToHexStringLower bytes, "They are a TLS handshake: the peer seems to expect TLS here."))
        | None -> ValueNone

    let checkSize () =
        let announced = BinaryPrimitives.ReadInt32BigEndian(ReadOnlySpan<byte> prefix)

        // Later in a connection such a size is one that somebody may have allowed.
        if isFirst || announced < 0 || announced > maximumSize then
            match stranger prefix with
            | ValueSome(struct (first, hint)) -> raise (WireException(WireError.NotKafka(first, hint), 0L))
            | ValueNone -> ()

        if announced < 0 || announced > maximumSize then
            raise (WireException(WireError.FrameSizeOutOfRange(int64 announced, int64 maximumSize), 0L))

        isFirst <- false
        size <- announced
        frame <- if size = 0 then Array.Empty<byte>() else GC.AllocateUninitializedArray(min size firstCapacity)
        frameLength <- 0

    /// <summary>The largest frame that is accepted where no limit is given: 100 MiB, as of a broker.</summary>
    static member DefaultMaximumSize = 104857600

    /// <summary>Accepts frames of at most 100 MiB.</summary>
    new() = FrameReader(FrameReader.DefaultMaximumSize)

    /// <summary>The number of bytes held of a frame that is not whole yet, its size prefix included.</summary>
    member _.Buffered = if size < 0 then prefixLength else 4 + frameLength

    /// <summary>Takes bytes from a chunk until a frame is whole or the chunk is used up.</summary>
    /// <param name="chunk">The bytes that arrived; afterwards those that are not used yet.</param>
    /// <param name="result">The frame without its size, if the result is true.</param>
    /// <returns>Whether a frame is whole. Call again until it is not.</returns>
    /// <exception cref="T:KafkaWire.WireException">A size is negative or over the limit, or the peer does not speak Kafka. The connection cannot go on.</exception>
    member _.TryRead(chunk: byref<ReadOnlySpan<byte>>, [<Out>] result: byref<Bytes>) : bool =
        if size < 0 then
            let taken = min (4 - prefixLength) chunk.Length
            chunk.Slice(0, taken).CopyTo(prefix.AsSpan prefixLength)
            prefixLength <- prefixLength + taken
            chunk <- chunk.Slice taken

            if prefixLength = 4 then checkSize ()

        if size >= 0 then
            let taken = min (size - frameLength) chunk.Length

            if frame.Length - frameLength < taken then
                let capacity = int (min (int64 size) (max (int64 frame.Length * 2L) (int64 frameLength + int64 taken)))
                Array.Resize(&frame, capacity)

            chunk.Slice(0, taken).CopyTo(frame.AsSpan frameLength)
            frameLength <- frameLength + taken
            chunk <- chunk.Slice taken

        if size >= 0 && frameLength = size then
            result <- if size = 0 then Bytes.Empty else Bytes(frame, 0, size)
            frame <- Array.Empty<byte>()
            prefixLength <- 0
            size <- -1
            true
        else
            false

/// What debuggers and logs show of a frame.
module internal FrameText =

    let describe (api: Api | null) (key: int16) (version: int16) (correlationId: int) : string =
        let name =
            match api with
            | null -> "API " + string key
            | api -> api.Name

        String.Concat(name, " v", string version, " #" + string correlationId)

/// <summary>A request whose header is decoded and whose body is not: what a broker or a proxy receives, of any API.</summary>
[<Sealed>]
type RequestFrame internal (header: RequestHeader.Data, api: Api | null, body: Bytes, frame: Bytes) =

    /// <summary>The API's key, also one that the code does not know.</summary>
    member _.ApiKey = LanguagePrimitives.EnumOfValue<int16, ApiKey> header.RequestApiKey

    /// <summary>The version of the request.</summary>
    member _.Version = header.RequestApiVersion

    /// <summary>The number that the answer must repeat.</summary>
    member _.CorrelationId = header.CorrelationId

    /// <summary>The name that the client gives itself, null if it gives none.</summary>
    member _.ClientId = header.ClientId

    /// <summary>The header. Of an unknown API or version its tagged fields are not read: they are the first bytes of the body.</summary>
    member _.Header = header

    /// <summary>The API; null if the code does not know the key.</summary>
    member _.Api = api

    /// <summary>The bytes behind the header.</summary>
    member _.Body = body

    /// <summary>All bytes, header included, without the size.</summary>
    member _.Frame = frame

    /// <summary>The bytes of the header as they came, also where its client id is not valid UTF-8. Of an unknown API or version without the
    /// tagged fields.</summary>
    member _.HeaderBytes = frame.Slice(0, frame.Length - body.Length)

    /// The header without its tagged fields, which are the first bytes of a raw request.
    member internal this.UntaggedHeaderBytes =
        if header.RequestApiKey = int16 ApiKey.ControlledShutdown && header.RequestApiVersion = 0s then
            this.HeaderBytes
        else
            frame.Slice(0, 10 + max 0 (int (BinaryPrimitives.ReadInt16BigEndian(frame.Span.Slice 8))))

    /// <summary>Whether the code knows the API and the version.</summary>
    member _.IsKnown =
        match api with
        | null -> false
        | api -> api.Versions.Contains header.RequestApiVersion

    /// <summary>Decodes the body.</summary>
    /// <param name="options">Limits and strictness. Bytes behind the body, which old clients send, are an error in strict mode only.</param>
    /// <returns>The request record of the API, such as <c>Metadata.Request</c>.</returns>
    /// <exception cref="T:KafkaWire.WireException">The body is no such request, or the API or version is not known.</exception>
    member _.Decode(options: DecodeOptions) : obj =
        match api with
        | null -> raise (WireException(WireError.UnknownApi header.RequestApiKey, 0L))
        | api ->
            let mutable consumed = 0
            let message = api.RequestSchema.DecodeObject(body, header.RequestApiVersion, options, &consumed)

            if options.Strict && consumed < body.Length then
                let title = api.RequestSchema.Title header.RequestApiVersion
                raise (WireException(WireFailure(WireError.TrailingBytes(body.Length - consumed), int64 consumed, title)))

            message

    /// <summary>Decodes the body.</summary>
    /// <returns>The request record of the API, such as <c>Metadata.Request</c>.</returns>
    /// <exception cref="T:KafkaWire.WireException">The body is no such request, or the API or version is not known.</exception>
    member frame.Decode() : obj = frame.Decode DecodeOptions.Standard

    /// <summary>Decodes the body into the case of its API, for a match; of an unknown API or version the body stays as it is.</summary>
    /// <param name="options">Limits and strictness. Bytes behind the body, which old clients send, are an error in strict mode only.</param>
    /// <exception cref="T:KafkaWire.WireException">The body is no such request.</exception>
    member frame.ToRequest(options: DecodeOptions) : Request =
        if frame.IsKnown then
            Request.Cast(frame.ApiKey, frame.Decode options)
        else
            Request.Unrecognized { ApiKey = frame.ApiKey; Version = frame.Version; Body = body }

    /// <summary>Decodes the body into the case of its API, for a match; of an unknown API or version the body stays as it is.</summary>
    /// <exception cref="T:KafkaWire.WireException">The body is no such request.</exception>
    member frame.ToRequest() : Request = frame.ToRequest DecodeOptions.Standard

    /// <summary>API, version, correlation id and client id, such as <c>Metadata v13 #7 of web</c>.</summary>
    override _.ToString() =
        let client =
            match header.ClientId with
            | null -> "a client without a name"
            | id -> id

        String.Concat(FrameText.describe api header.RequestApiKey header.RequestApiVersion header.CorrelationId, " of ", client)

/// <summary>A response whose header is decoded and whose body is not.</summary>
[<Sealed>]
type ResponseFrame internal (header: ResponseHeader.Data, key: ApiKey, version: int16, body: Bytes, frame: Bytes) =
    let api = Catalogue.tryFindApi key

    /// <summary>The key of the API, also one that the code does not know.</summary>
    member _.ApiKey = key

    /// <summary>The version of the request that is answered.</summary>
    member _.Version = version

    /// <summary>The number of the request that is answered.</summary>
    member _.CorrelationId = header.CorrelationId

    /// <summary>The header. Of an unknown API or version its tagged fields are not read: they are the first bytes of the body.</summary>
    member _.Header = header

    /// <summary>The API; null if the code does not know the key.</summary>
    member _.Api = api

    /// <summary>The bytes behind the header.</summary>
    member _.Body = body

    /// <summary>All bytes, header included, without the size.</summary>
    member _.Frame = frame

    /// <summary>The bytes of the header as they came. Of an unknown API or version without the tagged fields.</summary>
    member _.HeaderBytes = frame.Slice(0, frame.Length - body.Length)

    /// <summary>Whether the code knows the API and the version.</summary>
    member _.IsKnown =
        match api with
        | null -> false
        | api -> api.Versions.Contains version

    /// Decodes a body. Everything that reads responses comes through here: a refusal of ApiVersions is in version 0.
    static member internal Decode(api: Api, version: int16, body: Bytes, options: DecodeOptions, [<Out>] bodyVersion: byref<int16>) : obj =
        bodyVersion <- version

        if api.Key = ApiKey.ApiVersions then
            Negotiation.decode version body options &bodyVersion
        else
            let mutable consumed = 0
            let message = api.ResponseSchema.DecodeObject(body, version, options, &consumed)

            if options.Strict && consumed < body.Length then
                let error = WireError.TrailingBytes(body.Length - consumed)
                raise (WireException(WireFailure(error, int64 consumed, api.ResponseSchema.Title version)))

            message

    /// <summary>Decodes the body.</summary>
    /// <param name="options">Limits and strictness. Bytes behind the body are an error in strict mode only.</param>
    /// <param name="bodyVersion">The version that the body is in: that of the request, but 0 where a broker refuses a version of ApiVersions.</param>
    /// <returns>The response record of the API, such as <c>Metadata.Response</c>.</returns>
    /// <exception cref="T:KafkaWire.WireException">The body is no such response, or the API or version is not known.</exception>
    member _.Decode(options: DecodeOptions, [<Out>] bodyVersion: byref<int16>) : obj =
        match api with
        | null -> raise (WireException(WireError.UnknownApi(int16 key), 0L))
        | api -> ResponseFrame.Decode(api, version, body, options, &bodyVersion)

    /// <summary>Decodes the body.</summary>
    /// <returns>The response record of the API, such as <c>Metadata.Response</c>.</returns>
    /// <exception cref="T:KafkaWire.WireException">The body is no such response, or the API or version is not known.</exception>
    member frame.Decode() : obj =
        let mutable bodyVersion = version
        frame.Decode(DecodeOptions.Standard, &bodyVersion)

    /// <summary>Decodes the body into the case of its API, for a match; of an unknown API or version the body stays as it is.</summary>
    /// <remarks>An answer to an unknown version of ApiVersions is decoded if it is in version 0, as a refusal is.</remarks>
    /// <param name="options">Limits and strictness. Bytes behind the body are an error in strict mode only.</param>
    /// <param name="bodyVersion">The version that the body is in, and in which it has to be written again: that of the request, but 0 where
    /// a broker refuses a version of ApiVersions.</param>
    /// <exception cref="T:KafkaWire.WireException">The body is no such response.</exception>
    member frame.ToResponse(options: DecodeOptions, [<Out>] bodyVersion: byref<int16>) : Response =
        bodyVersion <- version

        if frame.IsKnown then
            Response.Cast(key, frame.Decode(options, &bodyVersion))
        else
            let raw = Response.Unrecognized { ApiKey = key; Version = version; Body = body }

            if key <> ApiKey.ApiVersions then
                raw
            else
                try
                    Response.ApiVersions(Negotiation.decode version body options &bodyVersion)
                with :? WireException ->
                    raw

    /// <summary>Decodes the body into the case of its API, for a match; of an unknown API or version the body stays as it is.</summary>
    /// <exception cref="T:KafkaWire.WireException">The body is no such response.</exception>
    member frame.ToResponse() : Response =
        let mutable bodyVersion = version
        frame.ToResponse(DecodeOptions.Standard, &bodyVersion)

    /// <summary>API, version and correlation id, such as <c>Metadata v13 #7</c>.</summary>
    override _.ToString() = FrameText.describe api (int16 key) version header.CorrelationId

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
            // The size is known last, and stands first.
            writer.Int32At(0, finish - 4)
            output.Write(writer.Written(0, finish))
        finally
            Cursors.Return writer

    /// Writes a header and bytes that follow it as they are.
    static member private WriteFrame
        (headerSchema: MessageSchema<'Header>, header: 'Header, headerVersion: int16, rest: Bytes, output: IBufferWriter<byte>)
        : unit =
        let head = headerSchema.Encode(header, headerVersion)
        BinaryPrimitives.WriteInt32BigEndian(output.GetSpan 4, head.Length + rest.Length)
        output.Advance 4
        output.Write(ReadOnlySpan<byte> head)
        output.Write rest.Span

    /// <summary>Writes a request: size, header and body, all of it or nothing.</summary>
    /// <param name="api">The API.</param>
    /// <param name="version">The version to write it in.</param>
    /// <param name="correlationId">The number that the answer will repeat.</param>
    /// <param name="clientId">The name that the client gives itself, or null.</param>
    /// <param name="request">The request record of the API, such as <c>Metadata.Request</c>.</param>
    /// <param name="output">Where to.</param>
    /// <exception cref="T:System.ArgumentException">The request is not of the API's type.</exception>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the request, or there is no such version.</exception>
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

    /// <summary>Writes a request of any API: size, header and body, all of it or nothing. A raw one is written as it came.</summary>
    /// <param name="header">The header, with the key of the API and the version to write the request in. To keep the header of a received
    /// request to the byte, pass its <c>RequestFrame</c> instead.</param>
    /// <param name="request">The request.</param>
    /// <param name="output">Where to.</param>
    /// <exception cref="T:System.ArgumentException">The header has the key of another API.</exception>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the request, there is no such version, or the request is raw and
    /// of another version.</exception>
    static member WriteRequest(header: RequestHeader.Data, request: Request, output: IBufferWriter<byte>) : unit =
        if header.RequestApiKey <> int16 request.ApiKey then
            invalidArg
                (nameof header)
                (String.Concat("The header has key ", header.RequestApiKey.ToString(), ", the request ", request.ApiKey.ToString()))

        let version = header.RequestApiVersion

        match request with
        | Request.Unrecognized raw ->
            raw.Check version
            Frame.WriteFrame(RequestHeader.schema, header, 1s, raw.Body, output)
        | request ->
            let api = Unchecked.nonNull (Catalogue.tryFindApi request.ApiKey)
            let headerVersion = api.RequestHeaderVersion version
            Frame.WriteFrame(RequestHeader.schema, header, headerVersion, api.RequestSchema, nameof request, request.Message, version, output)

    /// <summary>Writes a request with the header of a received one, as a proxy does that changes requests: size, header and body, all of it or nothing.</summary>
    /// <remarks>But for the number the header keeps its bytes: tagged fields that this code does not know, and a client id that is not valid UTF-8.</remarks>
    /// <param name="original">The request that was received, in whose version the other is written.</param>
    /// <param name="correlationId">The number that the answer will repeat.</param>
    /// <param name="request">The request to write: of the same API. A raw one is written as it came.</param>
    /// <param name="output">Where to.</param>
    /// <exception cref="T:System.ArgumentException">The request is of another API.</exception>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the request, this code does not know the version, or the request is
    /// raw and of another version.</exception>
    static member WriteRequest(original: RequestFrame, correlationId: int, request: Request, output: IBufferWriter<byte>) : unit =
        if original.ApiKey <> request.ApiKey then
            let keys = String.Concat(original.ApiKey.ToString(), ", the request ", request.ApiKey.ToString())
            invalidArg (nameof request) (String.Concat("The header has key ", keys))

        let header =
            match request with
            | Request.Unrecognized _ -> original.UntaggedHeaderBytes
            | _ -> original.HeaderBytes

        let body = request.Encode original.Version
        Frame.WriteParts(header, 4, correlationId, ReadOnlySpan<byte> body, output)

    /// <summary>Writes a response: size, header and body, all of it or nothing.</summary>
    /// <param name="api">The API.</param>
    /// <param name="version">The version of the request that it answers.</param>
    /// <param name="correlationId">The number of that request.</param>
    /// <param name="response">The response record of the API, such as <c>Metadata.Response</c>.</param>
    /// <param name="output">Where to.</param>
    /// <exception cref="T:System.ArgumentException">The response is not of the API's type.</exception>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the response, or there is no such version.</exception>
    static member WriteResponse(api: Api, version: int16, correlationId: int, response: obj, output: IBufferWriter<byte>) : unit =
        let header: ResponseHeader.Data = { ResponseHeader.Data.Default with CorrelationId = correlationId }

        let headerVersion = api.ResponseHeaderVersion version
        Frame.WriteFrame(ResponseHeader.schema, header, headerVersion, api.ResponseSchema, nameof response, response, version, output)

    /// <summary>Writes a response of any API: size, header and body, all of it or nothing. A raw one is written as it came.</summary>
    /// <param name="version">The version of the request that it answers; 0 where a version of ApiVersions is refused.</param>
    /// <param name="correlationId">The number of that request.</param>
    /// <param name="response">The response.</param>
    /// <param name="output">Where to.</param>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the response, there is no such version, or the response is raw
    /// and of another version.</exception>
    static member WriteResponse(version: int16, correlationId: int, response: Response, output: IBufferWriter<byte>) : unit =
        match response with
        | Response.Unrecognized raw ->
            raw.Check version
            let header: ResponseHeader.Data = { ResponseHeader.Data.Default with CorrelationId = correlationId }
            Frame.WriteFrame(ResponseHeader.schema, header, 0s, raw.Body, output)
        | response ->
            let api = Unchecked.nonNull (Catalogue.tryFindApi response.ApiKey)
            Frame.WriteResponse(api, version, correlationId, response.Message, output)

    /// <summary>Writes a response with the header of a received one, as a proxy does that changes answers: size, header and body, all of it or nothing.</summary>
    /// <remarks>But for the number the header keeps its bytes, also tagged fields that this code does not know.</remarks>
    /// <param name="original">The response that was received.</param>
    /// <param name="bodyVersion">The version to write the body in: that of the request; 0 where a version of ApiVersions is refused.</param>
    /// <param name="correlationId">The number of the request that it answers.</param>
    /// <param name="response">The response to write: of the same API. A raw one is written as it came.</param>
    /// <param name="output">Where to.</param>
    /// <exception cref="T:System.ArgumentException">The response is of another API.</exception>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the response, this code does not know the version, or the response
    /// is raw and of another version.</exception>
    static member WriteResponse
        (original: ResponseFrame, bodyVersion: int16, correlationId: int, response: Response, output: IBufferWriter<byte>)
        : unit =
        if original.ApiKey <> response.ApiKey then
            let keys = String.Concat(original.ApiKey.ToString(), ", the other ", response.ApiKey.ToString())
            invalidArg (nameof response) (String.Concat("The received response has key ", keys))

        let header =
            match response with
            | Response.Unrecognized _ -> original.Frame.Slice(0, 4)
            | _ -> original.HeaderBytes

        let body = response.Encode bodyVersion
        Frame.WriteParts(header, 0, correlationId, ReadOnlySpan<byte> body, output)

    /// <summary>Writes bytes as a frame: a SASL token after a handshake of version 0, or a frame that is forwarded as it is.</summary>
    static member WriteRaw(frame: Bytes, output: IBufferWriter<byte>) : unit =
        BinaryPrimitives.WriteInt32BigEndian(output.GetSpan 4, frame.Length)
        output.Advance 4
        output.Write frame.Span

    /// <summary>Writes a request that is a frame already, with another number: what a proxy does.</summary>
    /// <param name="frame">The request, header included, without its size; it stays as it is.</param>
    /// <param name="correlationId">The number that the answer will repeat.</param>
    /// <param name="output">Where to: size, header and body.</param>
    /// <exception cref="T:KafkaWire.WireException">The frame is too short for a header.</exception>
    static member WriteRequestFrame(frame: Bytes, correlationId: int, output: IBufferWriter<byte>) : unit =
        Frame.WriteNumbered("RequestHeader", frame, 4, correlationId, output)

    /// <summary>Writes an answer that is a frame already, with another number: what a proxy does.</summary>
    /// <param name="frame">The answer, header included, without its size; it stays as it is.</param>
    /// <param name="correlationId">The number of the request that it answers.</param>
    /// <param name="output">Where to: size, header and body.</param>
    /// <exception cref="T:KafkaWire.WireException">The frame is too short for a header.</exception>
    static member WriteResponseFrame(frame: Bytes, correlationId: int, output: IBufferWriter<byte>) : unit =
        Frame.WriteNumbered("ResponseHeader", frame, 0, correlationId, output)

    /// Writes a frame with its size, and a number over the one at an offset.
    static member private WriteNumbered(header: string, frame: Bytes, offset: int, number: int, output: IBufferWriter<byte>) : unit =
        if frame.Length < offset + 4 then
            raise (WireException(WireFailure(WireError.InsufficientBytes(int64 offset + 4L, int64 frame.Length), 0L, header)))

        Frame.WriteParts(frame.Slice(0, offset + 4), offset, number, frame.Span.Slice(offset + 4), output)

    /// Writes a header as it is, but with a number over the one at an offset, and a body, with their size in front.
    static member private WriteParts(header: Bytes, offset: int, number: int, body: ReadOnlySpan<byte>, output: IBufferWriter<byte>) : unit =
        let start = output.GetSpan(4 + header.Length)
        BinaryPrimitives.WriteInt32BigEndian(start, header.Length + body.Length)
        header.Span.CopyTo(start.Slice 4)
        BinaryPrimitives.WriteInt32BigEndian(start.Slice(4 + offset), number)
        output.Advance(4 + header.Length)
        output.Write body

    /// <summary>Reads a request's header.</summary>
    /// <param name="frame">The frame without its size.</param>
    /// <exception cref="T:KafkaWire.WireException">The frame is too short for a header.</exception>
    static member ReadRequest(frame: Bytes) : RequestFrame =
        if frame.Length < 4 then
            raise (WireException(WireFailure(WireError.InsufficientBytes(4L, int64 frame.Length), 0L, "RequestHeader")))

        let key = BinaryPrimitives.ReadInt16BigEndian frame.Span
        let version = BinaryPrimitives.ReadInt16BigEndian(frame.Span.Slice 2)
        let api = Catalogue.tryFindApi (LanguagePrimitives.EnumOfValue key)

        let headerVersion =
            match api with
            | null -> 1s
            | api when api.Versions.Contains version -> api.RequestHeaderVersion version
            // Behind the client id the form of a version that nobody here knows is open.
            | _ -> 1s

        let mutable consumed = 0
        let header = RequestHeader.schema.Decode(frame, headerVersion, DecodeOptions.Standard, &consumed)
        RequestFrame(header, api, frame.Slice consumed, frame)

    /// <summary>Reads a response's header.</summary>
    /// <param name="key">The key of the API of the request that it answers, known or not.</param>
    /// <param name="version">The version of that request.</param>
    /// <param name="frame">The frame without its size.</param>
    /// <exception cref="T:KafkaWire.WireException">The frame is too short for a header.</exception>
    static member ReadResponse(key: ApiKey, version: int16, frame: Bytes) : ResponseFrame =
        let mutable consumed = 0
        let header = Frame.ReadResponseHeader(Catalogue.tryFindApi key, version, frame, &consumed)
        ResponseFrame(header, key, version, frame.Slice consumed, frame)

    /// <summary>Reads a response's header.</summary>
    /// <param name="api">The API of the request that it answers.</param>
    /// <param name="version">The version of that request.</param>
    /// <param name="frame">The frame without its size.</param>
    /// <exception cref="T:KafkaWire.WireException">The frame is too short for a header.</exception>
    static member ReadResponse(api: Api, version: int16, frame: Bytes) : ResponseFrame = Frame.ReadResponse(api.Key, version, frame)

    static member private ReadResponseHeader(api: Api | null, version: int16, frame: Bytes, consumed: byref<int>) : ResponseHeader.Data =
        let headerVersion =
            match api with
            | NonNull api when api.Versions.Contains version -> api.ResponseHeaderVersion version
            // Behind the correlation id the form of a version that nobody here knows is open.
            | _ -> 0s

        ResponseHeader.schema.Decode(frame, headerVersion, DecodeOptions.Standard, &consumed)

    /// <summary>Reads a whole response, header and body: what sessions and proxies do with every answer.</summary>
    /// <param name="api">The API of the request that it answers.</param>
    /// <param name="version">The version of that request.</param>
    /// <param name="frame">The frame without its size.</param>
    /// <param name="options">Limits and strictness. Bytes behind the body are an error in strict mode only.</param>
    /// <param name="bodyVersion">The version that the body is in: that of the request, but 0 where a broker refuses a version of ApiVersions.</param>
    /// <returns>The response record of the API, such as <c>Metadata.Response</c>.</returns>
    /// <exception cref="T:KafkaWire.WireException">The frame is no such response, or the version is not known.</exception>
    static member DecodeResponse(api: Api, version: int16, frame: Bytes, options: DecodeOptions, [<Out>] bodyVersion: byref<int16>) : obj =
        let mutable consumed = 0

        Frame.ReadResponseHeader(api, version, frame, &consumed) |> ignore<ResponseHeader.Data>

        ResponseFrame.Decode(api, version, frame.Slice consumed, options, &bodyVersion)

    /// <summary>Reads the number of the request that a response answers, of any API: the first 4 bytes.</summary>
    /// <exception cref="T:KafkaWire.WireException">The frame is shorter.</exception>
    static member ReadCorrelationId(frame: Bytes) : int =
        if frame.Length < 4 then
            raise (WireException(WireFailure(WireError.InsufficientBytes(4L, int64 frame.Length), 0L, "ResponseHeader")))

        BinaryPrimitives.ReadInt32BigEndian frame.Span
