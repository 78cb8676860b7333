/// Kafka's message definitions, read from JSON. For scripts and tests.
module KafkaWire.Facts.Definitions

open System
open System.IO
open System.Text.Json
open KafkaWire

/// A field of a definition.
type Field =
    {
        Name: string
        /// The type without the brackets of an array.
        Type: string
        IsArray: bool
        Versions: VersionRange
        /// The versions that allow null, within `Versions`.
        Nullable: VersionRange
        Tag: int option
        /// The default, as written in the definition.
        Default: string option
        IsIgnorable: bool
        /// Whether a string keeps its classic encoding in flexible versions.
        IsClassic: bool
        /// Kafka's own description, if the definition has one.
        About: string option
        /// The fields of the struct that the field or its elements hold.
        Struct: Struct option
    }

and Struct = { Name: string; Fields: Field list }

/// A message, defined by one JSON file.
type Definition =
    {
        Name: string
        /// request, response, header, data, metadata, coordinator-key or coordinator-value.
        Kind: string
        /// The key of the API, or the type of the record.
        Key: int option
        Valid: VersionRange
        Flexible: VersionRange
        LatestUnstable: bool
        /// Untagged fields in their order, then tagged fields in the order of their tags.
        Fields: Field list
    }

    /// The valid versions, but open-ended: the definition's last version is only the last so far.
    member d.Open: VersionRange = { d.Valid with Last = Int16.MaxValue }

/// The versions in both ranges.
let both (a: VersionRange) (b: VersionRange) : VersionRange =
    let range: VersionRange = { First = max a.First b.First; Last = min a.Last b.Last }
    if a.IsEmpty || b.IsEmpty || range.IsEmpty then VersionRange.none else range

/// The types that a definition uses without defining them.
let primitives =
    set [ "bool"; "int8"; "int16"; "uint16"; "uint32"; "int32"; "int64"; "float64"; "string"; "uuid"; "bytes"; "records" ]

let private tryGet (name: string) (element: JsonElement) : JsonElement option =
    match element.TryGetProperty name with
    | true, value when value.ValueKind <> JsonValueKind.Null -> Some value
    | _ -> None

let private text (element: JsonElement) : string =
    match element.ValueKind with
    | JsonValueKind.String -> string (element.GetString())
    | _ -> element.GetRawText()

/// Reads a definition; comments are skipped.
/// `title` names its source in errors.
let parse (title: string) (json: string) : Definition =
    let options = JsonDocumentOptions(CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true)
    use document = JsonDocument.Parse(json, options)
    let root = document.RootElement
    let bad reason = failwith $"{title}: {reason}"

    let require (name: string) (e: JsonElement) =
        match tryGet name e with
        | Some value -> text value
        | None -> bad $"a property '{name}' is missing."

    let range (name: string) (otherwise: VersionRange) (e: JsonElement) =
        match tryGet name e with
        | None -> otherwise
        | Some value ->
            try
                VersionRange.parse (text value)
            with _ ->
                bad $"'{text value}' is not a version range."

    let common =
        match tryGet "commonStructs" root with
        | Some structs -> Map [ for s in structs.EnumerateArray() -> require "name" s, s ]
        | None -> Map.empty

    let rec field (e: JsonElement) : Field =
        let name = require "name" e
        let fullType = require "type" e
        let isArray = fullType.StartsWith("[]", StringComparison.Ordinal)
        let type' = if isArray then fullType.Substring 2 else fullType
        let tagged = range "taggedVersions" VersionRange.none e
        // A tagged field may state its versions only as taggedVersions.
        let versions = range "versions" tagged e
        let tag = tryGet "tag" e |> Option.map (text >> int)

        if tag.IsSome && tagged.ToString() <> versions.ToString() then
            bad $"the field {name} is tagged in only some of its versions."

        let inner =
            if primitives.Contains type' then
                None
            else
                let owner =
                    match tryGet "fields" e, common.TryFind type' with
                    | Some _, _ -> e
                    | None, Some s -> s
                    | None, None -> bad $"the struct {type'} is not defined."

                Some { Name = type'; Fields = fields owner }

        { Name = name
          Type = type'
          IsArray = isArray
          Versions = versions
          Nullable = both (range "nullableVersions" VersionRange.none e) versions
          Tag = tag
          Default = tryGet "default" e |> Option.map text
          IsIgnorable = (tryGet "ignorable" e |> Option.map text = Some "true")
          IsClassic = (tryGet "flexibleVersions" e |> Option.map text = Some "none")
          About = tryGet "about" e |> Option.map text
          Struct = inner }

    and fields (owner: JsonElement) : Field list =
        let all =
            match tryGet "fields" owner with
            | Some fields -> [ for e in fields.EnumerateArray() -> field e ]
            | None -> []

        let untagged, tagged = all |> List.partition _.Tag.IsNone
        untagged @ List.sortBy _.Tag tagged

    { Name = require "name" root
      Kind = require "type" root
      Key = tryGet "apiKey" root |> Option.map (text >> int)
      Valid = range "validVersions" VersionRange.none root
      Flexible = range "flexibleVersions" VersionRange.none root
      LatestUnstable = (tryGet "latestVersionUnstable" root |> Option.map text = Some "true")
      Fields = fields root }

/// Reads the definitions in a folder. A message whose versions Kafka has all dropped is omitted.
let read (folder: string) : Definition list =
    [ for file in Directory.GetFiles(folder, "*.json") |> Array.sort do
          let d = parse file (File.ReadAllText file)
          if not d.Valid.IsEmpty then d ]
