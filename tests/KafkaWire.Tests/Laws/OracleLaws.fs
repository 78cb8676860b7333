/// Compares the library with Kafka's own message classes on generated and damaged bodies.
module KafkaWire.Tests.OracleLaws

open System
open Expecto
open KafkaWire
open KafkaWire.Generators
open KafkaWire.Schema
open KafkaWire.TestSupport
open KafkaWire.Tests.Law

/// The outcome of a body, with the reason.
type private Outcome =
    /// It cannot be read.
    | Refused of Reason: string
    /// It is read, but what was read cannot be written.
    | Unwritable of Consumed: int * Reason: string
    /// It is read, and written to these bytes.
    | Written of Consumed: int * Bytes: byte[]

let private ours (schema: MessageSchema) version body =
    match decode schema version body with
    | Error failure -> Refused failure.Message
    | Ok(value, consumed) ->
        match encode schema version value with
        | Error failure -> Unwritable(consumed, failure.Message)
        | Ok bytes -> Written(consumed, bytes)

let private theirs (answer: string) =
    match answer.Split(' ', 3) with
    | [| "refused"; first; rest |] -> Refused $"{first} {rest}"
    | [| "unwritable"; consumed; reason |] -> Unwritable(int consumed, reason)
    | [| "written"; consumed; hex |] -> Written(int consumed, Convert.FromHexString hex)
    | _ -> invalidOp $"The oracle said: {answer}"

/// The known differences; docs/differences.md gives their reasons.
let private isKnown (release: string) ours theirs =
    match ours, theirs with
    // 3.9.2 reads a negative tag count as no tags. 4.4.0 rejects it, and so does the library in every version.
    | Refused reason, (Unwritable _ | Written _) when release = "3.9.2" -> reason.Contains "The number of tagged fields is negative"
    | _ -> false

/// The difference between two outcomes, if any. The reasons of a refusal may be worded differently.
let private disagreement ours theirs : string option =
    match ours, theirs with
    | Refused _, Refused _ -> None
    | Unwritable(a, _), Unwritable(b, _) when a = b -> None
    | Written(a, x), Written(b, y) when a = b ->
        if x.AsSpan().SequenceEqual(ReadOnlySpan y) then
            None
        else
            Some $"written differently: {difference y x}"
    | ours, theirs ->
        let tell outcome =
            match outcome with
            | Refused reason -> $"refused: {reason}"
            | Unwritable(consumed, reason) -> $"{consumed} bytes read, not written: {reason}"
            | Written(consumed, _) -> $"{consumed} bytes read, and written"

        Some $"{tell ours}\n    Kafka: {tell theirs}"

/// The versions of every message that a release has.
let private served (oracle: JavaProgram) =
    task {
        let! answers = oracle.AskAsync [| for schema in Catalogue.schemas -> $"versions {schema.Name}" |]

        return [
            for schema, answer in Seq.zip Catalogue.schemas answers do
                match answer.Split ' ' with
                | [| first; last |] ->
                    for version in int16 first .. int16 last do
                        schema, version
                | _ -> ()
        ]
    }

/// Generated bodies, each intact and damaged; in a flexible version also one with unknown tags out of order.
let private bodies (schema: MessageSchema) (version: int16) (pairs: int) (random: Random) = [|
    for _ in 1..pairs do
        let body = schema.EncodeObject(MessageGen.sample schema version (random.Next 60) random, version)
        body
        MessageGen.damage random body

    if schema.IsFlexible version then
        match encode schema version schema.DefaultObject with
        | Ok body ->
            // Replace its last byte, the tag count 0, by two empty tags, 300 and 299.
            Array.append body[.. body.Length - 2] [| 2uy; 0xACuy; 0x02uy; 0uy; 0xABuy; 0x02uy; 0uy |]
        | Error _ -> () // The default is null, which this version does not allow.
|]

[<Tests>]
let tests =
    testList "OracleLaws" [
        testCaseTask "generated and damaged bodies have the same outcome as in Kafka's own classes" (fun () ->
            task {
                let total = Campaign.Rounds(5_000, 200_000)

                let all =
                    set [
                        for schema in Catalogue.schemas do
                            for version in versionsOf schema do
                                schema.Name, version
                    ]

                // The same number of bodies for each version of each message, in pairs.
                let pairs = (total + 2 * all.Count - 1) / (2 * all.Count)
                let findings = Findings()
                let random = Campaign.Random()
                let mutable asked = Set.empty
                let mutable refused, unwritable, written, known = 0, 0, 0, 0

                for release in [ "4.4.0"; "3.9.2" ] do
                    use oracle = JavaProgram.Start("MessageOracle.java", release)
                    let! served = served oracle

                    for schema, version in served do
                        if all.Contains((schema.Name, version)) && not (asked.Contains((schema.Name, version))) then
                            asked <- asked.Add((schema.Name, version))
                            let bodies = bodies schema version pairs random

                            let! answers =
                                oracle.AskAsync [| for body in bodies -> $"body {schema.Name} {version} {Convert.ToHexStringLower body}" |]

                            for body, answer in Seq.zip bodies answers do
                                let ours = ours schema version body
                                let theirs = theirs answer

                                match theirs with
                                | Refused _ -> refused <- refused + 1
                                | Unwritable _ -> unwritable <- unwritable + 1
                                | Written _ -> written <- written + 1

                                match disagreement ours theirs with
                                | None -> ()
                                | Some _ when isKnown release ours theirs -> known <- known + 1
                                | Some what -> findings.Add $"{schema.Name} v{version}, {release}: {what}\n    bytes {Convert.ToHexStringLower body}"

                printfn
                    $"{refused + unwritable + written} bodies of {asked.Count} versions of {Catalogue.schemas.Count} messages: \
              {refused} refused, {unwritable} read but not written, {written} read and written; {known} known differences. KAFKAWIRE_SEED={Campaign.Seed} repeats this."

                findings.Tell()
                Expect.isEmpty (all - asked) "every version of every message is in one of the two releases"
                Expect.isGreaterThanOrEqual (refused + unwritable + written) total "bodies"
                Expect.all [ refused; unwritable; written ] (fun count -> count > 0) "each outcome occurs"
            })
    ]
