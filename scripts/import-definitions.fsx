// Writes the first text of a message file from Kafka's definitions, with the words of scripts/glossary.

open System
open System.Collections.Generic
open System.IO
open System.Text
open System.Text.Json
open System.Text.RegularExpressions

let usage =
    """import-definitions: from Kafka's message definitions (JSON) to the F# text of KafkaWire's messages.

    dotnet fsi scripts/import-definitions.fsx DEFINITIONS [NAME...] [--into FOLDER]
    dotnet fsi scripts/import-definitions.fsx DEFINITIONS --write [NAME...] [--into FOLDER] [--force]
    dotnet fsi scripts/import-definitions.fsx DEFINITIONS --glossary [NAME...]
    dotnet fsi scripts/import-definitions.fsx DEFINITIONS --history [NAME...]

DEFINITIONS is a folder of files such as FetchRequest.json (in Kafka's sources: clients/src/main/resources/common/message,
group-coordinator, transaction-coordinator, share-coordinator and metadata have more); comments in them are skipped.

NAME is an API (Fetch), a payload (ConsumerProtocolSubscription), or both messages of a coordinator's record (OffsetCommit stands
for the API: say OffsetCommitKey for the record). Without a name: everything.

Without a flag it prints what the files in FOLDER lack against the definitions, and what they have that the definitions have not
in the versions that both know; it ends with 0 if that is nothing, else with 1. Versions that only the files have are no lack:
a newer Kafka drops old ones. For a field that is missing it prints the line to write.

    --write      writes one file for each API and payload into FOLDER (src/KafkaWire.Fs/Messages); a file that is there stays,
                 unless --force is given. The file is a first text: read it, correct it, own it. A new API also wants its line in
                 ApiKey.fs, Catalogue.fs, Message.fs, ReleaseTable.fs and KafkaWire.Fs.fsproj; tests name what is forgotten.
    --glossary   prints what scripts/glossary lacks: fields and types without words, null and -1 that are not explained,
                 entries that nothing uses.
    --history    prints what each version changed, as far as the definitions tell.
"""

// ---- definitions ----------------------------------------------------------------------------------------------------

/// Kafka's version ranges; Last is Int32.MaxValue for "3+". None is First > Last.
[<Struct>]
type Range =
    { First: int
      Last: int }

    static member None = { First = 0; Last = -1 }
    member r.IsEmpty = r.First > r.Last
    member r.Contains v = r.First <= v && v <= r.Last

    member r.And(o: Range) =
        if r.IsEmpty || o.IsEmpty then
            Range.None
        else
            { First = max r.First o.First; Last = min r.Last o.Last }

let parseRange (text: string) =
    let parsed = Regex.Match(text, @"^(?:(none)|(\d+)(?:(\+)|-(\d+))?)$")
    if not parsed.Success then failwith $"'{text}' is not a version range."
    let part (i: int) = parsed.Groups[i]

    if (part 1).Success then
        Range.None
    else
        let first = int (part 2).Value

        { First = first
          Last =
            if (part 3).Success then Int32.MaxValue
            elif (part 4).Success then int (part 4).Value
            else first }

type Field =
    {
        Name: string
        /// Without the brackets of an array.
        Type: string
        IsArray: bool
        Versions: Range
        Nullable: Range
        Tag: int option
        Default: string option
        Ignorable: bool
        /// A field of a flexible message that keeps the classic form.
        Classic: bool
        Struct: Struct option
    }

and Struct = { Name: string; Fields: Field list }

type Definition =
    {
        Name: string
        /// request, response, header, data, metadata, coordinator-key or coordinator-value.
        Kind: string
        Key: int option
        Valid: Range
        Flexible: Range
        LatestUnstable: bool
        Fields: Field list
    }

    /// The valid versions, taken as going on: what exists in the last one is not called "only".
    member d.Open = { First = d.Valid.First; Last = Int32.MaxValue }

let primitives =
    set [ "bool"; "int8"; "int16"; "uint16"; "uint32"; "int32"; "int64"; "float64"; "string"; "uuid"; "bytes"; "records" ]

let tryGet (name: string) (element: JsonElement) =
    match element.TryGetProperty name with
    | true, value when value.ValueKind <> JsonValueKind.Null -> Some value
    | _ -> None

let text (element: JsonElement) =
    match element.ValueKind with
    | JsonValueKind.String -> element.GetString()
    | _ -> element.GetRawText()

let readDefinition (file: string) =
    let options = JsonDocumentOptions(CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true)
    use document = JsonDocument.Parse(File.ReadAllText file, options)
    let root = document.RootElement
    let get name = (tryGet name root) |> Option.defaultWith (fun () -> failwith $"{file} has no '{name}'.") |> text

    let common =
        match tryGet "commonStructs" root with
        | Some structs -> dict [ for s in structs.EnumerateArray() -> text (s.GetProperty "name"), s.Clone() ]
        | None -> dict []

    let rec readField (e: JsonElement) : Field =
        let get name = tryGet name e |> Option.map text
        let range name otherwise = get name |> Option.map parseRange |> Option.defaultValue otherwise
        let fullType = (get "type").Value
        let isArray = fullType.StartsWith "[]"
        let type' = if isArray then fullType.Substring 2 else fullType
        // A tagged field may leave its versions to taggedVersions.
        let versions = range "versions" (range "taggedVersions" Range.None)
        let tag = get "tag" |> Option.map int

        if tag.IsSome && range "taggedVersions" Range.None <> versions then
            failwith $"{file} has a field that is tagged in some of its versions only."

        { Name = (get "name").Value
          Type = type'
          IsArray = isArray
          Versions = versions
          Nullable = (range "nullableVersions" Range.None).And versions
          Tag = tag
          Default = get "default"
          Ignorable = (get "ignorable" = Some "true")
          Classic = (get "flexibleVersions" = Some "none")
          Struct =
            if primitives.Contains type' then
                None
            else
                let fields =
                    match tryGet "fields" e with
                    | Some fields -> fields
                    | None -> common[type'].GetProperty "fields"

                Some { Name = type'; Fields = readFields fields } }

    and readFields (fields: JsonElement) =
        let all = [ for f in fields.EnumerateArray() -> readField f ]
        // Plain fields in order, then the tagged ones in order of their tags.
        (all |> List.filter _.Tag.IsNone) @ (all |> List.filter _.Tag.IsSome |> List.sortBy _.Tag)

    { Name = get "name"
      Kind = get "type"
      Key = tryGet "apiKey" root |> Option.map (fun k -> k.GetInt32())
      Valid = parseRange (get "validVersions")
      Flexible = tryGet "flexibleVersions" root |> Option.map (text >> parseRange) |> Option.defaultValue Range.None
      LatestUnstable = (tryGet "latestVersionUnstable" root |> Option.map text) = Some "true"
      Fields = tryGet "fields" root |> Option.map readFields |> Option.defaultValue [] }

let readDefinitions folder =
    [ for file in Directory.GetFiles(folder, "*.json") |> Array.sort do
          let d = readDefinition file
          if not d.Valid.IsEmpty then d ]

/// What one file holds: an API (request and response), a coordinator's record (key and value), or one payload.
type Unit =
    { File: string
      Definitions: Definition list }

    member u.IsApi = (u.Definitions.Head.Kind = "request")

let pascal (name: string) = string (Char.ToUpperInvariant name[0]) + name.Substring 1

let withoutSuffix (name: string) =
    [ "Request"; "Response"; "Key"; "Value" ]
    |> List.tryFind (fun (suffix: string) -> name.EndsWith suffix)
    |> Option.map (fun suffix -> name.Substring(0, name.Length - suffix.Length))
    |> Option.defaultValue name

/// The module of a message that is no request and no response. Its record is called Data, so that a name which ends in it is that of the two.
let moduleOf (d: Definition) = if d.Name.EndsWith "Data" then d.Name.Substring(0, d.Name.Length - 4) else d.Name

let folderOf (d: Definition) =
    match d.Name, d.Kind with
    | _, ("request" | "response" | "header") -> ""
    | _, ("coordinator-key" | "coordinator-value") -> "Coordinator"
    | _, "metadata" -> "KRaft"
    | ("ControlRecordTypeSchema" | "EndTxnMarker" | "LeaderChangeMessage" | "SnapshotHeaderRecord" | "SnapshotFooterRecord"), _
    | ("KRaftVersionRecord" | "VotersRecord"), _ -> "Control"
    | name, _ when name.StartsWith "Consumer" -> "Consumer"
    | _ -> "Data"

let unitsOf (definitions: Definition list) =
    let fileOf (d: Definition) =
        match d.Kind with
        | "header" -> "Headers"
        | "request"
        | "response"
        | "coordinator-key"
        | "coordinator-value" -> Path.Combine(folderOf d, withoutSuffix d.Name)
        | _ -> Path.Combine(folderOf d, moduleOf d)

    let order (d: Definition) =
        (match d.Kind with
         | "header" -> 0
         | "request"
         | "response" -> 1
         | "coordinator-key"
         | "coordinator-value" -> 3
         | "metadata" -> 4
         | _ -> 2),
        (match d.Kind with
         | "coordinator-key"
         | "coordinator-value"
         | "request"
         | "response"
         | "metadata" -> Option.defaultValue -1 d.Key
         | _ -> -1),
        d.Name

    definitions
    |> List.sortBy order
    |> List.groupBy fileOf
    |> List.map (fun (file, definitions) -> { File = file + ".fs"; Definitions = definitions |> List.sortBy _.Name })

// ---- glossary -------------------------------------------------------------------------------------------------------

type Glossary =
    {
        /// Section, key (Field, Struct.Field or type Struct), words.
        Words: Dictionary<struct (string * string), string>
        Summaries: Dictionary<string, string>
        Parties: Dictionary<string, string * string>
        Histories: Dictionary<string, (Range * string) list>
        Used: HashSet<struct (string * string)>
    }

/// Joins the indented lines to the line that they continue; drops comments and empty lines.
let logicalLines (file: string) =
    let lines = List<string>()

    for line in File.ReadLines file do
        if line.Trim() <> "" && not (line.StartsWith "#") then
            let continues = line.StartsWith "      "

            if continues && lines.Count > 0 then
                lines[lines.Count - 1] <- lines[lines.Count - 1] + " " + line.Trim()
            else
                lines.Add(line.TrimEnd())

    lines

let readGlossary (folder: string) =
    let glossary =
        { Words = Dictionary()
          Summaries = Dictionary()
          Parties = Dictionary()
          Histories = Dictionary()
          Used = HashSet() }

    let mutable section = "*"

    for line in logicalLines (Path.Combine(folder, "fields.txt")) do
        if line.StartsWith "[" then
            section <- line.Trim('[', ']')
        else
            let colon = line.IndexOf ": "
            if colon < 0 then failwith $"fields.txt: no colon in '{line}'"

            if not (glossary.Words.TryAdd(struct (section, line.Substring(0, colon)), line.Substring(colon + 2).Trim())) then
                failwith $"fields.txt: [{section}] {line.Substring(0, colon)} stands there twice."

    let mutable api = ""

    for line in logicalLines (Path.Combine(folder, "apis.txt")) do
        if not (line.StartsWith " ") then
            let colon = line.IndexOf ": "
            api <- line.Substring(0, colon)
            glossary.Summaries.Add(api, line.Substring(colon + 2))
            glossary.Histories[api] <- []
        else
            let line = line.Trim()
            let version = Regex.Match(line, @"^v(\d+)(?: to v(\d+))? (.*)$")

            if version.Success then
                let first = int version.Groups[1].Value
                let last = if version.Groups[2].Success then int version.Groups[2].Value else first
                let entry = { First = first; Last = last }, version.Groups[3].Value
                glossary.Histories[api] <- glossary.Histories[api] @ [ entry ]
            elif line.StartsWith "who " then
                let parts = line.Substring(4).Split(" / ")
                glossary.Parties[api] <- (parts[0], if parts.Length > 1 then parts[1] else "")
            else
                failwith $"apis.txt: what is '{line}'?"

    glossary

let glob (pattern: string) = Regex("^" + Regex.Escape(pattern).Replace("\\*", ".*") + "$")

let lookUp (glossary: Glossary) =
    let sections = [ for struct (section, _) in glossary.Words.Keys -> section ] |> List.distinct
    let matching = Dictionary<string, string list>()

    fun (message: string) (keys: string list) ->
        let candidates =
            match matching.TryGetValue message with
            | true, found -> found
            | _ ->
                let api = withoutSuffix message
                // The message itself, then its API, then patterns (the longest first), then the general words.
                let rank section =
                    if section = message then Some 0
                    elif section = api then Some 1
                    elif section.Contains '*' && (glob section).IsMatch message then Some(1000 - section.Length)
                    else None

                let found = sections |> List.choose (fun s -> rank s |> Option.map (fun r -> r, s)) |> List.sort |> List.map snd
                matching[message] <- found
                found
        // Struct.Field in any section goes before Field: it says more.
        seq {
            for key in keys do
                for section in candidates do
                    match glossary.Words.TryGetValue(struct (section, key)) with
                    | true, words -> struct (section, key), words
                    | _ -> ()
        }
        |> Seq.tryHead
        |> Option.map (fun (key, words) ->
            glossary.Used.Add key |> ignore
            words)

// ---- words for a field ----------------------------------------------------------------------------------------------

let versionWords (outer: Range) (own: Range) =
    let r = own.And outer

    if r.First = outer.First && r.Last = outer.Last then ""
    elif own.Last = Int32.MaxValue then $"From v{r.First}."
    elif r.First = r.Last then $"Only v{r.First}."
    elif r.First = outer.First then $"Up to v{r.Last}."
    elif r.Last = outer.Last then $"From v{r.First}."
    else $"v{r.First} to v{r.Last}."

let join (parts: string list) = parts |> List.filter (fun p -> p <> "") |> String.concat " "

type Described = { Text: string; Secret: bool; Complaints: string list }

let describeField (find: string -> string list -> string option) (message: string) (valid: Range) (structName: string) (outer: Range) (f: Field) =
    // A range that ends where the message does has no end worth a word.
    let onward (r: Range) = if r.Last >= valid.Last then { r with Last = Int32.MaxValue } else r

    let f =
        { f with
            Versions = onward f.Versions
            Nullable = (if f.Nullable.IsEmpty then f.Nullable else onward f.Nullable) }

    let outer = onward outer
    let words = find message [ structName + "." + f.Name; f.Name ]
    let complaints = List<string>()

    let says (pattern: string) =
        match words with
        | Some w -> Regex.IsMatch(w, pattern, RegexOptions.IgnoreCase)
        | None -> false

    if words.IsNone then
        complaints.Add "no words"
    else
        if not f.Nullable.IsEmpty && not (says @"\bnull\b") then complaints.Add "null is not explained"
        if f.Nullable.IsEmpty && says @"\bnull\b" then complaints.Add "speaks of null, which it cannot be"

        match f.Default with
        | Some("-1" as d)
        | Some("-2" as d) when not (says ("(?<![0-9])" + d + @"\b")) -> complaints.Add $"the default {d} is not explained"
        | Some "-2147483648" when not (says "Int32.MinValue") -> complaints.Add "the default Int32.MinValue is not explained"
        | Some "9223372036854775807" when not (says "Int64.MaxValue") -> complaints.Add "the default Int64.MaxValue is not explained"
        | Some "0x7fffffff" when not (says "Int32.MaxValue") -> complaints.Add "the default Int32.MaxValue is not explained"
        | Some d when d.Length < 10 && Regex.IsMatch(d, @"^[1-9]\d*$") && not (says (@"\b" + d + @"\b")) ->
            complaints.Add $"the default {d} is not explained"
        | Some "true" when not (says "true") -> complaints.Add "the default true is not explained"
        | _ -> ()

    let own = f.Versions.And outer

    let nullFrom =
        // A range of null that is narrower than the field's own is a fact of its own.
        if f.Nullable.IsEmpty then
            ""
        else
            match versionWords own f.Nullable with
            | "" -> ""
            | words when words.StartsWith "From" -> "Null is allowed " + words.ToLowerInvariant()
            | words when words.StartsWith "v" -> "Null is allowed in " + words
            | words when words.StartsWith "Only " -> "Null is allowed in " + words.Substring(5).TrimEnd '.' + " only."
            | words -> "Null is allowed " + words.ToLowerInvariant()

    let body = defaultArg words "TODO."
    let secret = body.StartsWith "(secret) "
    let body = if secret then body.Substring 9 else body
    let body = if Regex.IsMatch(body, @"[.:!?]$") then body else body + "."
    // Words that name a version range themselves ("Up to v7 ...") need no second one.
    let from =
        match versionWords outer f.Versions with
        | v when v <> "" && body.Contains(v.TrimEnd '.') -> ""
        | v -> v

    let nullFrom =
        if nullFrom <> "" && Regex.IsMatch(body, @"(?i)null[^.]* (from|in|up to|only) v\d") then
            ""
        else
            nullFrom

    { Text = join [ body; from; nullFrom ]; Secret = secret; Complaints = List.ofSeq complaints }

// ---- history --------------------------------------------------------------------------------------------------------

type Change =
    | Added of string
    | Removed of string
    | CanBeNull of string
    | NeverNull of string

let changes (d: Definition) (version: int) =
    let found = List<Change>()

    let rec walk (outer: Range) (fields: Field list) =
        for f in fields do
            let own = f.Versions.And outer

            if not own.IsEmpty then
                if own.First = version && outer.First < version then
                    found.Add(Added(pascal f.Name))
                elif own.Last = version - 1 && outer.Last >= version then
                    found.Add(Removed(pascal f.Name))
                else
                    let nulls = f.Nullable.And own

                    if not nulls.IsEmpty then
                        if nulls.First = version && own.First < version then found.Add(CanBeNull(pascal f.Name))
                        elif nulls.Last = version - 1 && own.Last >= version then found.Add(NeverNull(pascal f.Name))

                    f.Struct |> Option.iter (fun s -> walk own s.Fields)

    walk d.Valid d.Fields
    List.ofSeq found |> List.distinct

let listing (names: string list) =
    match names with
    | [] -> ""
    | [ one ] -> one
    | many -> String.Join(", ", List.take (many.Length - 1) many) + " and " + List.last many

let derivedClause (definitions: Definition list) (version: int) =
    let side (d: Definition) =
        match d.Kind with
        | "request"
        | "response" -> "the " + d.Kind
        | "coordinator-key" -> "the key"
        | "coordinator-value" -> "the value"
        | _ -> "it"

    let clause (verb: string) (link: string) (pick: Change -> string option) =
        let found =
            [ for d in definitions -> side d, changes d version |> List.choose pick ]
            |> List.filter (fun (_, names) -> not names.IsEmpty)

        match found with
        | [ _, one; _, other ] when one = other -> List.singleton (verb, $"{listing one} {link} both sides")
        | _ -> [ for side, names in found -> verb, (if side = "it" then listing names else $"{listing names} {link} {side}") ]

    let all =
        clause "adds" "to" (function
            | Added n -> Some n
            | _ -> None)
        @ clause "drops" "from" (function
            | Removed n -> Some n
            | _ -> None)
        @ clause "allows null for" "of" (function
            | CanBeNull n -> Some n
            | _ -> None)
        @ clause "forbids null for" "of" (function
            | NeverNull n -> Some n
            | _ -> None)

    let grouped =
        all
        |> List.groupBy fst
        |> List.map (fun (verb, parts) -> verb + " " + String.Join(", ", parts |> List.map snd))

    let flexible = definitions |> List.exists (fun d -> d.Flexible.First = version && not d.Flexible.IsEmpty)
    let parts = grouped @ (if flexible then [ "is flexible" ] else [])

    match parts with
    | [] -> "has the same bytes"
    | [ one ] -> one
    | many -> String.Join("; ", many)

let historyLines (glossary: Glossary) (name: string) (definitions: Definition list) =
    let last = definitions |> List.map _.Valid.Last |> List.max
    let first = definitions |> List.map _.Valid.First |> List.min

    let written =
        match glossary.Histories.TryGetValue name with
        | true, h -> h
        | _ -> []

    [ let mutable version = 0

      while version <= last do
          match written |> List.tryFind (fun (r, _) -> r.First = version) with
          | Some(range, words) ->
              let label = if range.First = range.Last then $"v{version}" else $"v{version} to v{range.Last}"
              let words = if words.Contains "{}" then words.Replace("{}", derivedClause definitions version) else words
              yield $"{label} {words}" + (if words.EndsWith '.' then "" else ".")
              version <- range.Last + 1
          | None ->
              if version > first then yield $"v{version} {derivedClause definitions version}."
              version <- version + 1 ]

// ---- F# text --------------------------------------------------------------------------------------------------------

let width = 130

let wrap (indent: string) (prefix: string) (text: string) =
    let lines = List<string>()
    let line = StringBuilder()

    for word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries) do
        if line.Length > 0 && indent.Length + prefix.Length + line.Length + 1 + word.Length > width then
            lines.Add(indent + prefix + line.ToString())
            line.Clear() |> ignore

        if line.Length > 0 then line.Append ' ' |> ignore
        line.Append word |> ignore

    if line.Length > 0 then lines.Add(indent + prefix + line.ToString())
    List.ofSeq lines

let keywords =
    set
        [ "type"
          "match"
          "member"
          "default"
          "end"
          "namespace"
          "val"
          "base"
          "begin"
          "class"
          "global"
          "include"
          "process"
          "to" ]

/// Names that mean something in the schema, so that a codec must not take them; C# sees it, so that it has no prime either.
let schemaWords =
    set
        [ "field"
          "fieldOr"
          "tagged"
          "taggedOr"
          "unknownTags"
          "array"
          "nullable"
          "nullableIn"
          "structure"
          "optional"
          "secret"
          "classicString"
          "nullableBytes"
          "nullableRecords"
          "nullableRecordsIn"
          "noBytes"
          "string"
          "bytes"
          "records"
          "uuid"
          "bool"
          "int8"
          "int16"
          "uint16"
          "int32"
          "int64"
          "float64"
          "errorCode"
          "always"
          "since"
          "versions"
          "ignorable"
          "message"
          "api"
          "schema"
          "request"
          "response"
          "data" ]

let camel (name: string) =
    let name = string (Char.ToLowerInvariant name[0]) + name.Substring 1
    if keywords.Contains name then name + "'" else name

let codecName (record: string) =
    let name = (camel record).TrimEnd '\''

    if
        keywords.Contains name
        || schemaWords.Contains name && record <> "Request" && record <> "Response" && record <> "Data"
    then
        name + "Struct"
    else
        name

let parenthesized (text: string) = if text.Contains ' ' then "(" + text + ")" else text

let article (noun: string) = if "AEIOU".Contains noun[0] then "an" else "a"

let isErrorCode (f: Field) = f.Type = "int16" && not f.IsArray && f.Name.EndsWith "ErrorCode"

let rangeText (r: Range) =
    if r.First = 0 && r.Last = Int32.MaxValue then "always"
    elif r.Last = Int32.MaxValue then $"since {r.First}"
    else $"versions {r.First} {r.Last}"

let codeText (recordOf: Struct -> string) (secret: bool) (f: Field) =
    let nullable inner =
        if f.Nullable.IsEmpty then inner
        elif f.Nullable.Last >= f.Versions.Last then $"nullable {f.Nullable.First} {parenthesized inner}"
        else $"nullableIn {f.Nullable.First} {f.Nullable.Last} {parenthesized inner}"

    let code =
        match f.Struct with
        | Some s when f.IsArray -> nullable $"array {codecName (recordOf s)}"
        | Some s when f.Tag.IsSome && not f.Nullable.IsEmpty -> $"optional {f.Nullable.First} {codecName (recordOf s)}"
        | Some s -> nullable $"structure {codecName (recordOf s)}"
        | None ->
            let primitive =
                if isErrorCode f then "errorCode"
                elif f.Classic then "classicString"
                else f.Type

            let code =
                match f.Type with
                | "bytes"
                | "records" when not f.IsArray && not f.Nullable.IsEmpty ->
                    let word = "nullable" + pascal f.Type

                    if f.Nullable.Last >= f.Versions.Last then
                        $"{word} {f.Nullable.First}"
                    else
                        $"{word}In {f.Nullable.First} {f.Nullable.Last}"
                | _ -> nullable (if f.IsArray then $"array {parenthesized primitive}" else primitive)

            if secret then $"secret {parenthesized code}" else code

    parenthesized code

let typeText (recordOf: Struct -> string) (f: Field) =
    let element =
        match f.Struct with
        | Some s -> recordOf s
        | None ->
            match f.Type with
            | "int8" -> "sbyte"
            | "int16" -> if isErrorCode f then "ErrorCode" else "int16"
            | "int32" -> "int"
            | "uint32" -> "uint32"
            | "float64" -> "float"
            | "uuid" -> "Uuid"
            | "bytes"
            | "records" -> "Bytes"
            | other -> other

    if f.IsArray then
        if f.Nullable.IsEmpty then element + "[]" else element + "[] | null"
    elif f.Nullable.IsEmpty then
        element
    elif element = "Bytes" then
        "Nullable<Bytes>"
    else
        element + " | null"

/// The default as the schema writes it, None where it is that of the type.
let defaultText (f: Field) =
    match f.Default with
    | None -> None
    | Some "null" when f.IsArray -> Some "null"
    | Some "null" ->
        (match f.Type with
         | "records" -> None
         | "bytes" -> Some "noBytes"
         | _ -> Some "null")
    | Some d ->
        match f.Type with
        | "string" -> if d = "" then None else Some $"\"{d}\""
        | "bool" -> if d = "false" then None else Some d
        | "float64" -> if float d = 0.0 then None else Some d
        | "int8"
        | "int16"
        | "uint16"
        | "int32"
        | "uint32"
        | "int64" ->
            let value =
                if d.StartsWith "0x" then
                    Convert.ToInt64(d.Substring 2, 16)
                else
                    Int64.Parse(d, Globalization.CultureInfo.InvariantCulture)

            let named =
                match f.Type, value with
                | "int32", 2147483647L -> Some "Int32.MaxValue"
                | "int32", -2147483648L -> Some "Int32.MinValue"
                | "int64", Int64.MaxValue -> Some "Int64.MaxValue"
                | "int64", Int64.MinValue -> Some "Int64.MinValue"
                | _ -> None

            let suffix =
                match f.Type with
                | "int8" -> "y"
                | "int16" -> "s"
                | "uint16" -> "us"
                | "uint32" -> "u"
                | "int64" -> "L"
                | _ -> ""

            if value = 0L then None else named |> Option.orElse (Some $"{value}{suffix}")
        | other -> failwith $"{f.Name}: a default '{d}' for {other}?"

/// The cells of a field's line in the schema.
let rowOf (recordOf: Struct -> string) (secret: bool) (f: Field) =
    let combinator =
        match f.Tag, defaultText f with
        | None, None -> "field"
        | None, Some d -> $"fieldOr {d}"
        | Some t, None -> $"tagged {t}"
        | Some t, Some d -> $"taggedOr {t} {d}"

    let versions = rangeText f.Versions
    let versions = if f.Ignorable then $"ignorable {parenthesized versions}" else versions
    [ camel f.Name; combinator; $"\"{f.Name}\""; $"_.{pascal f.Name}"; codeText recordOf secret f; parenthesized versions ]

let rec structsOf (fields: Field list) : Struct list =
    [ for f in fields do
          match f.Struct with
          | Some s ->
              yield! structsOf s.Fields
              yield s
          | None -> () ]
    |> List.distinctBy _.Name

/// The versions in which the fields that use a struct exist.
let rangesOfStructs (d: Definition) =
    let ranges = Dictionary<string, Range>()

    let rec walk (outer: Range) (fields: Field list) =
        for f in fields do
            let own = f.Versions.And outer

            match f.Struct with
            | Some s ->
                let known =
                    match ranges.TryGetValue s.Name with
                    | true, r -> r
                    | _ -> own

                ranges[s.Name] <- { First = min known.First own.First; Last = max known.Last own.Last }
                walk own s.Fields
            | None -> ()

    walk d.Open d.Fields
    ranges

type Writer(glossary: Glossary) =
    let find = lookUp glossary
    let out = StringBuilder()
    let line (text: string) = out.Append(text).Append('\n') |> ignore

    member _.Text = out.ToString()
    member _.Line text = line text
    member _.Doc indent text = wrap indent "/// " text |> List.iter line

    member w.Struct
        (message: Definition, record: string, specName: string, fields: Field list, range: Range, doc: string, recordOf: Struct -> string)
        =
        let flexible = not message.Flexible.IsEmpty
        let described = [ for f in fields -> f, describeField find message.Name message.Valid specName range f ]
        w.Doc "    " doc
        line "    [<NoComparison>]"
        line $"    type {record} ="

        let fieldLines =
            [ for f, words in described do
                  yield! wrap "" "/// " words.Text
                  $"{pascal f.Name}: {typeText recordOf f}"
              if flexible then
                  "/// Tagged fields that this code does not know, in order of arrival."
                  "UnknownTaggedFields: TaggedField[]" ]

        fieldLines
        |> List.iteri (fun i text ->
            let close = if i = fieldLines.Length - 1 then " }" else ""
            line ((if i = 0 then "        { " else "          ") + text + close))

        line ""
        // One row of cells for each field, aligned in columns.
        let rows = [ for f, words in described -> rowOf recordOf words.Secret f ]
        let widthOf i = 0 :: (rows |> List.map (fun row -> row[i].Length)) |> List.max
        let nameWidth = max (widthOf 0) (if flexible then 4 else 0)
        let keyword first = if first then "let!" else "and!"
        let codec = codecName record
        line $"    /// How {article record} {record} stands on the wire."
        line $"    let {codec} = message<{record}> \"{specName}\" {{"

        rows
        |> List.iteri (fun i row ->
            let cells =
                row
                |> List.mapi (fun c cell -> if c = row.Length - 1 then cell else cell.PadRight(if c = 0 then nameWidth else widthOf c))

            line ("        " + keyword (i = 0) + " " + cells[0] + " = " + String.Join(" ", List.tail cells)))

        if flexible then
            line (
                "        "
                + keyword rows.IsEmpty
                + " "
                + "tags".PadRight nameWidth
                + " = unknownTags _.UnknownTaggedFields"
            )
        // return { A = a; B = b }, wrapped under the first field.
        let sets =
            [ for f in fields -> $"{pascal f.Name} = {camel f.Name}" ]
            @ (if flexible then [ "UnknownTaggedFields = tags" ] else [])

        let start = "        return { "
        let lines = List<string>()
        let mutable current = start + List.head sets

        for set in List.tail sets do
            if current.Length + 2 + set.Length + 4 > width then
                lines.Add current
                current <- String(' ', start.Length) + set
            else
                current <- current + "; " + set

        lines.Add(current + " } }")
        lines |> Seq.iter line
        line ""
        line $"    type {record} with"
        line "        /// Every field at its default."
        line $"        static member Default = {codec}.Default"
        line ""

    member w.Message(message: Definition, record: string, doc: string, recordOf: Struct -> string, skip: HashSet<string>) =
        let ranges = rangesOfStructs message

        for s in structsOf message.Fields do
            if skip.Add(recordOf s) then
                let range = ranges[s.Name]
                let words = find message.Name [ "type " + s.Name ] |> Option.defaultValue "TODO."
                let words = if words.EndsWith '.' then words else words + "."
                w.Struct(message, recordOf s, s.Name, s.Fields, range, join [ words; versionWords message.Open range ], recordOf)

        w.Struct(message, record, message.Name, message.Fields, message.Open, doc, recordOf)

let writeUnit (glossary: Glossary) (u: Unit) =
    let w = Writer glossary

    let summary name =
        match glossary.Summaries.TryGetValue name with
        | true, s -> s
        | _ -> "TODO."

    let range (r: Range) = $"(versions {r.First} {r.Last})"
    let flexible (r: Range) = if r.IsEmpty then "never" else parenthesized (rangeText r)

    let head (moduleName: string) (name: string) (key: string) (definitions: Definition list) =
        w.Doc "" $"{name}{key}: {summary name}"

        match historyLines glossary name definitions with
        | [] -> ()
        | lines ->
            w.Line "///"
            w.Doc "" (String.Join(" ", lines))

        w.Line "[<RequireQualifiedAccess>]"
        w.Line $"module {moduleName} ="
        w.Line ""

    w.Line "namespace KafkaWire"
    w.Line ""

    let rec any predicate (fields: Field list) =
        fields
        |> List.exists (fun f ->
            predicate f
            || (match f.Struct with
                | Some s -> any predicate s.Fields
                | None -> false))

    let usesSystem (f: Field) =
        (not f.Nullable.IsEmpty && not f.IsArray && (f.Type = "bytes" || f.Type = "records"))
        || (match defaultText f with
            | Some d -> d.StartsWith "Int"
            | None -> false)

    if u.Definitions |> List.exists (fun d -> any usesSystem d.Fields) then w.Line "open System"
    w.Line "open KafkaWire.Schema"
    w.Line ""

    if u.IsApi then
        let request = u.Definitions |> List.find (fun d -> d.Kind = "request")
        let response = u.Definitions |> List.find (fun d -> d.Kind = "response")

        if request.Valid <> response.Valid || request.Flexible <> response.Flexible then
            failwith $"{request.Name} and {response.Name} have different versions."

        let name = withoutSuffix request.Name
        head name name $" (key {request.Key.Value})" u.Definitions
        // A struct of the same name on both sides: one record where both are the same, else two with a prefix.
        let inResponse = structsOf response.Fields

        let clashing =
            set
                [ for s in structsOf request.Fields do
                      match inResponse |> List.tryFind (fun o -> o.Name = s.Name) with
                      | Some other when other <> s -> s.Name
                      | _ -> () ]

        let recordOf prefix (s: Struct) = if clashing.Contains s.Name then prefix + s.Name else s.Name

        let sender, answerer =
            match glossary.Parties.TryGetValue name with
            | true, p -> p
            | _ -> "TODO", "TODO"

        let written = HashSet<string>()
        w.Message(request, "Request", $"What {sender} sends.", recordOf "Request", written)
        w.Message(response, "Response", $"What {answerer} answers.", recordOf "Response", written)
        w.Line "    /// The API: its key, its versions and both schemas."
        let api = $"let api = api ApiKey.{name} {range request.Valid} {flexible request.Flexible} request response"
        w.Line("    " + api + (if request.LatestUnstable then " |> unstableLatest" else ""))
    else
        u.Definitions
        |> List.iteri (fun i d ->
            if i > 0 then w.Line ""

            let key =
                match d.Kind, d.Key with
                | ("coordinator-key" | "coordinator-value" | "metadata"), Some key -> $" (record type {key})"
                | _ -> ""

            head (moduleOf d) d.Name key [ d ]

            let doc =
                match glossary.Parties.TryGetValue d.Name with
                | true, (who, _) -> $"What {who} writes."
                | _ -> "The whole payload."

            w.Message(d, "Data", doc, _.Name, HashSet())
            w.Line "    /// Its versions and its schema."
            w.Line $"    let schema = schema {range d.Valid} {flexible d.Flexible} data")

    w.Text

// ---- the files as they are ------------------------------------------------------------------------------------------

/// A schema line, taken apart into what a definition says.
type Written = { Message: string; Fields: Field list; KeepsTags: bool }

type WrittenModule =
    {
        Module: string
        File: string
        /// By the name of the codec.
        Structs: Dictionary<string, Written>
        mutable Valid: Range
        mutable Flexible: Range
        mutable Unstable: bool
    }

/// Words, strings and parenthesized groups.
let tokens (text: string) =
    let found = List<string>()
    let mutable i = 0

    while i < text.Length do
        if text[i] = ' ' then
            i <- i + 1
        else
            let start = i

            if text[i] = '"' then
                i <- text.IndexOf('"', i + 1) + 1
            elif text[i] = '(' then
                let mutable depth = 0
                let mutable go = true

                while go do
                    (if text[i] = '(' then depth <- depth + 1
                     elif text[i] = ')' then depth <- depth - 1)

                    i <- i + 1
                    go <- depth > 0
            else
                while i < text.Length && text[i] <> ' ' do
                    i <- i + 1

            found.Add(text.Substring(start, i - start))

    List.ofSeq found

let rec ungroup (text: string) =
    if text.StartsWith '(' && text.EndsWith ')' then
        ungroup (text.Substring(1, text.Length - 2))
    else
        text

let rec readVersions (text: string) : Range * bool =
    match tokens (ungroup text) with
    | [ "always" ] -> { First = 0; Last = Int32.MaxValue }, false
    | [ "never" ] -> Range.None, false
    | [ "since"; n ] -> { First = int n; Last = Int32.MaxValue }, false
    | [ "versions"; a; b ] -> { First = int a; Last = int b }, false
    | [ "ignorable"; inner ] -> fst (readVersions inner), true
    | other -> failwith $"these are no versions: {other}"

/// Puts what a code says into a field.
let rec readCode (structs: Dictionary<string, Written>) (text: string) (f: Field) : Field =
    let since (n: string) = { First = int n; Last = Int32.MaxValue }
    let between (a: string) (b: string) = { First = int a; Last = int b }

    let structOf (name: string) =
        match structs.TryGetValue name with
        | true, s -> { f with Type = s.Message; Struct = Some { Name = s.Message; Fields = s.Fields } }
        | _ -> failwith $"there is no codec {name}"

    match tokens (ungroup text) with
    | [ "secret"; inner ] -> readCode structs inner f
    | [ "nullable"; n; inner ] -> readCode structs inner { f with Nullable = since n }
    | [ "nullableIn"; a; b; inner ] -> readCode structs inner { f with Nullable = between a b }
    | [ "nullableBytes"; n ] -> { f with Type = "bytes"; Nullable = since n }
    | [ "nullableRecords"; n ] -> { f with Type = "records"; Nullable = since n }
    | [ "nullableRecordsIn"; a; b ] -> { f with Type = "records"; Nullable = between a b }
    | [ "array"; inner ] -> { readCode structs inner f with IsArray = true }
    | [ "structure"; name ] -> structOf name
    | [ "optional"; n; name ] -> { structOf name with Nullable = since n }
    | [ "errorCode" ] -> { f with Type = "int16" }
    | [ "classicString" ] -> { f with Type = "string"; Classic = true }
    | [ name ] when primitives.Contains name -> { f with Type = name }
    | [ name ] -> structOf name
    | other -> failwith $"this is no code: {other}"

let readLine (structs: Dictionary<string, Written>) (text: string) : Field option =
    let rest (tag: int option) (d: string option) (more: string list) =
        match more with
        | [ name; _; code; versions ] ->
            let versions, ignorable = readVersions versions

            let blank =
                { Field.Name = name.Trim '"'
                  Type = ""
                  IsArray = false
                  Versions = versions
                  Nullable = Range.None
                  Tag = tag
                  Default = d
                  Ignorable = ignorable
                  Classic = false
                  Struct = None }

            Some(readCode structs code blank)
        | _ -> failwith $"this is no field: {text}"

    match tokens text with
    | "unknownTags" :: _ -> None
    | "field" :: more -> rest None None more
    | "fieldOr" :: d :: more -> rest None (Some d) more
    | "tagged" :: t :: more -> rest (Some(int t)) None more
    | "taggedOr" :: t :: d :: more -> rest (Some(int t)) (Some d) more
    | _ -> failwith $"this is no field: {text}"

let readMessageFile (folder: string) (path: string) : WrittenModule list =
    let modules = List<WrittenModule>()
    let text = File.ReadAllText path
    // A declaration reaches to the next empty line, so that a long line may be broken.
    for part in Regex.Split(text, @"\n\s*\n") do
        let part = Regex.Replace(part, @"(?m)^\s*///.*\n?", "")
        let found (pattern: string) = Regex.Match(part, pattern, RegexOptions.Singleline ||| RegexOptions.Multiline)
        let head = found @"^module (\w+) ="

        if head.Success then
            modules.Add
                { Module = head.Groups[1].Value
                  File = Path.GetRelativePath(folder, path)
                  Structs = Dictionary()
                  Valid = Range.None
                  Flexible = Range.None
                  Unstable = false }
        elif modules.Count > 0 then
            let m = modules[modules.Count - 1]
            let message = found @"let (\S+) = message<\w+> ""(\w+)"" \{(.*?)\breturn \{"

            if message.Success then
                let lines = Regex.Matches(message.Groups[3].Value, @"(?:let!|and!)\s+\S+\s*=\s*(.*?)\s*(?=and!|$)", RegexOptions.Singleline)

                let fields =
                    [ for line in lines do
                          let text = Regex.Replace(line.Groups[1].Value, @"\s+", " ")

                          try
                              readLine m.Structs text
                          with Failure reason ->
                              failwith $"{m.File}: {reason}" ]

                m.Structs[message.Groups[1].Value] <-
                    { Message = message.Groups[2].Value; Fields = List.choose id fields; KeepsTags = List.contains None fields }

            let last = found @"let (?:api = api ApiKey\.\w+|schema = schema) (\(.*?\)|\w+) (\(.*?\)|\w+) (?:request response|\w+)(.*)"

            if last.Success then
                m.Valid <- fst (readVersions last.Groups[1].Value)
                m.Flexible <- fst (readVersions last.Groups[2].Value)
                m.Unstable <- last.Groups[3].Value.Contains "unstableLatest"

    List.ofSeq modules

let show (r: Range) =
    if r.IsEmpty then "none"
    elif r.Last = Int32.MaxValue then $"{r.First}+"
    elif r.First = r.Last then $"{r.First}"
    else $"{r.First}-{r.Last}"

let compare (definitions: Definition list) (chosen: Unit list) (whole: bool) (folder: string) =
    let mutable differences = 0

    let report (text: string) =
        differences <- differences + 1
        Console.WriteLine text

    let modules =
        [ for path in Directory.GetFiles(folder, "*.fs", SearchOption.AllDirectories) |> Array.sort do
              yield! readMessageFile folder path ]

    let written = Dictionary<string, WrittenModule * Written>()

    for m in modules do
        for s in m.Structs.Values do
            // A message has the name of its module, or that with one of these behind it.
            if [ ""; "Request"; "Response"; "Data" ] |> List.exists (fun suffix -> s.Message = m.Module + suffix) then
                written[s.Message] <- (m, s)

    let defaultOf (f: Field) =
        match f.Default with
        | Some d when f.Struct.IsNone || d <> "null" -> defaultText f |> Option.defaultValue ""
        | Some d -> d
        | None -> ""

    for u in chosen do
        if u.IsApi && not (written.ContainsKey u.Definitions.Head.Name) then
            let d = u.Definitions.Head
            let name = withoutSuffix d.Name
            report $"{name} (key {d.Key.Value}): there is no such API, v{show d.Valid}. Write it with: --write {name}"
        else
            for d in u.Definitions do
                match written.TryGetValue d.Name with
                | false, _ -> report $"{d.Name}: there is no such message, v{show d.Valid}. Write it with: --write {d.Name}"
                | true, (m, message) ->
                    let versions what (ours: Range) (theirs: Range) =
                        if ours <> theirs then report $"{what}: ours {show ours}, Kafka's {show theirs}."
                    // What only we have: versions that Kafka has dropped.
                    let lacking =
                        [ for v in d.Valid.First .. d.Valid.Last do
                              if not (m.Valid.Contains v) then v ]

                    if not lacking.IsEmpty && d.Kind <> "response" then
                        let missing = listing [ for v in lacking -> $"v{v}" ]
                        report $"{m.File}: {m.Module} ends at v{m.Valid.Last}, Kafka's at v{d.Valid.Last}: {missing} missing."

                    if m.Valid.Last > d.Valid.Last && d.Kind <> "response" then
                        report $"{m.File}: {m.Module} has v{m.Valid.Last}, Kafka's ends at v{d.Valid.Last}."

                    versions $"{d.Name}, flexible versions" (m.Flexible.And d.Valid) (d.Flexible.And d.Valid)

                    if d.Kind = "request" && m.Unstable <> d.LatestUnstable then
                        let ours, theirs = (if m.Unstable then "" else "not "), (if d.LatestUnstable then "" else "not ")
                        report $"{d.Name}, unstableLatest: ours {ours}unstable, Kafka's {theirs}unstable."

                    if message.KeepsTags = d.Flexible.IsEmpty then
                        report $"{d.Name}: unknownTags belong in every struct of a message with flexible versions, and in no other."

                    let rec fields (path: string) (outer: Range) (ours: Field list) (theirs: Field list) =
                        // Only versions that the definition has count on either side.
                        let live (f: Field) = not (f.Versions.And outer).IsEmpty
                        let ours, theirs = ours |> List.filter live, theirs |> List.filter live

                        for t in theirs do
                            match ours |> List.tryFind (fun o -> o.Name = t.Name) with
                            | None ->
                                let line = String.Join(" ", rowOf _.Name false t |> List.tail)
                                report $"{path}.{t.Name}: missing in {m.File}. and! {camel t.Name} = {line}"
                            | Some o ->
                                let at = $"{path}.{t.Name}"
                                let typeOf (f: Field) = (if f.IsArray then "[]" else "") + f.Type + (if f.Classic then ", classic" else "")
                                let own = t.Versions.And outer
                                if typeOf o <> typeOf t then report $"{at}: ours is {typeOf o}, Kafka's {typeOf t}."
                                versions at (o.Versions.And outer) own
                                versions $"{at}, null" ((o.Nullable.And o.Versions).And outer) (t.Nullable.And outer)

                                let tag (f: Field) =
                                    match f.Tag with
                                    | Some tag -> $"tag {tag}"
                                    | None -> "no tag"

                                if o.Tag <> t.Tag then report $"{at}: ours has {tag o}, Kafka's {tag t}."
                                let standard = defaultOf t
                                let ourDefault = defaultArg o.Default ""

                                if ourDefault <> standard then
                                    let name text = if text = "" then "that of the type" else text
                                    report $"{at}, default: ours {name ourDefault}, Kafka's {name standard}."

                                if o.Ignorable <> t.Ignorable then
                                    let name ignorable = if ignorable then "ignorable" else "not ignorable"
                                    report $"{at}: ours is {name o.Ignorable}, Kafka's {name t.Ignorable}."

                                match o.Struct, t.Struct with
                                | Some a, Some b -> fields $"{d.Name}/{b.Name}" own a.Fields b.Fields
                                | _ -> ()

                        for o in ours do
                            if not (theirs |> List.exists (fun t -> t.Name = o.Name)) then
                                report $"{path}.{o.Name}: Kafka's definition has no such field in v{show (o.Versions.And outer)}."

                        let names = List.map (fun (f: Field) -> f.Name)
                        let both (a: string list) (b: string list) = a |> List.filter (fun n -> List.contains n b)
                        let a, b = names ours, names theirs

                        if both a b <> both b a then
                            report $"{path}: the fields stand in another order than Kafka's: {listing (both b a)}."

                    fields d.Name d.Valid message.Fields d.Fields

    if whole then
        let known = HashSet [ for d in definitions -> d.Name ]

        for name in written.Keys do
            if not (known.Contains name) then
                Console.WriteLine $"{name}: the definitions have no such message (any more)."

    let count = if differences = 1 then "1 difference." else $"{differences} differences."
    Console.WriteLine(if differences = 0 then "The files have all that the definitions have." else count)
    if differences = 0 then 0 else 1

// ---- command line ---------------------------------------------------------------------------------------------------

let complain (glossary: Glossary) (units: Unit list) (all: bool) =
    let find = lookUp glossary
    let mutable lacking = 0

    let report (text: string) =
        lacking <- lacking + 1
        Console.WriteLine text

    for u in units do
        for name in (if u.IsApi then [ withoutSuffix u.Definitions.Head.Name ] else u.Definitions |> List.map _.Name) do
            if not (glossary.Summaries.ContainsKey name) then report $"{name}: no summary"
            if u.IsApi && not (glossary.Parties.ContainsKey name) then report $"{name}: who sends it?"

        for d in u.Definitions do
            let ranges = rangesOfStructs d

            let check structName range (fields: Field list) =
                for f in fields do
                    for complaint in (describeField find d.Name d.Valid structName range f).Complaints do
                        report $"{d.Name}/{structName}.{f.Name}: {complaint}"

            check d.Name d.Open d.Fields

            for s in structsOf d.Fields do
                if (find d.Name [ "type " + s.Name ]).IsNone then report $"{d.Name}: type {s.Name} has no words"
                check s.Name ranges[s.Name] s.Fields

    if all then
        for key in glossary.Words.Keys do
            if not (glossary.Used.Contains key) then
                let struct (section, word) = key
                report $"[{section}] {word}: nothing uses it"

    Console.WriteLine $"{lacking} things to see to."
    if lacking = 0 then 0 else 1

let main (arguments: string list) =
    let flags, rest = arguments |> List.partition (fun a -> a.StartsWith "--" && a <> "--into")

    let rec into (rest: string list) =
        match rest with
        | "--into" :: folder :: more -> Some folder, snd (into more)
        | first :: more ->
            let folder, names = into more
            folder, first :: names
        | [] -> None, []

    let folder, rest = into rest

    match flags, rest with
    | _ when List.contains "--help" flags || rest.IsEmpty ->
        Console.WriteLine usage
        if List.contains "--help" flags then 0 else 2
    | flags, definitions :: names ->
        let glossary = readGlossary (Path.Combine(__SOURCE_DIRECTORY__, "glossary"))
        let units = unitsOf (readDefinitions definitions)

        let namesOf (u: Unit) =
            [ Path.GetFileNameWithoutExtension u.File
              for d in u.Definitions do
                  d.Name ]

        let chosen =
            if names.IsEmpty then
                units
            else
                [ for name in names do
                      match units |> List.tryFind (fun u -> List.contains name (namesOf u)) with
                      | Some u -> u
                      | None -> failwith $"There is no definition of {name}." ]

        if List.contains "--glossary" flags then
            complain glossary chosen names.IsEmpty
        elif List.contains "--history" flags then
            for u in chosen do
                let name = if u.IsApi then withoutSuffix u.Definitions.Head.Name else u.Definitions.Head.Name
                let last = u.Definitions |> List.map _.Valid.Last |> List.max
                Console.WriteLine name

                for v in 1..last do
                    Console.WriteLine $"  v{v} {derivedClause u.Definitions v}"

            0
        elif List.contains "--write" flags then
            let folder = defaultArg folder (Path.Combine(__SOURCE_DIRECTORY__, "..", "src", "KafkaWire.Fs", "Messages"))

            for u in chosen do
                let path = Path.Combine(folder, u.File)

                if File.Exists path && not (List.contains "--force" flags) then
                    Console.WriteLine $"{u.File} is there already."
                else
                    Directory.CreateDirectory(Path.GetDirectoryName path) |> ignore
                    File.WriteAllText(path, writeUnit glossary u)
                    Console.WriteLine $"{u.File} written."

            0
        elif flags.IsEmpty then
            let folder = defaultArg folder (Path.Combine(__SOURCE_DIRECTORY__, "..", "src", "KafkaWire.Fs", "Messages"))
            compare (units |> List.collect _.Definitions) chosen names.IsEmpty folder
        else
            Console.WriteLine usage
            2
    | _ -> 2

exit (
    try
        main (List.tail (List.ofArray fsi.CommandLineArgs))
    with
    | Failure message ->
        eprintfn "%s" message
        2
    | :? IOException as e ->
        // A folder that is not there, above all.
        eprintfn "%s" e.Message
        2
)
