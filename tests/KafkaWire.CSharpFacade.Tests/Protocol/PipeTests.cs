using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Nodes;
using NUnit.Framework;

namespace KafkaWire.CSharpFacade.Tests;

/// <summary>Both protocols over pipes: one writer, one reader and many callers share a connection.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public class PipeTests : IDisposable
{
    private readonly Pipe toBroker = new();
    private readonly Pipe toClient = new();
    private readonly KafkaProtocol client = new(new() { ClientId = "me" });
    private readonly KafkaServerProtocol server = new();
    private readonly CancellationTokenSource stopped = new();

    public void Dispose()
    {
        stopped.Cancel();
        stopped.Dispose();
    }

    /// <summary>A broker that answers Metadata with the requested topics, and Heartbeat without an error.</summary>
    private async Task ServeAsync()
    {
        await foreach (var request in server.ReceiveAllAsync(toBroker.Reader, stopped.Token))
        {
            IKafkaResponse? answer = server.Decode(request) switch
            {
                Metadata.Request metadata => new MetadataResponse
                {
                    Topics = [.. metadata.Topics!.Select(topic => new MetadataResponse.Topic { Name = topic.Name })],
                },
                Heartbeat.Request => new HeartbeatResponse(),
                _ => null,
            };

            if (answer != null)
                await server.RespondAsync(request, answer, toClient.Writer);
        }

        await toClient.Writer.CompleteAsync();
    }

    [Test]
    public async Task Many_callers_share_a_connection()
    {
        const int Callers = 50,
            Calls = 40;
        var serving = ServeAsync();
        var receiving = client.ReceiveAllAsync(toClient.Reader);

        await Parallel.ForAsync(
            0,
            Callers,
            new ParallelOptions { MaxDegreeOfParallelism = Callers },
            async (caller, _) =>
            {
                for (var call = 0; call < Calls; call++)
                {
                    var name = $"{caller}.{call}";
                    var answer = await client.SendAsync(new MetadataRequest { Topics = [new() { Name = name }] }, toBroker.Writer);
                    Assert.That(answer.Topics[0].Name, Is.EqualTo(name));
                    if (call % 4 == 0)
                        await client.SendAsync(new ProduceRequest { Acks = 0, TopicData = [] }, toBroker.Writer);
                }
            }
        );

        Assert.That(client.PendingCount, Is.Zero);
        await toBroker.Writer.CompleteAsync();
        await serving;
        await receiving;
        Assert.That(client.IsClosed);
    }

    [Test]
    public async Task Requests_can_be_sent_as_JSON_and_as_frames()
    {
        var serving = ServeAsync();
        var receiving = client.ReceiveAllAsync(toClient.Reader);

        var json = await client.SendAsync(
            "metadata",
            JsonDocument.Parse("""{ "topics": [{ "name": "orders" }] }""").RootElement,
            toBroker.Writer
        );
        var same = await client.SendAsync(
            "metadata",
            new JsonObject { ["topics"] = new JsonArray(new JsonObject { ["name"] = "orders" }) },
            toBroker.Writer
        );
        Bytes frame = Wires.Written(output =>
            Frame.WriteRequest(Heartbeat.api, 4, 4711, "another", new HeartbeatRequest().ToMessage(), output)
        )[4..];
        var answer = await client.SendFrameAsync(frame, toBroker.Writer);
        Bytes unanswered = Wires.Written(output =>
            Frame.WriteRequest(Produce.api, 9, 4711, "another", new ProduceRequest { Acks = 0, TopicData = [] }.ToMessage(), output)
        )[4..];

        Assert.That(json.GetProperty("topics")[0].GetProperty("name").GetString(), Is.EqualTo("orders"));
        Assert.That(same.GetRawText(), Is.EqualTo(json.GetRawText()));
        Assert.That(Frame.ReadCorrelationId(answer), Is.EqualTo(4711), "the correlation id of the request");
        Assert.That(
            Heartbeat.api.Response.Decode(Frame.ReadResponse(Heartbeat.api, 4, answer).Body, 4).ErrorCode,
            Is.EqualTo(ErrorCode.None)
        );
        Assert.That((await client.SendFrameAsync(unanswered, toBroker.Writer)).IsEmpty);
        Assert.That(client.PendingCount, Is.Zero);
        Assert.That(async () => await client.SendFrameAsync(Bytes.OfHex("0003"), toBroker.Writer), Throws.InstanceOf<WireException>());
        await toBroker.Writer.CompleteAsync();
        await serving;
        await receiving;
    }

    [Test]
    public async Task A_cancelled_call_leaves_the_connection_usable()
    {
        using var patience = new CancellationTokenSource();
        var receiving = client.ReceiveAllAsync(toClient.Reader);
        var given = client.SendAsync(new HeartbeatRequest(), toBroker.Writer, cancellationToken: patience.Token).AsTask();
        var waiting = client.SendAsync(new HeartbeatRequest(), toBroker.Writer, cancellationToken: patience.Token).AsTask();
        await patience.CancelAsync();
        Assert.That(async () => await given, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(async () => await waiting, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(
            async () => await client.SendAsync(new HeartbeatRequest(), toBroker.Writer, cancellationToken: patience.Token),
            Throws.InstanceOf<OperationCanceledException>()
        );

        var serving = ServeAsync();

        Assert.That(
            (await client.SendAsync(new MetadataRequest { Topics = [new() { Name = "a" }] }, toBroker.Writer)).Topics[0].Name,
            Is.EqualTo("a")
        );
        Assert.That(client.PendingCount, Is.Zero);
        await toBroker.Writer.CompleteAsync();
        await serving;
        await receiving;
    }

    [Test]
    public async Task Pending_calls_fail_when_the_pipe_ends()
    {
        var receiving = client.ReceiveAllAsync(toClient.Reader);
        var pending = client.SendAsync(new HeartbeatRequest(), toBroker.Writer);
        await toClient.Writer.CompleteAsync();
        await receiving;

        Assert.That(async () => await pending, Throws.InstanceOf<WireException>());
        Assert.That(async () => await client.SendAsync(new HeartbeatRequest(), toBroker.Writer), Throws.InstanceOf<WireException>());
    }

    [Test]
    public async Task Bytes_that_are_not_a_response_end_the_connection()
    {
        var receiving = client.ReceiveAllAsync(toClient.Reader);
        var pending = client.SendAsync(new HeartbeatRequest(), toBroker.Writer);
        await toClient.Writer.WriteAsync("HTTP/1.1 400 Bad Request\r\n"u8.ToArray());

        Assert.That(async () => await receiving, Throws.InstanceOf<WireException>());
        Assert.That(async () => await pending, Throws.InstanceOf<WireException>());
    }

    [Test]
    public async Task SASL_tokens_pass_through_pipes()
    {
        var receiving = client.ReceiveAllAsync(toClient.Reader);
        var handshake = client.SendAsync(new SaslHandshakeRequest { Mechanism = "PLAIN" }, toBroker.Writer, 0);

        // The loop ends with this response, because a token comes next.
        await foreach (var request in server.ReceiveAllAsync(toBroker.Reader, stopped.Token))
            await server.RespondAsync(request, new SaslHandshakeResponse(), toClient.Writer);

        Assert.That((await handshake).ErrorCode, Is.EqualTo(ErrorCode.None));
        var token = client.SendToken(Bytes.OfString("token"), toBroker.Writer);
        await toBroker.Writer.FlushAsync();
        Assert.That((await server.ReceiveTokenAsync(toBroker.Reader))!.Value.ToUtf8String(), Is.EqualTo("token"));
        server.RespondToken(Bytes.Empty, toClient.Writer);
        await toClient.Writer.FlushAsync();
        Assert.That((await token).IsEmpty);
        await toBroker.Writer.CompleteAsync();
        Assert.That(await server.ReceiveTokenAsync(toBroker.Reader), Is.Null);
        await toClient.Writer.CompleteAsync();
        await receiving;
    }

    /// <summary>Sending a request and receiving its response through the protocol allocates no more than the codecs
    /// alone.</summary>
    [Test]
    public void An_exchange_allocates_nothing_beyond_the_messages()
    {
        const int Rounds = 1000;
        var request = new HeartbeatRequest { GroupId = "orders", MemberId = "member" };
        var answer = Wires.Written(output => Frame.WriteResponse(Heartbeat.api, 4, 0, new HeartbeatResponse().ToMessage(), output));
        var discard = new Discard();
        var frames = new FrameReader();

        // The codecs alone allocate the F# record, its frame, the frame of the response and the response.
        void Codecs()
        {
            Frame.WriteRequest(Heartbeat.api, 4, 0, "me", request.ToMessage(), discard);
            ReadOnlySpan<byte> bytes = answer;
            if (!frames.TryRead(ref bytes, out var frame))
                throw new InvalidOperationException();
            Heartbeat.api.ResponseSchema.DecodeObject(Frame.ReadResponse(Heartbeat.api, 4, frame).Body, 4, DecodeOptions.Default, out _);
        }

        var number = 0;

        void Exchange()
        {
            var pending = client.SendAsync(request, discard, 4);
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(answer.AsSpan(4), number++);
            client.Receive(answer);
            if (!pending.IsCompletedSuccessfully || pending.Result.ErrorCode != ErrorCode.None)
                throw new InvalidOperationException();
        }

        static long Measure(Action action)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Rounds; i++)
                action();
            return (GC.GetAllocatedBytesForCurrentThread() - before) / Rounds;
        }

        // The JIT removes some objects that do not escape, but only once it has optimised the code, in the background.
        var codecs = Measure(Codecs);
        Assert.That(() => Measure(Exchange), Is.LessThanOrEqualTo(codecs).After(10).Seconds.PollEvery(20).MilliSeconds);
    }

    /// <summary>A pipe that accepts everything immediately.</summary>
    private sealed class Discard : PipeWriter
    {
        private readonly byte[] memory = new byte[4096];

        public override void Advance(int bytes) { }

        public override void CancelPendingFlush() { }

        public override void Complete(Exception? exception = null) { }

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => default;

        public override Memory<byte> GetMemory(int sizeHint = 0) => memory;

        public override Span<byte> GetSpan(int sizeHint = 0) => memory;
    }
}
