namespace KafkaWire

open System
open System.Buffers.Binary
open System.Numerics
open System.Runtime.CompilerServices
open System.Runtime.InteropServices

/// Constants of RFC 8878.
module internal ZstdFormat =

    [<Literal>]
    let Magic = 0xFD2FB528u

    /// The most that a block holds, compressed or not.
    [<Literal>]
    let BlockMaximum = 131072

    /// The decoder that Kafka uses refuses larger windows.
    [<Literal>]
    let WindowMaximum = 0x8000000L // 128 MiB

    [<Literal>]
    let LiteralLengthLog = 9

    [<Literal>]
    let MatchLengthLog = 9

    [<Literal>]
    let OffsetLog = 8

    [<Literal>]
    let HuffmanLog = 12

    /// The base of a literal length by its code, and the number of extra bits.
    let literalLengthBase =
        [| 0
           1
           2
           3
           4
           5
           6
           7
           8
           9
           10
           11
           12
           13
           14
           15
           16
           18
           20
           22
           24
           28
           32
           40
           48
           64
           128
           256
           512
           1024
           2048
           4096
           8192
           16384
           32768
           65536 |]

    let literalLengthBits =
        [| 0uy
           0uy
           0uy
           0uy
           0uy
           0uy
           0uy
           0uy
           0uy
           0uy
           0uy
           0uy
           0uy
           0uy
           0uy
           0uy
           1uy
           1uy
           1uy
           1uy
           2uy
           2uy
           3uy
           3uy
           4uy
           6uy
           7uy
           8uy
           9uy
           10uy
           11uy
           12uy
           13uy
           14uy
           15uy
           16uy |]

    /// The base of a match length by its code, and the number of extra bits.
    let matchLengthBase =
        Array.append
            (Array.init 32 (fun code -> code + 3))
            [| 35; 37; 39; 41; 43; 47; 51; 59; 67; 83; 99; 131; 259; 515; 1027; 2051; 4099; 8195; 16387; 32771; 65539 |]

    let matchLengthBits =
        Array.append
            (Array.zeroCreate<byte> 32)
            [| 1uy; 1uy; 1uy; 1uy; 2uy; 2uy; 3uy; 3uy; 4uy; 4uy; 5uy; 7uy; 8uy; 9uy; 10uy; 11uy; 12uy; 13uy; 14uy; 15uy; 16uy |]

    /// The distributions of codes where a block brings none; -1 is less than one.
    let literalLengthDefault =
        [| 4s
           3s
           2s
           2s
           2s
           2s
           2s
           2s
           2s
           2s
           2s
           2s
           2s
           1s
           1s
           1s
           2s
           2s
           2s
           2s
           2s
           2s
           2s
           2s
           2s
           3s
           2s
           1s
           1s
           1s
           1s
           1s
           -1s
           -1s
           -1s
           -1s |]

    let matchLengthDefault =
        [| 1s
           4s
           3s
           2s
           2s
           2s
           2s
           2s
           2s
           1s
           1s
           1s
           1s
           1s
           1s
           1s
           1s
           1s
           1s
           1s
           1s
           1s
           1s
           1s
           1s
           1s
           1s
           1s
           1s
           1s
           1s
           1s
           1s
           1s
           1s
           1s
           1s
           1s
           1s
           1s
           1s
           1s
           1s
           1s
           1s
           1s
           -1s
           -1s
           -1s
           -1s
           -1s
           -1s
           -1s |]

    let offsetDefault =
        [| 1s; 1s; 1s; 1s; 1s; 1s; 2s; 2s; 2s; 1s; 1s; 1s; 1s; 1s; 1s; 1s; 1s; 1s; 1s; 1s; 1s; 1s; 1s; 1s; -1s; -1s; -1s; -1s; -1s |]

    let inline highBit (x: int) = 31 - BitOperations.LeadingZeroCount(uint32 x)

/// Bits that are read from the end of a range back to its start. Reading beyond the start gives garbage and is found out at the end.
[<Struct; NoEquality; NoComparison>]
type internal BackwardBits =
    val mutable private container: uint64
    val mutable private consumed: int
    val mutable private position: int
    val private source: byte[]
    val private start: int

    private new(source, start, position, container, consumed) =
        { source = source; start = start; position = position; container = container; consumed = consumed }

    /// The highest bit that is set in the last byte marks the end and is none of the bits.
    static member Open(source: byte[], start: int, count: int) : BackwardBits =
        if count <= 0 || source[start + count - 1] = 0uy then Corrupt.fail "A bit stream has no end mark."

        let mark = 8 - ZstdFormat.highBit (int source[start + count - 1])

        if count >= 8 then
            let position = start + count - 8
            BackwardBits(source, start, position, BinaryPrimitives.ReadUInt64LittleEndian(ReadOnlySpan(source, position, 8)), mark)
        else
            let mutable container = 0UL

            for i = count - 1 downto 0 do
                container <- (container <<< 8) ||| uint64 source[start + i]

            BackwardBits(source, start, start, container, mark + 8 * (8 - count))

    /// The next bits, at most 56 between two reloads; 0 bits are 0.
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member b.Peek(count: int) : int = int (((b.container <<< (b.consumed &&& 63)) >>> 1) >>> (63 - count))

    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member b.Skip(count: int) : unit = b.consumed <- b.consumed + count

    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member b.Read(count: int) : int =
        let bits = b.Peek count
        b.consumed <- b.consumed + count
        bits

    /// Makes 56 bits at least available, where there are that many.
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member b.Reload() : unit =
        if b.position - b.start >= 8 && b.consumed <= 64 then
            b.position <- b.position - (b.consumed >>> 3)
            b.consumed <- b.consumed &&& 7

            b.container <- Unsafe.ReadUnaligned<uint64>(&Unsafe.Add(&MemoryMarshal.GetArrayDataReference b.source, b.position))
        else
            b.ReloadLast()

    member private b.ReloadLast() : unit =
        if b.position > b.start && b.consumed <= 64 then
            let bytes = min (b.consumed >>> 3) (b.position - b.start)
            b.position <- b.position - bytes
            b.consumed <- b.consumed - 8 * bytes
            b.container <- BinaryPrimitives.ReadUInt64LittleEndian(ReadOnlySpan(b.source, b.position, 8))

    /// Whether all bits were read.
    member b.IsAtStart = b.position = b.start && b.consumed = 64

    /// Whether more were read than there are.
    member b.IsBeyond = b.position = b.start && b.consumed > 64

/// A decoding table of finite state entropy. An entry is the base of the next state, the number of bits to add (from bit 16) and the symbol (from bit 24).
[<Sealed>]
type internal FseTable(maximumLog: int) =
    let entries: uint32[] = Array.zeroCreate (1 <<< maximumLog)
    let next: uint16[] = Array.zeroCreate 256

    member val Log = -1 with get, set
    member _.Entries = entries

    /// A table of one state.
    member t.SetSingle(symbol: int) : unit =
        entries[0] <- uint32 symbol <<< 24
        t.Log <- 0

    member t.Build(distribution: int16[], symbols: int, log: int) : unit =
        let size = 1 <<< log
        let mutable high = size - 1

        for s in 0 .. symbols - 1 do
            if distribution[s] = -1s then
                entries[high] <- uint32 s <<< 24
                high <- high - 1
                next[s] <- 1us
            else
                next[s] <- uint16 distribution[s]

        let step = (size >>> 1) + (size >>> 3) + 3
        let mutable position = 0

        for s in 0 .. symbols - 1 do
            for _ in 1 .. int distribution[s] do
                entries[position] <- uint32 s <<< 24
                position <- (position + step) &&& (size - 1)

                while position > high do
                    position <- (position + step) &&& (size - 1)

        if position <> 0 then Corrupt.fail "A table's distribution is wrong."

        for state in 0 .. size - 1 do
            let symbol = entries[state] >>> 24
            let n = int next[int symbol]
            next[int symbol] <- uint16 (n + 1)
            let bits = log - ZstdFormat.highBit n
            entries[state] <- (symbol <<< 24) ||| (uint32 bits <<< 16) ||| uint32 ((n <<< bits) - size)

        t.Log <- log

/// Reads the description of a table's distribution.
module internal FseDescription =

    /// Leaves the probabilities and their number; returns the position behind.
    let read
        (source: byte[])
        (start: int)
        (finish: int)
        (maximumLog: int)
        (maximumSymbol: int)
        (distribution: int16[])
        (symbols: byref<int>)
        (log: byref<int>)
        : int =
        // Bits are read forwards here; those behind the end are 0, and found out at the end.
        let mutable bit = 0L
        let total = int64 (finish - start) * 8L

        if finish <= start then Corrupt.fail "A table is cut off."

        let peek (bit: int64) (count: int) =
            let mutable value = 0
            let first = start + int (bit >>> 3)

            for i in 0..3 do
                if first + i < finish then value <- value ||| (int source[first + i] <<< (8 * i))

            (value >>> int (bit &&& 7L)) &&& ((1 <<< count) - 1)

        log <- peek bit 4 + 5
        bit <- bit + 4L

        if log > maximumLog then Corrupt.fail "A table is larger than its kind may be."

        let mutable remaining = (1 <<< log) + 1
        let mutable threshold = 1 <<< log
        let mutable bits = log + 1
        let mutable symbol = 0
        let mutable afterZero = false

        while remaining > 1 && symbol <= maximumSymbol do
            if afterZero then
                // so many more symbols of probability 0: 3 means 3 and another such number
                let mutable repeat = peek bit 2
                bit <- bit + 2L
                let mutable zeros = repeat

                while repeat = 3 do
                    repeat <- peek bit 2
                    bit <- bit + 2L
                    zeros <- zeros + repeat

                    if bit > total + 8L then Corrupt.fail "A table is cut off."

                if symbol + zeros > maximumSymbol then Corrupt.fail "A table has too many symbols."

                for _ in 1..zeros do
                    distribution[symbol] <- 0s
                    symbol <- symbol + 1

            let low = 2 * threshold - 1 - remaining
            let mutable count = peek bit (bits - 1)

            if count < low then
                bit <- bit + int64 (bits - 1)
            else
                count <- peek bit bits

                if count >= threshold then count <- count - low

                bit <- bit + int64 bits

            // 0 on the wire is "less than one", which takes a place as well
            count <- count - 1
            remaining <- remaining - abs count
            distribution[symbol] <- int16 count
            symbol <- symbol + 1
            afterZero <- count = 0

            while remaining < threshold do
                bits <- bits - 1
                threshold <- threshold >>> 1

        if remaining <> 1 then Corrupt.fail "A table's distribution is wrong."

        if bit > total then Corrupt.fail "A table is cut off."

        symbols <- symbol
        start + int ((bit + 7L) >>> 3)
