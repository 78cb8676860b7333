namespace KafkaWire

open System
open System.Runtime.InteropServices
open KafkaWire.Messages

/// <summary>
/// The messages that members of a classic consumer group exchange inside JoinGroup and SyncGroup (protocol type <c>consumer</c>): a version, then a message.
/// </summary>
/// <remarks>A version above the highest known one is read as that one, and the rest is skipped: later versions only add fields at the end.</remarks>
/// <example><code>
/// for each in joinGroup.Members do
///     let subscription = ConsumerProtocol.DecodeSubscription each.Metadata
///     printfn "%s: %s" each.MemberId (String.concat ", " subscription.Topics)
/// </code></example>
[<AbstractClass; Sealed>]
type ConsumerProtocol private () =

    static member private Read(schema: MessageSchema<'T>, bytes: Bytes, version: byref<int16>) : 'T =
        version <- Payload.prefix "Version" bytes

        if version < 0s then
            raise (WireException(WireError.UnsupportedVersion(version, 0s, schema.Versions.Last), 0L))

        Payload.body schema (min version schema.Versions.Last) 2 bytes

    /// <summary>Reads a subscription, the metadata of a protocol in JoinGroup.</summary>
    /// <param name="bytes">The bytes of the field.</param>
    /// <param name="version">The version before the message, which may be above the highest known one.</param>
    /// <exception cref="T:KafkaWire.WireException">The bytes are not a subscription.</exception>
    static member DecodeSubscription(bytes: Bytes, [<Out>] version: byref<int16>) : ConsumerProtocolSubscription.Data =
        ConsumerProtocol.Read(ConsumerProtocolSubscription.schema, bytes, &version)

    /// <summary>Reads a subscription, the metadata of a protocol in JoinGroup.</summary>
    /// <exception cref="T:KafkaWire.WireException">The bytes are not a subscription.</exception>
    static member DecodeSubscription(bytes: Bytes) : ConsumerProtocolSubscription.Data =
        let mutable version = 0s
        ConsumerProtocol.DecodeSubscription(bytes, &version)

    /// <summary>Writes a subscription. Fields that the version lacks are omitted.</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="version">The version, 0 to 3.</param>
    /// <exception cref="T:KafkaWire.WireException">There is no such version.</exception>
    static member Encode(subscription: ConsumerProtocolSubscription.Data, version: int16) : Bytes =
        Payload.prefixed version ConsumerProtocolSubscription.schema version subscription

    /// <summary>Reads an assignment. Empty bytes, sent to a member that the leader has omitted, are an empty assignment.</summary>
    /// <param name="bytes">The bytes of the field in SyncGroup.</param>
    /// <param name="version">The version before the message, which may be above the highest known one; -1 if there are no bytes.</param>
    /// <exception cref="T:KafkaWire.WireException">The bytes are not an assignment.</exception>
    static member DecodeAssignment(bytes: Bytes, [<Out>] version: byref<int16>) : ConsumerProtocolAssignment.Data =
        if bytes.IsEmpty then
            version <- -1s
            ConsumerProtocolAssignment.schema.Default
        else
            ConsumerProtocol.Read(ConsumerProtocolAssignment.schema, bytes, &version)

    /// <summary>Reads an assignment. Empty bytes, sent to a member that the leader has omitted, are an empty assignment.</summary>
    /// <exception cref="T:KafkaWire.WireException">The bytes are not an assignment.</exception>
    static member DecodeAssignment(bytes: Bytes) : ConsumerProtocolAssignment.Data =
        let mutable version = 0s
        ConsumerProtocol.DecodeAssignment(bytes, &version)

    /// <summary>Writes an assignment.</summary>
    /// <param name="assignment">The assignment.</param>
    /// <param name="version">The version, 0 to 3; all have the same layout.</param>
    /// <exception cref="T:KafkaWire.WireException">There is no such version.</exception>
    static member Encode(assignment: ConsumerProtocolAssignment.Data, version: int16) : Bytes =
        Payload.prefixed version ConsumerProtocolAssignment.schema version assignment
