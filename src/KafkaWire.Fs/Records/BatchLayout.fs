namespace KafkaWire

open System

/// <summary>The offsets of the header fields of a batch, in bytes from its start.</summary>
/// <remarks>For tools that damage or patch batches. <c>RecordBatch</c> reads the fields. All formats have the offset, the size and the magic at the
/// same places; a name that begins with Message belongs to magic 0 and 1, the others belong to magic 2.</remarks>
module BatchLayout =

    /// The size: an int32, the number of bytes after it. Before it is the base offset, an int64.
    [<Literal>]
    let SizeOffset = 8

    /// The bytes that the size does not count: the base offset and the size itself.
    [<Literal>]
    let Overhead = 12

    /// The magic, an int8.
    [<Literal>]
    let MagicOffset = 16

    /// The bytes up to and including the magic.
    [<Literal>]
    let UpToMagic = 17

    /// The smallest valid size, that of magic 0: CRC, magic, attributes, and the lengths of key and value.
    [<Literal>]
    let MinimumSize = 14

    /// The partition leader epoch, an int32.
    [<Literal>]
    let LeaderEpochOffset = 12

    /// The CRC-32C of all bytes from the attributes on, a uint32.
    [<Literal>]
    let CrcOffset = 17

    /// The attributes, an int16: the first bytes that the CRC covers.
    [<Literal>]
    let AttributesOffset = 21

    /// The distance from the base offset to the last offset, an int32.
    [<Literal>]
    let LastOffsetDeltaOffset = 23

    /// The base timestamp, an int64.
    [<Literal>]
    let BaseTimestampOffset = 27

    /// The largest timestamp, an int64.
    [<Literal>]
    let MaxTimestampOffset = 35

    /// The producer id, an int64.
    [<Literal>]
    let ProducerIdOffset = 43

    /// The producer epoch, an int16.
    [<Literal>]
    let ProducerEpochOffset = 51

    /// The sequence number of the first record, an int32.
    [<Literal>]
    let BaseSequenceOffset = 53

    /// The number of records, an int32.
    [<Literal>]
    let CountOffset = 57

    /// The first record; compressed batches have the compressed records here.
    [<Literal>]
    let RecordsOffset = 61

    /// The CRC-32 of all bytes from the magic on, a uint32.
    [<Literal>]
    let MessageCrcOffset = 12

    /// The attributes, an int8.
    [<Literal>]
    let MessageAttributesOffset = 17

    /// The timestamp, an int64; magic 0 has the key here.
    [<Literal>]
    let MessageTimestampOffset = 18

    /// The bit of the attributes that marks the timestamps as the append time.
    [<Literal>]
    let AppendTimeAttribute = 0x8s

    /// The bits of the attributes with a meaning: compression, timestamp type, transactional, control and delete horizon.
    [<Literal>]
    let KnownAttributes = 0x7fs

    /// The sequence number `increment` records later. It wraps to 0 after Int32.MaxValue.
    let internal addSequence (sequence: int) (increment: int) : int =
        if sequence > Int32.MaxValue - increment then
            increment - (Int32.MaxValue - sequence) - 1
        else
            sequence + increment

    let internal defaults = RecordOptions()
