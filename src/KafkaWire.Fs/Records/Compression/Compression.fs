namespace KafkaWire

open System
open System.Buffers
open System.Buffers.Binary
open System.IO
open System.IO.Compression
open System.Runtime.InteropServices

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

/// A stream of an array that knows whether more was asked of it than there is.
[<Sealed>]
type internal EndAwareStream(array: byte[], offset: int, count: int) =
    inherit MemoryStream(array, offset, count, false)
    member val EndSeen = false with get, set

    override s.Read(buffer: byte[], offset: int, count: int) =
        let read = base.Read(buffer, offset, count)
        if read = 0 then s.EndSeen <- true
        read

    override s.Read(buffer: Span<byte>) =
        let read = base.Read buffer
        if read = 0 then s.EndSeen <- true
        read

/// <summary>Gzip by the runtime's own library.</summary>
[<Sealed>]
type GzipCodec
    /// <summary>Compresses at a level.</summary>
    (level: CompressionLevel) =

    static let emptyMember =
        [| 0x1Fuy; 0x8Buy; 8uy; 0uy; 0uy; 0uy; 0uy; 0uy; 0uy; 0xFFuy; 3uy; 0uy; 0uy; 0uy; 0uy; 0uy; 0uy; 0uy; 0uy; 0uy |]

    static let mark = [| for i in 1..16 -> byte (i * 37) |]

    static let markMember =
        lazy
            (let packed = new MemoryStream()

             do
                 use gzip = new GZipStream(packed, CompressionLevel.NoCompression, true)
                 gzip.Write(ReadOnlySpan mark)

             packed.ToArray())

    static member private Inflate(data: Stream, output: IBufferWriter<byte>) : int64 =
        use gzip = new GZipStream(data, CompressionMode.Decompress)
        let mutable total = 0L
        let mutable count = -1

        while count <> 0 do
            count <- gzip.Read(output.GetSpan 4096)
            output.Advance count
            total <- total + int64 count

        total

    static member private EndsWithLength(data: ReadOnlySpan<byte>, length: int64) : bool =
        length > 0L
        && data.Length >= 18
        && BinaryPrimitives.ReadUInt32LittleEndian(data.Slice(data.Length - 4)) = uint32 length

    /// Raises an error unless data that are put behind others come out behind them: then the others have ended.
    static member private CheckEnd(source: ReadOnlyMemory<byte>, length: int64) : unit =
        let both: byte[] = Array.zeroCreate (source.Length + markMember.Value.Length)
        source.CopyTo(Memory both)
        markMember.Value.CopyTo(both, source.Length)
        use output = new PooledBuffer(length + int64 mark.Length, 4096)

        let total =
            try
                GzipCodec.Inflate(new MemoryStream(both), output)
            with :? WireException ->
                -1L

        if total <> length + int64 mark.Length || not (output.Written.EndsWith(ReadOnlySpan mark)) then
            raise (InvalidDataException "The gzip data are cut off.")

    /// <summary>Compresses at the runtime's optimal level.</summary>
    new() = GzipCodec CompressionLevel.Optimal

    interface ICompressionCodec with
        member _.Type = CompressionType.Gzip

        member _.Compress(source, _, output) =
            if source.IsEmpty then
                // GZipStream writes nothing then, which is no gzip data.
                output.Write(ReadOnlySpan emptyMember)

            use gzip = new GZipStream(new BufferWriterStream(output), level)
            gzip.Write source.Span

        member _.Decompress(source, _, output) =
            let segment = (Bytes.OfMemory source).Segment

            match segment.Array with
            | null -> raise (InvalidDataException "There are no data.")
            | array ->
                // RFC 1952 asks for an error. Java passes over these flags.
                if segment.Count > 3 && array[segment.Offset + 3] &&& 0xe0uy <> 0uy then
                    raise (InvalidDataException "A reserved flag of the gzip header is set.")

                let data = new EndAwareStream(array, segment.Offset, segment.Count)
                let written = GzipCodec.Inflate(data, output)

                // The runtime takes data that are cut off for data that have ended. At the end of whole data stands the number of bytes that they decompress
                // to; only where there are several in a row it is another. A length of 0 can also stand where they are cut off.
                if
                    data.EndSeen
                    && not (GzipCodec.EndsWithLength(ReadOnlySpan(array, segment.Offset, segment.Count), written))
                then
                    GzipCodec.CheckEnd(source, written)
