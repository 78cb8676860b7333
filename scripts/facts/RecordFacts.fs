/// Compares the facts in a line of records.jsonl or records-damaged.jsonl with what the library reads. For scripts and tests.
module KafkaWire.Facts.RecordFacts

open System
open System.Collections.Generic
open System.Text.Json
open KafkaWire

type private Json = JsonElement

let private find (name: string) (json: Json) =
    match json.TryGetProperty name with
    | true, value -> Some value
    | _ -> None

let private hexOrNull (bytes: Nullable<Bytes>) : string | null = if bytes.HasValue then Convert.ToHexStringLower bytes.Value.Span else null

let private compression (batch: RecordBatch) =
    match batch.Compression with
    | CompressionType.None -> "none"
    | CompressionType.Gzip -> "gzip"
    | CompressionType.Snappy -> "snappy"
    | CompressionType.Lz4 -> "lz4"
    | CompressionType.Zstd -> "zstd"
    | other -> raise (WireException(WireError.UnknownCompression(int other), -1L))

let private timestampType (batch: RecordBatch) =
    match batch.TimestampType with
    | TimestampType.NoTimestamp -> "NoTimestampType"
    | TimestampType.CreateTime -> "CreateTime"
    | _ -> "LogAppendTime"

let private value (x: obj | null) : Json = JsonSerializer.SerializeToElement x

/// A record, in the form of the files.
let private recordFields (record: Record) =
    [ "offset", value record.Offset
      "timestamp", value record.Timestamp
      "key", value (hexOrNull record.KeyOrNull)
      "value", value (hexOrNull record.ValueOrNull)
      if record.Headers.Count > 0 then
          "headers", value [| for header in record.Headers -> dict [ "key", box header.Key; "value", box (hexOrNull header.ValueOrNull) ] |] ]

/// A batch's header, in the order in which Kafka's classes were asked: they raised an error at the first field that is missing.
let headerFields (batch: RecordBatch) : (string * (unit -> JsonElement)) list =
    [ "magic", (fun () -> value batch.Magic)
      "baseOffset", (fun () -> value (batch.FirstOffset()))
      "lastOffset", (fun () -> value batch.LastOffset)
      "sizeInBytes", (fun () -> value batch.SizeInBytes)
      "valid", (fun () -> value batch.IsValid)
      "compression", (fun () -> value (compression batch))
      "timestampType", (fun () -> value (timestampType batch))
      "maxTimestamp", (fun () -> value batch.MaxTimestamp)
      if batch.Magic >= 2y then
          "partitionLeaderEpoch", (fun () -> value batch.PartitionLeaderEpoch)
          "producerId", (fun () -> value batch.ProducerId)
          "producerEpoch", (fun () -> value batch.ProducerEpoch)
          "baseSequence", (fun () -> value batch.BaseSequence)
          "baseTimestamp", (fun () -> value batch.BaseTimestamp)
          "transactional", (fun () -> value batch.IsTransactional)
          "control", (fun () -> value batch.IsControl)
          "count", (fun () -> value batch.Count) ]

/// The differences between the library and a line; empty if there are none.
let differences (line: Json) : string list =
    let found = List<string>()
    let bytes = Bytes.OfHex((nonNull ((line.GetProperty "hex").GetString())))
    let expected = (line.GetProperty "batches").EnumerateArray() |> Seq.toArray
    let mutable next = 0
    let mutable stopped = false

    let compare (name: string) (ours: Json) (theirs: Json) =
        if not (JsonElement.DeepEquals(ours, theirs)) then
            found.Add $"batch {next - 1}, {name}: ours {ours.GetRawText()}, Kafka's {theirs.GetRawText()}"

    let checkBatch (batch: RecordBatch) (theirs: Json) =
        match find "error" theirs with
        | Some error when error.GetString() = "OutOfMemoryError" -> found.Add $"batch {next - 1}: Kafka raises OutOfMemoryError"
        | _ -> ()

        for name, ours in headerFields batch do
            match find name theirs with
            | Some stated -> compare name (ours ()) stated
            | None -> ours () |> ignore // must raise an error, as in Kafka

        if batch.DeleteHorizon.HasValue || (find "deleteHorizonMs" theirs).IsSome then
            match find "deleteHorizonMs" theirs with
            | Some stated -> compare "deleteHorizonMs" (value batch.DeleteHorizon) stated
            | None -> found.Add $"batch {next - 1} has a delete horizon, Kafka's does not"

        let records =
            match find "records" theirs with
            | Some records -> records.EnumerateArray() |> Seq.toArray
            | None -> [||]

        let mutable index = 0

        for record in batch do
            if index < records.Length then
                for name, ours in recordFields record do
                    match find name records[index] with
                    | Some stated -> compare $"record {index}, {name}" ours stated
                    | None -> found.Add $"batch {next - 1}, record {index}: {name} is not in Kafka's"

                if record.Headers.Count = 0 && (find "headers" records[index]).IsSome then
                    found.Add $"batch {next - 1}, record {index}: no headers"

            index <- index + 1

        if index <> records.Length then
            found.Add $"batch {next - 1}: ours has {index} records, Kafka's {records.Length}"

    try
        let mutable batches = (Records.batches bytes).GetEnumerator()

        while not stopped && batches.MoveNext() do
            if next = expected.Length then
                found.Add $"batch {next} is not in Kafka's"
                stopped <- true
            else
                let theirs = expected[next]
                next <- next + 1
                let error = find "error" theirs

                try
                    checkBatch batches.Current theirs

                    match error with
                    | Some error ->
                        found.Add $"batch {next - 1}: Kafka raises {error}"
                        stopped <- true
                    | None -> ()
                with :? WireException as e ->
                    stopped <- true

                    if error.IsNone then found.Add $"batch {next - 1}: {e.Message}"

        if not stopped then
            if next < expected.Length then found.Add $"ours has {next} batches, Kafka's {expected.Length}"
            elif (find "error" line).IsSome then found.Add "Kafka refuses what follows the last batch"
    with :? WireException as e ->
        if (find "error" line).IsNone || next < expected.Length then found.Add e.Message

    List.ofSeq found

/// Whether a difference, in data that Kafka reads and the library refuses, is deliberate: docs/records.md gives the reason.
let isDeliberate (difference: string) : bool = difference.Contains "The checksum of the content is wrong" // LZ4's, which Kafka ignores
