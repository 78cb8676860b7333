/// Errors say where they occurred, what was found and what would be right. The tests compare whole texts, exact offsets and paths.
module KafkaWire.Tests.ErrorTests

open System
open System.Buffers
open System.Threading.Tasks
open Expecto
open FSharp.Reflection
open KafkaWire
open KafkaWire.Messages
open KafkaWire.Schema
open KafkaWire.Schema.Words
open KafkaWire.Tests.Everything
open KafkaWire.Tests.Law
// The conversions, which the words of schemas shadow.
open FSharp.Core.Operators

module Texts =
    let private all = [
        WireError.InsufficientBytes(4L, 1L), "Needs at least 4 bytes, but 1 is left."
        WireError.InsufficientBytes(1L, 0L), "Needs at least 1 byte, but none is left."
        WireError.InsufficientBytes(14L, -5L), "Needs at least 14 bytes, but none is left."
        WireError.TrailingBytes 3, "Unexpected data after the last field: 3 bytes."
        WireError.TrailingBytes 1, "Unexpected data after the last field: 1 byte."
        WireError.NullNotAllowed, "Null is not allowed in this version. Use an empty value, or a version that allows null."
        WireError.LengthOutOfRange(40000L, 32767L), "Length 40000 is not between 0 and 32767."
        WireError.MalformedVarint 5, "The varint is longer than 5 bytes."
        WireError.UnsupportedVersion(9s, 0s, 4s), "There is no v9; the versions are v0 to v4."
        WireError.UnsupportedVersion(9s, 4s, 4s), "There is no v9; the only version is v4."
        WireError.UnsupportedVersion(0s, 0s, -1s), "There is no v0: no version is supported."
        WireError.FieldNotInVersion(2s, 3s, 32767s),
        "The value cannot be sent in v2; the field exists from v3. Use such a version, or the field's default value."
        WireError.FieldNotInVersion(2s, 0s, 1s),
        "The value cannot be sent in v2; the field exists in v0 to v1. Use such a version, or the field's default value."
        WireError.TagNotInVersion(0, 13s), "Tag 0 is not valid in v13."
        WireError.TagOutOfOrder(3, 5), "Unknown tag 3 follows tag 5; unknown tags must be in ascending order and differ from the known ones."
        WireError.TagsNotAllowed 1s, "Unknown tagged fields cannot be sent in v1, which is not flexible."
        WireError.NegativeTagCount -1, "The number of tagged fields is negative: -1."
        WireError.UnpairedSurrogate 2, "The string has an unpaired surrogate at index 2, which UTF-8 cannot encode."
        WireError.NotCanonical(0x81, 0x80), "Kafka writes 0x81 here, not 0x80."
        WireError.NotCanonical(-1, 0), "Kafka writes no byte here, not 0x00."
        WireError.BudgetExceeded(2000L, 1000L), "Decoding needs about 2000 bytes of memory, but the budget is 1000."
        WireError.UnknownMagic 7y, "Unknown record format: magic 7. Only 0, 1 and 2 exist."
        WireError.CrcMismatch(0xau, 0xbu),
        "The stored checksum is 0000000a, but the bytes give 0000000b: they were altered in transit, on disk or in code. Read them again, or rebuild the batch."
        WireError.UnknownCompression 5, "Compression codec 5 is unknown, or not allowed in this record format."
        WireError.CorruptCompression("gzip", "the header is wrong."), "The gzip data cannot be decompressed: the header is wrong."
        WireError.DecompressionLimit 1024L, "The decompressed data exceeds the limit of 1024 bytes."
        WireError.FrameSizeOutOfRange(-1L, 100L), "Frame size -1 is not between 0 and 100."
        WireError.NotKafka("\"HTTP\"", "The port seems to serve HTTP."), "Not Kafka: the first 4 bytes are \"HTTP\". The port seems to serve HTTP."
        WireError.InvalidRecords "The first offset is 3.", "The first offset is 3."
        WireError.ConnectionClosed, "The connection was closed before the response arrived."
        WireError.UnknownApi 1000s, "No API has key 1000. Add an API of your own to the Apis of the options."
        WireError.UnknownCorrelation 7, "No request with correlation id 7 is pending."
        WireError.InvalidJson "An int32 is expected, not true.", "An int32 is expected, not true."
        WireError.Refused "The topic is not ours.", "The topic is not ours."
        WireError.TooDeep 100, "The value is nested more than 100 levels deep."
        WireError.UnknownCase("Event", "9"), "Event has no case 9."
    ]

    let tests =
        testList "Texts" [
            testCase "every error has the expected text" (fun () ->
                let findings = Findings()

                for error, expected in all do
                    let found = WireFailure(error, -1L, "").Message
                    if found <> expected then findings.Add $"{found}\n    not {expected}"
                    if error.ToString() <> expected then findings.Add $"{error}\n    not {expected}"

                findings.Tell()
                let caseOf (error: WireError) = (fst (FSharpValue.GetUnionFields(error, typeof<WireError>))).Name

                let missing =
                    FSharpType.GetUnionCases typeof<WireError>
                    |> Seq.map _.Name
                    |> Seq.except (all |> Seq.map (fst >> caseOf))

                Expect.isEmpty missing "missing")

            testCase "a message starts with the path and offset, if known" (fun () ->
                let text path offset = WireFailure(WireError.NullNotAllowed, offset, path).Message
                let rest = "Null is not allowed in this version. Use an empty value, or a version that allows null."
                Expect.equal (text "RootRequest v2 / Note" 17L) $"RootRequest v2 / Note, byte 17: {rest}" "text"
                Expect.equal (text "RootRequest v2 / Note" -1L) $"RootRequest v2 / Note: {rest}" "text"
                Expect.equal (text "" 17L) $"byte 17: {rest}" "text"
                Expect.equal (WireException(WireError.NullNotAllowed, 17L).Message) $"byte 17: {rest}" "Message")

            testCase "the error of a closed connection includes its cause once" (fun () ->
                let cause = WireException(WireError.NotKafka("\"HTTP\"", "The peer seems to speak HTTP."), 0L)

                let session = ClientSession(SessionOptions())
                session.Close cause

                let send () =
                    session.Send(Heartbeat.api, Heartbeat.Request.Default, ArrayBufferWriter<byte>())
                    |> ignore<Task<Heartbeat.Response>>

                let error: WireException = refused send

                Expect.equal
                    error.Message
                    "The connection was closed before the response arrived. byte 0: Not Kafka: the first 4 bytes are \"HTTP\". The peer seems to speak HTTP."
                    "Message"

                Expect.isTrue (obj.ReferenceEquals(error.InnerException, cause)) "InnerException"
                Expect.equal error.Failure.Message "The connection was closed before the response arrived." "Message"
                Expect.isFalse ((WireException(WireFailure(WireError.NullNotAllowed, 3L, ""), cause).Message).Contains "HTTP") "Message")
        ]

let private schema: MessageSchema<Root> = Definition.schema (versions 0 4) (since 2) root

/// A value for every version. Records are null by default, which v2 does not allow.
let private blank = { Root.Default with Records = Nullable Bytes.Empty }

module Reading =
    let tests =
        testList "Reading" [
            testCase "the error path leads into arrays, structs and tagged fields" (fun () ->
                // v2: Small, Port, Ratio, Flag, Note "", Data, MaybeData, Records, one Branch: Error, Name null, TopicId, one Leaf cut off in its Id
                let head = "00 0000 0000000000000000 00 01 01 01 01 02"
                let branch = "0000 00 00000000000000000000000000000000"
                decodeError schema 2s $"{head} {branch} 02 000000" (WireError.InsufficientBytes(4L, 3L)) 36 " / Branches[0].Leaves"
                decodeError schema 2s $"{head} {branch} 02 0000000001" (WireError.InsufficientBytes(1L, 0L)) 42 " / Branches[0].Leaves[0]"
                // no leaves, Epoch, Only, Maybe null, Racks null, one tag: Hint (1) present, but its Id is cut off
                let rest = "01 00000000 00000000 00 ff 00"
                decodeError schema 2s $"{head} {branch} {rest} 01 01 06 01 0000" (WireError.InsufficientBytes(4L, 2L)) 52 " / Branches[0].Hint.Id"
                // or a tag of -1, which no field has
                decodeError
                    schema
                    2s
                    $"{head} {branch} {rest} 01 ffffffff0f 05"
                    (WireError.InsufficientBytes(5L, 0L))
                    55
                    " / Branches[0].UnknownTaggedFields[tag -1]")

            testCase "a count too large for the remaining bytes is InsufficientBytes at the count" (fun () ->
                // v0: Small, Note, Data, MaybeData, Records, then 0x01000000 branches
                decodeError
                    schema
                    0s
                    "00 0000 00000000 00000000 ffffffff 01000000 00"
                    (WireError.InsufficientBytes(0x01000000L * 4L, 1L))
                    15
                    " / Branches")

            testCase "null in a non-nullable field is NullNotAllowed at the length" (fun () ->
                decodeError schema 0s "00 ffff" WireError.NullNotAllowed 1 " / Note"
                decodeError schema 0s "00 0000 80000000" WireError.NullNotAllowed 3 " / Data"
                decodeError schema 0s "00 0000 00000000 ffffffff" WireError.NullNotAllowed 7 " / MaybeData")

            testCase "a string longer than 32767 bytes is rejected before its bytes are read" (fun () ->
                let v2 = "00 0000 0000000000000000 00"
                decodeError schema 2s $"{v2} 81 80 02" (WireError.LengthOutOfRange(32768L, 32767L)) 12 " / Note"
                decodeError schema 2s $"{v2} 80 80 02" (WireError.InsufficientBytes(32767L, 0L)) 15 " / Note")

            testCase "the error for an unsupported version lists the supported versions" (fun () ->
                let failure = failureOf (fun () -> schema.Decode(Bytes.Empty, 5s))
                Expect.equal failure.Message "Root v5: There is no v5; the versions are v0 to v4." "Message")

            testCase "bytes after the message are TrailingBytes, unless the caller asks for the consumed length" (fun () ->
                let bytes = Array.append (schema.Encode(blank, 1s)) [| 1uy; 2uy |]
                let failure = failureOf (fun () -> schema.Decode(Bytes bytes, 1s))
                Expect.equal failure.Error (WireError.TrailingBytes 2) "Error"
                Expect.equal failure.Offset (int64 bytes.Length - 2L) "Offset"
                let mutable consumed = 0
                schema.Decode(Bytes bytes, 1s, DecodeOptions.Default, &consumed) |> ignore<Root>
                Expect.equal consumed (bytes.Length - 2) "consumed")

            testCase "TryDecode and the module functions return the failure that Decode throws" (fun () ->
                let bytes = Bytes.OfHex "00ffff"
                let thrown = failureOf (fun () -> schema.Decode(bytes, 0s))
                let mutable value = Root.Default
                let mutable failure: WireFailure | null = null
                Expect.isFalse (schema.TryDecode(bytes, 0s, &value, &failure)) "TryDecode"
                Expect.equal failure thrown "failure"

                match MessageSchema.decode schema 0s bytes, MessageSchema.decodePrefix schema 0s bytes with
                | Error a, Error b -> Expect.allEqual [ a; b ] thrown "the failures"
                | _ -> failtest "Both are errors.")
        ]

module Writing =
    let private branch = { Branch.Default with Leaves = [| Leaf.Default; Leaf.Default |] }
    let private with' branches = { blank with Branches = branches }

    let tests =
        testList "Writing" [
            testCase "the error for a field outside its versions names the versions that have it" (fun () ->
                let failure = failureOf (fun () -> schema.Encode({ blank with MaxBytes = 1 }, 2s))
                Expect.equal failure.Path "Root v2 / MaxBytes" "Path"
                Expect.equal failure.Error (WireError.FieldNotInVersion(2s, 3s, 32767s)) "Error"
                // Ignorable fields are left out.
                let ignorable = with' [| { branch with TopicId = Uuid(1UL, 2UL); Owner = Uuid(3UL, 4UL) } |]

                Expect.equal
                    (Convert.ToHexString(schema.Encode(ignorable, 0s)))
                    (Convert.ToHexString(schema.Encode(with' [| branch |], 0s)))
                    "Encode")

            testCase "the error path leads into arrays, structs and tagged fields" (fun () ->
                let second = { branch with Racks = [| "a"; Unchecked.defaultof<string> |] }
                encodeError schema 1s (with' [| branch; second |]) WireError.NullNotAllowed 123 " / Branches[1].Racks[1]"

                let third = {
                    branch with
                        Hint = {
                            Leaf.Default with
                                UnknownTaggedFields = [| { Tag = 2; Data = Bytes.Empty }; { Tag = 1; Data = Bytes.Empty } |]
                        }
                }

                encodeError schema 2s (with' [| third |]) (WireError.TagOutOfOrder(1, 2)) 69 " / Branches[0].Hint.UnknownTaggedFields")

            testCase "unknown tags must ascend, differ from known tags and be in a flexible version" (fun () ->
                let tags numbers = { blank with UnknownTaggedFields = [| for n in numbers -> { Tag = n; Data = Bytes.OfHex "0a" } |] }
                encodeError schema 1s (tags [ 1 ]) (WireError.TagsNotAllowed 1s) 34 " / UnknownTaggedFields"
                let failure = failureOf (fun () -> schema.Encode(tags [ 7; 7 ], 2s))
                Expect.equal failure.Error (WireError.TagOutOfOrder(7, 7)) "Error"
                let known = with' [| { branch with UnknownTaggedFields = [| { Tag = 1; Data = Bytes.Empty } |] } |]
                let failure = failureOf (fun () -> schema.Encode(known, 2s))
                Expect.equal failure.Error (WireError.TagOutOfOrder(1, 1)) "Error"
                Expect.equal failure.Path "Root v2 / Branches[0].UnknownTaggedFields" "Path")

            testCase "a lone surrogate is UnpairedSurrogate at its index, in short and long strings" (fun () ->
                for text: string, index in
                    [ lone 0xd800, 0; "ab" + lone 0xdc00, 2; "\U0001F600" + lone 0xd83d, 2; String('x', 100) + lone 0xd800 + "y", 100 ] do
                    encodeError schema 0s { blank with Note = text } (WireError.UnpairedSurrogate index) 1 " / Note")

            testCase "a string of 32767 bytes is written, one of 32768 is rejected" (fun () ->
                for version in [ 0s; 2s ] do
                    for text in [ String('x', 32767); String('\u00e9', 16383) + "x" ] do
                        let written = schema.Encode({ blank with Note = text }, version)
                        Expect.equal ((schema.Decode(Bytes written, version)).Note) text "Note"

                    for text in [ String('x', 32768); String('\u00e9', 16384); String('\uffff', 20000) ] do
                        let failure = failureOf (fun () -> schema.Encode({ blank with Note = text }, version))
                        Expect.equal failure.Error (WireError.LengthOutOfRange(int64 (Text.Encoding.UTF8.GetByteCount text), 32767L)) "Error")
        ]

/// Values whose type is known only at run time.
module Types =
    let private metadata = Metadata.api.RequestSchema
    let private wanted = "KafkaWire.Messages.Metadata.Request is expected, not System.String."

    let private nothing = Unchecked.defaultof<obj>

    let private thrown<'E, 'T when 'E :> exn> (call: obj -> 'T) (value: obj) : 'E = raisedBy<'E>(fun () -> call value |> ignore<'T>)

    let tests =
        testList "Types" [
            testCase "a value of the wrong type raises ArgumentException naming both types" (fun () ->
                let output = ArrayBufferWriter<byte>()

                let rejects (parameter: string) (call: obj -> 'T) =
                    let error = thrown<ArgumentException, _> call "text"
                    Expect.equal error.Message $"{wanted} (Parameter '{parameter}')" "Message"
                    Expect.equal (thrown<ArgumentNullException, _> call nothing).ParamName parameter "ParamName"

                rejects "request" (fun x -> Frame.WriteRequest(Metadata.api, 12s, 1, null, x, output))
                rejects "request" (fun x -> ClientSession().SendMessage<Metadata.Response>(Metadata.api, 12s, x, output))
                rejects "request" (fun x -> PeerVersions.Newest.Choose(Metadata.api, x))
                rejects "value" (Json.format metadata 12s)
                rejects "value" (Json.toElement metadata 12s)
                rejects "message" (MessageText.format metadata)
                rejects "message" (MessageText.formatVersion metadata 12s)
                rejects "message" (MessageText.formatIndented metadata 12s)
                rejects "value" (MessageText.formatStruct metadata.Shape)
                rejects "value" (UnknownTags.dropObject metadata)
                rejects "value" (UnknownTags.count metadata))

            testCase "a response of the wrong type raises ArgumentException and writes nothing" (fun () ->
                let output = ArrayBufferWriter<byte>()

                let error =
                    thrown<ArgumentException, _> (fun x -> Frame.WriteResponse(Metadata.api, 12s, 1, x, output)) Fetch.Response.Default

                let expected =
                    "KafkaWire.Messages.Metadata.Response is expected, not KafkaWire.Messages.Fetch.Response. (Parameter 'response')"

                Expect.equal error.Message expected "Message"
                Expect.equal output.WrittenCount 0 "WrittenCount")

            testCase "methods documented to throw InvalidCastException name both types" (fun () ->
                let rejects (expected: string) (cast: obj -> 'T) =
                    Expect.equal (thrown<InvalidCastException, _> cast "text").Message expected "Message"
                    Expect.equal (thrown<ArgumentNullException, _> cast nothing).ParamName "message" "ParamName"

                rejects wanted (Projection.projectObject metadata 12s)
                rejects wanted (Projection.carries metadata 12s)
                rejects wanted (Projection.lowestObject metadata)
                rejects wanted (Projection.lowestLosslessObject metadata)
                rejects wanted (fun x -> Request.OfMessage(ApiKey.Metadata, x))
                rejects "KafkaWire.Messages.Metadata.Response is expected, not System.String." (fun x -> Response.OfMessage(ApiKey.Metadata, x))

                let encodings: (obj -> obj) list = [
                    fun x -> metadata.EncodeObject(x, 12s)
                    fun x ->
                        let mutable size = 0
                        metadata.TryEncodeObject(x, 12s, Span<byte>.Empty, &size)
                ]

                for encode in encodings do
                    Expect.equal (thrown<InvalidCastException, _> encode "text").Message wanted "Message"
                    Expect.equal (thrown<ArgumentNullException, _> encode nothing).ParamName "value" "ParamName")

            testCase "a rejected request leaves no pending call" (fun () ->
                let session = ClientSession()
                let output = ArrayBufferWriter<byte>()
                let send x = session.SendMessage<Metadata.Response>(Metadata.api, 12s, x, output)
                thrown<ArgumentException, _> send Fetch.Request.Default |> ignore<ArgumentException>
                Expect.equal (session.PendingCount, output.WrittenCount) (0, 0) "PendingCount, WrittenCount")
        ]

module Limits =
    let tests =
        testList "Limits" [
            testCase "an array over the memory budget is rejected before it is allocated" (fun () ->
                // 100000 int32: the bytes are there, the budget is not.
                let bytes = Bytes(schema.Encode({ blank with Numbers = Array.zeroCreate 100000 }, 0s))
                let failure = failureOf (fun () -> schema.Decode(bytes, 0s, DecodeOptions(MemoryBudget = 399999L)))
                Expect.equal failure.Error (WireError.BudgetExceeded(400000L, 399999L)) "Error"
                Expect.equal failure.Path "Root v0 / Numbers" "Path"
                schema.Decode(bytes, 0s, DecodeOptions(MemoryBudget = 400000L)) |> ignore<Root>)

            testSequenced (
                testCase "decoding allocates no more than the memory budget" (fun () ->
                    // The bytes of an empty Leaf are 5 in a flexible version: 100000 of them are about 50 bytes of memory each.
                    let leaves = Array.replicate 100000 Leaf.Default
                    let bytes = Bytes(schema.Encode({ blank with Branches = [| { Branch.Default with Leaves = leaves } |] }, 2s))
                    let before = GC.GetAllocatedBytesForCurrentThread()
                    let failure = failureOf (fun () -> schema.Decode(bytes, 2s, DecodeOptions(MemoryBudget = 1000000L)))
                    let allocated = GC.GetAllocatedBytesForCurrentThread() - before

                    match failure.Error with
                    | WireError.BudgetExceeded _ -> ()
                    | error -> failtest $"{error}"

                    Expect.isLessThan allocated 1000000L "allocated")
            )
        ]

module Strict =
    let private strict = DecodeOptions(Strict = true)
    let private decode version digits = schema.Decode(Bytes.OfHex(digits: string), version, strict)

    /// The bytes of the default in v2, with some replaced at an offset.
    let private changed (at: int) (count: int) (digits: string) =
        let bytes = schema.Encode(blank, 2s)
        Convert.ToHexString(Array.concat [ bytes[.. at - 1]; Convert.FromHexString digits; bytes[at + count ..] ])

    let tests =
        testList "Strict" [
            testCase "strict mode reads canonical bytes" (fun () ->
                for version in 0s .. 4s do
                    Expect.isTrue ((decode version (Convert.ToHexString(schema.Encode(blank, version)))).Equals blank) "Equals")

            testCase "bytes that Kafka would write differently are NotCanonical, but the default mode reads them" (fun () ->
                for what, at, count, digits, expected, found, path in
                    [
                        "a bool of 2", 11, 1, "02", 1, 2, "Flag"
                        "an overlong length", 12, 1, "8100", 1, 0x81, "Note"
                        "malformed UTF-8", 12, 1, "0280", 4, 2, "Note"
                    ] do
                    let digits = changed at count digits
                    let failure = failureOf (fun () -> decode 2s digits)
                    Expect.equal failure.Error (WireError.NotCanonical(expected, found)) what
                    Expect.equal failure.Path $"Root v2 / {path}" what
                    Expect.equal failure.Offset (int64 at) what
                    schema.Decode(Bytes.OfHex digits, 2s) |> ignore<Root>)
        ]

[<Tests>]
let tests = testList "ErrorTests" [ Texts.tests; Reading.tests; Writing.tests; Types.tests; Limits.tests; Strict.tests ]
