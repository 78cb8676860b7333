/// The catalogue finds what it has, and what it has keeps the rules.
module KafkaWire.Tests.CatalogueTests

open System
open System.IO
open System.Text.Json
open NUnit.Framework
open KafkaWire
open KafkaWire.Messages
open KafkaWire.Schema
open KafkaWire.Schema.Words
open KafkaWire.TestSupport
open KafkaWire.Tests.Law

[<Test>]
let ``every schema keeps the rules of schemas`` () =
    let findings = Findings()

    for schema in Catalogue.schemas do
        try
            checkSchema schema
        with :? InvalidOperationException as e ->
            findings.Add $"{schema.Name}: {e.Message}"

    findings.Tell()

[<Test>]
let ``request and response have the versions of their API, and the last one is final unless Kafka says otherwise`` () =
    let findings = Findings()

    for api in Catalogue.apis do
        for schema in [ api.RequestSchema; api.ResponseSchema ] do
            if schema.Versions <> api.Versions || schema.FlexibleVersions <> api.FlexibleVersions then
                findings.Add
                    $"{api.Name}: {api.Versions}, flexible {api.FlexibleVersions}; {schema.Name}: {schema.Versions}, {schema.FlexibleVersions}"

        let spec = JsonElement.Parse(File.ReadAllText(TestData.Path $"spec/{api.Name}Request.json"))

        let isUnstable =
            match spec.TryGetProperty "latestVersionUnstable" with
            | true, value -> value.GetBoolean()
            | _ -> false

        if api.IsLatestUnstable <> isUnstable then
            findings.Add $"{api.Name}: latest unstable ours {api.IsLatestUnstable}, Kafka's {isUnstable}"

    findings.Tell()

[<Test>]
let ``the APIs stand in order of their keys, and each is typed`` () =
    Assert.That([ for api in Catalogue.apis -> api.Key ], Is.EqualTo<ApiKey> [ for key in 0s .. 94s -> LanguagePrimitives.EnumOfValue key ])

    for api in Catalogue.apis do
        let types = [| api.RequestSchema.DefaultObject.GetType(); api.ResponseSchema.DefaultObject.GetType() |]
        Assert.That(api.GetType(), Is.EqualTo(typedefof<Api<string, string>>.MakeGenericType types))

[<Test>]
let ``look-up is by key and by name, whatever its case`` () =
    for api in Catalogue.apis do
        Assert.That(Catalogue.tryFindApi api.Key, Is.SameAs api)
        Assert.That(Catalogue.tryFindApiByName (api.Name.ToUpperInvariant()), Is.SameAs api)
        Assert.That(Catalogue.tryFindSchema (api.RequestSchema.Name.ToLowerInvariant()), Is.SameAs api.RequestSchema)

    Assert.That(Catalogue.tryFindApiByName "ListOffset", Is.SameAs ListOffsets.api)
    Assert.That(Catalogue.tryFindApi (LanguagePrimitives.EnumOfValue 12345s), Is.Null)
    Assert.That(Catalogue.tryFindApiByName "Metadatta", Is.Null)
    Assert.That(Catalogue.tryFindSchema "Metadata", Is.Null)
