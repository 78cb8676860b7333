namespace KafkaWire

#nowarn "9" // ZstdSharp's functions on frame headers take pointers

open System
open System.Runtime.InteropServices
open Microsoft.FSharp.NativeInterop
open ZstdSharp
open ZstdSharp.Unsafe

/// <summary>Zstandard (RFC 8878), by ZstdSharp, a managed port of the reference implementation.</summary>
[<Sealed>]
type ZstdCodec
    /// <summary>Compresses at the given zstd level, 1 to 22.</summary>
    (level: int) =

    // Kafka's readers refuse windows above 128 MiB, the limit of the reference implementation for streams.
    [<Literal>]
    static let WindowMaximum = 134217728UL

    // The output size of the first attempt, unless 16 times the input is more.
    [<Literal>]
    static let FirstRoom = 1048576L

    // The two take 160 kB and some megabytes of memory, so each thread keeps one of each.
    [<ThreadStatic; DefaultValue>]
    static val mutable private decompressor: Decompressor | null

    [<ThreadStatic; DefaultValue>]
    static val mutable private compressor: Compressor | null

    /// Raises an error unless the data is a frame truncated before any content.
    static member private CheckHoldsNothing(data: ReadOnlySpan<byte>) : unit =
        let fail () = Corrupt.fail "The data is truncated, or is not Zstandard."
        use start = fixed &MemoryMarshal.GetReference data
        let room = NativePtr.stackalloc<byte> 1
        let mutable source = ZSTD_inBuffer_s()
        source.src <- NativePtr.toVoidPtr start
        source.size <- unativeint data.Length
        let mutable output = ZSTD_outBuffer_s()
        output.dst <- NativePtr.toVoidPtr room
        output.size <- 1un
        let context = Methods.ZSTD_createDCtx()

        try
            use sourcePointer = fixed &source
            use outputPointer = fixed &output

            while source.pos < source.size do
                let before = source.pos
                let state = Methods.ZSTD_decompressStream(context, outputPointer, sourcePointer)

                if Methods.ZSTD_isError state || output.pos > 0un || source.pos = before then fail ()
        finally
            Methods.ZSTD_freeDCtx context |> ignore<unativeint>

    /// The length of all complete frames, and the most bytes that they can decompress to, according to their block headers or their stated size.
    static member private Measure(data: ReadOnlySpan<byte>) : struct (int * uint64) =
        use start = fixed &MemoryMarshal.GetReference data
        let mutable at = 0
        let mutable bound = 0UL
        let mutable ended = false

        while not ended && at < data.Length do
            let frame = NativePtr.toVoidPtr (NativePtr.add start at)
            let left = unativeint (data.Length - at)
            let mutable header = Unchecked.defaultof<ZSTD_frameHeader>
            use headerPointer = fixed &header

            if Methods.ZSTD_getFrameHeader(headerPointer, frame, left) = 0un && header.windowSize > WindowMaximum then
                Corrupt.fail (String.Concat("The frame needs a window of ", string header.windowSize, " bytes; Kafka's limit is 128 MiB."))

            let size = Methods.ZSTD_findFrameCompressedSize(frame, left)

            if Methods.ZSTD_isError size then
                if at = 0 then Corrupt.fail "The data is truncated, or is not Zstandard."

                // After a complete frame, Java stops as soon as there is no more output.
                ZstdCodec.CheckHoldsNothing(data.Slice at)
                ended <- true
            else
                bound <- bound + min (Methods.ZSTD_decompressBound(frame, size)) (uint64 Int32.MaxValue)
                at <- at + int size

        struct (at, bound)

    /// <summary>Compresses at level 3, Kafka's default.</summary>
    new() = ZstdCodec 3

    interface ICompressionCodec with
        member _.Type = CompressionType.Zstd

        member _.Compress(source, _, output) =
            let compressor =
                match ZstdCodec.compressor with
                | null ->
                    let made = new Compressor(level)
                    ZstdCodec.compressor <- made
                    made
                | kept ->
                    if kept.Level <> level then kept.Level <- level
                    kept

            let room = output.GetSpan(Compressor.GetCompressBound source.Length)
            output.Advance(compressor.Wrap(source.Span, room))

        member _.Decompress(source, _, output) =
            let decompressor =
                match ZstdCodec.decompressor with
                | null ->
                    let made = new Decompressor()
                    ZstdCodec.decompressor <- made
                    made
                | kept -> kept

            Corrupt.decode output (fun buffer ->
                if source.IsEmpty then Corrupt.fail "There is no data."

                // A frame need not state its size, and a stated size can be false. So the room depends on what the blocks can hold, and grows in steps: only
                // frames that have filled the smaller room get the larger one. Few do, because the first step is 16 times their size.
                let limit = min (buffer.Limit - int64 buffer.Length) (int64 Array.MaxLength - int64 buffer.Length)
                let struct (length, most) = ZstdCodec.Measure source.Span
                let frames = source.Slice(0, length)
                let bound = min limit (int64 most)
                let mutable room = min bound (max FirstRoom (16L * int64 source.Length))
                let mutable written = 0
                let mutable ended = false

                while not ended do
                    buffer.Reserve(int room)

                    if decompressor.TryUnwrap(frames.Span, Span(buffer.Array, buffer.Length, int room), &written) then
                        buffer.SetLength(buffer.Length + written)
                        ended <- true
                    elif room < bound then
                        room <- min bound (4L * room)
                    elif bound = limit then
                        buffer.Admit(limit + 1L)
                    else
                        Corrupt.fail "The frame decompresses to more than its blocks can hold.")
