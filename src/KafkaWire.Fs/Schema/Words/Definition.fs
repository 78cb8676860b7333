namespace KafkaWire.Schema.Words

open System
open System.Collections.Generic
open KafkaWire
open KafkaWire.Schema

/// <summary>The words that frame a schema: <c>message</c> begins a struct, <c>schema</c> or <c>api</c> ends a message file.</summary>
[<AutoOpen>]
module Definition =

    /// <summary><c>message&lt;T&gt; name { ... }</c> is the codec of a struct: its fields in wire order.</summary>
    let message<'R when 'R: not null and 'R: not struct> (name: string) = MessageBuilder<'R>(name)

    let private make (codec: StructCodec<'T>) versions flexible = MessageSchema<'T>(codec, versions, flexible)

    /// <summary><c>schema vs fs codec</c> is a message with versions <c>vs</c>, of which <c>fs</c> are flexible.</summary>
    /// <example><code>let schema = schema (versions 0 3) never codec</code></example>
    let schema (versions: VersionsCode) (flexible: VersionsCode) (codec: StructCodec<'T>) : MessageSchema<'T> =
        make codec (Versions.range versions) (Versions.range flexible)

    /// <summary><c>api key vs fs request response</c> is an API with versions <c>vs</c>, of which <c>fs</c> are flexible.</summary>
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
        let versions = Versions.range versions
        let flexible = Versions.range flexible
        let key = LanguagePrimitives.EnumOfValue<int16, ApiKey>(Operators.Checked.int16 key)
        let name = request.Name.Substring(0, request.Name.Length - "Request".Length)
        Api<'Request, 'Response>(key, name, versions, flexible, false, make request versions flexible, make response versions flexible)

    /// <summary><c>unstableLatest api</c> is <c>api</c> with its last version marked as unstable.</summary>
    let unstableLatest (api: Api<'Request, 'Response>) : Api<'Request, 'Response> = api.WithUnstableLatest()

    /// <summary>Checks the rules for schemas; a test calls it for every message.</summary>
    /// <exception cref="T:System.InvalidOperationException">A rule is broken.</exception>
    let checkSchema (schema: MessageSchema) : unit = SchemaRules.check schema.FlexibleVersions schema.Shape
