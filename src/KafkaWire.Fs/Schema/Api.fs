namespace KafkaWire

open System
open System.Globalization
open KafkaWire.Schema

/// <summary>An API, without its types: key, versions and both schemas.</summary>
[<AbstractClass>]
type Api internal (key: ApiKey, name: string, versions: VersionRange, flexible: VersionRange, latestUnstable: bool) =

    /// <summary>The API's key.</summary>
    member _.Key = key

    /// <summary>The API's name, such as <c>Metadata</c>. Those of Kafka's APIs are Kafka's.</summary>
    member _.Name = name

    /// <summary>All versions; of Kafka's APIs, those that any release ever had.</summary>
    member _.Versions = versions

    /// <summary>The versions with compact lengths and tagged fields.</summary>
    member _.FlexibleVersions = flexible

    /// <summary>Whether the last version is unstable: brokers serve it only if configured to, and its layout may change.</summary>
    member _.IsLatestUnstable = latestUnstable

    /// <summary>The last stable version.</summary>
    member _.LatestStable = if latestUnstable then versions.Last - 1s else versions.Last

    /// <summary>Whether a version has compact lengths and tagged fields.</summary>
    member _.IsFlexible(version: int16) = flexible.Contains version

    /// <summary>The version of the request header.</summary>
    /// <remarks>2 in flexible versions, otherwise 1. Only ControlledShutdown v0 uses header 0, which has no client id.</remarks>
    member api.RequestHeaderVersion(version: int16) =
        if api.IsFlexible version then 2s
        elif key = ApiKey.ControlledShutdown && version = 0s then 0s
        else 1s

    /// <summary>The version of the response header.</summary>
    /// <remarks>1 in flexible versions, otherwise 0. Always 0 for ApiVersions: its reader does not know yet which versions the broker speaks.</remarks>
    member api.ResponseHeaderVersion(version: int16) = if api.IsFlexible version && key <> ApiKey.ApiVersions then 1s else 0s

    /// <summary>The request's schema.</summary>
    abstract RequestSchema: MessageSchema

    /// <summary>The response's schema.</summary>
    abstract ResponseSchema: MessageSchema

    /// <summary>Name and key.</summary>
    override _.ToString() = String.Concat(name, " (", (Operators.int16 key).ToString CultureInfo.InvariantCulture, ")")

/// <summary>An API: a request and its response.</summary>
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
