namespace KafkaWire.Schema

open System
open System.Collections.Generic
open System.ComponentModel
open System.Runtime.CompilerServices
open System.Threading
open KafkaWire

/// <summary>Reads and writes a value: a struct, a union, one that contains itself, or what a codec written by hand can read.</summary>
[<AbstractClass>]
type ValueCodec<'T>(name: string) =
    let mutable minimum = 0
    let mutable cost = 0
    let mutable defaultValue = Unchecked.defaultof<'T>
    let mutable hasDefault = false

    let isEquatable = typeof<IEquatable<'T>>.IsAssignableFrom typeof<'T>

    /// <summary>The name of what it reads and writes.</summary>
    member _.Name = name

    /// <summary>Reads a value at a position and moves the reader's Position past it.</summary>
    abstract Read: reader: WireReader * position: int -> 'T

    /// <summary>Writes a value at a position with the writer's slack; returns the position after the value, which again has the slack.</summary>
    abstract Write: writer: WireWriter * position: int * value: 'T -> int

    /// <summary>Reads the given number of values from the reader's Position, and moves it past them.</summary>
    abstract ReadItems: reader: WireReader * count: int -> 'T[]

    default codec.ReadItems(reader, count) =
        let items: 'T[] = Array.zeroCreate count

        for i = 0 to items.Length - 1 do
            items[i] <- codec.Read(reader, reader.Position)

        items

    /// <summary>Writes values one after the other, as <c>Write</c> does.</summary>
    abstract WriteItems: writer: WireWriter * position: int * items: 'T[] -> int

    default codec.WriteItems(writer, position, items) =
        let mutable pos = position

        for i = 0 to items.Length - 1 do
            pos <- codec.Write(writer, pos, items[i])

        pos

    /// <summary>The description of the value.</summary>
    abstract ValueShape: Shape

    /// <summary>Makes the value that stands for an absent field.</summary>
    abstract CreateDefault: unit -> 'T

    member private codec.Measure() : unit =
        let shape = codec.ValueShape
        // The minimum is set last: a thread that sees it may use the cost.
        cost <- ShapeRules.cost shape
        Volatile.Write(&minimum, ShapeRules.least shape)

    /// <summary>The minimum size of a value on the wire in bytes, in any version, but at least 1.</summary>
    member codec.MinimumSize =
        if minimum = 0 then codec.Measure()
        minimum

    /// <summary>Checks, once, the rules for shapes that unchecked writing relies on.</summary>
    member inline internal codec.Prove() = codec.MinimumSize |> ignore<int>

    /// <summary>The approximate memory of a decoded value in bytes, without its variable-length fields. Computed together with the minimum size.</summary>
    member internal _.Cost = cost

    member private codec.MakeDefault() : 'T =
        // One default wins: IsDefault compares by reference first.
        lock codec (fun () ->
            if not hasDefault then
                defaultValue <- codec.CreateDefault()
                Volatile.Write(&hasDefault, true))

        defaultValue

    /// <summary>The value that stands for an absent field.</summary>
    member codec.Default: 'T = if Volatile.Read &hasDefault then defaultValue else codec.MakeDefault()

    member private codec.HaveEqualParts(value: 'T, other: 'T) : bool = ShapeValue.areEqual codec.ValueShape (box value) (box other)

    // By the type's own equality where it has one. That of an F# record fails on a null that the compiler does not know of.
    // Not inlined: the caller then makes a tail call and has no registers to save.
    [<MethodImpl(MethodImplOptions.NoInlining)>]
    member private codec.AreSame(value: 'T, other: 'T) : bool =
        if isEquatable then
            try
                EqualityComparer<'T>.Default.Equals(value, other)
            with :? NullReferenceException ->
                codec.HaveEqualParts(value, other)
        else
            codec.HaveEqualParts(value, other)

    // Not inlined, for the same reason.
    [<MethodImpl(MethodImplOptions.NoInlining)>]
    member private codec.EqualsDefault(value: 'T) : bool = codec.AreSame(value, codec.Default)

    /// <summary>Whether a value equals the default, unknown tagged fields included.</summary>
    // Where a field was absent, a decoded message has the default object itself, as do most messages that are built.
    member codec.IsDefault(value: 'T) =
        (not typeof<'T>.IsValueType && obj.ReferenceEquals(value, defaultValue))
        || codec.EqualsDefault value

    /// <summary>Whether two values, either of which may be null, are equal: by their type's equality, or else by their parts.</summary>
    member codec.AreEqual(value: 'T, other: 'T) : bool =
        (not typeof<'T>.IsValueType && obj.ReferenceEquals(value, other)) || codec.AreSame(value, other)

/// <summary>Stands for a codec inside its own schema. Made by <c>recursive</c>.</summary>
[<Sealed; EditorBrowsable(EditorBrowsableState.Never)>]
type RecursiveCodec<'T>(name: string) =
    inherit ValueCodec<'T>(name)
    let mutable target: ValueCodec<'T> | null = null

    /// <summary>What it stands for.</summary>
    member codec.Target: ValueCodec<'T> =
        match target with
        | null -> invalidOp (String.Concat(name, " is used before its schema is complete."))
        | target -> target

    /// <summary>Says what it stands for.</summary>
    member _.StandFor(codec: ValueCodec<'T>) : unit = target <- codec

    /// <summary>The reference in shapes.</summary>
    member val private Reference = Unchecked.defaultof<ShapeReference> with get, set

    override codec.Read(reader, position) =
        reader.Enter position
        let value = codec.Target.Read(reader, position)
        reader.Leave()
        value

    override codec.Write(writer, position, value) =
        if not (RuntimeHelpers.TryEnsureSufficientExecutionStack()) then writer.TooDeep position
        codec.Target.Write(writer, position, value)

    override codec.ReadItems(reader, count) =
        reader.Enter reader.Position
        let items = codec.Target.ReadItems(reader, count)
        reader.Leave()
        items

    override codec.WriteItems(writer, position, items) =
        if not (RuntimeHelpers.TryEnsureSufficientExecutionStack()) then writer.TooDeep position
        codec.Target.WriteItems(writer, position, items)

    override codec.ValueShape =
        if isNull (box codec.Reference) then
            codec.Reference <- ShapeReference(name, (fun () -> codec.Target.ValueShape))

        Shape.Recursive codec.Reference

    override codec.CreateDefault() = codec.Target.Default
