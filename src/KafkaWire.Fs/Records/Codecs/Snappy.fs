namespace KafkaWire

open System
open System.Buffers
open System.Buffers.Binary
open System.Runtime.CompilerServices
open System.Runtime.InteropServices

/// A block of Snappy: the length in a varint, then literals and copies.
module internal SnappyBlock =

    /// Appends what a block decompresses to.
    let decompress (source: byte[]) (start: int) (count: int) (output: PooledBuffer) : unit =
        let finish = start + count
        let mutable p = start
        let mutable length = 0L
        let mutable shift = 0
        let mutable more = true

        while more do
            if p >= finish || shift > 28 then Corrupt.fail "The block's length is cut off."

            let b = source[p]
            p <- p + 1
            length <- length ||| (int64 (b &&& 0x7Fuy) <<< shift)
            shift <- shift + 7
            more <- b >= 0x80uy

        // The best element makes 64 bytes of 3, so a length beyond that is a lie, found out before there is an array for it.
        if length > int64 count * 22L then
            Corrupt.fail (String.Concat("A block of ", string count, " bytes cannot hold ", string length + "."))

        output.Admit length
        output.Reserve(int length + Lz.Slack)
        let target = output.Array
        let first = output.Length
        let last = first + int length
        let mutable at = first

        while p < finish do
            let tag = int source[p]
            p <- p + 1

            if tag &&& 3 = 0 then
                let mutable size = (tag >>> 2) + 1

                if size > 60 then
                    let extra = size - 60

                    if finish - p < extra then Corrupt.fail "A literal's length is cut off."

                    size <- 0

                    for i = extra - 1 downto 0 do
                        size <- (size <<< 8) ||| int source[p + i]

                    p <- p + extra
                    size <- size + 1

                if size <= 0 || size > finish - p || size > last - at then
                    Corrupt.fail "A literal goes beyond the end."

                Buffer.BlockCopy(source, p, target, at, size)
                p <- p + size
                at <- at + size
            else
                let extra =
                    match tag &&& 3 with
                    | 1 -> 1
                    | 2 -> 2
                    | _ -> 4

                if finish - p < extra then Corrupt.fail "A copy is cut off."

                let size = if extra = 1 then ((tag >>> 2) &&& 7) + 4 else (tag >>> 2) + 1

                let offset =
                    match extra with
                    | 1 -> ((tag &&& 0xe0) <<< 3) ||| int source[p]
                    | 2 -> int (BinaryPrimitives.ReadUInt16LittleEndian(ReadOnlySpan(source, p, 2)))
                    | _ -> BinaryPrimitives.ReadInt32LittleEndian(ReadOnlySpan(source, p, 4))

                p <- p + extra

                if offset <= 0 || offset > at - first || size > last - at then
                    Corrupt.fail "A copy goes beyond the ends."

                Lz.copyMatch target at offset size
                at <- at + size

        if at <> last then Corrupt.fail "The block is shorter than it says."

        output.SetLength last

    let private writeLength (target: byte[]) (position: int) (length: int) : int =
        let mutable rest = uint32 length
        let mutable p = position

        while rest >= 0x80u do
            target[p] <- byte rest ||| 0x80uy
            rest <- rest >>> 7
            p <- p + 1

        target[p] <- byte rest
        p + 1

    let private writeLiteral (source: byte[]) (start: int) (count: int) (target: byte[]) (position: int) : int =
        let n = count - 1

        let p =
            if n < 60 then
                target[position] <- byte (n <<< 2)
                position + 1
            elif n < 0x100 then
                target[position] <- 60uy <<< 2
                target[position + 1] <- byte n
                position + 2
            else
                // Blocks have less than 65536 bytes.
                target[position] <- 61uy <<< 2
                target[position + 1] <- byte n
                target[position + 2] <- byte (n >>> 8)
                position + 3

        Buffer.BlockCopy(source, start, target, p, count)
        p + count

    let private writeCopyOf (target: byte[]) (position: int) (offset: int) (count: int) : int =
        if count < 12 && offset < 2048 then
            target[position] <- byte (1 ||| ((count - 4) <<< 2) ||| ((offset >>> 8) <<< 5))
            target[position + 1] <- byte offset
            position + 2
        else
            target[position] <- byte (2 ||| ((count - 1) <<< 2))
            target[position + 1] <- byte offset
            target[position + 2] <- byte (offset >>> 8)
            position + 3

    let private writeCopy (target: byte[]) (position: int) (offset: int) (count: int) : int =
        let mutable p = position
        let mutable rest = count

        // 64 is the most of one element, 4 the least of the short one.
        while rest >= 68 do
            p <- writeCopyOf target p offset 64
            rest <- rest - 64

        if rest > 64 then
            p <- writeCopyOf target p offset 60
            rest <- rest - 60

        writeCopyOf target p offset rest

    [<Literal>]
    let private TableBits = 14

    /// The most bytes that a block of so many can take.
    let bound (count: int) = 32 + count + count / 6

    /// Compresses at most 65535 bytes, and returns the position behind. The table has 16384 entries.
    let compress (source: byte[]) (start: int) (count: int) (target: byte[]) (position: int) (table: int[]) : int =
        let mutable p = writeLength target position count
        let finish = start + count
        let mutable anchor = start

        if count >= 16 then
            Array.Clear(table, 0, 1 <<< TableBits)
            let bytes = &MemoryMarshal.GetArrayDataReference source
            // Loads of 8 bytes must not go beyond the end.
            let limit = finish - 12
            let mutable at = start + 1
            let mutable misses = 32

            while at <= limit do
                let word = Lz.load32 &bytes at
                let slot = int ((word * 0x1e35a7bdu) >>> (32 - TableBits))
                // positions count from start + 1, so that 0 is none
                let candidate = table[slot] - 1 + start
                table[slot] <- at - start + 1

                if candidate >= start && Lz.load32 &bytes candidate = word then
                    if at > anchor then p <- writeLiteral source anchor (at - anchor) target p

                    let length = 4 + Lz.matchLength &bytes (candidate + 4) (at + 4) finish
                    p <- writeCopy target p (at - candidate) length
                    at <- at + length
                    anchor <- at
                    misses <- 32

                    if at <= limit then
                        // what was passed over is worth one entry
                        let previous = Lz.load32 &bytes (at - 1)
                        table[int ((previous * 0x1e35a7bdu) >>> (32 - TableBits))] <- at - 1 - start + 1
                else
                    // The longer nothing matches, the wider the steps.
                    at <- at + (misses >>> 5)
                    misses <- misses + 1

        if anchor < finish then p <- writeLiteral source anchor (finish - anchor) target p

        p

/// <summary>Snappy, in the framing of xerial's Java library, which Kafka writes; raw blocks are read too.</summary>
[<Sealed>]
type SnappyCodec() =

    // 0x82 'SNAPPY' 0
    static let magic = [| 0x82uy; byte 'S'; byte 'N'; byte 'A'; byte 'P'; byte 'P'; byte 'Y'; 0uy |]

    // Magic, version and least compatible version, which some writers write in little-endian and readers ignore.
    static let header = Array.append magic [| 0uy; 0uy; 0uy; 1uy; 0uy; 0uy; 0uy; 1uy |]

    // What xerial's library takes.
    [<Literal>]
    static let BlockSize = 32768

    static member private IsHeader(source: byte[], start: int, finish: int) =
        finish - start >= header.Length
        && ReadOnlySpan(source, start, magic.Length).SequenceEqual(ReadOnlySpan magic)

    interface ICompressionCodec with
        member _.Type = CompressionType.Snappy

        member _.Compress(source, _, output) =
            let struct (array, offset, count) = Lz.segment source
            output.Write(ReadOnlySpan header)
            let table = ArrayPool<int>.Shared.Rent 16384
            let block = ArrayPool<byte>.Shared.Rent(SnappyBlock.bound BlockSize)
            let mutable at = 0

            while at < count do
                let size = min BlockSize (count - at)
                let length = SnappyBlock.compress array (offset + at) size block 0 table
                BinaryPrimitives.WriteInt32BigEndian(output.GetSpan 4, length)
                output.Advance 4
                output.Write(ReadOnlySpan(block, 0, length))
                at <- at + size

            ArrayPool<byte>.Shared.Return block
            ArrayPool<int>.Shared.Return table

        member _.Decompress(source, _, output) =
            let struct (array, offset, count) = Lz.segment source

            Lz.decode output (fun buffer ->
                let finish = offset + count

                if count = 0 then
                    Corrupt.fail "There are no data."
                elif not (SnappyCodec.IsHeader(array, offset, finish)) then
                    SnappyBlock.decompress array offset count buffer
                else
                    let mutable p = offset + header.Length

                    // As in xerial's library, less than a length at the end is passed over.
                    while finish - p >= 4 do
                        if SnappyCodec.IsHeader(array, p, finish) then
                            // another stream behind the first
                            p <- p + header.Length
                        else
                            let size = BinaryPrimitives.ReadInt32BigEndian(ReadOnlySpan(array, p, 4))

                            if size < 0 || size > finish - p - 4 then
                                Corrupt.fail (String.Concat("A chunk of ", string size, " bytes goes beyond the end."))

                            SnappyBlock.decompress array (p + 4) size buffer
                            p <- p + 4 + size)
