namespace KafkaWire

open System

/// <summary>Zstandard (RFC 8878), in managed code alone.</summary>
[<Sealed>]
type ZstdCodec() =

    // The tables of a decoder and its buffer are 160 kB: each thread keeps one.
    [<ThreadStatic; DefaultValue>]
    static val mutable private kept: ZstdDecoder | null

    interface ICompressionCodec with
        member _.Type = CompressionType.Zstd

        // Writing is for a codec that the user registers; reading is not.
        member _.Compress(_, _, _) = raise (WireException(WireError.UnknownCompression(int CompressionType.Zstd), -1L))

        member _.Decompress(source, _, output) =
            let struct (array, offset, count) = Lz.segment source

            let decoder =
                match ZstdCodec.kept with
                | null -> ZstdDecoder()
                | decoder -> decoder

            ZstdCodec.kept <- null
            Lz.decode output (fun buffer -> decoder.Decode(array, offset, count, buffer))
            ZstdCodec.kept <- decoder
