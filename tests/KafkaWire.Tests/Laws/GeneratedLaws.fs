/// The laws of all messages, checked on generated values and damaged bytes.
module KafkaWire.Tests.GeneratedLaws

open Expecto
open KafkaWire
open KafkaWire.Generators
open KafkaWire.Schema
open KafkaWire.Schema.Words
open KafkaWire.TestSupport
open KafkaWire.Tests.Law
open KafkaWire.Tests.Property
// The conversions, which the words of schemas shadow.
open FSharp.Core.Operators

let everything: MessageSchema = Definition.schema (versions 0 4) (since 2) Everything.root

/// All messages of the library, and one that uses every feature of schemas.
let schemas = everything :: List.ofSeq Catalogue.schemas

let private rounds = Campaign.Rounds(20, 500)

[<Tests>]
let tests =
    testList "GeneratedLaws" [
        testList "the laws hold for generated values" [
            for schema in schemas do
                testCase schema.Name (fun () -> (Laws.checkWith (LawConfig(Seed = Campaign.Seed, Tests = rounds, Size = 100)) schema).EnsureOk())
        ]

        forValues "a shrunk value differs from the original and can be written" schemas 2 (fun findings schema version _ value ->
            for smaller in MessageGen.shrinkObject schema version value |> Seq.truncate 50 do
                roundTrip findings schema version smaller
                if smaller.Equals value then findings.Add $"shrinks to itself: {show schema version value}")
    ]
