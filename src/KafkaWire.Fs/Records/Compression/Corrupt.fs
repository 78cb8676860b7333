namespace KafkaWire

open System
open System.Buffers

/// The data are damaged, or none of a codec. The registry makes a WireException of it.
[<Sealed>]
type internal CorruptDataException(reason: string) =
    inherit Exception(reason)

module internal Corrupt =

    let fail (reason: string) : unit = raise (CorruptDataException reason)

    /// Gives a decoder one array to write to, where a match can look back at what was written.
    let decode (output: IBufferWriter<byte>) (decoder: PooledBuffer -> unit) : unit =
        match output with
        | :? PooledBuffer as buffer -> decoder buffer
        | other ->
            use buffer = new PooledBuffer()
            decoder buffer
            other.Write buffer.Written
