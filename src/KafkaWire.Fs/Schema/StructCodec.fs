namespace KafkaWire.Schema

open System
open System.Collections.Generic
open System.ComponentModel
open System.Runtime.CompilerServices
open System.Runtime.ExceptionServices
open System.Threading
open KafkaWire

/// <summary>Reads and writes a struct. Made by <c>message&lt;T&gt; "Name" { ... }</c>, or by hand for what no schema can say.</summary>
[<AbstractClass>]
type StructCodec<'T when 'T: not null and 'T: not struct>(name: string) =
    let mutable shape: StructShape | null = null
    let mutable knownTags: int[] | null = null
    let mutable defaultValue = Unchecked.defaultof<'T>
    let mutable minimum = 0
    let mutable cost = 0

    /// <summary>Kafka's name of the struct; of a message its name.</summary>
    member _.Name = name

    /// <summary>Reads a value at a position, and leaves the position behind it in the reader.</summary>
    abstract Read: reader: WireReader * position: int -> 'T

    /// <summary>Writes a value at a position that has the writer's slack behind it; returns the position behind the value, which has the slack again.</summary>
    abstract Write: writer: WireWriter * position: int * value: 'T -> int

    /// <summary>Writes a message as <c>Write</c> writes a struct, but an error tells the path of the field.</summary>
    /// <remarks>What <c>message</c> makes has the fields in it, so that a message is written in one call. Hand-written codecs need not override it.</remarks>
    [<EditorBrowsable(EditorBrowsableState.Never)>]
    abstract WriteMessage: writer: WireWriter * position: int * value: 'T -> int

    default codec.WriteMessage(writer, position, value) =
        try
            codec.Write(writer, position, value)
        with e ->
            raise (codec.Explain(e, writer, value))

    /// <summary>Writes the tagged fields of a value that has some, behind its other fields; returns the position behind them, which has the slack again.</summary>
    /// <remarks>The second half of how what <c>message</c> makes writes, for nobody else to call. Hand-written codecs need not override it.</remarks>
    [<EditorBrowsable(EditorBrowsableState.Never)>]
    abstract WriteTags: writer: WireWriter * position: int * value: 'T -> int

    default _.WriteTags(_, position, _) = position

    /// <summary>Reads so many values, from the reader's position on; leaves the position behind them.</summary>
    abstract ReadItems: reader: WireReader * count: int -> 'T[]

    /// <summary>Writes some values one behind the other, as <c>Write</c> does.</summary>
    abstract WriteItems: writer: WireWriter * position: int * items: 'T[] -> int

    /// <summary>Tells the fields.</summary>
    abstract Describe: describer: Describer -> unit

    /// <summary>Puts the value's parts, in the order of the shape, then its unknown tagged fields.</summary>
    abstract Explode: value: 'T * into: Parts -> unit

    /// <summary>Makes a value of parts in the same order.</summary>
    abstract Assemble: from: Parts -> 'T

    /// <summary>The description of the struct.</summary>
    member codec.Shape =
        match shape with
        | null ->
            let describer = Describer()
            codec.Describe describer
            let made = StructShape(name, describer.Fields, describer.KeepsUnknownTags, codec)
            ShapeRules.check made
            // The minimum last: whoever sees it may use the cost.
            cost <- ShapeRules.cost made
            Volatile.Write(&minimum, ShapeRules.minimumSize made)
            // Of two threads that come here at once one shape wins: interpreters compare shapes by reference.
            match Interlocked.CompareExchange(&shape, made, null) with
            | null -> made
            | other -> other
        | made -> made

    member private codec.Measure() : unit = codec.Shape |> ignore<StructShape>

    /// <summary>The least number of bytes that a value takes on the wire in any version.</summary>
    member codec.MinimumSize =
        if minimum = 0 then codec.Measure()
        minimum

    /// <summary>Makes sure, once, that the shape keeps the rules that writing without checks rests on.</summary>
    member inline internal codec.Prove() = codec.MinimumSize |> ignore<int>

    /// <summary>About the bytes of memory of a decoded value, its variable-length fields left out. Known with the minimum size.</summary>
    member internal _.Cost = cost

    /// <summary>The tags of the known fields.</summary>
    member codec.KnownTags =
        match knownTags with
        | null ->
            let tags = codec.Shape.Fields |> Array.filter _.IsTagged |> Array.map _.Tag
            knownTags <- tags
            tags
        | tags -> tags

    /// <summary>The error that writing met with the path of the field, to raise in its place.</summary>
    [<EditorBrowsable(EditorBrowsableState.Never)>]
    member codec.Explain(error: exn, writer: WireWriter, value: 'T) : exn =
        match error with
        | :? WireException as e ->
            let version = int16 writer.Version

            let struct (path, error) = Locate.writeFailure codec.Shape (Unchecked.nonNull (box value)) version writer.Flexible e.Error

            WireException(WireFailure(error, e.Offset, Locate.place name version path))
        | _ ->
            // Somebody else's, with the trace of its stack.
            ExceptionDispatchInfo.Throw error
            error

    member private codec.MakeDefault() : 'T =
        let defaults = codec.Shape.Fields |> Array.map _.Default

        let parts: objnull[] =
            if codec.Shape.KeepsUnknownTags then
                Array.append defaults [| Array.Empty<TaggedField>() |]
            else
                defaults

        // Of two threads that come here at once one default wins: IsDefault compares by reference first.
        Interlocked.CompareExchange(&defaultValue, codec.Assemble(Parts parts), Unchecked.defaultof<'T>)
        |> ignore<'T>

        defaultValue

    /// <summary>The value with every field at its default.</summary>
    member codec.Default: 'T = if isNull (box defaultValue) then codec.MakeDefault() else defaultValue

    // A call of its own, for which the caller has nothing to save.
    [<MethodImpl(MethodImplOptions.NoInlining)>]
    member private codec.EqualsDefault(value: 'T) = EqualityComparer<'T>.Default.Equals(value, codec.Default)

    /// <summary>Whether a value equals the default, unknown tagged fields included.</summary>
    // A decoded message has the default itself wherever a field was absent, and so has most of what is built.
    member codec.IsDefault(value: 'T) = obj.ReferenceEquals(value, defaultValue) || codec.EqualsDefault value

    interface IStructOperations with
        member _.Type = typeof<'T>

        member codec.Explode value =
            let parts = Array.zeroCreate (codec.Shape.Fields.Length + (if codec.Shape.KeepsUnknownTags then 1 else 0))
            codec.Explode(unbox<'T> value, Parts parts)
            parts

        member codec.Assemble parts = Unchecked.nonNull (box (codec.Assemble(Parts parts)))

        member _.ArrayOf values =
            let typed: 'T[] = Array.zeroCreate values.Count

            for i in 0 .. values.Count - 1 do
                typed[i] <- unbox<'T> values[i]

            typed

        member codec.DefaultObject = Unchecked.nonNull (box codec.Default)
