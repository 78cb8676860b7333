namespace KafkaWire

open System
open System.Buffers.Binary
open System.Numerics
open System.Runtime.CompilerServices
open System.Runtime.InteropServices
open System.Runtime.Intrinsics
open System.Runtime.Intrinsics.X86

/// Polynomials over GF(2) modulo the polynomial of a CRC, in reflected form: bit 31 is x^0.
/// Feeding one zero bit into a register multiplies it by x, so parts that were computed separately are combined by multiplication.
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

    /// The register after feeding in zeros, as a table for each of its four bytes.
    let zerosTable (polynomial: uint32) (zeros: int) : uint32[] =
        let factor = power polynomial (8 * zeros)
        Array.init 1024 (fun i -> multiply polynomial (uint32 (i &&& 0xff) <<< (8 * (i >>> 8))) factor)

    let feedZeros (table: uint32[]) (crc: uint32) : uint32 =
        table[int (crc &&& 0xffu)]
        ^^^ table[256 + int ((crc >>> 8) &&& 0xffu)]
        ^^^ table[512 + int ((crc >>> 16) &&& 0xffu)]
        ^^^ table[768 + int (crc >>> 24)]

    /// The factor that moves 64 bits of a register the given number of bits ahead. The carry-less product of a reflected 64-bit and a reflected
    /// 32-bit number, read as a reflected 128-bit number, is x^33 times their product.
    let foldFactor (polynomial: uint32) (bits: int) : uint64 = uint64 (power polynomial (bits - 33))

/// Several implementations of CRC-32C, each from a register to a register.
// The crc32 instruction takes 8 bytes. Its latency is 3 cycles, and one can start in each cycle, so three independent streams keep it busy: 8 bytes a cycle.
// Two carry-less multiplications fold a vector. One can start every second cycle, whatever its width: 8 bytes a cycle with 256 bits, 16 with 512.
// They use other execution units than crc32, so doing both at once is 1.5 times as fast as folding alone with 256 bits, and 1.2 times with 512.
// The folding code is generic over the vector and is inlined into the twins named 256 and 512. Positions are native integers, which can be added to
// an address without a conversion.
// Timed by the command `crc` of tests/KafkaWire.Benchmarks; guarded by CrcTests.
module internal Castagnoli =

    [<Literal>]
    let Polynomial = 0x82F63B78u

    // Long streams for most of the data, short ones for the rest: combining three streams costs about as much as 60 bytes.
    [<Literal>]
    let Long = 1024

    [<Literal>]
    let Short = 128

    let afterLong = CrcAlgebra.zerosTable Polynomial Long
    let afterTwoLong = CrcAlgebra.zerosTable Polynomial (2 * Long)
    let afterShort = CrcAlgebra.zerosTable Polynomial Short
    let afterTwoShort = CrcAlgebra.zerosTable Polynomial (2 * Short)

    let private foldFactors (bits: int) : Vector128<uint64> =
        Vector128.Create(CrcAlgebra.foldFactor Polynomial (bits + 64), CrcAlgebra.foldFactor Polynomial bits)

    let private twice (factors: Vector128<uint64>) = Vector256.Create(factors, factors)
    let private fourTimes (factors: Vector128<uint64>) = Vector512.Create(twice factors, twice factors)

    // Four accumulators: each is moved past the three others; at the end they are combined one after the other.
    let overFour256 = twice (foldFactors 1024)
    let overOne256 = twice (foldFactors 256)
    let overFour512 = fourTimes (foldFactors 2048)
    let overOne512 = fourTimes (foldFactors 512)
    let overOne128 = foldFactors 128

    // A block that is folded and streamed at once: the part to fold, then three streams. Each round takes four vectors and 3 * 32 bytes.
    [<Literal>]
    let Rounds = 32

    [<Literal>]
    let Stream = 1024 // 32 * Rounds

    [<Literal>]
    let Block256 = 7296 // 4 * 32 * (Rounds + 1) + 3 * Stream; + 1, because the first four vectors are loaded before the loop

    [<Literal>]
    let Block512 = 11520 // 4 * 64 * (Rounds + 1) + 3 * Stream

    let overThreeStreams = CrcAlgebra.foldFactor Polynomial (8 * 3 * Stream)
    let overTwoStreams = CrcAlgebra.foldFactor Polynomial (8 * 2 * Stream)
    let overStream = CrcAlgebra.foldFactor Polynomial (8 * Stream)

    // For fewer bytes, getting from a vector to a register takes longer than crc32.
    [<Literal>]
    let LeastFolded = 128

    let inline private load (start: byref<byte>) (offset: nativeint) : 'T = Unsafe.ReadUnaligned<'T>(&Unsafe.AddByteOffset(&start, offset))

    let inline step (crc: uint32) (data: uint64) : uint32 =
        if Sse42.X64.IsSupported then uint32 (Sse42.X64.Crc32(uint64 crc, data))
        elif Arm.Crc32.Arm64.IsSupported then Arm.Crc32.Arm64.ComputeCrc32C(crc, data)
        else BitOperations.Crc32C(crc, data)

    /// Three streams of the given length each.
    let inline private interleaved (start: byref<byte>) (crc: uint32) (length: int) (one: uint32[]) (two: uint32[]) : uint32 =
        let length = nativeint length
        let mutable a = crc
        let mutable b = 0u
        let mutable c = 0u
        let mutable at = 0n

        while at < length do
            a <- step a (load &start at)
            b <- step b (load &start (at + length))
            c <- step c (load &start (at + 2n * length))
            at <- at + 8n

        CrcAlgebra.feedZeros two a ^^^ CrcAlgebra.feedZeros one b ^^^ c

    let longStreams (start: byref<byte>) (crc: uint32) : uint32 = interleaved &start crc Long afterLong afterTwoLong
    let shortStreams (start: byref<byte>) (crc: uint32) : uint32 = interleaved &start crc Short afterShort afterTwoShort

    /// Moves a vector by the factors and xors it into another.
    let inline private fold128 (vector: Vector128<uint64>) (factors: Vector128<uint64>) (onto: Vector128<uint64>) : Vector128<uint64> =
        Pclmulqdq.CarrylessMultiply(vector, factors, 0x00uy)
        ^^^ Pclmulqdq.CarrylessMultiply(vector, factors, 0x11uy)
        ^^^ onto

    let inline private fold256 (vector: Vector256<uint64>) (factors: Vector256<uint64>) (onto: Vector256<uint64>) : Vector256<uint64> =
        Pclmulqdq.V256.CarrylessMultiply(vector, factors, 0x00uy)
        ^^^ Pclmulqdq.V256.CarrylessMultiply(vector, factors, 0x11uy)
        ^^^ onto

    let inline private fold512 (vector: Vector512<uint64>) (factors: Vector512<uint64>) (onto: Vector512<uint64>) : Vector512<uint64> =
        Pclmulqdq.V512.CarrylessMultiply(vector, factors, 0x00uy)
        ^^^ Pclmulqdq.V512.CarrylessMultiply(vector, factors, 0x11uy)
        ^^^ onto

    /// The register for a vector.
    let inline private register256 (vector: Vector256<uint64>) : uint32 =
        let last = fold128 (vector.GetLower()) overOne128 (vector.GetUpper())
        uint32 (Sse42.X64.Crc32(Sse42.X64.Crc32(0UL, last.GetElement 0), last.GetElement 1))

    let inline private register512 (vector: Vector512<uint64>) : uint32 = register256 (fold256 (vector.GetLower()) overOne256 (vector.GetUpper()))

    // The generic code does not xor by itself: an operator on a type parameter is called by reflection, which a trimmer cannot follow.

    /// Folds length bytes, a multiple of the vector's size. The register has been xored into the first vector.
    let inline private folded
        ([<InlineIfLambda>] fold: 'V -> 'V -> 'V -> 'V)
        (overFour: 'V)
        (overOne: 'V)
        (first: 'V)
        (start: byref<byte>)
        (length: int)
        : 'V =
        let size = nativeint (Unsafe.SizeOf<'V>())
        let length = nativeint length
        let mutable a = first
        let mutable at = size

        if length >= 4n * size then
            let mutable b: 'V = load &start size
            let mutable c: 'V = load &start (2n * size)
            let mutable d: 'V = load &start (3n * size)
            at <- 4n * size

            while length - at >= 4n * size do
                a <- fold a overFour (load &start at)
                b <- fold b overFour (load &start (at + size))
                c <- fold c overFour (load &start (at + 2n * size))
                d <- fold d overFour (load &start (at + 3n * size))
                at <- at + 4n * size

            a <- fold (fold (fold a overOne b) overOne c) overOne d

        while at < length do
            a <- fold a overOne (load &start at)
            at <- at + size

        a

    let folded256 (start: byref<byte>) (crc: uint32) (length: int) : uint32 =
        register256 (folded fold256 overFour256 overOne256 (Vector256.CreateScalar(uint64 crc) ^^^ load &start 0n) &start length)

    let folded512 (start: byref<byte>) (crc: uint32) (length: int) : uint32 =
        register512 (folded fold512 overFour512 overOne512 (Vector512.CreateScalar(uint64 crc) ^^^ load &start 0n) &start length)

    let inline private product (register: uint32) (factor: uint64) : uint64 =
        Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(uint64 register), Vector128.CreateScalar factor, 0uy).ToScalar()

    /// Folds and streams one block. The register has been xored into its first vector.
    let inline private both
        ([<InlineIfLambda>] fold: 'V -> 'V -> 'V -> 'V)
        (overFour: 'V)
        (overOne: 'V)
        ([<InlineIfLambda>] toRegister: 'V -> uint32)
        (first: 'V)
        (start: byref<byte>)
        : uint32 =
        let size = nativeint (Unsafe.SizeOf<'V>())
        let length = nativeint Stream
        let rest = &Unsafe.AddByteOffset(&start, 4n * size)
        let streams = &Unsafe.AddByteOffset(&start, 4n * size * nativeint (Rounds + 1))
        let mutable a = first
        let mutable b: 'V = load &start size
        let mutable c: 'V = load &start (2n * size)
        let mutable d: 'V = load &start (3n * size)
        let mutable x = 0UL
        let mutable y = 0UL
        let mutable z = 0UL
        let mutable wide = 0n
        let mutable at = 0n

        while at < length do
            a <- fold a overFour (load &rest wide)
            x <- Sse42.X64.Crc32(x, load &streams at)
            y <- Sse42.X64.Crc32(y, load &streams (at + length))
            z <- Sse42.X64.Crc32(z, load &streams (at + 2n * length))
            b <- fold b overFour (load &rest (wide + size))
            x <- Sse42.X64.Crc32(x, load &streams (at + 8n))
            y <- Sse42.X64.Crc32(y, load &streams (at + length + 8n))
            z <- Sse42.X64.Crc32(z, load &streams (at + 2n * length + 8n))
            c <- fold c overFour (load &rest (wide + 2n * size))
            x <- Sse42.X64.Crc32(x, load &streams (at + 16n))
            y <- Sse42.X64.Crc32(y, load &streams (at + length + 16n))
            z <- Sse42.X64.Crc32(z, load &streams (at + 2n * length + 16n))
            d <- fold d overFour (load &rest (wide + 3n * size))
            x <- Sse42.X64.Crc32(x, load &streams (at + 24n))
            y <- Sse42.X64.Crc32(y, load &streams (at + length + 24n))
            z <- Sse42.X64.Crc32(z, load &streams (at + 2n * length + 24n))
            wide <- wide + 4n * size
            at <- at + 32n

        let folded = toRegister (fold (fold (fold a overOne b) overOne c) overOne d)

        let parts =
            product folded overThreeStreams
            ^^^ product (uint32 x) overTwoStreams
            ^^^ product (uint32 y) overStream

        uint32 (Sse42.X64.Crc32(0UL, parts)) ^^^ uint32 z

    let both256 (start: byref<byte>) (crc: uint32) : uint32 =
        both fold256 overFour256 overOne256 register256 (Vector256.CreateScalar(uint64 crc) ^^^ load &start 0n) &start

    let both512 (start: byref<byte>) (crc: uint32) : uint32 =
        both fold512 overFour512 overOne512 register512 (Vector512.CreateScalar(uint64 crc) ^^^ load &start 0n) &start

    /// The register after the data. Folds vectors of at most the given number of bits, if the processor can.
    let compute (register: uint32) (data: ReadOnlySpan<byte>) (widest: int) : uint32 =
        let start = &MemoryMarshal.GetReference data
        let mutable crc = register
        let mutable at = 0
        let length = data.Length

        if Pclmulqdq.V512.IsSupported && Sse42.X64.IsSupported && widest >= 512 then
            while length - at >= Block512 do
                crc <- both512 &(Unsafe.Add(&start, at)) crc
                at <- at + Block512

            if length - at >= LeastFolded then
                let most = (length - at) &&& ~~~63
                crc <- folded512 &(Unsafe.Add(&start, at)) crc most
                at <- at + most
        elif Pclmulqdq.V256.IsSupported && Sse42.X64.IsSupported && widest >= 256 then
            while length - at >= Block256 do
                crc <- both256 &(Unsafe.Add(&start, at)) crc
                at <- at + Block256

            if length - at >= LeastFolded then
                let most = (length - at) &&& ~~~31
                crc <- folded256 &(Unsafe.Add(&start, at)) crc most
                at <- at + most
        else
            while length - at >= 3 * Long do
                crc <- longStreams &(Unsafe.Add(&start, at)) crc
                at <- at + 3 * Long

            while length - at >= 3 * Short do
                crc <- shortStreams &(Unsafe.Add(&start, at)) crc
                at <- at + 3 * Short

        while length - at >= 8 do
            crc <- step crc (load &start (nativeint at))
            at <- at + 8

        while at < length do
            crc <- BitOperations.Crc32C(crc, Unsafe.Add(&start, at))
            at <- at + 1

        crc

/// <summary>CRC-32C (Castagnoli), the checksum of record batches of magic 2.</summary>
[<AbstractClass; Sealed>]
type Crc32C private () =

    /// <summary>Computes the checksum of bytes as on a processor that folds at most the given number of bits: 512, 256, or 0 for no folding.</summary>
    static member internal Compute(data: ReadOnlySpan<byte>, widest: int) : uint32 = ~~~(Castagnoli.compute 0xFFFFFFFFu data widest)

    /// <summary>Computes the checksum of bytes.</summary>
    static member Compute(data: ReadOnlySpan<byte>) : uint32 = Crc32C.Append(0u, data)

    /// <summary>Continues a checksum with more bytes.</summary>
    /// <param name="checksum">The checksum so far; 0 at the start.</param>
    /// <param name="data">The bytes to add.</param>
    static member Append(checksum: uint32, data: ReadOnlySpan<byte>) : uint32 = ~~~(Castagnoli.compute (~~~checksum) data 512)

/// <summary>CRC-32 (IEEE 802.3), the checksum of messages of magic 0 and 1, computed by System.IO.Hashing.</summary>
[<AbstractClass; Sealed>]
type Crc32 private () =

    /// <summary>Computes the checksum of bytes.</summary>
    static member Compute(data: ReadOnlySpan<byte>) : uint32 = System.IO.Hashing.Crc32.HashToUInt32 data
