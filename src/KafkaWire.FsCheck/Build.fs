namespace KafkaWire.Generators

open System
open System.Collections.Generic
open System.Text
open KafkaWire
open KafkaWire.Schema

/// Builds random values from a shape.
module internal Build =

    let private chance (random: Random) (one: int) = random.Next one = 0

    /// A number: usually near zero, sometimes an end of the range, otherwise any.
    let private number (random: Random) (low: int64) (high: int64) =
        match random.Next 8 with
        | 0 -> low
        | 1 -> high
        | 2
        | 3 -> random.NextInt64(low, high) // the high end has a case of its own
        | _ -> max low (random.NextInt64(-2L, 130L))

    let private letters = "abcxyz019.-_"

    /// Lengths around which the encoding changes: the limit of short strings, and the sizes at which a prefix grows.
    let private edges = [| 41; 42; 43; 63; 64; 126; 127; 128 |]

    let text (random: Random) (size: int) : string =
        let length =
            match random.Next 12 with
            | 0 -> 0
            | 1 when size > 10 -> edges[random.Next edges.Length]
            | 2 when size > 60 -> random.Next 10922 // up to 3 bytes each; the limit is 32767 bytes
            | _ -> random.Next(1, 12)

        let plain = not (chance random 4)
        let builder = StringBuilder length

        while builder.Length < length do
            if plain then
                builder.Append letters[random.Next letters.Length] |> ignore<StringBuilder>
            else
                match random.Next 5 with
                | 0 when builder.Length + 2 <= length -> builder.Append(Rune(random.Next(0x10000, 0x110000))) |> ignore<StringBuilder>
                | 1 -> builder.Append(char (random.Next(0x80, 0x800))) |> ignore<StringBuilder>
                | 2 -> builder.Append(char (random.Next(0x800, 0xD800))) |> ignore<StringBuilder>
                | 3 -> builder.Append(char (random.Next 0x80)) |> ignore<StringBuilder>
                | _ -> builder.Append letters[random.Next letters.Length] |> ignore<StringBuilder>

        builder.ToString()

    let bytes (random: Random) (size: int) : Bytes =
        let length =
            match random.Next 8 with
            | 0 -> 0
            | 1 when size > 10 -> edges[random.Next edges.Length]
            | _ -> random.Next(1, 24)

        let content: byte[] = Array.zeroCreate length
        random.NextBytes content
        Bytes content

    let private uuid (random: Random) =
        if chance random 4 then
            Uuid.Zero
        else
            Uuid(uint64 (random.NextInt64 Int64.MaxValue), uint64 (random.NextInt64 Int64.MaxValue) * 2UL)

    let private float (random: Random) =
        match random.Next 8 with
        | 0 -> 0.0
        | 1 -> Double.MaxValue
        | 2 -> Double.NegativeInfinity
        | 3 -> Double.Epsilon
        | 4 -> Double.NaN
        | _ -> (random.NextDouble() - 0.5) * 1e6

    let private primitive (random: Random) (size: int) (kind: Primitive) : obj =
        match kind with
        | Primitive.Bool -> chance random 2
        | Primitive.Int8 -> sbyte (number random -128L 127L)
        | Primitive.Int16 -> int16 (number random -32768L 32767L)
        | Primitive.UInt16 -> uint16 (number random 0L 65535L)
        | Primitive.Int32
        | Primitive.Varint -> int (number random (int64 Int32.MinValue) (int64 Int32.MaxValue))
        | Primitive.UInt32
        | Primitive.UnsignedVarint -> uint32 (number random 0L (int64 UInt32.MaxValue))
        | Primitive.Int64
        | Primitive.Varlong -> number random Int64.MinValue Int64.MaxValue
        | Primitive.Float64 -> float random
        | Primitive.Uuid -> uuid random
        | Primitive.String
        | Primitive.ClassicString -> text random size
        | Primitive.Bytes
        | Primitive.Records
        | Primitive.Rest -> bytes random size
        | Primitive.ErrorCode -> LanguagePrimitives.EnumOfValue<int16, ErrorCode>(int16 (number random -1L 200L))
        | other -> invalidOp $"There is no generator for {other}."

    /// Unknown tagged fields, in ascending order and different from the known ones.
    let private unknownTags (random: Random) (s: StructShape) : TaggedField[] =
        if not (chance random 8) then
            [||]
        else
            let mutable tag = -1

            [| for _ in 1 .. random.Next(1, 3) do
                   tag <- tag + random.Next(1, (if chance random 4 then 20000 else 12))

                   while s.Fields |> Array.exists (fun field -> field.Tag = tag) do
                       tag <- tag + 1

                   { Tag = tag; Data = bytes random 0 } |]

    let rec private value (random: Random) (size: int) (version: int16) (flexible: bool) (shape: Shape) : objnull =
        match shape with
        | Shape.Primitive kind -> primitive random size kind
        | Shape.Nullable(inner, versions) ->
            if versions.Contains version && (size = 0 || chance random 4) then
                null
            else
                value random size version flexible inner
        | Shape.Struct s -> structure random size version flexible s
        | Shape.FixedBytes size ->
            let content: byte[] = Array.zeroCreate size
            random.NextBytes content
            Bytes content
        // At its deepest, an array is empty and a null is null, so that a value ends.
        | Shape.Recursive reference -> value random (size / 2) version flexible reference.Target
        | Shape.Opaque o -> o.Operations.Samples[random.Next o.Operations.Samples.Count]
        | Shape.Payload payload ->
            match payload.Version with
            | PayloadVersion.OfMessage -> value random size version flexible payload.Shape
            | PayloadVersion.Fixed(version, flexible) -> value random size version flexible payload.Shape
            | PayloadVersion.Written(_, versions, flexibles) ->
                let version = int16 (random.Next(int versions.First, int versions.Last + 1))
                VersionedPart(version, value random size version (flexibles.Contains version) payload.Shape)
        | Shape.Union u ->
            let index =
                match u.Discriminator with
                | ValueNone -> u.CaseIn version
                | ValueSome _ -> random.Next u.Cases.Length

            u.Operations.Assemble(index, u.Cases[index].Tag, value random size version flexible u.Cases[index].Shape)
        | Shape.Array element ->
            let most =
                match element with
                | Shape.Primitive _ -> 2 + size / 4
                | _ -> 1 + size / 20

            let items = List<objnull>()

            for _ in 1 .. random.Next(0, (if size = 0 then 1 else most + 1)) do
                items.Add(value random (size / 2) version flexible element)

            element.ArrayOf items

    and structure (random: Random) (size: int) (version: int16) (flexible: bool) (s: StructShape) : obj =
        let parts: objnull[] =
            [| for field in s.Fields do
                   // Versions without the field can carry only its default.
                   if not (field.Versions.Contains version) || chance random 6 then
                       match field.Default, field.Shape with
                       // The default's case may belong to another version.
                       | _, Shape.Union u when u.Discriminator.IsNone -> value random size version flexible field.Shape
                       | null, Shape.Nullable(_, versions) when field.Versions.Contains version && not (versions.Contains version) ->
                           value random size version flexible field.Shape
                       | standard, _ -> standard
                   else
                       value random size version flexible field.Shape

               if s.KeepsUnknownTags then if flexible then unknownTags random s else ([||]: TaggedField[]) |]

        s.Operations.Assemble parts

/// Shrinks values, so that failures are easy to read.
module internal Shrink =

    let private one (x: 'T) : obj = Unchecked.nonNull (box x)

    let private primitive (value: obj) : obj seq =
        match value with
        | :? string as text when text <> "" ->
            seq {
                one ""
                // A half must not begin or end inside a surrogate pair.
                let half = text.Length / 2
                let half = if half > 0 && Char.IsLowSurrogate text[half] then half - 1 else half
                if half > 0 then one (text.Substring(0, half))
                if half > 0 then one (text.Substring half)
            }
        | :? Bytes as bytes when not bytes.IsEmpty ->
            seq {
                one Bytes.Empty
                let half = bytes.Length / 2
                if half > 0 then one (bytes.Slice(0, half))
                if half > 0 then one (bytes.Slice half)
            }
        | :? bool as x when x -> Seq.singleton (one false)
        | :? sbyte as x when x <> 0y -> Seq.ofList [ one 0y; one (x / 2y) ]
        | :? int16 as x when x <> 0s -> Seq.ofList [ one 0s; one (x / 2s) ]
        | :? uint16 as x when x <> 0us -> Seq.ofList [ one 0us; one (x / 2us) ]
        | :? int as x when x <> 0 -> Seq.ofList [ one 0; one (x / 2) ]
        | :? int64 as x when x <> 0L -> Seq.ofList [ one 0L; one (x / 2L) ]
        | :? float as x when x <> 0.0 -> Seq.singleton (one 0.0)
        | :? Uuid as x when not x.IsZero -> Seq.singleton (one Uuid.Zero)
        | :? ErrorCode as x when x <> ErrorCode.None -> Seq.singleton (one ErrorCode.None)
        | _ -> Seq.empty

    let rec private value (version: int16) (shape: Shape) (part: objnull) : objnull seq =
        match shape, part with
        | _, null -> Seq.empty
        | Shape.Nullable(inner, versions), part ->
            seq {
                if versions.Contains version then null
                yield! value version inner part
            }
        | Shape.Primitive _, part -> primitive part |> Seq.map (fun smaller -> smaller)
        | Shape.Struct s, part -> structure version s part |> Seq.map (fun smaller -> smaller)
        | Shape.FixedBytes _, _
        | Shape.Opaque _, _ -> Seq.empty
        | Shape.Recursive reference, part -> value version reference.Target part
        | Shape.Union u, part ->
            match u.Operations.Explode part with
            | struct (-1, _, _) -> Seq.empty
            | struct (index, tag, part) ->
                value version u.Cases[index].Shape part
                |> Seq.map (fun smaller -> u.Operations.Assemble(index, tag, smaller))
        | Shape.Payload payload, part ->
            match payload.Version, part with
            | PayloadVersion.Written _, (:? VersionedPart as part) ->
                value part.Version payload.Shape part.Part
                |> Seq.map (fun smaller -> VersionedPart(part.Version, smaller))
            | PayloadVersion.Fixed(version, _), part -> value version payload.Shape part
            | _, part -> value version payload.Shape part
        | Shape.Array element, part ->
            let items: objnull[] = [| for item in unbox<Array> part -> item |]

            seq {
                if items.Length > 0 then element.ArrayOf [||]

                if items.Length > 1 then
                    element.ArrayOf(items[.. items.Length / 2 - 1])
                    element.ArrayOf(items[items.Length / 2 ..])

                for i in 0 .. items.Length - 1 do
                    for smaller in value version element items[i] do
                        element.ArrayOf(Array.updateAt i smaller items)
            }

    and structure (version: int16) (s: StructShape) (whole: obj) : obj seq =
        let parts = s.Operations.Explode whole
        let put i part = s.Operations.Assemble(Array.updateAt i part parts)

        seq {
            if s.KeepsUnknownTags then
                match parts[s.Fields.Length] with
                | :? (TaggedField[]) as tags when tags.Length > 0 -> put s.Fields.Length ([||]: TaggedField[])
                | _ -> ()

            for i in 0 .. s.Fields.Length - 1 do
                let field = s.Fields[i]

                if field.Versions.Contains version then
                    for smaller in value version field.Shape parts[i] do
                        put i smaller
        }
