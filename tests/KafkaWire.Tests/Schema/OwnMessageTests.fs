/// Messages of users: what the words beyond Kafka's own write, read and refuse.
module KafkaWire.Tests.OwnMessageTests

open System
open Expecto
open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words
open KafkaWire.Generators
open KafkaWire.Tests.Law
open KafkaWire.Tests.OwnMessages

let private json (schema: MessageSchema) version value = Json.formatAs (JsonForm(UnknownTags = true)) schema version value

let private someOrder: Order = {
    Side = Sell
    Sides = [| Buy; Other "hold" |]
    At = DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)
    Colour = Colour.Green
    Load = Percent 42
    Note = Some "n"
    Stocks = Map [ "a", 1; "b", -1 ]
    Number = 0xfffffffeu
    Delta = -1
    Long = 300L
    Unsigned = 300u
    Digest = Bytes.OfHex "0a0b0c0d"
    Table = [| [| "x"; "y" |]; [||] |]
    Names = [| "p"; null |]
}

let private someShipment: Shipment = {
    Event = Created { Name = "s"; Amount = 0u; UnknownTaggedFields = [||] }
    Events = [| Renamed "r"; Closed; Unknown(9, Bytes.OfHex "0102") |]
    Target = ByName "t"
    Inner = { Name = "i"; Amount = 7u; UnknownTaggedFields = [| { Tag = 5; Data = Bytes.OfHex "01" } |] }
    Fixed = { Name = "f"; Count = 1 }
    Versioned = { Version = 3s; Value = { Name = "v"; Count = 0 } }
    Pairs = [| { First = 0; Second = 0 }; { First = 1; Second = 2 } |]
    Hint = [| { First = 3; Second = 4 } |]
    UnknownTaggedFields = [||]
}

let private hex (bytes: byte[]) = Convert.ToHexStringLower bytes

let private roundTrips (schema: MessageSchema<'T>) (version: int16) (value: 'T) : unit =
    let bytes = schema.Encode(value, version)
    let read = schema.Decode(Bytes bytes, version)
    Expect.isTrue (schema.Shape.AreEqual(value, read)) $"{MessageText.format schema read}"
    let text = json schema version value
    let again = Json.parse schema version text
    Expect.isTrue (schema.Shape.AreEqual(value, again)) text

let private schemas: MessageSchema list = [ orders; shipments; trees; wides ]

let private errorOf (work: unit -> 'a) =
    try
        work () |> ignore
        "no error"
    with
    | :? WireException as e -> e.Message
    | :? InvalidOperationException as e -> e.Message

[<NoComparison>]
type TwoNames = { A: string; B: string; UnknownTaggedFields: TaggedField[] }

let private twoNames (codec: StructCodec<TwoNames>) flexible : string =
    errorOf (fun () -> (Definition.schema (versions 0 1) flexible codec).Encode({ A = ""; B = ""; UnknownTaggedFields = [||] }, 0s))

[<NoComparison>]
type Node = { Next: Node | null }

let private node =
    recursive (fun node ->
        message<Node> "Node" {
            let! next = fieldOr null "Next" _.Next (nullable 0 (structure node)) always
            return { Next = next }
        })

let private nodes: MessageSchema<Node> = schema (versions 0 0) never node

[<Tests>]
let tests =
    testList "OwnMessageTests" [
        testCase "mapped values have the bytes of the word they map" (fun () ->
            let bytes = hex (orders.Encode(someOrder, 1s))

            let expected =
                "000473656c6c" // Side
                + "00000002000362757900"
                + "04686f6c64" // Sides

            Expect.stringStarts bytes expected "the sides"
            roundTrips orders 1s someOrder)

        testCase "unions, payloads and codecs written by hand make the round trip" (fun () ->
            roundTrips shipments 0s someShipment
            roundTrips shipments 1s { someShipment with Target = ById(Uuid(1UL, 2UL)) })

        testCase "a union is its discriminator and its case" (fun () ->
            let bytes = hex (shipments.Encode({ someShipment with Events = [||] }, 0s))
            // An int32 length, the discriminator, a string of one character, no tags.
            Expect.stringStarts bytes "0000000401027300" "the bytes"

            Expect.stringContains
                (json shipments 0s someShipment)
                "\"events\":[{\"renamed\":\"r\"},{\"closed\":\"\"},{\"unknown\":{\"tag\":9,\"data\":\"AQI=\"}}]"
                "JSON")

        testCase "a case that the version lacks is refused, with its place" (fun () ->
            Expect.equal
                (errorOf (fun () -> shipments.Encode(someShipment, 1s)))
                "Shipment v1 / Target.Name, byte 19: The value cannot be sent in v1; the field exists in v0 only. Use such a version, or the field's default value."
                "Message")

        testCase "generated values of every message make the round trip" (fun () ->
            let findings = Findings()

            for schema in schemas do
                for version in schema.Versions.First .. schema.Versions.Last do
                    let random = Random 7

                    for _ in 1..300 do
                        try
                            let value = MessageGen.sample schema version 30 random
                            let bytes = schema.EncodeObject(value, version)
                            let mutable consumed = 0
                            let read = schema.DecodeObject(Bytes bytes, version, DecodeOptions(Strict = true), &consumed)

                            if not (schema.Shape.AreEqual(value, read)) then
                                findings.Add $"{schema.Name} v{version}: {MessageText.format schema value}"
                        with :? WireException as e ->
                            // Not every wire value is one of F#'s: a percentage, a time.
                            match e.Error with
                            | WireError.Refused _ -> ()
                            | _ -> findings.Add $"{schema.Name} v{version}: {e.Message}"

            findings.Tell())

        testList "every law holds" [
            for schema in schemas do
                testCase schema.Name (fun () -> (Laws.checkWith (LawConfig(Tests = 40, Seed = 1)) schema).EnsureOk())
        ]

        testCase "damaged bytes raise only WireException" (fun () ->
            let findings = Findings()

            for schema in schemas do
                for version in schema.Versions.First .. schema.Versions.Last do
                    let random = Random 8

                    for _ in 1..2000 do
                        let bytes =
                            try
                                MessageGen.damage random (schema.EncodeObject(MessageGen.sample schema version 10 random, version))
                            with :? WireException -> [||]

                        try
                            let mutable consumed = 0
                            schema.DecodeObject(Bytes bytes, version, DecodeOptions(), &consumed) |> ignore<obj>
                        with
                        | :? WireException as e ->
                            if e.Offset < 0L || e.Offset > Operators.int64 bytes.Length then
                                findings.Add $"{schema.Name} v{version}: offset {e.Offset} of {bytes.Length}: {e.Message}"
                        | e -> findings.Add $"{schema.Name} v{version}: {e}"

            findings.Tell())

        testCase "a refused value is a WireException with field and offset" (fun () ->
            let bytes = orders.Encode(someOrder, 1s)
            // The load follows two strings, an array of two strings, an int64 and an int8.
            let at = 6 + 4 + 5 + 6 + 8 + 1
            bytes[at + 3] <- 101uy

            Expect.equal
                (errorOf (fun () -> orders.Decode(Bytes bytes, 1s)))
                $"Order v1 / Load, byte {at}: A percentage is between 0 and 100."
                "Message")

        testCase "an exception of a mapping is a WireException with field and offset" (fun () ->
            let bytes = orders.Encode(someOrder, 1s)
            let at = 6 + 4 + 5 + 6
            bytes[at] <- 0x7fuy
            let text = errorOf (fun () -> orders.Decode(Bytes bytes, 1s))
            Expect.stringStarts text $"Order v1 / At, byte {at}: ArgumentOutOfRangeException: " "Message"
            let mutable value = Unchecked.defaultof<Order>
            let mutable failure: WireFailure | null = null
            Expect.isFalse (orders.TryDecode(Bytes bytes, 1s, &value, &failure)) "TryDecode"
            Expect.isError (MessageSchema.decode orders 1s (Bytes bytes)) "decode")

        testCase "JSON refuses what a mapping refuses, with the field" (fun () ->
            let text = (json orders 1s someOrder).Replace("\"load\":42", "\"load\":142")
            Expect.equal (errorOf (fun () -> Json.parse orders 1s text)) "Order v1 / Load: A percentage is between 0 and 100." "Message")

        testCase "values that contain themselves are limited" (fun () ->
            let rec deep n : Tree = { Label = ""; Children = (if n = 0 then [||] else [| deep (n - 1) |]) }
            roundTrips trees 0s (deep 20)
            let bytes = Bytes(trees.Encode(deep 10_000, 0s))
            Expect.stringContains (errorOf (fun () -> trees.Decode(bytes, 0s))) "nested more than 100 levels deep" "by default"
            let mutable consumed = 0
            let read = trees.Decode(Bytes(trees.Encode(deep 300, 0s)), 0s, DecodeOptions(MaximumDepth = 300), &consumed)
            Expect.equal read.Children.Length 1 "with another limit"

            // A body that says a million times that one child follows.
            let hostile = Bytes(Array.concat (Array.replicate 1_000_000 [| 0uy; 0uy; 0uy; 0uy; 0uy; 1uy |]))

            for limit in [ 100; Int32.MaxValue ] do
                let text = errorOf (fun () -> trees.Decode(hostile, 0s, DecodeOptions(MaximumDepth = limit), &consumed))
                Expect.stringContains text "levels deep" $"limit {limit}")

        testCase "a struct may contain itself by null" (fun () ->
            roundTrips nodes 0s { Next = { Next = null } }
            Expect.equal (hex (nodes.Encode({ Next = { Next = null } }, 0s))) "01ff" "bytes")

        testCase "a count that the bytes of hand-written elements cannot hold is refused" (fun () ->
            let value = { someShipment with Pairs = [||]; Hint = [||] }
            let bytes = shipments.Encode(value, 0s)
            Expect.equal pair.MinimumSize 2 "MinimumSize"
            roundTrips shipments 0s { value with Pairs = [| { First = 0; Second = 0 } |] }
            Expect.isGreaterThan bytes.Length 0 "bytes")

        testCase "a struct without unknownTags in a flexible message is refused" (fun () ->
            let codec =
                message<TwoNames> "Two" {
                    let! a = field "A" _.A string always
                    and! b = field "B" _.B string always
                    return { A = a; B = b; UnknownTaggedFields = [||] }
                }

            Expect.equal (twoNames codec always) "Struct Two: a struct of a message with flexible versions must end in unknownTags." "Message")

        testCase "two fields with one name, and two with one tag, are refused" (fun () ->
            let names =
                message<TwoNames> "Two" {
                    let! a = field "A" _.A string always
                    and! b = field "A" _.B string always
                    return { A = a; B = b; UnknownTaggedFields = [||] }
                }

            Expect.equal (twoNames names never) "Struct Two: field A is described twice. Give each field its own name." "names"

            let tags =
                message<TwoNames> "Two" {
                    let! a = tagged 1 "A" _.A string always
                    and! b = tagged 1 "B" _.B string always
                    and! tags = unknownTags _.UnknownTaggedFields
                    return { A = a; B = b; UnknownTaggedFields = tags }
                }

            Expect.equal (twoNames tags always) "Struct Two: field B has tag 1, which is the tag of A already." "tags")

        testCase "swapped getters are found" (fun () ->
            let codec =
                message<TwoNames> "Two" {
                    let! a = field "A" _.B string always
                    and! b = field "B" _.A string always
                    return { A = a; B = b; UnknownTaggedFields = [||] }
                }

            Expect.stringStarts (twoNames codec never) "Struct Two: fields A and B are swapped" "swapped"

            let lost =
                message<TwoNames> "Two" {
                    let! a = field "A" _.A string always
                    and! _ = field "B" _.B string always
                    return { A = a; B = ""; UnknownTaggedFields = [||] }
                }

            Expect.stringStarts (twoNames lost never) "Struct Two: field B is lost" "lost")

        testCase "version ranges that are empty or too large are refused" (fun () ->
            let tooLarge =
                message<TwoNames> "Two" {
                    let! a = field "A" _.A string always
                    and! b = field "B" _.B string (since 40000)
                    return { A = a; B = b; UnknownTaggedFields = [||] }
                }

            let empty =
                message<TwoNames> "Two" {
                    let! a = field "A" _.A string always
                    and! b = field "B" _.B string (versions 5 3)
                    return { A = a; B = b; UnknownTaggedFields = [||] }
                }

            let inNone =
                message<TwoNames> "Two" {
                    let! a = field "A" _.A string always
                    and! b = field "B" _.B string never
                    return { A = a; B = b; UnknownTaggedFields = [||] }
                }

            Expect.equal (twoNames tooLarge never) "Struct Two: versions 40000 to 32767: a version is between 0 and 32767." "too large"
            Expect.equal (twoNames empty never) "Struct Two: versions 5 to 3: the last version is below the first." "empty"
            Expect.equal (twoNames inNone never) "Struct Two: field B is in no version." "never")

        testCase "a tagged field in a message that is not flexible is refused" (fun () ->
            let codec =
                message<TwoNames> "Two" {
                    let! a = field "A" _.A string always
                    and! b = tagged 0 "B" _.B string always
                    and! tags = unknownTags _.UnknownTaggedFields
                    return { A = a; B = b; UnknownTaggedFields = tags }
                }

            Expect.stringStarts (twoNames codec never) "Struct Two: field B is tagged, but the message has no flexible versions." "Message")

        testCase "a struct that may be null is optional if tagged, and nullable if not" (fun () ->
            let nullableTag =
                message<Node> "Node" {
                    let! next = taggedOr 0 null "Next" _.Next (nullable 0 (structure node)) always
                    return { Next = next }
                }

            Expect.stringContains (errorOf (fun () -> nullableTag.Shape)) "Write `optional n codec` instead" "tagged"

            let optionalField =
                message<Node> "Node" {
                    let! next = fieldOr null "Next" _.Next (optional 0 node) always
                    return { Next = next }
                }

            Expect.stringContains (errorOf (fun () -> optionalField.Shape)) "Write `nullable n (structure codec)` instead" "not tagged")

        testCase "bytes up to the end must be last" (fun () ->
            let codec =
                message<TwoNames> "Two" {
                    let! a = field "A" _.A (via (fun (b: Bytes) -> Convert.ToHexString b.Span) Bytes.OfHex rest) always
                    and! b = field "B" _.B string always
                    return { A = a; B = b; UnknownTaggedFields = [||] }
                }

            Expect.equal (twoNames codec never) "Struct Two: field A takes all bytes up to the end. Put it last, or in `sized`." "Message")

        testCase "a struct of 25 fields makes the round trip" (fun () ->
            let random = Random 3

            for _ in 1..50 do
                roundTrips wides 0s (unbox<Wide>(MessageGen.sample wides 0s 20 random)))
    ]
