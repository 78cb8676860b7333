/// Messages of one's own keep the laws of Kafka's messages: how a test in F# checks that.
module KafkaWire.Usage.Tests.OwnMessageTests

open Expecto
open KafkaWire
open KafkaWire.Generators
open KafkaWire.Schema.Words

[<RequireQualifiedAccess>]
module PlaceOrder =

    [<NoComparison>]
    type Request = {
        Customer: string
        /// From v1.
        Articles: string[]
        UnknownTaggedFields: TaggedField[]
    }

    let request =
        message<Request> "PlaceOrderRequest" {
            let! customer = field "Customer" _.Customer string always
            and! articles = field "Articles" _.Articles (array string) (since 1)
            and! tags = unknownTags _.UnknownTaggedFields
            return { Customer = customer; Articles = articles; UnknownTaggedFields = tags }
        }

    type Request with
        static member Default = request.Default

    let schema = schema (versions 0 2) (since 2) request

[<Tests>]
let tests =
    testList "OwnMessageTests" [
        testCase "a message of one's own keeps the laws" (fun () -> (Laws.check PlaceOrder.schema).EnsureOk())

        testCase "a report says how much was checked" (fun () ->
            let report = Laws.checkWith (LawConfig(Seed = 7, Tests = 10)) PlaceOrder.schema
            Expect.equal (report.ToString()) $"PlaceOrderRequest: {Laws.all.Count} laws hold for 30 values (seed 7)." "report")
    ]
