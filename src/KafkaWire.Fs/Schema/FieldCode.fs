namespace KafkaWire.Schema

open System
open System.Collections.Generic
open System.ComponentModel
open System.Runtime.CompilerServices
open KafkaWire

/// What a value's code is asked to do. Always a constant, so that the compiler keeps the one branch and drops the others.
[<EditorBrowsable(EditorBrowsableState.Never)>]
module Op =
    /// Read a value; where n is 1 its Minimum of bytes was checked to be there.
    [<Literal>]
    let Read = 0

    /// Write x.
    [<Literal>]
    let Write = 1

    /// Tell the shape.
    [<Literal>]
    let Describe = 2

    /// Read a value or null.
    [<Literal>]
    let ReadNullable = 3

    /// Write x, which may be null.
    [<Literal>]
    let WriteNullable = 4

    /// Set pos to 1 if x is the default of the type, else to 0.
    [<Literal>]
    let IsDefault = 5

    /// The default of the type.
    [<Literal>]
    let Default = 6

    /// Set pos to the least number of bytes of a value.
    [<Literal>]
    let Minimum = 7

    /// Set pos to 1 if the value is read with n = 1 and written without a check: it always has Minimum bytes, and b is not replaced.
    [<Literal>]
    let IsFixed = 8

    /// Set pos to 1 if x equals y, which is another default than that of the type, else to 0.
    [<Literal>]
    let Equals = 9

/// What a field's code is asked to do. Always a constant, as in Op.
[<EditorBrowsable(EditorBrowsableState.Never)>]
module FieldOp =
    /// Read the field, whose fixed bytes were checked to be there, or give its default; then make sure of the n fixed bytes behind it.
    [<Literal>]
    let Read = 0

    /// Write the field; raise FieldNotInVersion where it cannot be written.
    [<Literal>]
    let Write = 1

    /// Tell the field.
    [<Literal>]
    let Describe = 2

    /// Take the tagged field at hand, number n, if it is this one.
    [<Literal>]
    let OfferTag = 3

    /// Add the number of tagged fields to write to pos.
    [<Literal>]
    let CountTags = 4

    /// Write the field if it is tagged.
    [<Literal>]
    let WriteTag = 5

    /// Merge the unknown tagged fields into the known ones, which start at n.
    [<Literal>]
    let MergeTags = 6

    /// Put the field's value among the parts.
    [<Literal>]
    let Explode = 7

    /// Take the field's value from the parts.
    [<Literal>]
    let Assemble = 8

    /// Take the unknown tagged fields set aside since the mark in n.
    [<Literal>]
    let TakeTags = 9

    /// Make pos, which is the number of fixed bytes behind the field, the number from the field on: 0 where it is none of fixed width.
    [<Literal>]
    let Ahead = 10

    /// Set pos to 1 if the field is tagged and has another value than its default, or if there are unknown tagged fields.
    [<Literal>]
    let HasTags = 13

    /// Raise FieldNotInVersion if the field is tagged and cannot be written.
    [<Literal>]
    let CheckTag = 14

    /// Raise TagsNotAllowed if there are unknown tagged fields.
    [<Literal>]
    let RefuseTags = 11

    /// Add the number of unknown tagged fields to pos.
    [<Literal>]
    let CountUnknownTags = 12

/// What a version range is asked.
[<EditorBrowsable(EditorBrowsableState.Never)>]
module VersionsOp =
    /// Whether v lies in the range.
    [<Literal>]
    let Contains = 0

    /// Tell the range.
    [<Literal>]
    let Describe = 1

    /// Whether a value other than the default is left out in other versions.
    [<Literal>]
    let IsIgnorable = 2

/// <summary>How a value is read, written and described: one expression for all of it.</summary>
/// <remarks>
/// The argument <c>op</c>, and with it all but the branch in use, is a constant where a codec is made: the compiler flattens it. <c>b</c> is
/// the array of the reader or writer at hand, which the codec keeps in a register.
/// </remarks>
[<EditorBrowsable(EditorBrowsableState.Never)>]
type Value<'T> = delegate of op: int * n: int * r: WireReader * w: WireWriter * d: Describer * b: byte[] * x: 'T * y: 'T * pos: byref<int> -> 'T

/// <summary>How a field of a record is read, written and described.</summary>
[<EditorBrowsable(EditorBrowsableState.Never)>]
type FieldCode<'R, 'T> =
    delegate of
        op: int * v: int * n: int * r: WireReader * w: WireWriter * d: Describer * b: byref<byte[]> * x: 'R * current: 'T * pos: byref<int> -> 'T

/// <summary>The versions that carry a field.</summary>
[<EditorBrowsable(EditorBrowsableState.Never)>]
type VersionsCode = delegate of op: int * v: int * d: Describer -> bool

/// How structs are read and written as part of others. Plain code: only their fields are flattened.
[<EditorBrowsable(EditorBrowsableState.Never)>]
module Structs =

    /// Writes a struct, which may follow fixed fields.
    let write (codec: StructCodec<'T>) (w: WireWriter) (pos: int) (x: 'T) : int =
        if isNull (box x) then w.NullNotAllowed pos

        codec.Write(w, w.Settle pos, x)

    /// Reads a byte of presence, and the struct unless it is negative.
    let readNullable (codec: StructCodec<'T>) (r: WireReader) (pos: int) : 'T =
        r.Need(pos, 1)

        if r.Int8At pos < 0y then
            r.Position <- pos + 1
            Unchecked.defaultof<'T>
        else
            codec.Read(r, pos + 1)

    /// Writes -1 for null, else 1 and the struct.
    let writeNullable (codec: StructCodec<'T>) (w: WireWriter) (pos: int) (x: 'T) : int =
        if isNull (box x) then
            w.Int8At(pos, -1y)
            w.Settle(pos + 1)
        else
            w.Int8At(pos, 1y)
            codec.Write(w, w.Settle(pos + 1), x)

    /// Reads a varint of presence, and the struct unless it is 0.
    let readOptional (codec: StructCodec<'T>) (r: WireReader) (pos: int) : 'T =
        if r.UnsignedVarint pos <= 0 then Unchecked.defaultof<'T> else codec.Read(r, r.Position)

    /// Writes 0 for null, else 1 and the struct.
    let writeOptional (codec: StructCodec<'T>) (w: WireWriter) (pos: int) (x: 'T) : int =
        if isNull (box x) then
            w.Int8At(pos, 0y)
            w.Settle(pos + 1)
        else
            w.Int8At(pos, 1y)
            codec.Write(w, w.Settle(pos + 1), x)

    /// Whether a struct, or null, equals another default than that of its type, mostly null.
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    let equals (x: 'T) (standard: 'T) : bool = obj.ReferenceEquals(x, standard) || EqualityComparer<'T>.Default.Equals(x, standard)

    // The JIT inlines these: it then knows the codec, which is a constant of the program, and calls it directly.

    /// Reads an array of structs.
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    let readArray (codec: StructCodec<'T>) (r: WireReader) (pos: int) : 'T[] =
        let count = r.ArrayLength pos

        if count = 0 then
            Array.Empty<'T>()
        else
            r.Admit(pos, count, codec.MinimumSize, codec.Cost)
            codec.ReadItems(r, count)

    /// Reads an array of structs or null.
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    let readNullableArray (codec: StructCodec<'T>) (r: WireReader) (pos: int) : 'T[] =
        let count = r.NullableArrayLength pos

        if count > 0 then
            r.Admit(pos, count, codec.MinimumSize, codec.Cost)
            codec.ReadItems(r, count)
        elif count = 0 then
            Array.Empty<'T>()
        else
            Unchecked.defaultof<'T[]>

    /// Writes an array of structs.
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    let writeArray (codec: StructCodec<'T>) (w: WireWriter) (pos: int) (xs: 'T[]) : int =
        if isNull (box xs) then w.NullNotAllowed pos
        let items = w.ArrayLength(pos, xs.Length)
        if xs.Length = 0 then items else codec.WriteItems(w, w.Settle items, xs)

    /// Writes an array of structs or null.
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    let writeNullableArray (codec: StructCodec<'T>) (w: WireWriter) (pos: int) (xs: 'T[]) : int =
        if isNull (box xs) then w.ArrayLength(pos, -1) else writeArray codec w pos xs

/// How arrays are read and written. Plain code, as in Structs.
[<EditorBrowsable(EditorBrowsableState.Never)>]
module Arrays =

    /// Whether an array is there and has no elements.
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    let isEmpty (xs: 'T[]) : bool = not (isNull (box xs)) && xs.Length = 0

    /// Whether an array, or null, is like another default than no elements, which mostly is null.
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    let equals (xs: 'T[]) (standard: 'T[]) : bool = if isNull (box standard) then isNull (box xs) else isEmpty xs

    /// Reads int32 elements.
    let readInt32s (r: WireReader) (pos: int) : int[] =
        let count = r.ArrayLength(pos, 4, 4)
        r.Int32s(r.Position, count)

    /// Reads int32 elements or null.
    let readNullableInt32s (r: WireReader) (pos: int) : int[] =
        let count = r.NullableArrayLength(pos, 4, 4)

        if count < 0 then Unchecked.defaultof<int[]> else r.Int32s(r.Position, count)

    /// Writes int32 elements.
    let writeInt32s (w: WireWriter) (pos: int) (xs: int[]) : int =
        if isNull (box xs) then w.NullNotAllowed pos

        if xs.Length <= WireWriter.FewInt32s then
            w.Int32sWithCount(pos, xs)
        else
            w.Int32s(w.Settle(w.ArrayLength(pos, xs.Length)), xs)

    /// Writes int32 elements or null.
    let writeNullableInt32s (w: WireWriter) (pos: int) (xs: int[]) : int = if isNull (box xs) then w.ArrayLength(pos, -1) else writeInt32s w pos xs
