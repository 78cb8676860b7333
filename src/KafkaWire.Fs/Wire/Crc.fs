namespace KafkaWire

open System
open System.Buffers.Binary
open System.Numerics
open System.Runtime.CompilerServices
open System.Runtime.InteropServices
open System.Runtime.Intrinsics
open System.Runtime.Intrinsics.X86

/// Polynomials over GF(2) modulo the one of a CRC, in the reflected form: bit 31 stands for x^0.
/// A register that zeros are fed into is multiplied by x for each bit, so parts computed apart are put together by a multiplication.
module internal CrcAlgebra =

    let multiply (polynomial: uint32) (a: uint32) (b: uint32) : uint32 =
        let mutable product = 0u
        let mutable factor = b

        for bit = 31 downto 0 do
            if (a >>> bit) &&& 1u <> 0u then product <- product ^^^ factor

            factor <- if factor &&& 1u <> 0u then (factor >>> 1) ^^^ polynomial else factor >>> 1

        product

    /// x^n
    let power (polynomial: uint32) (n: int) : uint32 =
        let mutable result = 0x80000000u // x^0
        let mutable square = 0x40000000u // x^1
        let mutable rest = n

        while rest > 0 do
            if rest &&& 1 <> 0 then result <- multiply polynomial result square

            square <- multiply polynomial square square
            rest <- rest >>> 1

        result

    /// What a register becomes when zeros are fed into it, by the value of each of its four bytes.
    let zerosTable (polynomial: uint32) (zeros: int) : uint32[] =
        let factor = power polynomial (8 * zeros)
        Array.init 1024 (fun i -> multiply polynomial (uint32 (i &&& 0xff) <<< (8 * (i >>> 8))) factor)

    let feedZeros (table: uint32[]) (crc: uint32) : uint32 =
        table[int (crc &&& 0xffu)]
        ^^^ table[256 + int ((crc >>> 8) &&& 0xffu)]
        ^^^ table[512 + int ((crc >>> 16) &&& 0xffu)]
        ^^^ table[768 + int (crc >>> 24)]

    /// The factor that moves 64 bits of a register D bits ahead. The carry-less product of a reflected 64-bit and a reflected 32-bit number, read as
    /// a reflected 128-bit number, is x^33 times their product.
    let foldFactor (polynomial: uint32) (bits: int) : uint64 = uint64 (power polynomial (bits - 33))

/// The ways to CRC-32C, from a register to a register.
// The crc32 instruction takes 8 bytes, has its result after 3 cycles and can start in each, so three independent streams keep it busy: 8 bytes a cycle.
// Carry-less multiplication of 256 bits folds at about the same rate in other parts of the processor; both at once give 1.5 times of either.
// Timed by the command `crc` of tests/KafkaWire.Benchmarks; held by CrcTests.
module internal Castagnoli =

    [<Literal>]
    let Polynomial = 0x82F63B78u

    // Long streams for the most of it, short ones for what is left: to put three together costs about as much as 60 bytes.
    [<Literal>]
    let Long = 1024

    [<Literal>]
    let Short = 128

    let afterLong = CrcAlgebra.zerosTable Polynomial Long
    let afterTwoLong = CrcAlgebra.zerosTable Polynomial (2 * Long)
    let afterShort = CrcAlgebra.zerosTable Polynomial Short
    let afterTwoShort = CrcAlgebra.zerosTable Polynomial (2 * Short)

    let private foldFactors (bits: int) =
        let far = CrcAlgebra.foldFactor Polynomial (bits + 64)
        let near = CrcAlgebra.foldFactor Polynomial bits
        Vector256.Create(far, near, far, near)

    // Four accumulators of 256 bits: each moves over the three others, at last over one at a time.
    let overFour = foldFactors 1024
    let overOne = foldFactors 256
    let overHalf = (foldFactors 128).GetLower()

    // A block of both ways: the folding part, then three streams. In each round they take 128 and 3 * 32 bytes.
    [<Literal>]
    let Rounds = 24

    [<Literal>]
    let Folded = 3200 // 128 * (Rounds + 1): the first 128 are loaded in front of the loop

    [<Literal>]
    let Stream = 768 // 32 * Rounds

    [<Literal>]
    let Block = 5504 // Folded + 3 * Stream

    let overThree = CrcAlgebra.foldFactor Polynomial (8 * 3 * Stream)
    let overTwo = CrcAlgebra.foldFactor Polynomial (8 * 2 * Stream)
    let overStream = CrcAlgebra.foldFactor Polynomial (8 * Stream)

    let inline private load (start: byref<byte>) (offset: int) : uint64 = Unsafe.ReadUnaligned<uint64>(&Unsafe.Add(&start, offset))

    let inline private loadWide (start: byref<byte>) (offset: int) : Vector256<uint64> =
        Unsafe.ReadUnaligned<Vector256<uint64>>(&Unsafe.Add(&start, offset))

    let inline step (crc: uint32) (data: uint64) : uint32 =
        if Sse42.X64.IsSupported then uint32 (Sse42.X64.Crc32(uint64 crc, data))
        elif Arm.Crc32.Arm64.IsSupported then Arm.Crc32.Arm64.ComputeCrc32C(crc, data)
        else BitOperations.Crc32C(crc, data)

    let inline private fold (block: Vector256<uint64>) (factors: Vector256<uint64>) : Vector256<uint64> =
        Pclmulqdq.V256.CarrylessMultiply(block, factors, 0x00uy)
        ^^^ Pclmulqdq.V256.CarrylessMultiply(block, factors, 0x11uy)

    /// The register that four accumulators stand for.
    let inline private reduce a b c d : uint32 =
        let b = b ^^^ fold a overOne
        let c = c ^^^ fold b overOne
        let d = d ^^^ fold c overOne
        let low: Vector128<uint64> = d.GetLower()

        let last =
            Pclmulqdq.CarrylessMultiply(low, overHalf, 0x00uy)
            ^^^ Pclmulqdq.CarrylessMultiply(low, overHalf, 0x11uy)
            ^^^ d.GetUpper()

        uint32 (Sse42.X64.Crc32(Sse42.X64.Crc32(0UL, last.GetElement 0), last.GetElement 1))

    /// Three streams of so many bytes each.
    let inline private interleaved (start: byref<byte>) (crc: uint32) (length: int) (one: uint32[]) (two: uint32[]) : uint32 =
        let mutable a = crc
        let mutable b = 0u
        let mutable c = 0u
        let mutable at = 0

        while at < length do
            a <- step a (load &start at)
            b <- step b (load &start (at + length))
            c <- step c (load &start (at + 2 * length))
            at <- at + 8

        CrcAlgebra.feedZeros two a ^^^ CrcAlgebra.feedZeros one b ^^^ c

    let longStreams (start: byref<byte>) (crc: uint32) : uint32 = interleaved &start crc Long afterLong afterTwoLong
    let shortStreams (start: byref<byte>) (crc: uint32) : uint32 = interleaved &start crc Short afterShort afterTwoShort

    /// As many bytes as length says, which is a multiple of 128 of at least 256.
    let folded (start: byref<byte>) (crc: uint32) (length: int) : uint32 =
        let factors = overFour
        let mutable a = loadWide &start 0 ^^^ Vector256.CreateScalar(uint64 crc)
        let mutable b = loadWide &start 32
        let mutable c = loadWide &start 64
        let mutable d = loadWide &start 96
        let mutable at = 128

        while at < length do
            a <- fold a factors ^^^ loadWide &start at
            b <- fold b factors ^^^ loadWide &start (at + 32)
            c <- fold c factors ^^^ loadWide &start (at + 64)
            d <- fold d factors ^^^ loadWide &start (at + 96)
            at <- at + 128

        reduce a b c d

    let inline private product (register: uint32) (factor: uint64) : uint64 =
        Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(uint64 register), Vector128.CreateScalar factor, 0uy).ToScalar()

    /// A block of both ways.
    let both (start: byref<byte>) (crc: uint32) : uint32 =
        let factors = overFour
        let streams = &Unsafe.Add(&start, Folded)
        let mutable a = loadWide &start 0 ^^^ Vector256.CreateScalar(uint64 crc)
        let mutable b = loadWide &start 32
        let mutable c = loadWide &start 64
        let mutable d = loadWide &start 96
        let mutable x = 0UL
        let mutable y = 0UL
        let mutable z = 0UL
        let mutable wide = 128
        let mutable at = 0

        while at < Stream do
            a <- fold a factors ^^^ loadWide &start wide
            x <- Sse42.X64.Crc32(x, load &streams at)
            y <- Sse42.X64.Crc32(y, load &streams (at + Stream))
            z <- Sse42.X64.Crc32(z, load &streams (at + 2 * Stream))
            b <- fold b factors ^^^ loadWide &start (wide + 32)
            x <- Sse42.X64.Crc32(x, load &streams (at + 8))
            y <- Sse42.X64.Crc32(y, load &streams (at + Stream + 8))
            z <- Sse42.X64.Crc32(z, load &streams (at + 2 * Stream + 8))
            c <- fold c factors ^^^ loadWide &start (wide + 64)
            x <- Sse42.X64.Crc32(x, load &streams (at + 16))
            y <- Sse42.X64.Crc32(y, load &streams (at + Stream + 16))
            z <- Sse42.X64.Crc32(z, load &streams (at + 2 * Stream + 16))
            d <- fold d factors ^^^ loadWide &start (wide + 96)
            x <- Sse42.X64.Crc32(x, load &streams (at + 24))
            y <- Sse42.X64.Crc32(y, load &streams (at + Stream + 24))
            z <- Sse42.X64.Crc32(z, load &streams (at + 2 * Stream + 24))
            wide <- wide + 128
            at <- at + 32

        let parts = product (reduce a b c d) overThree ^^^ product (uint32 x) overTwo ^^^ product (uint32 y) overStream

        uint32 (Sse42.X64.Crc32(0UL, parts)) ^^^ uint32 z

    let private canFold = Pclmulqdq.V256.IsSupported && Sse42.X64.IsSupported

    /// The register after some bytes; folds where that is allowed and possible.
    let compute (register: uint32) (data: ReadOnlySpan<byte>) (mayFold: bool) : uint32 =
        let start = &MemoryMarshal.GetReference data
        let mutable crc = register
        let mutable at = 0
        let length = data.Length

        if mayFold && canFold then
            while length - at >= Block do
                crc <- both &(Unsafe.Add(&start, at)) crc
                at <- at + Block

            if length - at >= 256 then
                let most = (length - at) &&& ~~~127
                crc <- folded &(Unsafe.Add(&start, at)) crc most
                at <- at + most
        else
            while length - at >= 3 * Long do
                crc <- longStreams &(Unsafe.Add(&start, at)) crc
                at <- at + 3 * Long

            while length - at >= 3 * Short do
                crc <- shortStreams &(Unsafe.Add(&start, at)) crc
                at <- at + 3 * Short

        while length - at >= 8 do
            crc <- step crc (load &start at)
            at <- at + 8

        while at < length do
            crc <- BitOperations.Crc32C(crc, Unsafe.Add(&start, at))
            at <- at + 1

        crc

/// <summary>CRC-32C (Castagnoli), the checksum of record batches of magic 2.</summary>
[<AbstractClass; Sealed>]
type Crc32C private () =

    /// <summary>Three interleaved streams, without folding: what processors without 256-bit PCLMULQDQ run.</summary>
    static member internal Streams(data: ReadOnlySpan<byte>) : uint32 = ~~~(Castagnoli.compute 0xFFFFFFFFu data false)

    /// <summary>Computes the checksum of bytes.</summary>
    static member Compute(data: ReadOnlySpan<byte>) : uint32 = Crc32C.Append(0u, data)

    /// <summary>Computes the checksum of bytes that follow others, whose checksum is given.</summary>
    /// <param name="checksum">The checksum so far; 0 at the beginning.</param>
    /// <param name="data">The bytes to add.</param>
    static member Append(checksum: uint32, data: ReadOnlySpan<byte>) : uint32 = ~~~(Castagnoli.compute (~~~checksum) data true)

/// <summary>CRC-32 (IEEE 802.3), the checksum of messages of magic 0 and 1; that of System.IO.Hashing.</summary>
[<AbstractClass; Sealed>]
type Crc32 private () =

    /// <summary>Computes the checksum of bytes.</summary>
    static member Compute(data: ReadOnlySpan<byte>) : uint32 = System.IO.Hashing.Crc32.HashToUInt32 data
