using System.Buffers;

namespace KafkaWire;

/// <summary>A growing buffer on a pooled array. <see cref="Clear"/> returns the array, so an idle buffer holds none.</summary>
internal sealed class PooledBuffer : IBufferWriter<byte>
{
    private const int FirstSize = 4096;
    private byte[] array = [];
    private int length;

    public ReadOnlyMemory<byte> Written => array.AsMemory(0, length);

    public void Advance(int count) => length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return array.AsMemory(length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return array.AsSpan(length);
    }

    public void Clear()
    {
        if (array.Length > 0)
            ArrayPool<byte>.Shared.Return(array);

        array = [];
        length = 0;
    }

    private void Reserve(int sizeHint)
    {
        var needed = checked(length + Math.Max(sizeHint, 1));

        if (needed <= array.Length)
            return;

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(FirstSize, Math.Max(needed, (int)Math.Min(2L * length, Array.MaxLength))));
        array.AsSpan(0, length).CopyTo(larger);

        if (array.Length > 0)
            ArrayPool<byte>.Shared.Return(array);

        array = larger;
    }
}
