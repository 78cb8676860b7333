/// Log segments and snapshots of real brokers, 0.8.2 to 4.4.0: the record batches in them.
module KafkaWire.Tests.SegmentTests

open System
open System.IO
open NUnit.Framework
open KafkaWire
open KafkaWire.TestSupport

let private segments = Directory.GetFiles(TestData.Path "segments", "*.gz") |> Array.map Path.GetFileName |> Array.sort

let private read (name: string) =
    use stream = TestData.Open("segments/" + name)
    use memory = new MemoryStream()
    stream.CopyTo memory
    Bytes(memory.ToArray())

[<TestCaseSource(nameof segments)>]
let ``every batch is valid, and the same bytes when it is built again`` (name: string) =
    let bytes = read name
    let mutable batches = (Records.batches bytes).GetEnumerator()
    let mutable count = 0

    while batches.MoveNext() do
        let batch = batches.Current
        count <- count + 1
        Assert.That(batch.IsValid, $"batch {count} at {batch.Position}")
        use builder = new RecordBatchBuilder(RecordBatchOptions.Of batch)

        for record in batch do
            builder.Append record

        let again = builder.Build()

        if not batch.IsCompressed then
            Assert.That(again, Is.EqualTo batch.Bytes, $"batch {count} at {batch.Position}")
        else
            for rebuilt in Records.batches again do
                Assert.That(rebuilt.ToArray(), Is.EqualTo<Record>(batch.ToArray()), $"batch {count} at {batch.Position}")

    Assert.That(count, Is.Positive)
    Assert.That(batches.Left, Is.Zero)
