namespace KafkaWire

open System

/// Where the fields of a batch lie. Magic stands at the same place in all formats.
module internal BatchLayout =

    [<Literal>]
    let SizeOffset = 8

    /// Base offset and size, which the size does not count.
    [<Literal>]
    let Overhead = 12

    [<Literal>]
    let MagicOffset = 16

    [<Literal>]
    let UpToMagic = 17

    /// CRC, magic, attributes and the sizes of key and value: the least that the size of magic 0 counts.
    [<Literal>]
    let LeastSize = 14

    [<Literal>]
    let LeaderEpochOffset = 12

    [<Literal>]
    let CrcOffset = 17

    /// The first byte that the CRC of magic 2 covers.
    [<Literal>]
    let AttributesOffset = 21

    [<Literal>]
    let LastOffsetDeltaOffset = 23

    [<Literal>]
    let BaseTimestampOffset = 27

    [<Literal>]
    let MaxTimestampOffset = 35

    [<Literal>]
    let ProducerIdOffset = 43

    [<Literal>]
    let ProducerEpochOffset = 51

    [<Literal>]
    let BaseSequenceOffset = 53

    [<Literal>]
    let CountOffset = 57

    [<Literal>]
    let RecordsOffset = 61

    [<Literal>]
    let MessageCrcOffset = 12

    [<Literal>]
    let MessageAttributesOffset = 17

    [<Literal>]
    let MessageTimestampOffset = 18

    /// The bit of the attributes that says that the timestamps are the time of the append.
    [<Literal>]
    let AppendTimeAttribute = 0x8s

    /// Codec, timestamp type, transactional, control and delete horizon.
    [<Literal>]
    let KnownAttributes = 0x7fs

    /// The sequence number so many records on; it wraps at Int32.MaxValue.
    let addSequence (sequence: int) (increment: int) : int =
        if sequence > Int32.MaxValue - increment then
            increment - (Int32.MaxValue - sequence) - 1
        else
            sequence + increment

    let defaults = RecordOptions()
