namespace KafkaWire

open System
open System.Buffers
open System.Runtime.CompilerServices
open System.Runtime.InteropServices
open System.Runtime.Intrinsics

/// What the codecs of the LZ77 family have in common.
module internal Lz =

    /// The bytes behind the end of a copy that may be written over: copies go in steps of 16.
    [<Literal>]
    let Slack = 32

    let inline load32 (start: byref<byte>) (at: int) : uint32 = Unsafe.ReadUnaligned<uint32>(&Unsafe.Add(&start, at))

    let inline load64 (start: byref<byte>) (at: int) : uint64 = Unsafe.ReadUnaligned<uint64>(&Unsafe.Add(&start, at))

    let inline private copy16 (target: byref<byte>) (source: byref<byte>) : unit =
        Unsafe.WriteUnaligned(&target, Unsafe.ReadUnaligned<Vector128<byte>> &source)

    /// Copies bytes of the output again: `length` bytes from `offset` bytes before the position. The caller knows that they are there, and the slack behind.
    let copyMatch (array: byte[]) (position: int) (offset: int) (length: int) : unit =
        let start = &MemoryMarshal.GetArrayDataReference array
        let mutable i = 0

        if offset >= 16 then
            while i < length do
                copy16 &(Unsafe.Add(&start, position + i)) &(Unsafe.Add(&start, position + i - offset))
                i <- i + 16
        else
            // A short pattern: 16 bytes of it one by one, then from as many whole patterns before as make 16 bytes.
            let first = min length 16

            while i < first do
                Unsafe.Add(&start, position + i) <- Unsafe.Add(&start, position + i - offset)
                i <- i + 1

            let step = (15 + offset) / offset * offset

            while i < length do
                copy16 &(Unsafe.Add(&start, position + i)) &(Unsafe.Add(&start, position + i - step))
                i <- i + 16

    /// The number of equal bytes at two positions, up to an end.
    let matchLength (start: byref<byte>) (earlier: int) (later: int) (finish: int) : int =
        let mutable length = 0
        let mutable more = true

        while more && finish - later - length >= 8 do
            let difference = load64 &start (earlier + length) ^^^ load64 &start (later + length)

            if difference = 0UL then
                length <- length + 8
            else
                length <- length + (Numerics.BitOperations.TrailingZeroCount difference >>> 3)
                more <- false

        while more && later + length < finish do
            if Unsafe.Add(&start, earlier + length) = Unsafe.Add(&start, later + length) then
                length <- length + 1
            else
                more <- false

        length

    /// The array under memory, or a copy of it.
    let segment (memory: ReadOnlyMemory<byte>) : struct (byte[] * int * int) =
        let segment = (Bytes.OfMemory memory).Segment

        match segment.Array with
        | null -> struct (Array.Empty<byte>(), 0, 0)
        | array -> struct (array, segment.Offset, segment.Count)

    /// Decoders look back at what they wrote, so they write to one array.
    let decode (output: IBufferWriter<byte>) (decoder: PooledBuffer -> unit) : unit =
        match output with
        | :? PooledBuffer as buffer -> decoder buffer
        | other ->
            use buffer = new PooledBuffer()
            decoder buffer
            other.Write buffer.Written

/// The data are damaged, or none of a codec. The registry makes a WireException of it.
[<Sealed>]
type internal CorruptDataException(reason: string) =
    inherit Exception(reason)

module internal Corrupt =
    let fail (reason: string) : unit = raise (CorruptDataException reason)
