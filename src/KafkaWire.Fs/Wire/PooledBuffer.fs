namespace KafkaWire

open System
open System.Buffers

/// Pooled arrays that grow.
module internal PooledArray =

    /// Copies the used bytes into a larger pooled array, and returns the old one to the pool. The new array has room for the needed bytes, at most
    /// Array.MaxLength, and at least twice the old size.
    let grow (array: byte[]) (used: int) (needed: int64) : byte[] =
        let size = int (min (int64 Array.MaxLength) (max needed (2L * int64 array.Length)))
        let larger = ArrayPool<byte>.Shared.Rent size
        Buffer.BlockCopy(array, 0, larger, 0, used)
        ArrayPool<byte>.Shared.Return array
        larger

/// A growing array from the pool, with a limit on its content.
[<Sealed>]
type internal PooledBuffer(limit: int64, sizeHint: int) =

    let mutable array = ArrayPool<byte>.Shared.Rent(max 256 sizeHint)
    let mutable length = 0

    let grow (count: int) =
        let needed = int64 length + int64 count

        if needed > int64 Array.MaxLength then
            raise (WireException(WireError.DecompressionLimit(min limit (int64 Array.MaxLength)), -1L))

        array <- PooledArray.grow array length needed

    new() = new PooledBuffer(Int64.MaxValue, 4096)

    member _.Length = length
    member _.Limit = limit
    /// The current array; growing replaces it.
    member _.Array = array
    member _.Written = ReadOnlySpan<byte>(array, 0, length)

    /// Discards the content and keeps the array.
    member _.Clear() = length <- 0

    /// Sets the length after writing to the array.
    member _.SetLength(n: int) = length <- n

    /// Makes room for count more bytes.
    member _.Reserve(count: int) = if array.Length - length < count then grow count

    /// Raises DecompressionLimit if count more bytes exceed the limit.
    member _.Admit(count: int64) = if int64 length + count > limit then raise (WireException(WireError.DecompressionLimit limit, -1L))

    /// A copy of what was written, in an array of its own.
    member _.ToArray() : byte[] =
        let copy: byte[] = GC.AllocateUninitializedArray<byte> length
        Buffer.BlockCopy(array, 0, copy, 0, length)
        copy

    interface IBufferWriter<byte> with
        member b.Advance(count: int) =
            if count < 0 || count > array.Length - length then
                invalidArg (nameof count) "The count exceeds the room in the buffer."

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
