/// Compares the shapes of messages with Kafka's definitions, field by field and in both directions. Reports all differences at once.
module KafkaWire.Tests.DefinitionLaws

open System
open System.IO
open System.Text.Json
open System.Text.Json.Nodes
open Expecto
open KafkaWire
open KafkaWire.Messages
open KafkaWire.TestSupport
open KafkaWire.Facts
open KafkaWire.Tests.Law

let private definitions = lazy (Definitions.read (TestData.Path "spec"))

/// Definitions with one changed property each: the change, the definition, and the difference that the comparison must report.
let private otherwise: (string * JsonNode * string) list =
    let text (value: string) : JsonNode = nonNull (JsonValue.Create value)

    let changed (what: string) (difference: string) (change: JsonObject -> unit) =
        let definition = (nonNull (JsonNode.Parse(File.ReadAllText(TestData.Path "spec/MetadataResponse.json")))).AsObject()
        change definition
        what, (definition :> JsonNode), difference

    let fieldOf (owner: JsonObject) (name: string) : JsonObject =
        (nonNull owner["fields"]).AsArray()
        |> Seq.map (fun field -> (nonNull field).AsObject())
        |> Seq.find (fun field -> (nonNull field["name"]).GetValue<string>() = name)

    let topics (definition: JsonObject) = fieldOf definition "Topics"
    let inTopic (name: string) (definition: JsonObject) = fieldOf (topics definition) name

    [
        changed "an added version" "MissingVersions 14" (fun d -> d["validVersions"] <- text "0-14")
        changed "a removed version" "MetadataResponse: ours ends at v13, Kafka's at v12." (fun d -> d["validVersions"] <- text "0-12")
        changed "flexible versions" "MetadataResponse, flexible versions: ours 9-13, Kafka's 8-13." (fun d -> d["flexibleVersions"] <- text "8+")
        changed
            "a field name"
            "MetadataResponse/MetadataResponseTopic.IsInternal: Kafka's definition has no such field in v1+.\nMissingField MetadataResponse/MetadataResponseTopic.Internal"
            (fun d -> (inTopic "IsInternal" d)["name"] <- text "Internal")
        changed "a field type" "MetadataResponse/MetadataResponseTopic.TopicId, type: ours uuid, Kafka's string." (fun d ->
            (inTopic "TopicId" d)["type"] <- text "string")
        changed "a string encoding" "MetadataResponse/MetadataResponseTopic.Name, type: ours string, Kafka's string, classic." (fun d ->
            (inTopic "Name" d)["flexibleVersions"] <- text "none")
        changed "a struct type" "MetadataResponse.Topics, type: ours []MetadataResponseTopic, Kafka's []Topic." (fun d ->
            (topics d)["type"] <- text "[]Topic")
        changed "a field's versions" "MetadataResponse/MetadataResponseTopic.IsInternal, versions: ours 1+, Kafka's 2+." (fun d ->
            (inTopic "IsInternal" d)["versions"] <- text "2+")
        changed "a field's last version" "MetadataResponse/MetadataResponseTopic.IsInternal, versions: ours 1+, Kafka's 1-13." (fun d ->
            (inTopic "IsInternal" d)["versions"] <- text "1-13")
        changed "nullability" "MetadataResponse/MetadataResponseTopic.Name, null: ours 12+, Kafka's 11+." (fun d ->
            (inTopic "Name" d)["nullableVersions"] <- text "11+")
        changed "a default" "MetadataResponse.ControllerId, default: ours -1, Kafka's -2." (fun d ->
            (fieldOf d "ControllerId")["default"] <- text "-2")
        changed "ignorable" "MetadataResponse/MetadataResponseTopic.TopicId: ours ignorable, Kafka's not ignorable." (fun d ->
            (inTopic "TopicId" d)["ignorable"] <- text "false")
        changed "a tag" "MetadataResponse.ErrorCode: ours no tag, Kafka's tag 0." (fun d ->
            (fieldOf d "ErrorCode")["tag"] <- JsonValue.Create 0
            (fieldOf d "ErrorCode")["taggedVersions"] <- text "13+")
        changed "a removed field" "MetadataResponse.ClusterId: Kafka's definition has no such field in v2+." (fun d ->
            (nonNull d["fields"]).AsArray().Remove(fieldOf d "ClusterId") |> ignore<bool>)
        changed "an added field" "MissingField MetadataResponse.ClusterName" (fun d ->
            let field = (fieldOf d "ClusterId").DeepClone().AsObject()
            field["name"] <- text "ClusterName"
            (nonNull d["fields"]).AsArray().Add field)
        changed
            "the field order"
            "MetadataResponse, order: ours ThrottleTimeMs, Brokers, ClusterId, ControllerId, Topics, ClusterAuthorizedOperations, ErrorCode, Kafka's Brokers, ThrottleTimeMs, ClusterId, ControllerId, Topics, ClusterAuthorizedOperations, ErrorCode."
            (fun d ->
                let fields = (nonNull d["fields"]).AsArray()
                let first = nonNull fields[0]
                fields.RemoveAt 0
                fields.Insert(1, first))
    ]

let private tell (difference: Differences.Difference) =
    match difference with
    | Differences.MissingMessage -> "MissingMessage"
    | Differences.MissingVersions versions -> $"MissingVersions {versions}"
    | Differences.MissingField(path, field) -> $"MissingField {path}.{field.Name}"
    | Differences.Mismatch text -> text

[<Tests>]
let tests =
    testList "DefinitionLaws" [
        testCase "the shapes of all messages match Kafka's definitions" (fun () ->
            let findings = Findings()

            for definition in definitions.Value do
                for difference in Differences.ofDefinition definition do
                    findings.Add $"{definition.Name}: {tell difference}"

            for name in Differences.undefined definitions.Value do
                findings.Add $"{name}: Kafka has no such message"

            Expect.equal definitions.Value.Length 281 "definitions"
            findings.Tell())

        testList "a changed property is reported" [
            for change, definition, expected in otherwise do
                testCase change (fun () ->
                    let definition = Definitions.parse "MetadataResponse" (definition.ToJsonString())
                    let found = [ for difference in Differences.ofDefinition definition -> tell difference ]
                    Expect.equal found (List.ofArray (expected.Split '\n')) "differences")
        ]

        testCase "a message missing from the catalogue is reported" (fun () ->
            let definition = { definitions.Value.Head with Name = "UnheardOfRequest" }
            Expect.equal (Differences.ofDefinition definition) [ Differences.MissingMessage ] "differences")

        testCase "a different API key or stability is reported" (fun () ->
            let definition = definitions.Value |> List.find (fun d -> d.Name = "MetadataRequest")

            Expect.equal
                [ for difference in Differences.ofDefinition { definition with Key = Some 99; LatestUnstable = true } -> tell difference ]
                [ "MetadataRequest: our API has the key 3, Kafka's 99."; "MetadataRequest: our last version is stable, Kafka's is unstable." ]
                "differences")

        testCase "versions that a newer Kafka dropped are not reported" (fun () ->
            let definition = definitions.Value |> List.find (fun d -> d.Name = "MetadataRequest")
            let valid = { definition.Valid with First = 4s }
            Expect.isEmpty (Differences.ofDefinition { definition with Valid = valid }) "differences")

        testCase "ApiKey has the name and key of every request" (fun () ->
            let theirs = [
                for definition in definitions.Value do
                    match definition.Kind, definition.Key with
                    | "request", Some key -> int16 key, definition.Name.Replace("Request", "")
                    | _ -> ()
            ]

            Expect.sequenceEqual (Seq.sort [ for key in Enum.GetValues<ApiKey>() -> int16 key, string key ]) (Seq.sort theirs) "keys and names")

        testCase "header versions and last stable versions match Kafka's" (fun () ->
            let findings = Findings()

            for theirs in (JsonElement.Parse(File.ReadAllText(TestData.Path "apis.json"))).EnumerateArray() do
                // APIs that Kafka 4 removed have no versions in this file.
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
