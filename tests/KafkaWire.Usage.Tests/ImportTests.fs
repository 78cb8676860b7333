/// The importer lists what the messages lack compared with newer Kafka definitions, and writes new message files.
module KafkaWire.Usage.Tests.ImportTests

open System
open System.IO
open System.Text.Json.Nodes
open System.Text.RegularExpressions
open Expecto
open KafkaWire.TestSupport

let private messages = Repository.Path "src/KafkaWire.Fs/Messages"

let private import (arguments: string list) =
    Dotnet.TryRunAsync(Repository.Root, [| "fsi"; "scripts/import-definitions.fsx"; "--"; yield! arguments |])

let private lines (run: DotnetRun) = List.ofArray (run.Output.ReplaceLineEndings("\n").TrimEnd('\n').Split '\n')

/// Copies of definitions in a folder of the workshop.
let private copyDefinitions (workshop: Workshop) (names: string list) : string =
    let folder = Path.Combine(workshop.Path, "definitions")
    Directory.CreateDirectory folder |> ignore<DirectoryInfo>

    for name in names do
        File.Copy(TestData.Path $"spec/{name}.json", Path.Combine(folder, $"{name}.json"))

    folder

let private edit (folder: string) (name: string) (change: JsonObject -> unit) =
    let file = Path.Combine(folder, name + ".json")
    let definition = (nonNull (JsonNode.Parse(File.ReadAllText file))).AsObject()
    change definition
    File.WriteAllText(file, definition.ToJsonString())

let private fields (owner: JsonObject) = (nonNull owner["fields"]).AsArray()

let private field (name: string) (owner: JsonObject) : JsonObject =
    fields owner
    |> Seq.map (fun f -> (nonNull f).AsObject())
    |> Seq.find (fun f -> (nonNull f["name"]).GetValue<string>() = name)

let private text (value: string) : JsonNode = nonNull (JsonValue.Create value)

/// A field's definition, as JSON.
let private add (json: string) (owner: JsonObject) = (fields owner).Add(JsonNode.Parse json)

/// A new API of a future Kafka: UnregisterController with another name and key, and with one more field.
let private copyNewApi (workshop: Workshop) : string =
    let folder = copyDefinitions workshop [ "UnregisterControllerRequest"; "UnregisterControllerResponse" ]

    for side in [ "Request"; "Response" ] do
        let name = "RegisterObserver" + side
        File.Move(Path.Combine(folder, $"UnregisterController{side}.json"), Path.Combine(folder, name + ".json"))

        edit folder name (fun d ->
            d["name"] <- text name
            d["apiKey"] <- JsonValue.Create 95)

    edit folder "RegisterObserverRequest" (fun d ->
        d["validVersions"] <- text "0-1"

        add """{ "name": "Zone", "type": "string", "versions": "1+", "nullableVersions": "1+", "default": "null", "about": "The zone." }""" d)

    edit folder "RegisterObserverResponse" (fun d -> d["validVersions"] <- text "0-1")
    folder

/// The part of a message file that follows from the definition: comments and secrets are written by hand.
let private code (file: string) =
    let text = Regex.Replace(File.ReadAllText file, @"(?m)^\s*(\{ )?///.*\n", "$1")
    let text = Regex.Replace(text, @"\(secret \((.*?)\)\)", "($1)")
    let text = Regex.Replace(text, @"\(secret (\w+)\)", "$1")
    Regex.Replace(text, @"\s+", " ")

[<Tests>]
let tests =
    testList "ImportTests" [
        testCaseTask "the messages match Kafka's definitions, and have no TODOs" (fun () ->
            task {
                let! run = import [ TestData.Path "spec" ]
                Expect.equal (lines run) [ "The messages match the definitions." ] run.Errors
                Expect.equal run.ExitCode 0 "ExitCode"
            })

        testCaseTask "a new version is listed with its changes, and a new field with the line to add" (fun () ->
            task {
                use workshop = new Workshop()
                let folder = copyDefinitions workshop [ "DescribeClusterRequest"; "DescribeClusterResponse" ]

                edit folder "DescribeClusterRequest" (fun d -> d["validVersions"] <- text "0-4")

                edit folder "DescribeClusterResponse" (fun d ->
                    d["validVersions"] <- text "0-4"
                    add """{ "name": "ClusterAge", "type": "int64", "versions": "3+", "default": "-1", "ignorable": true }""" d

                    field "Brokers" d
                    |> add """{ "name": "Zone", "type": "string", "versions": "3+", "nullableVersions": "3+", "tag": 0, "taggedVersions": "3+" }""")

                let! run = import [ folder; "DescribeCluster" ]

                Expect.equal
                    (lines run)
                    [
                        "DescribeCluster: v3 to v4 missing in DescribeCluster.fs."
                        "    v3 adds Zone and ClusterAge to the response."
                        "    v4 has the same layout; TODO: say what else changed."
                        "DescribeClusterResponse/DescribeClusterBroker.Zone: missing in DescribeCluster.fs."
                        "    and! zone = tagged 0 \"Zone\" _.Zone (nullable 3 string) (since 3)"
                        "DescribeClusterResponse.ClusterAge: missing in DescribeCluster.fs."
                        "    and! clusterAge = fieldOr -1L \"ClusterAge\" _.ClusterAge int64 (ignorable (since 3))"
                        "Differences: 3. TODOs: 0."
                    ]
                    run.Errors
            })

        testCaseTask "a different field is listed with both sides" (fun () ->
            task {
                use workshop = new Workshop()
                let folder = copyDefinitions workshop [ "HeartbeatRequest"; "HeartbeatResponse" ]
                edit folder "HeartbeatRequest" (fun d -> (field "GroupInstanceId" d)["name"] <- text "GroupInstance")

                edit folder "HeartbeatResponse" (fun d ->
                    let throttleTime = field "ThrottleTimeMs" d
                    throttleTime["type"] <- text "int64"
                    throttleTime["versions"] <- text "2+"
                    throttleTime["ignorable"] <- JsonValue.Create false)

                let! run = import [ folder; "Heartbeat" ]

                Expect.equal
                    (lines run)
                    [
                        "HeartbeatRequest.GroupInstanceId: Kafka's definition has no such field in v3+."
                        "HeartbeatRequest.GroupInstance: missing in Heartbeat.fs."
                        "    and! groupInstance = fieldOr null \"GroupInstance\" _.GroupInstance (nullable 3 string) (since 3)"
                        "HeartbeatResponse.ThrottleTimeMs, type: ours int32, Kafka's int64."
                        "HeartbeatResponse.ThrottleTimeMs, versions: ours 1+, Kafka's 2+."
                        "HeartbeatResponse.ThrottleTimeMs: ours ignorable, Kafka's not ignorable."
                        "Differences: 5. TODOs: 0."
                    ]
                    run.Errors

                Expect.equal run.ExitCode 1 "ExitCode"
            })

        testCaseTask "a new API is written with TODOs, and listed until they are gone" (fun () ->
            task {
                use workshop = new Workshop()
                let folder = copyNewApi workshop
                let into = Path.Combine(workshop.Path, "Messages")
                Directory.CreateDirectory into |> ignore<DirectoryInfo>

                let! run = import [ folder; "RegisterObserver"; "--into"; into ]

                Expect.equal
                    (lines run)
                    [ "RegisterObserver (key 95): missing, v0-1. Write it with: --write RegisterObserver"; "Differences: 1. TODOs: 0." ]
                    run.Errors

                let! written = import [ folder; "--write"; "RegisterObserver"; "--into"; into ]
                Expect.equal (lines written) [ "RegisterObserver.fs written." ] written.Errors

                Expect.equal
                    (File.ReadAllText(Path.Combine(into, "RegisterObserver.fs")))
                    """namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// RegisterObserver (key 95): TODO: say what it is for.
///
/// v1 adds Zone to the request.
[<RequireQualifiedAccess>]
module RegisterObserver =

    /// TODO: say who sends it, as in: Sent by an admin client.
    [<NoComparison>]
    type Request =
        { /// The id of the controller.
          ControllerId: int
          /// TODO: say what it means and what null means. Kafka says: The zone. From v1.
          Zone: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "RegisterObserverRequest" {
        let! controllerId = field        "ControllerId" _.ControllerId int32               always
        and! zone         = fieldOr null "Zone"         _.Zone         (nullable 1 string) (since 1)
        and! tags         = unknownTags _.UnknownTaggedFields
        return { ControllerId = controllerId; Zone = zone; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// TODO: say who answers, as in: The controller's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code.
          ErrorMessage: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "RegisterObserverResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32               always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode           always
        and! errorMessage   = field "ErrorMessage"   _.ErrorMessage   (nullable 0 string) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; ErrorMessage = errorMessage
                 UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 95 (versions 0 1) always request response
"""
                    "RegisterObserver.fs"

                let! again = import [ folder; "RegisterObserver"; "--into"; into ]

                Expect.equal
                    (lines again)
                    [
                        "RegisterObserver (key 95): RegisterObserver.fs is not in the build. Add its line to KafkaWire.Fs.fsproj and run ./build.sh generate."
                        "RegisterObserver.fs:7: RegisterObserver (key 95): TODO: say what it is for."
                        "RegisterObserver.fs:13: TODO: say who sends it, as in: Sent by an admin client."
                        "RegisterObserver.fs:18: TODO: say what it means and what null means. Kafka says: The zone. From v1."
                        "RegisterObserver.fs:34: TODO: say who answers, as in: The controller's response."
                        "Differences: 1. TODOs: 4."
                    ]
                    again.Errors

                Expect.equal again.ExitCode 1 "ExitCode"
            })

        testCaseTask "every message file is what the importer writes, except for comments and secrets" (fun () ->
            task {
                use workshop = new Workshop()
                let! run = import [ TestData.Path "spec"; "--write"; "--into"; workshop.Path ]
                Expect.equal run.ExitCode 0 run.Errors

                let files = [ for file in Directory.GetFiles(messages, "*.fs", SearchOption.AllDirectories) -> Path.GetRelativePath(messages, file) ]

                Expect.sequenceEqual
                    (Seq.sort [ for line in lines run -> line.Replace(" written.", "") ])
                    (Seq.sort [ for file in files -> file ])
                    "files"

                for file in files do
                    Expect.equal (code (Path.Combine(workshop.Path, file))) (code (Path.Combine(messages, file))) file
            })

        testCaseTask "an existing file is overwritten only with --force" (fun () ->
            task {
                use workshop = new Workshop()
                let file = Path.Combine(workshop.Path, "Heartbeat.fs")
                File.WriteAllText(file, "mine")
                let! run = import [ TestData.Path "spec"; "--write"; "Heartbeat"; "--into"; workshop.Path ]
                Expect.equal (lines run, File.ReadAllText file) ([ "Heartbeat.fs already exists." ], "mine") run.Errors
                let! forced = import [ TestData.Path "spec"; "--write"; "Heartbeat"; "--into"; workshop.Path; "--force" ]
                Expect.equal (lines forced, File.ReadAllText file <> "mine") ([ "Heartbeat.fs written." ], true) forced.Errors
            })

        testCase "the glossary has the field comments of the message files" (fun () ->
            let known =
                String.Join(
                    ' ',
                    [
                        for file in Directory.GetFiles(messages, "*.fs", SearchOption.AllDirectories) do
                            Regex.Replace(File.ReadAllText file, @"\s+(/// )?", " ")
                    ]
                )

            let glossary = Regex.Replace(File.ReadAllText(Repository.Path "scripts/glossary/fields.txt"), @"\n {6}", " ")

            for entry in Regex.Matches(glossary, @"(?m)^(?:type )?\w+: (?:\(secret\) )?(.+)$") do
                Expect.stringContains known entry.Groups[1].Value "a message file")
    ]
