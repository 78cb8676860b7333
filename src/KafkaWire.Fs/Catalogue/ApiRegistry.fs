namespace KafkaWire

open System
open System.Collections.Generic
open KafkaWire.Schema

/// <summary>The APIs that a session or a proxy knows, by key and by name: Kafka's, and your own beside them. Immutable.</summary>
/// <remarks>Frames of any other API pass through undecoded.</remarks>
/// <example><code>
/// let apis = ApiRegistry.Kafka.With(PlaceOrder.api, CancelOrder.api)
/// let server = ServerSession(SessionOptions(Apis = apis))
/// </code></example>
[<Sealed>]
type ApiRegistry private (own: Api[]) =
    let all = Array.append KnownMessages.apis own
    let byKey = Dictionary<ApiKey, Api>()
    let byName = Dictionary<string, Api> StringComparer.OrdinalIgnoreCase
    let schemasByName = Dictionary<string, MessageSchema> StringComparer.OrdinalIgnoreCase
    let newestVersions = Dictionary<ApiKey, VersionRange>()

    let refuse (api: Api) (reason: string) (other: string) (remedy: string) : unit =
        let conflict = String.Concat(api.ToString(), " cannot be added: ", reason, other)
        invalidArg "apis" (String.Concat(conflict, ". ", remedy))

    let addSchema (api: Api) (schema: MessageSchema) =
        match schemasByName.TryGetValue schema.Name with
        // Several APIs may share a struct.
        | true, other when obj.ReferenceEquals(other.Shape, schema.Shape) -> ()
        | true, _ -> refuse api "there is another message named " schema.Name "Give the struct another name."
        | _ -> schemasByName.Add(schema.Name, schema)

    let add (api: Api) =
        match byKey.TryGetValue api.Key with
        | true, other -> refuse api "its key belongs to " (other.ToString()) "Give it another key, such as 10001."
        | _ -> byKey.Add(api.Key, api)

        match byName.TryGetValue api.Name with
        | true, other -> refuse api "its name belongs to " (other.ToString()) "Give it another name."
        | _ -> byName.Add(api.Name, api)

        addSchema api api.RequestSchema
        addSchema api api.ResponseSchema
        newestVersions.Add(api.Key, { First = api.Versions.First; Last = api.LatestStable })

    do
        Array.iter add KnownMessages.apis

        for schema in KnownMessages.payloads do
            schemasByName.Add(schema.Name, schema)

        // Names in earlier releases: up to 2.7, 2.3, 3.1 and 4.0.
        for former, name in
            [ "ListOffset", "ListOffsets"
              "ElectPreferredLeaders", "ElectLeaders"
              "AlterIsr", "AlterPartition"
              "ListClientMetricsResources", "ListConfigResources" ] do
            byName.Add(former, byName[name])

        Array.iter add own

    /// <summary>Kafka's APIs and no others.</summary>
    static member val Kafka = ApiRegistry(Array.Empty<Api>())

    /// <summary>A registry with these APIs beside those of this one.</summary>
    /// <param name="apis">The APIs, made by <c>customApi</c>.</param>
    /// <exception cref="T:System.ArgumentException">The key, the name or the name of a message of one of them is taken.</exception>
    member registry.With([<ParamArray>] apis: Api[]) : ApiRegistry = registry.With(apis :> IEnumerable<Api>)

    /// <summary>A registry with these APIs beside those of this one.</summary>
    /// <param name="apis">The APIs, made by <c>customApi</c>.</param>
    /// <exception cref="T:System.ArgumentException">The key, the name or the name of a message of one of them is taken.</exception>
    member _.With(apis: IEnumerable<Api>) : ApiRegistry = ApiRegistry(Array.append own (Array.ofSeq apis))

    /// <summary>The APIs: Kafka's in the order of their keys, then the others as they were added.</summary>
    member _.Apis: IReadOnlyList<Api> = all

    /// <summary>The API with a key; null if there is none.</summary>
    member _.FindApi(key: ApiKey) : Api | null =
        match byKey.TryGetValue key with
        | true, api -> api
        | _ -> null

    /// <summary>The API with a name, such as <c>Metadata</c>, in any case; null if there is none. Kafka's names from earlier releases, such as
    /// <c>AlterIsr</c>, are found too.</summary>
    member _.FindApiByName(name: string) : Api | null =
        match byName.TryGetValue name with
        | true, api -> api
        | _ -> null

    /// <summary>The message with a name, such as <c>MetadataRequest</c>, in any case; null if there is none. If several APIs share the struct,
    /// it is the message of the first.</summary>
    member _.FindSchema(name: string) : MessageSchema | null =
        match schemasByName.TryGetValue name with
        | true, schema -> schema
        | _ -> null

    /// The stable versions of each API.
    member internal _.NewestVersions: IReadOnlyDictionary<ApiKey, VersionRange> = newestVersions
