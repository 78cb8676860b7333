namespace KafkaWire

open System.Collections.Generic
open KafkaWire.Schema

/// <summary>All of Kafka's APIs and messages, by key and by name. <c>ApiRegistry</c> has your own beside them.</summary>
[<RequireQualifiedAccess>]
module Catalogue =

    let private kafka = ApiRegistry.Kafka

    /// <summary>The APIs, in order of their keys.</summary>
    [<CompiledName "Apis">]
    let apis: IReadOnlyList<Api> = kafka.Apis

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

    /// <summary>The API with a key; null if there is none.</summary>
    [<CompiledName "FindApi">]
    let tryFindApi (key: ApiKey) : Api | null = kafka.FindApi key

    /// <summary>The API with Kafka's name, such as <c>Metadata</c>, in any case; null if there is none. Names from earlier releases, such as
    /// <c>AlterIsr</c>, are found too.</summary>
    [<CompiledName "FindApiByName">]
    let tryFindApiByName (name: string) : Api | null = kafka.FindApiByName name

    /// <summary>The message with Kafka's name, such as <c>MetadataRequest</c>, in any case; null if there is none.</summary>
    [<CompiledName "FindSchema">]
    let tryFindSchema (name: string) : MessageSchema | null = kafka.FindSchema name
