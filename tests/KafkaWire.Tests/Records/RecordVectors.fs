/// Compares what the library and Kafka's own classes read from record data (records*.jsonl.gz).
module KafkaWire.Tests.RecordVectors

open System
open Expecto
open KafkaWire
open KafkaWire.Facts
open KafkaWire.TestSupport

let private check (file: string) =
    let wrong = [
        for line in TestData.Objects file do
            match
                RecordFacts.differences line
                |> List.filter (fun difference -> not (RecordFacts.isDeliberate difference))
            with
            | [] -> ()
            | several -> $"""{(line.GetProperty "name").GetString()}: {String.Join("\n    ", several)}"""
    ]

    if not wrong.IsEmpty then
        failtest (String.Join('\n', Seq.truncate 20 wrong) + $"\n{wrong.Length} wrong")

/// The batches of the vectors.
let batches () =
    seq {
        for line in TestData.Objects "vectors/records.jsonl.gz" do
            let bytes = Bytes.OfHex(nonNull ((line.GetProperty "hex").GetString()))

            for batch in Records.batches bytes do
                batch
    }

[<Tests>]
let tests =
    testList "RecordVectors" [
        testCase "record sets are read as Kafka reads them" (fun () -> check "vectors/records.jsonl.gz")

        testCase "damaged record sets are read up to the first error, as in Kafka" (fun () -> check "vectors/records-damaged.jsonl.gz")

        testCase "rebuilding an uncompressed batch gives the same bytes" (fun () ->
            let mutable count = 0

            for batch in batches () do
                if not batch.IsCompressed then
                    use builder = new RecordBatchBuilder(RecordBatchOptions.Of batch)

                    for record in batch do
                        builder.Append record

                    let again = builder.Build()
                    Expect.equal (Convert.ToHexString again.Span) (Convert.ToHexString batch.Bytes.Span) "again"
                    count <- count + 1

            Expect.isGreaterThan count 100 "count")

        testCase "rebuilding a compressed batch gives the same header and records" (fun () ->
            for batch in batches () do
                if batch.IsCompressed then
                    let options = RecordBatchOptions.Of batch
                    use builder = new RecordBatchBuilder(options)

                    for record in batch do
                        builder.Append record

                    let mutable again = (Records.batches (builder.Build())).GetEnumerator()
                    Expect.isTrue (again.MoveNext()) "MoveNext"
                    let again = again.Current

                    for (name, theirs), (_, ours) in Seq.zip (RecordFacts.headerFields batch) (RecordFacts.headerFields again) do
                        if name <> "sizeInBytes" then Expect.equal ((ours ()).GetRawText()) ((theirs ()).GetRawText()) name

                    Expect.equal (again.ToArray()) (batch.ToArray()) "again")

        testCase "every cut of a batch ends the iteration and gives the batch's full size" (fun () ->
            for batch in batches () do
                let whole = batch.Bytes

                if whole.Length < 2000 then
                    for length in 0 .. whole.Length - 1 do
                        let mutable each = (Records.batches (whole.Slice(0, length))).GetEnumerator()
                        Expect.isFalse (each.MoveNext()) "MoveNext"
                        Expect.equal each.Left length "Left"
                        Expect.equal each.Needed (if length < 12 then 0 else whole.Length) "Needed")
    ]
