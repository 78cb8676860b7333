namespace KafkaWire

open System
open System.Buffers
open System.Buffers.Binary
open System.IO
open System.IO.Compression
open System.IO.Hashing

module internal Arguments =

    /// Raises ArgumentNullException for a null that the type forbids: C# can pass one despite a warning, F# with Unchecked.defaultof.
    let notNull (parameter: string) (value: 'T) : unit = if obj.ReferenceEquals(value, null) then raise (ArgumentNullException parameter)

/// <summary>How the records of a batch are compressed: the low three bits of its attributes.</summary>
type CompressionType =
    /// No compression.
    | None = 0
    /// RFC 1952.
    | Gzip = 1
    /// Snappy, in the framing of xerial's Java library or raw.
    | Snappy = 2
    /// The LZ4 frame format.
    | Lz4 = 3
    /// Zstandard, RFC 8878. Magic 2 only.
    | Zstd = 4

module internal CompressionTypes =

    /// Kafka's name for a type.
    let name (compression: CompressionType) =
        match compression with
        | CompressionType.None -> "none"
        | CompressionType.Gzip -> "gzip"
        | CompressionType.Snappy -> "snappy"
        | CompressionType.Lz4 -> "lz4"
        | CompressionType.Zstd -> "zstd"
        | other -> string (int other)

/// <summary>Compresses and decompresses records with one compression type. Implementations keep no state between calls and may be used by many threads.</summary>
type ICompressionCodec =

    /// <summary>The compression type of the codec.</summary>
    abstract Type: CompressionType

    /// <summary>Compresses bytes.</summary>
    /// <param name="source">The bytes to compress.</param>
    /// <param name="magic">The format of the batch: magic 0 frames LZ4 differently.</param>
    /// <param name="output">Where the compressed bytes go.</param>
    abstract Compress: source: ReadOnlyMemory<byte> * magic: sbyte * output: IBufferWriter<byte> -> unit

    /// <summary>Decompresses bytes.</summary>
    /// <remarks>
    /// The output counts the bytes written and raises DecompressionLimit once they exceed the caller's limit, so a codec should write in
    /// blocks. Any other exception is treated as damaged data and becomes CorruptCompression.
    /// </remarks>
    /// <param name="source">The compressed bytes.</param>
    /// <param name="magic">The format of the batch.</param>
    /// <param name="output">Where the decompressed bytes go.</param>
    abstract Decompress: source: ReadOnlyMemory<byte> * magic: sbyte * output: IBufferWriter<byte> -> unit

/// A stream that writes into a buffer writer.
[<Sealed>]
type internal BufferWriterStream(output: IBufferWriter<byte>) =
    inherit OneWayStream()
    override _.CanWrite = true
    override _.Write(bytes: byte[], offset: int, count: int) = output.Write(ReadOnlySpan<byte>(bytes, offset, count))
    override _.Write(bytes: ReadOnlySpan<byte>) = output.Write bytes

/// Deflated data in an array, for an inflater, which asks for more only until the data ends. From position `single` it gets one byte at a time:
/// if the data ends there, it ends right after the last byte handed out.
[<Sealed>]
type internal DeflatedStream(array: byte[], start: int, finish: int, single: int) =
    inherit OneWayStream()
    let mutable position = start

    /// The position after the last byte handed out.
    member _.End = position

    /// Where the last piece handed out began.
    member val LastStart = start with get, set

    /// Whether the inflater asked for more than the array has.
    member val EndSeen = false with get, set

    override _.CanRead = true

    override s.Read(buffer: Span<byte>) : int =
        let left = if position < single then single - position else min 1 (finish - position)
        let count = min left buffer.Length

        if count <= 0 then
            s.EndSeen <- true
            0
        else
            ReadOnlySpan(array, position, count).CopyTo buffer
            s.LastStart <- position
            position <- position + count
            count

    override s.Read(buffer: byte[], offset: int, count: int) : int = s.Read(Span<byte>(buffer, offset, count))

/// <summary>Gzip, by the runtime's own library.</summary>
[<Sealed>]
type GzipCodec
    /// <summary>Compresses at the given level.</summary>
    (level: CompressionLevel) =

    static let emptyMember =
        [| 0x1Fuy; 0x8Buy; 8uy; 0uy; 0uy; 0uy; 0uy; 0uy; 0uy; 0xFFuy; 3uy; 0uy; 0uy; 0uy; 0uy; 0uy; 0uy; 0uy; 0uy; 0uy |]

    // A member ends with its CRC and its length.
    [<Literal>]
    static let TrailerSize = 8

    // The smallest member has 20 bytes: a header of 10, empty deflated data of 2, and the trailer. Java looks for another member if more than 18 are left.
    [<Literal>]
    static let MostIgnored = 18

    /// The length of a member's header; -1 if there is no header. As in Java, reserved flags are not an error here.
    static member private HeaderEnd(data: ReadOnlySpan<byte>) : int =
        if data.Length < 10 || data[0] <> 0x1Fuy || data[1] <> 0x8Buy || data[2] <> 8uy then
            -1
        else
            let flags = int data[3]
            let mutable p = 10

            // an extra field after its length
            if flags &&& 4 <> 0 then
                p <-
                    if data.Length - p < 2 then
                        data.Length + 1
                    else
                        p + 2 + int (BinaryPrimitives.ReadUInt16LittleEndian(data.Slice p))

            // a name and a comment, each terminated by a zero
            for flag in [ 8; 16 ] do
                if flags &&& flag <> 0 && p <= data.Length then
                    let zero = data.Slice(p).IndexOf 0uy
                    p <- if zero < 0 then data.Length + 1 else p + zero + 1

            // the low half of the header's CRC
            if flags &&& 2 <> 0 then
                p <-
                    if
                        data.Length - p < 2
                        || BinaryPrimitives.ReadUInt16LittleEndian(data.Slice p)
                           <> uint16 (Crc32.HashToUInt32(data.Slice(0, p)))
                    then
                        data.Length + 1
                    else
                        p + 2

            if p > data.Length then -1 else p

    /// Decompresses the member whose deflated data begins at a position; returns the position after its trailer.
    static member private Inflate(array: byte[], start: int, finish: int, output: IBufferWriter<byte>) : int =
        let fail () : unit = raise (InvalidDataException "The gzip data is truncated.")
        let last = finish - TrailerSize

        if last <= start then fail ()

        let crc = Crc32()
        let mutable total = 0L

        // Usually there is only one member: only its last byte is handed out singly.
        use data = new DeflatedStream(array, start, last, last - 1)

        do
            use inflater = new DeflateStream(data, CompressionMode.Decompress)
            let mutable count = -1

            while count <> 0 do
                let room = output.GetSpan 4096
                count <- inflater.Read room
                crc.Append(Span.op_Implicit (room.Slice(0, count)): ReadOnlySpan<byte>)
                output.Advance count
                total <- total + int64 count

        if data.EndSeen then fail ()

        let mutable trailer = data.End

        // More data follows the member, which ended somewhere in the last piece. Inflate again, with that piece byte by byte.
        if data.End - data.LastStart > 1 then
            use again = new DeflatedStream(array, start, last, data.LastStart)
            use inflater = new DeflateStream(again, CompressionMode.Decompress)
            let scratch: byte[] = ArrayPool<byte>.Shared.Rent 4096

            try
                while inflater.Read(Span scratch) > 0 do
                    ()
            finally
                ArrayPool<byte>.Shared.Return scratch

            trailer <- again.End

        let words = ReadOnlySpan(array, trailer, TrailerSize)

        if BinaryPrimitives.ReadUInt32LittleEndian words <> crc.GetCurrentHashAsUInt32() then
            raise (InvalidDataException "The checksum of the gzip data is wrong.")

        if BinaryPrimitives.ReadUInt32LittleEndian(words.Slice 4) <> uint32 total then
            raise (InvalidDataException "The length of the gzip data is wrong.")

        trailer + TrailerSize

    /// <summary>Compresses at the runtime's optimal level.</summary>
    new() = GzipCodec CompressionLevel.Optimal

    interface ICompressionCodec with
        member _.Type = CompressionType.Gzip

        member _.Compress(source, _, output) =
            if source.IsEmpty then
                // GZipStream would write nothing, which is not valid gzip data.
                output.Write(ReadOnlySpan emptyMember)

            use gzip = new GZipStream(new BufferWriterStream(output), level)
            gzip.Write source.Span

        member _.Decompress(source, _, output) =
            let segment = (Bytes.OfMemory source).Segment

            match segment.Array with
            | null -> raise (InvalidDataException "There is no data.")
            | array ->
                let finish = segment.Offset + segment.Count
                let mutable p = segment.Offset
                let mutable ended = false

                while not ended do
                    let left = ReadOnlySpan(array, p, finish - p)
                    let header = GzipCodec.HeaderEnd left

                    if header < 0 then
                        // Anything else after the last member is ignored, as in Java.
                        if p = segment.Offset then
                            raise (InvalidDataException "The data does not begin with a gzip header.")

                        ended <- true
                    else
                        // RFC 1952 requires an error. Java ignores these flags.
                        if left[3] &&& 0xe0uy <> 0uy then
                            raise (InvalidDataException "A reserved flag of the gzip header is set.")

                        p <- GzipCodec.Inflate(array, p + header, finish, output)
                        ended <- finish - p <= MostIgnored
