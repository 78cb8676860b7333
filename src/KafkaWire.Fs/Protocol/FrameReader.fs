namespace KafkaWire

open System
open System.Buffers
open System.Buffers.Binary
open System.Runtime.InteropServices
open System.Text

/// <summary>Splits the bytes of a connection, in chunks of any size, into frames.</summary>
/// <remarks>
/// Each frame gets an array of its own, so messages decoded from it may be kept for ever. The array grows with the bytes that arrive: a
/// size alone allocates nothing. Not thread-safe: each connection has its own reader.
/// </remarks>
[<Sealed>]
type FrameReader
    /// <summary>Creates a reader with a limit on the size of a frame, in bytes.</summary>
    (maximumSize: int) =
    let prefix: byte[] = Array.zeroCreate 4
    let mutable prefixLength = 0
    let mutable frame: byte[] = Array.Empty<byte>()
    let mutable frameLength = 0
    let mutable size = -1
    let mutable isFirst = true

    /// The initial size of a frame's array, unless the frame is smaller.
    static let firstCapacity = 64 * 1024

    static let startsLike (text: string) (bytes: byte[]) = bytes.AsSpan().SequenceEqual(ReadOnlySpan<byte>(Encoding.ASCII.GetBytes text))

    /// Recognises protocols other than Kafka by their first 4 bytes.
    static let otherProtocol (bytes: byte[]) =
        let http = [ "HTTP"; "GET "; "POST"; "PUT "; "HEAD"; "DELE"; "OPTI"; "PATC"; "CONN" ]

        match http |> List.tryFind (fun text -> startsLike text bytes) with
        | Some text -> ValueSome(struct (String.Concat("\"", text, "\""), "The peer seems to speak HTTP."))
        | None when bytes[0] = 0x15uy && bytes[1] = 0x03uy ->
            ValueSome(
                struct (Convert.ToHexStringLower bytes, "They are a TLS alert: the port seems to expect TLS, or to reject the TLS that it received.")
            )
        | None when bytes[0] = 0x16uy && bytes[1] = 0x03uy ->
            ValueSome(struct (Convert.ToHexStringLower bytes, "They are a TLS handshake: the peer seems to expect TLS here."))
        | None -> ValueNone

    let checkSize () =
        let announced = BinaryPrimitives.ReadInt32BigEndian(ReadOnlySpan<byte> prefix)

        // "HTTP" and the like are also large sizes, which the caller may have allowed. So after the first frame only a size out of range
        // is taken for another protocol.
        if isFirst || announced < 0 || announced > maximumSize then
            match otherProtocol prefix with
            | ValueSome(struct (first, hint)) -> raise (WireException(WireError.NotKafka(first, hint), 0L))
            | ValueNone -> ()

        if announced < 0 || announced > maximumSize then
            raise (WireException(WireError.FrameSizeOutOfRange(int64 announced, int64 maximumSize), 0L))

        isFirst <- false
        size <- announced
        frame <- if size = 0 then Array.Empty<byte>() else GC.AllocateUninitializedArray(min size firstCapacity)
        frameLength <- 0

    /// <summary>The default limit on the size of a frame: 100 MiB, as in Kafka's broker.</summary>
    static member DefaultMaximumSize = 104857600

    /// <summary>Creates a reader that accepts frames of at most 100 MiB.</summary>
    new() = FrameReader(FrameReader.DefaultMaximumSize)

    /// <summary>The number of bytes held of an incomplete frame, including its size prefix.</summary>
    member _.Buffered = if size < 0 then prefixLength else 4 + frameLength

    /// <summary>Takes bytes from a chunk until a frame is complete or the chunk is used up.</summary>
    /// <param name="chunk">The bytes that arrived. On return, those that are not used yet.</param>
    /// <param name="result">The frame without its size, if the result is true.</param>
    /// <returns>Whether a frame is complete. Call again until it returns false.</returns>
    /// <exception cref="T:KafkaWire.WireException">A size is negative or over the limit, or the peer does not speak Kafka. The connection is
    /// no longer usable.</exception>
    member _.TryRead(chunk: byref<ReadOnlySpan<byte>>, [<Out>] result: byref<Bytes>) : bool =
        if size < 0 then
            let taken = min (4 - prefixLength) chunk.Length
            chunk.Slice(0, taken).CopyTo(prefix.AsSpan prefixLength)
            prefixLength <- prefixLength + taken
            chunk <- chunk.Slice taken

            if prefixLength = 4 then checkSize ()

        if size >= 0 then
            let taken = min (size - frameLength) chunk.Length

            if frame.Length - frameLength < taken then
                let capacity = int (min (int64 size) (max (int64 frame.Length * 2L) (int64 frameLength + int64 taken)))
                Array.Resize(&frame, capacity)

            chunk.Slice(0, taken).CopyTo(frame.AsSpan frameLength)
            frameLength <- frameLength + taken
            chunk <- chunk.Slice taken

        if size >= 0 && frameLength = size then
            result <- if size = 0 then Bytes.Empty else Bytes(frame, 0, size)
            frame <- Array.Empty<byte>()
            prefixLength <- 0
            size <- -1
            true
        else
            false

    /// <summary>Takes bytes from the segments of a sequence until a frame is complete or the sequence is used up.</summary>
    /// <param name="chunk">The bytes that arrived. On return, those that are not used yet.</param>
    /// <param name="result">The frame without its size, if the result is true.</param>
    /// <returns>Whether a frame is complete. Call again until it returns false.</returns>
    /// <exception cref="T:KafkaWire.WireException">A size is negative or over the limit, or the peer does not speak Kafka. The connection is
    /// no longer usable.</exception>
    member reader.TryRead(chunk: byref<ReadOnlySequence<byte>>, [<Out>] result: byref<Bytes>) : bool =
        let mutable used = 0L
        let mutable isComplete = false
        let mutable segments = chunk.GetEnumerator()

        while not isComplete && segments.MoveNext() do
            let segment = segments.Current.Span
            let mutable rest = segment
            isComplete <- reader.TryRead(&rest, &result)
            used <- used + int64 (segment.Length - rest.Length)

        chunk <- chunk.Slice used
        isComplete
