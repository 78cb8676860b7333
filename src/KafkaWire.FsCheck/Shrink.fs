/// Shrinks values, so that failures are easy to read: fields to their defaults, texts to "a", numbers to the smallest that fail.
/// Each candidate is smaller in an order without endless descents: fewer fields differ from their defaults, then smaller parts.
module internal KafkaWire.Generators.Shrink

open System
open System.Text
open KafkaWire
open KafkaWire.Schema

let private one (x: 'T) : obj = Unchecked.nonNull (box x)

/// 0, and numbers that approach n by half of the distance: the smallest one that fails is found in few steps.
let private towards (n: int64) : int64 seq =
    if n = 0L then
        Seq.empty
    elif n = Int64.MinValue then
        Seq.ofList [ 0L; Int64.MaxValue ]
    else
        seq {
            if n < 0L then -n
            yield! n |> Seq.unfold (fun step -> if step = 0L then None else Some(n - step, step / 2L))
        }

/// Lengths below n, from 0 on, that approach it.
let private shorter (n: int) : int seq = towards (int64 n) |> Seq.map int

/// A text that takes more than a byte for a character, and the smallest one in its place.
let private wide = "\u00e9"

let private text (text: string) : string seq =
    // A text must not begin or end inside a surrogate pair.
    let whole (part: string) = part = "" || not (Char.IsLowSurrogate part[0] || Char.IsHighSurrogate part[part.Length - 1])

    let isPlain = Ascii.IsValid text

    seq {
        if text.Length > 1 || (text <> "a" && text <> "") then "a"
        if not isPlain && text <> wide then wide

        for length in shorter text.Length do
            let part = text.Substring(0, length)
            if part <> "a" && whole part then part

        // As many bytes, as many characters.
        if not isPlain then String('a', Encoding.UTF8.GetByteCount text)

        let plain = String('a', text.Length)
        if text <> plain then plain

        if text.Length <= 100 then
            for i in 0 .. text.Length - 1 do
                // The second half of a pair goes with the first.
                if not (Char.IsLowSurrogate text[i]) then
                    let rest = text.Substring(i + (if Char.IsHighSurrogate text[i] then 2 else 1))
                    let before = text.Substring(0, i)
                    if text.Length > 1 then before + rest

                    if text[i] <> 'a' then
                        before + "a" + rest
                        if not (Char.IsAscii text[i]) && text[i] <> wide[0] then before + wide + rest
    }

let private bytes (bytes: Bytes) : Bytes seq =
    seq {
        for length in shorter bytes.Length do
            bytes.Slice(0, length)

        if bytes.Span.IndexOfAnyExcept 0uy >= 0 then Bytes(Array.zeroCreate<byte> bytes.Length)
    }

let private primitive (value: obj) : obj seq =
    let integer (n: int64) (ofInt64: int64 -> 'T) : obj seq = towards n |> Seq.map (ofInt64 >> one)

    match value with
    | :? string as x -> text x |> Seq.map one
    | :? Bytes as x -> bytes x |> Seq.map one
    | :? bool as x -> if x then Seq.singleton (one false) else Seq.empty
    // The opposite of the lowest number does not exist.
    | :? sbyte as x -> integer (max -127L (int64 x)) sbyte
    | :? int16 as x -> integer (max -32767L (int64 x)) int16
    | :? uint16 as x -> integer (int64 x) uint16
    | :? int as x -> integer (max (int64 -Int32.MaxValue) (int64 x)) int
    | :? uint32 as x -> integer (int64 x) uint32
    | :? int64 as x -> towards x |> Seq.map one
    | :? float as x ->
        seq {
            if x <> 0.0 then one 0.0
            if x <> 0.0 && x <> 1.0 then one 1.0
        }
    | :? Uuid as x ->
        seq {
            if not x.IsZero then one Uuid.Zero
            if not x.IsZero && x <> Uuid(0UL, 1UL) then one (Uuid(0UL, 1UL))
        }
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
    | Shape.Struct s, part -> structure version s part |> Seq.map (fun smaller -> smaller)
    | Shape.Array element, (:? Array as items) ->
        let items: objnull[] = [| for item in items -> item |]

        seq {
            for length in shorter items.Length do
                element.ArrayOf(Array.truncate length items)

            if items.Length > 1 then
                for i in 0 .. items.Length - 1 do
                    element.ArrayOf(Array.removeAt i items)

            for i in 0 .. items.Length - 1 do
                for smaller in value version element items[i] do
                    element.ArrayOf(Array.updateAt i smaller items)
        }
    | Shape.Recursive reference, part -> value version reference.Target part
    | Shape.Union u, part ->
        match u.Operations.Explode part with
        | struct (-1, _, _) -> Seq.empty
        | struct (index, tag, part) ->
            seq {
                if index > 0 && u.Cases[0].Versions.Contains version then u.Operations.DefaultOf 0

                for smaller in value version u.Cases[index].Shape part do
                    u.Operations.Assemble(index, tag, smaller)
            }
    | Shape.Payload payload, part ->
        match payload.Version, part with
        | PayloadVersion.Written _, (:? VersionedPart as part) ->
            value part.Version payload.Shape part.Part
            |> Seq.map (fun smaller -> VersionedPart(part.Version, smaller))
        | PayloadVersion.Fixed(version, _), part -> value version payload.Shape part
        | _, part -> value version payload.Shape part
    | (Shape.FixedBytes _ | Shape.Opaque _), _ -> Seq.empty
    | _, part -> primitive part |> Seq.map (fun smaller -> smaller)

/// Smaller values that the version can also carry.
and structure (version: int16) (s: StructShape) (whole: obj) : obj seq =
    let parts = s.Operations.Explode whole

    // A mapping may refuse what is smaller.
    let put i part =
        try
            s.Operations.Assemble(Array.updateAt i part parts)
        with :? WireException ->
            whole

    let inVersion =
        [ for i in 0 .. s.Fields.Length - 1 do
              if s.Fields[i].Versions.Contains version then i ]

    let isDefault i = Content.same s.Fields[i].Shape s.Fields[i].Default parts[i]

    seq {
        let bare = s.Operations.DefaultObject

        if
            inVersion |> List.forall (fun i -> Build.allows version s.Fields[i] s.Fields[i].Default)
            && not (Content.same (Shape.Struct s) bare whole)
        then
            bare

        if s.KeepsUnknownTags then
            match Content.tagsOf s parts with
            | NonNull tags when tags.Length > 0 ->
                put s.Fields.Length ([||]: TaggedField[])
                if tags.Length > 1 then put s.Fields.Length (Array.truncate 1 tags)

                for i in 0 .. tags.Length - 1 do
                    for data in bytes tags[i].Data do
                        put s.Fields.Length (Array.updateAt i { tags[i] with Data = data } tags)
            | _ -> ()

        for i in inVersion do
            if not (isDefault i) && Build.allows version s.Fields[i] s.Fields[i].Default then
                put i s.Fields[i].Default

        for i in inVersion do
            // A part that cannot become its default or already has it does not become smaller.
            if not (isDefault i) then
                for smaller in value version s.Fields[i].Shape parts[i] do
                    put i smaller
    }
