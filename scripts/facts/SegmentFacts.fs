/// Rules for all record data that brokers store and send, checked batch by batch. For scripts and tests.
module KafkaWire.Facts.SegmentFacts

open System
open System.Collections.Generic
open System.IO
open System.Text.RegularExpressions
open KafkaWire
open KafkaWire.Messages

/// The topic of a segment, from its folder, "orders-0/00000000000000000000.log", or from a name that begins with "orders-0".
let topicOf (path: string) : string =
    let ofName (name: string) = Regex.Match(name, @"^(?:old-)?(.+?)-\d+(?:[._].*)?$").Groups[1].Value
    let file = Path.GetFileName path |> nonNull

    if Char.IsDigit file[0] then
        match Path.GetDirectoryName(Path.GetFullPath path) with
        | null -> ""
        | folder -> ofName (Path.GetFileName folder |> nonNull)
    else
        ofName file

/// The record data in a request or response, with the topic's name if the message has it.
let recordsOf (message: obj) : (string * Bytes) list =
    let some (bytes: Nullable<Bytes>) = bytes.GetValueOrDefault()

    [ match message with
      | :? Produce.Request as request ->
          for topic in request.TopicData do
              for partition in topic.PartitionData do
                  topic.Name, some partition.Records
      | :? Fetch.Response as response ->
          for topic in response.Responses do
              for partition in topic.Partitions do
                  topic.Topic, some partition.Records
      | :? ShareFetch.Response as response ->
          for topic in response.Responses do
              for partition in topic.Partitions do
                  "", some partition.Records
      | :? FetchSnapshot.Response as response ->
          for topic in response.Topics do
              for partition in topic.Partitions do
                  // Later parts of a snapshot begin anywhere.
                  if partition.Position = 0L then topic.Name, partition.UnalignedRecords
      | _ -> () ]

/// A record of an internal topic must be known, and encode to the same bytes.
let private payloadProblems (topic: string) (batch: RecordBatch) (record: Record) : string list =
    let decoded = LogRecord.Decode(topic, batch, record)

    let isUnknown =
        match decoded with
        | LogRecord.ConsumerOffsets r -> r.IsUnknown
        | LogRecord.TransactionState r -> r.IsUnknown
        | LogRecord.ShareGroupState r -> r.IsUnknown
        | LogRecord.ClusterMetadata r -> r.IsUnknown
        | LogRecord.Control r -> r.IsUnknown
        | LogRecord.Unknown _ -> false

    let struct (key, value) = decoded.Encode()

    [ if isUnknown then $"offset {record.Offset}: the library does not know the record"
      if not (key.Equals record.KeyOrNull) || not (value.Equals record.ValueOrNull) then
          $"offset {record.Offset}: {decoded} is written to other bytes" ]

/// The rules that a batch breaks; empty if there are none. Its records can be read, and are the same after rebuilding the batch. If it is not
/// compressed, its bytes are the same, too. Records of internal topics are known, and encode to the same bytes. A set from Kafka 0.8's producer,
/// which leaves all offsets at 0 for the broker to fill in, cannot be rebuilt and is only read.
let problems (topic: string) (batch: RecordBatch) : string list =
    try
        use builder = new RecordBatchBuilder(RecordBatchOptions.Of batch)
        let found = List<string>()
        let mutable hasOffsets = true

        for record in batch do
            if builder.Count > 0 && batch.Magic < 2y && record.Offset = 0L then hasOffsets <- false
            if hasOffsets then builder.Append record
            found.AddRange(payloadProblems topic batch record)

        if hasOffsets then
            let again = builder.Build()

            if not batch.IsCompressed then
                if again <> batch.Bytes then found.Add "rebuilt, it has other bytes"
            else
                let rebuilt =
                    [| for each in Records.batches again do
                           yield! each.ToArray() |]

                if not (rebuilt.AsSpan().SequenceEqual(ReadOnlySpan(batch.ToArray()))) then
                    found.Add "rebuilt, it has other records"

        List.ofSeq found
    with :? WireException as e ->
        [ e.Message ]
