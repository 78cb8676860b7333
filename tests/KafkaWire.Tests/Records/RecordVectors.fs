/// What Kafka's own classes read in record data (records*.jsonl.gz), held against what the library reads.
module KafkaWire.Tests.RecordVectors

open System
open NUnit.Framework
open KafkaWire
open KafkaWire.Facts
open KafkaWire.TestSupport

let private check (file: string) =
    let wrong =
        [ for line in TestData.Objects file do
              match
                  RecordFacts.differences line
                  |> List.filter (fun difference -> not (RecordFacts.isDeliberate difference))
              with
              | [] -> ()
              | several -> $"""{(line.GetProperty "name").GetString()}: {String.Join("\n    ", several)}""" ]

    if not wrong.IsEmpty then
        Assert.Fail(String.Join('\n', Seq.truncate 20 wrong) + $"\n{wrong.Length} wrong")

[<Test>]
let ``record sets are read as Kafka reads them`` () = check "vectors/records.jsonl.gz"

[<Test>]
let ``damaged record sets are read to the first error, as by Kafka`` () = check "vectors/records-damaged.jsonl.gz"

/// The vectors' bytes, with what each batch is.
let batches () =
    seq {
        for line in TestData.Objects "vectors/records.jsonl.gz" do
            let bytes = Bytes.OfHex(nonNull ((line.GetProperty "hex").GetString()))

            for batch in Records.batches bytes do
                batch
    }

[<Test>]
let ``an uncompressed batch built again is the same bytes`` () =
    let mutable count = 0

    for batch in batches () do
        if not batch.IsCompressed then
            use builder = new RecordBatchBuilder(RecordBatchOptions.Of batch)

            for record in batch do
                builder.Append record

            let again = builder.Build()
            Assert.That(Convert.ToHexString again.Span, Is.EqualTo(Convert.ToHexString batch.Bytes.Span))
            count <- count + 1

    Assert.That(count, Is.GreaterThan 100)

[<Test>]
let ``a compressed batch built again has the same header and records`` () =
    for batch in batches () do
        if batch.IsCompressed then
            let options = RecordBatchOptions.Of batch
            use builder = new RecordBatchBuilder(options)

            for record in batch do
                builder.Append record

            let mutable again = (Records.batches (builder.Build())).GetEnumerator()
            Assert.That(again.MoveNext())
            let again = again.Current

            for (name, theirs), (_, ours) in Seq.zip (RecordFacts.headerFields batch) (RecordFacts.headerFields again) do
                if name <> "sizeInBytes" then
                    Assert.That((ours ()).GetRawText(), Is.EqualTo((theirs ()).GetRawText()), name)

            Assert.That(again.ToArray(), Is.EqualTo<Record>(batch.ToArray()))

[<Test>]
let ``every cut ends the iteration and tells the size of the batch`` () =
    for batch in batches () do
        let whole = batch.Bytes

        if whole.Length < 2000 then
            for length in 0 .. whole.Length - 1 do
                let mutable each = (Records.batches (whole.Slice(0, length))).GetEnumerator()
                Assert.That(each.MoveNext(), Is.False)
                Assert.That(each.Left, Is.EqualTo length)
                Assert.That(each.Needed, Is.EqualTo(if length < 12 then 0 else whole.Length))
