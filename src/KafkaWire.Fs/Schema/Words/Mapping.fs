namespace KafkaWire.Schema.Words

open System
open System.Runtime.CompilerServices
open System.ComponentModel
open KafkaWire
open KafkaWire.Schema

/// Raises what a mapping refuses. Plain code: only the functions of a mapping are inlined.
[<EditorBrowsable(EditorBrowsableState.Never)>]
module Refusal =

    /// <summary>Raises Refused at a position of the reader.</summary>
    [<MethodImpl(MethodImplOptions.NoInlining)>]
    let whenReading<'T> (r: WireReader) (reason: string) (position: int) : 'T =
        r.Fail(WireError.Refused reason, position)
        Unchecked.defaultof<'T>

    /// <summary>Raises Refused for a part.</summary>
    [<MethodImpl(MethodImplOptions.NoInlining)>]
    let whenAssembling<'T> (reason: string) : 'T = raise (WireException(WireError.Refused reason, -1L))

    /// <summary>The error of a schema whose default is refused.</summary>
    [<MethodImpl(MethodImplOptions.NoInlining)>]
    let ofDefault<'T> (reason: string) : 'T =
        let text = "The default of a refined value is refused: "
        invalidOp (String.Concat(text, reason, " Give another one: `fieldOr value`, or `withDefault value`."))

/// <summary>The vocabulary of schemas, third part: values that are something else in F# than on the wire.</summary>
[<AutoOpen>]
module Mapping =

    /// <summary><c>via forth back c</c> is <c>c</c> on the wire and what <c>forth</c> makes of it in F#; <c>back</c> is the way back.</summary>
    /// <remarks>
    /// JSON, text, generators and all other interpreters see the value of <c>c</c>. An exception of <c>forth</c> or <c>back</c> becomes Refused,
    /// with the field's path. For speed, pass functions that have a name, or short lambdas without closures in them.
    /// </remarks>
    /// <example><code>
    /// let inline time&lt;'u&gt; = via DateTimeOffset.FromUnixTimeMilliseconds _.ToUnixTimeMilliseconds() int64
    /// let! at = field "At" _.At time always
    /// </code></example>
    let inline via ([<InlineIfLambda>] forth: 'A -> 'B) ([<InlineIfLambda>] back: 'B -> 'A) ([<InlineIfLambda>] c: Value<'A>) : Value<'B> =
        Value(fun op n r w d b x y pos ->
            match op with
            | Op.Read ->
                let start = pos
                let read = c.Invoke(Op.Read, n, r, w, d, b, Unchecked.defaultof<'A>, Unchecked.defaultof<'A>, &pos)
                r.Mapping <- start + 1
                let value = forth read
                r.Mapping <- 0
                value
            | Op.ReadNullable ->
                let start = pos
                let read = c.Invoke(Op.ReadNullable, n, r, w, d, b, Unchecked.defaultof<'A>, Unchecked.defaultof<'A>, &pos)

                if isNull (box read) then
                    Unchecked.defaultof<'B>
                else
                    r.Mapping <- start + 1
                    let value = forth read
                    r.Mapping <- 0
                    value
            | Op.Write ->
                c.Invoke(Op.Write, n, r, w, d, b, back x, Unchecked.defaultof<'A>, &pos) |> ignore<'A>
                x
            | Op.WriteNullable ->
                (if isNull (box x) then
                     c.Invoke(Op.WriteNullable, n, r, w, d, b, Unchecked.defaultof<'A>, Unchecked.defaultof<'A>, &pos)
                     |> ignore<'A>
                 else
                     c.Invoke(Op.WriteNullable, n, r, w, d, b, back x, Unchecked.defaultof<'A>, &pos) |> ignore<'A>)

                x
            | Op.IsDefault ->
                c.Invoke(Op.IsDefault, n, r, w, d, b, back x, Unchecked.defaultof<'A>, &pos) |> ignore<'A>
                x
            | Op.Default -> forth (c.Invoke(Op.Default, n, r, w, d, b, Unchecked.defaultof<'A>, Unchecked.defaultof<'A>, &pos))
            | Op.TakePart ->
                c.Invoke(Op.TakePart, n, r, w, d, b, back x, Unchecked.defaultof<'A>, &pos) |> ignore<'A>
                x
            | Op.MakePart -> forth (c.Invoke(Op.MakePart, n, r, w, d, b, Unchecked.defaultof<'A>, Unchecked.defaultof<'A>, &pos))
            | Op.IsMapped ->
                pos <- 1
                x
            | Op.Equals ->
                c.Invoke(Op.Equals, n, r, w, d, b, back x, back y, &pos) |> ignore<'A>
                x
            | Op.Minimum
            | Op.IsFixed
            | Op.Describe ->
                c.Invoke(op, n, r, w, d, b, Unchecked.defaultof<'A>, Unchecked.defaultof<'A>, &pos) |> ignore<'A>
                x
            | _ -> Op.unknown op)

    /// <summary><c>refine forth back c</c> is <c>via</c> with a <c>forth</c> that may refuse a value, with a reason.</summary>
    /// <remarks>The default of <c>c</c> must not be refused; if it is, give another one by <c>fieldOr</c>.</remarks>
    /// <example><code>
    /// let percent (n: int) = if n >= 0 &amp;&amp; n &lt;= 100 then Ok(Percent n) else Error "A percentage is between 0 and 100."
    /// let! load = field "Load" _.Load (refine percent (fun (Percent n) -> n) int32) always
    /// </code></example>
    let inline refine
        ([<InlineIfLambda>] forth: 'A -> Result<'B, string>)
        ([<InlineIfLambda>] back: 'B -> 'A)
        ([<InlineIfLambda>] c: Value<'A>)
        : Value<'B> =
        Value(fun op n r w d b x y pos ->
            match op with
            | Op.Read ->
                let start = pos
                let read = c.Invoke(Op.Read, n, r, w, d, b, Unchecked.defaultof<'A>, Unchecked.defaultof<'A>, &pos)
                r.Mapping <- start + 1

                match forth read with
                | Ok value ->
                    r.Mapping <- 0
                    value
                | Error reason -> Refusal.whenReading<'B> r reason start
            | Op.ReadNullable ->
                let start = pos
                let read = c.Invoke(Op.ReadNullable, n, r, w, d, b, Unchecked.defaultof<'A>, Unchecked.defaultof<'A>, &pos)

                if isNull (box read) then
                    Unchecked.defaultof<'B>
                else
                    r.Mapping <- start + 1

                    match forth read with
                    | Ok value ->
                        r.Mapping <- 0
                        value
                    | Error reason -> Refusal.whenReading<'B> r reason start
            | Op.Write ->
                c.Invoke(Op.Write, n, r, w, d, b, back x, Unchecked.defaultof<'A>, &pos) |> ignore<'A>
                x
            | Op.WriteNullable ->
                (if isNull (box x) then
                     c.Invoke(Op.WriteNullable, n, r, w, d, b, Unchecked.defaultof<'A>, Unchecked.defaultof<'A>, &pos)
                     |> ignore<'A>
                 else
                     c.Invoke(Op.WriteNullable, n, r, w, d, b, back x, Unchecked.defaultof<'A>, &pos) |> ignore<'A>)

                x
            | Op.IsDefault ->
                c.Invoke(Op.IsDefault, n, r, w, d, b, back x, Unchecked.defaultof<'A>, &pos) |> ignore<'A>
                x
            | Op.Default ->
                match forth (c.Invoke(Op.Default, n, r, w, d, b, Unchecked.defaultof<'A>, Unchecked.defaultof<'A>, &pos)) with
                | Ok value -> value
                | Error reason -> Refusal.ofDefault<'B> reason
            | Op.TakePart ->
                c.Invoke(Op.TakePart, n, r, w, d, b, back x, Unchecked.defaultof<'A>, &pos) |> ignore<'A>
                x
            | Op.MakePart ->
                match forth (c.Invoke(Op.MakePart, n, r, w, d, b, Unchecked.defaultof<'A>, Unchecked.defaultof<'A>, &pos)) with
                | Ok value -> value
                | Error reason -> Refusal.whenAssembling<'B> reason
            | Op.IsMapped ->
                pos <- 1
                x
            | Op.Equals ->
                c.Invoke(Op.Equals, n, r, w, d, b, back x, back y, &pos) |> ignore<'A>
                x
            | Op.Minimum
            | Op.IsFixed
            | Op.Describe ->
                c.Invoke(op, n, r, w, d, b, Unchecked.defaultof<'A>, Unchecked.defaultof<'A>, &pos) |> ignore<'A>
                x
            | _ -> Op.unknown op)

    /// The code of an option whose default is None.
    let inline noneByDefault ([<InlineIfLambda>] c: Value<'T option>) : Value<'T option> =
        Value(fun op n r w d b x y pos ->
            match op with
            | Op.Default -> None
            | Op.IsDefault ->
                pos <- (if x.IsNone then 1 else 0)
                x
            // Every other op, also a future one, is passed to the inner value.
            | op -> c.Invoke(op, n, r, w, d, b, x, y, &pos))

    /// <summary><c>option n c</c> is <c>nullable n c</c> as an option: None is null, which is also the default.</summary>
    /// <example><code>
    /// let! note = field "Note" _.Note (option 0 string) always
    /// // None        00      (flexible)
    /// // Some "a"    02 61
    /// </code></example>
    let inline option (first: int) ([<InlineIfLambda>] c: Value<'T>) : Value<'T option> =
        noneByDefault (
            via
                (fun (value: 'T | null) ->
                    match value with
                    | null -> None
                    | value -> Some value)
                (fun (value: 'T option) ->
                    match value with
                    | Some value -> value
                    | None -> null)
                (nullable first c)
        )
