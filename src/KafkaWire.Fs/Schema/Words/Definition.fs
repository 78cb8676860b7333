namespace KafkaWire.Schema.Words

open System
open System.Globalization
open KafkaWire
open KafkaWire.Schema

/// <summary>The words that frame a schema: <c>message</c> begins a struct; <c>schema</c>, <c>api</c> or <c>customApi</c> ends a message
/// file.</summary>
[<AutoOpen>]
module Definition =

    /// <summary><c>message&lt;T&gt; name { ... }</c> is the codec of a struct: its fields in wire order.</summary>
    let message<'R when 'R: not null and 'R: not struct> (name: string) = MessageBuilder<'R>(name)

    let private make (codec: StructCodec<'T>) versions flexible = MessageSchema<'T>(codec, versions, flexible)

    /// <summary><c>schema vs fs codec</c> is a message with versions <c>vs</c>, of which <c>fs</c> are flexible.</summary>
    /// <example><code>let schema = schema (versions 0 3) never codec</code></example>
    let schema (versions: VersionsCode) (flexible: VersionsCode) (codec: StructCodec<'T>) : MessageSchema<'T> =
        make codec (Versions.range versions) (Versions.range flexible)

    let private define key name versions flexible (request: StructCodec<'Request>) (response: StructCodec<'Response>) =
        let versions = Versions.range versions
        let flexible = Versions.range flexible
        Api<'Request, 'Response>(key, name, versions, flexible, false, make request versions flexible, make response versions flexible)

    /// <summary><c>api key vs fs request response</c> is an API of Kafka with versions <c>vs</c>, of which <c>fs</c> are flexible.</summary>
    /// <remarks>Its name is the request's without <c>Request</c>. For an API of your own, use <c>customApi</c>.</remarks>
    /// <param name="key">The API's key: an int16.</param>
    /// <exception cref="T:System.OverflowException">The key does not fit an int16.</exception>
    /// <example><code>let api = api 12 (versions 0 4) (since 4) request response</code></example>
    let api
        (key: int)
        (versions: VersionsCode)
        (flexible: VersionsCode)
        (request: StructCodec<'Request>)
        (response: StructCodec<'Response>)
        : Api<'Request, 'Response> =
        let key = LanguagePrimitives.EnumOfValue<int16, ApiKey>(Operators.Checked.int16 key)
        let name = request.Name.Substring(0, request.Name.Length - "Request".Length)
        define key name versions flexible request response

    /// <summary><c>customApi key name vs fs request response</c> is an API of your own with versions <c>vs</c>, of which <c>fs</c> are
    /// flexible.</summary>
    /// <remarks>Servers, proxies and requests by name know it once it is in the <c>Apis</c> of their options:
    /// <c>ApiRegistry.Kafka.With api</c>.</remarks>
    /// <param name="key">The API's key, which must not be one of Kafka's. Kafka numbers upwards from 0, so choose one far above.</param>
    /// <param name="name">The API's name, by which JSON requests, logs and errors call it.</param>
    /// <param name="versions">All versions.</param>
    /// <param name="flexible">The versions with compact lengths and tagged fields: <c>never</c>, or all from one on.</param>
    /// <param name="request">The request.</param>
    /// <param name="response">The response.</param>
    /// <exception cref="T:System.ArgumentException">The key is Kafka's, or the name is empty.</exception>
    /// <example><code>let api = customApi 10001s "PlaceOrder" (versions 0 2) (since 1) request response</code></example>
    let customApi
        (key: int16)
        (name: string)
        (versions: VersionsCode)
        (flexible: VersionsCode)
        (request: StructCodec<'Request>)
        (response: StructCodec<'Response>)
        : Api<'Request, 'Response> =
        if String.IsNullOrWhiteSpace name then
            invalidArg (nameof name) "An API needs a name, such as \"PlaceOrder\"."

        let apiKey = LanguagePrimitives.EnumOfValue<int16, ApiKey> key

        if Enum.IsDefined apiKey then
            let owner = String.Concat("Key ", key.ToString CultureInfo.InvariantCulture, " belongs to Kafka's ", apiKey.ToString())
            invalidArg (nameof key) (String.Concat(owner, ". Give ", name, " a key far above Kafka's, such as 10001."))

        define apiKey name versions flexible request response

    /// <summary><c>unstableLatest api</c> is <c>api</c> with its last version marked as unstable.</summary>
    let unstableLatest (api: Api<'Request, 'Response>) : Api<'Request, 'Response> = api.WithUnstableLatest()

    /// <summary>Checks the rules for schemas; a test calls it for every message.</summary>
    /// <exception cref="T:System.InvalidOperationException">A rule is broken.</exception>
    let checkSchema (schema: MessageSchema) : unit = SchemaRules.check schema.FlexibleVersions schema.Shape
