namespace KafkaWire

open System

/// <summary>The available codecs, at most one for each compression type. Immutable: <c>With</c> returns a new set.</summary>
[<Sealed>]
type CompressionCodecs private (codecs: (ICompressionCodec | null)[]) =

    static let none = CompressionCodecs(Array.zeroCreate 8)
    static let standard = none.With(GzipCodec()).With(SnappyCodec()).With(Lz4Codec()).With(ZstdCodec())

    /// <summary>No codecs.</summary>
    static member None = none

    /// <summary>The codecs of this library.</summary>
    static member Default = standard

    /// <summary>The same codecs with one added, or replaced if its type already has a codec.</summary>
    /// <example><code>RecordOptions(Codecs = CompressionCodecs.Default.With(myFasterZstd))</code></example>
    /// <exception cref="T:System.ArgumentException">The codec is null, or its type is not 1 to 7.</exception>
    member _.With(codec: ICompressionCodec) : CompressionCodecs =
        Arguments.notNull (nameof codec) codec
        let index = int codec.Type

        if index < 1 || index >= codecs.Length then
            invalidArg (nameof codec) "The type must be 1 to 7: it is stored in three bits, and 0 means no compression."

        let copy = Array.copy codecs
        copy[index] <- codec
        CompressionCodecs copy

    /// <summary>The codec for a type; null if there is none.</summary>
    member _.Find(compression: CompressionType) : ICompressionCodec | null =
        let index = int compression
        if uint32 index < uint32 codecs.Length then codecs[index] else null

    /// <summary>The codec for a type.</summary>
    /// <exception cref="T:KafkaWire.WireException">UnknownCompression: there is no codec for the type.</exception>
    member c.Get(compression: CompressionType) : ICompressionCodec =
        match c.Find compression with
        | null -> raise (WireException(WireError.UnknownCompression(int compression), -1L))
        | codec -> codec

    /// Decompresses into an array of its own; any failure is a WireException at an offset.
    member internal c.Decompress(compression: CompressionType, source: Bytes, magic: sbyte, limit: int64, offset: int64) : byte[] =
        match c.Find compression with
        | null -> raise (WireException(WireError.UnknownCompression(int compression), offset))
        | codec ->
            // Twice the size is a guess; the buffer grows.
            let guess = int (min (int64 source.Length * 2L) (min limit (int64 (1 <<< 20))))
            use buffer = new PooledBuffer(limit, guess)

            try
                codec.Decompress(source.Memory, magic, buffer)
            with
            | :? WireException as e when e.Offset < 0L -> raise (WireException(WireFailure(e.Error, offset, e.Path), e))
            | :? WireException
            | :? OutOfMemoryException -> reraise ()
            | e ->
                let name = CompressionTypes.name compression
                raise (WireException(WireFailure(WireError.CorruptCompression(name, e.Message), offset, ""), e))

            buffer.ToArray()

/// <summary>Options for reading records. Set what differs from the defaults when you create it: <c>RecordOptions(CheckCrc = false)</c>, in C# <c>new() { CheckCrc = false }</c>.</summary>
[<Sealed; AllowNullLiteral(false)>]
type RecordOptions() =

    /// <summary>The codecs to decompress with.</summary>
    member val Codecs = CompressionCodecs.Default with get, set

    /// <summary>The maximum size of a batch after decompression, in bytes; default 256 MiB. Exceeding it is DecompressionLimit.</summary>
    member val DecompressionLimit = 268435456L with get, set

    /// <summary>Whether reading the records of a batch checks its CRC first; default true.</summary>
    member val CheckCrc = true with get, set
