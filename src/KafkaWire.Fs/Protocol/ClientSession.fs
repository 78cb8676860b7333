namespace KafkaWire

open System
open System.Buffers
open System.Buffers.Binary
open System.Collections.Generic
open System.Text.Json
open System.Threading
open System.Threading.Tasks

/// <summary>The client's side of a connection, without IO: gives each request a correlation id and matches the answers to the requests, in
/// any order.</summary>
/// <remarks>Many threads may send; one receives.</remarks>
[<Sealed>]
type ClientSession
    /// <summary>Creates a session with options.</summary>
    (options: SessionOptions) =
    let frames = FrameReader options.MaximumFrameSize
    let pending = Dictionary<int, PendingCall>()
    let tokens = Queue<PendingFrame>()
    let gate = obj ()
    let mutable nextId = 0
    let apis = options.Apis
    let mutable versions = PeerVersions.NewestOf apis
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

    /// The next correlation id. On a long-lived connection they wrap around.
    let next () =
        let id = nextId
        nextId <- if id = Int32.MaxValue then 0 else id + 1
        id

    /// Takes a correlation id that no pending request has.
    let register (call: PendingCall) =
        lock gate (fun () ->
            failIfClosed ()
            let mutable id = next ()

            while pending.ContainsKey id do
                id <- next ()

            pending.Add(id, call)
            id)

    /// Takes a correlation id for a request without an answer.
    let numberOnly () =
        lock gate (fun () ->
            failIfClosed ()
            next ())

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

    let writePending (call: PendingCall) (api: Api) (version: int16) (request: obj) (output: IBufferWriter<byte>) =
        let id = register call

        try
            Frame.WriteRequest(api, version, id, options.ClientId, request, output)
        with _ ->
            // Nothing was written, so no answer will come.
            take id |> ignore<PendingCall voption>
            reraise ()

    let writeUnanswered (api: Api) (version: int16) (request: obj) (output: IBufferWriter<byte>) =
        Frame.WriteRequest(api, version, numberOnly (), options.ClientId, request, output)

    /// <summary>Creates a session with default options.</summary>
    new() = ClientSession(SessionOptions())

    /// <summary>The options of the session.</summary>
    member _.Options = options

    /// <summary>The versions that the peer serves. Until they are set, the newest that this code knows.</summary>
    member _.Versions
        with get () = versions
        and set (value: PeerVersions) = versions <- value

    /// <summary>The number of requests that wait for an answer.</summary>
    member _.PendingCount = lock gate (fun () -> pending.Count + tokens.Count)

    /// <summary>Whether the session has ended, by <c>Close</c> or because of what was received. Then nothing more can be sent.</summary>
    member _.IsClosed = lock gate (fun () -> not (isNull closed))

    /// <summary>Writes a request, in the highest version that both sides know.</summary>
    /// <param name="api">The API.</param>
    /// <param name="request">The request.</param>
    /// <param name="output">Receives the whole frame, or nothing if an exception is thrown.</param>
    /// <returns>The answer, once it is received. Produce with acks 0 has none: its task completes at once, with an empty response.</returns>
    /// <exception cref="T:KafkaWire.WireException">No version can carry the request, or the session is closed.</exception>
    member session.Send(api: Api<'Request, 'Response>, request: 'Request, output: IBufferWriter<byte>) : Task<'Response> =
        session.Send(api, versions.Choose api, request, output)

    /// <summary>Writes a request in a version.</summary>
    /// <param name="api">The API.</param>
    /// <param name="version">The version.</param>
    /// <param name="request">The request.</param>
    /// <param name="output">Receives the whole frame, or nothing if an exception is thrown.</param>
    /// <returns>The answer, once it is received. Produce with acks 0 has none: its task completes at once, with an empty response.</returns>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the request, or the session is closed.</exception>
    member session.Send(api: Api<'Request, 'Response>, version: int16, request: 'Request, output: IBufferWriter<byte>) : Task<'Response> =
        session.SendMessage<'Response>(api, version, Unchecked.nonNull (box request), output)

    /// <summary>Writes a request whose type is known only at run time.</summary>
    /// <typeparam name="Response">The response record of the API, or obj.</typeparam>
    /// <param name="api">The API.</param>
    /// <param name="version">The version.</param>
    /// <param name="request">The request record of the API.</param>
    /// <param name="output">Receives the whole frame, or nothing if an exception is thrown.</param>
    /// <exception cref="T:System.ArgumentException">The request does not have the API's type.</exception>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the request, or the session is closed.</exception>
    member _.SendMessage<'Response when 'Response: not null and 'Response: not struct>
        (api: Api, version: int16, request: obj, output: IBufferWriter<byte>)
        : Task<'Response> =
        if Answers.isExpected request then
            let call = PendingCall<'Response>(api, version)
            writePending call api version request output
            call.Task
        else
            writeUnanswered api version request output
            Task.FromResult(unbox<'Response> api.ResponseSchema.DefaultObject)

    /// <summary>Writes a request whose type is known only at run time, and returns its answer as a ValueTask that allocates nothing.</summary>
    /// <remarks>Like every ValueTask, await it only once.</remarks>
    /// <typeparam name="Response">The response record of the API, or obj.</typeparam>
    /// <param name="api">The API.</param>
    /// <param name="version">The version.</param>
    /// <param name="request">The request record of the API.</param>
    /// <param name="output">Receives the whole frame, or nothing if an exception is thrown.</param>
    /// <param name="cancellation">Stops waiting: the answer is discarded when it comes.</param>
    /// <exception cref="T:System.ArgumentException">The request does not have the API's type.</exception>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the request, or the session is closed.</exception>
    /// <exception cref="T:System.OperationCanceledException">The caller canceled before anything was written.</exception>
    member _.SendMessageAsync<'Response when 'Response: not null and 'Response: not struct>
        (api: Api, version: int16, request: obj, output: IBufferWriter<byte>, cancellation: CancellationToken)
        : ValueTask<'Response> =
        cancellation.ThrowIfCancellationRequested()

        if Answers.isExpected request then
            let call = ReusedCall<'Response>.Rent(api, version)
            let answer = call.Task
            writePending call api version request output
            call.GiveUpWith cancellation
            answer
        else
            writeUnanswered api version request output
            ValueTask<'Response>(unbox<'Response> api.ResponseSchema.DefaultObject)

    /// <summary>Writes a request that is given by name, as JSON in any form. Absent fields have their defaults.</summary>
    /// <param name="apiName">The name of the API, such as <c>Metadata</c>, in any case. The API is Kafka's, or in the <c>Apis</c> of the options.</param>
    /// <param name="version">The version to write it in, or null for the highest that both sides know.</param>
    /// <param name="request">The fields, such as <c>{ "topics": [{ "name": "orders" }] }</c>.</param>
    /// <param name="form">The form of the answer.</param>
    /// <param name="output">Receives the whole frame, or nothing if an exception is thrown.</param>
    /// <returns>The answer as JSON, once it is received. Produce with acks 0 has none: its task completes at once, with an empty response.</returns>
    /// <exception cref="T:System.ArgumentException">No API has this name.</exception>
    /// <exception cref="T:KafkaWire.WireException">The JSON is not a valid request, no version can carry it, or the session is closed.</exception>
    member _.SendJson
        (apiName: string, version: Nullable<int16>, request: JsonElement, form: JsonForm, output: IBufferWriter<byte>)
        : Task<JsonElement> =
        let api: Api =
            match apis.FindApiByName apiName with
            | null ->
                let hint =
                    match JsonNames.nearest apiName (apis.Apis |> Seq.map (fun (api: Api) -> api.Name)) with
                    | null -> "Catalogue.Apis lists Kafka's; add an API of your own to the Apis of the options."
                    | near -> String.Concat("Did you mean ", near, "?")

                raise (ArgumentException(String.Concat("No API is named \"", apiName, "\". ", hint), nameof apiName))
            | api -> api

        let version = if version.HasValue then version.GetValueOrDefault() else versions.Choose api
        let message = Json.readObject JsonReading.Default api.RequestSchema version request

        if Answers.isExpected message then
            let call = PendingJson(api, version, form)
            writePending call api version message output
            call.Task
        else
            writeUnanswered api version message output
            Task.FromResult(Json.toElementAs form api.ResponseSchema version api.ResponseSchema.DefaultObject)

    /// <summary>Writes a request that is already encoded, of any API and version, with a correlation id of this session in place of its
    /// own.</summary>
    /// <param name="frame">The request, header included, without its size.</param>
    /// <param name="output">Receives the whole frame, or nothing if an exception is thrown.</param>
    /// <returns>The answer, header included, without its size, with the correlation id of <paramref name="frame"/>. Produce with acks 0 has
    /// none: its task completes at once, with no bytes.</returns>
    /// <exception cref="T:KafkaWire.WireException">The frame is too short for a header, or the session is closed.</exception>
    member _.SendFrame(frame: Bytes, output: IBufferWriter<byte>) : Task<Bytes> =
        if frame.Length < 8 then
            raise (WireException(WireFailure(WireError.InsufficientBytes(8L, int64 frame.Length), 0L, "RequestHeader")))

        if Answers.isExpectedFor frame then
            let call = PendingFrame(ValueSome(BinaryPrimitives.ReadInt32BigEndian(frame.Span.Slice 4)))
            Frame.WriteRequestFrame(frame, register call, output)
            call.Task
        else
            Frame.WriteRequestFrame(frame, numberOnly (), output)
            Task.FromResult Bytes.Empty

    /// <summary>Writes a SASL token as a frame without a header, as used after a handshake of version 0.</summary>
    /// <returns>The broker's token in reply. Tokens are answered in order.</returns>
    /// <exception cref="T:KafkaWire.WireException">The session is closed.</exception>
    member _.SendToken(token: Bytes, output: IBufferWriter<byte>) : Task<Bytes> =
        let call = PendingFrame ValueNone

        lock gate (fun () ->
            failIfClosed ()
            tokens.Enqueue call)

        Frame.WriteRaw(token, output)
        call.Task

    /// <summary>Takes bytes as they arrive, in chunks of any size, and completes the tasks of the requests that they answer.</summary>
    /// <exception cref="T:KafkaWire.WireException">The bytes do not form frames, or a frame answers no pending request. All pending calls have
    /// failed, and the connection is no longer usable. An answer whose body cannot be decoded fails only its own task.</exception>
    member _.Receive(chunk: ReadOnlySpan<byte>) : unit =
        let mutable rest = chunk
        let mutable frame = Bytes.Empty

        try
            while frames.TryRead(&rest, &frame) do
                match takeToken () with
                | ValueSome token -> token.Complete(frame, options.Decoding)
                | ValueNone ->
                    let id = Answers.correlationId frame

                    match take id with
                    | ValueNone -> raise (WireException(WireError.UnknownCorrelation id, 0L))
                    | ValueSome call -> call.Complete(frame, options.Decoding)
        with :? WireException as e ->
            failAll e
            reraise ()

    /// <summary>Ends the session when the connection has ended: all pending calls fail with ConnectionClosed.</summary>
    /// <param name="reason">Why it ended, or null. It becomes the inner exception of the callers' exceptions.</param>
    member _.Close(reason: exn | null) : unit = failAll (WireException(WireFailure(WireError.ConnectionClosed, -1L, ""), reason))

    /// <summary>Ends the session when the connection has ended: all pending calls fail with ConnectionClosed.</summary>
    member session.Close() : unit = session.Close null
