/// The laws of all messages, checked on generated values and damaged bytes.
module KafkaWire.Tests.GeneratedLaws

open System
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

let private rounds = Campaign.Rounds(100, 5000)

/// The form that shows everything, and the one that folds errors.
let private forms = [ JsonForm(UnknownTags = true, ErrorObjects = true, DecodeRecords = true); JsonForm(UnknownTags = true, FoldErrors = true) ]

/// A value made invalid in a random place: by null, a string that cannot be encoded, or tags out of order.
let rec private spoilStruct (random: Random) (s: StructShape) (value: obj) : obj =
    let parts = s.Operations.Explode value
    let at = random.Next parts.Length

    parts[at] <-
        if at < s.Fields.Length then
            spoil random s.Fields[at].Shape parts[at]
        else
            let bad = [| [ 3; 2 ]; [ 5; 5 ]; [ 0 ]; [ 1 ]; [ -1 ]; [ Int32.MaxValue ] |]
            let tags = [| for tag in bad[random.Next bad.Length] -> { Tag = tag; Data = Bytes.Empty } |]
            if random.Next 4 = 0 then null else tags

    s.Operations.Assemble parts

and private spoil random shape (part: objnull) : objnull =
    match shape, part with
    | Shape.Nullable(inner, _), part when random.Next 3 > 0 -> spoil random inner part
    | Shape.Nullable _, _ -> null
    | Shape.Primitive(Primitive.String | Primitive.ClassicString), _ ->
        match random.Next 4 with
        | 0 -> null
        | 1 -> box ("a" + lone 0xd800)
        | 2 -> box (String('x', 40000))
        | _ -> box (String('x', 100) + lone 0xdc00)
    | (Shape.Primitive _ | Shape.FixedBytes _ | Shape.Opaque _ | Shape.Union _ | Shape.Payload _ | Shape.Recursive _), part -> part
    | Shape.Array element, (:? Array as items) when items.Length > 0 && random.Next 4 > 0 ->
        let spoilt = items.Clone() :?> Array
        let at = random.Next items.Length
        spoilt.SetValue(spoil random element (items.GetValue at), at)
        spoilt
    | Shape.Array _, _ -> null
    | Shape.Struct s, part ->
        match part with
        | null -> null
        | part -> if random.Next 6 = 0 then null else spoilStruct random s part

[<Tests>]
let tests =
    testList "GeneratedLaws" [
        forValues "decode after encode gives the value back, in every version" schemas rounds (fun findings schema version _ value ->
            roundTrip findings schema version value)

        forValues
            "the fast codec and Reference agree on generated bodies and on damaged ones"
            schemas
            rounds
            (fun findings schema version random value ->
                let body = schema.EncodeObject(value, version)
                agree findings schema version body
                agree findings schema version (MessageGen.damage random body))

        forValues "a value survives JSON, including its unknown tags" schemas (rounds / 4) (fun findings schema version _ value ->
            for form in forms do
                let read = Json.readObject JsonReading.Strict schema version (Json.toElementAs form schema version value)

                if not (same schema read value) then
                    findings.Add $"{show schema version value}\n    comes back as {show schema version read}")

        forValues
            "writing a value in another version gives the same bytes or error in both codecs"
            schemas
            (max 1 (rounds / 10))
            (fun findings schema _ random value ->
                let all = versionsOf schema
                let other = all[random.Next all.Length]

                match encode schema other value, Reference.encode schema other value with
                | Ok fast, Ok slow ->
                    if not (fast.AsSpan().SequenceEqual(ReadOnlySpan slow)) then
                        findings.Add $"v{other}: {difference slow fast}"
                | Error fast, Error slow ->
                    let path = if slow.Path = "" then $"{schema.Name} v{other}" else $"{schema.Name} v{other} / {slow.Path}"

                    if not (fast.Error.Equals slow.Error && fast.Offset = int64 slow.Offset && fast.Path = path) then
                        findings.Add $"v{other}: {fast.Message}\n    Reference: {say slow.Error} at {slow.Offset} in {slow.Path}"
                | Ok _, Error slow -> findings.Add $"v{other}: written, but Reference refuses: {say slow.Error} in {slow.Path}"
                | Error fast, Ok _ -> findings.Add $"v{other}: written by Reference, but {fast.Message}")

        forValues
            "writing an invalid value gives the same bytes or error in both codecs"
            schemas
            (max 1 (rounds / 4))
            (fun findings schema version random value ->
                let mutable wrong = value

                for _ in 0 .. random.Next 3 do
                    wrong <- spoilStruct random schema.Shape wrong

                match encode schema version wrong, Reference.encode schema version wrong with
                | Ok fast, Ok slow ->
                    if not (fast.AsSpan().SequenceEqual(ReadOnlySpan slow)) then
                        findings.Add $"v{version}: {difference slow fast}"
                | Error fast, Error slow ->
                    let path = if slow.Path = "" then $"{schema.Name} v{version}" else $"{schema.Name} v{version} / {slow.Path}"

                    if not (fast.Error.Equals slow.Error && fast.Offset = int64 slow.Offset && fast.Path = path) then
                        findings.Add $"v{version}: {fast.Message}\n    Reference: {say slow.Error} at {slow.Offset} in {slow.Path}"
                | Ok _, Error slow -> findings.Add $"v{version}: written, but Reference refuses: {say slow.Error} in {slow.Path}"
                | Error fast, Ok _ -> findings.Add $"v{version}: written by Reference, but {fast.Message}")

        forValues "a shrunk value differs from the original and can be written" schemas 2 (fun findings schema version _ value ->
            for smaller in MessageGen.shrinkObject schema version value |> Seq.truncate 50 do
                roundTrip findings schema version smaller
                if smaller.Equals value then findings.Add $"shrinks to itself: {show schema version value}")
    ]
