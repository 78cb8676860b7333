// A program that uses the facade; TrimmingTests publishes it trimmed and runs it. Its arguments: a version, and a MetadataResponse in hex.

using System.Buffers;
using System.Globalization;
using System.Text.Json.Nodes;
using KafkaWire;
using KafkaWire.Messages;

var version = short.Parse(args[0], CultureInfo.InvariantCulture);
var metadata = Metadata.api.Response.Decode(Bytes.OfHex(args[1]), version);
Console.WriteLine(Json.Format(Metadata.api.ResponseSchema, version, metadata));

var client = new KafkaProtocol(new() { ClientId = "trimmed" });
var server = new KafkaServerProtocol();
var requests = new ArrayBufferWriter<byte>();
var typed = client.Send(new MetadataRequest { Topics = [new() { Name = "orders" }] }, requests, version);
var named = client.Send("Metadata", new JsonObject { ["topics"] = new JsonArray() }, requests, version);

var received = requests.WrittenSpan;
var answers = new ArrayBufferWriter<byte>();

while (server.TryReceive(ref received, out var request))
{
    Console.WriteLine(MessageText.Format(Metadata.api.RequestSchema, server.Decode(request)));
    server.Respond(request, MetadataResponse.From(metadata), answers);
}

client.Receive(answers.WrittenSpan);
Console.WriteLine($"typed: {(await typed).Equals(metadata)}");
Console.WriteLine($"named: {(await named).GetProperty("clusterId")}");

foreach (var compression in Enum.GetValues<CompressionType>())
{
    if (compression != CompressionType.None && CompressionCodecs.Default.Find(compression) is null)
        continue;

    var records = Records.Build(new() { Compression = compression }, [new() { Value = Bytes.OfString("hello") }]);

    foreach (var batch in Records.Batches(records))
    {
        foreach (var record in batch)
            Console.WriteLine($"{compression}: {record.Value.ToUtf8String()}");
    }
}

Console.WriteLine(
    $"{Catalogue.Schemas.Count(schema => MessageText.Format(schema, schema.DefaultObject).StartsWith(schema.Name))} messages"
);
