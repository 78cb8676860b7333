namespace KafkaWire

open System
open System.Collections.Generic
open System.Globalization
open KafkaWire.Messages

/// <summary>The role of a Kafka server, which determines the APIs that it serves.</summary>
[<Flags>]
type ServerRole =
    /// No server: the code of a release has the API, but no server serves it yet.
    | None = 0
    /// A broker of a cluster with ZooKeeper: the only kind before 2.8, removed in 4.0.
    | ZooKeeperBroker = 1
    /// A broker of a KRaft cluster.
    | Broker = 2
    /// A KRaft controller.
    | Controller = 4

/// <summary>What a Kafka release serves of an API.</summary>
[<Sealed>]
type ReleaseApi internal (key: ApiKey, versions: VersionRange, latestUnstable: bool, roles: ServerRole) =

    /// <summary>The key of the API.</summary>
    member _.Key = key

    /// <summary>All versions that the release has, including an unstable one.</summary>
    member _.AllVersions = versions

    /// <summary>Whether the last version is unstable: a server serves it only if <c>unstable.api.versions.enable</c> is set.</summary>
    member _.IsLatestUnstable = latestUnstable

    /// <summary>The stable versions, which a server serves by default. Empty if there are none.</summary>
    member _.Versions = if latestUnstable then { versions with Last = versions.Last - 1s } else versions

    /// <summary>The roles of the servers that serve it.</summary>
    member _.Roles = roles

/// <summary>A Kafka release, such as 3.9, with the versions that it serves; its bug-fix releases are assumed to serve the same.</summary>
[<Sealed>]
type KafkaRelease internal (name: string, source: string, apis: ReleaseApi[]) =
    let byKey =
        let byKey = Dictionary<ApiKey, ReleaseApi>()

        for api in apis do
            byKey.Add(api.Key, api)

        byKey

    let roles =
        let mutable roles = ServerRole.None

        for api in apis do
            roles <- roles ||| api.Roles

        roles

    /// <summary>The name: <c>4.4</c>, <c>0.10.2</c>.</summary>
    member _.Name = name

    /// <summary>The bug-fix release from which the facts are taken: <c>4.4.0</c>, <c>0.10.2.2</c>.</summary>
    member _.Source = source

    /// <summary>The APIs that the release has, in order of their keys.</summary>
    member _.Apis: IReadOnlyList<ReleaseApi> = apis

    /// <summary>The roles that servers of the release can have.</summary>
    member _.Roles = roles

    /// <summary>What the release serves of an API; null if it does not have it.</summary>
    member _.FindApi(key: ApiKey) : ReleaseApi | null =
        match byKey.TryGetValue key with
        | true, api -> api
        | _ -> null

    /// <summary>Whether any server of the release serves a version of an API by default.</summary>
    member release.Serves(key: ApiKey, version: int16) : bool =
        match release.FindApi key with
        | null -> false
        | api -> api.Roles <> ServerRole.None && api.Versions.Contains version

    /// <summary>The versions that a server of the release serves by default: for a peer of known release that was not asked for its versions.</summary>
    /// <param name="role">The role of the server.</param>
    member _.VersionsOf(role: ServerRole) : PeerVersions =
        let ranges = Dictionary<ApiKey, VersionRange>()

        for api in apis do
            if api.Roles &&& role <> ServerRole.None && not api.Versions.IsEmpty then
                ranges.Add(api.Key, api.Versions)

        PeerVersions ranges

    /// <summary>The name.</summary>
    override _.ToString() = name

/// <summary>An API for which a peer announces other versions than a release serves.</summary>
[<Sealed>]
type VersionDifference internal (key: ApiKey, announced: VersionRange, served: VersionRange) =

    /// <summary>The key of the API.</summary>
    member _.Key = key

    /// <summary>The versions that the peer announces; empty if it does not announce the API.</summary>
    member _.Announced = announced

    /// <summary>The versions that the release serves; empty if it does not serve the API.</summary>
    member _.Served = served

    /// <summary>Such as <c>Metadata: 0-12, not 0-13</c>.</summary>
    override _.ToString() =
        let name =
            match Catalogue.tryFindApi key with
            | null -> String.Concat("key ", (int16 key).ToString CultureInfo.InvariantCulture)
            | api -> api.Name

        String.Concat(name, ": ", announced.ToString()) + String.Concat(", not ", served.ToString())

/// <summary>How well the versions that a peer announces fit a server of a release.</summary>
[<Sealed>]
type ReleaseFit internal (release: KafkaRelease, role: ServerRole, differences: VersionDifference[], remarks: string[]) =

    /// <summary>The release.</summary>
    member _.Release = release

    /// <summary>The role of the server.</summary>
    member _.Role = role

    /// <summary>Whether the peer announces exactly what such a server announces.</summary>
    member _.IsExact = differences.Length = 0

    /// <summary>The APIs with differing versions, in order of their keys.</summary>
    /// <remarks>For APIs that it forwards, a broker of a KRaft cluster announces only versions that the controller serves too. During an upgrade these differ.</remarks>
    member _.Differences: IReadOnlyList<VersionDifference> = differences

    /// <summary>Known deviations of such servers that this one shows, in sentences: no telemetry receiver, unstable versions ...</summary>
    member _.Remarks: IReadOnlyList<string> = remarks

    /// <summary>Such as <c>4.4 (broker)</c>, followed by any differences.</summary>
    override _.ToString() =
        let role =
            match role with
            | ServerRole.ZooKeeperBroker -> "ZooKeeper broker"
            | ServerRole.Controller -> "controller"
            | _ -> "broker"

        let name = String.Concat(String.Concat(release.Name, " (", role), ")")

        if differences.Length = 0 then
            name
        else
            String.Concat(name, " but ", String.Join("; ", differences |> Seq.map (fun difference -> difference.ToString())))

/// <summary>The Kafka releases from 0.9.0 to 4.4, and the API versions that each serves.</summary>
[<RequireQualifiedAccess>]
module Releases =

    let private roleOf (letter: char) =
        match letter with
        | 'z' -> ServerRole.ZooKeeperBroker
        | 'b' -> ServerRole.Broker
        | 'c' -> ServerRole.Controller
        | _ -> ServerRole.None

    /// <summary>All releases, oldest first.</summary>
    [<CompiledName "All">]
    let all: IReadOnlyList<KafkaRelease> =
        let family (source: string) = source.Substring(0, source.LastIndexOf '.')
        let apis = Dictionary<string, List<ReleaseApi>>()

        for source in ReleaseTable.sources do
            apis.Add(family source, List<ReleaseApi>())

        for struct (key, name, history) in ReleaseTable.histories do
            let clauses = Dictionary<string, string[]>()

            for clause in history.Split(", ") do
                let words = clause.Split ' '
                clauses.Add(words[0], words)

            let mutable current = Unchecked.defaultof<ReleaseApi>
            let mutable roles = ServerRole.None
            let mutable isServed = false

            for source in ReleaseTable.sources do
                let mutable words: string[] = [||]

                if clauses.Remove(family source, &words) then
                    isServed <- words[1] <> "-"

                    if words.Length > 2 then
                        roles <- ServerRole.None

                        for letter in words[2] do
                            roles <- roles ||| roleOf letter

                    if isServed then
                        current <- ReleaseApi(key, VersionRange.parse (words[1].TrimEnd '?'), words[1].EndsWith '?', roles)

                if isServed then apis[family source].Add current

            if clauses.Count > 0 then invalidOp (String.Concat("A clause of ", name, " names no release."))

        [| for source in ReleaseTable.sources do
               KafkaRelease(family source, source, apis[family source].ToArray()) |]

    /// <summary>The release with a name, such as <c>3.9</c> or its bug-fix release <c>3.9.1</c>; null if there is none.</summary>
    [<CompiledName "Find">]
    let tryFind (name: string) : KafkaRelease | null =
        let isOf (release: KafkaRelease) =
            name = release.Name
            || name.StartsWith(release.Name, StringComparison.Ordinal)
               && name[release.Name.Length] = '.'
               && not (name.AsSpan(release.Name.Length + 1).ContainsAnyExceptInRange('0', '9'))
               && name.Length > release.Name.Length + 1

        match Seq.tryFind isOf all with
        | Some release -> release
        | None -> null

    /// <summary>The releases that serve all the given versions by default, oldest first.</summary>
    /// <param name="versions">Versions of APIs, such as <c>(ApiKey.Fetch, 12)</c>.</param>
    [<CompiledName "Serving">]
    let serving (versions: struct (ApiKey * int16) seq) : IReadOnlyList<KafkaRelease> =
        let versions = Array.ofSeq versions

        [| for release in all do
               if versions |> Array.forall (fun struct (key, version) -> release.Serves(key, version)) then release |]

    /// <summary>The lowest release that serves all the given versions by default; null if none does.</summary>
    /// <param name="versions">Versions of APIs, such as <c>(ApiKey.Fetch, 12)</c>.</param>
    /// <remarks>Higher releases need not serve them: 4.0 removed old versions. <c>Serving</c> lists all releases that do.</remarks>
    [<CompiledName "Lowest">]
    let lowest (versions: struct (ApiKey * int16) seq) : KafkaRelease | null =
        match Seq.tryHead (serving versions) with
        | Some release -> release
        | None -> null

    let private isAbsent (peer: PeerVersions) (keys: ApiKey list) = keys |> List.forall (fun key -> not (peer.Ranges.ContainsKey key))

    /// A server may announce something other than what its release serves, for known reasons. Where the peer does so, changes `served`
    /// accordingly. Returns the reasons.
    let private allow (peer: PeerVersions) (release: KafkaRelease) (role: ServerRole) (served: Dictionary<ApiKey, VersionRange>) =
        let remarks = List<string>()

        let mayLack (keys: ApiKey list) (remark: string) =
            if List.forall served.ContainsKey keys && isAbsent peer keys then
                for key in keys do
                    served.Remove key |> ignore<bool>

                remarks.Add remark

        mayLack [ ApiKey.GetTelemetrySubscriptions; ApiKey.PushTelemetry ] "The broker has no plug-in that receives client telemetry."

        if role = ServerRole.ZooKeeperBroker then
            mayLack
                [ ApiKey.AddPartitionsToTxn; ApiKey.AddOffsetsToTxn; ApiKey.EndTxn; ApiKey.WriteTxnMarkers; ApiKey.TxnOffsetCommit ]
                "The brokers still write the record format from before 0.11, which has no transactions."

        let mutable announced = VersionRange.none

        // KAFKA-18659: librdkafka assumes that a broker without Produce v0 cannot handle compression.
        match served.TryGetValue ApiKey.Produce with
        | true, range when range.First > 0s && peer.TryGet(ApiKey.Produce, &announced) && announced = { range with First = 0s } ->
            served[ApiKey.Produce] <- announced
            remarks.Add "Produce is announced from v0, although v0 is not served: old librdkafka clients look for it."
        | _ -> ()

        remarks

    let private compare (peer: PeerVersions) (release: KafkaRelease) (role: ServerRole) (unstable: bool) : ReleaseFit =
        let served = Dictionary<ApiKey, VersionRange>()

        for api in release.Apis do
            let versions = if unstable then api.AllVersions else api.Versions

            if api.Roles &&& role <> ServerRole.None && not versions.IsEmpty then served.Add(api.Key, versions)

        let remarks = allow peer release role served
        if unstable then remarks.Insert(0, "Unstable versions are enabled.")

        let differences =
            [| for key in Seq.sort (HashSet<ApiKey>(Seq.append served.Keys peer.Ranges.Keys)) do
                   let find (ranges: IReadOnlyDictionary<ApiKey, VersionRange>) =
                       match ranges.TryGetValue key with
                       | true, range -> range
                       | _ -> VersionRange.none

                   let announced = find peer.Ranges
                   let served = find served
                   if announced <> served then VersionDifference(key, announced, served) |]

        ReleaseFit(release, role, differences, remarks.ToArray())

    /// <summary>The releases and roles that fit what a peer announces in its ApiVersions response, oldest release first.</summary>
    /// <param name="peer">What the peer announces: <c>PeerVersions.OfResponse response</c>.</param>
    /// <returns>Those that fit exactly, usually one; two releases may serve the same versions. If none fits, those with the fewest differences: the
    /// peer may be newer than this code, not Kafka, or part of a cluster during an upgrade.</returns>
    [<CompiledName "Fit">]
    let fit (peer: PeerVersions) : IReadOnlyList<ReleaseFit> =
        let fits =
            [| for release in all do
                   for role in [ ServerRole.ZooKeeperBroker; ServerRole.Broker; ServerRole.Controller ] do
                       if release.Roles &&& role <> ServerRole.None then
                           compare peer release role false

                           let isUnstable (api: ReleaseApi) = api.IsLatestUnstable && api.Roles &&& role <> ServerRole.None
                           if Seq.exists isUnstable release.Apis then compare peer release role true |]

        let fewest = fits |> Seq.map _.Differences.Count |> Seq.min
        Array.filter (fun (fit: ReleaseFit) -> fit.Differences.Count = fewest) fits
