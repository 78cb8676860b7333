namespace KafkaWire

open System
open KafkaWire.Messages

/// <summary>The records that Kafka itself writes to its internal topics, by the name of the topic.</summary>
/// <example><code>
/// for batch in Records.batches bytes do
///     for record in batch do
///         match LogRecord.Decode("__consumer_offsets", batch, record) with
///         | LogRecord.ConsumerOffsets(ConsumerOffsetsRecord.OffsetCommit(key, value, _)) when not (isNull value) ->
///             printfn "%s has read %s-%d up to %d" key.Group key.Topic key.Partition value.Offset
///         | _ -> ()
/// </code></example>
[<RequireQualifiedAccess; NoComparison>]
type LogRecord =
    /// A record of <c>__consumer_offsets</c>.
    | ConsumerOffsets of Record: ConsumerOffsetsRecord
    /// A record of <c>__transaction_state</c>.
    | TransactionState of Record: TransactionStateRecord
    /// A record of <c>__share_group_state</c>.
    | ShareGroupState of Record: ShareGroupStateRecord
    /// A record of <c>__cluster_metadata</c> or its snapshots.
    | ClusterMetadata of Record: ClusterMetadataRecord
    /// A record of a control batch, in any topic.
    | Control of Record: ControlRecord
    /// A record of any other topic, whose content is up to its users.
    | Unknown of Key: Nullable<Bytes> * Value: Nullable<Bytes>

    /// <summary>Reads the key and value of a record that is not in a control batch.</summary>
    /// <param name="topic">The name of the topic.</param>
    /// <param name="key">The key of the record or null.</param>
    /// <param name="value">The value of the record or null.</param>
    /// <exception cref="T:KafkaWire.WireException">Key or value do not have the format of the topic.</exception>
    static member Decode(topic: string, key: Nullable<Bytes>, value: Nullable<Bytes>) : LogRecord =
        match topic with
        | "__consumer_offsets" -> LogRecord.ConsumerOffsets(ConsumerOffsetsRecord.Decode(key, value))
        | "__transaction_state" -> LogRecord.TransactionState(TransactionStateRecord.Decode(key, value))
        | "__share_group_state" -> LogRecord.ShareGroupState(ShareGroupStateRecord.Decode(key, value))
        | "__cluster_metadata" ->
            if not value.HasValue then
                raise (WireException(WireFailure(WireError.NullNotAllowed, -1L, "Value")))

            LogRecord.ClusterMetadata(ClusterMetadataRecord.Decode(value.GetValueOrDefault()))
        | _ -> LogRecord.Unknown(key, value)

    /// <summary>Reads a record of a topic; its batch may be a control batch.</summary>
    /// <param name="topic">The name of the topic.</param>
    /// <param name="batch">The batch that the record is in.</param>
    /// <param name="record">The record.</param>
    /// <exception cref="T:KafkaWire.WireException">Key or value do not have the format of the topic.</exception>
    static member Decode(topic: string, batch: RecordBatch, record: Record) : LogRecord =
        if batch.IsControl then
            LogRecord.Control(ControlRecord.Decode record)
        else
            LogRecord.Decode(topic, record.KeyOrNull, record.ValueOrNull)

    /// <summary>The key and the value.</summary>
    /// <exception cref="T:KafkaWire.WireException">A version cannot carry the message, or there is no such version.</exception>
    member r.Encode() : struct (Nullable<Bytes> * Nullable<Bytes>) =
        match r with
        | LogRecord.ConsumerOffsets record -> record.Encode()
        | LogRecord.TransactionState record -> record.Encode()
        | LogRecord.ShareGroupState record -> record.Encode()
        | LogRecord.ClusterMetadata record -> struct (Nullable(), Nullable(record.Encode()))
        | LogRecord.Control record -> record.Encode()
        | LogRecord.Unknown(key, value) -> struct (key, value)

    /// <summary>A record with this key and value, for a batch. A timestamp may be set.</summary>
    /// <exception cref="T:KafkaWire.WireException">A version cannot carry the message, or there is no such version.</exception>
    member r.ToNewRecord() : NewRecord =
        let struct (key, value) = r.Encode()
        NewRecord(Key = key, Value = value)

    /// <summary>The message, or key and value.</summary>
    override r.ToString() : string =
        match r with
        | LogRecord.ConsumerOffsets record -> record.ToString()
        | LogRecord.TransactionState record -> record.ToString()
        | LogRecord.ShareGroupState record -> record.ToString()
        | LogRecord.ClusterMetadata record -> record.ToString()
        | LogRecord.Control record -> record.ToString()
        | LogRecord.Unknown(key, value) -> String.Concat(Payload.text key, " = ", Payload.text value)

/// <summary>Records of Kafka's own logs for F#: errors are results.</summary>
[<RequireQualifiedAccess; CompilationRepresentation(CompilationRepresentationFlags.ModuleSuffix)>]
module LogRecord =

    /// <summary>Reads the key and value of a record that is not in a control batch: <c>LogRecord.decode "__consumer_offsets" key value</c>.</summary>
    [<CompiledName "DecodeResult">]
    let decode (topic: string) (key: Nullable<Bytes>) (value: Nullable<Bytes>) : Result<LogRecord, WireFailure> =
        try
            Ok(LogRecord.Decode(topic, key, value))
        with :? WireException as e ->
            Error e.Failure

    /// <summary>The key and the value of a record.</summary>
    [<CompiledName "EncodeResult">]
    let encode (record: LogRecord) : Result<struct (Nullable<Bytes> * Nullable<Bytes>), WireFailure> =
        try
            Ok(record.Encode())
        with :? WireException as e ->
            Error e.Failure
