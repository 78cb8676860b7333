namespace KafkaWire

open System
open System.Buffers
open System.Buffers.Binary
open System.Runtime.CompilerServices
open System.Runtime.InteropServices

/// Decompresses Zstandard frames (RFC 8878), one after the other. Holds the tables, which blocks take over from those before, and is used again.
[<Sealed>]
type internal ZstdDecoder() =

    let literalLengths = FseTable ZstdFormat.LiteralLengthLog
    let matchLengths = FseTable ZstdFormat.MatchLengthLog
    let offsets = FseTable ZstdFormat.OffsetLog
    let weightTable = FseTable 6
    let distribution: int16[] = Array.zeroCreate 256
    let weights: byte[] = Array.zeroCreate 256
    let ranks: int[] = Array.zeroCreate (ZstdFormat.HuffmanLog + 2)
    // An entry is a symbol and the number of its bits (from bit 8).
    let huffman: uint16[] = Array.zeroCreate (1 <<< ZstdFormat.HuffmanLog)
    let mutable huffmanLog = 0
    let literalBuffer: byte[] = Array.zeroCreate (ZstdFormat.BlockMaximum + Lz.Slack)

    let mutable literals = literalBuffer
    let mutable literalStart = 0
    let mutable literalCount = 0

    let cutOff = "The frame is cut off."

    let need (left: int) (count: int) = if left < count then Corrupt.fail cutOff

    /// A little-endian number; leaves the position behind it.
    static member private ReadNumber(source: byte[], finish: int, position: byref<int>, size: int) : uint64 =
        if finish - position < size then Corrupt.fail "The frame is cut off."

        let mutable value = 0UL

        for i = size - 1 downto 0 do
            value <- (value <<< 8) ||| uint64 source[position + i]

        position <- position + size
        value

    /// Reads the weights of a Huffman code and builds its table; returns the position behind.
    member private _.ReadHuffman(source: byte[], start: int, finish: int) : int =
        need (finish - start) 1
        let header = int source[start]
        let mutable count = 0
        let mutable p = start + 1

        if header >= 128 then
            count <- header - 127
            let size = (count + 1) / 2
            need (finish - p) size

            for i in 0 .. count - 1 do
                let b = source[p + i / 2]
                weights[i] <- if i &&& 1 = 0 then b >>> 4 else b &&& 15uy

            p <- p + size
        else
            need (finish - p) header
            let stop = p + header
            let mutable symbols = 0
            let mutable log = 0
            let bitsStart = FseDescription.read source p stop 6 255 distribution &symbols &log

            if symbols > ZstdFormat.HuffmanLog + 1 then
                Corrupt.fail "A Huffman code has weights that are too large."

            weightTable.Build(distribution, symbols, log)
            let entries = weightTable.Entries
            let mutable bits = BackwardBits.Open(source, bitsStart, stop - bitsStart)
            let mutable first = bits.Read log
            let mutable second = bits.Read log
            bits.Reload()
            let mutable ended = false

            // Two states in turn, until one asks for bits that are not there; the other then has the last symbol.
            while not ended do
                if count > 253 then Corrupt.fail "A Huffman code has too many weights."

                let entry = entries[first]
                weights[count] <- byte (entry >>> 24)
                count <- count + 1
                first <- int (entry &&& 0xffffu) + bits.Read(int (entry >>> 16) &&& 0xff)

                if bits.IsBeyond then
                    weights[count] <- byte (entries[second] >>> 24)
                    count <- count + 1
                    ended <- true
                else
                    bits.Reload()
                    let swap = first
                    first <- second
                    second <- swap

            p <- stop

        Array.Clear ranks
        let mutable sum = 0

        for i in 0 .. count - 1 do
            let weight = int weights[i]

            if weight > ZstdFormat.HuffmanLog then Corrupt.fail "A Huffman code has weights that are too large."

            ranks[weight] <- ranks[weight] + 1
            sum <- sum + ((1 <<< weight) >>> 1)

        if sum = 0 then Corrupt.fail "A Huffman code is empty."

        // The last weight is what makes the sum a power of 2.
        let log = ZstdFormat.highBit sum + 1

        if log > ZstdFormat.HuffmanLog then Corrupt.fail "A Huffman code is too long."

        let rest = (1 <<< log) - sum

        if rest &&& (rest - 1) <> 0 then Corrupt.fail "A Huffman code is not complete."

        let last = ZstdFormat.highBit rest + 1
        weights[count] <- byte last
        count <- count + 1
        ranks[last] <- ranks[last] + 1

        // at least two of weight 1, and an even number
        if ranks[1] < 2 || ranks[1] &&& 1 <> 0 then Corrupt.fail "A Huffman code is not complete."

        // Codes in ascending order of weight, then of symbol.
        let mutable next = 0

        for weight in 1..log do
            let size = ranks[weight] <<< (weight - 1)
            ranks[weight] <- next
            next <- next + size

        for symbol in 0 .. count - 1 do
            let weight = int weights[symbol]

            if weight > 0 then
                let size = 1 <<< (weight - 1)
                let entry = uint16 symbol ||| (uint16 (log + 1 - weight) <<< 8)
                Array.Fill(huffman, entry, ranks[weight], size)
                ranks[weight] <- ranks[weight] + size

        huffmanLog <- log
        p

    /// Decodes one stream of literals.
    member private _.DecodeStream(source: byte[], start: int, count: int, target: int, length: int) : unit =
        let mutable bits = BackwardBits.Open(source, start, count)
        let log = huffmanLog
        let table = &MemoryMarshal.GetArrayDataReference huffman
        let output = &MemoryMarshal.GetArrayDataReference literalBuffer
        let mutable at = target
        let finish = target + length

        // 4 codes are at most 48 bits.
        while finish - at >= 4 do
            bits.Reload()

            for i in 0..3 do
                let entry = Unsafe.Add(&table, bits.Peek log)
                bits.Skip(int (entry >>> 8))
                Unsafe.Add(&output, at + i) <- byte entry

            at <- at + 4

            if bits.IsBeyond then Corrupt.fail "A stream of literals is too short."

        bits.Reload()

        while at < finish do
            let entry = Unsafe.Add(&table, bits.Peek log)
            bits.Skip(int (entry >>> 8))
            Unsafe.Add(&output, at) <- byte entry
            at <- at + 1

        bits.Reload()

        if not bits.IsAtStart then Corrupt.fail "A stream of literals does not end where it should."

    /// Reads the literals of a block; returns the position behind.
    member private d.ReadLiterals(source: byte[], start: int, finish: int, blockMaximum: int) : int =
        need (finish - start) 1
        let first = int source[start]
        let kind = first &&& 3
        let format = (first >>> 2) &&& 3

        if kind < 2 then
            // raw, or one byte repeated
            let header =
                match format with
                | 1 -> 2
                | 3 -> 3
                | _ -> 1

            need (finish - start) header

            let size =
                match header with
                | 1 -> first >>> 3
                | 2 -> (first ||| (int source[start + 1] <<< 8)) >>> 4
                | _ -> (first ||| (int source[start + 1] <<< 8) ||| (int source[start + 2] <<< 16)) >>> 4

            if size > blockMaximum then Corrupt.fail "The literals exceed the block."

            let p = start + header
            literalCount <- size

            if kind = 0 then
                need (finish - p) size
                literals <- source
                literalStart <- p
                p + size
            else
                need (finish - p) 1
                Array.Fill(literalBuffer, source[p], 0, size)
                literals <- literalBuffer
                literalStart <- 0
                p + 1
        else
            let header =
                match format with
                | 2 -> 4
                | 3 -> 5
                | _ -> 3

            need (finish - start) header
            let mutable word = 0UL

            for i = header - 1 downto 0 do
                word <- (word <<< 8) ||| uint64 source[start + i]

            let width =
                if header = 3 then 10
                else if header = 4 then 14
                else 18

            let mask = (1 <<< width) - 1
            let size = int (word >>> 4) &&& mask
            let compressed = int (word >>> (4 + width)) &&& mask
            let isSingle = format = 0
            let mutable p = start + header

            if size > blockMaximum then Corrupt.fail "The literals exceed the block."

            if not isSingle && size < 6 then Corrupt.fail "Four streams of literals are too many for so few."

            need (finish - p) compressed
            let stop = p + compressed

            if kind = 2 then p <- d.ReadHuffman(source, p, stop)
            elif huffmanLog = 0 then Corrupt.fail "A block takes over a Huffman code that no block before has."

            if isSingle then
                d.DecodeStream(source, p, stop - p, 0, size)
            else
                need (stop - p) 6
                let word (at: int) = int (BinaryPrimitives.ReadUInt16LittleEndian(ReadOnlySpan(source, at, 2)))
                let a = word p
                let b = word (p + 2)
                let c = word (p + 4)
                p <- p + 6
                need (stop - p) (a + b + c)
                let part = (size + 3) / 4

                if 3 * part > size then Corrupt.fail "Four streams of literals are too many for so few."

                d.DecodeStream(source, p, a, 0, part)
                d.DecodeStream(source, p + a, b, part, part)
                d.DecodeStream(source, p + a + b, c, 2 * part, part)
                d.DecodeStream(source, p + a + b + c, stop - p - a - b - c, 3 * part, size - 3 * part)

            literals <- literalBuffer
            literalStart <- 0
            literalCount <- size
            stop

    member private _.ReadTable
        (table: FseTable, mode: int, source: byte[], start: int, finish: int, maximumLog: int, maximumSymbol: int, standard: int16[], standardLog: int) : int =
        match mode with
        | 0 ->
            table.Build(standard, standard.Length, standardLog)
            start
        | 1 ->
            need (finish - start) 1
            let symbol = int source[start]

            if symbol > maximumSymbol then Corrupt.fail "A table has a symbol beyond its last."

            table.SetSingle symbol
            start + 1
        | 2 ->
            let mutable symbols = 0
            let mutable log = 0
            let p = FseDescription.read source start finish maximumLog maximumSymbol distribution &symbols &log
            table.Build(distribution, symbols, log)
            p
        | _ ->
            if table.Log < 0 then Corrupt.fail "A block takes over a table that no block before has."

            start

    /// Appends what a compressed block holds.
    member private d.DecodeBlock
        (source: byte[], start: int, count: int, output: PooledBuffer, frameStart: int, blockMaximum: int, repeats: Span<int>)
        : unit =
        let finish = start + count
        let mutable p = d.ReadLiterals(source, start, finish, blockMaximum)
        need (finish - p) 1
        let first = int source[p]
        p <- p + 1
        let mutable sequences = first

        if first = 255 then
            need (finish - p) 2
            sequences <- int source[p] + (int source[p + 1] <<< 8) + 0x7f00
            p <- p + 2
        elif first >= 128 then
            need (finish - p) 1
            sequences <- ((first - 128) <<< 8) + int source[p]
            p <- p + 1

        output.Reserve(blockMaximum + Lz.Slack)
        let target = output.Array
        let blockStart = output.Length
        let mutable at = blockStart
        let blockEnd = blockStart + blockMaximum
        let mutable literal = literalStart
        let literalEnd = literalStart + literalCount

        if sequences = 0 then
            if p <> finish then Corrupt.fail "A block is longer than its content."
        else
            need (finish - p) 1
            let modes = int source[p]
            p <- p + 1

            if modes &&& 3 <> 0 then Corrupt.fail "A block uses reserved bits."

            p <- d.ReadTable(literalLengths, modes >>> 6, source, p, finish, ZstdFormat.LiteralLengthLog, 35, ZstdFormat.literalLengthDefault, 6)

            p <- d.ReadTable(offsets, (modes >>> 4) &&& 3, source, p, finish, ZstdFormat.OffsetLog, 31, ZstdFormat.offsetDefault, 5)

            p <- d.ReadTable(matchLengths, (modes >>> 2) &&& 3, source, p, finish, ZstdFormat.MatchLengthLog, 52, ZstdFormat.matchLengthDefault, 6)

            let mutable bits = BackwardBits.Open(source, p, finish - p)
            let mutable literalState = bits.Read literalLengths.Log
            let mutable offsetState = bits.Read offsets.Log
            let mutable matchState = bits.Read matchLengths.Log
            let literalEntries = literalLengths.Entries
            let offsetEntries = offsets.Entries
            let matchEntries = matchLengths.Entries
            let mutable left = sequences

            while left > 0 do
                left <- left - 1
                bits.Reload()
                let literalEntry = literalEntries[literalState]
                let offsetEntry = offsetEntries[offsetState]
                let matchEntry = matchEntries[matchState]
                let literalCode = int (literalEntry >>> 24)
                let offsetCode = int (offsetEntry >>> 24)
                let matchCode = int (matchEntry >>> 24)

                // At most 31 bits, then 16 and 16, then 9, 9 and 8.
                let offsetValue = int64 (1L <<< offsetCode) + int64 (uint32 (bits.Read offsetCode))

                if offsetCode > 24 then bits.Reload()

                let matchLength = ZstdFormat.matchLengthBase[matchCode] + bits.Read(int ZstdFormat.matchLengthBits[matchCode])

                let literalLength = ZstdFormat.literalLengthBase[literalCode] + bits.Read(int ZstdFormat.literalLengthBits[literalCode])

                let mutable offset = 0L

                if offsetValue > 3L then
                    offset <- offsetValue - 3L
                    repeats[2] <- repeats[1]
                    repeats[1] <- repeats[0]
                    repeats[0] <- int (min offset (int64 Int32.MaxValue))
                else
                    // Without literals the last offset is no use, so each number stands for the one behind.
                    let index = int offsetValue - 1 + (if literalLength = 0 then 1 else 0)

                    if index = 0 then
                        offset <- int64 repeats[0]
                    else
                        offset <- if index = 3 then int64 repeats[0] - 1L else int64 repeats[index]

                        if index <> 1 then repeats[2] <- repeats[1]

                        repeats[1] <- repeats[0]
                        repeats[0] <- int offset

                if left > 0 then
                    bits.Reload()
                    literalState <- int (literalEntry &&& 0xffffu) + bits.Read(int (literalEntry >>> 16) &&& 0xff)
                    matchState <- int (matchEntry &&& 0xffffu) + bits.Read(int (matchEntry >>> 16) &&& 0xff)
                    offsetState <- int (offsetEntry &&& 0xffffu) + bits.Read(int (offsetEntry >>> 16) &&& 0xff)

                if bits.IsBeyond then Corrupt.fail "The sequences are cut off."

                if literalLength > literalEnd - literal || literalLength + matchLength > blockEnd - at then
                    Corrupt.fail "A sequence goes beyond the block."

                Buffer.BlockCopy(literals, literal, target, at, literalLength)
                literal <- literal + literalLength
                at <- at + literalLength

                if offset <= 0L || offset > int64 (at - frameStart) then
                    Corrupt.fail "A match goes beyond the start."

                Lz.copyMatch target at (int offset) matchLength
                at <- at + matchLength

            bits.Reload()

            if not bits.IsAtStart then Corrupt.fail "The sequences do not end where they should."

        let rest = literalEnd - literal

        if rest > blockEnd - at then Corrupt.fail "The literals exceed the block."

        Buffer.BlockCopy(literals, literal, target, at, rest)
        at <- at + rest
        output.Admit(int64 (at - blockStart))
        output.SetLength at

    /// Appends what a frame holds; returns the position behind.
    member private d.DecodeFrame(source: byte[], start: int, finish: int, output: PooledBuffer) : int =
        need (finish - start) 5
        let descriptor = int source[start + 4]

        if descriptor &&& 8 <> 0 then Corrupt.fail "The frame uses reserved bits."

        let isSingle = descriptor &&& 0x20 <> 0
        let mutable p = start + 5
        let mutable window = 0L

        if not isSingle then
            need (finish - p) 1
            let b = int source[p]
            p <- p + 1
            let size = 1L <<< (10 + (b >>> 3))
            window <- size + (size >>> 3) * int64 (b &&& 7)

        let dictionary =
            match descriptor &&& 3 with
            | 0 -> 0UL
            | 3 -> ZstdDecoder.ReadNumber(source, finish, &p, 4)
            | size -> ZstdDecoder.ReadNumber(source, finish, &p, size)

        if dictionary <> 0UL then Corrupt.fail "The frame needs a dictionary."

        let sizeFlag = descriptor >>> 6
        let hasSize = sizeFlag > 0 || isSingle

        let size =
            match sizeFlag with
            | 0 -> if isSingle then ZstdDecoder.ReadNumber(source, finish, &p, 1) else 0UL
            | 1 -> ZstdDecoder.ReadNumber(source, finish, &p, 2) + 256UL
            | 2 -> ZstdDecoder.ReadNumber(source, finish, &p, 4)
            | _ -> ZstdDecoder.ReadNumber(source, finish, &p, 8)

        if isSingle then window <- int64 (min size (uint64 Int64.MaxValue))

        if window > ZstdFormat.WindowMaximum then
            Corrupt.fail (String.Concat("The frame needs a window of ", string window, " bytes."))

        if hasSize then output.Admit(int64 (min size (uint64 Int64.MaxValue)))

        let blockMaximum = int (min window (int64 ZstdFormat.BlockMaximum))
        let frameStart = output.Length
        literalLengths.Log <- -1
        matchLengths.Log <- -1
        offsets.Log <- -1
        huffmanLog <- 0
        let repeats: Span<int> = Span<int>([| 1; 4; 8 |])
        let mutable isLast = false

        while not isLast do
            need (finish - p) 3
            let header = int source[p] ||| (int source[p + 1] <<< 8) ||| (int source[p + 2] <<< 16)
            p <- p + 3
            isLast <- header &&& 1 <> 0
            let length = header >>> 3

            if length > blockMaximum then
                Corrupt.fail (String.Concat("A block of ", string length, " bytes exceeds the frame's ", string blockMaximum + "."))

            match (header >>> 1) &&& 3 with
            | 0 ->
                need (finish - p) length
                output.Write(ReadOnlySpan(source, p, length))
                p <- p + length
            | 1 ->
                need (finish - p) 1
                (output :> IBufferWriter<byte>).GetSpan(length).Slice(0, length).Fill source[p]
                (output :> IBufferWriter<byte>).Advance length
                p <- p + 1
            | 2 ->
                need (finish - p) length

                if length < 2 then Corrupt.fail "A block is too short."

                d.DecodeBlock(source, p, length, output, frameStart, blockMaximum, repeats)
                p <- p + length
            | _ -> Corrupt.fail "A block is of a reserved type."

        if hasSize && uint64 (output.Length - frameStart) <> size then
            Corrupt.fail "The frame does not hold as many bytes as it says."

        if descriptor &&& 4 <> 0 then
            need (finish - p) 4
            let stored = BinaryPrimitives.ReadUInt32LittleEndian(ReadOnlySpan(source, p, 4))
            p <- p + 4

            if stored <> uint32 (XxHash.xxh64 (output.Written.Slice frameStart)) then
                Corrupt.fail "The checksum of the content is wrong."

        p

    /// Appends what all frames hold.
    member d.Decode(source: byte[], start: int, count: int, output: PooledBuffer) : unit =
        let finish = start + count
        let mutable p = start

        if count = 0 then Corrupt.fail cutOff

        while p < finish do
            need (finish - p) 4
            let magic = BinaryPrimitives.ReadUInt32LittleEndian(ReadOnlySpan(source, p, 4))

            if magic = ZstdFormat.Magic then
                p <- d.DecodeFrame(source, p, finish, output)
            elif magic &&& 0xFFFFFFF0u = 0x184D2A50u then
                // a frame to be skipped
                need (finish - p) 8
                let size = BinaryPrimitives.ReadUInt32LittleEndian(ReadOnlySpan(source, p + 4, 4))

                if int64 size > int64 (finish - p - 8) then Corrupt.fail cutOff

                p <- p + 8 + int size
            else
                Corrupt.fail "The data do not begin with the mark of a Zstandard frame."
