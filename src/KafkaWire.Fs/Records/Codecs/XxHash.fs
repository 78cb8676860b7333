namespace KafkaWire

open System
open System.Buffers.Binary
open System.Numerics

/// The checksums of LZ4 and Zstandard frames, seed 0.
module internal XxHash =

    [<Literal>]
    let private P1 = 0x9E3779B1u

    [<Literal>]
    let private P2 = 0x85EBCA77u

    [<Literal>]
    let private P3 = 0xC2B2AE3Du

    [<Literal>]
    let private P4 = 0x27D4EB2Fu

    [<Literal>]
    let private P5 = 0x165667B1u

    let private word32 (data: ReadOnlySpan<byte>) (at: int) = BinaryPrimitives.ReadUInt32LittleEndian(data.Slice at)
    let private word64 (data: ReadOnlySpan<byte>) (at: int) = BinaryPrimitives.ReadUInt64LittleEndian(data.Slice at)

    let xxh32 (data: ReadOnlySpan<byte>) : uint32 =
        let inline round (lane: uint32) (input: uint32) = BitOperations.RotateLeft(lane + input * P2, 13) * P1
        let mutable at = 0

        let mutable hash =
            if data.Length >= 16 then
                let mutable a = P1 + P2
                let mutable b = P2
                let mutable c = 0u
                let mutable d = 0u - P1

                while data.Length - at >= 16 do
                    a <- round a (word32 data at)
                    b <- round b (word32 data (at + 4))
                    c <- round c (word32 data (at + 8))
                    d <- round d (word32 data (at + 12))
                    at <- at + 16

                BitOperations.RotateLeft(a, 1)
                + BitOperations.RotateLeft(b, 7)
                + BitOperations.RotateLeft(c, 12)
                + BitOperations.RotateLeft(d, 18)
            else
                P5

        hash <- hash + uint32 data.Length

        while data.Length - at >= 4 do
            hash <- BitOperations.RotateLeft(hash + word32 data at * P3, 17) * P4
            at <- at + 4

        while at < data.Length do
            hash <- BitOperations.RotateLeft(hash + uint32 data[at] * P5, 11) * P1
            at <- at + 1

        hash <- (hash ^^^ (hash >>> 15)) * P2
        hash <- (hash ^^^ (hash >>> 13)) * P3
        hash ^^^ (hash >>> 16)

    [<Literal>]
    let private Q1 = 0x9E3779B185EBCA87UL

    [<Literal>]
    let private Q2 = 0xC2B2AE3D27D4EB4FUL

    [<Literal>]
    let private Q3 = 0x165667B19E3779F9UL

    [<Literal>]
    let private Q4 = 0x85EBCA77C2B2AE63UL

    [<Literal>]
    let private Q5 = 0x27D4EB2F165667C5UL

    let xxh64 (data: ReadOnlySpan<byte>) : uint64 =
        let inline round (lane: uint64) (input: uint64) = BitOperations.RotateLeft(lane + input * Q2, 31) * Q1
        let inline merge (hash: uint64) (lane: uint64) = (hash ^^^ round 0UL lane) * Q1 + Q4
        let mutable at = 0

        let mutable hash =
            if data.Length >= 32 then
                let mutable a = Q1 + Q2
                let mutable b = Q2
                let mutable c = 0UL
                let mutable d = 0UL - Q1

                while data.Length - at >= 32 do
                    a <- round a (word64 data at)
                    b <- round b (word64 data (at + 8))
                    c <- round c (word64 data (at + 16))
                    d <- round d (word64 data (at + 24))
                    at <- at + 32

                let sum =
                    BitOperations.RotateLeft(a, 1)
                    + BitOperations.RotateLeft(b, 7)
                    + BitOperations.RotateLeft(c, 12)
                    + BitOperations.RotateLeft(d, 18)

                merge (merge (merge (merge sum a) b) c) d
            else
                Q5

        hash <- hash + uint64 data.Length

        while data.Length - at >= 8 do
            hash <- BitOperations.RotateLeft(hash ^^^ round 0UL (word64 data at), 27) * Q1 + Q4
            at <- at + 8

        if data.Length - at >= 4 then
            let word = uint64 (BinaryPrimitives.ReadUInt32LittleEndian(data.Slice at))
            hash <- BitOperations.RotateLeft(hash ^^^ (word * Q1), 23) * Q2 + Q3
            at <- at + 4

        while at < data.Length do
            hash <- BitOperations.RotateLeft(hash ^^^ (uint64 data[at] * Q5), 11) * Q1
            at <- at + 1

        hash <- (hash ^^^ (hash >>> 33)) * Q2
        hash <- (hash ^^^ (hash >>> 29)) * Q3
        hash ^^^ (hash >>> 32)
