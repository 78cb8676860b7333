/// What releases serve is what Kafka's jars say, and answers of real servers are known again.
module KafkaWire.Tests.ReleaseTests

open System
open System.Buffers
open System.Collections.Generic
open System.Globalization
open System.IO
open System.Net.Sockets
open System.Text.Json
open NUnit.Framework
open KafkaWire
open KafkaWire.Messages
open KafkaWire.TestSupport
open KafkaWire.Tests.Law

let private facts = lazy (JsonElement.Parse(File.ReadAllText(TestData.Path "releases.json")))

let private find name : KafkaRelease = nonNull (Releases.tryFind name)

[<Test>]
let ``every release serves what its jars say, and nothing else`` () =
    let findings = Findings()

    Assert.That(
        [ for release in Releases.all -> release.Source ],
        Is.EqualTo<string> [ for release in facts.Value.EnumerateObject() -> release.Name ]
    )

    for theirs in facts.Value.EnumerateObject() do
        let ours = find theirs.Name

        let expected =
            [ for api in theirs.Value.EnumerateObject() do
                  let key = Int16.Parse(api.Name, CultureInfo.InvariantCulture)
                  let number (name: string) = api.Value.GetProperty(name).GetInt16()
                  let unstable = fst (api.Value.TryGetProperty "unstable")
                  let range = { First = number "min"; Last = number "max" }

                  // Releases before 2.8 have brokers with ZooKeeper alone; the KRaft APIs of 2.7 are in its code, and not enabled.
                  let roles =
                      match api.Value.TryGetProperty "listeners" with
                      | true, listeners when listeners.GetArrayLength() > 0 ->
                          [ for listener in listeners.EnumerateArray() -> listener.GetString() |> nonNull ]
                      | _ when theirs.Name = "2.7.2" && key >= 52s && key <= 55s -> []
                      | _ -> [ "zkBroker" ]

                  $"""{key}: {range} {unstable} {String.Join(" ", List.sort roles)}""" ]

        let found =
            [ for api in ours.Apis do
                  let roles =
                      [ if api.Roles.HasFlag ServerRole.Broker then "broker"
                        if api.Roles.HasFlag ServerRole.Controller then "controller"
                        if api.Roles.HasFlag ServerRole.ZooKeeperBroker then "zkBroker" ]

                  $"""{int16 api.Key}: {api.AllVersions} {api.IsLatestUnstable} {String.Join(" ", roles)}""" ]

        for difference in Seq.except found expected do
            findings.Add $"{theirs.Name}: Kafka's {difference}"

        for difference in Seq.except expected found do
            findings.Add $"{theirs.Name}: ours {difference}"

    findings.Tell()

[<Test>]
let ``every name that a release had for an API finds it`` () =
    for release in facts.Value.EnumerateObject() do
        for api in release.Value.EnumerateObject() do
            let name = nonNull (api.Value.GetProperty("name").GetString())
            let found = Catalogue.tryFindApiByName (name.ToLowerInvariant())
            Assert.That((nonNull found).Key, Is.EqualTo(LanguagePrimitives.EnumOfValue<int16, ApiKey>(Int16.Parse api.Name)), name)

[<Test>]
let ``the versions of an API are those of all releases`` () =
    for api in Catalogue.apis do
        let served =
            [ for release in Releases.all do
                  yield! Option.toList (Option.ofObj (release.FindApi api.Key)) ]

        Assert.That(served |> Seq.map _.AllVersions.Last |> Seq.max, Is.EqualTo api.Versions.Last, api.Name)
        Assert.That(served |> Seq.map _.AllVersions.First |> Seq.min, Is.GreaterThanOrEqualTo api.Versions.First, api.Name)

[<TestCase("3.9", "3.9")>]
[<TestCase("3.9.0", "3.9")>]
[<TestCase("3.9.14", "3.9")>]
[<TestCase("0.10.2", "0.10.2")>]
[<TestCase("0.10.2.1", "0.10.2")>]
[<TestCase("4.4.0", "4.4")>]
[<TestCase("", null)>]
[<TestCase("3", null)>]
[<TestCase("3.", null)>]
[<TestCase("3.9.", null)>]
[<TestCase("3.90", null)>]
[<TestCase("3.9-rc1", null)>]
[<TestCase("0.10", null)>]
[<TestCase("5.0", null)>]
let ``a release has a name, and those of its bug-fix releases`` (name: string, expected: string | null) =
    match Releases.tryFind name with
    | null -> Assert.That(expected, Is.Null)
    | release -> Assert.That(release.Name, Is.EqualTo expected)

[<Test>]
let ``what is served by default leaves out what is not final`` () =
    let release = find "4.4"
    Assert.That(release.Serves(ApiKey.InitProducerId, 5s))
    Assert.That(release.Serves(ApiKey.InitProducerId, 6s), Is.False)
    Assert.That((nonNull (release.FindApi ApiKey.InitProducerId)).AllVersions, Is.EqualTo { First = 0s; Last = 6s })
    Assert.That((find "4.0").Serves(ApiKey.ShareFetch, 0s), Is.False)
    Assert.That((find "2.7").Serves(ApiKey.Vote, 0s), Is.False)
    Assert.That(release.FindApi ApiKey.LeaderAndIsr, Is.Null)
    Assert.That((release.VersionsOf ServerRole.Broker).Ranges.ContainsKey ApiKey.Vote, Is.False)
    Assert.That((release.VersionsOf ServerRole.Controller).Ranges.ContainsKey ApiKey.Vote)

module Lowest =
    let private lowest versions =
        match Releases.lowest [ for key, version in versions -> struct (key, version) ] with
        | null -> "none"
        | release -> release.Name

    [<Test>]
    let ``it is the first release that has them all`` () =
        Assert.That(lowest [ ApiKey.Fetch, 12s ], Is.EqualTo "2.7")
        Assert.That(lowest [ ApiKey.Fetch, 12s; ApiKey.Metadata, 12s ], Is.EqualTo "3.1")
        Assert.That(lowest [ ApiKey.Fetch, 0s ], Is.EqualTo "0.9.0")
        Assert.That(lowest [], Is.EqualTo "0.9.0")

    [<Test>]
    let ``there may be none`` () =
        Assert.That(lowest [ ApiKey.Produce, 0s; ApiKey.Produce, 13s ], Is.EqualTo "none")
        Assert.That(lowest [ ApiKey.InitProducerId, 6s ], Is.EqualTo "none")
        Assert.That(lowest [ LanguagePrimitives.EnumOfValue 1000s, 0s ], Is.EqualTo "none")

    [<Test>]
    let ``a version that was removed again has a last release, too`` () =
        let names = [ for release in Releases.serving [ struct (ApiKey.ControlledShutdown, 3s) ] -> release.Name ]
        Assert.That(List.head names, Is.EqualTo "2.4")
        Assert.That(List.last names, Is.EqualTo "3.9")

let private fits (peer: PeerVersions) = [ for fit in Releases.fit peer -> string fit ]

/// A peer that announces more, or other, versions than another.
let private changed (peer: PeerVersions) (changes: (ApiKey * int16 * int16) list) : PeerVersions =
    let ranges = Dictionary<ApiKey, VersionRange> peer.Ranges

    for key, first, last in changes do
        if last < first then ranges.Remove key |> ignore else ranges[key] <- { First = first; Last = last }

    let api (range: KeyValuePair<ApiKey, VersionRange>) =
        { ApiVersions.ApiVersion.Default with
            ApiKey = int16 range.Key
            MinVersion = range.Value.First
            MaxVersion = range.Value.Last }

    PeerVersions.OfResponse { ApiVersions.Response.Default with ApiKeys = [| for range in ranges -> api range |] }

module Fit =
    [<Test>]
    let ``every kind of server of every release fits itself`` () =
        let findings = Findings()

        for release in Releases.all do
            for role in [ ServerRole.ZooKeeperBroker; ServerRole.Broker; ServerRole.Controller ] do
                if release.Roles.HasFlag role then
                    let found = Releases.fit (release.VersionsOf role)

                    if not (found |> Seq.exists (fun fit -> fit.IsExact && fit.Release.Name = release.Name && fit.Role = role)) then
                        findings.Add $"{release.Name} {role} is taken for {String.Join(String.Empty, found)}"

        findings.Tell()

    /// What servers announced to clients in captured traffic.
    let private captured =
        lazy
            ([ for line in TestData.Objects "captures/frames.jsonl.gz" do
                   if line.GetProperty("apiKey").GetInt32() = 18 && line.GetProperty("kind").GetString() = "response" then
                       let bytes = Bytes.OfHex(nonNull (line.GetProperty("hex").GetString()))
                       let received = Frame.ReadResponse(ApiVersions.api, line.GetProperty("version").GetInt16(), bytes)

                       match received.ToResponse() with
                       | Response.ApiVersions answer when answer.ErrorCode = ErrorCode.None ->
                           nonNull (line.GetProperty("source").GetString()), PeerVersions.OfResponse answer
                       | _ -> () ])

    [<Test>]
    let ``every answer in captured traffic fits a release exactly, and the right one`` () =
        let found =
            [ for source, peer in captured.Value do
                  $"{source}: {String.Join(String.Empty, fits peer)}" ]

        let expected =
            [ "3.9-and-older: 2.3 (ZooKeeper broker)"
              "3.9-and-older: 2.8 (ZooKeeper broker)"
              "3.9-and-older: 3.3 (ZooKeeper broker)"
              // These two serve the same.
              "3.9-and-older: 3.3 (broker)3.4 (broker)"
              "3.9-and-older: 3.9 (ZooKeeper broker)"
              "3.9-and-older: 3.9 (broker)"
              "3.9-and-older: 3.9 (controller)"
              "4.4: 4.4 (broker)"
              "4.4: 4.4 (controller)" ]

        Assert.That(Seq.distinct found, Is.EquivalentTo expected)

    [<Test>]
    let ``what is particular to a server is remarked`` () =
        let remarks =
            [ for _, peer in captured.Value do
                  for fit in Releases.fit peer do
                      for remark in fit.Remarks do
                          $"{fit}: {remark}" ]

        let expected =
            [ "3.9 (ZooKeeper broker): The brokers still write records in a format older than that of 0.11, which has no transactions."
              "3.9 (broker): No plug-in of the broker takes the telemetry of clients."
              "3.9 (broker): Versions that are not final are enabled."
              "4.4 (broker): Versions that are not final are enabled."
              "4.4 (broker): Produce is announced from v0, which is not served: old clients of librdkafka look for it." ]

        Assert.That(Seq.distinct remarks, Is.EquivalentTo expected)

    [<TestCase("4.4.0", "4.4 (broker)")>]
    [<TestCase("3.9.2", "3.9 (broker)")>]
    let ``a real Kafka is known by its answer`` (release: string, expected: string) =
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
            Assert.That(String.Join("; ", fits (PeerVersions.OfResponse answer)), Is.EqualTo expected)
        }

    [<Test>]
    let ``where none fits, the nearest do, with what they would have to serve`` () =
        let broker = (find "4.4").VersionsOf ServerRole.Broker

        let newer =
            changed broker [ ApiKey.Metadata, 0s, 14s; LanguagePrimitives.EnumOfValue 95s, 0s, 0s; ApiKey.OffsetDelete, 0s, -1s ]

        Assert.That(fits newer, Is.EqualTo<string> [ "4.4 (broker) but Metadata: 0-14, not 0-13; OffsetDelete: none, not 0; key 95: 0, not none" ])

    [<Test>]
    let ``a refusal of ApiVersions fits nothing`` () =
        let refusal =
            PeerVersions.OfResponse
                { ApiVersions.Response.Default with
                    ErrorCode = ErrorCode.UnsupportedVersion
                    ApiKeys = [| { ApiVersions.ApiVersion.Default with ApiKey = 18s; MaxVersion = 4s } |] }

        Assert.That(Releases.fit refusal, Has.None.Property("IsExact").True)
