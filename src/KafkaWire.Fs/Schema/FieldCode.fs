namespace KafkaWire.Schema

open System
open System.Collections.Generic
open System.ComponentModel
open System.Globalization
open System.Runtime.CompilerServices
open KafkaWire

// A schema is compiled by the F# compiler itself. Each word (`int32`, `array`, `field` ...) is an inline function that returns a delegate with a
// `match op with` over all its operations. The builder (Builder.g.fs) invokes that delegate with a constant op for each purpose; F# inlines the
// delegate, keeps the branch of that op and drops the rest. What remains in the IL is straight-line code, as if written by hand.
//
// The rules that keep this alive, guarded by FlatteningTests ("no codec invokes a function, makes a closure or uses a tuple"). docs/design.md,
// "Flattening", says what came out when each was broken on purpose:
//   - An `if` or `match` that is a statement is in parentheses. F# 10 makes the same code without them; earlier compilers made a closure.
//   - An argument that an op does not use is `Unchecked.defaultof<_>`. A null literal would be a nullness warning.
//   - Errors are raised by a method of the reader or writer that only raises (`w.NullNotAllowed pos`): a `raise` in a branch would be inlined with its exception.
//   - Numbers and defaults are literals or module-level values: anything else becomes a field of a closure.
//   - Every match names every op, and its last case is `Op.unknown` or `FieldOp.unknown`, so that no wildcard swallows a new op.
//
// The arguments: `pos` is a byref, so it is both input and output. x is the value, y another one to compare it with. For an argument that an op does
// not use, pass `Unchecked.defaultof<_>` or 0.
//
//   Op             n                              pos in                  pos out                             result
//   Read           1: Minimum bytes are checked   where the value starts  where it ends                       the value
//   ReadNullable   -                              where the value starts  where it ends                       the value or null
//   Default        -                              -                       -                                   the default of the type
//   Minimum        -                              -                       the least size in bytes             -
//   IsFixed        -                              0                       1 if the size is always Minimum     -
//   Write          -                              where to write          where to continue                   x
//   WriteNullable  -                              where to write          where to continue                   x
//   IsDefault      -                              -                       1 if x is the default, else 0       -
//   Equals         -                              -                       1 if x equals y, else 0             -
//   Describe       -                              -                       -                                   - (the Describer gets the shape)
//   TakePart       -                              -                       -                                   - (the Describer gets x's part)
//   MakePart       -                              -                       -                                   the value of the Describer's part
//   IsMapped       -                              0                       1 if part and value differ          -
//
//   FieldOp           n                                pos in                       pos out                          result
//   Ahead             -                                fixed bytes after the field  fixed bytes from the field on    -
//   Read              fixed bytes to check after it    where the field starts       where it ends                    the field's value
//   OfferTag          the current tag                  where its data starts        where it ends, if taken          the field's value
//   TakeTags          the mark of this struct's tags   -                            -                                the unknown tagged fields
//   Write             -                                where to write               where to continue                -
//   HasTags           -                                -                            1 if a tag must be written       -
//   CheckTag          -                                where the tags start         the same                         -
//   RefuseTags        -                                where the tags would start   the same                         -
//   CountTags         -                                the count so far             the count with this field        -
//   WriteTag          -                                where to write               where to continue                -
//   CountUnknownTags  -                                the count so far             the count with the unknown ones  -
//   MergeTags         where the known tags start       where they end               where all tags end               -
//   Describe          -                                -                            -                                - (the Describer gets the field)
//   Explode           -                                -                            -                                - (the Parts get it)
//   Assemble          -                                -                            -                                the next of the Parts

/// The operations of a value's code. The op is always a constant, so that the compiler keeps one branch and drops the others.
[<EditorBrowsable(EditorBrowsableState.Never)>]
module Op =
    // ---- reading

    /// Read a value. If n is 1, the caller has checked that Minimum bytes are left.
    [<Literal>]
    let Read = 0

    /// Read a value or null.
    [<Literal>]
    let ReadNullable = 1

    /// Return the default of the type.
    [<Literal>]
    let Default = 2

    /// Set pos to the least number of bytes of a value.
    [<Literal>]
    let Minimum = 3

    /// Set pos to 1 if a value always takes Minimum bytes. It is then read with n = 1 and written without a check, and b is not replaced.
    [<Literal>]
    let IsFixed = 4

    // ---- writing

    /// Write x.
    [<Literal>]
    let Write = 5

    /// Write x, which may be null.
    [<Literal>]
    let WriteNullable = 6

    /// Set pos to 1 if x is the default of the type, otherwise to 0.
    [<Literal>]
    let IsDefault = 7

    /// Set pos to 1 if x equals y, otherwise to 0. y is a default other than the type's.
    [<Literal>]
    let Equals = 8

    // ---- describing

    /// Pass the shape to the Describer.
    [<Literal>]
    let Describe = 9

    /// Pass the part of x to the Describer: what x is on the wire.
    [<Literal>]
    let TakePart = 10

    /// Make the value of the Describer's part.
    [<Literal>]
    let MakePart = 11

    /// Set pos to 1 if the part of a value is something else than the value.
    [<Literal>]
    let IsMapped = 12

    /// <summary>The last case of every match over ops.</summary>
    /// <exception cref="T:System.InvalidOperationException">Always: the word does not know the op.</exception>
    [<MethodImpl(MethodImplOptions.NoInlining)>]
    let unknown (op: int) : 'T =
        raise (InvalidOperationException(String.Concat("A word of the schema does not know Op ", op.ToString CultureInfo.InvariantCulture)))

/// The operations of a field's code. The op is always a constant, as in Op.
[<EditorBrowsable(EditorBrowsableState.Never)>]
module FieldOp =
    // ---- reading

    /// Turn pos from the number of fixed bytes after the field into the number that includes the field; 0 if its width is not fixed.
    [<Literal>]
    let Ahead = 0

    /// Read the field, whose fixed bytes were checked, or return its default; then check the n fixed bytes after it.
    [<Literal>]
    let Read = 1

    /// Read the current tagged field, number n, if it is this field.
    [<Literal>]
    let OfferTag = 2

    /// Return the unknown tagged fields set aside since mark n.
    [<Literal>]
    let TakeTags = 3

    // ---- writing

    /// Write the field. Raise FieldNotInVersion if the version cannot carry its value.
    [<Literal>]
    let Write = 4

    /// Set pos to 1 if the field is tagged and differs from its default, or if there are unknown tagged fields.
    [<Literal>]
    let HasTags = 5

    /// Raise FieldNotInVersion if the field is tagged and the version cannot carry its value.
    [<Literal>]
    let CheckTag = 6

    /// Raise TagsNotAllowed if there are unknown tagged fields.
    [<Literal>]
    let RefuseTags = 7

    /// Add the number of tagged fields to write to pos.
    [<Literal>]
    let CountTags = 8

    /// Write the field if it is tagged.
    [<Literal>]
    let WriteTag = 9

    /// Add the number of unknown tagged fields to pos.
    [<Literal>]
    let CountUnknownTags = 10

    /// Merge the unknown tagged fields into the known ones, which start at n.
    [<Literal>]
    let MergeTags = 11

    // ---- describing

    /// Pass the field to the Describer.
    [<Literal>]
    let Describe = 12

    /// Add the field's value to the parts.
    [<Literal>]
    let Explode = 13

    /// Take the field's value from the parts.
    [<Literal>]
    let Assemble = 14

    /// <summary>The last case of every match over field ops.</summary>
    /// <exception cref="T:System.InvalidOperationException">Always: the word does not know the op.</exception>
    [<MethodImpl(MethodImplOptions.NoInlining)>]
    let unknown (op: int) : 'T =
        raise (InvalidOperationException(String.Concat("A word of the schema does not know FieldOp ", op.ToString CultureInfo.InvariantCulture)))

/// The operations of a version range.
[<EditorBrowsable(EditorBrowsableState.Never)>]
module VersionsOp =
    /// Whether v is in the range.
    [<Literal>]
    let Contains = 0

    /// Whether other versions omit a value that differs from the default, instead of refusing it.
    [<Literal>]
    let IsIgnorable = 1

    /// Pass the range to the Describer.
    [<Literal>]
    let Describe = 2

    /// <summary>The last case of every match over version ops.</summary>
    /// <exception cref="T:System.InvalidOperationException">Always: the range does not know the op.</exception>
    [<MethodImpl(MethodImplOptions.NoInlining)>]
    let unknown (op: int) : bool =
        raise (InvalidOperationException(String.Concat("A version range does not know VersionsOp ", op.ToString CultureInfo.InvariantCulture)))

/// <summary>How a value is read, written and described, in one expression.</summary>
/// <remarks>
/// Where a codec is built, <c>op</c> is a constant, so the compiler keeps only its branch (flattening). <c>b</c> is the array of the current
/// reader or writer, which the codec keeps in a register.
/// </remarks>
[<EditorBrowsable(EditorBrowsableState.Never)>]
type Value<'T> = delegate of op: int * n: int * r: WireReader * w: WireWriter * d: Describer * b: byte[] * x: 'T * y: 'T * pos: byref<int> -> 'T

/// <summary>How a field of a record is read, written and described.</summary>
[<EditorBrowsable(EditorBrowsableState.Never)>]
type FieldCode<'R, 'T> =
    delegate of
        op: int * v: int * n: int * r: WireReader * w: WireWriter * d: Describer * p: Parts * b: byref<byte[]> * x: 'R * current: 'T * pos: byref<int> ->
            'T

/// <summary>The versions that carry a field.</summary>
[<EditorBrowsable(EditorBrowsableState.Never)>]
type VersionsCode = delegate of op: int * v: int * d: Describer -> bool

/// What version ranges say of themselves. Plain code.
[<EditorBrowsable(EditorBrowsableState.Never)>]
module Versions =

    /// The range as a value.
    let range (versions: VersionsCode) : VersionRange =
        let describer = Describer ""
        versions.Invoke(VersionsOp.Describe, 0, describer) |> ignore<bool>
        describer.Versions

/// Reads and writes structs inside other structs. This is plain code: only the fields of a struct are flattened.
[<EditorBrowsable(EditorBrowsableState.Never)>]
module Structs =

    /// Writes a struct, which may follow fixed fields.
    let write (codec: ValueCodec<'T>) (w: WireWriter) (pos: int) (x: 'T) : int =
        if isNull (box x) then w.NullNotAllowed pos

        codec.Write(w, w.Settle pos, x)

    /// Reads a presence byte, then the struct unless the byte is negative.
    let readNullable (codec: ValueCodec<'T>) (r: WireReader) (pos: int) : 'T =
        r.Need(pos, 1)

        if r.Int8At pos < 0y then
            r.Position <- pos + 1
            Unchecked.defaultof<'T>
        else
            codec.Read(r, pos + 1)

    /// Writes -1 for null, otherwise 1 and the struct.
    let writeNullable (codec: ValueCodec<'T>) (w: WireWriter) (pos: int) (x: 'T) : int =
        if isNull (box x) then
            w.Int8At(pos, -1y)
            w.Settle(pos + 1)
        else
            w.Int8At(pos, 1y)
            codec.Write(w, w.Settle(pos + 1), x)

    /// Reads a presence varint, then the struct unless the varint is 0.
    let readOptional (codec: ValueCodec<'T>) (r: WireReader) (pos: int) : 'T =
        if r.UnsignedVarint pos <= 0 then Unchecked.defaultof<'T> else codec.Read(r, r.Position)

    /// Writes 0 for null, otherwise 1 and the struct.
    let writeOptional (codec: ValueCodec<'T>) (w: WireWriter) (pos: int) (x: 'T) : int =
        if isNull (box x) then
            w.Int8At(pos, 0y)
            w.Settle(pos + 1)
        else
            w.Int8At(pos, 1y)
            codec.Write(w, w.Settle(pos + 1), x)

    /// Whether a struct or null equals a default other than the type's, which is mostly null.
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    let equals (codec: ValueCodec<'T>) (x: 'T) (standard: 'T) : bool = codec.AreEqual(x, standard)

    // The JIT inlines these. It then knows the codec, which is a constant, and calls it directly.

    /// Reads an array of structs.
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    let readArray (codec: ValueCodec<'T>) (r: WireReader) (pos: int) : 'T[] =
        let count = r.ArrayLength pos

        if count = 0 then
            Array.Empty<'T>()
        else
            r.Admit(pos, count, codec.MinimumSize, codec.Cost)
            codec.ReadItems(r, count)

    /// Reads an array of structs or null.
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    let readNullableArray (codec: ValueCodec<'T>) (r: WireReader) (pos: int) : 'T[] =
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
    let writeArray (codec: ValueCodec<'T>) (w: WireWriter) (pos: int) (xs: 'T[]) : int =
        if isNull (box xs) then w.NullNotAllowed pos
        let items = w.ArrayLength(pos, xs.Length)
        if xs.Length = 0 then items else codec.WriteItems(w, w.Settle items, xs)

    /// Writes an array of structs or null.
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    let writeNullableArray (codec: ValueCodec<'T>) (w: WireWriter) (pos: int) (xs: 'T[]) : int =
        if isNull (box xs) then w.ArrayLength(pos, -1) else writeArray codec w pos xs

/// Reads and writes arrays. Plain code, as in Structs.
[<EditorBrowsable(EditorBrowsableState.Never)>]
module Arrays =

    /// Whether the Describer's part is an array of values already, or null. If not, it is an array of their parts.
    let isTyped<'T> (d: Describer) (mapped: int) : bool =
        match d.Part with
        | null -> true
        | :? ('T[]) -> mapped = 0
        | _ -> false

    /// Whether an array is empty, not null.
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    let isEmpty (xs: 'T[]) : bool = not (isNull (box xs)) && xs.Length = 0

    /// Whether an array or null equals a default other than the empty array, which is mostly null.
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
