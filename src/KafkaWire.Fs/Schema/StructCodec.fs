namespace KafkaWire.Schema

open System
open System.Collections.Generic
open System.ComponentModel
open System.Runtime.CompilerServices
open System.Runtime.ExceptionServices
open System.Threading
open KafkaWire

/// <summary>Reads and writes a struct. Made by <c>message&lt;T&gt; "Name" { ... }</c>, or written by hand for what a schema cannot express.</summary>
[<AbstractClass>]
type StructCodec<'T when 'T: not null and 'T: not struct>(name: string) =
    let mutable shape: StructShape | null = null
    let mutable knownTags: int[] | null = null
    let mutable defaultValue = Unchecked.defaultof<'T>
    let mutable minimum = 0
    let mutable cost = 0

    /// <summary>Kafka's name of the struct or message.</summary>
    member _.Name = name

    /// <summary>Reads a value at a position and moves the reader's Position past it.</summary>
    abstract Read: reader: WireReader * position: int -> 'T

    /// <summary>Writes a value at a position with the writer's slack; returns the position after the value, which again has the slack.</summary>
    abstract Write: writer: WireWriter * position: int * value: 'T -> int

    /// <summary>Writes a message like <c>Write</c>, but errors contain the path of the field.</summary>
    /// <remarks>Codecs made by <c>message</c> write their fields here, so that a message is written in one call. Hand-written codecs need not override it.</remarks>
    [<EditorBrowsable(EditorBrowsableState.Never)>]
    abstract WriteMessage: writer: WireWriter * position: int * value: 'T -> int

    default codec.WriteMessage(writer, position, value) =
        try
            codec.Write(writer, position, value)
        with e ->
            raise (codec.Explain(e, writer, value))

    /// <summary>Writes the tagged fields of a value that has some, after its other fields; returns the position after them, which again has the slack.</summary>
    /// <remarks>Called only by codecs that <c>message</c> makes, as the second half of writing. Hand-written codecs need not override it.</remarks>
    [<EditorBrowsable(EditorBrowsableState.Never)>]
    abstract WriteTags: writer: WireWriter * position: int * value: 'T -> int

    default _.WriteTags(_, position, _) = position

    /// <summary>Reads the given number of values from the reader's Position, and moves it past them.</summary>
    abstract ReadItems: reader: WireReader * count: int -> 'T[]

    /// <summary>Writes values one after the other, as <c>Write</c> does.</summary>
    abstract WriteItems: writer: WireWriter * position: int * items: 'T[] -> int

    /// <summary>Describes the fields.</summary>
    abstract Describe: describer: Describer -> unit

    /// <summary>Adds the value's parts in the order of the shape, then its unknown tagged fields.</summary>
    abstract Explode: value: 'T * into: Parts -> unit

    /// <summary>Makes a value from its parts, in the same order.</summary>
    abstract Assemble: from: Parts -> 'T

    /// <summary>The description of the struct.</summary>
    member codec.Shape =
        match shape with
        | null ->
            let describer = Describer()
            codec.Describe describer
            let made = StructShape(name, describer.Fields, describer.KeepsUnknownTags, codec)
            ShapeRules.check made
            // The minimum is set last: a thread that sees it may use the cost.
            cost <- ShapeRules.cost made
            Volatile.Write(&minimum, ShapeRules.minimumSize made)
            // If two threads get here at once, one shape wins: interpreters compare shapes by reference.
            match Interlocked.CompareExchange(&shape, made, null) with
            | null -> made
            | other -> other
        | made -> made

    member private codec.Measure() : unit = codec.Shape |> ignore<StructShape>

    /// <summary>The minimum size of a value on the wire in bytes, in any version.</summary>
    member codec.MinimumSize =
        if minimum = 0 then codec.Measure()
        minimum

    /// <summary>Checks, once, the rules for shapes that unchecked writing relies on.</summary>
    member inline internal codec.Prove() = codec.MinimumSize |> ignore<int>

    /// <summary>The approximate memory of a decoded value in bytes, without its variable-length fields. Computed together with the minimum size.</summary>
    member internal _.Cost = cost

    /// <summary>The tags of the known fields.</summary>
    member codec.KnownTags =
        match knownTags with
        | null ->
            let tags = codec.Shape.Fields |> Array.filter _.IsTagged |> Array.map _.Tag
            knownTags <- tags
            tags
        | tags -> tags

    /// <summary>The error of the writer, with the path of the field added, to raise instead.</summary>
    [<EditorBrowsable(EditorBrowsableState.Never)>]
    member codec.Explain(error: exn, writer: WireWriter, value: 'T) : exn =
        match error with
        | :? WireException as e ->
            let version = int16 writer.Version

            let struct (path, error) = Locate.writeFailure codec.Shape (Unchecked.nonNull (box value)) version writer.Flexible e.Error

            WireException(WireFailure(error, e.Offset, Locate.place name version path))
        | _ ->
            // Not a wire error: raised again with its stack trace.
            ExceptionDispatchInfo.Throw error
            error

    member private codec.MakeDefault() : 'T =
        let defaults = codec.Shape.Fields |> Array.map _.Default

        let parts: objnull[] =
            if codec.Shape.KeepsUnknownTags then
                Array.append defaults [| Array.Empty<TaggedField>() |]
            else
                defaults

        // If two threads get here at once, one default wins: IsDefault compares by reference first.
        Interlocked.CompareExchange(&defaultValue, codec.Assemble(Parts parts), Unchecked.defaultof<'T>)
        |> ignore<'T>

        defaultValue

    /// <summary>The value with every field at its default.</summary>
    member codec.Default: 'T = if isNull (box defaultValue) then codec.MakeDefault() else defaultValue

    // Not inlined: the caller then makes a tail call and has no registers to save.
    [<MethodImpl(MethodImplOptions.NoInlining)>]
    member private codec.EqualsDefault(value: 'T) = EqualityComparer<'T>.Default.Equals(value, codec.Default)

    /// <summary>Whether a value equals the default, unknown tagged fields included.</summary>
    // Where a field was absent, a decoded message has the default object itself, as do most messages that are built.
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
