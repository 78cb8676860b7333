namespace KafkaWire.Schema

open System
open System.Collections.Generic
open KafkaWire

/// <summary>The primitive types of Kafka's protocol.</summary>
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

module internal PrimitiveArray =

    let private typed<'T> (values: IReadOnlyList<obj>) : Array =
        if values.Count = 0 then
            Array.Empty<'T>()
        else
            let items: 'T[] = Array.zeroCreate values.Count

            for i in 0 .. values.Count - 1 do
                items[i] <- unbox<'T> values[i]

            items

    /// A typed array of values of a primitive type.
    let ofValues (primitive: Primitive) (values: IReadOnlyList<obj>) : Array =
        match primitive with
        | Primitive.Bool -> typed<bool> values
        | Primitive.Int8 -> typed<sbyte> values
        | Primitive.Int16 -> typed<int16> values
        | Primitive.UInt16 -> typed<uint16> values
        | Primitive.Int32 -> typed<int> values
        | Primitive.Int64 -> typed<int64> values
        | Primitive.Float64 -> typed<float> values
        | Primitive.Uuid -> typed<Uuid> values
        | Primitive.Bytes
        | Primitive.Records -> typed<Bytes> values
        | Primitive.ErrorCode -> typed<ErrorCode> values
        | _ -> typed<string> values

/// <summary>The description of a value on the wire, interpreted by everything but the fast codecs.</summary>
[<RequireQualifiedAccess; NoComparison; ReferenceEquality>]
type Shape =
    /// A primitive value.
    | Primitive of Type: Primitive
    /// An array whose elements have one shape; never null.
    | Array of Element: Shape
    /// A value that may be null in some versions; in all others null is an error.
    | Nullable of Value: Shape * Versions: VersionRange
    /// A struct.
    | Struct of Struct: StructShape

    /// <summary>A typed array of values of the shape, which must be a primitive or a struct: no array holds anything else.</summary>
    /// <exception cref="T:System.InvalidOperationException">The shape is an array, or can be null.</exception>
    member shape.ArrayOf(values: IReadOnlyList<obj>) : Array =
        match shape with
        | Shape.Primitive primitive -> PrimitiveArray.ofValues primitive values
        | Shape.Struct s -> s.Operations.ArrayOf values
        | Shape.Array _
        | Shape.Nullable _ -> invalidOp "Arrays hold primitives or structs."

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
        | (:? Array as items), _ -> items.Length = 0
        | value, standard -> value.Equals standard

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

        let rec visit (shape: Shape) : unit =
            match shape with
            | Shape.Primitive _ -> ()
            | Shape.Array inner
            | Shape.Nullable(inner, _) -> visit inner
            | Shape.Struct inner ->
                found.Add inner

                for field in inner.Fields do
                    visit field.Shape

        visit (Shape.Struct s)
        found

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
    abstract ArrayOf: values: IReadOnlyList<obj> -> Array

    /// <summary>The value with every field at its default.</summary>
    abstract DefaultObject: obj
