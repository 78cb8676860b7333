namespace KafkaWire

open System
open System.Buffers.Binary
open System.Collections
open System.Collections.Generic
open System.IO
open System.IO.MemoryMappedFiles

/// <summary>A batch of a log segment, with its position in the file.</summary>
[<Sealed>]
type SegmentBatch internal (batch: RecordBatch, position: int64, damage: WireFailure | null) =

    /// <summary>The batch. It has its own memory, so it may be kept.</summary>
    member _.Batch = batch

    /// <summary>Where the batch begins, in bytes from the start of the segment.</summary>
    member _.Position = position

    /// <summary>What is wrong with the batch: CrcMismatch, or InsufficientBytes if it is shorter than its header; null for a valid batch. The offset counts from the start of
    /// the segment. Its records may still be readable with <c>CheckCrc = false</c>.</summary>
    member _.Damage = damage

    /// <summary>Position and batch.</summary>
    override _.ToString() = String.Concat("position ", string position, ": ", batch.ToString())

/// <summary>Reads log segments (<c>.log</c>) and KRaft snapshots (<c>.checkpoint</c>) batch by batch, even if they are damaged.</summary>
/// <remarks>
/// As in Kafka's dump tool, a batch with a wrong checksum is reported and reading continues after it. An invalid size or magic, or a truncated
/// batch, ends the reading: <c>Damage</c> and <c>Position</c> then say what is wrong, and where.
/// Only one batch is in memory at a time. Not thread-safe.
/// </remarks>
/// <example><code>
/// use segment = LogSegment.Open "/var/lib/kafka/orders-0/00000000000000000000.log"
///
/// for each in segment do
///     if isNull each.Damage then
///         for record in each.Batch do
///             printfn "%d" record.Offset
///     else
///         printfn "%d: %s" each.Position each.Damage.Message
///
/// if not (isNull segment.Damage) then printfn "ends with %s" segment.Damage.Message
/// </code></example>
[<Sealed>]
type LogSegment private (stream: Stream, options: RecordOptions, leaveOpen: bool, map: MemoryMappedFile | null, length: int64) =

    // How much to read at first of a batch whose stated size may be false.
    [<Literal>]
    let Step = 1048576

    let header: byte[] = Array.zeroCreate BatchLayout.UpToMagic
    let mutable position = 0L
    let mutable damage: WireFailure | null = null
    let mutable ended = false
    let mutable current: SegmentBatch | null = null

    let finish (error: WireError, offset: int) =
        damage <- WireFailure(error, position + int64 offset, "")
        ended <- true

    /// The next batch; null at the end.
    let readBatch () : SegmentBatch | null =
        // A memory map is longer than its file: it has whole pages.
        let left = if length < 0L then Int64.MaxValue else length - position
        let most = int (min left (int64 BatchLayout.UpToMagic))
        let read = stream.ReadAtLeast(Span(header, 0, most), most, false)

        if read = 0 then
            ended <- true
            null
        elif read < BatchLayout.Overhead then
            finish (WireError.InsufficientBytes(int64 BatchLayout.Overhead, int64 read), 0)
            null
        else
            let size = BinaryPrimitives.ReadInt32BigEndian(ReadOnlySpan(header, BatchLayout.SizeOffset, 4))
            let total = int64 size + int64 BatchLayout.Overhead
            let magic = sbyte header[BatchLayout.MagicOffset]

            if size < BatchLayout.MinimumSize then
                finish (WireError.InsufficientBytes(int64 BatchLayout.MinimumSize, int64 (max 0 size)), BatchLayout.SizeOffset)
                null
            elif total > int64 Array.MaxLength then
                finish (WireError.LengthOutOfRange(int64 size, int64 (Array.MaxLength - BatchLayout.Overhead)), BatchLayout.SizeOffset)
                null
            elif read < BatchLayout.UpToMagic then
                finish (WireError.InsufficientBytes(total, int64 read), 0)
                null
            elif magic < 0y || magic > 2y then
                finish (WireError.UnknownMagic magic, BatchLayout.MagicOffset)
                null
            elif total > left then
                finish (WireError.InsufficientBytes(total, left), 0)
                null
            else
                let total = int total
                // If the length of the stream is unknown, trust a size only as far as there are bytes.
                let mutable bytes: byte[] = Array.zeroCreate (if length < 0L then min total Step else total)
                Buffer.BlockCopy(header, 0, bytes, 0, read)
                let mutable filled = read
                let mutable short = false

                while filled < total && not short do
                    if filled = bytes.Length then
                        Array.Resize(&bytes, int (min (int64 total) (2L * int64 bytes.Length)))

                    let count = stream.ReadAtLeast(Span(bytes, filled, bytes.Length - filled), bytes.Length - filled, false)
                    short <- filled + count < bytes.Length
                    filled <- filled + count

                if short then
                    finish (WireError.InsufficientBytes(int64 total, int64 filled), 0)
                    null
                else
                    let batch = RecordBatch(bytes, 0, total, 0, options)

                    let damage: WireFailure | null =
                        try
                            batch.EnsureValid()
                            null
                        with :? WireException as e ->
                            WireFailure(e.Error, position + max 0L e.Offset, e.Path)

                    let found = SegmentBatch(batch, position, damage)
                    position <- position + int64 total
                    found

    /// <summary>Reads a segment from a memory-mapped file.</summary>
    /// <param name="path">The path of a .log or .checkpoint file.</param>
    /// <param name="options">Options for reading the records.</param>
    /// <exception cref="T:System.IO.IOException">The file cannot be read.</exception>
    static member Open(path: string, options: RecordOptions) : LogSegment =
        let file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite ||| FileShare.Delete)
        let length = file.Length

        if length = 0L then
            // An empty file cannot be mapped.
            new LogSegment(file, options, false, null, 0L)
        else
            let map = MemoryMappedFile.CreateFromFile(file, null, 0L, MemoryMappedFileAccess.Read, HandleInheritability.None, false)
            new LogSegment(map.CreateViewStream(0L, 0L, MemoryMappedFileAccess.Read), options, false, map, length)

    /// <summary>Reads a segment from a memory-mapped file.</summary>
    /// <param name="path">The path of a .log or .checkpoint file.</param>
    /// <exception cref="T:System.IO.IOException">The file cannot be read.</exception>
    static member Open(path: string) : LogSegment = LogSegment.Open(path, BatchLayout.defaults)

    /// <summary>Reads a segment from the current position of a stream, for example a decompressing one.</summary>
    /// <param name="stream">The stream. It is left open, positioned after what was read.</param>
    /// <param name="options">Options for reading the records.</param>
    static member Read(stream: Stream, options: RecordOptions) : LogSegment = new LogSegment(stream, options, true, null, -1L)

    /// <summary>Reads a segment from the current position of a stream, for example a decompressing one.</summary>
    /// <param name="stream">The stream. It is left open, positioned after what was read.</param>
    static member Read(stream: Stream) : LogSegment = LogSegment.Read(stream, BatchLayout.defaults)

    /// <summary>The size of the batches so far, in bytes: where the next batch, or the unreadable rest, begins.</summary>
    member _.Position = position

    /// <summary>
    /// After the end: why reading stopped before the end of the segment; null if it did not. InsufficientBytes at <c>Position</c> means that a batch
    /// is truncated, as when a broker stops while writing; at the size field, it means that the size is smaller than any batch.
    /// </summary>
    member _.Damage = damage

    /// <summary>The batches, read as they are enumerated. They can be read only once: each call continues where the last one stopped.</summary>
    /// <exception cref="T:System.IO.IOException">While enumerating: the file or stream cannot be read.</exception>
    member segment.GetEnumerator() : IEnumerator<SegmentBatch> =
        { new IEnumerator<SegmentBatch> with
            member _.Current: SegmentBatch = nonNull current
          interface IEnumerator with
              member _.Current: objnull = current

              member _.MoveNext() =
                  current <- if ended then null else readBatch ()
                  not (isNull current)

              member _.Reset() = raise (NotSupportedException())
          interface IDisposable with
              member _.Dispose() = () }

    interface IEnumerable<SegmentBatch> with
        member segment.GetEnumerator() : IEnumerator<SegmentBatch> = segment.GetEnumerator()
        member segment.GetEnumerator() : IEnumerator = segment.GetEnumerator()

    interface IDisposable with
        /// <summary>Closes the file.</summary>
        member _.Dispose() =
            if not leaveOpen then stream.Dispose()

            match map with
            | null -> ()
            | map -> map.Dispose()
