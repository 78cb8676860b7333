/// Laws of the compression codecs.
module KafkaWire.Tests.CodecTests

open System
open System.Buffers
open System.Diagnostics
open System.IO
open System.Text
open Expecto
open KafkaWire
open KafkaWire.TestSupport

let private codec (compression: CompressionType) = CompressionCodecs.Default.Get compression

let private compress (compression: CompressionType) (magic: sbyte) (bytes: byte[]) =
    let output = ArrayBufferWriter<byte>()
    (codec compression).Compress(ReadOnlyMemory bytes, magic, output)
    output.WrittenSpan.ToArray()

let private decompress (compression: CompressionType) (magic: sbyte) (bytes: byte[]) =
    let output = ArrayBufferWriter<byte>()
    (codec compression).Decompress(ReadOnlyMemory bytes, magic, output)
    output.WrittenSpan.ToArray()

/// Inputs of many kinds: empty, short, random, of few bytes, repeated, text, long matches, far matches.
let inputs =
    let random = Campaign.Random()

    let noise size =
        let bytes = Array.zeroCreate<byte> size
        random.NextBytes bytes
        bytes

    let text (size: int) =
        let words = [| "offset"; "partition"; "leader"; "the"; "of"; "record"; "batch"; "key"; "\n"; "value "; "epoch-"; "0123456789" |]

        let builder = StringBuilder()

        while builder.Length < size do
            builder.Append(words[random.Next words.Length]).Append(' ') |> ignore

        Encoding.UTF8.GetBytes(builder.ToString(0, size))

    let far = noise 300
    let line = File.ReadAllBytes(Repository.Path "LICENSE")

    [
        "empty", [||]
        for size in [ 1; 2; 3; 4; 5; 11; 12; 13; 15; 16; 17; 31; 60; 61; 255; 256; 257 ] do
            $"{size} of noise", noise size
            $"{size} equal", Array.replicate size 7uy
            $"{size} of text", text size
        for size in [ 4096; 32767; 32768; 32769; 65535; 65536; 65537; 131072; 131073; 300_000; 1_048_576 ] do
            $"{size} of noise", noise size
            $"{size} equal", Array.replicate size 200uy
            $"{size} of text", text size
            $"{size} of few", Array.init size (fun _ -> byte (random.Next 4))
            $"{size} of a period", Array.init size (fun i -> byte (i % 13))
        "far matches", Array.concat [ far; noise 60_000; far; noise 70_000; far; noise 140_000; far ]
        "a licence", line
    ]

let private codecs = [ CompressionType.Gzip; CompressionType.Snappy; CompressionType.Lz4; CompressionType.Zstd ]

/// Pipes input through a program; skips the test if the program is not installed.
let private filter (program: string) (arguments: string list) (input: byte[]) : byte[] =
    try
        let start = ProcessStartInfo(program, arguments, RedirectStandardInput = true, RedirectStandardOutput = true)
        use child = nonNull (Process.Start start)

        let writing =
            task {
                do! child.StandardInput.BaseStream.WriteAsync(ReadOnlyMemory input)
                child.StandardInput.Close()
            }

        use output = new MemoryStream()
        child.StandardOutput.BaseStream.CopyTo output
        writing.Wait()
        child.WaitForExit()
        Expect.equal child.ExitCode 0 $"{program} {String.Join(' ', arguments)}"
        output.ToArray()
    with :? ComponentModel.Win32Exception ->
        skiptest $"{program} is not on PATH."

/// A record set of about <c>size</c> bytes in records of 100 bytes.
let private records (size: int) =
    let random = Campaign.Random()

    [
        for i in 0 .. size / 100 ->
            let value = Array.zeroCreate<byte>(min size 90)
            random.NextBytes(value.AsSpan 0)
            Encoding.ASCII.GetBytes($"record {i} of the set: ").AsSpan().Slice(0, min 20 value.Length).CopyTo(Span value)

            NewRecord(
                Key = (if i % 3 = 0 then Nullable() else Nullable(Bytes.OfString $"k{i}")),
                Value = Bytes value,
                Timestamp = 1_700_000_000_000L + int64 i
            )
    ]

let private corrupt (compression: CompressionType) (magic: sbyte) (bytes: byte[]) =
    Expect.throws (fun () -> decompress compression magic bytes |> ignore<byte[]>) $"corrupt {compression} data"

/// Compressed records followed by other bytes, compared with what Kafka's classes read.
module TrailingData =
    /// A batch of three records, and the part of it that is compressed.
    let private plain (magic: sbyte) (size: int) =
        let random = Campaign.Random()

        let record i =
            let value = Array.zeroCreate<byte> size
            random.NextBytes value
            NewRecord(Key = Bytes.OfString $"k{i}", Value = Bytes value, Timestamp = 1_700_000_000_000L)

        let whole = (Records.build (RecordBatchOptions(Magic = magic)) [ for i in 1..3 -> record i ]).ToArray()
        whole, (if magic = 2y then whole[61..] else whole)

    /// A batch or wrapper message with an arbitrary compressed payload.
    let private wrap (compression: CompressionType) (magic: sbyte) (whole: byte[]) (payload: byte[]) : byte[] =
        let big (bytes: byte[]) (at: int) (value: int) = Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(Span<byte>(bytes, at, 4), value)
        let crc (bytes: byte[]) = int ((Seq.head (Records.batches (Bytes bytes))).ComputeCrc())

        if magic = 2y then
            let batch = Array.append whole[..60] payload
            batch[22] <- byte compression
            big batch 8 (batch.Length - 12)
            big batch 17 (crc batch)
            batch
        else
            let head = if magic = 0y then 18 else 26
            let message = Array.append (Array.zeroCreate<byte>(head + 8)) payload
            message[7] <- 2uy
            big message 8 (message.Length - 12)
            message[16] <- byte magic
            message[17] <- byte compression
            big message head -1
            big message (head + 4) payload.Length
            big message 12 (crc message)
            message

    /// "3 records", or "refused".
    let private ours (bytes: byte[]) =
        try
            $"{Seq.sum [ for batch in Records.batches (Bytes bytes) -> batch.ToArray().Length ]} records"
        with :? WireException ->
            "refused"

    let private theirs (answer: string) =
        let answer = Text.Json.JsonElement.Parse answer
        let hasError (x: Text.Json.JsonElement) = fst (x.TryGetProperty "error")
        let batches = answer.GetProperty("batches").EnumerateArray() |> Seq.toList

        if hasError answer || List.exists hasError batches then
            "refused"
        else
            let count = batches |> Seq.sumBy (fun batch -> batch.GetProperty("records").GetArrayLength())
            $"{count} records"

    let private gzipHeader = [| 0x1Fuy; 0x8Buy; 8uy; 0uy; 0uy; 0uy; 0uy; 0uy; 0uy; 0xFFuy |]
    let private zstdMagic = [| 0x28uy; 0xB5uy; 0x2Fuy; 0xFDuy |]

    /// Named payloads: several members or frames, truncated ones, damaged ones, and noise after the records.
    let private payloads (compression: CompressionType) (magic: sbyte) (plain: byte[]) =
        let random = Campaign.Random()

        let noise size =
            let bytes = Array.zeroCreate<byte> size
            random.NextBytes bytes
            bytes

        let packed = compress compression magic plain
        let nothing = compress compression magic [||]
        let half = plain.Length / 2
        let first, second = compress compression magic plain[.. half - 1], compress compression magic plain[half..]
        // Begins like a message of 100 bytes: a message set is truncated there, and a batch has trailing data.
        let other =
            compress compression magic (Array.init 40 (fun i -> if i = 11 then 100uy else byte (i * 37 &&& (if i < 11 then 0 else 255))))

        let damaged = Array.copy other
        damaged[damaged.Length - 8] <- damaged[damaged.Length - 8] ^^^ 1uy

        [
            "whole", packed
            "in two parts", Array.append first second
            "in two parts and noise", Array.concat [ first; second; noise 30 ]
            "an empty part first", Array.append nothing packed
            "an empty part last", Array.append packed nothing
            "twice", Array.append packed packed
            "trailing records", Array.append packed other
            "damaged trailing records", Array.append packed damaged
            for size in [ 1; 2; 3; 4; 5; 7; 8; 9; 10; 17; 18; 19; 26; 27; 100 ] do
                $"{size} trailing zeros", Array.append packed (Array.zeroCreate size)
                $"{size} bytes of trailing noise", Array.append packed (noise size)
            for size in 1 .. other.Length - 1 do
                $"trailing records cut to {size}", Array.append packed other[.. size - 1]
            for size in 1 .. nothing.Length - 1 do
                $"a trailing empty part cut to {size}", Array.append packed nothing[.. size - 1]
            for cut in [ 1; 2; 4; 7; 8; 9; 10; 12 ] do
                $"cut by {cut}", packed[.. packed.Length - 1 - cut]
                $"in two parts, the second one cut by {cut}", Array.append first second[.. second.Length - 1 - cut]
            if compression = CompressionType.Gzip then
                let flagged (flags: byte) (rest: byte[]) = Array.concat [ packed; gzipHeader[..2]; [| flags |]; gzipHeader[4..]; rest; other[10..] ]
                "a trailing header", Array.append packed gzipHeader

                "a trailing header with a truncated extra field",
                Array.concat [ packed; gzipHeader[..2]; [| 4uy |]; gzipHeader[4..]; [| 200uy; 0uy; 1uy; 2uy |] ]

                "a trailing member with a name", flagged 8uy [| 65uy; 66uy; 0uy |]
                "a trailing member with a wrong header checksum", flagged 2uy [| 1uy; 2uy |]
                "a trailing member with another method", Array.concat [ packed; gzipHeader[..1]; [| 9uy |]; gzipHeader[3..]; other[10..] ]
                "a trailing member of noise", Array.concat [ packed; gzipHeader; Array.create 40 7uy ]
            if compression = CompressionType.Zstd then
                let skippable = Array.append [| 0x50uy; 0x2Auy; 0x4Duy; 0x18uy; 5uy; 0uy; 0uy; 0uy |] (Array.zeroCreate 5)
                // two raw blocks of two bytes
                let raw = Array.append zstdMagic [| 0x20uy; 4uy; 0x10uy; 0uy; 0uy; 1uy; 2uy; 0x11uy; 0uy; 0uy; 3uy; 4uy |]
                let huge = Array.append zstdMagic [| 0uy; 0xFFuy; 1uy; 0uy; 0uy |]
                "a skippable frame first", Array.append skippable packed

                for size in 1 .. skippable.Length do
                    $"a trailing skippable frame cut to {size}", Array.append packed skippable[.. size - 1]

                for size in 1 .. raw.Length do
                    $"trailing raw blocks cut to {size}", Array.append packed raw[.. size - 1]

                for size in 5 .. huge.Length do
                    $"a trailing frame with too large a window, cut to {size}", Array.append packed huge[.. size - 1]
        ]

    let tests =
        testList "TrailingData" [
            testCaseTask "trailing data has the same outcome as in Kafka, for every codec and magic" (fun () ->
                task {
                    use oracle = JavaProgram.Start("RecordsOracle.java", "4.4.0")

                    let cases = [|
                        for compression in codecs do
                            for magic in [ 0y; 1y; 2y ] do
                                if magic = 2y || compression <> CompressionType.Zstd then
                                    for size in [ 20; 9000 ] do
                                        let whole, plain = plain magic size

                                        for name, payload in payloads compression magic plain do
                                            $"{compression}, magic {magic}, {size} bytes: {name}", wrap compression magic whole payload
                    |]

                    let! answers = oracle.AskAsync [| for _, bytes in cases -> Convert.ToHexStringLower bytes |]

                    let differences = [
                        for (name, bytes), answer in Array.zip cases answers do
                            if ours bytes <> theirs answer then $"{name}: ours {ours bytes}, Kafka's {theirs answer}"
                    ]

                    Expect.isEmpty differences "differences"
                })

            testList "a trailing member or frame is ignored if it is truncated before its content" [
                for compression, tail, expected in
                    [
                        CompressionType.Gzip, "1f8b", "3 records"
                        CompressionType.Gzip, "1f8b08", "3 records"
                        CompressionType.Gzip, "1f8b08000000000000ff0300", "3 records"
                        CompressionType.Gzip, "1f8b08000000000000ff030000000000000000", "refused"
                        CompressionType.Zstd, "28b5", "3 records"
                        CompressionType.Zstd, "28b52ffd2004100000", "3 records"
                        CompressionType.Zstd, "28b52ffd200410000001", "refused"
                    ] do
                    testCase $"{compression}, {tail}" (fun () ->
                        let whole, plain = plain 2y 20
                        let payload = Array.append (compress compression 2y plain) (Convert.FromHexString tail)
                        Expect.equal (ours (wrap compression 2y whole payload)) expected "ours")
            ]
        ]

[<Tests>]
let tests =
    testList "CodecTests" [
        testCase "compressed data decompresses to the original" (fun () ->
            for name, bytes in inputs do
                for compression in codecs do
                    for magic in [ 0y; 2y ] do
                        let again = decompress compression magic (compress compression magic bytes)

                        if not (again.AsSpan().SequenceEqual(ReadOnlySpan bytes)) then
                            failtest $"{compression}, magic {magic}: {name}")

        testCase "output of the lz4 program decompresses" (fun () ->
            for name, bytes in inputs do
                for arguments in [ [ "-1" ]; [ "-9"; "-BX" ]; [ "-1"; "-B4"; "--no-frame-crc" ]; [ "-1"; "-B7" ] ] do
                    let packed = filter "lz4" ("-c" :: "-q" :: arguments) bytes

                    if not ((decompress CompressionType.Lz4 2y packed).AsSpan().SequenceEqual(ReadOnlySpan bytes)) then
                        failtest $"{name}, {arguments}")

        testCase "the lz4 program decompresses our output" (fun () ->
            for name, bytes in inputs do
                let unpacked = filter "lz4" [ "-d"; "-c"; "-q" ] (compress CompressionType.Lz4 2y bytes)

                if not (unpacked.AsSpan().SequenceEqual(ReadOnlySpan bytes)) then failtest name)

        testCase "output of the zstd program decompresses" (fun () ->
            for name, bytes in inputs do
                // The highest levels are slow.
                for arguments in [ [ "-1" ]; [ "-3"; "--no-check" ]; (if bytes.Length < 40_000 then [ "-19" ] else [ "--fast=10" ]) ] do
                    let packed = filter "zstd" ("-c" :: "-q" :: arguments) bytes

                    if not ((decompress CompressionType.Zstd 2y packed).AsSpan().SequenceEqual(ReadOnlySpan bytes)) then
                        failtest $"{name}, {arguments}")

        testCase "the zstd program decompresses our output" (fun () ->
            for name, bytes in inputs do
                let unpacked = filter "zstd" [ "-d"; "-c"; "-q" ] (compress CompressionType.Zstd 2y bytes)

                if not (unpacked.AsSpan().SequenceEqual(ReadOnlySpan bytes)) then failtest name)

        testCase "zstd saves at least 90% of what the zstd program saves at level 1" (fun () ->
            for name, bytes in inputs do
                if name.Contains "text" && bytes.Length > 1000 || name = "a licence" then
                    let theirs = bytes.Length - (filter "zstd" [ "-1"; "-c"; "-q" ] bytes).Length
                    let ours = bytes.Length - (compress CompressionType.Zstd 2y bytes).Length
                    Expect.isGreaterThan ours (theirs * 9 / 10) name)

        testCaseTask "Kafka reads compressed records of every codec, magic and size" (fun () ->
            task {
                use oracle = JavaProgram.Start("RecordsOracle.java", "4.4.0")

                let sets = [|
                    for size in [ 0; 1; 10; 100; 1000; 10_000; 60_000; 100_000; 1_000_000 ] do
                        let records = records size

                        for magic in [ 0y; 1y; 2y ] do
                            for compression in CompressionType.None :: codecs do
                                if magic = 2y || compression <> CompressionType.Zstd then
                                    let options = RecordBatchOptions(Magic = magic, Compression = compression, BaseOffset = 1000L)
                                    $"{compression}, magic {magic}, {size} bytes", Records.build options records
                |]

                let hex = [| for _, bytes in sets -> Convert.ToHexStringLower bytes.Span |]
                let! answers = oracle.AskAsync hex

                for (name, _), hex, answer in Array.zip3 sets hex answers do
                    let line = Text.Json.JsonElement.Parse $"{{\"hex\":\"{hex}\",{answer.Substring 1}"
                    Expect.isEmpty (Facts.RecordFacts.differences line) name

                    for batch in line.GetProperty("batches").EnumerateArray() do
                        Expect.isFalse (batch.TryGetProperty "error" |> fst) name
            })

        testCase "truncated gzip data is an error, and consecutive members are read" (fun () ->
            for text in [ ""; "one"; String('x', 5000); String.Join(" ", seq { 1..20_000 }) ] do
                let plain = Encoding.ASCII.GetBytes text
                let packed = compress CompressionType.Gzip 2y plain

                for length in
                    (if packed.Length < 500 then
                         [ 1 .. packed.Length - 1 ]
                     else
                         [ 1; 10; 18; 1000; packed.Length - 9; packed.Length - 8; packed.Length - 1 ]) do
                    corrupt CompressionType.Gzip 2y (Array.truncate length packed)

                let twice = decompress CompressionType.Gzip 2y (Array.append packed packed)
                Expect.isTrue (twice.AsSpan().SequenceEqual(ReadOnlySpan(Array.append plain plain))) "two in a row"

                // the second one is truncated; Java ignores up to 18 bytes after the first
                if packed.Length - 3 > 18 then
                    corrupt CompressionType.Gzip 2y (Array.append packed (Array.truncate (packed.Length - 3) packed))

                // trailing bytes that are not gzip data are ignored, as in Java
                let followed = decompress CompressionType.Gzip 2y (Array.append packed (Array.create 30 7uy))
                Expect.isTrue (followed.AsSpan().SequenceEqual(ReadOnlySpan plain)) "SequenceEqual"

            let flagged = compress CompressionType.Gzip 2y [| 1uy |]
            flagged[3] <- 0x20uy
            corrupt CompressionType.Gzip 2y flagged)

        testCase "an LZ4 match of offset 0 is rejected and exposes no pooled memory" (fun () ->
            // a literal, then a match of 60 bytes at offset 0
            let block = [| 0x1fuy; 65uy; 0uy; 0uy; 41uy; 0x50uy; 1uy; 2uy; 3uy; 4uy; 5uy |]
            let frame = compress CompressionType.Lz4 2y [| 1uy |]
            let header = Array.truncate 7 frame
            let size = [| byte block.Length; 0uy; 0uy; 0uy |]
            corrupt CompressionType.Lz4 2y (Array.concat [ header; size; block; Array.zeroCreate 4 ])
            block[2] <- 1uy
            let plain = decompress CompressionType.Lz4 2y (Array.concat [ header; size; block; Array.zeroCreate 4 ])
            Expect.equal (Encoding.ASCII.GetString plain) (String('A', 61) + "\001\002\003\004\005") "GetString")

        testCase "in magic 0 the LZ4 header checksum is written as Kafka's first clients did, and ignored when read" (fun () ->
            for magic, checksum in [ 0y, 0x1auy; 1y, 0x82uy; 2y, 0x82uy ] do
                let frame = compress CompressionType.Lz4 magic (Encoding.ASCII.GetBytes "some text")
                // magic number, version 1 with independent blocks, blocks of 64 KiB
                Expect.equal frame[..6] [| 0x04uy; 0x22uy; 0x4duy; 0x18uy; 0x60uy; 0x40uy; checksum |] "frame"
                frame[6] <- 0x55uy

                if magic = 0y then
                    Expect.equal (Encoding.ASCII.GetString(decompress CompressionType.Lz4 magic frame)) "some text" "decompress"
                else
                    corrupt CompressionType.Lz4 magic frame)

        testCase "the versions in a Snappy header are ignored" (fun () ->
            let packed = compress CompressionType.Snappy 2y (Encoding.ASCII.GetBytes "some text")
            Expect.equal (Convert.ToHexStringLower packed[..15]) "82534e41505059000000000100000001" "packed"

            for versions in [ "0100000001000000"; "7fffffff7fffffff"; "0000000000000000" ] do
                (Convert.FromHexString versions).CopyTo(packed, 8)
                Expect.equal (Encoding.ASCII.GetString(decompress CompressionType.Snappy 2y packed)) "some text" "decompress")

        testCase "data after the declared length of a Snappy block is an error" (fun () ->
            let packed = compress CompressionType.Snappy 2y (Encoding.ASCII.GetBytes "some text")
            let block = packed[20..]
            Expect.equal (Encoding.ASCII.GetString(decompress CompressionType.Snappy 2y block)) "some text" "decompress"
            corrupt CompressionType.Snappy 2y (Array.append block [| 0uy; 65uy |])
            corrupt CompressionType.Snappy 2y (Array.append block [| 0uy |]))

        testCase "a Zstandard frame with a wrong content size or a window over 128 MiB is an error" (fun () ->
            let plain = Encoding.ASCII.GetBytes(String('z', 300))
            let packed = compress CompressionType.Zstd 2y plain
            Expect.equal (decompress CompressionType.Zstd 2y packed) plain "decompress"
            // after the magic number and the descriptor: the size minus 256, in two bytes
            Expect.equal (packed[4] &&& 0xe0uy) 0x60uy "the descriptor: a single segment, and a size of two bytes"
            let lying = Array.copy packed
            lying[6] <- 0xffuy
            corrupt CompressionType.Zstd 2y lying
            // the descriptor says: no single segment, no content size; then the window size
            corrupt CompressionType.Zstd 2y (Array.concat [ [| 0x28uy; 0xb5uy; 0x2fuy; 0xfduy; 0uy; 0x90uy |]; [| 9uy; 0uy; 0uy; 65uy |] ])

            let small = Array.concat [ [| 0x28uy; 0xb5uy; 0x2fuy; 0xfduy; 0uy; 0x50uy |]; [| 9uy; 0uy; 0uy; 65uy |] ]
            Expect.equal (decompress CompressionType.Zstd 2y small) [| 65uy |] "decompress")

        testCase "truncated or damaged data raises only WireException" (fun () ->
            let random = Campaign.Random()

            let frames = [|
                for name, bytes in inputs do
                    if bytes.Length <= 33_000 then
                        for compression in codecs do
                            struct (compression, compress compression 2y bytes)
                for batch in RecordVectors.batches () do
                    if batch.Magic = 2y && batch.Compression = CompressionType.Zstd then
                        struct (CompressionType.Zstd, (batch.Bytes.Slice 61).ToArray())
            |]

            for round in 1 .. Campaign.Rounds(20_000, 1_000_000) do
                let struct (compression, frame) = frames[random.Next frames.Length]
                let bytes = Array.copy frame

                let bytes =
                    if round % 4 = 0 then
                        Array.sub bytes 0 (random.Next(bytes.Length + 1))
                    else
                        for _ in 0 .. random.Next 4 do
                            bytes[random.Next bytes.Length] <- byte (random.Next 256)

                        bytes

                // inside a batch, because there the registry turns codec errors into WireException
                let body = Array.zeroCreate<byte>(61 + bytes.Length)
                bytes.CopyTo(body, 61)
                Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(body.AsSpan 8, body.Length - 12)
                body[16] <- 2uy
                body[22] <- byte compression
                body[60] <- 1uy

                for batch in Records.batchesWith (RecordOptions(CheckCrc = false, DecompressionLimit = 4_000_000L)) (Bytes body) do
                    try
                        batch.ToArray() |> ignore
                    with :? WireException as e ->
                        Expect.isNonEmpty e.Message "Message")

        testCase "a user's codec replaces the library's" (fun () ->
            let mutable calls = 0

            let counting = {
                new ICompressionCodec with
                    member _.Type = CompressionType.Gzip

                    member _.Compress(source, magic, output) =
                        calls <- calls + 1
                        (codec CompressionType.Gzip).Compress(source, magic, output)

                    member _.Decompress(source, magic, output) =
                        calls <- calls + 1
                        (codec CompressionType.Gzip).Decompress(source, magic, output)
            }

            let codecs = CompressionCodecs.Default.With counting
            let bytes = Records.build (RecordBatchOptions(Compression = CompressionType.Gzip, Codecs = codecs)) [ NewRecord() ]

            for batch in Records.batchesWith (RecordOptions(Codecs = codecs)) bytes do
                Expect.equal (batch.ToArray().Length) 1 "Length"

            Expect.equal calls 2 "calls")

        TrailingData.tests
    ]
