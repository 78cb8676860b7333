namespace KafkaWire

open System.Runtime.InteropServices
open KafkaWire.Messages

/// <summary>A response of any API with a decoded header and an undecoded body.</summary>
[<Sealed>]
type ResponseFrame internal (header: ResponseHeader.Data, key: ApiKey, api: Api | null, version: int16, body: Bytes, frame: Bytes) =

    /// <summary>The key of the API, which this code may not know.</summary>
    member _.ApiKey = key

    /// <summary>The version of the request that is answered.</summary>
    member _.Version = version

    /// <summary>The correlation id of the request that is answered.</summary>
    member _.CorrelationId = header.CorrelationId

    /// <summary>The header. If the API or the version is unknown, its tagged fields are not read: they are the first bytes of the body.</summary>
    member _.Header = header

    /// <summary>The API, or null if its key is unknown.</summary>
    member _.Api = api

    /// <summary>The bytes after the header.</summary>
    member _.Body = body

    /// <summary>The whole frame, header included, without its size.</summary>
    member _.Frame = frame

    /// <summary>The bytes of the header as received. If the API or the version is unknown, they do not include the tagged fields.</summary>
    member _.HeaderBytes = frame.Slice(0, frame.Length - body.Length)

    /// <summary>Whether this code knows the API and the version.</summary>
    member _.IsKnown =
        match api with
        | null -> false
        | api -> api.Versions.Contains version

    /// Decodes the header of a frame.
    static member internal Read(key: ApiKey, api: Api | null, version: int16, frame: Bytes) : ResponseFrame =
        let mutable consumed = 0
        let header = Answers.decodeHeader api version frame &consumed
        ResponseFrame(header, key, api, version, frame.Slice consumed, frame)

    /// <summary>Decodes the body.</summary>
    /// <param name="options">Limits and strictness. Bytes after the body are an error only in strict mode.</param>
    /// <param name="bodyVersion">The version that the body is in: the request's, or 0 if the broker refuses a version of ApiVersions.</param>
    /// <returns>The response record of the API, such as <c>Metadata.Response</c>.</returns>
    /// <exception cref="T:KafkaWire.WireException">The body is not a valid response, or the API or the version is unknown.</exception>
    member _.Decode(options: DecodeOptions, [<Out>] bodyVersion: byref<int16>) : obj =
        match api with
        | null -> raise (WireException(WireError.UnknownApi(int16 key), 0L))
        | api -> Answers.decodeBody api version body options &bodyVersion

    /// <summary>Decodes the body.</summary>
    /// <returns>The response record of the API, such as <c>Metadata.Response</c>.</returns>
    /// <exception cref="T:KafkaWire.WireException">The body is not a valid response, or the API or the version is unknown.</exception>
    member frame.Decode() : obj =
        let mutable bodyVersion = version
        frame.Decode(DecodeOptions.Standard, &bodyVersion)

    /// <summary>Decodes the body as a case of the union. If the API or the version is unknown, the body stays as it is.</summary>
    /// <remarks>An answer to an unknown version of ApiVersions is decoded if it is in version 0, as a refusal is.</remarks>
    /// <param name="options">Limits and strictness. Bytes after the body are an error only in strict mode.</param>
    /// <param name="bodyVersion">The version that the body is in, and in which it must be written again: the request's, or 0 if the broker
    /// refuses a version of ApiVersions.</param>
    /// <exception cref="T:KafkaWire.WireException">The body is not a valid response.</exception>
    member frame.ToResponse(options: DecodeOptions, [<Out>] bodyVersion: byref<int16>) : Response =
        bodyVersion <- version

        if frame.IsKnown then
            Response.Cast(Unchecked.nonNull api, frame.Decode(options, &bodyVersion))
        else
            let raw = Response.Unrecognized { ApiKey = key; Version = version; Body = body }

            if key <> ApiKey.ApiVersions then
                raw
            else
                try
                    Response.Cast(Unchecked.nonNull api, frame.Decode(options, &bodyVersion))
                with :? WireException ->
                    raw

    /// <summary>Decodes the body as a case of the union. If the API or the version is unknown, the body stays as it is.</summary>
    /// <exception cref="T:KafkaWire.WireException">The body is not a valid response.</exception>
    member frame.ToResponse() : Response =
        let mutable bodyVersion = version
        frame.ToResponse(DecodeOptions.Standard, &bodyVersion)

    /// <summary>API, version and correlation id, such as <c>Metadata v13 #7</c>.</summary>
    override _.ToString() = FrameText.describe api (int16 key) version header.CorrelationId
