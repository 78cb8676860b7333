using System.Globalization;

namespace KafkaWire;

/// <summary>Thrown if the records of a partition cannot be read from an offset on: a batch there is damaged, or an old broker truncated
/// it.</summary>
public sealed class UnreadableRecordsException : Exception
{
    internal UnreadableRecordsException(
        string topic,
        int partition,
        long offset,
        long skipOffset,
        int? neededBytes,
        string nextStep,
        WireException cause
    )
        : base(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The records of {topic}-{partition} cannot be read from offset {offset} on. {cause.Message} {nextStep}"
            ),
            cause
        )
    {
        Topic = topic;
        Partition = partition;
        Offset = offset;
        SkipOffset = skipOffset;
        NeededBytes = neededBytes;
        Error = cause.Error;
    }

    /// <summary>The topic.</summary>
    public string Topic { get; }

    /// <summary>The partition, from 0.</summary>
    public int Partition { get; }

    /// <summary>The first offset that was not read. All records before it were returned. Reading again from here fails again, unless the
    /// bytes were altered in transit.</summary>
    public long Offset { get; }

    /// <summary>The offset to continue with in order to skip the unreadable records. It is always greater than
    /// <see cref="Offset"/>.</summary>
    /// <remarks>It is the offset of the next batch, if the answer or the damaged batch states it. Otherwise it is the offset after
    /// <see cref="Offset"/>, which may be in the same batch.</remarks>
    public long SkipOffset { get; }

    /// <summary>The <c>maxBytes</c> that the batch at <see cref="Offset"/> needs, or null if the batch is damaged or its size is
    /// unknown.</summary>
    public int? NeededBytes { get; }

    /// <summary>The error in the bytes. The inner exception also has its place.</summary>
    public WireError Error { get; }
}
