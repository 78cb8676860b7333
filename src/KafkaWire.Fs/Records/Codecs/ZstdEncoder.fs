namespace KafkaWire

open System
open System.Buffers
open System.Buffers.Binary
open System.Numerics
open System.Runtime.CompilerServices
open System.Runtime.InteropServices

/// Bits that are written forwards, to be read from the end back to the start. The caller leaves room for 8 bytes behind the end.
[<Struct; NoEquality; NoComparison>]
type internal ForwardBits =
    val mutable private container: uint64
    val mutable private count: int
    val mutable private position: int
    val private target: byte[]

    new(target, position) = { target = target; position = position; container = 0UL; count = 0 }

    /// Adds bits, at most 56 between two flushes. Higher bits of the value must be 0.
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member b.Add(value: uint32, bits: int) : unit =
        b.container <- b.container ||| (uint64 value <<< b.count)
        b.count <- b.count + bits

    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member b.Flush() : unit =
        BinaryPrimitives.WriteUInt64LittleEndian(Span<byte>(b.target, b.position, 8), b.container)
        let bytes = b.count >>> 3
        b.position <- b.position + bytes
        b.container <- b.container >>> (8 * bytes)
        b.count <- b.count &&& 7

    member b.Position = b.position

    /// Puts the mark behind the last bit; returns the position behind.
    member b.Close() : int =
        b.Add(1u, 1)
        b.Flush()
        if b.count > 0 then b.position + 1 else b.position

    /// Fills up the last byte with 0 bits; returns the position behind.
    member b.Pad() : int =
        b.Flush()
        if b.count > 0 then b.position + 1 else b.position

/// An encoding table of finite state entropy.
[<Sealed>]
type internal FseEncoder(maximumLog: int) =
    let states: uint16[] = Array.zeroCreate (1 <<< maximumLog)
    let spread: byte[] = Array.zeroCreate (1 <<< maximumLog)
    let next: int[] = Array.zeroCreate 257
    let deltaBits: int[] = Array.zeroCreate 256
    let deltaState: int[] = Array.zeroCreate 256

    member val Log = 0 with get, set

    member e.Build(distribution: int16[], symbols: int, log: int) : unit =
        let size = 1 <<< log
        let mutable high = size - 1
        next[0] <- 0

        for s in 0 .. symbols - 1 do
            if distribution[s] = -1s then
                next[s + 1] <- next[s] + 1
                spread[high] <- byte s
                high <- high - 1
            else
                next[s + 1] <- next[s] + int distribution[s]

        let step = (size >>> 1) + (size >>> 3) + 3
        let mutable position = 0

        for s in 0 .. symbols - 1 do
            for _ in 1 .. int distribution[s] do
                spread[position] <- byte s
                position <- (position + step) &&& (size - 1)

                while position > high do
                    position <- (position + step) &&& (size - 1)

        for state in 0 .. size - 1 do
            let s = int spread[state]
            states[next[s]] <- uint16 (size + state)
            next[s] <- next[s] + 1

        let mutable total = 0

        for s in 0 .. symbols - 1 do
            match distribution[s] with
            | 0s -> ()
            | -1s
            | 1s ->
                deltaBits[s] <- (log <<< 16) - size
                deltaState[s] <- total - 1
                total <- total + 1
            | n ->
                let n = int n
                let most = log - ZstdFormat.highBit (n - 1)
                deltaBits[s] <- (most <<< 16) - (n <<< most)
                deltaState[s] <- total - n
                total <- total + n

        e.Log <- log

    /// The table of a single symbol, which takes no bits.
    member e.SetSingle(symbol: int) : unit =
        states[0] <- 0us
        deltaBits[symbol] <- 0
        deltaState[symbol] <- 0
        e.Log <- 0

    /// The state that stands for a last symbol.
    member _.First(symbol: int) : int =
        let bits = (deltaBits[symbol] + (1 <<< 15)) >>> 16
        let value = (bits <<< 16) - deltaBits[symbol]
        int states[(value >>> bits) + deltaState[symbol]]

    /// Writes what leads from the next state to this one, and gives the next.
    member _.Encode(bits: byref<ForwardBits>, state: int, symbol: int) : int =
        let count = (state + deltaBits[symbol]) >>> 16
        bits.Add(uint32 (state &&& ((1 <<< count) - 1)), count)
        int states[(state >>> count) + deltaState[symbol]]

    member e.Flush(bits: byref<ForwardBits>, state: int) : unit = bits.Add(uint32 (state &&& ((1 <<< e.Log) - 1)), e.Log)

module internal FseNormal =

    /// Shares the states of a table among symbols by their counts. At least two symbols must have one.
    let normalize (counts: int[]) (symbols: int) (total: int) (log: int) (distribution: int16[]) : unit =
        let size = 1 <<< log
        let mutable sum = 0
        let mutable largest = 0

        for s in 0 .. symbols - 1 do
            let share = int (int64 counts[s] * int64 size / int64 total)

            if counts[s] = 0 then
                distribution[s] <- 0s
            elif share = 0 then
                distribution[s] <- -1s
                sum <- sum + 1
            else
                distribution[s] <- int16 share
                sum <- sum + share

            if counts[s] > counts[largest] then largest <- s

        // What rounding left goes to the largest; what the small ones took beyond their share comes from the largest, whichever it is then.
        if sum < size then distribution[largest] <- distribution[largest] + int16 (size - sum)

        while sum > size do
            let mutable most = 0

            for s in 0 .. symbols - 1 do
                if distribution[s] > distribution[most] then most <- s

            distribution[most] <- distribution[most] - 1s
            sum <- sum - 1

    /// The log of a table for so many symbols that occur so often: as large as pays, as small as holds them.
    let log (symbols: int) (total: int) (maximum: int) : int =
        let enough = ZstdFormat.highBit (max 2 (total - 1)) - 2
        let least = ZstdFormat.highBit (max 2 symbols) + 1
        min maximum (max 5 (max enough least))

    /// Writes the description of a distribution; returns the position behind.
    let write (distribution: int16[]) (symbols: int) (log: int) (target: byte[]) (position: int) : int =
        let mutable bits = ForwardBits(target, position)
        bits.Add(uint32 (log - 5), 4)
        let mutable width = log + 1
        let mutable remaining = (1 <<< log) + 1
        let mutable threshold = 1 <<< log
        let mutable symbol = 0
        let mutable afterZero = false

        while remaining > 1 do
            if afterZero then
                let mutable zeros = 0

                while distribution[symbol] = 0s do
                    symbol <- symbol + 1
                    zeros <- zeros + 1

                while zeros >= 3 do
                    bits.Add(3u, 2)
                    bits.Flush()
                    zeros <- zeros - 3

                bits.Add(uint32 zeros, 2)

            let n = int distribution[symbol]
            symbol <- symbol + 1
            let low = 2 * threshold - 1 - remaining
            remaining <- remaining - abs n
            let mutable value = n + 1

            if value >= threshold then value <- value + low

            bits.Add(uint32 value, (if value < low then width - 1 else width))
            bits.Flush()
            afterZero <- n = 0

            while remaining < threshold && width > 1 do
                width <- width - 1
                threshold <- threshold >>> 1

        bits.Pad()

/// Compresses to a Zstandard frame: the nearest match by one hash table, literals by a Huffman code, sequences by finite state entropy.
[<Sealed>]
type internal ZstdEncoder() =

    [<Literal>]
    let HuffmanMaximum = 11

    let literals: byte[] = Array.zeroCreate (ZstdFormat.BlockMaximum + Lz.Slack)
    // A match has 4 bytes at least.
    let literalLengths: int[] = Array.zeroCreate (ZstdFormat.BlockMaximum / 4 + 1)
    let matchLengths: int[] = Array.zeroCreate (ZstdFormat.BlockMaximum / 4 + 1)
    let offsetValues: int[] = Array.zeroCreate (ZstdFormat.BlockMaximum / 4 + 1)
    let block: byte[] = Array.zeroCreate (ZstdFormat.BlockMaximum + 1024)
    let counts: int[] = Array.zeroCreate 256
    let distribution: int16[] = Array.zeroCreate 256
    let literalTable = FseEncoder ZstdFormat.LiteralLengthLog
    let matchTable = FseEncoder ZstdFormat.MatchLengthLog
    let offsetTable = FseEncoder ZstdFormat.OffsetLog
    let weightTable = FseEncoder 6
    let codeLengths: byte[] = Array.zeroCreate 256
    let codes: uint16[] = Array.zeroCreate 256
    let order: int[] = Array.zeroCreate 256
    let weights: byte[] = Array.zeroCreate 256
    let nodeCounts: int[] = Array.zeroCreate 512
    let nodeParents: int[] = Array.zeroCreate 512
    let mutable repeat0 = 1
    let mutable repeat1 = 4
    let mutable repeat2 = 8
    let mutable literalCount = 0
    let mutable sequences = 0

    static let literalCode (length: int) =
        if length < 16 then
            length
        elif length < 64 then
            // 16 to 24 by 2 codes of width 2 and so on: few enough to look for
            let mutable code = 16

            while code < 35 && ZstdFormat.literalLengthBase[code + 1] <= length do
                code <- code + 1

            code
        else
            ZstdFormat.highBit length + 19

    static let matchCode (length: int) =
        let n = length - 3

        if n < 32 then
            n
        elif n < 128 then
            let mutable code = 32

            while code < 52 && ZstdFormat.matchLengthBase[code + 1] <= length do
                code <- code + 1

            code
        else
            ZstdFormat.highBit n + 36

    member private _.AddSequence(literalLength: int, offset: int, matchLength: int) : unit =
        // The last three offsets have numbers of their own; without literals they stand for the one behind.
        let value =
            if literalLength > 0 && offset = repeat0 then
                1
            elif offset = repeat1 then
                if literalLength > 0 then 2 else 1
            elif offset = repeat2 then
                if literalLength > 0 then 3 else 2
            else
                offset + 3

        if offset = repeat0 && literalLength > 0 then
            ()
        elif offset = repeat1 then
            repeat1 <- repeat0
            repeat0 <- offset
        else
            repeat2 <- repeat1
            repeat1 <- repeat0
            repeat0 <- offset

        literalLengths[sequences] <- literalLength
        matchLengths[sequences] <- matchLength
        offsetValues[sequences] <- value
        sequences <- sequences + 1

    member private _.AddLiterals(source: byte[], start: int, count: int) : unit =
        Buffer.BlockCopy(source, start, literals, literalCount, count)
        literalCount <- literalCount + count

    /// Splits a block into literals and matches.
    member private e.FindMatches(source: byte[], start: int, blockStart: int, blockEnd: int, window: int, table: int[], tableBits: int) : unit =
        literalCount <- 0
        sequences <- 0
        let bytes = &MemoryMarshal.GetArrayDataReference source
        let limit = blockEnd - 9
        let mutable anchor = blockStart
        let mutable at = max blockStart (start + 1)
        let mutable misses = 128

        while at <= limit do
            let word = Lz.load64 &bytes at
            // five bytes
            let slot = int (((word <<< 24) * 889523592379UL) >>> (64 - tableBits))
            // positions count from start + 1, so that 0 is none
            let mutable candidate = table[slot] - 1 + start
            table[slot] <- at - start + 1

            // The offset before, one byte further on, is the cheapest of all.
            let again = at + 1 - repeat0

            if again >= start && Lz.load32 &bytes again = uint32 (word >>> 8) then
                let length = 4 + Lz.matchLength &bytes (again + 4) (at + 5) blockEnd
                e.AddLiterals(source, anchor, at + 1 - anchor)
                e.AddSequence(at + 1 - anchor, repeat0, length)
                at <- at + 1 + length
                anchor <- at
                misses <- 128
            elif candidate >= start && at - candidate <= window && Lz.load32 &bytes candidate = uint32 word then
                let mutable length = 4 + Lz.matchLength &bytes (candidate + 4) (at + 4) blockEnd

                while at > anchor && candidate > start && Unsafe.Add(&bytes, at - 1) = Unsafe.Add(&bytes, candidate - 1) do
                    at <- at - 1
                    candidate <- candidate - 1
                    length <- length + 1

                e.AddLiterals(source, anchor, at - anchor)
                e.AddSequence(at - anchor, at - candidate, length)
                // what was passed over is worth an entry
                let inside = at + 2
                at <- at + length

                if at <= limit then
                    table[int (((Lz.load64 &bytes inside <<< 24) * 889523592379UL) >>> (64 - tableBits))] <- inside - start + 1

                anchor <- at
                misses <- 128
            else
                // The longer nothing matches, the wider the steps.
                at <- at + (misses >>> 7)
                misses <- misses + 1

        e.AddLiterals(source, anchor, blockEnd - anchor)

    /// Gives each symbol that occurs a code of at most 11 bits; returns the longest, 0 if fewer than two symbols occur.
    member private _.BuildHuffman() : int =
        let mutable symbols = 0

        for s in 0..255 do
            codeLengths[s] <- 0uy

            if counts[s] > 0 then
                order[symbols] <- s
                symbols <- symbols + 1

        if symbols < 2 then
            0
        else
            // ascending by count
            let keys = Span<int>(nodeCounts, 0, symbols)

            for i in 0 .. symbols - 1 do
                keys[i] <- counts[order[i]]

            keys.Sort(Span<int>(order, 0, symbols))
            // Leaves and inner nodes are two queues that are both in ascending order.
            let last = 2 * symbols - 2
            let mutable leaf = 0
            let mutable inner = symbols

            for node in symbols..last do
                let mutable sum = 0

                for _ in 1..2 do
                    let pick =
                        if leaf < symbols && (inner >= node || nodeCounts[leaf] <= nodeCounts[inner]) then
                            leaf <- leaf + 1
                            leaf - 1
                        else
                            inner <- inner + 1
                            inner - 1

                    sum <- sum + nodeCounts[pick]
                    nodeParents[pick] <- node

                nodeCounts[node] <- sum

            // depths, from the root down
            nodeCounts[last] <- 0

            for node = last - 1 downto 0 do
                nodeCounts[node] <- nodeCounts[nodeParents[node]] + 1

            // Too long codes are cut, and others made longer until there is room: a code of n bits takes 2^(11 - n) of 2^11 places.
            let mutable taken = 0

            for i in 0 .. symbols - 1 do
                nodeCounts[i] <- min HuffmanMaximum nodeCounts[i]
                taken <- taken + (1 <<< (HuffmanMaximum - nodeCounts[i]))

            let places = 1 <<< HuffmanMaximum

            // The rarest symbols first: order is ascending by count.
            let mutable i = 0

            while taken > places do
                if nodeCounts[i] < HuffmanMaximum then
                    nodeCounts[i] <- nodeCounts[i] + 1
                    taken <- taken - (1 <<< (HuffmanMaximum - nodeCounts[i]))
                else
                    i <- i + 1

            // Room that is left goes to the most frequent.
            let mutable i = symbols - 1

            while taken < places && i >= 0 do
                let gain = 1 <<< (HuffmanMaximum - nodeCounts[i])

                if nodeCounts[i] > 1 && gain <= places - taken then
                    nodeCounts[i] <- nodeCounts[i] - 1
                    taken <- taken + gain
                else
                    i <- i - 1

            let mutable longest = 0

            for i in 0 .. symbols - 1 do
                codeLengths[order[i]] <- byte nodeCounts[i]
                longest <- max longest nodeCounts[i]

            if taken <> places then 0 else longest

    /// Numbers the codes, and writes the weights that tell them; returns the position behind, -1 if they cannot be written.
    member private _.WriteHuffman(longest: int, position: int) : int =
        let mutable last = 255

        while codeLengths[last] = 0uy do
            last <- last - 1

        let ranks = Span<int>(nodeCounts, 0, HuffmanMaximum + 2)
        ranks.Clear()

        for s in 0..last do
            let weight = if codeLengths[s] = 0uy then 0 else longest + 1 - int codeLengths[s]
            weights[s] <- byte weight
            ranks[weight] <- ranks[weight] + 1

        let mutable next = 0

        for weight in 1..longest do
            let size = ranks[weight] <<< (weight - 1)
            ranks[weight] <- next
            next <- next + size

        for s in 0..last do
            let weight = int weights[s]

            if weight > 0 then
                codes[s] <- uint16 (ranks[weight] >>> (weight - 1))
                ranks[weight] <- ranks[weight] + (1 <<< (weight - 1))

        // The last weight is not written. Half bytes, or finite state entropy where that is shorter.
        let direct = if last <= 128 then (last + 1) / 2 else Int32.MaxValue
        let occurrences = Span<int>(nodeCounts, 0, 13)
        occurrences.Clear()
        let mutable kinds = 0
        let mutable largest = 0

        for s in 0 .. last - 1 do
            let weight = int weights[s]

            if occurrences[weight] = 0 then kinds <- kinds + 1

            occurrences[weight] <- occurrences[weight] + 1
            largest <- max largest weight

        let mutable packed = Int32.MaxValue

        if kinds > 1 && last > 2 then
            let log = FseNormal.log (largest + 1) last 6
            FseNormal.normalize nodeCounts (largest + 1) last log distribution
            weightTable.Build(distribution, largest + 1, log)
            let start = FseNormal.write distribution (largest + 1) log block (position + 1)
            let mutable bits = ForwardBits(block, start)
            // Two states in turn: the first has the weights of even index.
            let mutable i = last - 1
            let mutable even = 0
            let mutable odd = 0

            if last &&& 1 <> 0 then
                even <- weightTable.First(int weights[i])
                odd <- weightTable.First(int weights[i - 1])
                even <- weightTable.Encode(&bits, even, int weights[i - 2])
                bits.Flush()
                i <- i - 3
            else
                odd <- weightTable.First(int weights[i])
                even <- weightTable.First(int weights[i - 1])
                i <- i - 2

            while i >= 1 do
                odd <- weightTable.Encode(&bits, odd, int weights[i])
                even <- weightTable.Encode(&bits, even, int weights[i - 1])
                bits.Flush()
                i <- i - 2

            weightTable.Flush(&bits, odd)
            weightTable.Flush(&bits, even)
            packed <- bits.Close() - position - 1

        if packed < 128 && packed < direct then
            block[position] <- byte packed
            position + 1 + packed
        elif direct <> Int32.MaxValue then
            block[position] <- byte (127 + last)

            for i in 0 .. direct - 1 do
                let second = if 2 * i + 1 < last then weights[2 * i + 1] else 0uy
                block[position + 1 + i] <- (weights[2 * i] <<< 4) ||| second

            position + 1 + direct
        else
            -1

    member private _.WriteStream(start: int, count: int, position: int) : int =
        let mutable bits = ForwardBits(block, position)
        let mutable i = start + count - 1

        // 4 codes are at most 44 bits.
        while i >= start + 3 do
            for k in 0..3 do
                let s = int literals[i - k]
                bits.Add(uint32 codes[s], int codeLengths[s])

            bits.Flush()
            i <- i - 4

        while i >= start do
            let s = int literals[i]
            bits.Add(uint32 codes[s], int codeLengths[s])
            i <- i - 1

        bits.Flush()
        bits.Close()

    /// Writes the literals with a Huffman code; returns the position behind, or -1 where that is not shorter.
    member private e.WritePackedLiterals(position: int) : int =
        Array.Clear counts

        for i in 0 .. literalCount - 1 do
            let s = int literals[i]
            counts[s] <- counts[s] + 1

        let longest = e.BuildHuffman()
        let isSingle = literalCount < 256

        let header =
            if literalCount < 1024 then 3
            elif literalCount < 16384 then 4
            else 5

        let start = position + header

        // What the code would take, before anything is written: the room is that of the literals as they are.
        let mutable expected = 0L

        if longest > 0 then
            for s in 0..255 do
                expected <- expected + int64 counts[s] * int64 codeLengths[s]

        if longest = 0 || expected / 8L + 40L > int64 literalCount then
            -1
        else
            let p = e.WriteHuffman(longest, start)

            if p < 0 then
                -1
            else
                let finish =
                    if isSingle then
                        e.WriteStream(0, literalCount, p)
                    else
                        let part = (literalCount + 3) / 4
                        let a = e.WriteStream(0, part, p + 6)
                        let b = e.WriteStream(part, part, a)
                        let c = e.WriteStream(2 * part, part, b)
                        let d = e.WriteStream(3 * part, literalCount - 3 * part, c)
                        BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan p, uint16 (a - p - 6))
                        BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(p + 2), uint16 (b - a))
                        BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(p + 4), uint16 (c - b))
                        d

                let size = finish - start

                if size >= literalCount then
                    -1
                else
                    let format = if isSingle then 0UL else uint64 (header - 2)

                    let width =
                        if header = 3 then 10
                        elif header = 4 then 14
                        else 18

                    let word = 2UL ||| (format <<< 2) ||| (uint64 literalCount <<< 4) ||| (uint64 size <<< (4 + width))

                    for i in 0 .. header - 1 do
                        block[position + i] <- byte (word >>> (8 * i))

                    finish

    member private _.WriteRawLiterals(position: int) : int =
        let isRun = literalCount > 4 && not (literals.AsSpan(0, literalCount).ContainsAnyExcept literals[0])
        let kind = if isRun then 1 else 0
        let mutable p = position

        if literalCount < 32 then
            block[p] <- byte (kind ||| (literalCount <<< 3))
            p <- p + 1
        elif literalCount < 4096 then
            BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan p, uint16 (kind ||| 4 ||| (literalCount <<< 4)))
            p <- p + 2
        else
            let word = kind ||| 12 ||| (literalCount <<< 4)
            block[p] <- byte word
            block[p + 1] <- byte (word >>> 8)
            block[p + 2] <- byte (word >>> 16)
            p <- p + 3

        if isRun then
            block[p] <- literals[0]
            p + 1
        else
            Buffer.BlockCopy(literals, 0, block, p, literalCount)
            p + literalCount

    /// Chooses a table for codes, whose counts are there, and writes its description; returns the position behind.
    member private _.WriteTable
        (table: FseEncoder, symbols: int, maximumLog: int, standard: int16[], standardLog: int, position: int, mode: byref<int>)
        : int =
        let mutable used = 0
        let mutable last = 0

        for s in 0 .. symbols - 1 do
            if counts[s] > 0 then
                used <- used + 1
                last <- s

        if used = 1 && sequences > 2 then
            table.SetSingle last
            block[position] <- byte last
            mode <- 1
            position + 1
        elif used = 1 || (sequences < 48 && last < standard.Length) then
            table.Build(standard, standard.Length, standardLog)
            mode <- 0
            position
        else
            let log = FseNormal.log (last + 1) sequences maximumLog
            FseNormal.normalize counts (last + 1) sequences log distribution
            table.Build(distribution, last + 1, log)
            mode <- 2
            FseNormal.write distribution (last + 1) log block position

    /// Writes the sequences; returns the position behind, or -1 if the block would be no shorter than its content.
    member private e.WriteSequences(position: int, room: int) : int =
        let mutable p = position

        if sequences < 128 then
            block[p] <- byte sequences
            p <- p + 1
        elif sequences < 0x7f00 then
            block[p] <- byte ((sequences >>> 8) + 128)
            block[p + 1] <- byte sequences
            p <- p + 2
        else
            block[p] <- 255uy
            BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(p + 1), uint16 (sequences - 0x7f00))
            p <- p + 3

        if sequences = 0 then
            p
        else
            let modes = p
            p <- p + 1
            let mutable literalMode = 0
            let mutable offsetMode = 0
            let mutable matchMode = 0
            Array.Clear counts

            for i in 0 .. sequences - 1 do
                let code = literalCode literalLengths[i]
                counts[code] <- counts[code] + 1

            p <- e.WriteTable(literalTable, 36, ZstdFormat.LiteralLengthLog, ZstdFormat.literalLengthDefault, 6, p, &literalMode)
            Array.Clear counts

            for i in 0 .. sequences - 1 do
                let code = ZstdFormat.highBit offsetValues[i]
                counts[code] <- counts[code] + 1

            p <- e.WriteTable(offsetTable, 32, ZstdFormat.OffsetLog, ZstdFormat.offsetDefault, 5, p, &offsetMode)
            Array.Clear counts

            for i in 0 .. sequences - 1 do
                let code = matchCode matchLengths[i]
                counts[code] <- counts[code] + 1

            p <- e.WriteTable(matchTable, 53, ZstdFormat.MatchLengthLog, ZstdFormat.matchLengthDefault, 6, p, &matchMode)
            block[modes] <- byte ((literalMode <<< 6) ||| (offsetMode <<< 4) ||| (matchMode <<< 2))

            let mutable bits = ForwardBits(block, p)
            let mutable i = sequences - 1
            let mutable literalState = 0
            let mutable offsetState = 0
            let mutable matchState = 0
            let mutable fits = true

            while fits && i >= 0 do
                let literalLength = literalLengths[i]
                let matchLength = matchLengths[i]
                let offset = offsetValues[i]
                let literalSymbol = literalCode literalLength
                let offsetSymbol = ZstdFormat.highBit offset
                let matchSymbol = matchCode matchLength

                if i = sequences - 1 then
                    matchState <- matchTable.First matchSymbol
                    offsetState <- offsetTable.First offsetSymbol
                    literalState <- literalTable.First literalSymbol
                else
                    offsetState <- offsetTable.Encode(&bits, offsetState, offsetSymbol)
                    matchState <- matchTable.Encode(&bits, matchState, matchSymbol)
                    literalState <- literalTable.Encode(&bits, literalState, literalSymbol)
                    bits.Flush()

                bits.Add(uint32 (literalLength - ZstdFormat.literalLengthBase[literalSymbol]), int ZstdFormat.literalLengthBits[literalSymbol])
                bits.Add(uint32 (matchLength - ZstdFormat.matchLengthBase[matchSymbol]), int ZstdFormat.matchLengthBits[matchSymbol])
                bits.Flush()
                bits.Add(uint32 (offset - (1 <<< offsetSymbol)), offsetSymbol)
                bits.Flush()
                // what a sequence can still take
                fits <- bits.Position < room
                i <- i - 1

            if not fits then
                -1
            else
                matchTable.Flush(&bits, matchState)
                offsetTable.Flush(&bits, offsetState)
                literalTable.Flush(&bits, literalState)
                bits.Flush()
                bits.Close()

    /// Writes a frame with the bytes.
    member e.Encode(source: byte[], start: int, count: int, output: IBufferWriter<byte>) : unit =
        let finish = start + count
        let windowLog = min 20 (max 10 (ZstdFormat.highBit (max 1 (count - 1)) + 1))
        let isSingle = count <= (1 <<< windowLog)
        // A small input does not pay for the clearing of a large table.
        let tableBits = min 16 (max 8 (windowLog + 1))
        let table = ArrayPool<int>.Shared.Rent(1 <<< tableBits)
        Array.Clear(table, 0, 1 <<< tableBits)
        repeat0 <- 1
        repeat1 <- 4
        repeat2 <- 8
        let header = output.GetSpan 14
        BinaryPrimitives.WriteUInt32LittleEndian(header, ZstdFormat.Magic)
        let mutable p = 5

        if not isSingle then
            header[p] <- byte ((windowLog - 10) <<< 3)
            p <- p + 1

        if isSingle && count < 256 then
            header[4] <- 0x20uy
            header[p] <- byte count
            p <- p + 1
        else
            header[4] <- if isSingle then 0xA0uy else 0x80uy
            BinaryPrimitives.WriteUInt32LittleEndian(header.Slice p, uint32 count)
            p <- p + 4

        output.Advance p
        let mutable at = start
        let mutable ended = false

        while not ended do
            let blockEnd = at + min ZstdFormat.BlockMaximum (finish - at)
            let size = blockEnd - at
            ended <- blockEnd = finish
            let before0 = repeat0
            let before1 = repeat1
            let before2 = repeat2
            let mutable packed = -1

            if size > 16 then
                e.FindMatches(source, start, at, blockEnd, 1 <<< windowLog, table, tableBits)
                let mutable literalEnd = if literalCount >= 64 then e.WritePackedLiterals 0 else -1

                if literalEnd < 0 then literalEnd <- e.WriteRawLiterals 0

                packed <- e.WriteSequences(literalEnd, size)

            let last = if ended then 1 else 0

            let write (kind: int) (length: int) =
                let word = last ||| (kind <<< 1) ||| (length <<< 3)
                let header = output.GetSpan 3
                header[0] <- byte word
                header[1] <- byte (word >>> 8)
                header[2] <- byte (word >>> 16)
                output.Advance 3

            if packed >= 0 && packed < size then
                write 2 packed
                output.Write(ReadOnlySpan(block, 0, packed))
            else
                // The decoder does not see the offsets of a block that is stored as it is.
                repeat0 <- before0
                repeat1 <- before1
                repeat2 <- before2
                write 0 size
                output.Write(ReadOnlySpan(source, at, size))

            at <- blockEnd

        ArrayPool<int>.Shared.Return table
