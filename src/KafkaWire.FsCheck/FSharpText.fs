/// Writes values as F# expressions that can be pasted into a test.
module internal KafkaWire.Generators.FSharpText

open System
open System.Collections.Concurrent
open System.Globalization
open System.Reflection
open FSharp.Reflection
open KafkaWire

let private flags = BindingFlags.Public ||| BindingFlags.NonPublic
let private invariant = CultureInfo.InvariantCulture

/// The name in the source: modules may be compiled under another one.
let private sourceName (t: Type) =
    match t.GetCustomAttribute<CompilationSourceNameAttribute>() with
    | null -> (t.Name.Split '`')[0]
    | renamed -> renamed.SourceName

/// A type's name as F# writes it below its namespace: <c>Metadata.Request</c>.
let rec nameOf (t: Type) : string =
    match t.DeclaringType with
    | null -> sourceName t
    | outer -> $"{nameOf outer}.{sourceName t}"

let private quoted (text: string) =
    let escaped (c: char) =
        match c with
        | '"' -> "\\\""
        | '\\' -> "\\\\"
        | '\n' -> "\\n"
        | '\r' -> "\\r"
        | '\t' -> "\\t"
        | c when c < ' ' || c > '~' -> $"\\u{int c:x4}"
        | c -> string c

    if text.Length > 40 && text |> Seq.forall (fun c -> c = text[0]) then
        $"String('{escaped text[0]}', {text.Length})"
    else
        $"\"{String.collect escaped text}\""

let private ofBytes (bytes: Bytes) =
    if bytes.IsEmpty then
        "Bytes.Empty"
    elif bytes.Length > 20 && bytes.Span.IndexOfAnyExcept 0uy < 0 then
        $"Bytes.OfHex(String('0', {2 * bytes.Length}))"
    else
        $"Bytes.OfHex \"{Convert.ToHexStringLower bytes.Span}\""

let private ofFloat (x: float) =
    if Double.IsNaN x then
        "nan"
    elif Double.IsPositiveInfinity x then
        "infinity"
    elif Double.IsNegativeInfinity x then
        "-infinity"
    else
        let text = x.ToString("R", invariant)
        if text |> Seq.forall (fun c -> Char.IsDigit c || c = '-') then text + ".0" else text

let private defaults = ConcurrentDictionary<Type, objnull>()

/// The static member Default, which a message's type has by custom.
let private defaultOf (t: Type) : objnull =
    defaults.GetOrAdd(
        t,
        fun t ->
            match t.GetProperty("Default", flags ||| BindingFlags.Static) with
            | null -> null
            | property when property.PropertyType = t -> property.GetValue null
            | _ -> null
    )

/// An argument: an expression that is more than one word is in parentheses.
let private argument (text: string) =
    if
        text.Contains ' '
        && not (text.StartsWith '"')
        && not (text.StartsWith '{')
        && not (text.StartsWith '[')
    then
        $"({text})"
    else
        text

/// The expression of a value.
let rec ofValue (value: objnull) : string =
    match value with
    | null -> "null"
    | :? string as x -> quoted x
    | :? Bytes as x -> ofBytes x
    | :? bool as x -> if x then "true" else "false"
    | :? sbyte as x -> x.ToString invariant + "y"
    | :? byte as x -> x.ToString invariant + "uy"
    | :? int16 as x -> x.ToString invariant + "s"
    | :? uint16 as x -> x.ToString invariant + "us"
    | :? int as x -> x.ToString invariant
    | :? uint32 as x -> x.ToString invariant + "u"
    | :? int64 as x -> x.ToString invariant + "L"
    | :? uint64 as x -> x.ToString invariant + "UL"
    | :? float as x -> ofFloat x
    | :? Uuid as x -> if x.IsZero then "Uuid.Zero" else $"Uuid({x.High}UL, {x.Low}UL)"
    | :? Enum as x -> ofEnum x
    | :? Array as items -> ofItems (Seq.cast<objnull> items)
    | value -> ofObject (value.GetType()) value

and private ofEnum (x: Enum) =
    let t = x.GetType()

    match Enum.GetName(t, x) with
    | null -> $"enum<{nameOf t}> {argument (ofValue (Convert.ChangeType(x, Enum.GetUnderlyingType t, invariant)))}"
    | name -> $"{nameOf t}.{name}"

and private ofItems (items: objnull seq) =
    if Seq.isEmpty items then
        "[||]"
    else
        let texts = String.Join("; ", Seq.map ofValue items)
        $"[| {texts} |]"

and private ofObject (t: Type) (value: obj) =
    // A Nullable that has a value is boxed as the value itself.
    if FSharpType.IsRecord(t, flags) then
        ofRecord t value
    elif FSharpType.IsTuple t then
        let texts = String.Join(", ", FSharpValue.GetTupleFields value |> Seq.map ofValue)
        $"({texts})"
    elif FSharpType.IsUnion(t, flags) then
        let case, fields = FSharpValue.GetUnionFields(value, t, flags)
        let texts = String.Join(", ", fields |> Seq.map ofValue)

        match fields.Length with
        | 0 -> case.Name
        | 1 -> $"{case.Name} {argument texts}"
        | _ -> $"{case.Name}({texts})"
    else
        ofClass t value

and private ofRecord t (value: obj) =
    let fields = FSharpType.GetRecordFields(t, flags)

    // An optional struct of bytes has another type than its boxed value.
    let text (field: PropertyInfo) (whole: obj) =
        let part = field.GetValue whole

        match Nullable.GetUnderlyingType field.PropertyType, part with
        | null, part -> ofValue part
        | _, null -> "Nullable()"
        | _, part -> $"Nullable({ofValue part})"

    match defaultOf t with
    | null ->
        // Labels alone may belong to several types.
        let qualified i = i = 0 && t <> typeof<TaggedField>

        let texts =
            fields
            |> Seq.mapi (fun i field -> (if qualified i then $"{nameOf t}.{field.Name}" else field.Name) + " = " + text field value)

        let texts = String.Join("; ", texts)
        $"{{ {texts} }}"
    | standard ->
        let changed =
            [ for field in fields do
                  let part = text field value
                  if part <> text field standard then $"{field.Name} = {part}" ]

        if changed.IsEmpty then
            $"{nameOf t}.Default"
        else
            let texts = String.Join("; ", changed)
            $"{{ {nameOf t}.Default with {texts} }}"

and private ofClass t (value: obj) =
    let settable =
        t.GetProperties()
        |> Array.filter (fun property -> property.CanRead && property.CanWrite && property.GetIndexParameters().Length = 0)

    let standard = if isNull (t.GetConstructor Type.EmptyTypes) then null else Activator.CreateInstance t

    let changed =
        [ for property in settable do
              let part = ofValue (property.GetValue value)

              let isStandard =
                  match standard with
                  | null -> false
                  | standard -> ofValue (property.GetValue standard) = part

              if not isStandard then $"{property.Name} = {part}" ]

    let texts = String.Join(", ", changed)
    $"{nameOf t}({texts})"
