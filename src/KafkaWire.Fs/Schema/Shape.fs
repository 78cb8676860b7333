namespace KafkaWire.Schema

open System
open System.Collections.Generic
open KafkaWire

/// <summary>The primitive types of Kafka's protocol, and those that other protocols need.</summary>
type Primitive =
    /// 1 byte; any value but 0 is true.
    | Bool = 0
    /// 1 byte, signed.
    | Int8 = 1
    /// 2 bytes, signed.
    | Int16 = 2
    /// 2 bytes, unsigned.
    | UInt16 = 3
    /// 4 bytes, signed.
    | Int32 = 4
    /// 8 bytes, signed.
    | Int64 = 5
    /// 8 bytes, IEEE 754.
    | Float64 = 6
    /// 16 bytes.
    | Uuid = 7
    /// A length and UTF-8, at most 32767 bytes.
    | String = 8
    /// UTF-8 with a 2-byte length in every version.
    | ClassicString = 9
    /// A length and bytes.
    | Bytes = 10
    /// A length and record data.
    | Records = 11
    /// An int16, the error code.
    | ErrorCode = 12
    /// 4 bytes, unsigned.
    | UInt32 = 13
    /// 1 to 5 bytes: a signed 32-bit number in zig-zag form, 7 bits a byte.
    | Varint = 14
    /// 1 to 10 bytes: a signed 64-bit number in zig-zag form, 7 bits a byte.
    | Varlong = 15
    /// 1 to 5 bytes: an unsigned 32-bit number, 7 bits a byte.
    | UnsignedVarint = 16
    /// The bytes up to the end of the payload, without a length.
    | Rest = 17

module internal PrimitiveArray =

    let private typed<'T> (values: IReadOnlyList<objnull>) : Array =
        if values.Count = 0 then
            Array.Empty<'T>()
        else
            let items: 'T[] = Array.zeroCreate values.Count

            for i in 0 .. values.Count - 1 do
                match values[i] with
                | null -> ()
                | value -> items[i] <- unbox<'T> value

            items

    /// A typed array of values of a primitive type.
    let ofValues (primitive: Primitive) (values: IReadOnlyList<objnull>) : Array =
        match primitive with
        | Primitive.Bool -> typed<bool> values
        | Primitive.Int8 -> typed<sbyte> values
        | Primitive.Int16 -> typed<int16> values
        | Primitive.UInt16 -> typed<uint16> values
        | Primitive.Int32
        | Primitive.Varint -> typed<int> values
        | Primitive.UInt32
        | Primitive.UnsignedVarint -> typed<uint32> values
        | Primitive.Int64
        | Primitive.Varlong -> typed<int64> values
        | Primitive.Float64 -> typed<float> values
        | Primitive.Uuid -> typed<Uuid> values
        | Primitive.Bytes
        | Primitive.Records
        | Primitive.Rest -> typed<Bytes> values
        | Primitive.ErrorCode -> typed<ErrorCode> values
        | _ -> typed<string> values

/// <summary>The description of a value on the wire, interpreted by everything but the fast codecs.</summary>
/// <remarks>Interpreters see a value by its type on the wire: where a schema maps it (<c>via</c>, <c>refine</c>), they see what is mapped.</remarks>
[<RequireQualifiedAccess; NoComparison; ReferenceEquality>]
type Shape =
    /// A primitive value.
    | Primitive of Type: Primitive
    /// A fixed number of bytes, without a length.
    | FixedBytes of Size: int
    /// An array whose elements have one shape; never null.
    | Array of Element: Shape
    /// A value that may be null in some versions; in all others null is an error.
    | Nullable of Value: Shape * Versions: VersionRange
    /// A struct.
    | Struct of Struct: StructShape
    /// One of several cases.
    | Union of Union: UnionShape
    /// A value with its own length or version.
    | Payload of Payload: PayloadShape
    /// A value that may contain another one of its own shape.
    | Recursive of Reference: ShapeReference
    /// A value that only its codec can read.
    | Opaque of Opaque: OpaqueShape

    /// <summary>A typed array of values of the shape; an array of objects if the elements are arrays or payloads, or null without being references.</summary>
    member shape.ArrayOf(values: IReadOnlyList<objnull>) : Array =
        match shape with
        | Shape.Primitive primitive -> PrimitiveArray.ofValues primitive values
        | Shape.FixedBytes _ -> PrimitiveArray.ofValues Primitive.Bytes values
        | Shape.Struct s -> s.Operations.ArrayOf values
        | Shape.Union u -> u.Operations.ArrayOf values
        | Shape.Opaque o -> o.Operations.ArrayOf values
        | Shape.Recursive reference -> reference.Target.ArrayOf values
        | Shape.Nullable(Shape.Primitive(Primitive.String | Primitive.ClassicString) | Shape.Struct _ as inner, _) -> inner.ArrayOf values
        | Shape.Nullable _
        | Shape.Array _
        | Shape.Payload _ -> Array.ofSeq values

/// <summary>The description of a field.</summary>
and [<Sealed>] FieldShape
    internal (name: string, shape: Shape, versions: VersionRange, tag: int, defaultValue: objnull, ignorable: bool, secret: bool) =

    /// <summary>Kafka's name of the field.</summary>
    member _.Name = name

    /// <summary>The field's name in Kafka's JSON: the same, but starting in lower case.</summary>
    member val JsonName = String.Concat(name.Substring(0, 1).ToLowerInvariant(), name.Substring 1)

    /// <summary>What the field holds.</summary>
    member _.Shape: Shape = shape

    /// <summary>The versions that carry the field.</summary>
    member _.Versions = versions

    /// <summary>The field's tag; -1 for a field that is not tagged.</summary>
    member _.Tag = tag

    /// <summary>Whether the field is tagged.</summary>
    member _.IsTagged = tag >= 0

    /// <summary>The value in versions without the field, and of an absent tagged field.</summary>
    member _.Default = defaultValue

    /// <summary>Whether a value is the default. A tagged field with its default is omitted.</summary>
    member _.IsDefault(value: objnull) : bool =
        match value, defaultValue with
        | null, null -> true
        | null, _
        | _, null -> false
        | (:? Array as items), (:? Array as standard) when standard.Length = 0 -> items.Length = 0
        | value, standard -> ShapeValue.areEqual shape value standard

    /// <summary>Whether versions without the field omit a value other than the default, instead of refusing it.</summary>
    member _.IsIgnorable = ignorable

    /// <summary>Whether the value is a secret, which text forms do not show.</summary>
    member _.IsSecret = secret

/// <summary>The description of a struct.</summary>
and [<Sealed>] StructShape internal (name: string, fields: FieldShape[], keepsUnknownTags: bool, operations: IStructOperations) =

    /// <summary>Kafka's name of the struct or message.</summary>
    member _.Name = name

    /// <summary>The fields in wire order: tagged ones last, in ascending order.</summary>
    member _.Fields: FieldShape[] = fields

    /// <summary>Whether values end in unknown tagged fields, as in every struct with flexible versions.</summary>
    member _.KeepsUnknownTags = keepsUnknownTags

    /// <summary>This struct and all structs inside it, outer ones first. A struct that several fields have is repeated.</summary>
    member s.Structs: IReadOnlyList<StructShape> =
        let found = List<StructShape>()
        let entered = HashSet<ShapeReference>(HashIdentity.Reference)

        let rec visit (shape: Shape) : unit =
            match shape with
            | Shape.Primitive _
            | Shape.FixedBytes _
            | Shape.Opaque _ -> ()
            | Shape.Array inner
            | Shape.Nullable(inner, _) -> visit inner
            | Shape.Payload payload -> visit payload.Shape
            | Shape.Union union ->
                for case in union.Cases do
                    visit case.Shape
            // Each recursive shape once, or there would be no end.
            | Shape.Recursive reference -> if entered.Add reference then visit reference.Target
            | Shape.Struct inner ->
                found.Add inner

                for field in inner.Fields do
                    visit field.Shape

        visit (Shape.Struct s)
        found

    /// <summary>Whether two values have equal parts. Neither needs an equality of its own.</summary>
    member s.AreEqual(value: obj, other: obj) : bool = ShapeValue.areEqual (Shape.Struct s) value other

    /// The field with the given tag. -1, the tag of untagged fields, never matches.
    member internal _.TryFindTagged(tag: int) : FieldShape option = fields |> Array.tryFind (fun f -> f.IsTagged && f.Tag = tag)

    /// The minimum size of a value in bytes; 0 until it is computed.
    member val internal MinimumSize = 0 with get, set

    /// <summary>Lets interpreters take values apart and put them together without reflection.</summary>
    member _.Operations: IStructOperations = operations

/// <summary>Takes values of a struct apart and puts them together, for interpreters of its shape.</summary>
/// <remarks>A value's parts are its fields' values in the order of the shape, then its unknown tagged fields where it keeps any.</remarks>
and IStructOperations =
    /// <summary>The type of the values.</summary>
    abstract Type: Type

    /// <summary>The parts of a value.</summary>
    abstract Explode: value: obj -> objnull[]

    /// <summary>The value made of the given parts.</summary>
    abstract Assemble: parts: objnull[] -> obj

    /// <summary>A typed array of the given values.</summary>
    abstract ArrayOf: values: IReadOnlyList<objnull> -> Array

    /// <summary>The value with every field at its default.</summary>
    abstract DefaultObject: obj

/// <summary>The description of a union: a discriminator, then what its case has.</summary>
and [<Sealed>] UnionShape internal (name: string, discriminator: Shape voption, cases: UnionCaseShape[], operations: IUnionOperations) =

    /// <summary>The union's name.</summary>
    member _.Name = name

    /// <summary>The shape of the discriminator; none if the message's version decides.</summary>
    member _.Discriminator = discriminator

    /// <summary>The known cases, in order of the schema.</summary>
    member _.Cases: UnionCaseShape[] = cases

    /// <summary>Whether an unknown discriminator is kept with the bytes up to the end of the payload, instead of refused.</summary>
    member _.KeepsUnknown = operations.KeepsUnknown

    /// <summary>The index of the case that a version has, where the version decides; -1 if there is none.</summary>
    member _.CaseIn(version: int16) : int = Array.FindIndex(cases, (fun (case: UnionCaseShape) -> case.Versions.Contains version))

    /// <summary>Lets interpreters take values apart and put them together without reflection.</summary>
    member _.Operations: IUnionOperations = operations

/// <summary>The description of one case of a union.</summary>
and [<Sealed>] UnionCaseShape internal (name: string, tag: objnull, versions: VersionRange, shape: Shape) =

    /// <summary>The case's name.</summary>
    member _.Name = name

    /// <summary>The name in JSON: the same, but starting in lower case.</summary>
    member val JsonName = String.Concat(name.Substring(0, 1).ToLowerInvariant(), name.Substring 1)

    /// <summary>The discriminator of the case, by its type on the wire; null if the message's version decides.</summary>
    member _.Tag = tag

    /// <summary>The versions of the message that have the case.</summary>
    member _.Versions: VersionRange = versions

    /// <summary>What the case holds.</summary>
    member _.Shape: Shape = shape

/// <summary>Takes values of a union apart and puts them together, for interpreters of its shape.</summary>
and IUnionOperations =
    /// <summary>The type of the values.</summary>
    abstract Type: Type

    /// <summary>Whether values may have an unknown discriminator.</summary>
    abstract KeepsUnknown: bool

    /// <summary>The index of a value's case, its discriminator and its part; the index is -1 for an unknown discriminator, whose part is Bytes.</summary>
    abstract Explode: value: obj -> struct (int * objnull * objnull)

    /// <summary>The value of a case with the given part; index -1 with a discriminator and Bytes makes an unknown one.</summary>
    abstract Assemble: index: int * tag: objnull * part: objnull -> obj

    /// <summary>A typed array of the given values.</summary>
    abstract ArrayOf: values: IReadOnlyList<objnull> -> Array

    /// <summary>The case of an index with its default.</summary>
    abstract DefaultOf: index: int -> obj

/// <summary>The description of a value that has its own length, its own version, or both.</summary>
and [<Sealed>] PayloadShape internal (shape: Shape, length: LengthPrefix voption, version: PayloadVersion) =

    /// <summary>The value inside.</summary>
    member _.Shape: Shape = shape

    /// <summary>How its length is written; none if it has none.</summary>
    member _.Length = length

    /// <summary>The version that the value is in.</summary>
    member _.Version: PayloadVersion = version

/// <summary>The version of the value in a payload.</summary>
and [<RequireQualifiedAccess; NoComparison; ReferenceEquality>] PayloadVersion =
    /// The version of the message around it.
    | OfMessage
    /// One version, whatever that of the message is.
    | Fixed of Version: int16 * IsFlexible: bool
    /// The version that is written before the value. Values are Versioned parts.
    | Written of Shape: Shape * Versions: VersionRange * Flexible: VersionRange

/// <summary>The part of a payload that names its version: the version and the value's part.</summary>
and [<Sealed>] VersionedPart(version: int16, part: objnull) =

    /// <summary>The version that is written before the value.</summary>
    member _.Version = version

    /// <summary>The value's part.</summary>
    member _.Part = part

/// <summary>A shape that contains itself.</summary>
and [<Sealed>] ShapeReference internal (name: string, target: unit -> Shape) =

    /// <summary>The name of what it stands for.</summary>
    member _.Name = name

    /// <summary>What it stands for.</summary>
    member _.Target: Shape = target ()

/// <summary>The description of a value that only its hand-written codec can read.</summary>
and [<Sealed>] OpaqueShape internal (name: string, minimumSize: int, operations: IOpaqueOperations) =

    /// <summary>The codec's name.</summary>
    member _.Name = name

    /// <summary>The minimum size of a value in bytes.</summary>
    member _.MinimumSize = minimumSize

    /// <summary>Lets interpreters read and write the values.</summary>
    member _.Operations: IOpaqueOperations = operations

/// <summary>Reads and writes the values of a hand-written codec, for interpreters.</summary>
and IOpaqueOperations =
    /// <summary>The type of the values.</summary>
    abstract Type: Type

    /// <summary>Reads a value at the reader's Position, and moves it past the value.</summary>
    abstract Read: reader: WireReader -> obj

    /// <summary>The bytes of a value in a version.</summary>
    abstract Encode: value: obj * version: int16 * isFlexible: bool -> Bytes

    /// <summary>The value that bytes hold in a version.</summary>
    abstract Decode: bytes: Bytes * version: int16 * isFlexible: bool -> obj

    /// <summary>A typed array of the given values.</summary>
    abstract ArrayOf: values: IReadOnlyList<objnull> -> Array

    /// <summary>Values to test with: the default first.</summary>
    abstract Samples: IReadOnlyList<obj>

/// Compares values by their shapes: types of users need not have an equality, and that of F# fails on a null that the compiler does not know of.
and [<AbstractClass; Sealed>] internal ShapeValue =

    /// Whether two values have equal parts.
    static member areEqual (shape: Shape) (value: objnull) (other: objnull) : bool =
        match value, other with
        | null, null -> true
        | null, _
        | _, null -> false
        | value, other when obj.ReferenceEquals(value, other) -> true
        | value, other ->
            match shape with
            | Shape.Primitive _
            | Shape.FixedBytes _ -> value.Equals other
            | Shape.Nullable(inner, _) -> ShapeValue.areEqual inner value other
            | Shape.Recursive reference -> ShapeValue.areEqual reference.Target value other
            | Shape.Array element ->
                let items, others = unbox<Array> value, unbox<Array> other
                let mutable same = items.Length = others.Length
                let mutable i = 0

                while same && i < items.Length do
                    same <- ShapeValue.areEqual element (items.GetValue i) (others.GetValue i)
                    i <- i + 1

                same
            | Shape.Struct s ->
                let parts, others = s.Operations.Explode value, s.Operations.Explode other
                let mutable same = true
                let mutable i = 0

                while same && i < s.Fields.Length do
                    same <- ShapeValue.areEqual s.Fields[i].Shape parts[i] others[i]
                    i <- i + 1

                same && (not s.KeepsUnknownTags || ShapeValue.areSame (parts[i], others[i]))
            | Shape.Union u ->
                let struct (index, tag, part) = u.Operations.Explode value
                let struct (otherIndex, otherTag, otherPart) = u.Operations.Explode other

                index = otherIndex
                && (if index >= 0 then
                        ShapeValue.areEqual u.Cases[index].Shape part otherPart
                    else
                        obj.Equals(tag, otherTag) && obj.Equals(part, otherPart))
            | Shape.Payload payload ->
                match value, other with
                | (:? VersionedPart as value), (:? VersionedPart as other) ->
                    value.Version = other.Version && ShapeValue.areEqual payload.Shape value.Part other.Part
                | _ -> ShapeValue.areEqual payload.Shape value other
            | Shape.Opaque o ->
                value.Equals other
                || o.Operations.Encode(value, 0s, false).Equals(o.Operations.Encode(other, 0s, false))

    /// A value in which `onStruct` has replaced every outermost struct; the same object if it replaces none.
    static member mapStructs (onStruct: StructShape -> obj -> obj) (shape: Shape) (value: objnull) : objnull =
        let inner (shape: Shape) (value: objnull) : objnull = ShapeValue.mapStructs onStruct shape value

        match value with
        | null -> null
        | value ->
            match shape with
            | Shape.Primitive _
            | Shape.FixedBytes _
            | Shape.Opaque _
            | Shape.Array(Shape.Primitive _) -> value
            | Shape.Nullable(shape, _) -> inner shape value
            | Shape.Recursive reference -> inner reference.Target value
            | Shape.Struct s -> onStruct s value
            | Shape.Array element ->
                let items = unbox<Array> value
                let mapped = [| for item in items -> inner element item |]
                let mutable same = true

                for i in 0 .. items.Length - 1 do
                    if not (obj.ReferenceEquals(mapped[i], items.GetValue i)) then same <- false

                if same then value else element.ArrayOf mapped
            | Shape.Union u ->
                match u.Operations.Explode value with
                | struct (-1, _, _) -> value
                | struct (index, tag, part) ->
                    let mapped = inner u.Cases[index].Shape part

                    if obj.ReferenceEquals(mapped, part) then
                        (value: objnull)
                    else
                        (u.Operations.Assemble(index, tag, mapped): objnull)
            | Shape.Payload payload ->
                match value with
                | :? VersionedPart as part ->
                    let mapped = inner payload.Shape part.Part

                    if obj.ReferenceEquals(mapped, part.Part) then
                        (value: objnull)
                    else
                        (VersionedPart(part.Version, mapped): objnull)
                | value -> inner payload.Shape value

    /// Visits every outermost struct in a value.
    static member visitStructs (onStruct: StructShape -> obj -> unit) (shape: Shape) (value: objnull) : unit =
        ShapeValue.mapStructs
            (fun s value ->
                onStruct s value
                value)
            shape
            value
        |> ignore<objnull>

    static member private areSame(tags: objnull, others: objnull) : bool =
        match tags, others with
        | (:? (TaggedField[]) as tags), (:? (TaggedField[]) as others) ->
            tags.Length = others.Length
            && Array.forall2 (fun (a: TaggedField) (b: TaggedField) -> a.Equals b) tags others
        | _ -> isNull tags && isNull others
