/// Varints and texts, byte by byte.
module KafkaWire.Tests.TextAndVarintTests

open System
open NUnit.Framework
open KafkaWire
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

    [<TestCase(0, "00")>]
    [<TestCase(1, "01")>]
    [<TestCase(127, "7f")>]
    [<TestCase(128, "8001")>]
    [<TestCase(16383, "ff7f")>]
    [<TestCase(16384, "808001")>]
    [<TestCase(2097151, "ffff7f")>]
    [<TestCase(2097152, "80808001")>]
    [<TestCase(268435455, "ffffff7f")>]
    [<TestCase(268435456, "8080808001")>]
    [<TestCase(2147483647, "ffffffff07")>]
    [<TestCase(-1, "ffffffff0f")>]
    let ``an unsigned varint is written in the fewest bytes, and read`` (number: int, digits: string) =
        Assert.That(written (fun w -> w.UnsignedVarint(0, number)), Is.EqualTo digits)
        Assert.That(WireWriter.SizeOfUnsignedVarint number, Is.EqualTo(digits.Length / 2))
        let r = reader (bytesOf digits) true
        Assert.That(r.UnsignedVarint 0, Is.EqualTo number)
        Assert.That(r.Position, Is.EqualTo(digits.Length / 2))

    [<TestCase(0, "00")>]
    [<TestCase(-1, "01")>]
    [<TestCase(1, "02")>]
    [<TestCase(63, "7e")>]
    [<TestCase(-64, "7f")>]
    [<TestCase(64, "8001")>]
    [<TestCase(2147483647, "feffffff0f")>]
    [<TestCase(-2147483648, "ffffffff0f")>]
    let ``a varint is zig-zag`` (number: int, digits: string) =
        Assert.That(written (fun w -> w.Varint(0, number)), Is.EqualTo digits)
        Assert.That((reader (bytesOf digits) true).Varint 0, Is.EqualTo number)
        Assert.That(written (fun w -> w.Varlong(0, int64 number)), Is.EqualTo digits)
        Assert.That((reader (bytesOf digits) true).Varlong 0, Is.EqualTo(int64 number))

    [<TestCase(9223372036854775807L, "feffffffffffffffff01")>]
    [<TestCase(-9223372036854775808L, "ffffffffffffffffff01")>]
    [<TestCase(2147483648L, "8080808010")>]
    let ``a varlong has up to 10 bytes`` (number: int64, digits: string) =
        Assert.That(written (fun w -> w.Varlong(0, number)), Is.EqualTo digits)
        Assert.That((reader (bytesOf digits) true).Varlong 0, Is.EqualTo number)

    [<TestCase("8000", 0)>]
    [<TestCase("8180808000", 1)>]
    [<TestCase("ff80808000", 127)>]
    [<TestCase("ffffffff7f", -1)>]
    let ``overlong forms are read, bits above 32 are lost`` (digits: string, number: int) =
        Assert.That((reader (bytesOf digits) true).UnsignedVarint 0, Is.EqualTo number)

    [<Test>]
    let ``a varint that goes on past its last byte is MalformedVarint at its first`` () =
        let short = failureOf (fun () -> (reader (bytesOf "80 80 80 80 80 00") true).UnsignedVarint 0)
        Assert.That((short.Error, short.Offset), Is.EqualTo((WireError.MalformedVarint 5, 0L)))
        let long = failureOf (fun () -> (reader (Array.create 11 0x80uy) true).Varlong 0)
        Assert.That((long.Error, long.Offset), Is.EqualTo((WireError.MalformedVarint 10, 0L)))

    [<Test>]
    let ``a varint that is cut off is InsufficientBytes at the byte that is missing`` () =
        let failure = failureOf (fun () -> (reader (bytesOf "ff ff") true).UnsignedVarint 0)
        Assert.That((failure.Error, failure.Offset), Is.EqualTo((WireError.InsufficientBytes(1L, 0L), 2L)))

module Texts =
    let private read (bytes: byte[]) = (reader (Array.append [| byte (bytes.Length >>> 8); byte bytes.Length |] bytes) false).String 0

    [<TestCase("e282ac", "\u20ac")>]
    [<TestCase("f09f9880", "\U0001F600")>]
    [<TestCase("00", "\u0000")>]
    [<TestCase("efbfbd", "\uFFFD")>]
    [<TestCase("eda080", "\uFFFD")>] // an encoded surrogate is one replacement, whole
    [<TestCase("eda041", "\uFFFDA")>] // or cut off
    [<TestCase("eda0", "\uFFFD")>]
    [<TestCase("edbfbf41", "\uFFFDA")>]
    [<TestCase("eda080edb080", "\uFFFD\uFFFD")>] // a pair of them is two
    [<TestCase("ed9fbf", "\uD7FF")>] // the last before them
    [<TestCase("c080", "\uFFFD\uFFFD")>] // overlong
    [<TestCase("e08080", "\uFFFD\uFFFD\uFFFD")>]
    [<TestCase("f4908080", "\uFFFD\uFFFD\uFFFD\uFFFD")>] // above U+10FFFF
    [<TestCase("f09f98", "\uFFFD")>] // cut off
    [<TestCase("f09f9841", "\uFFFDA")>]
    [<TestCase("80", "\uFFFD")>]
    [<TestCase("ff41", "\uFFFDA")>]
    let ``malformed UTF-8 becomes U+FFFD by Java's rule`` (digits: string, text: string) = Assert.That(read (bytesOf digits), Is.EqualTo text)

    [<Test>]
    let ``the fast rule and the slow one read all sequences of telling bytes alike`` () =
        let telling = bytesOf "41 7f 80 8f 90 9f a0 bf c0 c2 df e0 ed ee f0 f4 f5 ff"
        let findings = Findings()

        let rec sequences length =
            if length = 0 then
                Seq.singleton []
            else
                seq {
                    for rest in sequences (length - 1) do
                        for b in telling -> b :: rest
                }

        for length in 1..4 do
            for bytes in sequences length do
                let bytes = Array.ofList bytes

                if read bytes <> Reference.utf8 bytes then
                    findings.Add $"{Convert.ToHexStringLower bytes}: {read bytes}, Reference {Reference.utf8 bytes}"

        findings.Tell()

    let private written flexible (text: string) =
        let writer = WireWriter()
        writer.Reset(0s, flexible)
        writer.Written(0, writer.String(0, text)).ToArray()

    [<Test>]
    let ``42 chars of 3 bytes take a 1-byte prefix`` () =
        let bytes = written true (String('\u20ac', 42))
        Assert.That(bytes.Length, Is.EqualTo 127)
        Assert.That(bytes[0], Is.EqualTo 127uy)

    [<Test>]
    let ``one character that is not ASCII is found wherever it stands`` () =
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

        findings.Tell()

    [<Test>]
    let ``texts about every edge of the prefix come back, of 1, 2 and 3 bytes a char and of pairs`` () =
        let findings = Findings()

        for flexible in [ true; false ] do
            for length in Seq.append [ 0..200 ] [ 5460; 5461; 5462; 8190; 8191; 8192; 10922; 16382; 16383 ] do
                for unit in [ "x"; "\u00e9"; "\u20ac"; "\U0001F600" ] do
                    let text = String.replicate (length / unit.Length) unit

                    if Text.Encoding.UTF8.GetByteCount text <= 32767 then
                        let r = reader (written flexible text) flexible

                        if r.String 0 <> text || r.Position <> r.End then
                            findings.Add $"{length} chars of {unit}, flexible {flexible}"

        findings.Tell()
