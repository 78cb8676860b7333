/// The text of a new message file.
module KafkaWire.Import.MessageFile

open System
open System.Collections.Generic
open System.Globalization
open System.IO
open System.Text
open KafkaWire
open KafkaWire.Facts.Definitions
open KafkaWire.Import.Words

// ---- files

/// The content of one file: an API (request and response), a coordinator's record (key and value), or one payload.
type Unit =
    {
        /// The path below Messages.
        File: string
        Definitions: Definition list
    }

    member u.IsApi = (u.Definitions.Head.Kind = "request")

let private withoutSuffix (name: string) =
    match
        [ "Request"; "Response"; "Key"; "Value" ]
        |> List.tryFind (fun suffix -> name.EndsWith(suffix, StringComparison.Ordinal))
    with
    | Some suffix -> name.Substring(0, name.Length - suffix.Length)
    | None -> name

/// The name of the module that holds a message. A module that is not an API has a record Data, so its own name does not end in it.
let moduleOf (d: Definition) =
    match d.Kind with
    | "request"
    | "response" -> withoutSuffix d.Name
    | _ when d.Name.EndsWith("Data", StringComparison.Ordinal) -> d.Name.Substring(0, d.Name.Length - 4)
    | _ -> d.Name

let private fileOf (d: Definition) =
    let control = [ "ControlRecordTypeSchema"; "EndTxnMarker"; "LeaderChangeMessage"; "KRaftVersionRecord"; "VotersRecord" ]
    let payload folder name = Path.Combine("Payloads", folder, name)

    match d.Kind with
    | "header" -> "Headers"
    | "request"
    | "response" -> withoutSuffix d.Name
    | "coordinator-key"
    | "coordinator-value" -> payload "Coordinator" (withoutSuffix d.Name)
    | "metadata" -> payload "KRaft" (moduleOf d)
    | _ when List.contains d.Name control || d.Name.StartsWith("Snapshot", StringComparison.Ordinal) -> payload "Control" (moduleOf d)
    | _ when d.Name.StartsWith("Consumer", StringComparison.Ordinal) -> payload "Consumer" (moduleOf d)
    | _ -> payload "Data" (moduleOf d)

/// The files that hold the messages of definitions.
let units (definitions: Definition list) : Unit list =
    let order (d: Definition) =
        match d.Kind with
        | "header" -> 0, -1
        | "request"
        | "response" -> 1, defaultArg d.Key -1
        | "coordinator-key"
        | "coordinator-value" -> 3, defaultArg d.Key -1
        | "metadata" -> 4, defaultArg d.Key -1
        | _ -> 2, -1

    definitions
    |> List.sortBy (fun d -> order d, d.Name)
    |> List.groupBy fileOf
    |> List.map (fun (file, definitions) -> { File = file + ".fs"; Definitions = List.sortBy _.Name definitions })

/// The name of a file's content, as used on the command line.
let nameOf (u: Unit) = Path.GetFileNameWithoutExtension u.File

// ---- names

let private keywords =
    set ("base begin class default end global include match member namespace process to type val".Split ' ')

/// The words of a schema, which a codec must not shadow.
let private schemaWords =
    set (
        "always api array arrayOf arrayOfStructs bool bytes bytesOf classicString data errorCode field fieldOr fixedIn \
         fixedWidth float64 ignorable int16 int32 int32s int64 int8 message never noBytes nullable nullableBytes \
         nullableBytesOf nullableFor nullableIn nullableRecords nullableRecordsIn optional records request response \
         schema secret since string structure tagged taggedOr uint16 unknownTags unstableLatest uuid versions \
         withDefault"
            .Split
            ' '
    )

let private camel (name: string) =
    let name = name.Substring(0, 1).ToLowerInvariant() + name.Substring 1
    if keywords.Contains name then name + "'" else name

/// The name of a record's codec. C# sees it, so it has no prime.
let private codecName (record: string) =
    let name = (camel record).TrimEnd '\''
    let isMessage = List.contains record [ "Request"; "Response"; "Data" ]

    if keywords.Contains name || schemaWords.Contains name && not isMessage then
        name + "Struct"
    else
        name

let private parenthesized (text: string) = if text.Contains ' ' then "(" + text + ")" else text

// ---- a field

let private isErrorCode (f: Field) = f.Type = "int16" && not f.IsArray && f.Name.EndsWith("ErrorCode", StringComparison.Ordinal)

let private versionsText (r: VersionRange) =
    if r.IsEmpty then "never"
    elif r.First = 0s && r.Last = Int16.MaxValue then "always"
    elif r.Last = Int16.MaxValue then $"since {r.First}"
    else $"versions {r.First} {r.Last}"

let private valueText (recordOf: Struct -> string) (isSecret: bool) (f: Field) =
    let from = f.Nullable.First
    let isOpen = f.Nullable.Last >= f.Versions.Last

    let nullable inner =
        if f.Nullable.IsEmpty then inner
        elif isOpen then $"nullable {from} {parenthesized inner}"
        else $"nullableIn {from} {f.Nullable.Last} {parenthesized inner}"

    match f.Struct with
    | Some s when f.IsArray -> nullable $"array {codecName (recordOf s)}"
    | Some s when f.Tag.IsSome && not f.Nullable.IsEmpty -> $"optional {from} {codecName (recordOf s)}"
    | Some s -> nullable $"structure {codecName (recordOf s)}"
    | None ->
        let primitive =
            if isErrorCode f then "errorCode"
            elif f.IsClassic then "classicString"
            elif f.Type = "uint32" then failwith $"{f.Name}: the schema has no word for uint32 yet."
            else f.Type

        let value =
            match f.Type with
            | "bytes"
            | "records" when not f.IsArray && not f.Nullable.IsEmpty ->
                let word = "nullable" + pascal f.Type
                if isOpen then $"{word} {from}" else $"{word}In {from} {f.Nullable.Last}"
            | _ -> nullable (if f.IsArray then $"array {parenthesized primitive}" else primitive)

        if isSecret then $"secret {parenthesized value}" else value

let private typeText (recordOf: Struct -> string) (f: Field) =
    let element =
        match f.Struct, f.Type with
        | Some s, _ -> recordOf s
        | _, "int8" -> "sbyte"
        | _, "int16" -> if isErrorCode f then "ErrorCode" else "int16"
        | _, "int32" -> "int"
        | _, "float64" -> "float"
        | _, "uuid" -> "Uuid"
        | _, ("bytes" | "records") -> "Bytes"
        | _, other -> other

    match f.IsArray, f.Nullable.IsEmpty with
    | true, true -> element + "[]"
    | true, false -> element + "[] | null"
    | false, true -> element
    | false, false -> if element = "Bytes" then "Nullable<Bytes>" else element + " | null"

/// The default as F# code; None if it is the type's default.
let private defaultText (f: Field) =
    match f.Default, f.Type with
    | None, _ -> None
    | Some "null", "records" when not f.IsArray -> None
    | Some "null", "bytes" when not f.IsArray -> Some "noBytes"
    | Some "null", _ -> Some "null"
    | Some d, "string" -> if d = "" then None else Some $"\"{d}\""
    | Some d, "bool" -> if d = "false" then None else Some d
    | Some d, "float64" -> if Double.Parse(d, CultureInfo.InvariantCulture) = 0.0 then None else Some d
    | Some d, ("int8" | "int16" | "uint16" | "int32" | "int64" as type') ->
        let value =
            if d.StartsWith("0x", StringComparison.Ordinal) then
                Convert.ToInt64(d.Substring 2, 16)
            else
                Int64.Parse(d, CultureInfo.InvariantCulture)

        match type', value with
        | _, 0L -> None
        | "int32", 2147483647L -> Some "Int32.MaxValue"
        | "int32", -2147483648L -> Some "Int32.MinValue"
        | "int64", Int64.MaxValue -> Some "Int64.MaxValue"
        | "int64", Int64.MinValue -> Some "Int64.MinValue"
        | "int8", n -> Some $"{n}y"
        | "int16", n -> Some $"{n}s"
        | "uint16", n -> Some $"{n}us"
        | "int64", n -> Some $"{n}L"
        | _, n -> Some $"{n}"
    | Some d, other -> failwith $"{f.Name}: the default '{d}' does not fit the type {other}."

/// The columns of a field's line: name, word, Kafka's name, getter, value, versions.
let private columns (recordOf: Struct -> string) (isSecret: bool) (f: Field) =
    let word =
        match f.Tag, defaultText f with
        | None, None -> "field"
        | None, Some d -> $"fieldOr {d}"
        | Some t, None -> $"tagged {t}"
        | Some t, Some d -> $"taggedOr {t} {d}"

    let versions = versionsText f.Versions
    let versions = if f.IsIgnorable then $"ignorable {parenthesized versions}" else versions

    [ camel f.Name
      word
      $"\"{f.Name}\""
      $"_.{pascal f.Name}"
      parenthesized (valueText recordOf isSecret f)
      parenthesized versions ]

/// The line of a field in a schema, to add to a message file that lacks it.
let fieldLine (f: Field) =
    match columns _.Name false f with
    | name :: rest -> $"and! {name} = " + String.Join(" ", rest)
    | [] -> ""

// ---- structs and messages

/// The structs of fields, inner ones first.
let rec private structsOf (fields: Field list) : Struct list =
    [ for f in fields do
          match f.Struct with
          | Some s ->
              yield! structsOf s.Fields
              s
          | None -> () ]
    |> List.distinctBy _.Name

/// The versions in which the structs of a message exist, by name.
let private rangesOf (d: Definition) =
    let ranges = Dictionary<string, VersionRange>()

    let rec walk (outer: VersionRange) (fields: Field list) =
        for f in fields do
            match f.Struct with
            | None -> ()
            | Some s ->
                let own = both f.Versions outer

                ranges[s.Name] <-
                    match ranges.TryGetValue s.Name with
                    | true, known -> { First = min known.First own.First; Last = max known.Last own.Last }
                    | _ -> own

                walk own s.Fields

    walk d.Open d.Fields
    ranges

/// A struct without Kafka's descriptions, for comparing layouts.
let rec private layout (s: Struct) : Struct =
    { s with Fields = [ for f in s.Fields -> { f with About = None; Struct = Option.map layout f.Struct } ] }

/// The maximum width of a doc comment and of code.
let private docWidth, private codeWidth = 120, 130

type private Writer(glossary: Glossary) =
    let out = StringBuilder()
    let line (text: string) = out.Append(text).Append('\n') |> ignore<StringBuilder>

    /// Doc comment lines; `reserved` columns come before the indent.
    let docLines (reserved: int) (indent: string) (text: string) =
        let lines = List<string>()
        let current = StringBuilder(indent + "///")

        for word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries) do
            if reserved + current.Length + 1 + word.Length > docWidth && current.Length > indent.Length + 3 then
                lines.Add(current.ToString())
                current.Clear().Append(indent + "///") |> ignore<StringBuilder>

            current.Append(' ').Append word |> ignore<StringBuilder>

        lines.Add(current.ToString())
        List.ofSeq lines

    member _.Text = out.ToString()
    member _.Line(text: string) = line text
    member _.Doc(indent: string, text: string) = docLines 0 indent text |> List.iter line

    member private w.Struct(message: Definition, record: string, kafkaName: string, fields: Field list, range: VersionRange, doc: string, recordOf) =
        let isFlexible = not message.Flexible.IsEmpty
        let described = [ for f in fields -> f, Words.ofField glossary message.Valid range f ]
        w.Doc("    ", doc)
        line "    [<NoComparison>]"
        line $"    type {record} ="

        let members =
            [ for f, (words, _) in described do
                  yield! docLines 10 "" words
                  $"{pascal f.Name}: {typeText recordOf f}"
              if isFlexible then
                  "/// Unknown tagged fields, in order of arrival."
                  "UnknownTaggedFields: TaggedField[]" ]

        members
        |> List.iteri (fun i text ->
            line (
                (if i = 0 then "        { " else "          ")
                + text
                + (if i = members.Length - 1 then " }" else "")
            ))

        line ""

        let codec = codecName record
        let rows = [ for f, (_, isSecret) in described -> columns recordOf isSecret f ]
        let widthOf column = 0 :: [ for row in rows -> row[column].Length ] |> List.max
        let nameWidth = max (widthOf 0) (if isFlexible then 4 else 0)
        line $"    /// The wire schema of {record}."
        line $"    let {codec} = message<{record}> \"{kafkaName}\" {{"

        rows
        |> List.iteri (fun i row ->
            let padded =
                row
                |> List.mapi (fun c cell -> if c = row.Length - 1 then cell else cell.PadRight(if c = 0 then nameWidth else widthOf c))

            line (
                "        "
                + (if i = 0 then "let!" else "and!")
                + " "
                + padded.Head
                + " = "
                + String.Join(" ", padded.Tail)
            ))

        if isFlexible then
            line (
                "        "
                + (if rows.IsEmpty then "let!" else "and!")
                + " "
                + "tags".PadRight nameWidth
                + " = unknownTags _.UnknownTaggedFields"
            )

        let sets =
            [ for f in fields do
                  $"{pascal f.Name} = {camel f.Name}"
              if isFlexible then "UnknownTaggedFields = tags" ]

        if sets.IsEmpty then failwith $"{kafkaName} has no fields and no flexible versions."

        let start = "        return { "
        let mutable current = start + sets.Head

        for set in sets.Tail do
            if current.Length + 2 + set.Length + 4 > codeWidth then
                line current
                current <- String(' ', start.Length) + set
            else
                current <- current + "; " + set

        line (current + " } }")
        line ""
        line $"    type {record} with"
        line "        /// A value with every field at its default."
        line $"        static member Default = {codec}.Default"
        line ""

    /// Writes a message and its inner structs, except those already `written`.
    member w.Message(message: Definition, record: string, doc: string, recordOf: Struct -> string, written: HashSet<string>) =
        let ranges = rangesOf message

        for s in structsOf message.Fields do
            if written.Add(recordOf s) then
                let range = ranges[s.Name]
                let doc = (ofStruct glossary s.Name + " " + versionWords message.Open range).TrimEnd()
                w.Struct(message, recordOf s, s.Name, s.Fields, range, doc, recordOf)

        w.Struct(message, record, message.Name, message.Fields, message.Open, doc, recordOf)

    /// Writes the doc comment of a module and its first line.
    member w.Head(name: string, title: string, definitions: Definition list) =
        w.Doc("", $"{title}: " + todo "what it is for" None)

        match history definitions with
        | "" -> ()
        | text ->
            line "///"
            w.Doc("", text)

        line "[<RequireQualifiedAccess>]"
        line $"module {name} ="
        line ""

let rec private exists (predicate: Field -> bool) (fields: Field list) =
    fields
    |> List.exists (fun f -> predicate f || f.Struct |> Option.exists (fun s -> exists predicate s.Fields))

/// Whether the text of a field needs `open System`, for example for Nullable or Int32.MinValue.
let private usesSystem (f: Field) =
    (not f.Nullable.IsEmpty && not f.IsArray && (f.Type = "bytes" || f.Type = "records"))
    || defaultText f |> Option.exists _.StartsWith("Int", StringComparison.Ordinal)

/// The text of a new message file.
let write (glossary: Glossary) (u: Unit) : string =
    let w = Writer glossary
    let range (d: Definition) = $"(versions {d.Valid.First} {d.Valid.Last}) {parenthesized (versionsText d.Flexible)}"
    w.Line "namespace KafkaWire.Messages"
    w.Line ""
    if u.Definitions |> List.exists (fun d -> exists usesSystem d.Fields) then w.Line "open System"
    w.Line "open KafkaWire"
    w.Line "open KafkaWire.Schema"
    w.Line "open KafkaWire.Schema.Words"
    w.Line ""

    match u.Definitions with
    | [ request; response ] when u.IsApi ->
        if request.Valid <> response.Valid || request.Flexible <> response.Flexible then
            failwith $"{request.Name} and {response.Name} have different versions."

        let key = request.Key |> Option.defaultWith (fun () -> failwith $"{request.Name} has no apiKey.")
        let name = moduleOf request
        w.Head(name, $"{name} (key {key})", u.Definitions)
        let answered = structsOf response.Fields

        // Structs with the same name become one record if their layouts are the same, otherwise two with a prefix.
        let clashing =
            set
                [ for s in structsOf request.Fields do
                      if answered |> List.exists (fun other -> other.Name = s.Name && layout other <> layout s) then
                          s.Name ]

        let recordOf prefix (s: Struct) = if clashing.Contains s.Name then prefix + s.Name else s.Name
        let written = HashSet<string>()
        w.Message(request, "Request", todo "who sends it, as in: Sent by an admin client" None, recordOf "Request", written)
        w.Message(response, "Response", todo "who answers, as in: The controller's response" None, recordOf "Response", written)
        w.Line "    /// The API: its key, its versions and both schemas."

        w.Line(
            $"    let api = api {key} {range request} request response"
            + (if request.LatestUnstable then " |> unstableLatest" else "")
        )
    | definitions when u.IsApi -> failwith $"{definitions.Head.Name} has no response."
    | definitions ->
        definitions
        |> List.iteri (fun i d ->
            if i > 0 then w.Line ""

            let title =
                match d.Kind, d.Key with
                | ("coordinator-key" | "coordinator-value" | "metadata"), Some key -> $"{d.Name} (record type {key})"
                | _ -> d.Name

            let doc =
                match d.Kind with
                | "metadata" -> "Written by the controller."
                | "header" -> "The whole payload."
                | _ -> todo "who writes it, as in: Written by the group coordinator" None

            w.Head(moduleOf d, title, [ d ])
            w.Message(d, "Data", doc, _.Name, HashSet())
            w.Line "    /// Its versions and its schema."
            w.Line $"    let schema = schema {range d} data")

    w.Text
