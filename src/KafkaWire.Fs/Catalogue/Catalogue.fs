namespace KafkaWire

open System
open System.Collections.Generic
open KafkaWire.Schema

/// <summary>All APIs and all messages, by key and by name.</summary>
[<RequireQualifiedAccess>]
module Catalogue =

    /// <summary>The APIs, in order of their keys.</summary>
    [<CompiledName "Apis">]
    let apis: IReadOnlyList<Api> = KnownMessages.apis

    /// <summary>The messages that are neither requests nor responses: headers, and the messages inside bytes fields and logs.</summary>
    [<CompiledName "Payloads">]
    let payloads: IReadOnlyList<MessageSchema> = KnownMessages.payloads

    /// <summary>All messages: the request and the response of every API, then the payloads.</summary>
    [<CompiledName "Schemas">]
    let schemas: IReadOnlyList<MessageSchema> =
        [| for api in apis do
               api.RequestSchema
               api.ResponseSchema

           yield! payloads |]

    let private apisByKey =
        let byKey = Dictionary<ApiKey, Api>()

        for api in apis do
            byKey.Add(api.Key, api)

        byKey

    let private apisByName =
        let byName = Dictionary<string, Api> StringComparer.OrdinalIgnoreCase

        for api in apis do
            byName.Add(api.Name, api)

        // Their names in earlier releases: up to 2.7, 2.3, 3.1 and 4.0.
        for former, name in
            [ "ListOffset", "ListOffsets"
              "ElectPreferredLeaders", "ElectLeaders"
              "AlterIsr", "AlterPartition"
              "ListClientMetricsResources", "ListConfigResources" ] do
            match byName.TryGetValue name with
            | true, api -> byName.Add(former, api)
            | _ -> ()

        byName

    let private schemasByName =
        let byName = Dictionary<string, MessageSchema> StringComparer.OrdinalIgnoreCase

        for schema in schemas do
            byName.Add(schema.Name, schema)

        byName

    /// <summary>The API with a key; null if there is none.</summary>
    [<CompiledName "FindApi">]
    let tryFindApi (key: ApiKey) : Api | null =
        match apisByKey.TryGetValue key with
        | true, api -> api
        | _ -> null

    /// <summary>The API with Kafka's name, such as <c>Metadata</c>, in any case; null if there is none. Names from earlier releases, such as
    /// <c>AlterIsr</c>, are found too.</summary>
    [<CompiledName "FindApiByName">]
    let tryFindApiByName (name: string) : Api | null =
        match apisByName.TryGetValue name with
        | true, api -> api
        | _ -> null

    /// <summary>The message with Kafka's name, such as <c>MetadataRequest</c>, in any case; null if there is none.</summary>
    [<CompiledName "FindSchema">]
    let tryFindSchema (name: string) : MessageSchema | null =
        match schemasByName.TryGetValue name with
        | true, schema -> schema
        | _ -> null
