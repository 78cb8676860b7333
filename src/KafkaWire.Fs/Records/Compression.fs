namespace KafkaWire

open System
open System.Buffers
open System.IO
open System.IO.Compression
open System.Runtime.InteropServices

// LZ4, zstd and Snappy blocks are for K4os.Compression.LZ4, ZstdSharp.Port and Snappier (see paket.dependencies), not for code of our own;
// IEEE CRC-32 is for System.IO.Hashing.

/// <summary>How the records of a batch are compressed: the low three bits of its attributes.</summary>
type CompressionType =
    /// Not at all.
    | None = 0
    /// RFC 1952.
    | Gzip = 1
    /// Snappy in the framing of xerial's Java library, or raw.
    | Snappy = 2
    /// The LZ4 frame format.
    | Lz4 = 3
    /// Zstandard, RFC 8878. Magic 2 only.
    | Zstd = 4

module internal CompressionTypes =

    /// Kafka's name of a type.
    let name (compression: CompressionType) =
        match compression with
        | CompressionType.None -> "none"
        | CompressionType.Gzip -> "gzip"
        | CompressionType.Snappy -> "snappy"
        | CompressionType.Lz4 -> "lz4"
        | CompressionType.Zstd -> "zstd"
        | other -> string (int other)

/// <summary>Compresses and decompresses records of one type. Implementations keep no state between calls and may be used by many threads.</summary>
type ICompressionCodec =

    /// <summary>The type that the codec is for.</summary>
    abstract Type: CompressionType

    /// <summary>Writes the compressed form of bytes.</summary>
    /// <param name="source">The bytes to compress.</param>
    /// <param name="magic">The format of the batch: LZ4 is framed in another way in magic 0.</param>
    /// <param name="output">Where the compressed bytes go.</param>
    abstract Compress: source: ReadOnlyMemory<byte> * magic: sbyte * output: IBufferWriter<byte> -> unit

    /// <summary>Writes what bytes decompress to.</summary>
    /// <remarks>
    /// The output counts what is written and raises DecompressionLimit where it grows beyond the caller's limit, so a codec should write in
    /// blocks. Any other exception is taken for damage of the data and becomes CorruptCompression.
    /// </remarks>
    /// <param name="source">The compressed bytes.</param>
    /// <param name="magic">The format of the batch.</param>
    /// <param name="output">Where the decompressed bytes go.</param>
    abstract Decompress: source: ReadOnlyMemory<byte> * magic: sbyte * output: IBufferWriter<byte> -> unit

/// A growing array from the pool that refuses to hold more than its limit.
[<Sealed>]
type internal PooledBuffer(limit: int64, sizeHint: int) =

    let mutable array = ArrayPool<byte>.Shared.Rent(max 256 sizeHint)
    let mutable length = 0

    let grow (count: int) =
        let needed = int64 length + int64 count

        if needed > int64 Array.MaxLength then
            raise (WireException(WireError.DecompressionLimit(min limit (int64 Array.MaxLength)), -1L))

        let size = int (min (int64 Array.MaxLength) (max needed (2L * int64 array.Length)))
        let larger = ArrayPool<byte>.Shared.Rent size
        Buffer.BlockCopy(array, 0, larger, 0, length)
        ArrayPool<byte>.Shared.Return array
        array <- larger

    new() = new PooledBuffer(Int64.MaxValue, 4096)

    member _.Length = length
    member _.Limit = limit
    /// The array under the buffer, until the next growth.
    member _.Array = array
    member _.Written = ReadOnlySpan<byte>(array, 0, length)

    /// Starts anew with the same array.
    member _.Clear() = length <- 0

    /// Sets the length after writing to the array.
    member _.SetLength(n: int) = length <- n

    /// Makes room for so many bytes behind the length.
    member _.Reserve(count: int) = if array.Length - length < count then grow count

    /// Raises DecompressionLimit if so many more bytes exceed the limit.
    member _.Admit(count: int64) = if int64 length + count > limit then raise (WireException(WireError.DecompressionLimit limit, -1L))

    /// A copy of what was written, in an array of its own.
    member _.ToArray() : byte[] =
        let copy: byte[] = GC.AllocateUninitializedArray<byte> length
        Buffer.BlockCopy(array, 0, copy, 0, length)
        copy

    interface IBufferWriter<byte> with
        member b.Advance(count: int) =
            if count < 0 || count > array.Length - length then
                invalidArg (nameof count) "More than the room that was asked for."

            b.Admit(int64 count)
            length <- length + count

        member b.GetSpan(hint: int) =
            b.Reserve(max 1 hint)
            Span<byte>(array, length, array.Length - length)

        member b.GetMemory(hint: int) =
            b.Reserve(max 1 hint)
            Memory<byte>(array, length, array.Length - length)

    interface IDisposable with
        member _.Dispose() =
            ArrayPool<byte>.Shared.Return array
            array <- Array.Empty<byte>()
            length <- 0

/// A stream that writes into a buffer writer.
[<Sealed>]
type internal BufferWriterStream(output: IBufferWriter<byte>) =
    inherit Stream()
    override _.CanRead = false
    override _.CanSeek = false
    override _.CanWrite = true
    override _.Length = raise (NotSupportedException())

    override _.Position
        with get () = raise (NotSupportedException())
        and set _ = raise (NotSupportedException())

    override _.Flush() = ()
    override _.Read(_: byte[], _: int, _: int) : int = raise (NotSupportedException())
    override _.Seek(_, _) = raise (NotSupportedException())
    override _.SetLength _ = raise (NotSupportedException())
    override _.Write(bytes: byte[], offset: int, count: int) = output.Write(ReadOnlySpan<byte>(bytes, offset, count))
    override _.Write(bytes: ReadOnlySpan<byte>) = output.Write bytes

/// <summary>Gzip by the runtime's own library.</summary>
[<Sealed>]
type GzipCodec(level: CompressionLevel) =

    /// <summary>Compresses at the runtime's optimal level.</summary>
    new() = GzipCodec CompressionLevel.Optimal

    interface ICompressionCodec with
        member _.Type = CompressionType.Gzip

        member _.Compress(source, _, output) =
            use gzip = new GZipStream(new BufferWriterStream(output), level)
            gzip.Write source.Span

        member _.Decompress(source, _, output) =
            let segment = (Bytes.OfMemory source).Segment

            match segment.Array with
            | null -> ()
            | array ->
                use gzip = new GZipStream(new MemoryStream(array, segment.Offset, segment.Count, false), CompressionMode.Decompress)

                let mutable count = -1

                while count <> 0 do
                    count <- gzip.Read(output.GetSpan 4096)
                    output.Advance count

/// <summary>The codecs at hand, one for a type. An immutable value: <c>With</c> makes another.</summary>
[<Sealed>]
type CompressionCodecs private (codecs: (ICompressionCodec | null)[]) =

    static let none = CompressionCodecs(Array.zeroCreate 8)
    static let standard = none.With(GzipCodec())

    /// <summary>No codec at all.</summary>
    static member None = none

    /// <summary>The codecs of this library.</summary>
    static member Default = standard

    /// <summary>The same codecs with one more, or with another in place of the one for its type.</summary>
    /// <example><code>RecordOptions(Codecs = CompressionCodecs.Default.With(myFasterZstd))</code></example>
    member _.With(codec: ICompressionCodec) : CompressionCodecs =
        let index = int codec.Type

        if index < 1 || index >= codecs.Length then
            invalidArg (nameof codec) "The type must be 1 to 7: three bits hold it, and 0 stands for no compression."

        let copy = Array.copy codecs
        copy[index] <- codec
        CompressionCodecs copy

    /// <summary>The codec for a type; null if there is none.</summary>
    member _.Find(compression: CompressionType) : ICompressionCodec | null =
        let index = int compression
        if uint32 index < uint32 codecs.Length then codecs[index] else null

    /// <summary>The codec for a type.</summary>
    /// <exception cref="T:KafkaWire.WireException">UnknownCompression: there is none.</exception>
    member c.Get(compression: CompressionType) : ICompressionCodec =
        match c.Find compression with
        | null -> raise (WireException(WireError.UnknownCompression(int compression), -1L))
        | codec -> codec

    /// Decompresses into an array of its own; whatever goes wrong is a WireException at an offset.
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

/// <summary>How records are read. Set what differs from the defaults when you make it: <c>RecordOptions(CheckCrc = false)</c>, in C# <c>new() { CheckCrc = false }</c>.</summary>
[<Sealed; AllowNullLiteral(false)>]
type RecordOptions() =

    /// <summary>The codecs to decompress with.</summary>
    member val Codecs = CompressionCodecs.Default with get, set

    /// <summary>The most bytes that one batch may decompress to; 256 MiB unless set. Beyond it is DecompressionLimit.</summary>
    member val DecompressionLimit = 268435456L with get, set

    /// <summary>Whether reading the records of a batch checks its CRC first, which it does unless told otherwise.</summary>
    member val CheckCrc = true with get, set
