/// The doc comments of a new message file: those that follow from the definition, default words for common fields, and a TODO for the rest.
module KafkaWire.Import.Words

open System
open System.IO
open System.Text.RegularExpressions
open KafkaWire
open KafkaWire.Facts.Definitions

/// Marks what must be written by hand.
let todo (task: string) (about: string option) =
    match about with
    | Some about -> $"TODO: say {task}. Kafka says: {about.Trim().TrimEnd '.'}."
    | None -> $"TODO: say {task}."

let listing (names: string list) =
    match names with
    | [] -> ""
    | [ one ] -> one
    | many -> String.Join(", ", List.take (many.Length - 1) many) + " and " + List.last many

let private join (parts: string list) = parts |> List.filter (fun p -> p <> "") |> String.concat " "

// ---- default words

/// The default words for field names; for a struct, the key is "type NAME".
type Glossary = Map<string, string>

/// Reads a glossary: "NAME: words", continued on lines that start with six blanks; # starts a comment.
let readGlossary (file: string) : Glossary =
    let lines = ResizeArray<string>()

    for line in File.ReadLines file do
        if line.StartsWith("      ", StringComparison.Ordinal) && lines.Count > 0 then
            lines[lines.Count - 1] <- lines[lines.Count - 1] + " " + line.Trim()
        elif line.Trim() <> "" && not (line.StartsWith '#') then
            lines.Add(line.TrimEnd())

    let entries =
        [ for line in lines do
              match line.IndexOf(": ", StringComparison.Ordinal) with
              | -1 -> failwith $"{file}: '{line}' has no colon."
              | colon -> line.Substring(0, colon), line.Substring(colon + 2) ]

    for name, same in List.groupBy fst entries do
        if same.Length > 1 then failwith $"{file}: {name} has two entries."

    Map entries

// ---- a field

let private versionText (v: int16) = string (int v)

/// How a range differs from the one around it, such as "From v3."; empty if it does not.
let versionWords (outer: VersionRange) (own: VersionRange) =
    let r = both own outer
    let first, last = versionText r.First, versionText r.Last

    if r = outer then ""
    elif own.Last = Int16.MaxValue then $"From v{first}."
    elif r.First = r.Last then $"Only v{first}."
    elif r.First = outer.First then $"Up to v{last}."
    elif r.Last = outer.Last then $"From v{first}."
    else $"v{first} to v{last}."

let private nullWords (own: VersionRange) (nullable: VersionRange) =
    match (if nullable.IsEmpty then "" else versionWords own nullable) with
    | "" -> ""
    | words when words.StartsWith("Only ", StringComparison.Ordinal) -> "Null is allowed in " + words.Substring(5).TrimEnd '.' + " only."
    | words when words.StartsWith 'v' -> "Null is allowed in " + words
    | words -> "Null is allowed " + words.ToLowerInvariant()

/// What default words leave unexplained: null, or a default other than the type's.
let private unexplained (f: Field) (words: string) =
    let says (pattern: string) = Regex.IsMatch(words, pattern, RegexOptions.IgnoreCase)

    [ if not f.Nullable.IsEmpty && not (says @"\bnull\b") then "what null means"

      match f.Default with
      | Some "-2147483648" -> if not (says "Int32.MinValue") then "what the default Int32.MinValue means"
      | Some("0x7fffffff" | "2147483647") -> if not (says "Int32.MaxValue") then "what the default Int32.MaxValue means"
      | Some "9223372036854775807" -> if not (says "Int64.MaxValue") then "what the default Int64.MaxValue means"
      | Some d when Regex.IsMatch(d, @"^(-\d+|[1-9]\d*|true)$") -> if not (says $@"(?<![\d-]){Regex.Escape d}\b") then $"what the default {d} means"
      | _ -> () ]

/// The doc comment of a field, and whether its value is secret. `outer` is the version range of the struct.
let ofField (glossary: Glossary) (valid: VersionRange) (outer: VersionRange) (f: Field) : string * bool =
    // An end that coincides with the message's end is not mentioned.
    let onward (r: VersionRange) = if not r.IsEmpty && r.Last >= valid.Last then { r with Last = Int16.MaxValue } else r
    let versions, nullable, outer = onward f.Versions, onward f.Nullable, onward outer

    let meaning, isSecret =
        match glossary.TryFind f.Name with
        | None -> todo (listing ("what it means" :: unexplained f "")) f.About, false
        | Some words ->
            let isSecret = words.StartsWith("(secret) ", StringComparison.Ordinal)
            let words = if isSecret then words.Substring 9 else words

            match unexplained f words with
            | [] -> words, isSecret
            | tasks -> $"{words} {todo (listing tasks) f.About}", isSecret

    join [ meaning; versionWords outer versions; nullWords (both versions outer) nullable ], isSecret

/// The doc comment of a struct.
let ofStruct (glossary: Glossary) (name: string) =
    match glossary.TryFind $"type {name}" with
    | Some words -> words
    | None -> todo "what it is" None

// ---- versions

type private Change =
    | Added of string
    | Removed of string
    | AllowsNull of string
    | ForbidsNull of string

let pascal (name: string) = name.Substring(0, 1).ToUpperInvariant() + name.Substring 1

let private changes (d: Definition) (version: int16) =
    let found = ResizeArray<Change>()

    let rec walk (outer: VersionRange) (fields: Field list) =
        for f in fields do
            let own = both f.Versions outer

            if not own.IsEmpty then
                let nulls = both f.Nullable own
                let name = pascal f.Name

                if own.First = version && outer.First < version then
                    found.Add(Added name)
                elif own.Last = version - 1s && outer.Last >= version then
                    found.Add(Removed name)
                else
                    if not nulls.IsEmpty then
                        if nulls.First = version && own.First < version then found.Add(AllowsNull name)
                        elif nulls.Last = version - 1s && own.Last >= version then found.Add(ForbidsNull name)

                    f.Struct |> Option.iter (fun s -> walk own s.Fields)

    walk d.Valid d.Fields
    found |> Seq.distinct |> List.ofSeq

/// What a version changes according to the definitions of an API, a record or a payload: "adds X to the request".
let versionClause (definitions: Definition list) (version: int16) =
    let side (d: Definition) =
        match d.Kind with
        | "request"
        | "response" -> "the " + d.Kind
        | "coordinator-key" -> "the key"
        | "coordinator-value" -> "the value"
        | _ -> ""

    let clause (verb: string) (link: string) (pick: Change -> string option) =
        let found =
            [ for d in definitions -> side d, changes d version |> List.choose pick ]
            |> List.filter (fun (_, names) -> not names.IsEmpty)

        match found with
        | [] -> []
        | [ _, one; _, other ] when one = other -> [ $"{verb} {listing one} {link} both sides" ]
        | _ ->
            let parts = [ for side, names in found -> if side = "" then listing names else $"{listing names} {link} {side}" ]
            [ verb + " " + String.Join(", ", parts) ]

    let parts =
        [ yield!
              clause "adds" "to" (function
                  | Added n -> Some n
                  | _ -> None)
          yield!
              clause "drops" "from" (function
                  | Removed n -> Some n
                  | _ -> None)
          yield!
              clause "allows null for" "of" (function
                  | AllowsNull n -> Some n
                  | _ -> None)
          yield!
              clause "forbids null for" "of" (function
                  | ForbidsNull n -> Some n
                  | _ -> None)
          if definitions |> List.exists (fun d -> d.Flexible.First = version && not d.Flexible.IsEmpty) then
              "is flexible" ]

    if parts.IsEmpty then
        "has the same layout; " + (todo "what else changed" None).TrimEnd '.'
    else
        String.Join("; ", parts)

/// A sentence for each version after the first.
let history (definitions: Definition list) =
    let first = definitions |> List.map _.Valid.First |> List.min
    let last = definitions |> List.map _.Valid.Last |> List.max
    join [ for v in first + 1s .. last -> $"v{v} {versionClause definitions v}." ]
