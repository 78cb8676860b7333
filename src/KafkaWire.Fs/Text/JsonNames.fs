namespace KafkaWire

open System
open System.Globalization
open System.Text.Json
open KafkaWire.Schema

/// The way from the message to the value at hand, built only downwards: a value's place costs one object.
type internal JsonPlace(parent: JsonPlace | null, name: string, index: int) =
    member _.Parent = parent

    override _.ToString() =
        let own = if index >= 0 then String.Concat("[", index.ToString CultureInfo.InvariantCulture, "]") else name

        match parent with
        | null -> own
        | parent when index >= 0 -> String.Concat(parent.ToString(), own)
        | parent -> String.Concat(parent.ToString(), ".", own)

module internal JsonNames =

    /// The name under which unknown tagged fields are shown; no field of Kafka's has it.
    [<Literal>]
    let UnknownTaggedFields = "unknownTaggedFields"

    /// What stands there, short enough for a sentence.
    let found (json: JsonElement) : string =
        let text = json.GetRawText()
        if text.Length <= 40 then text else text.Substring(0, 40) + ".."

    /// The number of letters to put in, take out, exchange or swap with the next to get from one name to the other, case left aside.
    let distance (a: string) (b: string) =
        let a = a.ToLowerInvariant()
        let b = b.ToLowerInvariant()
        let rows = Array2D.zeroCreate (a.Length + 1) (b.Length + 1)

        for i in 0 .. a.Length do
            rows[i, 0] <- i

        for j in 0 .. b.Length do
            rows[0, j] <- j

        for i in 1 .. a.Length do
            for j in 1 .. b.Length do
                let exchange = rows[i - 1, j - 1] + (if a[i - 1] = b[j - 1] then 0 else 1)
                let least = min exchange (1 + min rows[i - 1, j] rows[i, j - 1])

                rows[i, j] <-
                    if i > 1 && j > 1 && a[i - 1] = b[j - 2] && a[i - 2] = b[j - 1] then
                        min least (rows[i - 2, j - 2] + 1)
                    else
                        least

        rows[a.Length, b.Length]

    /// The candidate that the name was meant to be, if one is near.
    let nearest (name: string) (candidates: string seq) : string | null =
        let mutable best: string | null = null
        let mutable least = Int32.MaxValue

        for candidate in candidates do
            let d = distance name candidate

            if d < least then
                least <- d
                best <- candidate

        // One name in the other is near whatever its length: "name" for "topicName".
        let contained (a: string) (b: string) = a.Length >= 3 && b.Contains(a, StringComparison.OrdinalIgnoreCase)

        match best with
        | null -> null
        | best when least <= max 1 ((name.Length + 1) / 3) -> best
        | _ ->
            match candidates |> Seq.tryFind (fun c -> contained name c || contained c name) with
            | Some candidate -> candidate
            | None -> null

    /// Where in a message a field of this JSON name stands in a version: the path of the struct that has it; null if nowhere.
    let placeOf (name: string) (version: int16) (root: StructShape) : string | null =
        let rec inStruct (path: string) (s: StructShape) : string | null =
            if s.Fields |> Array.exists (fun f -> f.JsonName = name && f.Versions.Contains version) then
                path
            else
                let inner =
                    s.Fields
                    |> Seq.filter _.Versions.Contains(version)
                    |> Seq.map (fun f -> inShape (if path = "" then f.JsonName else String.Concat(path, ".", f.JsonName)) f.Shape)
                    |> Seq.tryFind (fun found -> not (isNull found))

                match inner with
                | Some found -> found
                | None -> null

        and inShape path shape =
            match shape with
            | Shape.Struct s -> inStruct path s
            | Shape.Array element -> inShape (path + "[]") element
            | Shape.Nullable(value, _) -> inShape path value
            | Shape.Primitive _ -> null

        inStruct "" root
