/// The laws of all messages, checked against Kafka's own bytes. There is one test for each law and message.
module KafkaWire.Tests.VectorLaws

open System
open System.Collections.Generic
open System.Text.Json
open Expecto
open KafkaWire
open KafkaWire.Messages
open KafkaWire.Schema
open KafkaWire.Schema.Words
open KafkaWire.TestSupport
open KafkaWire.Tests.Law
// The conversions, which the words of schemas shadow.
open FSharp.Core.Operators

let private byMessage (file: string) : Lazy<Dictionary<string, JsonElement[]>> =
    lazy
        (TestData.Objects file
         |> Seq.groupBy (fun line -> line.GetProperty("message").GetString() |> nonNull)
         |> Seq.map (fun (message, lines) -> KeyValuePair(message, Array.ofSeq lines))
         |> Dictionary)

let private vectors = byMessage "vectors/messages.jsonl.gz"
let private damaged = byMessage "vectors/messages-damaged.jsonl.gz"

let private linesOf (lines: Lazy<Dictionary<string, JsonElement[]>>) (message: string) =
    match lines.Value.TryGetValue message with
    | true, lines -> lines
    | _ -> [||]

let private schemaOf (message: string) : MessageSchema = nonNull (Catalogue.tryFindSchema message)
let private has (name: string) (line: JsonElement) = fst (line.TryGetProperty name)
let private version (line: JsonElement) = line.GetProperty("version").GetInt16()

let private bytes (name: string) (line: JsonElement) = Convert.FromHexString(line.GetProperty(name).GetString() |> nonNull)

let private bodies (line: JsonElement) = [ bytes "hex" line; if has "hexWithUnknownTags" line then bytes "hexWithUnknownTags" line ]

/// Every message that the library has.
let messages = Catalogue.schemas |> Seq.map _.Name |> Array.ofSeq

let private forEach lines message (law: Findings -> MessageSchema -> int16 -> JsonElement -> unit) =
    let schema = schemaOf message
    let findings = Findings()

    for line in linesOf lines message do
        law findings schema (version line) line

    findings.Tell()

/// The first difference between two JSON values, or an empty string. Ignores the order of names and the notation of numbers.
let rec private jsonDifference (path: string) (expected: JsonElement) (found: JsonElement) : string =
    let differs () = $"{path} is {found.GetRawText()}, not {expected.GetRawText()}"
    let first (differences: string seq) = differences |> Seq.tryFind (fun text -> text <> "") |> Option.defaultValue ""

    match expected.ValueKind, found.ValueKind with
    | JsonValueKind.Object, JsonValueKind.Object ->
        first (
            seq {
                for property in expected.EnumerateObject() do
                    match found.TryGetProperty property.Name with
                    | true, other -> jsonDifference $"{path}.{property.Name}" property.Value other
                    | _ -> $"{path} has no {property.Name}"

                for property in found.EnumerateObject() do
                    if not (has property.Name expected) then $"{path} should not have {property.Name}"
            }
        )
    | JsonValueKind.Array, JsonValueKind.Array when expected.GetArrayLength() = found.GetArrayLength() ->
        first (
            Seq.zip (expected.EnumerateArray()) (found.EnumerateArray())
            |> Seq.mapi (fun i (a, b) -> jsonDifference $"{path}[{i}]" a b)
        )
    | JsonValueKind.Number, JsonValueKind.Number ->
        match expected.TryGetInt64(), found.TryGetInt64() with
        | (true, a), (true, b) -> if a = b then "" else differs ()
        | _ -> if expected.GetDouble().Equals(found.GetDouble()) then "" else differs ()
    | JsonValueKind.String, JsonValueKind.String -> if expected.GetString() = found.GetString() then "" else differs ()
    | (JsonValueKind.Null | JsonValueKind.True | JsonValueKind.False as a), b when a = b -> ""
    | _ -> differs ()

/// The APIs whose frames were captured.
let apis = Catalogue.apis |> Seq.map _.Name |> Array.ofSeq

let private frames =
    lazy
        (TestData.Objects "captures/frames.jsonl.gz"
         |> Seq.toArray
         |> Array.groupBy (fun line -> line.GetProperty("apiKey").GetInt16())
         |> dict)

let private framesOf (api: Api) =
    match frames.Value.TryGetValue(int16 api.Key) with
    | true, lines -> lines
    | _ -> [||]

[<Tests>]
let tests =
    testList "VectorLaws" [
        testCase "every version of every message has vectors" (fun () ->
            let missing = [
                for schema in Catalogue.schemas do
                    let present = linesOf vectors schema.Name |> Seq.map version |> Set.ofSeq

                    for v in versionsOf schema do
                        if not (present.Contains v) then $"{schema.Name} v{v}"
            ]

            Expect.isEmpty missing "missing")

        testList "Kafka's bytes decode completely and encode to the same bytes" [
            for message in messages do
                testCase message (fun () ->
                    forEach vectors message (fun findings schema version line ->
                        for body in bodies line do
                            match decode schema version body with
                            | Error failure -> findings.Add failure.Message
                            | Ok(_, consumed) when consumed <> body.Length -> findings.Add $"v{version}: {consumed} of {body.Length} bytes are read"
                            | Ok(value, _) ->
                                match encode schema version value with
                                | Error failure -> findings.Add failure.Message
                                | Ok written ->
                                    if not (written.AsSpan().SequenceEqual(ReadOnlySpan body)) then
                                        findings.Add $"v{version}: {difference body written}"))
        ]

        testList "unknown tags can be dropped" [
            for message in messages do
                testCase message (fun () ->
                    forEach vectors message (fun findings schema version line ->
                        if has "hexWithUnknownTags" line then
                            let plain = bytes "hex" line

                            match decode schema version (bytes "hexWithUnknownTags" line) with
                            | Error failure -> findings.Add failure.Message
                            | Ok(value, _) ->
                                if UnknownTags.count schema value = 0 then findings.Add $"v{version}: no unknown tags are read"

                                let written = schema.EncodeObject(UnknownTags.dropObject schema value, version)

                                if not (written.AsSpan().SequenceEqual(ReadOnlySpan plain)) then
                                    findings.Add $"v{version}: {difference plain written}"))
        ]

        testList "JSON matches Kafka's in both directions" [
            for message in messages do
                testCase message (fun () ->
                    forEach vectors message (fun findings schema version line ->
                        let json = line.GetProperty "json"
                        let body = bytes "hex" line

                        match decode schema version body with
                        | Error failure -> findings.Add failure.Message
                        | Ok(value, _) ->
                            match jsonDifference "$" json (Json.toElement schema version value) with
                            | "" -> ()
                            | difference -> findings.Add $"v{version}: {difference}"

                            try
                                let read = Json.readObject JsonReading.Strict schema version json

                                if not (same schema read value) then
                                    findings.Add $"v{version}: json is {show schema version read}, the bytes {show schema version value}"
                            with :? WireException as e ->
                                findings.Add e.Message))
        ]

        testList "every cut of a body is InsufficientBytes" [
            for message in messages do
                testCase message (fun () ->
                    forEach vectors message (fun findings schema version line ->
                        for body in bodies line do
                            if body.Length <= 2048 then everyCut findings schema version body))
        ]

        testList "a damaged body has the same outcome as in Kafka" [
            for message in messages do
                testCase message (fun () ->
                    forEach damaged message (fun findings schema version line ->
                        let body = bytes "hex" line
                        let finding text = findings.Add $"v{version}: {text}\n    bytes {hex body}"

                        match decode schema version body with
                        | Error failure when not (has "error" line) -> finding $"refused, but Kafka reads it: {failure.Message}"
                        | Error _ -> ()
                        | Ok(value, _) when has "error" line ->
                            finding $"""read as {show schema version value}, but Kafka refuses: {line.GetProperty "reason"}"""
                        | Ok(value, consumed) ->
                            let expected = line.GetProperty("consumed").GetInt32()
                            if consumed <> expected then finding $"{consumed} bytes read, not {expected}"

                            match encode schema version value with
                            | Ok _ when has "encodeError" line -> finding "written, but Kafka refuses"
                            | Ok written ->
                                let expected = bytes "reencoded" line

                                if not (written.AsSpan().SequenceEqual(ReadOnlySpan expected)) then
                                    finding (difference expected written)
                            | Error failure -> if not (has "encodeError" line) then finding $"not written, but Kafka does: {failure.Message}"))
        ]

        testList "the fast codec and Reference agree on Kafka's bytes and on damaged ones" [
            for message in messages do
                testCase message (fun () ->
                    let law findings schema version line = bodies line |> List.iter (agree findings schema version)
                    forEach vectors message law
                    forEach damaged message law)
        ]

        testList "captured frames decode completely and encode to the same bytes" [
            for name in apis do
                testCase name (fun () ->
                    let api: Api = nonNull (Catalogue.tryFindApiByName name)
                    let findings = Findings()

                    for line in framesOf api do
                        let version = version line
                        let frame = bytes "hex" line
                        let isRequest = line.GetProperty("kind").GetString() = "request"
                        let trailing = if has "trailing" line then line.GetProperty("trailing").GetInt32() else 0
                        let bodyVersion = if has "bodyVersion" line then line.GetProperty("bodyVersion").GetInt16() else version
                        let finding text = findings.Add $"""{line.GetProperty "kind"} v{version}: {text}"""

                        let headerSchema: MessageSchema = if isRequest then RequestHeader.schema else ResponseHeader.schema
                        let headerVersion = if isRequest then api.RequestHeaderVersion version else api.ResponseHeaderVersion version

                        try
                            match decode headerSchema headerVersion frame with
                            | Error failure -> finding failure.Message
                            | Ok(header, headerSize) ->
                                let body = frame[headerSize..]

                                let value, found, consumed, schema =
                                    if not isRequest && api.Key = ApiKey.ApiVersions then
                                        // The codec detects by itself that the broker answered in version 0.
                                        let mutable found = 0s
                                        let value = Negotiation.decode version (Bytes body) DecodeOptions.Default &found
                                        (value :> obj), found, body.Length, api.ResponseSchema
                                    else
                                        let schema = if isRequest then api.RequestSchema else api.ResponseSchema
                                        let mutable consumed = 0
                                        let value = schema.DecodeObject(Bytes body, version, DecodeOptions.Default, &consumed)
                                        value, version, consumed, schema

                                if found <> bodyVersion then finding $"the body is read in v{found}, not v{bodyVersion}"

                                if body.Length - consumed <> trailing then
                                    finding $"{body.Length - consumed} bytes are left over, not {trailing}"

                                match header with
                                | :? RequestHeader.Data as header ->
                                    if header.RequestApiKey <> int16 api.Key || header.RequestApiVersion <> version then
                                        finding $"the header is of key {header.RequestApiKey} v{header.RequestApiVersion}"
                                | _ -> ()

                                let written = Array.append (headerSchema.EncodeObject(header, headerVersion)) (schema.EncodeObject(value, found))
                                let expected = frame[.. frame.Length - trailing - 1]

                                if not (written.AsSpan().SequenceEqual(ReadOnlySpan expected)) then
                                    finding (difference expected written)

                                // The JSON of real traffic also reads back as the same value.
                                let plain = UnknownTags.dropObject schema value
                                let read = Json.readObject JsonReading.Strict schema found (Json.toElement schema found plain)

                                if not (same schema read plain) then
                                    finding $"comes back from JSON different: {show schema found plain}"
                        with :? WireException as e ->
                            finding e.Message

                    findings.Tell())
        ]
    ]
