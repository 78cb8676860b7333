namespace KafkaWire

open System
open System.Globalization
open System.Text.Json
open KafkaWire.Schema

/// The path from the message to the current value, as a chain of parents: a value's place costs one object.
type internal JsonPlace(parent: JsonPlace | null, name: string, index: int) =
    member _.Parent = parent

    override _.ToString() =
        let own = if index >= 0 then String.Concat("[", index.ToString CultureInfo.InvariantCulture, "]") else name

        match parent with
        | null -> own
        | parent when index >= 0 -> String.Concat(parent.ToString(), own)
        | parent -> String.Concat(parent.ToString(), ".", own)

module internal JsonNumbers =

    /// A float64 as Java writes it, in a form that Kafka's readers accept: 1.0, -0.0, 1.0E15. Not for NaN and infinities.
    /// It has the fewest digits that restore the number, but at least two. From 0.001 to 9999999 there is no exponent.
    let float64 (number: float) : string =
        if number = 0.0 then
            if Double.IsNegative number then "-0.0" else "0.0"
        else
            // d.dddE+000
            let scientific (format: string) = (abs number).ToString(format, CultureInfo.InvariantCulture)

            let shortest =
                let text = scientific "R"
                let mutable digits = 0

                for c in
                    text
                        .AsSpan()
                        .Slice(
                            0,
                            (match text.IndexOf 'E' with
                             | -1 -> text.Length
                             | e -> e)
                        ) do
                    if Char.IsAsciiDigit c && (digits > 0 || c <> '0') then digits <- digits + 1

                max 2 digits

            // The digits include trailing zeros of an integer, which are removed below.
            let text = scientific ("E" + (shortest - 1).ToString CultureInfo.InvariantCulture)
            let e = text.IndexOf 'E'
            let exponent = Int32.Parse(text.AsSpan().Slice(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
            let digits = String.Concat(text.AsSpan().Slice(0, 1), text.AsSpan().Slice(2, e - 2)).TrimEnd '0'
            let fraction (digits: string) = if digits = "" then "0" else digits

            let plain =
                if exponent < -3 || exponent >= 7 then
                    String.Concat(digits.Substring(0, 1), ".", fraction (digits.Substring 1), "E" + exponent.ToString CultureInfo.InvariantCulture)
                elif exponent < 0 then
                    String.Concat("0.", String('0', -exponent - 1), digits)
                else
                    let digits = digits.PadRight(exponent + 1, '0')
                    String.Concat(digits.Substring(0, exponent + 1), ".", fraction (digits.Substring(exponent + 1)))

            if number < 0.0 then "-" + plain else plain

module internal JsonNames =

    /// The JSON name for unknown tagged fields; no Kafka field has this name.
    [<Literal>]
    let UnknownTaggedFields = "unknownTaggedFields"

    /// The JSON found, shortened to fit a sentence.
    let found (json: JsonElement) : string =
        let text = json.GetRawText()
        if text.Length <= 40 then text else text.Substring(0, 40) + ".."

    /// The edit distance between two names, ignoring case: insertions, deletions, substitutions and swaps of adjacent letters.
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

    /// The candidate closest to a name, if one is close enough to suggest; otherwise null.
    let nearest (name: string) (candidates: string seq) : string | null =
        let mutable best: string | null = null
        let mutable least = Int32.MaxValue

        for candidate in candidates do
            let d = distance name candidate

            if d < least then
                least <- d
                best <- candidate

        // A name contained in the other is close enough, whatever its length: "name" for "topicName".
        let contained (a: string) (b: string) = a.Length >= 3 && b.Contains(a, StringComparison.OrdinalIgnoreCase)

        match best with
        | null -> null
        | best when least <= max 1 ((name.Length + 1) / 3) -> best
        | _ ->
            match candidates |> Seq.tryFind (fun c -> contained name c || contained c name) with
            | Some candidate -> candidate
            | None -> null

    /// The name of a case that a union does not know.
    [<Literal>]
    let UnknownCase = "unknown"

    /// The path of the struct that has a field with this JSON name in a version; null if there is none.
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
            | Shape.Payload payload when payload.Version.IsOfMessage -> inShape path payload.Shape
            | Shape.Primitive _
            | Shape.FixedBytes _
            | Shape.Opaque _
            // What has other versions, several cases or no end is not searched.
            | Shape.Payload _
            | Shape.Union _
            | Shape.Recursive _ -> null

        inStruct "" root

/// Folds errors: pairs an error code field with the field of its message text.
module internal JsonErrors =

    [<Literal>]
    let private Code = "rrorCode"

    [<Literal>]
    let private Message = "rrorMessage"

    let private isCode (field: FieldShape) =
        match field.Shape with
        | Shape.Primitive Primitive.ErrorCode -> field.JsonName.EndsWith(Code, StringComparison.Ordinal)
        | _ -> false

    let private isText (field: FieldShape) =
        match field.Shape with
        | Shape.Primitive Primitive.String
        | Shape.Nullable(Shape.Primitive Primitive.String, _) -> true
        | _ -> false

    /// The name of the object that an error code field becomes: error for errorCode, partitionError for partitionErrorCode; null for other fields.
    let objectName (field: FieldShape) : string | null =
        if isCode field then field.JsonName.Substring(0, field.JsonName.Length - "Code".Length) else null

    /// The index of the text field for an error code field, such as errorMessage for errorCode; -1 if the version has none.
    let messageOf (s: StructShape) (version: int16) (index: int) : int =
        match objectName s.Fields[index] with
        | null -> -1
        | name ->
            let wanted = name + "Message"

            s.Fields
            |> Array.tryFindIndex (fun f -> f.Versions.Contains version && isText f && f.JsonName = wanted)
            |> Option.defaultValue -1

    /// Whether a field is the text field for an error code field in the same version.
    let isMessage (s: StructShape) (version: int16) (index: int) : bool =
        s.Fields[index].JsonName.EndsWith(Message, StringComparison.Ordinal)
        && s.Fields
           |> Seq.indexed
           |> Seq.exists (fun (i, f) -> f.Versions.Contains version && messageOf s version i = index)

    /// The index of the error code field that becomes the object with a name; -1 if the version has none.
    let codeOf (s: StructShape) (version: int16) (name: string) : int =
        if name.EndsWith("rror", StringComparison.Ordinal) then
            s.Fields
            |> Array.tryFindIndex (fun f -> f.Versions.Contains version && objectName f = name)
            |> Option.defaultValue -1
        else
            -1
