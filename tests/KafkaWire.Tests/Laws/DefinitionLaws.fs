/// The shapes of messages against Kafka's definitions: field by field, both ways, all differences at once.
module KafkaWire.Tests.DefinitionLaws

open System
open System.Globalization
open System.IO
open System.Text.Json
open System.Text.Json.Nodes
open Expecto
open KafkaWire
open KafkaWire.Schema
open KafkaWire.TestSupport
open KafkaWire.Tests.Law
// The conversions, which the words of schemas shadow.
open FSharp.Core.Operators

let private json (name: string) = JsonElement.Parse(File.ReadAllText(TestData.Path name))

let private definitions =
    lazy
        (dict [
            for file in Directory.GetFiles(TestData.Path "spec", "*.json") do
                Path.GetFileNameWithoutExtension file, json ("spec/" + Path.GetFileName file)
        ])

let private tryText (name: string) (e: JsonElement) : string option =
    match e.TryGetProperty name with
    | true, value when value.ValueKind = JsonValueKind.String -> Option.ofObj (value.GetString())
    | true, value -> Some(value.GetRawText())
    | _ -> None

let private range (name: string) (e: JsonElement) =
    match tryText name e with
    | Some text -> VersionRange.parse text
    | None -> VersionRange.none

let private both (a: VersionRange) (b: VersionRange) =
    if a.IsEmpty || b.IsEmpty then
        VersionRange.none
    else
        { First = max a.First b.First; Last = min a.Last b.Last }

let private primitive (p: Primitive) =
    match p with
    | Primitive.ErrorCode -> "int16"
    | Primitive.ClassicString -> "string"
    | p -> p.ToString().ToLowerInvariant()

/// The definition's name of a type: arrays have brackets in front, null is told apart from it.
let rec private typeName (shape: Shape) =
    match shape with
    | Shape.Primitive p -> primitive p
    | Shape.Array element -> "[]" + typeName element
    | Shape.Nullable(value, _) -> typeName value
    | Shape.Struct s -> s.Name

let private nullVersions (shape: Shape) =
    match shape with
    | Shape.Nullable(_, versions) -> versions
    | _ -> VersionRange.none

let rec private structOf (shape: Shape) : StructShape option =
    match shape with
    | Shape.Struct s -> Some s
    | Shape.Array inner
    | Shape.Nullable(inner, _) -> structOf inner
    | Shape.Primitive _ -> None

/// A field's default as the definition would have to state it; a struct's is only null or not.
let private ourDefault (f: FieldShape) =
    match f.Default with
    | null -> "null"
    | :? bool as b -> if b then "true" else "false"
    | :? string as s -> s
    | :? ErrorCode as code -> (int16 code).ToString CultureInfo.InvariantCulture
    | :? IConvertible as number -> number.ToString CultureInfo.InvariantCulture
    | :? Uuid as id when id = Unchecked.defaultof<Uuid> -> ""
    | :? Bytes as bytes when bytes.Length = 0 -> ""
    | :? Array as items when items.Length = 0 -> ""
    | other -> if Option.isSome (structOf f.Shape) then "" else $"a {other.GetType().Name}"

let private theirDefault (e: JsonElement) (typeName: string) (isNullable: bool) =
    match tryText "default" e, typeName with
    | Some text, ("int8" | "int16" | "uint16" | "int32" | "int64") ->
        let hex = text.StartsWith("0x", StringComparison.Ordinal)

        (if hex then
             Convert.ToInt64(text.Substring 2, 16)
         else
             Int64.Parse(text, CultureInfo.InvariantCulture))
            .ToString
            CultureInfo.InvariantCulture
    | Some text, _ -> text
    | None, ("int8" | "int16" | "uint16" | "int32" | "int64" | "float64") -> "0"
    | None, "bool" -> "false"
    | None, "records" when isNullable -> "null"
    | None, _ -> ""

let private compare (findings: Findings) (schema: MessageSchema) (definition: JsonElement) =
    let common =
        match definition.TryGetProperty "commonStructs" with
        | true, structs -> dict [ for s in structs.EnumerateArray() -> (tryText "name" s).Value, s.GetProperty "fields" ]
        | _ -> dict []

    let same what (ours: string) (theirs: string) =
        let name text = if text = "" then "the type's" else text
        if ours <> theirs then findings.Add $"{what}: ours {name ours}, Kafka's {name theirs}"

    let versions what (ours: VersionRange) (theirs: VersionRange) = same what (ours.ToString()) (theirs.ToString())

    let rec fields (path: string) (ours: StructShape) (theirs: JsonElement) =
        let theirs = [ for e in theirs.EnumerateArray() -> (tryText "name" e).Value, e ]

        if ours.KeepsUnknownTags <> not (range "flexibleVersions" definition).IsEmpty then
            findings.Add $"{path}: keeps unknown tags {ours.KeepsUnknownTags}"

        for f in ours.Fields do
            if not (List.exists (fun (name, _) -> name = f.Name) theirs) then
                findings.Add $"{path}.{f.Name}: Kafka has no such field"

        // Tagged fields of a definition may stand anywhere.
        let order = [
            for name, e in theirs do
                if (tryText "tag" e).IsNone then name
        ]

        let ourOrder = [
            for f in ours.Fields do
                if not f.IsTagged then f.Name
        ]

        let inBoth = List.filter (fun name -> List.contains name order && List.contains name ourOrder)
        same $"{path}, order" (String.Join(", ", inBoth ourOrder)) (String.Join(", ", inBoth order))

        for name, e in theirs do
            let path = $"{path}.{name}"

            match ours.Fields |> Array.tryFind (fun f -> f.Name = name) with
            | None -> findings.Add $"{path}: missing"
            | Some f ->
                let theirType = (tryText "type" e).Value
                let theirNull = range "nullableVersions" e
                same $"{path}, type" (typeName f.Shape) theirType
                versions path f.Versions (range "versions" e)
                versions $"{path}, null" (both (nullVersions f.Shape) f.Versions) (both theirNull (range "versions" e))
                same $"{path}, tag" (if f.IsTagged then string f.Tag else "none") (tryText "tag" e |> Option.defaultValue "none")
                same $"{path}, default" (ourDefault f) (theirDefault e theirType (not theirNull.IsEmpty))
                same $"{path}, ignorable" (string f.IsIgnorable) (string (tryText "ignorable" e = Some "true"))

                let isClassic =
                    match f.Shape with
                    | Shape.Primitive Primitive.ClassicString
                    | Shape.Nullable(Shape.Primitive Primitive.ClassicString, _) -> true
                    | _ -> false

                same $"{path}, classic" (string isClassic) (string (tryText "flexibleVersions" e = Some "none"))

                match structOf f.Shape with
                | None -> ()
                | Some inner ->
                    match e.TryGetProperty "fields" with
                    | true, theirs -> fields path inner theirs
                    | _ -> fields path inner common[inner.Name]

    versions $"{schema.Name}, versions" schema.Versions (range "validVersions" definition)
    versions $"{schema.Name}, flexible" (both schema.FlexibleVersions schema.Versions) (both (range "flexibleVersions" definition) schema.Versions)
    fields schema.Name schema.Shape (definition.GetProperty "fields")

/// A definition with each property changed that the comparison looks at: what was changed, and the definition.
let private otherwise: (string * JsonNode) list =
    let text (value: string) : JsonNode = nonNull (JsonValue.Create value)

    let changed (what: string) (change: JsonObject -> unit) =
        let definition = (nonNull (JsonNode.Parse(File.ReadAllText(TestData.Path "spec/MetadataResponse.json")))).AsObject()
        change definition
        what, (definition :> JsonNode)

    let fieldOf (owner: JsonObject) (name: string) : JsonObject =
        (nonNull owner["fields"]).AsArray()
        |> Seq.map (fun field -> (nonNull field).AsObject())
        |> Seq.find (fun field -> (nonNull field["name"]).GetValue<string>() = name)

    let topics (definition: JsonObject) = fieldOf definition "Topics"
    let inTopic (name: string) (definition: JsonObject) = fieldOf (topics definition) name

    [
        changed "versions" (fun d -> d["validVersions"] <- text "0-14")
        changed "flexible" (fun d -> d["flexibleVersions"] <- text "8+")
        changed "a name" (fun d -> (inTopic "IsInternal" d)["name"] <- text "Internal")
        changed "a type" (fun d -> (inTopic "TopicId" d)["type"] <- text "string")
        changed "the type of a struct" (fun d -> (topics d)["type"] <- text "[]Topic")
        changed "versions of a field" (fun d -> (inTopic "IsInternal" d)["versions"] <- text "2+")
        changed "null" (fun d -> (inTopic "Name" d)["nullableVersions"] <- text "11+")
        changed "a default" (fun d -> (fieldOf d "ControllerId")["default"] <- text "-2")
        changed "ignorable" (fun d -> (inTopic "TopicId" d)["ignorable"] <- text "false")
        changed "a tag" (fun d ->
            (fieldOf d "ErrorCode")["tag"] <- JsonValue.Create 0
            (fieldOf d "ErrorCode")["taggedVersions"] <- text "13+")
        changed "a field less" (fun d -> (nonNull d["fields"]).AsArray().Remove(fieldOf d "ClusterId") |> ignore)
        changed "a field more" (fun d ->
            let field = (fieldOf d "ClusterId").DeepClone().AsObject()
            field["name"] <- text "ClusterName"
            (nonNull d["fields"]).AsArray().Add field)
        changed "the order" (fun d ->
            let fields = (nonNull d["fields"]).AsArray()
            let first = nonNull fields[0]
            fields.RemoveAt 0
            fields.Insert(1, first))
    ]

let changes = [| for what, _ in otherwise -> what |]

[<Tests>]
let tests =
    testList "DefinitionLaws" [
        testCase "the shapes of all messages are Kafka's definitions" (fun () ->
            let findings = Findings()

            for schema in Catalogue.schemas do
                match definitions.Value.TryGetValue schema.Name with
                | true, definition -> compare findings schema definition
                | _ -> findings.Add $"{schema.Name}: Kafka has no such message"

            for name in definitions.Value.Keys do
                if isNull (Catalogue.tryFindSchema (nonNull name)) then findings.Add $"{name}: missing"

            Expect.equal definitions.Value.Count 281 "Count"
            findings.Tell())

        testList "a definition that differs in one point is found" [
            for change in changes do
                testCase change (fun () ->
                    let definition = snd (otherwise |> List.find (fun (what, _) -> what = change))
                    let findings = Findings()
                    compare findings Metadata.api.Response (JsonElement.Parse(definition.ToJsonString()))
                    Expect.isTrue (findings.Count = 1 || findings.Count = 2) $"{findings.Count} findings")
        ]

        testCase "ApiKey names the key of every request" (fun () ->
            let theirs = [
                for definition in definitions.Value.Values do
                    if tryText "type" definition = Some "request" then
                        definition.GetProperty("apiKey").GetInt16(), (tryText "name" definition).Value.Replace("Request", "")
            ]

            Expect.sequenceEqual (Seq.sort [ for key in Enum.GetValues<ApiKey>() -> int16 key, string key ]) (Seq.sort theirs) "keys and names")

        testCase "headers and the last stable version are Kafka's" (fun () ->
            let findings = Findings()

            for theirs in (json "apis.json").EnumerateArray() do
                // What Kafka 4 has removed has no versions there.
                match
                    Catalogue.tryFindApi (LanguagePrimitives.EnumOfValue(theirs.GetProperty("key").GetInt16())), theirs.TryGetProperty "latest"
                with
                | null, _
                | _, (false, _) -> ()
                | api, _ ->
                    let check what (ours: int16) (theirs: int16) =
                        if ours <> theirs then findings.Add $"{api.Name}, {what}: ours {ours}, Kafka's {theirs}"

                    check "latest stable" api.LatestStable (theirs.GetProperty("latestStable").GetInt16())
                    check "latest" api.Versions.Last (theirs.GetProperty("latest").GetInt16())

                    for headers in theirs.GetProperty("headerVersions").EnumerateArray() do
                        let version = headers.GetProperty("version").GetInt16()
                        check $"v{version}, request header" (api.RequestHeaderVersion version) (headers.GetProperty("request").GetInt16())
                        check $"v{version}, response header" (api.ResponseHeaderVersion version) (headers.GetProperty("response").GetInt16())

            findings.Tell())
    ]
