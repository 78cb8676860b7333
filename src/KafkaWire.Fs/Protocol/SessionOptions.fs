namespace KafkaWire

/// <summary>The options of a client's or a server's session.</summary>
[<Sealed>]
type SessionOptions() =
    /// <summary>The name that the client sends in every request. The default is null: no name.</summary>
    member val ClientId: string | null = null with get, set

    /// <summary>The limit on the size of a received frame, in bytes. The default is 100 MiB.</summary>
    member val MaximumFrameSize = FrameReader.DefaultMaximumSize with get, set

    /// <summary>How received messages are decoded.</summary>
    member val Decoding = DecodeOptions.Default with get, set
