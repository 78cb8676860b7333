namespace KafkaWire

open System
open System.Buffers.Binary
open KafkaWire.Messages

/// The text of a frame in logs and debuggers.
module internal FrameText =

    let describe (api: Api | null) (key: int16) (version: int16) (correlationId: int) : string =
        let name =
            match api with
            | null -> "API " + string key
            | api -> api.Name

        String.Concat(name, " v", string version, " #" + string correlationId)

/// <summary>A request of any API with a decoded header and an undecoded body: what a broker or a proxy receives.</summary>
[<Sealed>]
type RequestFrame internal (header: RequestHeader.Data, api: Api | null, body: Bytes, frame: Bytes) =

    /// <summary>The key of the API, which this code may not know.</summary>
    member _.ApiKey = LanguagePrimitives.EnumOfValue<int16, ApiKey> header.RequestApiKey

    /// <summary>The version of the request.</summary>
    member _.Version = header.RequestApiVersion

    /// <summary>The correlation id, which the answer must repeat.</summary>
    member _.CorrelationId = header.CorrelationId

    /// <summary>The client's name for itself, or null.</summary>
    member _.ClientId = header.ClientId

    /// <summary>The header. If the API or the version is unknown, its tagged fields are not read: they are the first bytes of the body.</summary>
    member _.Header = header

    /// <summary>The API, or null if its key is unknown.</summary>
    member _.Api = api

    /// <summary>The bytes after the header.</summary>
    member _.Body = body

    /// <summary>The whole frame, header included, without its size.</summary>
    member _.Frame = frame

    /// <summary>The bytes of the header as received, even if the client id is not valid UTF-8. If the API or the version is unknown, they do
    /// not include the tagged fields.</summary>
    member _.HeaderBytes = frame.Slice(0, frame.Length - body.Length)

    /// The header without its tagged fields, which are the first bytes of a raw request.
    member internal this.UntaggedHeaderBytes =
        if header.RequestApiKey = int16 ApiKey.ControlledShutdown && header.RequestApiVersion = 0s then
            this.HeaderBytes
        else
            frame.Slice(0, 10 + max 0 (int (BinaryPrimitives.ReadInt16BigEndian(frame.Span.Slice 8))))

    /// <summary>Whether this code knows the API and the version.</summary>
    member _.IsKnown =
        match api with
        | null -> false
        | api -> api.Versions.Contains header.RequestApiVersion

    /// The key of the API of a frame.
    static member private KeyOf(frame: Bytes) : ApiKey =
        if frame.Length < 4 then
            raise (WireException(WireFailure(WireError.InsufficientBytes(4L, int64 frame.Length), 0L, "RequestHeader")))

        LanguagePrimitives.EnumOfValue(BinaryPrimitives.ReadInt16BigEndian frame.Span)

    static member private ReadHeader(api: Api | null, frame: Bytes) : RequestFrame =
        let version = BinaryPrimitives.ReadInt16BigEndian(frame.Span.Slice 2)

        let headerVersion =
            match api with
            | null -> 1s
            | api when api.Versions.Contains version -> api.RequestHeaderVersion version
            // In an unknown version, what follows the client id is unknown, too.
            | _ -> 1s

        let mutable consumed = 0
        let header = RequestHeader.schema.Decode(frame, headerVersion, DecodeOptions.Standard, &consumed)
        RequestFrame(header, api, frame.Slice consumed, frame)

    /// Decodes the header of a frame of any API.
    static member internal Read(apis: ApiRegistry, frame: Bytes) : RequestFrame =
        RequestFrame.ReadHeader(apis.FindApi(RequestFrame.KeyOf frame), frame)

    /// Decodes the header of a frame of an API.
    static member internal Read(api: Api, frame: Bytes) : RequestFrame =
        let key = RequestFrame.KeyOf frame

        if key <> api.Key then
            let keys = String.Concat("The frame has key ", (int key).ToString(), ", but the API is ", api.ToString())
            invalidArg (nameof frame) (String.Concat(keys, ". Frame.ReadRequest with an ApiRegistry reads requests of many APIs."))

        RequestFrame.ReadHeader(api, frame)

    /// <summary>Decodes the body.</summary>
    /// <param name="options">Limits and strictness. Bytes after the body, which old clients send, are an error only in strict mode.</param>
    /// <returns>The request record of the API, such as <c>Metadata.Request</c>.</returns>
    /// <exception cref="T:KafkaWire.WireException">The body is not a valid request, or the API or the version is unknown.</exception>
    member _.Decode(options: DecodeOptions) : obj =
        match api with
        | null -> raise (WireException(WireError.UnknownApi header.RequestApiKey, 0L))
        | api -> Body.decode api.RequestSchema header.RequestApiVersion body options

    /// <summary>Decodes the body.</summary>
    /// <returns>The request record of the API, such as <c>Metadata.Request</c>.</returns>
    /// <exception cref="T:KafkaWire.WireException">The body is not a valid request, or the API or the version is unknown.</exception>
    member frame.Decode() : obj = frame.Decode DecodeOptions.Standard

    /// <summary>Decodes the body as a case of the union. If the API or the version is unknown, the body stays as it is.</summary>
    /// <param name="options">Limits and strictness. Bytes after the body, which old clients send, are an error only in strict mode.</param>
    /// <exception cref="T:KafkaWire.WireException">The body is not a valid request.</exception>
    member frame.ToRequest(options: DecodeOptions) : Request =
        if frame.IsKnown then
            Request.Cast(Unchecked.nonNull api, frame.Decode options)
        else
            Request.Unrecognized { ApiKey = frame.ApiKey; Version = frame.Version; Body = body }

    /// <summary>Decodes the body as a case of the union. If the API or the version is unknown, the body stays as it is.</summary>
    /// <exception cref="T:KafkaWire.WireException">The body is not a valid request.</exception>
    member frame.ToRequest() : Request = frame.ToRequest DecodeOptions.Standard

    /// <summary>API, version, correlation id and client id, such as <c>Metadata v13 #7 of web</c>.</summary>
    override _.ToString() =
        let client =
            match header.ClientId with
            | null -> "an unnamed client"
            | id -> id

        String.Concat(FrameText.describe api header.RequestApiKey header.RequestApiVersion header.CorrelationId, " of ", client)
