namespace KafkaWire

open System
open System.Buffers

/// The data is damaged, or not in the codec's format. CompressionCodecs turns it into a WireException.
[<Sealed>]
type internal CorruptDataException(reason: string) =
    inherit Exception(reason)

module internal Corrupt =

    let fail (reason: string) : unit = raise (CorruptDataException reason)

    /// Gives a decoder one array to write to, so that matches can refer back to earlier output.
    let decode (output: IBufferWriter<byte>) (decoder: PooledBuffer -> unit) : unit =
        match output with
        | :? PooledBuffer as buffer -> decoder buffer
        | other ->
            use buffer = new PooledBuffer()
            decoder buffer
            other.Write buffer.Written
