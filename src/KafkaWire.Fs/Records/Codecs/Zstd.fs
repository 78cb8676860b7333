namespace KafkaWire

open System

/// <summary>Zstandard (RFC 8878), in managed code alone.</summary>
[<Sealed>]
type ZstdCodec() =

    // The tables and buffers of a decoder are 160 kB, those of an encoder 700 kB: each thread keeps one.
    [<ThreadStatic; DefaultValue>]
    static val mutable private kept: ZstdDecoder | null

    [<ThreadStatic; DefaultValue>]
    static val mutable private keptEncoder: ZstdEncoder | null

    interface ICompressionCodec with
        member _.Type = CompressionType.Zstd

        member _.Compress(source, _, output) =
            let struct (array, offset, count) = Lz.segment source

            let encoder =
                match ZstdCodec.keptEncoder with
                | null -> ZstdEncoder()
                | encoder -> encoder

            ZstdCodec.keptEncoder <- null
            encoder.Encode(array, offset, count, output)
            ZstdCodec.keptEncoder <- encoder

        member _.Decompress(source, _, output) =
            let struct (array, offset, count) = Lz.segment source

            let decoder =
                match ZstdCodec.kept with
                | null -> ZstdDecoder()
                | decoder -> decoder

            ZstdCodec.kept <- null
            Lz.decode output (fun buffer -> decoder.Decode(array, offset, count, buffer))
            ZstdCodec.kept <- decoder
