namespace KafkaWire.Generators

/// <summary>What a range of an encoded message's bytes is for.</summary>
type WireRole =
    /// A field's value.
    | Value = 0
    /// The length of a string or of bytes.
    | Length = 1
    /// The number of an array's elements.
    | Count = 2
    /// Whether a struct is null.
    | Presence = 3
    /// The number of a struct's tagged fields.
    | TagCount = 4
    /// The number of a tagged field.
    | Tag = 5
    /// The size of a tagged field.
    | TagSize = 6
