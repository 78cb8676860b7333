namespace KafkaWire

open System
open System.Numerics
open System.Runtime.CompilerServices
open System.Runtime.InteropServices
open System.Runtime.Intrinsics
open System.Runtime.Intrinsics.Arm
open System.Runtime.Intrinsics.X86

/// Polynomials over GF(2) modulo the one of a CRC, in the reflected form that both CRCs have: bit 31 stands for x^0.
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

    /// The tables of slicing-by-8: at 256 * k + b, the register after byte b and k zeros.
    let slicingTable (polynomial: uint32) : uint32[] =
        let table: uint32[] = Array.zeroCreate 2048

        for b in 0..255 do
            let mutable crc = uint32 b

            for _ in 1..8 do
                crc <- if crc &&& 1u <> 0u then (crc >>> 1) ^^^ polynomial else crc >>> 1

            table[b] <- crc

        for i in 256..2047 do
            let shorter = table[i - 256]
            table[i] <- (shorter >>> 8) ^^^ table[int (shorter &&& 0xffu)]

        table

    /// The factor that moves 64 bits of a register D bits ahead. The carry-less product of a reflected 64-bit and a reflected 32-bit number, read as
    /// a reflected 128-bit number, is x^33 times their product.
    let foldFactor (polynomial: uint32) (bits: int) : uint64 = uint64 (power polynomial (bits - 33))

/// <summary>CRC-32C (Castagnoli), the checksum of record batches of magic 2.</summary>
// The crc32 instruction takes 8 bytes, has a result after 3 cycles and can start in each: three independent streams keep it busy.
// Timed by CrcBenchmarks; held by ``CRC-32C is what the plain loop computes``.
[<AbstractClass; Sealed>]
type Crc32C private () =

    static let polynomial = 0x82F63B78u

    // Long streams for the most of it, short ones for what is left: putting together costs about as much as 60 bytes.
    [<Literal>]
    static let Long = 1024

    [<Literal>]
    static let Short = 128

    static let afterLong = CrcAlgebra.zerosTable polynomial Long
    static let afterTwoLong = CrcAlgebra.zerosTable polynomial (2 * Long)
    static let afterShort = CrcAlgebra.zerosTable polynomial Short
    static let afterTwoShort = CrcAlgebra.zerosTable polynomial (2 * Short)

    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    static member private Step(crc: uint32, data: uint64) : uint32 =
        if Sse42.X64.IsSupported then uint32 (Sse42.X64.Crc32(uint64 crc, data))
        elif Crc32.Arm64.IsSupported then Crc32.Arm64.ComputeCrc32C(crc, data)
        else BitOperations.Crc32C(crc, data)

    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    static member private Load(start: byref<byte>, offset: int) : uint64 = Unsafe.ReadUnaligned<uint64>(&Unsafe.Add(&start, offset))

    /// Three streams of so many bytes each, from a register on.
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    static member private Interleaved(start: byref<byte>, crc: uint32, length: int, one: uint32[], two: uint32[]) : uint32 =
        let mutable a = crc
        let mutable b = 0u
        let mutable c = 0u
        let mutable at = 0

        while at < length do
            a <- Crc32C.Step(a, Crc32C.Load(&start, at))
            b <- Crc32C.Step(b, Crc32C.Load(&start, at + length))
            c <- Crc32C.Step(c, Crc32C.Load(&start, at + 2 * length))
            at <- at + 8

        CrcAlgebra.feedZeros two a ^^^ CrcAlgebra.feedZeros one b ^^^ c

    /// <summary>The plain loop, the reference for the fast one.</summary>
    static member internal Plain(data: ReadOnlySpan<byte>) : uint32 =
        let mutable crc = 0xFFFFFFFFu

        for i in 0 .. data.Length - 1 do
            crc <- BitOperations.Crc32C(crc, data[i])

        ~~~crc

    /// <summary>Computes the checksum of bytes.</summary>
    static member Compute(data: ReadOnlySpan<byte>) : uint32 = Crc32C.Append(0u, data)

    /// <summary>Computes the checksum of bytes that follow others, whose checksum is given.</summary>
    /// <param name="checksum">The checksum so far; 0 at the beginning.</param>
    /// <param name="data">The bytes to add.</param>
    static member Append(checksum: uint32, data: ReadOnlySpan<byte>) : uint32 =
        let start = &MemoryMarshal.GetReference data
        let mutable crc = ~~~checksum
        let mutable at = 0
        let length = data.Length

        while length - at >= 3 * Long do
            crc <- Crc32C.Interleaved(&Unsafe.Add(&start, at), crc, Long, afterLong, afterTwoLong)
            at <- at + 3 * Long

        while length - at >= 3 * Short do
            crc <- Crc32C.Interleaved(&Unsafe.Add(&start, at), crc, Short, afterShort, afterTwoShort)
            at <- at + 3 * Short

        while length - at >= 8 do
            crc <- Crc32C.Step(crc, Crc32C.Load(&start, at))
            at <- at + 8

        while at < length do
            crc <- BitOperations.Crc32C(crc, Unsafe.Add(&start, at))
            at <- at + 1

        ~~~crc

/// <summary>CRC-32 (IEEE 802.3), the checksum of messages of magic 0 and 1.</summary>
[<AbstractClass; Sealed>]
type Crc32 private () =

    static let polynomial = 0xEDB88320u
    static let table = CrcAlgebra.slicingTable polynomial

    // A block of 16 bytes is moved ahead by 512 bits, over three others, or by 128.
    static let far = Vector128.Create(CrcAlgebra.foldFactor polynomial (512 + 64), CrcAlgebra.foldFactor polynomial 512)

    static let near = Vector128.Create(CrcAlgebra.foldFactor polynomial (128 + 64), CrcAlgebra.foldFactor polynomial 128)

    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    static member private Fold(block: Vector128<uint64>, factors: Vector128<uint64>) : Vector128<uint64> =
        Pclmulqdq.CarrylessMultiply(block, factors, 0x00uy)
        ^^^ Pclmulqdq.CarrylessMultiply(block, factors, 0x11uy)

    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    static member private Load(start: byref<byte>, offset: int) : Vector128<uint64> =
        Unsafe.ReadUnaligned<Vector128<uint64>>(&Unsafe.Add(&start, offset))

    /// Slicing-by-8 from a register on: the reference for the folding, and what takes its place where there is no PCLMULQDQ.
    static member private Slice(register: uint32, data: ReadOnlySpan<byte>) : uint32 =
        let start = &MemoryMarshal.GetReference data
        let mutable crc = register
        let mutable at = 0

        while data.Length - at >= 8 do
            let word = Unsafe.ReadUnaligned<uint64>(&Unsafe.Add(&start, at))
            let low = uint32 word ^^^ crc
            let high = uint32 (word >>> 32)

            crc <-
                table[1792 + int (low &&& 0xffu)]
                ^^^ table[1536 + int ((low >>> 8) &&& 0xffu)]
                ^^^ table[1280 + int ((low >>> 16) &&& 0xffu)]
                ^^^ table[1024 + int (low >>> 24)]
                ^^^ table[768 + int (high &&& 0xffu)]
                ^^^ table[512 + int ((high >>> 8) &&& 0xffu)]
                ^^^ table[256 + int ((high >>> 16) &&& 0xffu)]
                ^^^ table[int (high >>> 24)]

            at <- at + 8

        while at < data.Length do
            crc <- (crc >>> 8) ^^^ table[int ((crc ^^^ uint32 (Unsafe.Add(&start, at))) &&& 0xffu)]
            at <- at + 1

        crc

    /// The register after all the whole blocks of 16 bytes of at least 64 bytes.
    static member private FoldBlocks(register: uint32, data: ReadOnlySpan<byte>) : uint32 =
        let start = &MemoryMarshal.GetReference data
        let mutable a = Crc32.Load(&start, 0) ^^^ Vector128.CreateScalar(uint64 register)
        let mutable b = Crc32.Load(&start, 16)
        let mutable c = Crc32.Load(&start, 32)
        let mutable d = Crc32.Load(&start, 48)
        let mutable at = 64

        while data.Length - at >= 64 do
            a <- Crc32.Fold(a, far) ^^^ Crc32.Load(&start, at)
            b <- Crc32.Fold(b, far) ^^^ Crc32.Load(&start, at + 16)
            c <- Crc32.Fold(c, far) ^^^ Crc32.Load(&start, at + 32)
            d <- Crc32.Fold(d, far) ^^^ Crc32.Load(&start, at + 48)
            at <- at + 64

        b <- b ^^^ Crc32.Fold(a, near)
        c <- c ^^^ Crc32.Fold(b, near)
        d <- d ^^^ Crc32.Fold(c, near)

        while data.Length - at >= 16 do
            d <- Crc32.Fold(d, near) ^^^ Crc32.Load(&start, at)
            at <- at + 16

        let rest = MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(&d, 1))
        Crc32.Slice(0u, rest)

    /// <summary>Computes the checksum by tables alone.</summary>
    static member internal Plain(data: ReadOnlySpan<byte>) : uint32 = ~~~(Crc32.Slice(0xFFFFFFFFu, data))

    /// <summary>Computes the checksum of bytes.</summary>
    static member Compute(data: ReadOnlySpan<byte>) : uint32 = Crc32.Append(0u, data)

    /// <summary>Computes the checksum of bytes that follow others, whose checksum is given.</summary>
    /// <param name="checksum">The checksum so far; 0 at the beginning.</param>
    /// <param name="data">The bytes to add.</param>
    static member Append(checksum: uint32, data: ReadOnlySpan<byte>) : uint32 =
        if Pclmulqdq.IsSupported && data.Length >= 64 then
            let folded = data.Length &&& ~~~15
            ~~~(Crc32.Slice(Crc32.FoldBlocks(~~~checksum, data), data.Slice folded))
        else
            ~~~(Crc32.Slice(~~~checksum, data))
