using System.Globalization;

namespace KafkaWire;

/// <summary>The records of a partition cannot be read from an offset on: a batch there is damaged, or larger than the limit of an old
/// broker's answer.</summary>
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

    /// <summary>The first offset that was not read. All records before it were given out. Reading again from here fails again, unless the
    /// damage happened on the way.</summary>
    public long Offset { get; }

    /// <summary>The offset to go on with, to leave out what cannot be read. Always greater than <see cref="Offset"/>.</summary>
    /// <remarks>It is that of the next batch where the answer or the damaged batch tells it, else the one after <see cref="Offset"/>, which
    /// may lie
    /// in the same batch.</remarks>
    public long SkipOffset { get; }

    /// <summary>The number of bytes that <c>maxBytes</c> has to allow for the batch at <see cref="Offset"/>; null if the batch is damaged,
    /// or its size unknown.</summary>
    public int? NeededBytes { get; }

    /// <summary>What is wrong with the bytes. The inner exception has the place, too.</summary>
    public WireError Error { get; }
}
