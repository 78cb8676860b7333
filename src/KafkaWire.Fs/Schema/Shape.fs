namespace KafkaWire.Schema

open System
open System.Collections.Generic
open KafkaWire

/// <summary>The types of Kafka's protocol that hold no others.</summary>
type Primitive =
    /// One byte; any but 0 is true.
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
    /// UTF-8 with its length, at most 32767 bytes.
    | String = 8
    /// UTF-8 with a length of 2 bytes in every version.
    | ClassicString = 9
    /// Bytes with their length.
    | Bytes = 10
    /// Record data with its length.
    | Records = 11
    /// An int16 that is an error code.
    | ErrorCode = 12

/// <summary>The description of a value on the wire, from which all but the fast codecs is interpreted.</summary>
[<RequireQualifiedAccess; NoComparison; ReferenceEquality>]
type Shape =
    /// A value that holds no others.
    | Primitive of Type: Primitive
    /// Elements of one shape, never null.
    | Array of Element: Shape
    /// A value that is null in some versions; in all others null is an error.
    | Nullable of Value: Shape * Versions: VersionRange
    /// A struct.
    | Struct of Struct: StructShape

/// <summary>The description of a field.</summary>
and [<Sealed>] FieldShape
    internal (name: string, shape: Shape, versions: VersionRange, tag: int, defaultValue: objnull, ignorable: bool, secret: bool) =

    /// <summary>Kafka's name of the field.</summary>
    member _.Name = name

    /// <summary>The field's name in Kafka's JSON: the same with a small first letter.</summary>
    member val JsonName = String.Concat(name.Substring(0, 1).ToLowerInvariant(), name.Substring 1)

    /// <summary>What the field holds.</summary>
    member _.Shape = shape

    /// <summary>The versions that carry the field.</summary>
    member _.Versions = versions

    /// <summary>The field's tag; -1 for a field that is not tagged.</summary>
    member _.Tag = tag

    /// <summary>Whether the field is tagged.</summary>
    member _.IsTagged = tag >= 0

    /// <summary>The value in versions without the field, and of a tagged field that is absent.</summary>
    member _.Default = defaultValue

    /// <summary>Whether a value other than the default is left out, instead of refused, in versions without the field.</summary>
    member _.IsIgnorable = ignorable

    /// <summary>Whether the value is a secret, which texts do not show.</summary>
    member _.IsSecret = secret

/// <summary>The description of a struct.</summary>
and [<Sealed>] StructShape internal (name: string, fields: FieldShape[], keepsUnknownTags: bool, operations: IStructOperations) =

    /// <summary>Kafka's name of the struct; of a message its name.</summary>
    member _.Name = name

    /// <summary>The fields in wire order: tagged ones last, in ascending order.</summary>
    member _.Fields = fields

    /// <summary>Whether values end in unknown tagged fields, as those of every struct with flexible versions do.</summary>
    member _.KeepsUnknownTags = keepsUnknownTags

    /// The tagged field with a number. None is -1, the number of all fields that have no tag.
    member internal _.TryFindTagged(tag: int) : FieldShape option = fields |> Array.tryFind (fun f -> f.IsTagged && f.Tag = tag)

    /// The least number of bytes that a value takes, once it was computed; 0 until then.
    member val internal MinimumSize = 0 with get, set

    /// <summary>How interpreters take values apart and put them together, without reflection.</summary>
    member _.Operations = operations

/// <summary>Takes values of a struct apart and puts them together, for interpreters of its shape.</summary>
/// <remarks>A value's parts are its fields' values in the order of the shape, then its unknown tagged fields where it keeps any.</remarks>
and IStructOperations =
    /// <summary>The type of the values.</summary>
    abstract Type: Type

    /// <summary>The parts of a value.</summary>
    abstract Explode: value: obj -> objnull[]

    /// <summary>The value of parts.</summary>
    abstract Assemble: parts: objnull[] -> obj

    /// <summary>A typed array of values.</summary>
    abstract ArrayOf: values: IReadOnlyList<obj> -> Array

    /// <summary>The value with every field at its default.</summary>
    abstract DefaultObject: obj

/// <summary>Collects the description of a struct while its fields tell theirs; also carries the parts of a value.</summary>
[<Sealed>]
type Describer internal (parts: objnull[]) =
    let fields = List<FieldShape>()
    let mutable next = 0

    /// <summary>The shape that the code at hand has told.</summary>
    member val Shape = Shape.Primitive Primitive.Bool with get, set

    /// <summary>Whether the code at hand is a secret.</summary>
    member val Secret = false with get, set

    /// <summary>The default of the type at hand, where it depends on more than the type.</summary>
    member val Versions = VersionRange.all with get, set

    /// <summary>Whether the version range at hand is of an ignorable field.</summary>
    member val Ignorable = false with get, set

    /// <summary>Whether unknown tagged fields were told of, which must be last.</summary>
    member val KeepsUnknownTags = false with get, set

    /// <summary>Tells a version range.</summary>
    /// <returns>Always true.</returns>
    member d.Range(first: int, last: int) =
        d.Versions <- { First = int16 first; Last = int16 last }
        d.Ignorable <- false
        true

    /// <summary>Adds the field whose code and versions were just told.</summary>
    member d.Field(name: string, tag: int, defaultValue: objnull) =
        if d.KeepsUnknownTags then
            invalidOp (String.Concat("Field ", name, " stands behind the unknown tags, which are last."))

        fields.Add(FieldShape(name, d.Shape, d.Versions, tag, defaultValue, d.Ignorable, d.Secret))
        d.Secret <- false
        d.Ignorable <- false

    /// <summary>Adds the next part of the value at hand.</summary>
    member _.Put(part: objnull) =
        parts[next] <- part
        next <- next + 1

    /// <summary>Takes the next part of the value at hand.</summary>
    member _.Take<'T>() : 'T =
        let part = parts[next]
        next <- next + 1

        match part with
        | null -> Unchecked.defaultof<'T>
        | part -> unbox<'T> part

    member internal _.Fields = fields.ToArray()

/// The rules that shapes must keep, and what is computed from them.
module internal ShapeRules =

    let rec private isFixed shape =
        match shape with
        | Shape.Primitive(Primitive.String | Primitive.ClassicString | Primitive.Bytes | Primitive.Records) -> false
        | Shape.Primitive _ -> true
        | _ -> false

    let width primitive =
        match primitive with
        | Primitive.Bool
        | Primitive.Int8 -> 1
        | Primitive.Int16
        | Primitive.UInt16
        | Primitive.ErrorCode -> 2
        | Primitive.Int32 -> 4
        | Primitive.Int64
        | Primitive.Float64 -> 8
        | Primitive.Uuid -> 16
        | _ -> 0

    /// The versions at which something changes inside a struct: enough to find the least over all of them.
    let private turningPoints (fields: FieldShape[]) =
        let points = SortedSet<int16>([ 0s ])

        for f in fields do
            points.Add f.Versions.First |> ignore<bool>

            if f.Versions.Last < Int16.MaxValue then points.Add(f.Versions.Last + 1s) |> ignore<bool>

        points

    /// The least number of bytes that a value takes in any version.
    let rec minimum shape version =
        match shape with
        | Shape.Primitive(Primitive.ClassicString) -> 2
        | Shape.Primitive p when width p > 0 -> width p
        | Shape.Primitive _ -> 1
        | Shape.Array _ -> 1
        | Shape.Nullable(Shape.Struct _, _) -> 1
        | Shape.Nullable(inner, _) -> minimum inner version
        | Shape.Struct s -> minimumAt s version

    and private minimumAt (s: StructShape) version =
        let mutable sum = 0

        for f in s.Fields do
            if not f.IsTagged && f.Versions.Contains version then sum <- sum + minimum f.Shape version

        sum

    /// The least number of bytes that a struct takes on the wire in any version, at least 1: the bytes that back an array's count.
    let minimumSize (s: StructShape) =
        let mutable least = Int32.MaxValue

        for v in turningPoints s.Fields do
            least <- min least (minimumAt s v)

        max 1 least

    /// About the bytes of memory that a value takes beside what variable-length fields bring.
    let cost (s: StructShape) =
        let mutable sum = 24

        for f in s.Fields do
            sum <-
                sum
                + match f.Shape with
                  | Shape.Primitive(Primitive.Bytes | Primitive.Records)
                  | Shape.Nullable(Shape.Primitive(Primitive.Bytes | Primitive.Records), _) -> 24
                  | Shape.Primitive p when width p > 0 -> max 4 (width p)
                  | _ -> 8

        sum

    /// Fails unless the fields stand in wire order and no run of fixed fields outruns the writer's slack.
    let check (s: StructShape) =
        let broken reason = invalidOp (String.Concat("Struct ", s.Name, ": ", reason))
        let mutable lastTag = -1
        let mutable run = 0
        let limit = WireWriter.Slack - WireWriter.ShortTextRoom

        for f in s.Fields do
            if f.IsTagged then
                if f.Tag <= lastTag then
                    broken (String.Concat("field ", f.Name, " must stand in ascending order of its tag."))

                lastTag <- f.Tag
            elif lastTag >= 0 then
                broken (String.Concat("field ", f.Name, " stands behind a tagged field; tagged fields are last."))

            // Texts, bytes, structs and tags start from a full slack or leave one behind; an array does unless it is null or empty.
            run <-
                match f.Shape with
                | Shape.Primitive p when width p > 0 -> run + width p
                | Shape.Array _
                | Shape.Nullable(Shape.Array _, _) -> run + 5
                | _ -> 0

            // The presence byte, a length of at most 5 bytes, and the count of tags.
            if run + 16 > limit then
                broken (String.Concat("the fixed fields up to ", f.Name, " outrun the writer's slack."))

        if lastTag >= 0 && not s.KeepsUnknownTags then
            broken "a struct with tagged fields must end in unknownTags."
