namespace KafkaWire

open System.Runtime.InteropServices
open KafkaWire.Messages

/// <summary>
/// An int16 version followed by a message: how Kafka stores standalone messages, such as the principal of a client in an Envelope
/// (<c>DefaultPrincipal.schema</c>) or an entry of a transaction index (<c>AbortedTxn.schema</c>).
/// </summary>
/// <remarks>Members of consumer groups use the same format, but read it by different rules: <see cref="T:KafkaWire.ConsumerProtocol"/>.</remarks>
/// <example><code>
/// let principal = { DefaultPrincipal.Data.Default with Type = "User"; Name = "alice" }
/// { Envelope.Request.Default with RequestPrincipal = VersionedPayload.Encode(DefaultPrincipal.schema, principal, 0s) }
/// </code></example>
[<AbstractClass; Sealed>]
type VersionedPayload private () =

    /// <summary>Writes the version, then the message.</summary>
    /// <param name="schema">The schema of the message.</param>
    /// <param name="value">The message.</param>
    /// <param name="version">The version to write it in.</param>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the value, or there is no such version.</exception>
    static member Encode(schema: MessageSchema<'T>, value: 'T, version: int16) : Bytes = Payload.prefixed version schema version value

    /// <summary>Reads the version, then the message. Bytes after it are ignored, as in Kafka.</summary>
    /// <param name="schema">The schema of the message.</param>
    /// <param name="bytes">The version and the message.</param>
    /// <param name="version">The version before the message.</param>
    /// <exception cref="T:KafkaWire.WireException">The bytes are not such a message, or there is no such version.</exception>
    static member Decode(schema: MessageSchema<'T>, bytes: Bytes, [<Out>] version: byref<int16>) : 'T =
        version <- Payload.prefix "Version" bytes
        Payload.body schema version 2 bytes

    /// <summary>Reads the version, then the message. Bytes after it are ignored, as in Kafka.</summary>
    /// <param name="schema">The schema of the message.</param>
    /// <param name="bytes">The version and the message.</param>
    /// <exception cref="T:KafkaWire.WireException">The bytes are not such a message, or there is no such version.</exception>
    static member Decode(schema: MessageSchema<'T>, bytes: Bytes) : 'T =
        let mutable version = 0s
        VersionedPayload.Decode(schema, bytes, &version)
