namespace KafkaWire

open System
open System.Buffers
open System.Buffers.Binary
open System.Runtime.CompilerServices
open System.Runtime.InteropServices

/// A block of LZ4: sequences of literals and a match, the last of literals alone.
module internal Lz4Block =

    // Rules of the format that the reference decoder enforces: the last sequence ends in 5 literals at least, and no match begins in the last 12 bytes.
    [<Literal>]
    let private LastLiterals = 5

    [<Literal>]
    let private MatchLimit = 12

    /// A length of 15 or more goes on in bytes of 255; returns the position behind.
    let private readLength (source: byte[]) (position: int) (finish: int) (length: byref<int>) : int =
        let mutable p = position
        let mutable more = true

        while more do
            if p >= finish then Corrupt.fail "A length is cut off."

            let b = int source[p]
            p <- p + 1
            length <- length + b
            more <- b = 255

        p

    /// Appends what a block decompresses to, at most so many bytes.
    let decompress (source: byte[]) (start: int) (count: int) (output: PooledBuffer) (most: int) : unit =
        let finish = start + count
        // The best is 255 bytes of one: no more room than what the input can fill.
        let room = int (min (int64 most) (int64 count * 255L + 16L))
        output.Reserve(room + Lz.Slack)
        let target = output.Array
        let first = output.Length
        let last = first + room
        let mutable at = first
        let mutable p = start
        let mutable ended = false

        if count = 0 then Corrupt.fail "A block is empty."

        while not ended do
            if p >= finish then Corrupt.fail "A block ends in a match."

            let token = int source[p]
            p <- p + 1
            let mutable literals = token >>> 4

            if literals = 15 then p <- readLength source p finish &literals

            if literals > finish - p || literals > last - at then Corrupt.fail "Literals go beyond the end."

            if literals > 0 then
                Buffer.BlockCopy(source, p, target, at, literals)
                p <- p + literals
                at <- at + literals

            // offset, token and last literals
            if finish - p < 2 + 1 + LastLiterals then
                if p <> finish then Corrupt.fail "A match stands too close to the end."

                ended <- true
            else
                let offset = int source[p] ||| (int source[p + 1] <<< 8)
                p <- p + 2
                let mutable length = token &&& 15

                if length = 15 then p <- readLength source p finish &length

                length <- length + 4

                if offset = 0 || offset > at - first || length > last - at then
                    Corrupt.fail "A match goes beyond the ends."

                Lz.copyMatch target at offset length
                at <- at + length

        output.Admit(int64 (at - first))
        output.SetLength at

    let private writeLength (target: byte[]) (position: int) (length: int) : int =
        let mutable rest = length
        let mutable p = position

        while rest >= 255 do
            target[p] <- 255uy
            rest <- rest - 255
            p <- p + 1

        target[p] <- byte rest
        p + 1

    let private writeLiterals (source: byte[]) (start: int) (count: int) (target: byte[]) (position: int) (low: int) : int =
        let mutable p = position + 1

        if count >= 15 then
            target[position] <- byte (0xf0 ||| low)
            p <- writeLength target p (count - 15)
        else
            target[position] <- byte ((count <<< 4) ||| low)

        Buffer.BlockCopy(source, start, target, p, count)
        p + count

    [<Literal>]
    let private TableBits = 14

    /// The most bytes that so many can take.
    let bound (count: int) = count + count / 255 + 16

    /// Compresses at most 65536 bytes, and returns the position behind. The table has 16384 entries.
    let compress (source: byte[]) (start: int) (count: int) (target: byte[]) (position: int) (table: int[]) : int =
        let mutable p = position
        let finish = start + count
        let mutable anchor = start

        if count > MatchLimit then
            Array.Clear(table, 0, 1 <<< TableBits)
            let bytes = &MemoryMarshal.GetArrayDataReference source
            let limit = finish - MatchLimit
            let matchEnd = finish - LastLiterals
            let mutable at = start + 1
            let mutable misses = 64

            while at < limit do
                let word = Lz.load32 &bytes at
                let slot = int ((word * 2654435761u) >>> (32 - TableBits))
                // positions count from start + 1, so that 0 is none
                let mutable candidate = table[slot] - 1 + start
                table[slot] <- at - start + 1

                if candidate >= start && at - candidate < 65536 && Lz.load32 &bytes candidate = word then
                    // literals that match too
                    while at > anchor && candidate > start && Unsafe.Add(&bytes, at - 1) = Unsafe.Add(&bytes, candidate - 1) do
                        at <- at - 1
                        candidate <- candidate - 1

                    let length = Lz.matchLength &bytes (candidate + 4) (at + 4) matchEnd
                    p <- writeLiterals source anchor (at - anchor) target p (min length 15)
                    let offset = at - candidate
                    target[p] <- byte offset
                    target[p + 1] <- byte (offset >>> 8)
                    p <- p + 2

                    if length >= 15 then p <- writeLength target p (length - 15)

                    at <- at + length + 4
                    anchor <- at
                    misses <- 64

                    if at < limit then
                        let previous = Lz.load32 &bytes (at - 2)
                        table[int ((previous * 2654435761u) >>> (32 - TableBits))] <- at - 2 - start + 1
                else
                    // The longer nothing matches, the wider the steps.
                    at <- at + (misses >>> 6)
                    misses <- misses + 1

        writeLiterals source anchor (finish - anchor) target p 0

/// <summary>The LZ4 frame format, in independent blocks of 64 KiB as Kafka writes them.</summary>
/// <remarks>
/// In magic 0 the checksum of the frame's header is the wrong one that Kafka's first clients wrote: it is written so, and not checked on reading.
/// A checksum of the content, which Kafka ignores, is verified.
/// </remarks>
[<Sealed>]
type Lz4Codec() =

    [<Literal>]
    static let FrameMagic = 0x184D2204u

    [<Literal>]
    static let BlockSize = 65536

    static member private HeaderChecksum(header: ReadOnlySpan<byte>) : byte = byte (XxHash.xxh32 header >>> 8)

    static member private DecompressFrame(source: byte[], start: int, count: int, magic: sbyte, output: PooledBuffer) : unit =
        let finish = start + count

        let need (p: int) (n: int) = if finish - p < n then Corrupt.fail "The frame is cut off."

        let word (p: int) = BinaryPrimitives.ReadUInt32LittleEndian(ReadOnlySpan(source, p, 4))
        need start 6

        if word start <> FrameMagic then Corrupt.fail "The data do not begin with the mark of an LZ4 frame."

        let flags = int source[start + 4]
        let descriptor = int source[start + 5]

        // Reserved bits (one of which says in newer versions of the format that a dictionary is used), version, independent blocks: as in Kafka.
        if
            flags &&& 3 <> 0
            || flags >>> 6 <> 1
            || flags &&& 0x20 = 0
            || descriptor &&& 0x8f <> 0
            || descriptor >>> 4 < 4
        then
            Corrupt.fail "The frame's header asks for what Kafka has no use of."

        let hasBlockChecksum = flags &&& 0x10 <> 0
        let hasContentSize = flags &&& 8 <> 0
        let hasContentChecksum = flags &&& 4 <> 0
        // 64 KiB, 256 KiB, 1 MiB, 4 MiB
        let most = 1 <<< (2 * (descriptor >>> 4) + 8)
        let headerEnd = start + 6 + (if hasContentSize then 8 else 0)
        need headerEnd 1

        if
            magic <> 0y
            && source[headerEnd] <> Lz4Codec.HeaderChecksum(ReadOnlySpan(source, start + 4, headerEnd - start - 4))
        then
            Corrupt.fail "The checksum of the frame's header is wrong."

        let first = output.Length
        let mutable p = headerEnd + 1
        let mutable ended = false

        while not ended do
            need p 4
            let size = word p
            let length = int (size &&& 0x7fffffffu)
            p <- p + 4

            if length = 0 then
                ended <- true
            else
                if length > most then
                    Corrupt.fail (String.Concat("A block of ", string length, " bytes exceeds the frame's ", string most + "."))

                need p (length + (if hasBlockChecksum then 4 else 0))

                if size >>> 31 = 0u then
                    Lz4Block.decompress source p length output most
                else
                    output.Write(ReadOnlySpan(source, p, length))

                if hasBlockChecksum then
                    if word (p + length) <> XxHash.xxh32 (ReadOnlySpan(source, p, length)) then
                        Corrupt.fail "The checksum of a block is wrong."

                    p <- p + 4

                p <- p + length

        if hasContentChecksum then
            need p 4

            if word p <> XxHash.xxh32 (output.Written.Slice first) then
                Corrupt.fail "The checksum of the content is wrong."

    interface ICompressionCodec with
        member _.Type = CompressionType.Lz4

        member _.Compress(source, magic, output) =
            let struct (array, offset, count) = Lz.segment source
            let header = output.GetSpan 7
            BinaryPrimitives.WriteUInt32LittleEndian(header, FrameMagic)
            header[4] <- 0x60uy // version 1, independent blocks
            header[5] <- 0x40uy // 64 KiB
            // Kafka's first clients took the mark into the checksum.
            let from = if magic = 0y then 0 else 4
            header[6] <- Lz4Codec.HeaderChecksum(Span.op_Implicit (header.Slice(from, 6 - from)))
            output.Advance 7
            let table = ArrayPool<int>.Shared.Rent 16384
            let block = ArrayPool<byte>.Shared.Rent(Lz4Block.bound BlockSize)
            let mutable at = 0

            while at < count do
                let size = min BlockSize (count - at)
                let length = Lz4Block.compress array (offset + at) size block 0 table
                let isSmaller = length < size
                let stored = if isSmaller then uint32 length else uint32 size ||| 0x80000000u
                BinaryPrimitives.WriteUInt32LittleEndian(output.GetSpan 4, stored)
                output.Advance 4

                output.Write(if isSmaller then ReadOnlySpan(block, 0, length) else ReadOnlySpan(array, offset + at, size))

                at <- at + size

            ArrayPool<byte>.Shared.Return block
            ArrayPool<int>.Shared.Return table
            BinaryPrimitives.WriteUInt32LittleEndian(output.GetSpan 4, 0u)
            output.Advance 4

        member _.Decompress(source, magic, output) =
            let struct (array, offset, count) = Lz.segment source
            Lz.decode output (fun buffer -> Lz4Codec.DecompressFrame(array, offset, count, magic, buffer))
