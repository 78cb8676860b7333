namespace KafkaWire

open System
open System.Buffers.Binary
open System.Collections
open System.Collections.Generic
open System.IO
open System.IO.MemoryMappedFiles

/// <summary>A batch of a log segment, with its place in the file.</summary>
[<Sealed>]
type SegmentBatch internal (batch: RecordBatch, position: int64, damage: WireFailure | null) =

    /// <summary>The batch, in memory of its own: it may be kept for ever.</summary>
    member _.Batch = batch

    /// <summary>Where the batch begins, in bytes from the beginning of the segment.</summary>
    member _.Position = position

    /// <summary>What is wrong with the batch, its offset counted from the beginning of the segment: CrcMismatch, or InsufficientBytes for one shorter than its header; null if
    /// nothing is. Records in it may still be readable, with <c>CheckCrc = false</c>.</summary>
    member _.Damage = damage

    /// <summary>Position and batch.</summary>
    override _.ToString() = String.Concat("position ", string position, ": ", batch.ToString())

/// <summary>Reads log segments (<c>.log</c>) and KRaft snapshots (<c>.checkpoint</c>) batch by batch, also damaged ones.</summary>
/// <remarks>
/// As in Kafka's dump tool, a batch whose checksum is wrong is reported and reading goes on behind it, since its size tells where that is. A size that is
/// none, or a magic that is none, ends the reading, and so does a batch that is cut off: <c>Damage</c> and <c>Position</c> then tell what stands where.
/// Only one batch is in memory at a time. Not for several threads at once.
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

    // What is read at once of a batch whose size is not yet backed by bytes.
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
        // A map is longer than its file: whole pages.
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

            if size < BatchLayout.LeastSize then
                finish (WireError.InsufficientBytes(int64 BatchLayout.LeastSize, int64 size), BatchLayout.SizeOffset)
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
                // Where the length is not known, a size is believed as far as there are bytes.
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

    /// <summary>Reads a segment from a file, which is mapped into memory.</summary>
    /// <param name="path">The path of a .log or .checkpoint file.</param>
    /// <param name="options">How the records are read.</param>
    /// <exception cref="T:System.IO.IOException">The file cannot be read.</exception>
    static member Open(path: string, options: RecordOptions) : LogSegment =
        let file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite ||| FileShare.Delete)
        let length = file.Length

        if length = 0L then
            // Nothing cannot be mapped.
            new LogSegment(file, options, false, null, 0L)
        else
            let map = MemoryMappedFile.CreateFromFile(file, null, 0L, MemoryMappedFileAccess.Read, HandleInheritability.None, false)
            new LogSegment(map.CreateViewStream(0L, 0L, MemoryMappedFileAccess.Read), options, false, map, length)

    /// <summary>Reads a segment from a file, which is mapped into memory.</summary>
    /// <param name="path">The path of a .log or .checkpoint file.</param>
    /// <exception cref="T:System.IO.IOException">The file cannot be read.</exception>
    static member Open(path: string) : LogSegment = LogSegment.Open(path, BatchLayout.defaults)

    /// <summary>Reads a segment from a stream, from where it stands, such as one that is unpacked on the way.</summary>
    /// <param name="stream">The stream; it is left open, behind what was read.</param>
    /// <param name="options">How the records are read.</param>
    static member Read(stream: Stream, options: RecordOptions) : LogSegment = new LogSegment(stream, options, true, null, -1L)

    /// <summary>Reads a segment from a stream, from where it stands, such as one that is unpacked on the way.</summary>
    /// <param name="stream">The stream; it is left open, behind what was read.</param>
    static member Read(stream: Stream) : LogSegment = LogSegment.Read(stream, BatchLayout.defaults)

    /// <summary>How many bytes the batches so far take: where the next one begins, or what cannot be read.</summary>
    member _.Position = position

    /// <summary>
    /// After the end: why reading ended before that of the segment, null if it did not. InsufficientBytes at <c>Position</c> is a batch that is cut off, as a
    /// broker leaves it that stops while it writes; at the size, it is a size that is less than that of any batch.
    /// </summary>
    member _.Damage = damage

    /// <summary>The batches, read as they are enumerated: once, and each call goes on where the last one stopped.</summary>
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
