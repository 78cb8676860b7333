namespace KafkaWire

open System
open KafkaWire.Messages

/// A record of any type in a coordinator's log.
[<Struct; NoEquality; NoComparison>]
type internal CoordinatorParts =
    val Type: int16
    val private keys: MessageSchema | null
    val private key: objnull
    val private values: MessageSchema | null
    val private value: objnull
    val private version: int16
    val private keyBytes: Bytes
    val private valueBytes: Nullable<Bytes>

    new(recordType: int16, keys: MessageSchema, key: objnull, values: MessageSchema, value: objnull, version: int16) =
        { Type = recordType
          keys = keys
          key = key
          values = values
          value = value
          version = version
          keyBytes = Bytes.Empty
          valueBytes = Nullable() }

    new(recordType: int16, key: Bytes, value: Nullable<Bytes>) =
        { Type = recordType
          keys = null
          key = null
          values = null
          value = null
          version = 0s
          keyBytes = key
          valueBytes = value }

    member p.Encode() : struct (Nullable<Bytes> * Nullable<Bytes>) =
        match p.keys, p.key, p.values with
        | null, _, _
        | _, null, _
        | _, _, null -> struct (Nullable p.keyBytes, p.valueBytes)
        | keys, key, values ->
            let value =
                match p.value with
                | null -> Nullable()
                | value -> Nullable(Payload.prefixed p.version values p.version value)

            struct (Nullable(Payload.prefixed p.Type keys 0s key), value)

    override p.ToString() : string =
        match p.keys, p.key, p.values with
        | null, _, _
        | _, null, _
        | _, _, null -> String.Concat("type ", string p.Type, ", ", p.keyBytes.ToString() + " = " + Payload.text p.valueBytes)
        | keys, key, values ->
            let value =
                match p.value with
                | null -> "null"
                | value -> MessageText.format values value

            String.Concat(MessageText.format keys key, " = ", value)

module internal CoordinatorPayload =

    /// None if the version of the value is not known.
    let read
        (keys: MessageSchema<'K>)
        (values: MessageSchema<'V>)
        (key: Bytes)
        (value: Nullable<Bytes>)
        (make: 'K * ('V | null) * int16 -> 'R)
        : 'R voption =
        if not value.HasValue then
            ValueSome(make (Payload.body keys 0s 2 key, null, 0s))
        else
            let bytes = value.GetValueOrDefault()
            let version = Payload.prefix "Value" bytes

            if values.Versions.Contains version then
                let message: 'V = Payload.body values version 2 bytes
                ValueSome(make (Payload.body keys 0s 2 key, message, version))
            else
                ValueNone

/// <summary>A record of the group coordinators' log, <c>__consumer_offsets</c>. The key begins with its type, the value with its version, each an int16.</summary>
/// <remarks>
/// The value is null if the record is a tombstone. The version is the value's, 0 if there is no value. Bytes after a message are ignored, as in
/// Kafka.
/// </remarks>
[<RequireQualifiedAccess; NoComparison>]
type ConsumerOffsetsRecord =
    /// A committed offset, in the layout used before Kafka 0.9.
    | LegacyOffsetCommit of Key: LegacyOffsetCommitKey.Data * Value: (LegacyOffsetCommitValue.Data | null) * Version: int16
    /// A committed offset.
    | OffsetCommit of Key: OffsetCommitKey.Data * Value: (OffsetCommitValue.Data | null) * Version: int16
    /// A classic group with its members.
    | GroupMetadata of Key: GroupMetadataKey.Data * Value: (GroupMetadataValue.Data | null) * Version: int16
    /// A consumer group (KIP-848).
    | ConsumerGroupMetadata of Key: ConsumerGroupMetadataKey.Data * Value: (ConsumerGroupMetadataValue.Data | null) * Version: int16
    /// The partition metadata of a consumer group's topics, up to Kafka 4.0; replaced by a hash from 4.1 (KIP-1101).
    | ConsumerGroupPartitionMetadata of
        Key: ConsumerGroupPartitionMetadataKey.Data *
        Value: (ConsumerGroupPartitionMetadataValue.Data | null) *
        Version: int16
    /// What a member of a consumer group reported about itself (KIP-848).
    | ConsumerGroupMemberMetadata of Key: ConsumerGroupMemberMetadataKey.Data * Value: (ConsumerGroupMemberMetadataValue.Data | null) * Version: int16
    /// The epoch of a consumer group's target assignment (KIP-848).
    | ConsumerGroupTargetAssignmentMetadata of
        Key: ConsumerGroupTargetAssignmentMetadataKey.Data *
        Value: (ConsumerGroupTargetAssignmentMetadataValue.Data | null) *
        Version: int16
    /// The target assignment of a member of a consumer group (KIP-848).
    | ConsumerGroupTargetAssignmentMember of
        Key: ConsumerGroupTargetAssignmentMemberKey.Data *
        Value: (ConsumerGroupTargetAssignmentMemberValue.Data | null) *
        Version: int16
    /// The current assignment of a member of a consumer group, while it moves to the target assignment (KIP-848).
    | ConsumerGroupCurrentMemberAssignment of
        Key: ConsumerGroupCurrentMemberAssignmentKey.Data *
        Value: (ConsumerGroupCurrentMemberAssignmentValue.Data | null) *
        Version: int16
    /// What a member of a share group reported about itself (KIP-932).
    | ShareGroupMemberMetadata of Key: ShareGroupMemberMetadataKey.Data * Value: (ShareGroupMemberMetadataValue.Data | null) * Version: int16
    /// A share group (KIP-932).
    | ShareGroupMetadata of Key: ShareGroupMetadataKey.Data * Value: (ShareGroupMetadataValue.Data | null) * Version: int16
    /// The epoch of a share group's target assignment (KIP-932).
    | ShareGroupTargetAssignmentMetadata of
        Key: ShareGroupTargetAssignmentMetadataKey.Data *
        Value: (ShareGroupTargetAssignmentMetadataValue.Data | null) *
        Version: int16
    /// The target assignment of a member of a share group (KIP-932).
    | ShareGroupTargetAssignmentMember of
        Key: ShareGroupTargetAssignmentMemberKey.Data *
        Value: (ShareGroupTargetAssignmentMemberValue.Data | null) *
        Version: int16
    /// The current assignment of a member of a share group (KIP-932).
    | ShareGroupCurrentMemberAssignment of
        Key: ShareGroupCurrentMemberAssignmentKey.Data *
        Value: (ShareGroupCurrentMemberAssignmentValue.Data | null) *
        Version: int16
    /// The partitions of a share group whose state is initialized, being initialized or being deleted at the share coordinator (KIP-932).
    | ShareGroupStatePartitionMetadata of
        Key: ShareGroupStatePartitionMetadataKey.Data *
        Value: (ShareGroupStatePartitionMetadataValue.Data | null) *
        Version: int16
    /// The topics that a regular expression of a consumer group currently matches (KIP-848).
    | ConsumerGroupRegularExpression of
        Key: ConsumerGroupRegularExpressionKey.Data *
        Value: (ConsumerGroupRegularExpressionValue.Data | null) *
        Version: int16
    /// A streams group (KIP-1071).
    | StreamsGroupMetadata of Key: StreamsGroupMetadataKey.Data * Value: (StreamsGroupMetadataValue.Data | null) * Version: int16
    /// What a member of a streams group reported about itself (KIP-1071).
    | StreamsGroupMemberMetadata of Key: StreamsGroupMemberMetadataKey.Data * Value: (StreamsGroupMemberMetadataValue.Data | null) * Version: int16
    /// The epoch of a streams group's target assignment (KIP-1071).
    | StreamsGroupTargetAssignmentMetadata of
        Key: StreamsGroupTargetAssignmentMetadataKey.Data *
        Value: (StreamsGroupTargetAssignmentMetadataValue.Data | null) *
        Version: int16
    /// The target tasks of a member of a streams group (KIP-1071).
    | StreamsGroupTargetAssignmentMember of
        Key: StreamsGroupTargetAssignmentMemberKey.Data *
        Value: (StreamsGroupTargetAssignmentMemberValue.Data | null) *
        Version: int16
    /// The current tasks of a member of a streams group, while it moves to the target assignment (KIP-1071).
    | StreamsGroupCurrentMemberAssignment of
        Key: StreamsGroupCurrentMemberAssignmentKey.Data *
        Value: (StreamsGroupCurrentMemberAssignmentValue.Data | null) *
        Version: int16
    /// The topology of a streams group (KIP-1071).
    | StreamsGroupTopology of Key: StreamsGroupTopologyKey.Data * Value: (StreamsGroupTopologyValue.Data | null) * Version: int16
    /// A type or value version that this code does not know, with the bytes of key and value.
    | Unknown of Type: int16 * Key: Bytes * Value: Nullable<Bytes>

    member private r.Parts: CoordinatorParts =
        match r with
        | ConsumerOffsetsRecord.LegacyOffsetCommit(key, value, version) ->
            CoordinatorParts(0s, LegacyOffsetCommitKey.schema, key, LegacyOffsetCommitValue.schema, value, version)
        | ConsumerOffsetsRecord.OffsetCommit(key, value, version) ->
            CoordinatorParts(1s, OffsetCommitKey.schema, key, OffsetCommitValue.schema, value, version)
        | ConsumerOffsetsRecord.GroupMetadata(key, value, version) ->
            CoordinatorParts(2s, GroupMetadataKey.schema, key, GroupMetadataValue.schema, value, version)
        | ConsumerOffsetsRecord.ConsumerGroupMetadata(key, value, version) ->
            CoordinatorParts(3s, ConsumerGroupMetadataKey.schema, key, ConsumerGroupMetadataValue.schema, value, version)
        | ConsumerOffsetsRecord.ConsumerGroupPartitionMetadata(key, value, version) ->
            CoordinatorParts(4s, ConsumerGroupPartitionMetadataKey.schema, key, ConsumerGroupPartitionMetadataValue.schema, value, version)
        | ConsumerOffsetsRecord.ConsumerGroupMemberMetadata(key, value, version) ->
            CoordinatorParts(5s, ConsumerGroupMemberMetadataKey.schema, key, ConsumerGroupMemberMetadataValue.schema, value, version)
        | ConsumerOffsetsRecord.ConsumerGroupTargetAssignmentMetadata(key, value, version) ->
            CoordinatorParts(
                6s,
                ConsumerGroupTargetAssignmentMetadataKey.schema,
                key,
                ConsumerGroupTargetAssignmentMetadataValue.schema,
                value,
                version
            )
        | ConsumerOffsetsRecord.ConsumerGroupTargetAssignmentMember(key, value, version) ->
            CoordinatorParts(7s, ConsumerGroupTargetAssignmentMemberKey.schema, key, ConsumerGroupTargetAssignmentMemberValue.schema, value, version)
        | ConsumerOffsetsRecord.ConsumerGroupCurrentMemberAssignment(key, value, version) ->
            CoordinatorParts(
                8s,
                ConsumerGroupCurrentMemberAssignmentKey.schema,
                key,
                ConsumerGroupCurrentMemberAssignmentValue.schema,
                value,
                version
            )
        | ConsumerOffsetsRecord.ShareGroupMemberMetadata(key, value, version) ->
            CoordinatorParts(10s, ShareGroupMemberMetadataKey.schema, key, ShareGroupMemberMetadataValue.schema, value, version)
        | ConsumerOffsetsRecord.ShareGroupMetadata(key, value, version) ->
            CoordinatorParts(11s, ShareGroupMetadataKey.schema, key, ShareGroupMetadataValue.schema, value, version)
        | ConsumerOffsetsRecord.ShareGroupTargetAssignmentMetadata(key, value, version) ->
            CoordinatorParts(12s, ShareGroupTargetAssignmentMetadataKey.schema, key, ShareGroupTargetAssignmentMetadataValue.schema, value, version)
        | ConsumerOffsetsRecord.ShareGroupTargetAssignmentMember(key, value, version) ->
            CoordinatorParts(13s, ShareGroupTargetAssignmentMemberKey.schema, key, ShareGroupTargetAssignmentMemberValue.schema, value, version)
        | ConsumerOffsetsRecord.ShareGroupCurrentMemberAssignment(key, value, version) ->
            CoordinatorParts(14s, ShareGroupCurrentMemberAssignmentKey.schema, key, ShareGroupCurrentMemberAssignmentValue.schema, value, version)
        | ConsumerOffsetsRecord.ShareGroupStatePartitionMetadata(key, value, version) ->
            CoordinatorParts(15s, ShareGroupStatePartitionMetadataKey.schema, key, ShareGroupStatePartitionMetadataValue.schema, value, version)
        | ConsumerOffsetsRecord.ConsumerGroupRegularExpression(key, value, version) ->
            CoordinatorParts(16s, ConsumerGroupRegularExpressionKey.schema, key, ConsumerGroupRegularExpressionValue.schema, value, version)
        | ConsumerOffsetsRecord.StreamsGroupMetadata(key, value, version) ->
            CoordinatorParts(17s, StreamsGroupMetadataKey.schema, key, StreamsGroupMetadataValue.schema, value, version)
        | ConsumerOffsetsRecord.StreamsGroupMemberMetadata(key, value, version) ->
            CoordinatorParts(19s, StreamsGroupMemberMetadataKey.schema, key, StreamsGroupMemberMetadataValue.schema, value, version)
        | ConsumerOffsetsRecord.StreamsGroupTargetAssignmentMetadata(key, value, version) ->
            CoordinatorParts(
                20s,
                StreamsGroupTargetAssignmentMetadataKey.schema,
                key,
                StreamsGroupTargetAssignmentMetadataValue.schema,
                value,
                version
            )
        | ConsumerOffsetsRecord.StreamsGroupTargetAssignmentMember(key, value, version) ->
            CoordinatorParts(21s, StreamsGroupTargetAssignmentMemberKey.schema, key, StreamsGroupTargetAssignmentMemberValue.schema, value, version)
        | ConsumerOffsetsRecord.StreamsGroupCurrentMemberAssignment(key, value, version) ->
            CoordinatorParts(22s, StreamsGroupCurrentMemberAssignmentKey.schema, key, StreamsGroupCurrentMemberAssignmentValue.schema, value, version)
        | ConsumerOffsetsRecord.StreamsGroupTopology(key, value, version) ->
            CoordinatorParts(23s, StreamsGroupTopologyKey.schema, key, StreamsGroupTopologyValue.schema, value, version)
        | ConsumerOffsetsRecord.Unknown(recordType, key, value) -> CoordinatorParts(recordType, key, value)

    /// <summary>The type of the record: the int16 at the start of its key.</summary>
    member r.RecordType: int16 = r.Parts.Type

    /// <summary>Reads the key and value of a __consumer_offsets record.</summary>
    /// <exception cref="T:KafkaWire.WireException">The key is null or too short, or a message cannot be read in the version before it.</exception>
    static member Decode(key: Nullable<Bytes>, value: Nullable<Bytes>) : ConsumerOffsetsRecord =
        let keyBytes = key.GetValueOrDefault()

        let known =
            match Payload.prefix "Key" keyBytes with
            | 0s ->
                CoordinatorPayload.read
                    LegacyOffsetCommitKey.schema
                    LegacyOffsetCommitValue.schema
                    keyBytes
                    value
                    ConsumerOffsetsRecord.LegacyOffsetCommit
            | 1s -> CoordinatorPayload.read OffsetCommitKey.schema OffsetCommitValue.schema keyBytes value ConsumerOffsetsRecord.OffsetCommit
            | 2s -> CoordinatorPayload.read GroupMetadataKey.schema GroupMetadataValue.schema keyBytes value ConsumerOffsetsRecord.GroupMetadata
            | 3s ->
                CoordinatorPayload.read
                    ConsumerGroupMetadataKey.schema
                    ConsumerGroupMetadataValue.schema
                    keyBytes
                    value
                    ConsumerOffsetsRecord.ConsumerGroupMetadata
            | 4s ->
                CoordinatorPayload.read
                    ConsumerGroupPartitionMetadataKey.schema
                    ConsumerGroupPartitionMetadataValue.schema
                    keyBytes
                    value
                    ConsumerOffsetsRecord.ConsumerGroupPartitionMetadata
            | 5s ->
                CoordinatorPayload.read
                    ConsumerGroupMemberMetadataKey.schema
                    ConsumerGroupMemberMetadataValue.schema
                    keyBytes
                    value
                    ConsumerOffsetsRecord.ConsumerGroupMemberMetadata
            | 6s ->
                CoordinatorPayload.read
                    ConsumerGroupTargetAssignmentMetadataKey.schema
                    ConsumerGroupTargetAssignmentMetadataValue.schema
                    keyBytes
                    value
                    ConsumerOffsetsRecord.ConsumerGroupTargetAssignmentMetadata
            | 7s ->
                CoordinatorPayload.read
                    ConsumerGroupTargetAssignmentMemberKey.schema
                    ConsumerGroupTargetAssignmentMemberValue.schema
                    keyBytes
                    value
                    ConsumerOffsetsRecord.ConsumerGroupTargetAssignmentMember
            | 8s ->
                CoordinatorPayload.read
                    ConsumerGroupCurrentMemberAssignmentKey.schema
                    ConsumerGroupCurrentMemberAssignmentValue.schema
                    keyBytes
                    value
                    ConsumerOffsetsRecord.ConsumerGroupCurrentMemberAssignment
            | 10s ->
                CoordinatorPayload.read
                    ShareGroupMemberMetadataKey.schema
                    ShareGroupMemberMetadataValue.schema
                    keyBytes
                    value
                    ConsumerOffsetsRecord.ShareGroupMemberMetadata
            | 11s ->
                CoordinatorPayload.read
                    ShareGroupMetadataKey.schema
                    ShareGroupMetadataValue.schema
                    keyBytes
                    value
                    ConsumerOffsetsRecord.ShareGroupMetadata
            | 12s ->
                CoordinatorPayload.read
                    ShareGroupTargetAssignmentMetadataKey.schema
                    ShareGroupTargetAssignmentMetadataValue.schema
                    keyBytes
                    value
                    ConsumerOffsetsRecord.ShareGroupTargetAssignmentMetadata
            | 13s ->
                CoordinatorPayload.read
                    ShareGroupTargetAssignmentMemberKey.schema
                    ShareGroupTargetAssignmentMemberValue.schema
                    keyBytes
                    value
                    ConsumerOffsetsRecord.ShareGroupTargetAssignmentMember
            | 14s ->
                CoordinatorPayload.read
                    ShareGroupCurrentMemberAssignmentKey.schema
                    ShareGroupCurrentMemberAssignmentValue.schema
                    keyBytes
                    value
                    ConsumerOffsetsRecord.ShareGroupCurrentMemberAssignment
            | 15s ->
                CoordinatorPayload.read
                    ShareGroupStatePartitionMetadataKey.schema
                    ShareGroupStatePartitionMetadataValue.schema
                    keyBytes
                    value
                    ConsumerOffsetsRecord.ShareGroupStatePartitionMetadata
            | 16s ->
                CoordinatorPayload.read
                    ConsumerGroupRegularExpressionKey.schema
                    ConsumerGroupRegularExpressionValue.schema
                    keyBytes
                    value
                    ConsumerOffsetsRecord.ConsumerGroupRegularExpression
            | 17s ->
                CoordinatorPayload.read
                    StreamsGroupMetadataKey.schema
                    StreamsGroupMetadataValue.schema
                    keyBytes
                    value
                    ConsumerOffsetsRecord.StreamsGroupMetadata
            | 19s ->
                CoordinatorPayload.read
                    StreamsGroupMemberMetadataKey.schema
                    StreamsGroupMemberMetadataValue.schema
                    keyBytes
                    value
                    ConsumerOffsetsRecord.StreamsGroupMemberMetadata
            | 20s ->
                CoordinatorPayload.read
                    StreamsGroupTargetAssignmentMetadataKey.schema
                    StreamsGroupTargetAssignmentMetadataValue.schema
                    keyBytes
                    value
                    ConsumerOffsetsRecord.StreamsGroupTargetAssignmentMetadata
            | 21s ->
                CoordinatorPayload.read
                    StreamsGroupTargetAssignmentMemberKey.schema
                    StreamsGroupTargetAssignmentMemberValue.schema
                    keyBytes
                    value
                    ConsumerOffsetsRecord.StreamsGroupTargetAssignmentMember
            | 22s ->
                CoordinatorPayload.read
                    StreamsGroupCurrentMemberAssignmentKey.schema
                    StreamsGroupCurrentMemberAssignmentValue.schema
                    keyBytes
                    value
                    ConsumerOffsetsRecord.StreamsGroupCurrentMemberAssignment
            | 23s ->
                CoordinatorPayload.read
                    StreamsGroupTopologyKey.schema
                    StreamsGroupTopologyValue.schema
                    keyBytes
                    value
                    ConsumerOffsetsRecord.StreamsGroupTopology
            | _ -> ValueNone

        match known with
        | ValueNone -> ConsumerOffsetsRecord.Unknown(Payload.prefix "Key" keyBytes, keyBytes, value)
        | ValueSome known -> known

    /// <summary>The key, and the value, which is null for a tombstone.</summary>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the value, or there is no such version.</exception>
    member r.Encode() : struct (Nullable<Bytes> * Nullable<Bytes>) = r.Parts.Encode()

    /// <summary>Key, version and value.</summary>
    override r.ToString() : string = r.Parts.ToString()

/// <summary>A record of the transaction coordinators' log, <c>__transaction_state</c>.</summary>
/// <remarks>
/// The value is null if the record is a tombstone. The version is the value's, 0 if there is no value. Bytes after a message are ignored, as in
/// Kafka.
/// </remarks>
[<RequireQualifiedAccess; NoComparison>]
type TransactionStateRecord =
    /// The state of a transactional id.
    | Transaction of Key: TransactionLogKey.Data * Value: (TransactionLogValue.Data | null) * Version: int16
    /// A type or value version that this code does not know, with the bytes of key and value.
    | Unknown of Type: int16 * Key: Bytes * Value: Nullable<Bytes>

    member private r.Parts: CoordinatorParts =
        match r with
        | TransactionStateRecord.Transaction(key, value, version) ->
            CoordinatorParts(0s, TransactionLogKey.schema, key, TransactionLogValue.schema, value, version)
        | TransactionStateRecord.Unknown(recordType, key, value) -> CoordinatorParts(recordType, key, value)

    /// <summary>The type of the record: the int16 at the start of its key.</summary>
    member r.RecordType: int16 = r.Parts.Type

    /// <summary>Reads the key and value of a __transaction_state record.</summary>
    /// <exception cref="T:KafkaWire.WireException">The key is null or too short, or a message cannot be read in the version before it.</exception>
    static member Decode(key: Nullable<Bytes>, value: Nullable<Bytes>) : TransactionStateRecord =
        let keyBytes = key.GetValueOrDefault()

        let known =
            match Payload.prefix "Key" keyBytes with
            | 0s -> CoordinatorPayload.read TransactionLogKey.schema TransactionLogValue.schema keyBytes value TransactionStateRecord.Transaction
            | _ -> ValueNone

        match known with
        | ValueNone -> TransactionStateRecord.Unknown(Payload.prefix "Key" keyBytes, keyBytes, value)
        | ValueSome known -> known

    /// <summary>The key, and the value, which is null for a tombstone.</summary>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the value, or there is no such version.</exception>
    member r.Encode() : struct (Nullable<Bytes> * Nullable<Bytes>) = r.Parts.Encode()

    /// <summary>Key, version and value.</summary>
    override r.ToString() : string = r.Parts.ToString()

/// <summary>A record of the share coordinators' log, <c>__share_group_state</c> (KIP-932).</summary>
/// <remarks>
/// The value is null if the record is a tombstone. The version is the value's, 0 if there is no value. Bytes after a message are ignored, as in
/// Kafka.
/// </remarks>
[<RequireQualifiedAccess; NoComparison>]
type ShareGroupStateRecord =
    /// The whole state of a share partition (KIP-932).
    | ShareSnapshot of Key: ShareSnapshotKey.Data * Value: (ShareSnapshotValue.Data | null) * Version: int16
    /// A change to the state of a share partition since its last snapshot (KIP-932).
    | ShareUpdate of Key: ShareUpdateKey.Data * Value: (ShareUpdateValue.Data | null) * Version: int16
    /// A type or value version that this code does not know, with the bytes of key and value.
    | Unknown of Type: int16 * Key: Bytes * Value: Nullable<Bytes>

    member private r.Parts: CoordinatorParts =
        match r with
        | ShareGroupStateRecord.ShareSnapshot(key, value, version) ->
            CoordinatorParts(0s, ShareSnapshotKey.schema, key, ShareSnapshotValue.schema, value, version)
        | ShareGroupStateRecord.ShareUpdate(key, value, version) ->
            CoordinatorParts(1s, ShareUpdateKey.schema, key, ShareUpdateValue.schema, value, version)
        | ShareGroupStateRecord.Unknown(recordType, key, value) -> CoordinatorParts(recordType, key, value)

    /// <summary>The type of the record: the int16 at the start of its key.</summary>
    member r.RecordType: int16 = r.Parts.Type

    /// <summary>Reads the key and value of a __share_group_state record.</summary>
    /// <exception cref="T:KafkaWire.WireException">The key is null or too short, or a message cannot be read in the version before it.</exception>
    static member Decode(key: Nullable<Bytes>, value: Nullable<Bytes>) : ShareGroupStateRecord =
        let keyBytes = key.GetValueOrDefault()

        let known =
            match Payload.prefix "Key" keyBytes with
            | 0s -> CoordinatorPayload.read ShareSnapshotKey.schema ShareSnapshotValue.schema keyBytes value ShareGroupStateRecord.ShareSnapshot
            | 1s -> CoordinatorPayload.read ShareUpdateKey.schema ShareUpdateValue.schema keyBytes value ShareGroupStateRecord.ShareUpdate
            | _ -> ValueNone

        match known with
        | ValueNone -> ShareGroupStateRecord.Unknown(Payload.prefix "Key" keyBytes, keyBytes, value)
        | ValueSome known -> known

    /// <summary>The key, and the value, which is null for a tombstone.</summary>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the value, or there is no such version.</exception>
    member r.Encode() : struct (Nullable<Bytes> * Nullable<Bytes>) = r.Parts.Encode()

    /// <summary>Key, version and value.</summary>
    override r.ToString() : string = r.Parts.ToString()
