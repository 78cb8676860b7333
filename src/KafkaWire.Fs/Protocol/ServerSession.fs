namespace KafkaWire

open System
open System.Buffers
open System.Runtime.InteropServices
open KafkaWire.Messages

/// <summary>The broker's side of a connection, without IO: splits received bytes into requests and writes the answers.</summary>
/// <remarks>One thread receives. Any thread may answer, one at a time, in the order of the requests, which is what Kafka's clients
/// expect.</remarks>
[<Sealed>]
type ServerSession
    /// <summary>Creates a session with options.</summary>
    (options: SessionOptions) =
    let frames = FrameReader options.MaximumFrameSize
    let apis = options.Apis

    /// <summary>Creates a session with default options.</summary>
    new() = ServerSession(SessionOptions())

    /// <summary>Whether the next frames are raw SASL tokens, as after a handshake of version 0. Set it when you answer that handshake, and
    /// reset it when the login is over.</summary>
    member val ExpectsToken = false with get, set

    /// <summary>Takes bytes from a chunk until a request is complete or the chunk is used up.</summary>
    /// <param name="chunk">The bytes that arrived. On return, those that are not used yet.</param>
    /// <param name="request">The request, if the result is true. Its API or version may be unknown: see <c>IsKnown</c>.</param>
    /// <returns>Whether a request is complete. Call again until it returns false.</returns>
    /// <exception cref="T:KafkaWire.WireException">The bytes do not form request frames. The connection is no longer usable.</exception>
    member _.TryReceive(chunk: byref<ReadOnlySpan<byte>>, [<Out>] request: byref<RequestFrame>) : bool =
        let mutable frame = Bytes.Empty

        if frames.TryRead(&chunk, &frame) then
            request <- RequestFrame.Read(apis, frame)
            true
        else
            false

    /// <summary>Takes bytes from a sequence until a request is complete or the sequence is used up.</summary>
    /// <param name="chunk">The bytes that arrived. On return, those that are not used yet.</param>
    /// <param name="request">The request, if the result is true. Its API or version may be unknown: see <c>IsKnown</c>.</param>
    /// <returns>Whether a request is complete. Call again until it returns false.</returns>
    /// <exception cref="T:KafkaWire.WireException">The bytes do not form request frames. The connection is no longer usable.</exception>
    member _.TryReceive(chunk: byref<ReadOnlySequence<byte>>, [<Out>] request: byref<RequestFrame>) : bool =
        let mutable frame = Bytes.Empty

        if frames.TryRead(&chunk, &frame) then
            request <- RequestFrame.Read(apis, frame)
            true
        else
            false

    /// <summary>Takes bytes from a chunk until a SASL token is complete or the chunk is used up.</summary>
    /// <param name="chunk">The bytes that arrived. On return, those that are not used yet.</param>
    /// <param name="token">The token, if the result is true. It can be empty.</param>
    /// <exception cref="T:KafkaWire.WireException">The bytes do not form frames. The connection is no longer usable.</exception>
    member _.TryReceiveToken(chunk: byref<ReadOnlySpan<byte>>, [<Out>] token: byref<Bytes>) : bool = frames.TryRead(&chunk, &token)

    /// <summary>Takes bytes from a sequence until a SASL token is complete or the sequence is used up.</summary>
    /// <param name="chunk">The bytes that arrived. On return, those that are not used yet.</param>
    /// <param name="token">The token, if the result is true. It can be empty.</param>
    /// <exception cref="T:KafkaWire.WireException">The bytes do not form frames. The connection is no longer usable.</exception>
    member _.TryReceiveToken(chunk: byref<ReadOnlySequence<byte>>, [<Out>] token: byref<Bytes>) : bool = frames.TryRead(&chunk, &token)

    /// <summary>Writes the answer to a request, in the request's version. A refusal of a version of ApiVersions is written in version
    /// 0.</summary>
    /// <param name="request">The request.</param>
    /// <param name="response">The response record of the API, such as <c>Metadata.Response</c>.</param>
    /// <param name="output">Receives the whole frame, or nothing if an exception is thrown.</param>
    /// <exception cref="T:System.ArgumentException">The response does not have the API's type.</exception>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the response, or the API or the version is unknown.</exception>
    member _.Respond(request: RequestFrame, response: obj, output: IBufferWriter<byte>) : unit =
        match request.Api with
        | null -> raise (WireException(WireError.UnknownApi(int16 request.ApiKey), -1L))
        | api ->
            let version =
                match response with
                | :? ApiVersions.Response as response when api.Key = ApiKey.ApiVersions -> Negotiation.answerVersion request.Version response
                | _ -> request.Version

            Frame.WriteResponse(api, version, request.CorrelationId, response, output)

    /// <summary>Writes the answer to a request, in the request's version. A raw answer is written as it is, and a refusal of a version of
    /// ApiVersions in version 0.</summary>
    /// <param name="request">The request.</param>
    /// <param name="response">The response.</param>
    /// <param name="output">Receives the whole frame, or nothing if an exception is thrown.</param>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the response, or the response is raw and in another
    /// version.</exception>
    member _.Respond(request: RequestFrame, response: Response, output: IBufferWriter<byte>) : unit =
        let version =
            match response with
            | Response.ApiVersions response when request.ApiKey = ApiKey.ApiVersions -> Negotiation.answerVersion request.Version response
            | _ -> request.Version

        Frame.WriteResponse(version, request.CorrelationId, response, output)

    /// <summary>Answers an ApiVersions request in an unknown version: in version 0, with UnsupportedVersion and the versions of ApiVersions
    /// that are served.</summary>
    member _.RefuseApiVersions(request: RequestFrame, served: VersionRange, output: IBufferWriter<byte>) : unit =
        Frame.WriteResponse(ApiVersions.api, 0s, request.CorrelationId, Negotiation.refusal served, output)
