/// The catalogue finds its entries, and its entries follow the rules.
module KafkaWire.Tests.CatalogueTests

open System
open System.IO
open System.Text.Json
open Expecto
open KafkaWire
open KafkaWire.Messages
open KafkaWire.Schema
open KafkaWire.Schema.Words
open KafkaWire.TestSupport
open KafkaWire.Tests.Law

[<Tests>]
let tests =
    testList "CatalogueTests" [
        testCase "every schema follows the schema rules" (fun () ->
            let findings = Findings()

            for schema in Catalogue.schemas do
                try
                    checkSchema schema
                with :? InvalidOperationException as e ->
                    findings.Add $"{schema.Name}: {e.Message}"

            findings.Tell())

        testCase "requests and responses have their API's versions, and stability matches Kafka's" (fun () ->
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

            findings.Tell())

        testCase "APIs are sorted by key, and each has the types of its messages" (fun () ->
            Expect.equal [ for api in Catalogue.apis -> api.Key ] [ for key in 0s .. 94s -> LanguagePrimitives.EnumOfValue key ] "Key"

            for api in Catalogue.apis do
                let types = [| api.RequestSchema.DefaultObject.GetType(); api.ResponseSchema.DefaultObject.GetType() |]
                Expect.equal (api.GetType()) (typedefof<Api<string, string>>.MakeGenericType types) "GetType")

        testCase "lookup finds APIs and schemas by key or name, ignoring case" (fun () ->
            for api in Catalogue.apis do
                Expect.isTrue (obj.ReferenceEquals(Catalogue.tryFindApi api.Key, api)) "Key"
                Expect.isTrue (obj.ReferenceEquals(Catalogue.tryFindApiByName (api.Name.ToUpperInvariant()), api)) "ToUpperInvariant"

                Expect.isTrue
                    (obj.ReferenceEquals(Catalogue.tryFindSchema (api.RequestSchema.Name.ToLowerInvariant()), api.RequestSchema))
                    "ToLowerInvariant"

            Expect.isTrue (obj.ReferenceEquals(Catalogue.tryFindApiByName "ListOffset", ListOffsets.api)) "ListOffset"
            Expect.isNull (Catalogue.tryFindApi (LanguagePrimitives.EnumOfValue 12345s)) "EnumOfValue"
            Expect.isNull (Catalogue.tryFindApiByName "Metadatta") "Metadatta"
            Expect.isNull (Catalogue.tryFindSchema "Metadata") "Metadata")
    ]
