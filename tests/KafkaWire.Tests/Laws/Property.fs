/// Expecto.FsCheck properties that use the campaign's seed and number of rounds.
module KafkaWire.Tests.Property

open System
open Expecto
open FsCheck
open FsCheck.FSharp
open KafkaWire
open KafkaWire.Generators
open KafkaWire.Schema
open KafkaWire.TestSupport
open KafkaWire.Tests.Law

let private seed = Rnd(uint64 Campaign.Seed)

/// Tests a property on generated values, from the campaign's seed. A failure says how to replay it.
let property (name: string) (runs: int) (values: Arbitrary<'T>) (holds: 'T -> unit) : Test =
    let config = { FsCheckConfig.defaultConfig with maxTest = runs; endSize = 100; replay = Some(seed.Seed, seed.Gamma, None) }

    let replayable (run: FsCheckConfig -> Async<unit>) (config: FsCheckConfig) =
        async {
            try
                do! run config
            with :? FailedException as e ->
                failtest $"{e.Message}\n{Campaign.Replay}"
        }

    testPropertyWithConfig config name (Prop.forAll values holds)
    |> Test.replaceTestCode (fun name code ->
        match code with
        | AsyncFsCheck(config, stress, run) -> TestLabel(name, TestCase(AsyncFsCheck(config, stress, replayable run), Normal), Normal)
        | code -> TestLabel(name, TestCase(code, Normal), Normal))

/// A generated value of a message, in one of its versions.
[<CustomEquality; NoComparison; StructuredFormatDisplay("{Text}")>]
type Sample = {
    Schema: MessageSchema
    Version: int16
    Value: obj
    /// The seed of a law's own random choices.
    Chance: int
} with

    /// The value on one line.
    member sample.Text = show sample.Schema sample.Version sample.Value

    override sample.Equals other = obj.ReferenceEquals(sample, other)
    override sample.GetHashCode() = sample.Chance

/// A value of each version of a message. They shrink to a single value, which then shrinks further.
let samplesOf (schema: MessageSchema) : Arbitrary<Sample list> =
    let generate version =
        Gen.map2
            (fun value chance -> { Schema = schema; Version = version; Value = value; Chance = chance })
            (MessageGen.objects schema version)
            (Gen.choose (0, Int32.MaxValue))

    let shrink (samples: Sample list) =
        match samples with
        | [ one ] ->
            MessageGen.shrinkObject schema one.Version one.Value
            |> Seq.map (fun smaller -> [ { one with Value = smaller } ])
        | several -> several |> Seq.map List.singleton

    Arb.fromGenShrink (Gen.collectToList generate (versionsOf schema), shrink)

/// A test for each message, which checks a law on generated values of all its versions.
let forValues (name: string) (schemas: MessageSchema list) (runs: int) (law: Findings -> MessageSchema -> int16 -> Random -> obj -> unit) : Test =
    testList name [
        for schema in schemas do
            property schema.Name runs (samplesOf schema) (fun samples ->
                let findings = Findings()

                for sample in samples do
                    law findings schema sample.Version (Random sample.Chance) sample.Value

                findings.Tell())
    ]
