namespace KafkaWire

#nowarn "9" // ZstdSharp's functions on frame headers take pointers

open System
open System.Runtime.InteropServices
open Microsoft.FSharp.NativeInterop
open ZstdSharp
open ZstdSharp.Unsafe

/// <summary>Zstandard (RFC 8878) by ZstdSharp, the reference implementation in managed code.</summary>
[<Sealed>]
type ZstdCodec
    /// <summary>Compresses at a level of zstd, 1 to 22.</summary>
    (level: int) =

    // Readers of Kafka's stop at windows of 128 MiB, which is the limit of the reference implementation for streams.
    [<Literal>]
    static let WindowMaximum = 134217728UL

    // What the first try gets at least, and at most unless 16 times the input is more.
    [<Literal>]
    static let FirstRoom = 1048576L

    // Their memory is 160 kB and some megabytes: each thread keeps one of each.
    [<ThreadStatic; DefaultValue>]
    static val mutable private decompressor: Decompressor | null

    [<ThreadStatic; DefaultValue>]
    static val mutable private compressor: Compressor | null

    /// The most bytes that frames can decompress to, by their block headers or by what they state of it.
    static member private Bound(data: ReadOnlySpan<byte>) : uint64 =
        use start = fixed &MemoryMarshal.GetReference data
        let mutable at = 0
        let mutable bound = 0UL

        while at < data.Length do
            let frame = NativePtr.toVoidPtr (NativePtr.add start at)
            let left = unativeint (data.Length - at)
            let size = Methods.ZSTD_findFrameCompressedSize(frame, left)

            if Methods.ZSTD_isError size then Corrupt.fail "The data are cut off, or no Zstandard."

            let mutable header = Unchecked.defaultof<ZSTD_frameHeader>
            use headerPointer = fixed &header

            if Methods.ZSTD_getFrameHeader(headerPointer, frame, left) = 0un && header.windowSize > WindowMaximum then
                Corrupt.fail (String.Concat("The frame needs a window of ", string header.windowSize, " bytes."))

            bound <- bound + min (Methods.ZSTD_decompressBound(frame, size)) (uint64 Int32.MaxValue)
            at <- at + int size

        bound

    /// <summary>Compresses at level 3, as Kafka does unless told otherwise.</summary>
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
                if source.IsEmpty then Corrupt.fail "There are no data."

                // A frame need not state its size, and one that does can lie. So the room is that of what the blocks can hold, in steps: only frames that
                // have filled the smaller room get the larger one. Few do, since the first step is 16 times their size.
                let limit = min (buffer.Limit - int64 buffer.Length) (int64 Array.MaxLength - int64 buffer.Length)
                let bound = min limit (int64 (ZstdCodec.Bound source.Span))
                let mutable room = min bound (max FirstRoom (16L * int64 source.Length))
                let mutable written = 0
                let mutable ended = false

                while not ended do
                    buffer.Reserve(int room)

                    if decompressor.TryUnwrap(source.Span, Span(buffer.Array, buffer.Length, int room), &written) then
                        buffer.SetLength(buffer.Length + written)
                        ended <- true
                    elif room < bound then
                        room <- min bound (4L * room)
                    elif bound = limit then
                        buffer.Admit(limit + 1L)
                    else
                        Corrupt.fail "The frame is longer than its blocks can be.")
