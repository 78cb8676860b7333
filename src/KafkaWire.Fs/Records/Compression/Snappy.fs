namespace KafkaWire

open System
open System.Buffers
open System.Buffers.Binary
open Snappier

/// <summary>Snappy, in the framing of xerial's Java library, which Kafka writes; raw blocks are read too. Snappier codes the blocks.</summary>
[<Sealed>]
type SnappyCodec() =

    // 0x82 'SNAPPY' 0
    static let magic = [| 0x82uy; byte 'S'; byte 'N'; byte 'A'; byte 'P'; byte 'P'; byte 'Y'; 0uy |]

    // Magic, version and lowest compatible version. Some writers write the versions in little-endian; readers ignore them.
    static let header = Array.append magic [| 0uy; 0uy; 0uy; 1uy; 0uy; 0uy; 0uy; 1uy |]

    // The block size of xerial's library.
    [<Literal>]
    static let BlockSize = 32768

    static member private IsHeader(data: ReadOnlySpan<byte>) =
        data.Length >= header.Length && data.Slice(0, magic.Length).SequenceEqual(ReadOnlySpan magic)

    /// The decompressed size of a block's elements, which follow its length; -1 if the last element is truncated. Snappier stops as soon as the
    /// length is reached and ignores the rest; other readers, including Kafka's, refuse that.
    static member private ElementsLength(block: ReadOnlySpan<byte>) : int64 =
        let mutable p = 0

        while block[p] >= 0x80uy && p < 4 do
            p <- p + 1

        p <- p + 1
        let mutable total = 0L

        while p < block.Length do
            let tag = int block[p]
            p <- p + 1

            match tag &&& 3 with
            | 0 ->
                let mutable size = int64 (tag >>> 2)

                if size >= 60L then
                    let extra = int size - 59
                    size <- 0L

                    for i in 0 .. extra - 1 do
                        if p + i < block.Length then size <- size ||| (int64 block[p + i] <<< (8 * i))

                    p <- p + extra

                total <- total + size + 1L
                p <- if size + 1L > int64 (block.Length - p) then block.Length + 1 else p + int size + 1
            | 1 ->
                total <- total + int64 (((tag >>> 2) &&& 7) + 4)
                p <- p + 1
            | 2 ->
                total <- total + int64 ((tag >>> 2) + 1)
                p <- p + 2
            | _ ->
                total <- total + int64 ((tag >>> 2) + 1)
                p <- p + 4

        if p = block.Length then total else -1L

    /// Decompresses a block and appends the result.
    static member private DecompressBlock(block: ReadOnlySpan<byte>, output: PooledBuffer) : unit =
        if block.IsEmpty then Corrupt.fail "A block is empty."

        let length = Snappy.GetUncompressedLength block

        // An element of 3 bytes yields at most 64, so a length beyond that ratio is false. Refuse it before allocating an array for it.
        if length < 0 || int64 length > int64 block.Length * 22L then
            Corrupt.fail (String.Concat("A block of ", string block.Length, " bytes cannot decompress to ", string length + "."))

        if SnappyCodec.ElementsLength block <> int64 length then
            Corrupt.fail "A block does not decompress to its stated length."

        output.Admit(int64 length)
        output.Reserve length

        if Snappy.Decompress(block, Span(output.Array, output.Length, length)) <> length then
            Corrupt.fail "A block is shorter than its stated length."

        output.SetLength(output.Length + length)

    interface ICompressionCodec with
        member _.Type = CompressionType.Snappy

        member _.Compress(source, _, output) =
            output.Write(ReadOnlySpan header)
            let most = Snappy.GetMaxCompressedLength BlockSize
            let mutable at = 0

            while at < source.Length do
                let size = min BlockSize (source.Length - at)
                let block = output.GetSpan(4 + most)
                let length = Snappy.Compress(source.Span.Slice(at, size), block.Slice 4)
                BinaryPrimitives.WriteInt32BigEndian(block, length)
                output.Advance(4 + length)
                at <- at + size

        member _.Decompress(source, _, output) =
            Corrupt.decode output (fun buffer ->
                let data = source.Span

                if not (SnappyCodec.IsHeader data) then
                    SnappyCodec.DecompressBlock(data, buffer)
                else
                    let mutable p = header.Length

                    // As in xerial's library, fewer bytes than a length at the end are ignored.
                    while data.Length - p >= 4 do
                        if SnappyCodec.IsHeader(data.Slice p) then
                            // another stream after the first
                            p <- p + header.Length
                        else
                            let size = BinaryPrimitives.ReadInt32BigEndian(data.Slice p)

                            if size < 0 || size > data.Length - p - 4 then
                                Corrupt.fail (String.Concat("A chunk of ", string size, " bytes extends past the end of the data."))

                            SnappyCodec.DecompressBlock(data.Slice(p + 4, size), buffer)
                            p <- p + 4 + size)
