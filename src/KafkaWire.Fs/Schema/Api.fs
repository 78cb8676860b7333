namespace KafkaWire

open System
open System.Globalization
open KafkaWire.Schema

/// <summary>An API whatever its types: its key, versions and both schemas.</summary>
[<AbstractClass>]
type Api internal (key: ApiKey, name: string, versions: VersionRange, flexible: VersionRange, latestUnstable: bool) =

    /// <summary>The API's key.</summary>
    member _.Key = key

    /// <summary>Kafka's name of the API, such as <c>Metadata</c>.</summary>
    member _.Name = name

    /// <summary>The versions that any Kafka release ever had.</summary>
    member _.Versions = versions

    /// <summary>The versions with compact lengths and tagged fields.</summary>
    member _.FlexibleVersions = flexible

    /// <summary>Whether the last version is not final: brokers serve it only if told to, and its bytes may change.</summary>
    member _.IsLatestUnstable = latestUnstable

    /// <summary>The last version that is final.</summary>
    member _.LatestStable = if latestUnstable then versions.Last - 1s else versions.Last

    /// <summary>Whether a version has compact lengths and tagged fields.</summary>
    member _.IsFlexible(version: int16) = flexible.Contains version

    /// <summary>The version of the header in front of a request.</summary>
    /// <remarks>2 in flexible versions, else 1; 0, which has no client id, for ControlledShutdown v0 alone.</remarks>
    member api.RequestHeaderVersion(version: int16) =
        if api.IsFlexible version then 2s
        elif key = ApiKey.ControlledShutdown && version = 0s then 0s
        else 1s

    /// <summary>The version of the header in front of a response.</summary>
    /// <remarks>1 in flexible versions, else 0; always 0 for ApiVersions, whose reader does not know yet what the broker speaks.</remarks>
    member api.ResponseHeaderVersion(version: int16) = if api.IsFlexible version && key <> ApiKey.ApiVersions then 1s else 0s

    /// <summary>The request's schema.</summary>
    abstract RequestSchema: MessageSchema

    /// <summary>The response's schema.</summary>
    abstract ResponseSchema: MessageSchema

    /// <summary>Name and key.</summary>
    override _.ToString() = String.Concat(name, " (", (Operators.int16 key).ToString CultureInfo.InvariantCulture, ")")

/// <summary>An API: the pair of a request and the response that answers it.</summary>
[<Sealed>]
type Api<'Request, 'Response when 'Request: not null and 'Request: not struct and 'Response: not null and 'Response: not struct>
    internal
    (
        key: ApiKey,
        name: string,
        versions: VersionRange,
        flexible: VersionRange,
        latestUnstable: bool,
        request: MessageSchema<'Request>,
        response: MessageSchema<'Response>
    ) =
    inherit Api(key, name, versions, flexible, latestUnstable)

    /// <summary>The request.</summary>
    member _.Request = request

    /// <summary>The response.</summary>
    member _.Response = response

    override _.RequestSchema = request
    override _.ResponseSchema = response

    member internal _.WithUnstableLatest() = Api<'Request, 'Response>(key, name, versions, flexible, true, request, response)

namespace KafkaWire.Schema

open System
open System.Collections.Generic
open KafkaWire

/// <summary>The words that end a message file.</summary>
[<AutoOpen>]
module Definition =

    /// Fails unless every struct of a message with flexible versions keeps unknown tagged fields.
    let rec private checkTags (flexible: VersionRange) (s: StructShape) =
        if not flexible.IsEmpty && not s.KeepsUnknownTags then
            invalidOp (String.Concat("Struct ", s.Name, " of a message with flexible versions must end in unknownTags."))

        for f in s.Fields do
            let rec inner shape tagged =
                match shape with
                | Shape.Struct s -> checkTags flexible s
                | Shape.Array element -> inner element false
                | Shape.Nullable(value, _) -> inner value tagged
                | Shape.Primitive _ -> ()

            inner f.Shape f.IsTagged

    let private range (versions: Versions) =
        let describer = Describer [||]
        versions.Invoke(VersionsOp.Describe, 0, describer) |> ignore<bool>
        describer.Versions

    let private make (codec: Codec<'T>) versions flexible = MessageSchema<'T>(codec, versions, flexible)

    /// <summary><c>schema vs fs codec</c> is a message in versions <c>vs</c>, of which <c>fs</c> are flexible.</summary>
    /// <example><code>let schema = schema (versions 0 3) never codec</code></example>
    let schema (versions: Versions) (flexible: Versions) (codec: Codec<'T>) : MessageSchema<'T> = make codec (range versions) (range flexible)

    /// <summary><c>api key vs fs request response</c> is an API in versions <c>vs</c>, of which <c>fs</c> are flexible.</summary>
    /// <example><code>let api = api ApiKey.Heartbeat (versions 0 4) (since 4) request response</code></example>
    let api
        (key: ApiKey)
        (versions: Versions)
        (flexible: Versions)
        (request: Codec<'Request>)
        (response: Codec<'Response>)
        : Api<'Request, 'Response> =
        let versions = range versions
        let flexible = range flexible
        let name = request.Name.Substring(0, request.Name.Length - "Request".Length)
        Api<'Request, 'Response>(key, name, versions, flexible, false, make request versions flexible, make response versions flexible)

    /// <summary><c>unstableLatest api</c> is <c>api</c> whose last version is not final.</summary>
    let unstableLatest (api: Api<'Request, 'Response>) : Api<'Request, 'Response> = api.WithUnstableLatest()

    /// <summary>Checks the rules that a schema must keep; a test calls it for every message.</summary>
    /// <exception cref="T:System.InvalidOperationException">A rule is broken.</exception>
    let checkSchema (schema: MessageSchema) : unit = checkTags schema.FlexibleVersions schema.Shape
