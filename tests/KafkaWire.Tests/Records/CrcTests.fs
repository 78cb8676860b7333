/// Checksums: the fast algorithms match the plain loop.
module KafkaWire.Tests.CrcTests

open System
open System.Reflection
open Expecto
open KafkaWire
open KafkaWire.TestSupport

/// The slow, obvious form: a bit at a time.
module Reference =
    let compute (polynomial: uint32) (bytes: ReadOnlySpan<byte>) =
        let mutable crc = 0xFFFFFFFFu

        for b in bytes do
            crc <- crc ^^^ uint32 b

            for _ in 1..8 do
                crc <- if crc &&& 1u <> 0u then (crc >>> 1) ^^^ polynomial else crc >>> 1

        ~~~crc

let crc32c (bytes: ReadOnlySpan<byte>) = Reference.compute 0x82F63B78u bytes
let crc32 (bytes: ReadOnlySpan<byte>) = Reference.compute 0xEDB88320u bytes

let private data =
    let bytes = Array.zeroCreate<byte> 300_000
    Campaign.Random().NextBytes bytes
    bytes

/// The signature of `Crc32C.Compute(data, widest)`, which is internal.
type private Way = delegate of ReadOnlySpan<byte> * int -> uint32

[<Tests>]
let tests =
    testList "CrcTests" [
        testCase "the CRCs of 123456789 are the published check values" (fun () ->
            let text = ReadOnlySpan "123456789"B
            Expect.equal (Crc32C.Compute text) 0xE3069283u "Compute"
            Expect.equal (Crc32.Compute text) 0xCBF43926u "Compute")

        testCase "lengths up to 300 match the plain loop at any alignment" (fun () ->
            for length in 0..300 do
                for start in 0..15 do
                    let bytes = ReadOnlySpan(data, start, length)
                    let c = Crc32C.Compute bytes
                    let i = Crc32.Compute bytes

                    if c <> crc32c bytes || i <> crc32 bytes then
                        failtest $"{length} bytes from {start}: CRC-32C {c:x8}, CRC-32 {i:x8}")

        testCase "lengths around the interleaved block sizes match the plain loop" (fun () ->
            let lengths = [
                for block in [ 256; 384; 512; 1024; 3072; 4096; 7296; 8192; 11520; 14592; 23040; 65536; 131072; 262144 ] do
                    for more in [ -1; 0; 1; 7; 8; 17; 63; 64; 391 ] -> block + more
            ]

            for length in lengths do
                let bytes = ReadOnlySpan(data, 3, length)

                if Crc32C.Compute bytes <> crc32c bytes || Crc32.Compute bytes <> crc32 bytes then
                    failtest $"{length} bytes")

        testCase "Append continues the checksum of the preceding bytes" (fun () ->
            let whole = ReadOnlySpan(data, 0, 10_000)

            for cut in [ 0; 1; 7; 63; 64; 100; 4096; 5000; 9999; 10_000 ] do
                let head = whole.Slice(0, cut)
                let tail = whole.Slice cut
                Expect.equal (Crc32C.Append(Crc32C.Compute head, tail)) (Crc32C.Compute whole) "Compute")

        // A processor uses the widest algorithm that it supports. Asking for each width tests all of them on one machine.
        testCase "512-bit folding, 256-bit folding and three streams compute the same CRC" (fun () ->
            let method = typeof<Crc32C>.GetMethod("Compute", BindingFlags.Static ||| BindingFlags.NonPublic)
            let compute = (nonNull method).CreateDelegate<Way>()

            let check (length: int) =
                let expected = crc32c (ReadOnlySpan(data, 5, length))

                for widest in [ 512; 256; 0 ] do
                    let computed = compute.Invoke(ReadOnlySpan(data, 5, length), widest)

                    if computed <> expected then
                        failtest $"{length} bytes by {widest} bits: {computed:x8} instead of {expected:x8}"

            for length in 0..1100 do
                check length

            for block in [ 3072; 7296; 11520; 14592; 23040; 100_000 ] do
                for more in [ -1; 0; 31; 32; 63; 64; 127; 128; 255; 256; 300 ] do
                    check (block + more))
    ]
