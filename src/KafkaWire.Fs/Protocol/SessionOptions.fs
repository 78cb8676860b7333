namespace KafkaWire

/// <summary>The options of a client's or a server's session.</summary>
[<Sealed>]
type SessionOptions() =
    /// <summary>The name that the client sends in every request. The default is null: no name.</summary>
    member val ClientId: string | null = null with get, set

    /// <summary>The APIs that the session knows. The default is Kafka's. A session keeps those that it was created with.</summary>
    /// <remarks>A server decodes the requests of these APIs, and a client finds them by name. Frames of other APIs stay undecoded.</remarks>
    /// <example><code>SessionOptions(Apis = ApiRegistry.Kafka.With PlaceOrder.api)</code></example>
    member val Apis = ApiRegistry.Kafka with get, set

    /// <summary>The limit on the size of a received frame, in bytes. The default is 100 MiB.</summary>
    member val MaximumFrameSize = FrameReader.DefaultMaximumSize with get, set

    /// <summary>How received messages are decoded.</summary>
    member val Decoding = DecodeOptions.Default with get, set
