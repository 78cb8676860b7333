/// The release table matches Kafka's jars, and releases are recognized by the ApiVersions responses of real servers.
module KafkaWire.Tests.ReleaseTests

open System
open System.Buffers
open System.Collections.Generic
open System.Globalization
open System.IO
open System.Net.Sockets
open System.Text.Json
open System.Text.RegularExpressions
open Expecto
open KafkaWire
open KafkaWire.Messages
open KafkaWire.TestSupport
open KafkaWire.Tests.Law

let private facts = lazy (JsonElement.Parse(File.ReadAllText(TestData.Path "releases.json")))

let private find name : KafkaRelease = nonNull (Releases.tryFind name)

module Lowest =
    let private lowest versions =
        match Releases.lowest [ for key, version in versions -> struct (key, version) ] with
        | null -> "none"
        | release -> release.Name

    let tests =
        testList "Lowest" [
            testCase "the lowest release is the first that serves all versions" (fun () ->
                Expect.equal (lowest [ ApiKey.Fetch, 12s ]) "2.7" "lowest"
                Expect.equal (lowest [ ApiKey.Fetch, 12s; ApiKey.Metadata, 12s ]) "3.1" "lowest"
                Expect.equal (lowest [ ApiKey.Fetch, 0s ]) "0.9.0" "lowest"
                Expect.equal (lowest []) "0.9.0" "lowest")

            testCase "there is no lowest release if none serves all versions" (fun () ->
                Expect.equal (lowest [ ApiKey.Produce, 0s; ApiKey.Produce, 13s ]) "none" "lowest"
                Expect.equal (lowest [ ApiKey.InitProducerId, 6s ]) "none" "lowest"
                Expect.equal (lowest [ LanguagePrimitives.EnumOfValue 1000s, 0s ]) "none" "lowest")

            testCase "a removed version has a first and a last release" (fun () ->
                let names = [ for release in Releases.serving [ struct (ApiKey.ControlledShutdown, 3s) ] -> release.Name ]
                Expect.equal (List.head names) "2.4" "the first"
                Expect.equal (List.last names) "3.9" "names")
        ]

/// Names, and the names of the releases that they find.
let private releaseNames: (string * (string | null)) list = [
    "3.9", "3.9"
    "3.9.0", "3.9"
    "3.9.14", "3.9"
    "0.10.2", "0.10.2"
    "0.10.2.1", "0.10.2"
    "4.4.0", "4.4"
    "", null
    "3", null
    "3.", null
    "3.9.", null
    "3.90", null
    "3.9-rc1", null
    "0.10", null
    "5.0", null
]

let private fits (peer: PeerVersions) = [ for fit in Releases.fit peer -> string fit ]

/// A peer with some of its announced versions changed.
let private changed (peer: PeerVersions) (changes: (ApiKey * int16 * int16) list) : PeerVersions =
    let ranges = Dictionary<ApiKey, VersionRange> peer.Ranges

    for key, first, last in changes do
        if last < first then ranges.Remove key |> ignore else ranges[key] <- { First = first; Last = last }

    let api (range: KeyValuePair<ApiKey, VersionRange>) = {
        ApiVersions.ApiVersion.Default with
            ApiKey = int16 range.Key
            MinVersion = range.Value.First
            MaxVersion = range.Value.Last
    }

    PeerVersions.OfResponse { ApiVersions.Response.Default with ApiKeys = [| for range in ranges -> api range |] }

module Fit =
    /// What servers announced to clients in captured traffic.
    let private captured =
        lazy
            ([
                for line in TestData.Objects "captures/frames.jsonl.gz" do
                    if line.GetProperty("apiKey").GetInt32() = 18 && line.GetProperty("kind").GetString() = "response" then
                        let bytes = Bytes.OfHex(nonNull (line.GetProperty("hex").GetString()))
                        let received = Frame.ReadResponse(ApiVersions.api, line.GetProperty("version").GetInt16(), bytes)

                        match received.ToResponse() with
                        | Response.ApiVersions answer when answer.ErrorCode = ErrorCode.None ->
                            nonNull (line.GetProperty("source").GetString()), PeerVersions.OfResponse answer
                        | _ -> ()
            ])

    let tests =
        testList "Fit" [
            testCase "every server role of every release fits itself" (fun () ->
                let findings = Findings()

                for release in Releases.all do
                    for role in [ ServerRole.ZooKeeperBroker; ServerRole.Broker; ServerRole.Controller ] do
                        if release.Roles.HasFlag role then
                            let found = Releases.fit (release.VersionsOf role)

                            if not (found |> Seq.exists (fun fit -> fit.IsExact && fit.Release.Name = release.Name && fit.Role = role)) then
                                findings.Add $"{release.Name} {role} is taken for {String.Join(String.Empty, found)}"

                findings.Tell())

            testCase "every captured ApiVersions response fits the right release exactly" (fun () ->
                let found = [
                    for source, peer in captured.Value do
                        $"{source}: {String.Join(String.Empty, fits peer)}"
                ]

                let expected = [
                    "3.9-and-older: 2.3 (ZooKeeper broker)"
                    "3.9-and-older: 2.8 (ZooKeeper broker)"
                    "3.9-and-older: 3.3 (ZooKeeper broker)"
                    // These two serve the same versions.
                    "3.9-and-older: 3.3 (broker)3.4 (broker)"
                    "3.9-and-older: 3.9 (ZooKeeper broker)"
                    "3.9-and-older: 3.9 (broker)"
                    "3.9-and-older: 3.9 (controller)"
                    "4.4: 4.4 (broker)"
                    "4.4: 4.4 (controller)"
                ]

                Expect.sequenceEqual (Seq.sort (Seq.distinct found)) (Seq.sort expected) "found")

            testCase "remarks name the peculiarities of a server" (fun () ->
                let remarks = [
                    for _, peer in captured.Value do
                        for fit in Releases.fit peer do
                            for remark in fit.Remarks do
                                $"{fit}: {remark}"
                ]

                let expected = [
                    "3.9 (ZooKeeper broker): The brokers still write the record format from before 0.11, which has no transactions."
                    "3.9 (broker): The broker has no plug-in that receives client telemetry."
                    "3.9 (broker): Unstable versions are enabled."
                    "4.4 (broker): Unstable versions are enabled."
                    "4.4 (broker): Produce is announced from v0, although v0 is not served: old librdkafka clients look for it."
                ]

                Expect.sequenceEqual (Seq.sort (Seq.distinct remarks)) (Seq.sort expected) "remarks")

            testList "a real Kafka is recognized by its ApiVersions response" [
                for release, expected in [ "4.4.0", "4.4 (broker)"; "3.9.2", "3.9 (broker)" ] do
                    testCaseTask release (fun () ->
                        task {
                            let kafka = RealKafka.Get release
                            use client = new TcpClient()
                            do! client.ConnectAsync(kafka.Host, kafka.Port)
                            let stream = client.GetStream()
                            let session = ClientSession()
                            let output = ArrayBufferWriter<byte>()
                            let hello = { ApiVersions.Request.Default with ClientSoftwareName = "KafkaWire"; ClientSoftwareVersion = "1" }
                            let pending = session.Send(ApiVersions.api, 3s, hello, output)
                            do! stream.WriteAsync output.WrittenMemory
                            let buffer: byte[] = Array.zeroCreate 65536

                            while not pending.IsCompleted do
                                let! count = stream.ReadAtLeastAsync(Memory buffer, 1)
                                session.Receive(ReadOnlySpan<byte>(buffer, 0, count))

                            let! answer = pending
                            Expect.equal (String.Join("; ", fits (PeerVersions.OfResponse answer))) expected "fits"
                        })
            ]

            testCase "if no release fits exactly, the nearest is given with its differences" (fun () ->
                let broker = (find "4.4").VersionsOf ServerRole.Broker

                let newer =
                    changed broker [ ApiKey.Metadata, 0s, 14s; LanguagePrimitives.EnumOfValue 95s, 0s, 0s; ApiKey.OffsetDelete, 0s, -1s ]

                Expect.equal (fits newer) [ "4.4 (broker) but Metadata: 0-14, not 0-13; OffsetDelete: none, not 0; key 95: 0, not none" ] "fits")

            testCase "a refusal of ApiVersions fits no release" (fun () ->
                let refusal =
                    PeerVersions.OfResponse {
                        ApiVersions.Response.Default with
                            ErrorCode = ErrorCode.UnsupportedVersion
                            ApiKeys = [| { ApiVersions.ApiVersion.Default with ApiKey = 18s; MaxVersion = 4s } |]
                    }

                Expect.isFalse (Releases.fit refusal |> Seq.exists _.IsExact) "a release fits exactly")
        ]

[<Tests>]
let tests =
    testList "ReleaseTests" [
        testCase "every release serves exactly what its jars say" (fun () ->
            let findings = Findings()

            Expect.equal [ for release in Releases.all -> release.Source ] [ for release in facts.Value.EnumerateObject() -> release.Name ] "Source"

            for theirs in facts.Value.EnumerateObject() do
                let ours = find theirs.Name

                let expected = [
                    for api in theirs.Value.EnumerateObject() do
                        let key = Int16.Parse(api.Name, CultureInfo.InvariantCulture)
                        let number (name: string) = api.Value.GetProperty(name).GetInt16()
                        let unstable = fst (api.Value.TryGetProperty "unstable")
                        let range = { First = number "min"; Last = number "max" }

                        // Releases before 2.8 have only ZooKeeper brokers. 2.7 contains the KRaft APIs but does not enable them.
                        let roles =
                            match api.Value.TryGetProperty "listeners" with
                            | true, listeners when listeners.GetArrayLength() > 0 -> [
                                for listener in listeners.EnumerateArray() -> listener.GetString() |> nonNull
                              ]
                            | _ when theirs.Name = "2.7.2" && key >= 52s && key <= 55s -> []
                            | _ -> [ "zkBroker" ]

                        $"""{key}: {range} {unstable} {String.Join(" ", List.sort roles)}"""
                ]

                let found = [
                    for api in ours.Apis do
                        let roles = [
                            if api.Roles.HasFlag ServerRole.Broker then "broker"
                            if api.Roles.HasFlag ServerRole.Controller then "controller"
                            if api.Roles.HasFlag ServerRole.ZooKeeperBroker then "zkBroker"
                        ]

                        $"""{int16 api.Key}: {api.AllVersions} {api.IsLatestUnstable} {String.Join(" ", roles)}"""
                ]

                for difference in Seq.except found expected do
                    findings.Add $"{theirs.Name}: Kafka's {difference}"

                for difference in Seq.except expected found do
                    findings.Add $"{theirs.Name}: ours {difference}"

            findings.Tell())

        testCase "every name that a release used for an API finds it" (fun () ->
            for release in facts.Value.EnumerateObject() do
                for api in release.Value.EnumerateObject() do
                    let name = nonNull (api.Value.GetProperty("name").GetString())
                    let found = Catalogue.tryFindApiByName (name.ToLowerInvariant())
                    Expect.equal ((nonNull found).Key) (LanguagePrimitives.EnumOfValue<int16, ApiKey>(Int16.Parse api.Name)) name)

        testCase "every API has a row in ReleaseTable.fs, with its key and name" (fun () ->
            let table = File.ReadAllText(Repository.Path "src/KafkaWire.Fs/Catalogue/ReleaseTable.fs")
            let rows = [ for m in Regex.Matches(table, @"\brow +(\d+)s ""(\w+)""") -> int16 m.Groups[1].Value, m.Groups[2].Value ]
            let apis = [ for api in Catalogue.apis -> int16 api.Key, api.Name ]
            Expect.equal rows apis "The rows of ReleaseTable.fs")

        testCase "an API has the versions of all releases" (fun () ->
            for api in Catalogue.apis do
                let served = [
                    for release in Releases.all do
                        yield! Option.toList (Option.ofObj (release.FindApi api.Key))
                ]

                Expect.equal (served |> Seq.map _.AllVersions.Last |> Seq.max) api.Versions.Last api.Name
                Expect.isGreaterThanOrEqual (served |> Seq.map _.AllVersions.First |> Seq.min) api.Versions.First api.Name)

        testList "a release is found by its name or by that of a bug-fix release" [
            for name, expected in releaseNames do
                testCase $"\"{name}\"" (fun () ->
                    let found = Releases.tryFind name |> Option.ofObj |> Option.map _.Name
                    Expect.equal found (Option.ofObj expected) "Name")
        ]

        testCase "versions served by default exclude unstable ones" (fun () ->
            let release = find "4.4"
            Expect.isTrue (release.Serves(ApiKey.InitProducerId, 5s)) "InitProducerId"
            Expect.isFalse (release.Serves(ApiKey.InitProducerId, 6s)) "InitProducerId"
            Expect.equal ((nonNull (release.FindApi ApiKey.InitProducerId)).AllVersions) { First = 0s; Last = 6s } "AllVersions"
            Expect.isFalse ((find "4.0").Serves(ApiKey.ShareFetch, 0s)) "ShareFetch"
            Expect.isFalse ((find "2.7").Serves(ApiKey.Vote, 0s)) "Vote"
            Expect.isNull (release.FindApi ApiKey.LeaderAndIsr) "LeaderAndIsr"
            Expect.isFalse ((release.VersionsOf ServerRole.Broker).Ranges.ContainsKey ApiKey.Vote) "Vote"
            Expect.isTrue ((release.VersionsOf ServerRole.Controller).Ranges.ContainsKey ApiKey.Vote) "Vote")

        Lowest.tests
        Fit.tests
    ]
