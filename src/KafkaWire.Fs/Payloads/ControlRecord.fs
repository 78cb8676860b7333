namespace KafkaWire

open System
open System.Buffers.Binary
open KafkaWire.Messages

/// Payloads in record keys and values. Most begin with an int16.
module internal Payload =

    let insufficient (needed: int) (available: int) (path: string) : unit =
        raise (WireException(WireFailure(WireError.InsufficientBytes(int64 needed, int64 available), 0L, path)))

    /// The leading int16.
    let prefix (path: string) (bytes: Bytes) : int16 =
        if bytes.Length < 2 then insufficient 2 bytes.Length path

        BinaryPrimitives.ReadInt16BigEndian bytes.Span

    /// Decodes a message that starts at an offset. Bytes after it are ignored, as in Kafka.
    let body (schema: MessageSchema<'T>) (version: int16) (start: int) (bytes: Bytes) : 'T =
        try
            let mutable consumed = 0
            schema.Decode(bytes.Slice start, version, DecodeOptions.Default, &consumed)
        with :? WireException as e when start > 0 && e.Offset >= 0L ->
            raise (WireException(WireFailure(e.Error, e.Offset + int64 start, e.Path), e))

    let text (bytes: Nullable<Bytes>) : string = if bytes.HasValue then bytes.GetValueOrDefault().ToString() else "null"

    /// An int16, then a message.
    let prefixed (prefix: int16) (schema: MessageSchema) (version: int16) (value: obj) : Bytes =
        let body = schema.EncodeObject(value, version)
        let bytes: byte[] = Array.zeroCreate (2 + body.Length)
        BinaryPrimitives.WriteInt16BigEndian(Span bytes, prefix)
        Buffer.BlockCopy(body, 0, bytes, 2, body.Length)
        Bytes bytes

/// <summary>The type of a control record, found in its key.</summary>
type ControlRecordType =
    /// A transaction is aborted.
    | Abort = 0
    /// A transaction is committed.
    | Commit = 1
    /// The leader of a KRaft quorum opens its epoch.
    | LeaderChange = 2
    /// A KRaft snapshot begins.
    | SnapshotHeader = 3
    /// A KRaft snapshot ends.
    | SnapshotFooter = 4
    /// The KRaft version in force.
    | KRaftVersion = 5
    /// The voters of a KRaft quorum.
    | KRaftVoters = 6

/// <summary>A record of a control batch. Brokers write them for each other; consumers do not show them.</summary>
/// <remarks>
/// Abort and Commit concern the producer id of their batch. A version above the highest known one is read as that one, as in Kafka; what it adds is lost
/// when the record is written again.
/// </remarks>
/// <example><code>
/// for batch in Records.batches bytes do
///     if batch.IsControl then
///         for record in batch do
///             match ControlRecord.Decode record with
///             | ControlRecord.Commit epoch -> printfn "%d committed, coordinator epoch %d" batch.ProducerId epoch
///             | _ -> ()
///
/// let options = RecordBatchOptions(IsControl = true, IsTransactional = true, ProducerId = 7L, ProducerEpoch = 0s)
/// let marker = Records.build options [ (ControlRecord.Commit 3).ToNewRecord() ]
/// </code></example>
[<RequireQualifiedAccess; NoComparison>]
type ControlRecord =
    /// The transaction of the batch's producer is aborted: its records in the partition are discarded. The epoch is the transaction coordinator's.
    | Abort of CoordinatorEpoch: int
    /// The transaction of the batch's producer is committed. The epoch is the transaction coordinator's.
    | Commit of CoordinatorEpoch: int
    /// The leader of a KRaft quorum opens its epoch (KIP-595).
    | LeaderChange of Message: LeaderChangeMessage.Data
    /// The first record of a KRaft snapshot (KIP-630).
    | SnapshotHeader of Message: SnapshotHeaderRecord.Data
    /// The last record of a KRaft snapshot (KIP-630).
    | SnapshotFooter of Message: SnapshotFooterRecord.Data
    /// The KRaft version in force (KIP-853).
    | KRaftVersion of Message: KRaftVersionRecord.Data
    /// The voters of a KRaft quorum (KIP-853).
    | KRaftVoters of Message: VotersRecord.Data
    /// A type that this code does not know, with the bytes of key and value.
    | Unknown of Key: Bytes * Value: Nullable<Bytes>

    /// <summary>The type in the key; for <c>Unknown</c>, a value outside the enumeration.</summary>
    member r.Type: ControlRecordType =
        match r with
        | ControlRecord.Abort _ -> ControlRecordType.Abort
        | ControlRecord.Commit _ -> ControlRecordType.Commit
        | ControlRecord.LeaderChange _ -> ControlRecordType.LeaderChange
        | ControlRecord.SnapshotHeader _ -> ControlRecordType.SnapshotHeader
        | ControlRecord.SnapshotFooter _ -> ControlRecordType.SnapshotFooter
        | ControlRecord.KRaftVersion _ -> ControlRecordType.KRaftVersion
        | ControlRecord.KRaftVoters _ -> ControlRecordType.KRaftVoters
        | ControlRecord.Unknown(key, _) -> enum (int (Payload.prefix "Key" (key.Slice 2)))

    /// <summary>Reads the key and value of a control record.</summary>
    /// <exception cref="T:KafkaWire.WireException">The key is null or shorter than 4 bytes, a version is negative, or the value cannot be read.</exception>
    static member Decode(key: Nullable<Bytes>, value: Nullable<Bytes>) : ControlRecord =
        let keyBytes = key.GetValueOrDefault()

        if keyBytes.Length < 4 then Payload.insufficient 4 keyBytes.Length "Key"

        let valueBytes = value.GetValueOrDefault()

        // Every value begins with its version: before the message for Abort and Commit, inside the message for the others.
        let version (schema: MessageSchema) =
            let version = Payload.prefix "Value" valueBytes

            if version < 0s then
                raise (WireException(WireFailure(WireError.UnsupportedVersion(version, 0s, schema.Versions.Last), 0L, "Value")))

            min version schema.Versions.Last

        if Payload.prefix "Key" keyBytes < 0s then
            raise (WireException(WireFailure(WireError.UnsupportedVersion(Payload.prefix "Key" keyBytes, 0s, 0s), 0L, "Key")))

        let message (schema: MessageSchema<'T>) : 'T = Payload.body schema (version schema) 0 valueBytes
        let epoch () = (Payload.body EndTxnMarker.schema (version EndTxnMarker.schema) 2 valueBytes).CoordinatorEpoch

        match Payload.prefix "Key" (keyBytes.Slice 2) with
        | 0s -> ControlRecord.Abort(epoch ())
        | 1s -> ControlRecord.Commit(epoch ())
        | 2s -> ControlRecord.LeaderChange(message LeaderChangeMessage.schema)
        | 3s -> ControlRecord.SnapshotHeader(message SnapshotHeaderRecord.schema)
        | 4s -> ControlRecord.SnapshotFooter(message SnapshotFooterRecord.schema)
        | 5s -> ControlRecord.KRaftVersion(message KRaftVersionRecord.schema)
        | 6s -> ControlRecord.KRaftVoters(message VotersRecord.schema)
        | _ -> ControlRecord.Unknown(keyBytes, value)

    /// <summary>Reads a control record.</summary>
    /// <exception cref="T:KafkaWire.WireException">The key is null or shorter than 4 bytes, a version is negative, or the value cannot be read.</exception>
    static member Decode(record: Record) : ControlRecord = ControlRecord.Decode(record.KeyOrNull, record.ValueOrNull)

    /// <summary>The key and the value.</summary>
    /// <exception cref="T:KafkaWire.WireException">The message does not fit the version that it names.</exception>
    member r.Encode() : struct (Nullable<Bytes> * Nullable<Bytes>) =
        let key () = Nullable(Payload.prefixed 0s ControlRecordTypeSchema.schema 0s { ControlRecordTypeSchema.Data.Type = int16 r.Type })

        let marker (epoch: int) = struct (key (), Nullable(Payload.prefixed 0s EndTxnMarker.schema 0s { EndTxnMarker.Data.CoordinatorEpoch = epoch }))

        let message (schema: MessageSchema<'T>) (version: int16) (value: 'T) =
            struct (key (), Nullable(Bytes(schema.Encode(value, min version schema.Versions.Last))))

        match r with
        | ControlRecord.Abort epoch
        | ControlRecord.Commit epoch -> marker epoch
        | ControlRecord.LeaderChange m -> message LeaderChangeMessage.schema m.Version m
        | ControlRecord.SnapshotHeader m -> message SnapshotHeaderRecord.schema m.Version m
        | ControlRecord.SnapshotFooter m -> message SnapshotFooterRecord.schema m.Version m
        | ControlRecord.KRaftVersion m -> message KRaftVersionRecord.schema m.Version m
        | ControlRecord.KRaftVoters m -> message VotersRecord.schema m.Version m
        | ControlRecord.Unknown(key, value) -> struct (Nullable key, value)

    /// <summary>A record with this key and value, for a batch built with <c>IsControl</c>. A timestamp may be set.</summary>
    /// <exception cref="T:KafkaWire.WireException">The message does not fit the version that it names.</exception>
    member r.ToNewRecord() : NewRecord =
        let struct (key, value) = r.Encode()
        NewRecord(Key = key, Value = value)

    /// <summary>Type and message.</summary>
    override r.ToString() : string =
        let text (schema: MessageSchema<'T>) (value: 'T) = MessageText.format schema value

        match r with
        | ControlRecord.Abort epoch -> "Abort { CoordinatorEpoch = " + string epoch + " }"
        | ControlRecord.Commit epoch -> "Commit { CoordinatorEpoch = " + string epoch + " }"
        | ControlRecord.LeaderChange m -> text LeaderChangeMessage.schema m
        | ControlRecord.SnapshotHeader m -> text SnapshotHeaderRecord.schema m
        | ControlRecord.SnapshotFooter m -> text SnapshotFooterRecord.schema m
        | ControlRecord.KRaftVersion m -> text KRaftVersionRecord.schema m
        | ControlRecord.KRaftVoters m -> text VotersRecord.schema m
        | ControlRecord.Unknown(key, value) -> String.Concat("Unknown { Key = ", key.ToString(), "; Value = ", Payload.text value + " }")
