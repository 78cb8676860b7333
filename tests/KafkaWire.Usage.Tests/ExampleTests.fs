/// The examples in the documentation of the schema words are correct.
///
/// An example is a word with its arguments, or a line of a schema. The lines under it show what it does with values:
///
///     v3, "a"    00 01 61             the value is written as these bytes, and they are read as the value
///     v2, "a"    FieldNotInVersion    the value cannot be written
///     v3, ff ff  reads as null        the bytes are read as a value that is written differently, or as an error
///     "a"        is shown as ***      the text of a struct Example with only this field
///
/// The version is 0 if none is given. A remark after the word makes versions flexible ("flexible from v2"). The tag
/// buffer at the end of a struct is omitted, unless the example is about a tagged field. `pair` is the struct { A: int16; B: string }.
module KafkaWire.Usage.Tests.ExampleTests

open System
open System.IO
open System.Text.RegularExpressions
open System.Xml.Linq
open FSharp.Reflection
open Expecto
open KafkaWire
open KafkaWire.TestSupport

/// The words, and the lines of their examples. An overloaded word occurs several times.
let private examples =
    lazy
        [
            let file = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "KafkaWire.Fs.xml"))

            for m in file.Descendants "member" do
                let id = string (m.Attribute "name" |> nonNull).Value
                let word = Regex.Match(id, @"^[MP]:KafkaWire\.Schema\.Words\.(?:Values|Field|ValueWords)\.(\w+)")

                if word.Success then
                    let lines = [
                        for example in m.Elements "example" do
                            for line in example.Value.Split '\n' do
                                if line.Trim() <> "" then line.Trim()
                    ]

                    word.Groups[1].Value, lines
        ]

/// The functions that other words are built from, and the overloads of `array`.
let private plumbing = [ "fixedIn"; "fixedWidth"; "bytesOf"; "nullableBytesOf"; "arrayOf"; "int32s"; "arrayOfStructs" ]

let private prelude =
    $"""#r @"{Path.Combine(AppContext.BaseDirectory, "KafkaWire.Fs.dll")}"
open System
open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

type Pair = {{ A: int16; B: string }}

let pair =
    message<Pair> "Pair" {{
        let! a = field "A" _.A int16 always
        and! b = field "B" _.B string always
        and! _ = unknownTags (fun (_: Pair) -> Array.empty<TaggedField>)
        return {{ A = a; B = b }}
    }}

let compare (word: string) (line: string) (stated: string) (found: string) =
    if stated <> found then printfn "%%s: %%s: %%s" word line found

let outcome (attempt: unit -> string) =
    try
        attempt ()
    with :? WireException as e ->
        let case, _ = FSharp.Reflection.FSharpValue.GetUnionFields(e.Error, typeof<WireError>)
        case.Name

let digits (bytes: byte[]) (buffer: int) =
    match String.Join(' ', [ for b in bytes[.. bytes.Length - 1 - buffer] -> b.ToString "x2" ]) with
    | "" -> "no bytes"
    | digits -> digits

let writes (schema: MessageSchema<'T>) buffer word line stated version (value: 'T) =
    outcome (fun () ->
        let bytes = schema.Encode(value, version)
        let again = schema.Decode(Bytes bytes, version)
        // A value that the version does not have is read as the default.
        if bytes.Length > buffer && not (again.Equals value) then $"is read as {{MessageText.format schema again}}" else digits bytes buffer)
    |> compare word line stated

let reads (schema: MessageSchema<'T>) word line stated version (bytes: string) (value: 'T) =
    outcome (fun () ->
        let found = schema.Decode(Bytes.OfHex bytes, version)
        if found.Equals value then stated else $"reads as {{MessageText.format schema found}}")
    |> compare word line stated

let shows (schema: MessageSchema<'T>) word line stated (value: 'T) = compare word line stated (MessageText.format schema value)
let ranges word line stated (versions: VersionsCode) = compare word line stated ((schema versions never pair).Versions.ToString())
"""

let private errors = set [ for case in FSharpType.GetUnionCases typeof<WireError> -> case.Name ]

/// An F# literal.
let private quoted (text: string) = "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\""

/// One part of an example: a word or field, and the lines under it.
let private script (word: string) (moduleName: string) (code: string) (lines: string list) : string list =
    let code, remark =
        match code.Split("//", 2) with
        | [| code; remark |] -> code.Trim(), remark.Trim()
        | _ -> code, ""

    if lines.IsEmpty then
        // A range of versions, and how Kafka writes it.
        [ $"ranges {quoted word} {quoted code} {quoted remark} ({code})" ]
    else
        let flexible = Regex.Match(remark, @"flexible from v(\d+)")
        let line = Regex.Match(code, @"^let! \w+ = ((\w+) .*)$")
        let name = if line.Success then Regex.Match(code, @"_\.(\w+)").Groups[1].Value else "Value"
        let isOnlyTags = line.Groups[2].Value = "unknownTags"
        let isTagged = isOnlyTags || line.Groups[2].Value.StartsWith "tagged"
        let field = if line.Success then line.Groups[1].Value else $"field \"Value\" _.Value ({code}) always"

        let value (text: string) =
            if isOnlyTags then
                $"{{ {name} = {text} }}"
            else
                $"{{ {name} = ({text}); UnknownTaggedFields = [||] }}"

        // Nullability is not inferred through a type parameter.
        let held =
            if not (Regex.IsMatch(code, @"\b(nullable|nullableIn|nullableFor|optional)\b")) then "_"
            elif code.Contains "pair" then "Pair | null"
            elif code.Contains "array string" then "string[] | null"
            else "string | null"

        [
            $"module ``{moduleName}`` ="
            if isOnlyTags then
                $"    type Example = {{ {name}: TaggedField[] }}"
                $"    let codec = message<Example> \"Example\" {{ let! it = {field} in return {{ {name} = it }} }}"
            else
                $"    type Example<'T> = {{ {name}: 'T; UnknownTaggedFields: TaggedField[] }}"
                "    let codec ="
                "        message<Example<" + held + ">> \"Example\" {"
                $"            let! it = {field}"
                "            and! tags = unknownTags _.UnknownTaggedFields"
                $"            return {{ {name} = it; UnknownTaggedFields = tags }}"
                "        }"

            let flexibleFrom = if flexible.Success then $"(since {flexible.Groups[1].Value})" else "never"
            $"    let schema = schema always {flexibleFrom} codec"

            for line in lines do
                let stated = Regex.Match(line, @"^// (?:v(\d+), +)?(.*?)(?: +(reads as|is shown as) +|  +)(\S.*)$")
                Expect.isTrue stated.Success $"{word}: {line}"
                let version = if stated.Groups[1].Success then int stated.Groups[1].Value else 0
                let isFlexible = flexible.Success && version >= int flexible.Groups[1].Value
                let hasBuffer = isFlexible && not isTagged
                let left, right = stated.Groups[2].Value, stated.Groups[4].Value
                let where = $"{quoted word} {quoted line}"

                match stated.Groups[3].Value with
                | "reads as" ->
                    let bytes = left.Replace(" ", "") + (if hasBuffer then "00" else "")
                    let value = if errors.Contains right then "Unchecked.defaultof<_>" else value right
                    $"    reads schema {where} {quoted right} {version}s \"{bytes}\" ({value})"
                | "is shown as" -> $"    shows schema {where} {quoted right} ({value left})"
                | _ -> $"    writes schema {if hasBuffer then 1 else 0} {where} {quoted right} {version}s ({value left})"
        ]

[<Tests>]
let tests =
    testList "ExampleTests" [
        testCaseTask "the examples of the schema words are correct" (fun () ->
            task {
                let lines = [
                    for number, (word, lines) in List.indexed examples.Value do
                        // A line without // begins a part.
                        let starts = [
                            for i, line in List.indexed lines do
                                if not (line.StartsWith "//") then i
                        ]

                        for part, start in List.indexed starts do
                            let rest = lines[start + 1 ..] |> List.takeWhile _.StartsWith("//")
                            yield! script word $"{word} {number} {part}" lines[start] rest
                ]

                use workshop = new Workshop()
                workshop.Write("Examples.fsx", String.Join('\n', prelude :: lines) + "\nprintfn \"end\"\n")
                let! printed = Dotnet.RunAsync(workshop.Path, "fsi", "--nologo", "--quiet", "--checknulls+", "Examples.fsx")
                Expect.equal (printed.Trim()) "end" "printed"
            })

        testCase "every schema word has an example" (fun () ->
            let without = [
                for word, lines in examples.Value do
                    if lines.IsEmpty && not (List.contains word plumbing) then word
            ]

            Expect.isGreaterThan examples.Value.Length 30 "Length"
            Expect.isEmpty without "without")
    ]
