namespace KafkaWire.Generators

open System
open System.Collections.Generic
open FsCheck
open FsCheck.FSharp
open KafkaWire
open KafkaWire.Messages

/// <summary>A request and its response, as messages and as frames.</summary>
[<Sealed>]
type Exchange internal (api: Api, version: int16, correlationId: int, clientId: string, request: obj, response: objnull, responseVersion: int16) =
    let requestFrame = Frames.request api version correlationId clientId request

    let responseFrame =
        match response with
        | null -> [||]
        | response -> Frames.response api version correlationId response responseVersion

    /// <summary>The API.</summary>
    member _.Api = api

    /// <summary>The version of the request.</summary>
    member _.Version = version

    /// <summary>The version of the response's body: the request's, or 0 where a broker refuses a version of ApiVersions.</summary>
    member _.ResponseVersion = responseVersion

    /// <summary>The number that the response repeats.</summary>
    member _.CorrelationId = correlationId

    /// <summary>The request.</summary>
    member _.Request = request

    /// <summary>The response; null for a Produce request with acks 0, which has none.</summary>
    member _.Response = response

    /// <summary>The request's frame: size, header and body.</summary>
    member _.RequestFrame = Bytes requestFrame

    /// <summary>The response's frame; empty if there is no response.</summary>
    member _.ResponseFrame = Bytes responseFrame

    /// <summary>Such as <c>7: Metadata v12</c>: correlation id, API and version.</summary>
    override _.ToString() = $"{correlationId}: {api.Name} v{version}"

/// <summary>A frame of a conversation, at its place in time.</summary>
[<Sealed>]
type ConversationStep internal (exchange: Exchange, isRequest: bool) =

    /// <summary>The exchange that the frame belongs to.</summary>
    member _.Exchange = exchange

    /// <summary>Whether the frame is the request.</summary>
    member _.IsRequest = isRequest

    /// <summary>The frame.</summary>
    member _.Frame = if isRequest then exchange.RequestFrame else exchange.ResponseFrame

    /// <summary>Such as <c>-> 7: Metadata v12</c>; an answer has <c>&lt;-</c>.</summary>
    override _.ToString() = (if isRequest then "-> " else "<- ") + string exchange

/// <summary>What a client and a broker say on a connection: first ApiVersions, then requests, of which several may be unanswered at a time.</summary>
[<Sealed>]
type Conversation internal (exchanges: Exchange list, inFlight: int) =
    let steps = List<ConversationStep>()

    do
        let pending = Queue<Exchange>()

        let answer () =
            let exchange = pending.Dequeue()
            if not (isNull exchange.Response) then steps.Add(ConversationStep(exchange, false))

        for exchange in exchanges do
            // Nothing is sent before the versions are known.
            let most = if exchange.Api.Key = ApiKey.ApiVersions then 1 else inFlight

            while pending.Count >= most || (pending.Count > 0 && pending.Peek().Api.Key = ApiKey.ApiVersions) do
                answer ()

            steps.Add(ConversationStep(exchange, true))
            pending.Enqueue exchange

        while pending.Count > 0 do
            answer ()

    /// <summary>The exchanges, in the order of their requests.</summary>
    member _.Exchanges: IReadOnlyList<Exchange> = exchanges

    /// <summary>The frames of both sides, in the order of time. Responses come in the order of the requests.</summary>
    member _.Steps: IReadOnlyList<ConversationStep> = steps

    /// <summary>How many requests may be unanswered at a time.</summary>
    member _.InFlight = inFlight

    /// <summary>All bytes that the client sends.</summary>
    member _.ToBroker = Bytes(Array.concat [ for exchange in exchanges -> exchange.RequestFrame.ToArray() ])

    /// <summary>All bytes that the broker sends.</summary>
    member _.ToClient = Bytes(Array.concat [ for exchange in exchanges -> exchange.ResponseFrame.ToArray() ])

    /// <summary>The steps, one on a line.</summary>
    override _.ToString() = String.Join('\n', steps)

/// <summary>Generators of whole conversations of a client with a broker.</summary>
[<RequireQualifiedAccess>]
module ConversationGen =

    let private build (random: Random) (size: int) (schema: MessageSchema) (version: int16) : obj =
        Build.structure random size version (schema.IsFlexible version) schema.Shape

    /// The broker's versions of an API: all up to one of them.
    let private served (random: Random) (api: Api) : VersionRange =
        { First = api.Versions.First; Last = int16 (random.Next(int api.Versions.First, int api.Versions.Last + 1)) }

    /// A request for the versions, after a refusal if the broker does not know the client's version.
    let private negotiate (random: Random) (size: int) (client: string) (correlation: int) (ranges: (Api * VersionRange) list) : Exchange list =
        let api = ApiVersions.api
        let own = ranges |> List.pick (fun (each, range) -> if each.Key = api.Key then Some range else None)
        let ask version = build random size api.Request version

        let answer =
            { ApiVersions.Response.Default with
                ApiKeys =
                    [| for api, range in ranges ->
                           { ApiVersions.ApiVersion.Default with
                               ApiKey = int16 api.Key
                               MinVersion = range.First
                               MaxVersion = range.Last } |] }

        let asked = int16 (random.Next(int api.Versions.First, int api.Versions.Last + 1))

        if own.Contains asked then
            [ Exchange(api, asked, correlation, client, ask asked, answer, asked) ]
        else
            let refusal = Negotiation.refusal own
            let again = Negotiation.retry asked refusal

            [ Exchange(api, asked, correlation, client, ask asked, refusal, 0s)
              Exchange(api, again, correlation + 1, client, ask again, answer, again) ]

    let private exchange (random: Random) (size: int) (client: string) (correlation: int) (ranges: (Api * VersionRange)[]) : Exchange =
        let api, range = ranges[random.Next ranges.Length]
        // Both sides know the versions up to the lower of their last ones.
        let version = int16 (random.Next(int range.First, int range.Last + 1))
        let request = build random size api.RequestSchema version

        let response: objnull =
            match request with
            | :? Produce.Request as produce when produce.Acks = 0s -> null
            | _ -> build random size api.ResponseSchema version

        Exchange(api, version, correlation, client, request, response, version)

    let private conversation (apis: Api list) (random: Random) (size: int) : Conversation =
        let client = Build.text random 0
        let ranges = [ for api in (ApiVersions.api :> Api) :: apis |> List.distinctBy _.Key -> api, served random api ]
        let first = random.Next 1000000
        let greeting = negotiate random size client first ranges

        let others = ranges |> List.filter (fun (api, _) -> api.Key <> ApiKey.ApiVersions) |> Array.ofList
        let count = if others.Length = 0 then 0 else random.Next(1, 4 + size / 8)
        let start = first + greeting.Length
        let talk = [ for i in 0 .. count - 1 -> exchange random (size / 2) client (start + i) others ]
        Conversation(greeting @ talk, random.Next(1, 6))

    /// Fewer exchanges, and fewer at a time. The negotiation stays.
    let private shrink (whole: Conversation) : Conversation seq =
        let isGreeting (exchange: Exchange) = exchange.Api.Key = ApiKey.ApiVersions
        let greeting, talk = List.ofSeq whole.Exchanges |> List.partition isGreeting

        seq {
            if talk.Length > 1 then
                Conversation(greeting @ List.truncate (talk.Length / 2) talk, whole.InFlight)

            for i in 0 .. talk.Length - 1 do
                Conversation(greeting @ List.removeAt i talk, whole.InFlight)

            if whole.InFlight > 1 then Conversation(List.ofSeq whole.Exchanges, 1)
        }

    /// <summary>Conversations about the given APIs. Each begins with ApiVersions; correlation ids ascend; all versions are ones that the broker
    /// has named. They shrink to fewer exchanges.</summary>
    /// <example><code>
    /// Prop.forAll (ConversationGen.arbitrary [ Metadata.api; Produce.api ]) (fun talk -> myProxy.Accepts talk.ToBroker)
    /// </code></example>
    [<CompiledName "Arbitrary">]
    let arbitrary (apis: Api seq) : Arbitrary<Conversation> =
        let apis = List.ofSeq apis

        let gen =
            Gen.sized (fun size -> Gen.choose (0, Int32.MaxValue - 1) |> Gen.map (fun seed -> conversation apis (Random seed) size))

        Arb.fromGenShrink (gen, shrink)
