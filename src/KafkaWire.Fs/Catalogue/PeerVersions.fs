namespace KafkaWire

open System
open System.Collections.Generic
open System.Runtime.InteropServices
open KafkaWire.Messages
open KafkaWire.Schema

/// <summary>The versions of each API that a peer serves, as listed in its ApiVersions response. Immutable.</summary>
[<Sealed>]
type PeerVersions private (ranges: IReadOnlyDictionary<ApiKey, VersionRange>, isComplete: bool) =

    /// The versions of an API that the peer serves; none if it does not serve the API.
    let servedOf (api: Api) : VersionRange =
        let mutable served = VersionRange.none

        if ranges.TryGetValue(api.Key, &served) then served
        elif isComplete then VersionRange.none
        else { First = api.Versions.First; Last = api.LatestStable }

    /// A peer that serves these APIs and no others.
    internal new(ranges: IReadOnlyDictionary<ApiKey, VersionRange>) = PeerVersions(ranges, true)

    /// The stable versions of the APIs of a registry, and of any other API.
    static member internal NewestOf(apis: ApiRegistry) = PeerVersions(apis.NewestVersions, false)

    /// <summary>The stable versions that this code knows: for a peer that was not asked for its versions. <c>Ranges</c> has Kafka's APIs;
    /// <c>Choose</c> takes any other API to be served in all its stable versions.</summary>
    static member val Newest = PeerVersions.NewestOf ApiRegistry.Kafka

    /// <summary>The versions that a response lists. If an API is listed twice, the last entry counts.</summary>
    static member OfResponse(response: ApiVersions.Response) =
        let ranges = Dictionary<ApiKey, VersionRange>()

        for api in response.ApiKeys do
            ranges[LanguagePrimitives.EnumOfValue api.ApiKey] <- { First = api.MinVersion; Last = api.MaxVersion }

        PeerVersions(ranges)

    /// <summary>The versions by key, including keys that this code does not know.</summary>
    member _.Ranges = ranges

    /// <summary>Gets the versions of an API that the peer serves; false if it serves none.</summary>
    member _.TryGet(key: ApiKey, [<Out>] range: byref<VersionRange>) : bool = ranges.TryGetValue(key, &range)

    /// <summary>The highest version of an API that the peer serves and this code knows.</summary>
    /// <param name="api">The API.</param>
    /// <exception cref="T:KafkaWire.WireException">UnsupportedVersion: there is no such version. The error has the versions that the peer serves.</exception>
    member _.Choose(api: Api) : int16 =
        let served = servedOf api
        let highest = min served.Last api.LatestStable

        if served.IsEmpty || highest < served.First || highest < api.Versions.First then
            let error = WireError.UnsupportedVersion(api.LatestStable, served.First, served.Last)
            raise (WireException(WireFailure(error, -1L, String.Concat(api.Name, " on the peer"))))

        highest

    /// <summary>The highest version that the peer serves, this code knows, and that can carry a request.</summary>
    /// <remarks>Lower than the result of <c>Choose</c> if the request uses fields that later versions have dropped, such as <c>Key</c> of
    /// FindCoordinator, which v4 replaces with <c>CoordinatorKeys</c>.</remarks>
    /// <param name="api">The API.</param>
    /// <param name="request">The request record of the API.</param>
    /// <exception cref="T:System.ArgumentException">The request is not of the API's type.</exception>
    /// <exception cref="T:KafkaWire.WireException">There is none. UnsupportedVersion if no version is common; otherwise the error of encoding
    /// in the highest common version.</exception>
    member versions.Choose(api: Api, request: obj) : int16 =
        Schema.Typing.ensureArgument (nameof request) api.RequestSchema.Shape request
        let highest = versions.Choose api
        let lowest = max (servedOf api).First api.Versions.First
        let mutable version = highest

        while version >= lowest && not (Projection.carries api.RequestSchema version request) do
            version <- version - 1s

        if version < lowest then api.RequestSchema.EncodeObject(request, highest) |> ignore<byte[]>

        max version lowest
