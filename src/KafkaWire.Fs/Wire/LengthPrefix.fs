namespace KafkaWire.Schema

/// <summary>How the length of a payload is written before it.</summary>
type LengthPrefix =
    /// An int32; -1 for null.
    | Int32 = 0
    /// A zig-zag varint; -1 for null.
    | Varint = 1
    /// An unsigned varint that is 1 more than the length; 0 for null.
    | Compact = 2
    /// An int32, in flexible versions Compact: like the length of bytes in Kafka's messages.
    | Flexible = 3
