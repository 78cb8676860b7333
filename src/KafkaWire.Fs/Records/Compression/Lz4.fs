namespace KafkaWire

open System
open System.Buffers
open System.Buffers.Binary
open System.IO.Hashing
open K4os.Compression.LZ4

/// <summary>The LZ4 frame format, in independent blocks of 64 KiB as Kafka writes them. K4os.Compression.LZ4 codes the blocks.</summary>
/// <remarks>
/// In magic 0 the header checksum is the wrong one that Kafka's first clients wrote: it is written that way, and not checked on reading.
/// The content checksum, which Kafka ignores, is verified.
/// </remarks>
[<Sealed>]
type Lz4Codec() =

    [<Literal>]
    static let FrameMagic = 0x184D2204u

    [<Literal>]
    static let BlockSize = 65536

    static member private HeaderChecksum(header: ReadOnlySpan<byte>) : byte = byte (XxHash32.HashToUInt32(header, 0) >>> 8)

    /// Reads the rest of a length, which continues after each byte of 255, and adds it to the length. Returns the position after it.
    static member private PassLength(block: ReadOnlySpan<byte>, position: int, length: byref<int>) : int =
        let mutable p = position
        let mutable more = true

        while more && p < block.Length do
            let b = int block[p]
            p <- p + 1
            length <- length + b
            more <- b = 255

        p

    /// Whether a match in a block has offset 0. That is invalid, but LZ4 decoders accept it and output whatever their output memory held before:
    /// since the memory comes from a pool, that would be other data of the process.
    static member private HasZeroOffset(block: ReadOnlySpan<byte>) : bool =
        let mutable found = false
        let mutable p = 0

        while not found && p < block.Length do
            let token = int block[p]
            let mutable literals = token >>> 4
            p <- p + 1

            if literals = 15 then p <- Lz4Codec.PassLength(block, p, &literals)

            p <- p + literals

            // No offset follows the last literals, nor the end of a truncated block, which the decoder reports.
            if p + 2 <= block.Length then
                found <- block[p] = 0uy && block[p + 1] = 0uy
                p <- p + 2
                let mutable length = token &&& 15

                if length = 15 then p <- Lz4Codec.PassLength(block, p, &length)

        found

    /// Decompresses a block and appends the result, at most `most` bytes.
    static member private DecompressBlock(block: ReadOnlySpan<byte>, output: PooledBuffer, most: int) : unit =
        if Lz4Codec.HasZeroOffset block then Corrupt.fail "A match has offset 0."

        // One byte of input yields at most 255 bytes, so no more room than that is needed.
        let room = int (min (int64 most) (int64 block.Length * 255L + 16L))
        output.Reserve room
        let length = LZ4Codec.Decode(block, Span(output.Array, output.Length, room))

        if length < 0 then Corrupt.fail "A block is damaged."

        output.Admit(int64 length)
        output.SetLength(output.Length + length)

    static member private DecompressFrame(source: byte[], start: int, count: int, magic: sbyte, output: PooledBuffer) : unit =
        let finish = start + count

        let need (p: int) (n: int) = if finish - p < n then Corrupt.fail "The frame is truncated."

        let word (p: int) = BinaryPrimitives.ReadUInt32LittleEndian(ReadOnlySpan(source, p, 4))
        need start 6

        if word start <> FrameMagic then
            Corrupt.fail "The data does not begin with the magic number of an LZ4 frame."

        let flags = int source[start + 4]
        let descriptor = int source[start + 5]

        // Reserved bits (in newer versions of the format, one of them means that a dictionary is used), version, independent blocks: as in Kafka.
        if
            flags &&& 3 <> 0
            || flags >>> 6 <> 1
            || flags &&& 0x20 = 0
            || descriptor &&& 0x8f <> 0
            || descriptor >>> 4 < 4
        then
            Corrupt.fail "The frame header uses features that Kafka does not support."

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
            Corrupt.fail "The checksum of the frame header is wrong."

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
                    Corrupt.fail (String.Concat("A block of ", string length, " bytes exceeds the frame's maximum of ", string most + "."))

                need p (length + (if hasBlockChecksum then 4 else 0))

                if size >>> 31 = 0u then
                    Lz4Codec.DecompressBlock(ReadOnlySpan(source, p, length), output, most)
                else
                    output.Write(ReadOnlySpan(source, p, length))

                if hasBlockChecksum then
                    if word (p + length) <> XxHash32.HashToUInt32(ReadOnlySpan(source, p, length), 0) then
                        Corrupt.fail "The checksum of a block is wrong."

                    p <- p + 4

                p <- p + length

        if hasContentChecksum then
            need p 4

            if word p <> XxHash32.HashToUInt32(output.Written.Slice first, 0) then
                Corrupt.fail "The checksum of the content is wrong."

    interface ICompressionCodec with
        member _.Type = CompressionType.Lz4

        member _.Compress(source, magic, output) =
            let header = output.GetSpan 7
            BinaryPrimitives.WriteUInt32LittleEndian(header, FrameMagic)
            header[4] <- 0x60uy // version 1, independent blocks
            header[5] <- 0x40uy // 64 KiB
            // Kafka's first clients included the magic number in the checksum.
            let from = if magic = 0y then 0 else 4
            header[6] <- Lz4Codec.HeaderChecksum(Span.op_Implicit (header.Slice(from, 6 - from)))
            output.Advance 7
            let most = LZ4Codec.MaximumOutputSize BlockSize
            let mutable at = 0

            while at < source.Length do
                let size = min BlockSize (source.Length - at)
                let plain = source.Span.Slice(at, size)
                let block = output.GetSpan(4 + most)
                let mutable length = LZ4Codec.Encode(plain, block.Slice 4, LZ4Level.L00_FAST)

                if length > 0 && length < size then
                    BinaryPrimitives.WriteUInt32LittleEndian(block, uint32 length)
                else
                    length <- size
                    plain.CopyTo(block.Slice 4)
                    BinaryPrimitives.WriteUInt32LittleEndian(block, uint32 size ||| 0x80000000u)

                output.Advance(4 + length)
                at <- at + size

            BinaryPrimitives.WriteUInt32LittleEndian(output.GetSpan 4, 0u)
            output.Advance 4

        member _.Decompress(source, magic, output) =
            let segment = (Bytes.OfMemory source).Segment

            match segment.Array with
            | null -> Corrupt.fail "There is no data."
            | array -> Corrupt.decode output (fun buffer -> Lz4Codec.DecompressFrame(array, segment.Offset, segment.Count, magic, buffer))
