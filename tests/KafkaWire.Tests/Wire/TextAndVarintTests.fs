/// Varints and texts, byte by byte.
module KafkaWire.Tests.TextAndVarintTests

open System
open Expecto
open KafkaWire
open KafkaWire.Generators
open KafkaWire.Tests.Law

let private reader (bytes: byte[]) flexible =
    let reader = WireReader()
    reader.Reset(Bytes bytes, 0s, flexible, Int64.MaxValue)
    reader

let private bytesOf (digits: string) = Convert.FromHexString(digits.Replace(" ", ""))

module Varints =
    let private written (write: WireWriter -> int) =
        let writer = WireWriter()
        writer.Reset(0s, true)
        Convert.ToHexStringLower(writer.Written(0, write writer))

    let tests =
        testList "Varints" [
            testList "an unsigned varint is written in the fewest bytes and read back" [
                for number, digits in
                    [
                        0, "00"
                        1, "01"
                        127, "7f"
                        128, "8001"
                        16383, "ff7f"
                        16384, "808001"
                        2097151, "ffff7f"
                        2097152, "80808001"
                        268435455, "ffffff7f"
                        268435456, "8080808001"
                        2147483647, "ffffffff07"
                        -1, "ffffffff0f"
                    ] do
                    testCase $"{number}" (fun () ->
                        Expect.equal (written (fun w -> w.UnsignedVarint(0, number))) digits "UnsignedVarint"
                        Expect.equal (WireWriter.SizeOfUnsignedVarint number) (digits.Length / 2) "SizeOfUnsignedVarint"
                        let r = reader (bytesOf digits) true
                        Expect.equal (r.UnsignedVarint 0) number "UnsignedVarint"
                        Expect.equal r.Position (digits.Length / 2) "Position")
            ]

            testList "varints are zigzag-encoded" [
                for number, digits in
                    [ 0, "00"; -1, "01"; 1, "02"; 63, "7e"; -64, "7f"; 64, "8001"; 2147483647, "feffffff0f"; -2147483648, "ffffffff0f" ] do
                    testCase $"{number}" (fun () ->
                        Expect.equal (written (fun w -> w.Varint(0, number))) digits "Varint"
                        Expect.equal ((reader (bytesOf digits) true).Varint 0) number "Varint"
                        Expect.equal (written (fun w -> w.Varlong(0, int64 number))) digits "Varlong"
                        Expect.equal ((reader (bytesOf digits) true).Varlong 0) (int64 number) "Varlong")
            ]

            testList "a varlong has up to 10 bytes" [
                for number, digits in
                    [ 9223372036854775807L, "feffffffffffffffff01"; -9223372036854775808L, "ffffffffffffffffff01"; 2147483648L, "8080808010" ] do
                    testCase $"{number}" (fun () ->
                        Expect.equal (written (fun w -> w.Varlong(0, number))) digits "Varlong"
                        Expect.equal ((reader (bytesOf digits) true).Varlong 0) number "Varlong")
            ]

            testList "overlong varints are read, and bits above 32 are dropped" [
                for digits, number in [ "8000", 0; "8180808000", 1; "ff80808000", 127; "ffffffff7f", -1 ] do
                    testCase digits (fun () -> Expect.equal ((reader (bytesOf digits) true).UnsignedVarint 0) number "UnsignedVarint")
            ]

            testCase "a varint that is too long is MalformedVarint at its first byte" (fun () ->
                let short = failureOf (fun () -> (reader (bytesOf "80 80 80 80 80 00") true).UnsignedVarint 0)
                Expect.equal (short.Error, short.Offset) (WireError.MalformedVarint 5, 0L) "Offset"
                let long = failureOf (fun () -> (reader (Array.create 11 0x80uy) true).Varlong 0)
                Expect.equal (long.Error, long.Offset) (WireError.MalformedVarint 10, 0L) "Offset")

            testCase "a truncated varint is InsufficientBytes at the missing byte" (fun () ->
                let failure = failureOf (fun () -> (reader (bytesOf "ff ff") true).UnsignedVarint 0)
                Expect.equal (failure.Error, failure.Offset) (WireError.InsufficientBytes(1L, 0L), 2L) "Offset")

            testList "TryRead reports sizes, truncated varints and varints that are too long" [
                for digits, most, size, value in
                    [
                        "", 5, 0, 0UL
                        "00", 5, 1, 0UL
                        "ac02ff", 5, 2, 300UL
                        "80808080", 5, 0, 0UL
                        "ffffffff7f", 5, 5, 0x7ffffffffUL
                        "8080808080", 5, -1, 0UL
                        "808080808000", 5, -1, 0UL
                        "808080808000", 10, 6, 0UL
                        "ffffffffffffffffff01", 10, 10, UInt64.MaxValue
                    ] do
                    testCase $"{digits}, {most}" (fun () ->
                        let mutable found = 1UL
                        let bytes = bytesOf digits
                        Expect.equal (Varint.TryRead(ReadOnlySpan<byte> bytes, most, &found)) size "the size"
                        Expect.equal found value "the value")
            ]
        ]

module Texts =
    let private read (bytes: byte[]) = (reader (Array.append [| byte (bytes.Length >>> 8); byte bytes.Length |] bytes) false).String 0

    let private written flexible (text: string) =
        let writer = WireWriter()
        writer.Reset(0s, flexible)
        writer.Written(0, writer.String(0, text)).ToArray()

    let tests =
        testList "Texts" [
            testList "malformed UTF-8 becomes U+FFFD by Java's rule" [
                for digits, text in
                    [
                        "e282ac", "\u20ac"
                        "f09f9880", "\U0001F600"
                        "00", "\u0000"
                        "efbfbd", "\uFFFD"
                        "eda080", "\uFFFD" // an encoded surrogate is one replacement, whole
                        "eda041", "\uFFFDA" // or cut off
                        "eda0", "\uFFFD"
                        "edbfbf41", "\uFFFDA"
                        "eda080edb080", "\uFFFD\uFFFD" // a pair of them is two
                        "ed9fbf", "\uD7FF" // the last code point before the surrogates
                        "c080", "\uFFFD\uFFFD" // overlong
                        "e08080", "\uFFFD\uFFFD\uFFFD"
                        "f4908080", "\uFFFD\uFFFD\uFFFD\uFFFD" // above U+10FFFF
                        "f09f98", "\uFFFD" // cut off
                        "f09f9841", "\uFFFDA"
                        "80", "\uFFFD"
                        "ff41", "\uFFFDA"
                    ] do
                    testCase digits (fun () -> Expect.equal (read (bytesOf digits)) text "read")
            ]

            testCase "the fast decoder and Reference agree on all UTF-8 edge cases" (fun () ->
                let edges = bytesOf "41 7f 80 8f 90 9f a0 bf c0 c2 df e0 ed ee f0 f4 f5 ff"
                let findings = Findings()

                let rec sequences length =
                    if length = 0 then
                        Seq.singleton []
                    else
                        seq {
                            for rest in sequences (length - 1) do
                                for b in edges -> b :: rest
                        }

                for length in 1..4 do
                    for bytes in sequences length do
                        let bytes = Array.ofList bytes

                        if read bytes <> ReferenceReader.utf8 bytes then
                            findings.Add $"{Convert.ToHexStringLower bytes}: {read bytes}, Reference {ReferenceReader.utf8 bytes}"

                findings.Tell())

            testCase "42 chars of 3 bytes take a 1-byte prefix" (fun () ->
                let bytes = written true (String('\u20ac', 42))
                Expect.equal bytes.Length 127 "Length"
                Expect.equal bytes[0] 127uy "bytes")

            testCase "a non-ASCII character is encoded correctly at any index" (fun () ->
                let findings = Findings()

                for length in 1..150 do
                    let ascii = String.init length (fun i -> string (char (0x21 + i % 90)))

                    for index in 0 .. length - 1 do
                        for character in [ "\u0080"; "\u0100"; "\u20ac" ] do
                            let text = ascii.Remove(index, 1).Insert(index, character)
                            let utf8 = Text.Encoding.UTF8.GetBytes text

                            let prefix =
                                if utf8.Length < 127 then
                                    [| byte (utf8.Length + 1) |]
                                else
                                    [| byte (utf8.Length + 1) ||| 0x80uy; 1uy |]

                            if written true text <> Array.append prefix utf8 then findings.Add $"{text}"

                            if written false text <> Array.append [| 0uy; byte utf8.Length |] utf8 then
                                findings.Add $"{text}, with an int16 in front"

                findings.Tell())

            testCase "strings around every prefix size round-trip, with 1 to 4 bytes per character" (fun () ->
                let findings = Findings()

                for flexible in [ true; false ] do
                    for length in Seq.append [ 0..200 ] [ 5460; 5461; 5462; 8190; 8191; 8192; 10922; 16382; 16383 ] do
                        for unit in [ "x"; "\u00e9"; "\u20ac"; "\U0001F600" ] do
                            let text = String.replicate (length / unit.Length) unit

                            if Text.Encoding.UTF8.GetByteCount text <= 32767 then
                                let r = reader (written flexible text) flexible

                                if r.String 0 <> text || r.Position <> r.End then
                                    findings.Add $"{length} chars of {unit}, flexible {flexible}"

                findings.Tell())
        ]

[<Tests>]
let tests = testList "TextAndVarintTests" [ Varints.tests; Texts.tests ]
