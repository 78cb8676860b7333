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
        | Primitive.Rest -> bytes random size
        | Primitive.Records -> BuildRecords.field random size
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

    /// Whether a version can carry null in a field, if the value is null.
    let allows (version: int16) (field: FieldShape) (value: objnull) : bool =
        match value, field.Shape with
        // The default's case may belong to another version.
        | _, Shape.Union u when u.Discriminator.IsNone -> not (field.Versions.Contains version)
        | null, Shape.Nullable(_, versions) -> not (field.Versions.Contains version) || versions.Contains version
        | _ -> true

    /// What a value is built for. The generators of single fields are by path.
    type Plan = { Random: Random; Version: int16; Flexible: bool; Gens: Map<string, Random -> int -> objnull> }

    /// Makes a struct of its parts. A part that a mapping refuses becomes the field's default.
    let rec private assemble (s: StructShape) (parts: objnull[]) (tries: int) : obj =
        try
            s.Operations.Assemble parts
        with :? WireException as e when tries > 0 ->
            match s.Fields |> Array.tryFindIndex (fun field -> field.Name = e.Path) with
            | Some i ->
                parts[i] <- s.Fields[i].Default
                assemble s parts (tries - 1)
            | None -> reraise ()

    let rec private value (plan: Plan) (size: int) (path: string) (shape: Shape) : objnull =
        match shape with
        | Shape.Nullable(inner, versions) ->
            if versions.Contains plan.Version && (size = 0 || chance plan.Random 4) then
                null
            else
                value plan size path inner
        | Shape.Struct s -> part plan size path s
        | Shape.FixedBytes count ->
            let content: byte[] = Array.zeroCreate count
            plan.Random.NextBytes content
            Bytes content
        // At size 0 an array is empty and what may be null is null, so that a value ends.
        | Shape.Recursive reference -> value plan (size / 2) path reference.Target
        | Shape.Opaque o -> o.Operations.Samples[plan.Random.Next o.Operations.Samples.Count]
        | Shape.Payload payload ->
            match payload.Version with
            | PayloadVersion.OfMessage -> value plan size path payload.Shape
            | PayloadVersion.Fixed(version, flexible) -> value { plan with Version = version; Flexible = flexible } size path payload.Shape
            | PayloadVersion.Written(_, versions, flexibles) ->
                let version = int16 (plan.Random.Next(int versions.First, int versions.Last + 1))
                let inner = { plan with Version = version; Flexible = flexibles.Contains version }
                VersionedPart(version, value inner size path payload.Shape)
        | Shape.Union u ->
            let index =
                match u.Discriminator with
                | ValueNone -> u.CaseIn plan.Version
                | ValueSome _ -> plan.Random.Next u.Cases.Length

            let case = u.Cases[index]
            u.Operations.Assemble(index, case.Tag, value plan size $"{path}.{case.Name}" case.Shape)
        | Shape.Array element ->
            let most =
                match element with
                | Shape.Primitive _ -> 2 + size / 4
                | _ -> 1 + size / 20

            let items = List<objnull>()

            for _ in 1 .. plan.Random.Next(0, (if size = 0 then 1 else most + 1)) do
                items.Add(value plan (size / 2) (path + "[]") element)

            element.ArrayOf items
        | Shape.Primitive kind -> primitive plan.Random size kind

    and private part (plan: Plan) (size: int) (path: string) (s: StructShape) : obj =
        let parts: objnull[] =
            [| for field in s.Fields do
                   let path =
                       if plan.Gens.IsEmpty then ""
                       elif path = "" then field.Name
                       else $"{path}.{field.Name}"

                   let isCarried = field.Versions.Contains plan.Version

                   match plan.Gens.TryFind path with
                   | Some gen when isCarried -> gen plan.Random size
                   // Versions without the field can carry only its default.
                   | _ when not isCarried -> field.Default
                   | _ when chance plan.Random 6 && allows plan.Version field field.Default -> field.Default
                   | _ -> value plan size path field.Shape

               if s.KeepsUnknownTags then
                   if plan.Flexible then unknownTags plan.Random s else ([||]: TaggedField[]) |]

        assemble s parts s.Fields.Length

    /// A value that a version can carry, in which some fields have generators of their own.
    let structureWith gens (random: Random) (size: int) (version: int16) (flexible: bool) (s: StructShape) : obj =
        part { Random = random; Version = version; Flexible = flexible; Gens = gens } size "" s

    /// A value that a version can carry.
    let structure (random: Random) (size: int) (version: int16) (flexible: bool) (s: StructShape) : obj =
        structureWith Map.empty random size version flexible s
