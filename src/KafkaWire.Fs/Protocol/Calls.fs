namespace KafkaWire

open System
open System.Buffers.Binary
open System.Collections.Generic
open System.Text.Json
open System.Threading
open System.Threading.Tasks
open System.Threading.Tasks.Sources

/// A request that waits for its answer.
[<AbstractClass>]
type internal PendingCall() =
    /// Takes the answer's frame. An answer that cannot be decoded fails the call, not the session.
    abstract Complete: frame: Bytes * options: DecodeOptions -> unit
    abstract Fail: error: exn -> unit

    static member internal Decode(api: Api, version: int16, frame: Bytes, options: DecodeOptions) : obj =
        let mutable bodyVersion = version
        Answers.decode api version frame options &bodyVersion

/// A call that is awaited as a task.
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

/// A call whose answer is converted to JSON.
[<Sealed>]
type internal PendingJson(api: Api, version: int16, form: JsonForm) =
    inherit PendingCall()
    let source = TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously)
    member _.Task = source.Task

    override _.Complete(frame, options) =
        try
            let mutable bodyVersion = version
            let message = Answers.decode api version frame options &bodyVersion
            source.TrySetResult(Json.toElementAs form api.ResponseSchema bodyVersion message) |> ignore<bool>
        with :? WireException as e ->
            source.TrySetException e |> ignore<bool>

    override _.Fail error = source.TrySetException error |> ignore<bool>

/// A call that is awaited once as a ValueTask and then reused, so that nothing is allocated for it.
[<Sealed>]
type internal ReusedCall<'Response when 'Response: not null and 'Response: not struct>() =
    inherit PendingCall()

    /// Enough for the calls that are in flight at once on a busy connection. The garbage collector takes any others.
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

    /// Lets the caller give up. Since the answer may still come, a call given up is not reused.
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
            // Awaiting twice, or before the answer, throws here and does not affect the call.
            if core.GetStatus token = ValueTaskSourceStatus.Pending then
                invalidOp "The answer has not been received; await it."

            try
                core.GetResult token
            finally
                call.Recycle()

/// A call whose answer is not decoded: that to a frame, or to a SASL token.
[<Sealed>]
type internal PendingFrame
    /// The correlation id of the caller's frame, which replaces the session's in the answer. A token has none.
    (correlationId: int voption) =
    inherit PendingCall()
    let source = TaskCompletionSource<Bytes>(TaskCreationOptions.RunContinuationsAsynchronously)
    member _.Task = source.Task

    override _.Complete(frame, _) =
        match correlationId with
        | ValueSome id -> BinaryPrimitives.WriteInt32BigEndian(frame.Array.AsSpan(frame.Offset, 4), id) // nothing else shares the frame's array
        | ValueNone -> ()

        source.TrySetResult frame |> ignore<bool>

    override _.Fail error = source.TrySetException error |> ignore<bool>
