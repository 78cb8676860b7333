namespace KafkaWire

open System
open System.Buffers
open System.Buffers.Binary
open System.Collections.Generic
open System.Runtime.InteropServices
open System.Text.Json
open System.Threading
open System.Threading.Tasks
open System.Threading.Tasks.Sources
open KafkaWire.Messages

/// A request that waits for its answer.
[<AbstractClass>]
type internal PendingCall() =
    /// Takes the answer's frame; an answer that cannot be decoded fails the call, not the session.
    abstract Complete: frame: Bytes * options: DecodeOptions -> unit
    abstract Fail: error: exn -> unit

    /// The message in an answer's frame.
    static member Decode(api: Api, version: int16, frame: Bytes, options: DecodeOptions) : obj =
        let mutable bodyVersion = version
        Frame.DecodeResponse(api, version, frame, options, &bodyVersion)

[<Sealed>]
type internal PendingCall<'Response when 'Response: not null and 'Response: not struct>(api: Api, version: int16) =
    inherit PendingCall()
    let source = TaskCompletionSource<'Response>(TaskCreationOptions.RunContinuationsAsynchronously)
    member _.Task = source.Task

    override _.Complete(frame, options) =
        try
            let message = PendingCall.Decode(api, version, frame, options)
            source.TrySetResult(unbox<'Response> message) |> ignore<bool>
        with :? WireException as e ->
            source.TrySetException e |> ignore<bool>

    override _.Fail error = source.TrySetException error |> ignore<bool>

/// A request whose answer is wanted as JSON.
[<Sealed>]
type internal PendingJson(api: Api, version: int16, form: JsonForm) =
    inherit PendingCall()
    let source = TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously)
    member _.Task = source.Task

    override _.Complete(frame, options) =
        try
            let mutable bodyVersion = version
            let message = Frame.DecodeResponse(api, version, frame, options, &bodyVersion)

            source.TrySetResult(Json.toElementAs form api.ResponseSchema bodyVersion message) |> ignore<bool>
        with :? WireException as e ->
            source.TrySetException e |> ignore<bool>

    override _.Fail error = source.TrySetException error |> ignore<bool>

/// A call that is awaited once and then serves another one: a ValueTask without anything allocated for it.
[<Sealed>]
type internal ReusedCall<'Response when 'Response: not null and 'Response: not struct>() =
    inherit PendingCall()

    /// As many as are under way at once in a busy connection; those beyond are left to the garbage collector.
    static let maximumIdle = 256
    static let idle = Stack<ReusedCall<'Response>>()

    let mutable core = ManualResetValueTaskSourceCore<'Response>(RunContinuationsAsynchronously = true)
    let mutable api = Unchecked.defaultof<Api>
    let mutable version = 0s
    let mutable settled = 0
    let mutable isGivenUp = false
    let mutable registration = new CancellationTokenRegistration()

    let trySettle () = Interlocked.CompareExchange(&settled, 1, 0) = 0

    static member Rent(api: Api, version: int16) : ReusedCall<'Response> =
        let mutable known = Unchecked.defaultof<ReusedCall<'Response>>
        Monitor.Enter idle

        let isKnown =
            try
                idle.TryPop &known
            finally
                Monitor.Exit idle

        let call = if isKnown then known else ReusedCall<'Response>()
        call.Prepare(api, version)
        call

    member private _.Prepare(nextApi: Api, nextVersion: int16) =
        api <- nextApi
        version <- nextVersion
        settled <- 0

    member call.Task = ValueTask<'Response>(call, core.Version)

    /// Lets the caller give up. The answer still belongs to the call, which then serves no other.
    member call.GiveUpWith(cancellation: CancellationToken) =
        if cancellation.CanBeCanceled then
            registration <-
                cancellation.UnsafeRegister(
                    (fun state token ->
                        match state with
                        | :? ReusedCall<'Response> as call -> call.GiveUp token
                        | _ -> ()),
                    call
                )

    member private _.GiveUp(cancellation: CancellationToken) =
        if trySettle () then
            isGivenUp <- true
            core.SetException(OperationCanceledException cancellation)

    member private call.Recycle() =
        registration.Dispose()

        if not isGivenUp then
            registration <- new CancellationTokenRegistration()
            core.Reset()
            Monitor.Enter idle

            try
                if idle.Count < maximumIdle then idle.Push call
            finally
                Monitor.Exit idle

    override _.Complete(frame, options) =
        if Volatile.Read(&settled) = 0 then
            try
                let answer = unbox<'Response>(PendingCall.Decode(api, version, frame, options))
                if trySettle () then core.SetResult answer
            with :? WireException as e ->
                if trySettle () then core.SetException e

    override _.Fail error = if trySettle () then core.SetException error

    interface IValueTaskSource<'Response> with
        member _.GetStatus token = core.GetStatus token

        member _.OnCompleted(continuation, state, token, flags) = core.OnCompleted(continuation, state, token, flags)

        member call.GetResult token =
            // A second await, or one before the end, throws here and leaves the call alone.
            if core.GetStatus token = ValueTaskSourceStatus.Pending then
                invalidOp "The answer has not been received; await it."

            try
                core.GetResult token
            finally
                call.Recycle()

[<Sealed>]
type internal PendingFrame
    /// The number of the frame that is answered, which the answer gets back; none for a token.
    (correlationId: int voption) =
    inherit PendingCall()
    let source = TaskCompletionSource<Bytes>(TaskCreationOptions.RunContinuationsAsynchronously)
    member _.Task = source.Task

    override _.Complete(frame, _) =
        match correlationId with
        | ValueSome id -> BinaryPrimitives.WriteInt32BigEndian(frame.Array.AsSpan(frame.Offset, 4), id) // the array is this frame's own
        | ValueNone -> ()

        source.TrySetResult frame |> ignore<bool>

    override _.Fail error = source.TrySetException error |> ignore<bool>

/// <summary>How a session behaves.</summary>
[<Sealed>]
type SessionOptions() =
    /// <summary>The name that the client gives itself in every request; null, the default, for none.</summary>
    member val ClientId: string | null = null with get, set

    /// <summary>The largest frame that is accepted, in bytes; default 100 MiB.</summary>
    member val MaximumFrameSize = FrameReader.DefaultMaximumSize with get, set

    /// <summary>How answers are decoded.</summary>
    member val Decoding = DecodeOptions.Default with get, set

/// <summary>The client's side of a connection, without IO: numbers requests, and matches the answers, in any order, to them.</summary>
/// <remarks>Safe for many threads that send and one that receives.</remarks>
[<Sealed>]
type ClientSession
    /// <summary>A session with options.</summary>
    (options: SessionOptions) =
    let frames = FrameReader options.MaximumFrameSize
    let pending = Dictionary<int, PendingCall>()
    let tokens = Queue<PendingFrame>()
    let gate = obj ()
    let mutable nextId = 0
    let mutable versions = PeerVersions.Newest
    let mutable closed: exn | null = null

    let failAll (error: exn) =
        let calls = List<PendingCall>()

        lock gate (fun () ->
            match closed with
            | null -> closed <- error
            | _ -> ()

            calls.AddRange pending.Values

            for token in tokens do
                calls.Add token

            pending.Clear()
            tokens.Clear())

        for call in calls do
            call.Fail error

    let failIfClosed () =
        match closed with
        | null -> ()
        | :? WireException as error when error.Error.IsConnectionClosed -> raise (WireException(error.Failure, error.InnerException))
        | error -> raise (WireException(WireFailure(WireError.ConnectionClosed, -1L, ""), error))

    /// Produce with acks 0 is the one request without an answer.
    let hasNoAnswer (request: obj) =
        match request with
        | :? Produce.Request as produce -> produce.Acks = 0s
        | _ -> false

    /// Takes a number that no pending request has. The ids of a long-lived connection wrap around.
    let register (call: PendingCall) =
        lock gate (fun () ->
            failIfClosed ()

            while pending.ContainsKey nextId do
                nextId <- if nextId = Int32.MaxValue then 0 else nextId + 1

            let id = nextId
            nextId <- if nextId = Int32.MaxValue then 0 else nextId + 1
            pending.Add(id, call)
            id)

    /// A number for a request that nobody waits for.
    let numberOnly () =
        lock gate (fun () ->
            failIfClosed ()
            let id = nextId
            nextId <- if nextId = Int32.MaxValue then 0 else nextId + 1
            id)

    let take id : PendingCall voption =
        let mutable call = Unchecked.defaultof<PendingCall>
        Monitor.Enter gate

        try
            if pending.Remove(id, &call) then ValueSome call else ValueNone
        finally
            Monitor.Exit gate

    let takeToken () : PendingFrame voption =
        let mutable token = Unchecked.defaultof<PendingFrame>
        Monitor.Enter gate

        try
            if tokens.TryDequeue &token then ValueSome token else ValueNone
        finally
            Monitor.Exit gate

    /// <summary>A session with default options.</summary>
    new() = ClientSession(SessionOptions())

    /// <summary>How the session behaves.</summary>
    member _.Options = options

    /// <summary>What the peer serves; the newest that this code knows until somebody who asked the peer sets it.</summary>
    member _.Versions
        with get () = versions
        and set (value: PeerVersions) = versions <- value

    /// <summary>The number of requests that wait for an answer.</summary>
    member _.PendingCount = lock gate (fun () -> pending.Count + tokens.Count)

    /// <summary>Whether the connection has ended, by <c>Close</c> or by what was received: nothing can be sent any more.</summary>
    member _.IsClosed = lock gate (fun () -> not (isNull closed))

    /// <summary>Writes a request, in the highest version that both sides know.</summary>
    /// <param name="api">The API.</param>
    /// <param name="request">The request.</param>
    /// <param name="output">Where the frame goes; it gets all of it or nothing.</param>
    /// <returns>The answer, once it has been received. Produce with acks 0 has none: its task is complete at once, with an empty response.</returns>
    /// <exception cref="T:KafkaWire.WireException">No version can carry the request, or the session is closed.</exception>
    member session.Send(api: Api<'Request, 'Response>, request: 'Request, output: IBufferWriter<byte>) : Task<'Response> =
        session.Send(api, versions.Choose api, request, output)

    /// <summary>Writes a request in a version.</summary>
    /// <param name="api">The API.</param>
    /// <param name="version">The version.</param>
    /// <param name="request">The request.</param>
    /// <param name="output">Where the frame goes; it gets all of it or nothing.</param>
    /// <returns>The answer, once it has been received. Produce with acks 0 has none: its task is complete at once, with an empty response.</returns>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the request, or the session is closed.</exception>
    member session.Send(api: Api<'Request, 'Response>, version: int16, request: 'Request, output: IBufferWriter<byte>) : Task<'Response> =
        session.SendMessage<'Response>(api, version, Unchecked.nonNull (box request), output)

    /// <summary>Writes a request whose type is known at run time only.</summary>
    /// <typeparam name="Response">The response record of the API, or obj.</typeparam>
    /// <param name="api">The API.</param>
    /// <param name="version">The version.</param>
    /// <param name="request">The request record of the API.</param>
    /// <param name="output">Where the frame goes; it gets all of it or nothing.</param>
    /// <exception cref="T:System.ArgumentException">The request is not of the API's type.</exception>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the request, or the session is closed.</exception>
    member session.SendMessage<'Response when 'Response: not null and 'Response: not struct>
        (api: Api, version: int16, request: obj, output: IBufferWriter<byte>)
        : Task<'Response> =
        if hasNoAnswer request then
            session.WriteUnanswered(api, version, request, output)
            Task.FromResult(unbox<'Response> api.ResponseSchema.DefaultObject)
        else
            let call = PendingCall<'Response>(api, version)
            session.WritePending(call, api, version, request, output)
            call.Task

    /// <summary>Writes a request that is given by name, as JSON in any form; what is absent has its default.</summary>
    /// <param name="apiName">Kafka's name of the API, such as <c>Metadata</c>, in any case.</param>
    /// <param name="version">The version to write it in; null for the highest that both sides know.</param>
    /// <param name="request">The fields, such as <c>{ "topics": [{ "name": "orders" }] }</c>.</param>
    /// <param name="form">How the answer looks.</param>
    /// <param name="output">Where the frame goes; it gets all of it or nothing.</param>
    /// <returns>The answer as JSON, once it has been received. Produce with acks 0 has none: its task is complete at once, with an empty response.</returns>
    /// <exception cref="T:System.ArgumentException">No API has this name.</exception>
    /// <exception cref="T:KafkaWire.WireException">The JSON is no such request, no version can carry it, or the session is closed.</exception>
    member session.SendJson
        (apiName: string, version: Nullable<int16>, request: JsonElement, form: JsonForm, output: IBufferWriter<byte>)
        : Task<JsonElement> =
        let api: Api =
            match Catalogue.tryFindApiByName apiName with
            | null ->
                let hint =
                    match JsonNames.nearest apiName (Catalogue.apis |> Seq.map (fun (api: Api) -> api.Name)) with
                    | null -> "Catalogue.Apis lists all."
                    | near -> String.Concat("Did you mean ", near, "?")

                raise (ArgumentException(String.Concat("No API has the name \"", apiName, "\". ", hint), nameof apiName))
            | api -> api

        let version = if version.HasValue then version.GetValueOrDefault() else versions.Choose api
        let message = Json.readObject JsonReading.Default api.RequestSchema version request

        if hasNoAnswer message then
            session.WriteUnanswered(api, version, message, output)
            Task.FromResult(Json.toElementAs form api.ResponseSchema version api.ResponseSchema.DefaultObject)
        else
            let call = PendingJson(api, version, form)
            session.WritePending(call, api, version, message, output)
            call.Task

    member private _.WriteUnanswered(api: Api, version: int16, request: obj, output: IBufferWriter<byte>) : unit =
        Frame.WriteRequest(api, version, numberOnly (), options.ClientId, request, output)

    member private _.WritePending(call: PendingCall, api: Api, version: int16, request: obj, output: IBufferWriter<byte>) : unit =
        let id = register call

        try
            Frame.WriteRequest(api, version, id, options.ClientId, request, output)
        with _ ->
            // Nothing was written, so nothing will be answered.
            take id |> ignore<PendingCall voption>
            reraise ()

    /// <summary>Writes a request, and gives its answer as a ValueTask, for which nothing is allocated.</summary>
    /// <remarks>It is to be awaited once, as every ValueTask.</remarks>
    /// <typeparam name="Response">The response record of the API, or obj.</typeparam>
    /// <param name="api">The API.</param>
    /// <param name="version">The version.</param>
    /// <param name="request">The request record of the API.</param>
    /// <param name="output">Where the frame goes; it gets all of it or nothing.</param>
    /// <param name="cancellation">Gives up waiting: the answer is dropped when it comes.</param>
    /// <exception cref="T:System.ArgumentException">The request is not of the API's type.</exception>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the request, or the session is closed.</exception>
    /// <exception cref="T:System.OperationCanceledException">The caller had given up before anything was written.</exception>
    member session.SendMessageAsync<'Response when 'Response: not null and 'Response: not struct>
        (api: Api, version: int16, request: obj, output: IBufferWriter<byte>, cancellation: CancellationToken)
        : ValueTask<'Response> =
        cancellation.ThrowIfCancellationRequested()

        if hasNoAnswer request then
            session.WriteUnanswered(api, version, request, output)
            ValueTask<'Response>(unbox<'Response> api.ResponseSchema.DefaultObject)
        else
            let call = ReusedCall<'Response>.Rent(api, version)
            let answer = call.Task
            session.WritePending(call, api, version, request, output)
            call.GiveUpWith cancellation
            answer

    /// <summary>Writes a request that is a frame already, of any API and version, with a number of this session in place of its own.</summary>
    /// <param name="frame">The request, header included, without its size.</param>
    /// <param name="isAnswered">Whether there will be an answer: false for Produce with acks 0 alone.</param>
    /// <param name="output">Where the frame goes; it gets all of it or nothing.</param>
    /// <returns>The answer, header included, without its size, with the number of the request. Complete and empty if there will be none.</returns>
    /// <exception cref="T:KafkaWire.WireException">The frame is too short for a header, or the session is closed.</exception>
    member _.SendFrame(frame: Bytes, isAnswered: bool, output: IBufferWriter<byte>) : Task<Bytes> =
        if frame.Length < 8 then
            raise (WireException(WireFailure(WireError.InsufficientBytes(8L, int64 frame.Length), 0L, "RequestHeader")))

        if isAnswered then
            let call = PendingFrame(ValueSome(BinaryPrimitives.ReadInt32BigEndian(frame.Span.Slice 4)))
            Frame.WriteRequestFrame(frame, register call, output)
            call.Task
        else
            Frame.WriteRequestFrame(frame, numberOnly (), output)
            Task.FromResult Bytes.Empty

    /// <summary>Writes a SASL token as a frame without a header, as it goes after a handshake of version 0.</summary>
    /// <returns>The token that the broker answers with. Tokens are answered in order.</returns>
    /// <exception cref="T:KafkaWire.WireException">The session is closed.</exception>
    member _.SendToken(token: Bytes, output: IBufferWriter<byte>) : Task<Bytes> =
        let call = PendingFrame ValueNone

        lock gate (fun () ->
            failIfClosed ()
            tokens.Enqueue call)

        Frame.WriteRaw(token, output)
        call.Task

    /// <summary>Takes bytes as they arrive, in chunks of any size, and completes the tasks of the requests that they answer.</summary>
    /// <exception cref="T:KafkaWire.WireException">The bytes are no frames, or one answers no pending request: the connection cannot go on,
    /// and all that is pending has failed. An answer whose body cannot be decoded fails its own task only.</exception>
    member _.Receive(chunk: ReadOnlySpan<byte>) : unit =
        let mutable rest = chunk
        let mutable frame = Bytes.Empty

        try
            while frames.TryRead(&rest, &frame) do
                match takeToken () with
                | ValueSome token -> token.Complete(frame, options.Decoding)
                | ValueNone ->
                    let id = Frame.ReadCorrelationId frame

                    match take id with
                    | ValueNone -> raise (WireException(WireError.UnknownCorrelation id, 0L))
                    | ValueSome call -> call.Complete(frame, options.Decoding)
        with :? WireException as e ->
            failAll e
            reraise ()

    /// <summary>Tells that the connection has ended: all that is pending fails with ConnectionClosed.</summary>
    /// <param name="reason">Why it ended, or null: the inner exception of what the callers get.</param>
    member _.Close(reason: exn | null) : unit = failAll (WireException(WireFailure(WireError.ConnectionClosed, -1L, ""), reason))

    /// <summary>Tells that the connection has ended: all that is pending fails with ConnectionClosed.</summary>
    member session.Close() : unit = session.Close null

/// <summary>The broker's side of a connection, without IO: cuts what arrives into requests, and writes the answers.</summary>
/// <remarks>One thread receives. Answers may be written by any, in the order of the requests, as Kafka's clients expect.</remarks>
[<Sealed>]
type ServerSession
    /// <summary>A session with options.</summary>
    (options: SessionOptions) =
    let frames = FrameReader options.MaximumFrameSize

    /// <summary>A session with default options.</summary>
    new() = ServerSession(SessionOptions())

    /// <summary>Whether the next frames are raw SASL tokens, as after a handshake of version 0. Whoever answers that handshake sets it, and resets it when the login is over.</summary>
    member val ExpectsToken = false with get, set

    /// <summary>Takes bytes from a chunk until a request is whole or the chunk is used up.</summary>
    /// <param name="chunk">The bytes that arrived; afterwards those that are not used yet.</param>
    /// <param name="request">The request, if the result is true. An API or version that the code does not know is one, too: see <c>IsKnown</c>.</param>
    /// <returns>Whether a request is whole. Call again until it is not.</returns>
    /// <exception cref="T:KafkaWire.WireException">The bytes are no frames of requests. The connection cannot go on.</exception>
    member _.TryReceive(chunk: byref<ReadOnlySpan<byte>>, [<Out>] request: byref<RequestFrame>) : bool =
        let mutable frame = Bytes.Empty

        if frames.TryRead(&chunk, &frame) then
            request <- Frame.ReadRequest frame
            true
        else
            false

    /// <summary>Takes bytes from a chunk until a SASL token is whole or the chunk is used up.</summary>
    /// <exception cref="T:KafkaWire.WireException">The bytes are no frames. The connection cannot go on.</exception>
    member _.TryReceiveToken(chunk: byref<ReadOnlySpan<byte>>, [<Out>] token: byref<Bytes>) : bool = frames.TryRead(&chunk, &token)

    /// <summary>Writes the answer to a request, in its version; a response that refuses the version of ApiVersions in version 0.</summary>
    /// <param name="request">The request.</param>
    /// <param name="response">The response record of the API, such as <c>Metadata.Response</c>.</param>
    /// <param name="output">Where the frame goes; it gets all of it or nothing.</param>
    /// <exception cref="T:System.ArgumentException">The response is not of the API's type.</exception>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the response, or the API or version is not known.</exception>
    member _.Respond(request: RequestFrame, response: obj, output: IBufferWriter<byte>) : unit =
        match request.Api with
        | null -> raise (WireException(WireError.UnknownApi(int16 request.ApiKey), -1L))
        | api ->
            let version =
                match response with
                | :? ApiVersions.Response as response when api.Key = ApiKey.ApiVersions -> Negotiation.answerVersion request.Version response
                | _ -> request.Version

            Frame.WriteResponse(api, version, request.CorrelationId, response, output)

    /// <summary>Writes the answer to a request, in its version; a raw one as it is, a response that refuses the version of ApiVersions in version 0.</summary>
    /// <param name="request">The request.</param>
    /// <param name="response">The response.</param>
    /// <param name="output">Where the frame goes; it gets all of it or nothing.</param>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the response, or the response is raw and of another version.</exception>
    member _.Respond(request: RequestFrame, response: Response, output: IBufferWriter<byte>) : unit =
        let version =
            match response with
            | Response.ApiVersions response when request.ApiKey = ApiKey.ApiVersions -> Negotiation.answerVersion request.Version response
            | _ -> request.Version

        Frame.WriteResponse(version, request.CorrelationId, response, output)

    /// <summary>Answers an ApiVersions request of a version that is not known: in version 0, with UnsupportedVersion and the versions of ApiVersions.</summary>
    member _.RefuseApiVersions(request: RequestFrame, served: VersionRange, output: IBufferWriter<byte>) : unit =
        Frame.WriteResponse(ApiVersions.api, 0s, request.CorrelationId, Negotiation.refusal served, output)
