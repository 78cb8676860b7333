// A program that has nothing of KafkaWire but its packages; PackageTests builds and runs it.

using KafkaWire;
using KafkaWire.Messages;
using KafkaWire.Testing;

await using var broker = await LoopbackBroker.StartAsync();
await using var client = await SimpleClient.ConnectAsync(
    "127.0.0.1",
    broker.Port,
    new() { ClientId = "packaged", Compression = CompressionType.Snappy }
);

await client.ProduceAsync(
    "orders",
    0,
    [new() { Key = Bytes.OfString("1"), Value = Bytes.OfString("a book") }, new() { Value = Bytes.OfString("a pen") }]
);

await foreach (var record in client.ReadAsync("orders", 0, offset: 0, stopAtEnd: true))
    Console.WriteLine($"{record.Offset}: {record.Value.ToUtf8String()}");

Metadata.Response metadata = await client.SendAsync(new MetadataRequest { Topics = [new() { Name = "orders" }] });
Console.WriteLine($"{metadata.Topics[0].Name}: {metadata.Topics[0].Partitions.Length} partition");
