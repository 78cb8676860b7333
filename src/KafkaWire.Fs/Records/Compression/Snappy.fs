namespace KafkaWire

open System
open System.Buffers
open System.Buffers.Binary
open Snappier

/// <summary>Snappy, in the framing of xerial's Java library, which Kafka writes; raw blocks are read too. The blocks are Snappier's.</summary>
[<Sealed>]
type SnappyCodec() =

    // 0x82 'SNAPPY' 0
    static let magic = [| 0x82uy; byte 'S'; byte 'N'; byte 'A'; byte 'P'; byte 'P'; byte 'Y'; 0uy |]

    // Magic, version and least compatible version, which some writers write in little-endian and readers ignore.
    static let header = Array.append magic [| 0uy; 0uy; 0uy; 1uy; 0uy; 0uy; 0uy; 1uy |]

    // What xerial's library takes.
    [<Literal>]
    static let BlockSize = 32768

    static member private IsHeader(data: ReadOnlySpan<byte>) =
        data.Length >= header.Length && data.Slice(0, magic.Length).SequenceEqual(ReadOnlySpan magic)

    /// The number of bytes that the elements of a block make, behind the length in front; -1 if the last one is cut off. Snappier stops where the length is
    /// reached, and passes over what is left; other readers, Kafka's among them, refuse that.
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

    /// Appends what a block decompresses to.
    static member private DecompressBlock(block: ReadOnlySpan<byte>, output: PooledBuffer) : unit =
        if block.IsEmpty then Corrupt.fail "A block is empty."

        let length = Snappy.GetUncompressedLength block

        // The best element makes 64 bytes of 3, so a length beyond that is a lie, found out before there is an array for it.
        if length < 0 || int64 length > int64 block.Length * 22L then
            Corrupt.fail (String.Concat("A block of ", string block.Length, " bytes cannot hold ", string length + "."))

        if SnappyCodec.ElementsLength block <> int64 length then
            Corrupt.fail "A block does not hold as much as it says."

        output.Admit(int64 length)
        output.Reserve length

        if Snappy.Decompress(block, Span(output.Array, output.Length, length)) <> length then
            Corrupt.fail "A block is shorter than it says."

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

                    // As in xerial's library, less than a length at the end is passed over.
                    while data.Length - p >= 4 do
                        if SnappyCodec.IsHeader(data.Slice p) then
                            // another stream behind the first
                            p <- p + header.Length
                        else
                            let size = BinaryPrimitives.ReadInt32BigEndian(data.Slice p)

                            if size < 0 || size > data.Length - p - 4 then
                                Corrupt.fail (String.Concat("A chunk of ", string size, " bytes goes beyond the end."))

                            SnappyCodec.DecompressBlock(data.Slice(p + 4, size), buffer)
                            p <- p + 4 + size)
