using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using NUnit.Framework;

namespace KafkaWire.CSharpFacade.Tests;

/// <summary>SimpleClient with brokers that behave as real ones rarely do.</summary>
public class SimpleClientTests
{
    private static readonly NewRecord[] OneRecord = [new() { Value = Bytes.OfString("hello") }];

    private static Task<SimpleClient> ConnectAsync(FakeBroker broker, SimpleClientOptions? options = null) =>
        SimpleClient.ConnectAsync(broker.Host, broker.Port, options);

    private static ProduceResponse Produced(ErrorCode error, long offset = 0) =>
        new() { Responses = [new() { Name = "orders", PartitionResponses = [new() { ErrorCode = error, BaseOffset = offset }] }] };

    private static FetchResponse Fetched(Bytes records) =>
        new() { Responses = [new() { Topic = "orders", Partitions = [new() { Records = records }] }] };

    [Test]
    public async Task A_null_record_is_rejected_with_its_index()
    {
        await using var broker = await LoopbackBroker.StartAsync();
        await using var client = await SimpleClient.ConnectAsync("127.0.0.1", broker.Port);

        Assert.That(
            async () => await client.ProduceAsync("orders", 0, [new() { Value = Bytes.OfString("a") }, null!]),
            Throws.ArgumentException.With.Message.EqualTo("Record 1 is null. (Parameter 'records')")
        );
    }

    [Test]
    public async Task A_JSON_response_folds_errors_if_the_form_says_so()
    {
        await using var broker = await LoopbackBroker.StartAsync();
        await using var client = await SimpleClient.ConnectAsync("127.0.0.1", broker.Port);
        using var request = System.Text.Json.JsonDocument.Parse("""{ "topics": [{ "name": "nothing" }], "timeoutMs": 60000 }""");

        var answer = await client.SendAsync("DeleteTopics", request.RootElement, version: 6, form: new() { FoldErrors = true });
        var error = answer.GetProperty("responses")[0].GetProperty("error");
        var read = Json.Read(DeleteTopics.api.Response, 6, answer).Responses[0];

        Assert.That(error.GetProperty("name").GetString(), Is.EqualTo("UNKNOWN_TOPIC_OR_PARTITION"));
        Assert.That(error.GetProperty("retry").GetBoolean());
        Assert.That(
            (read.ErrorCode, read.ErrorMessage),
            Is.EqualTo((ErrorCode.UnknownTopicOrPartition, error.GetProperty("message").GetString()))
        );
    }

    [TestCase("me")]
    [TestCase(null)]
    public async Task A_request_carries_the_client_id(string? id)
    {
        var received = new ConcurrentQueue<string?>();
        await using var broker = new FakeBroker(
            (request, _) =>
            {
                received.Enqueue(request.ClientId);
                return new(new MetadataResponse());
            }
        );
        await using var client = await ConnectAsync(broker, new() { ClientId = id });

        await client.SendAsync(new MetadataRequest());

        Assert.That(received, Is.EqualTo(new[] { id }));
    }

    [Test]
    public async Task A_response_larger_than_allowed_is_rejected()
    {
        await using var broker = new FakeBroker((_, _) => new(new MetadataResponse { ClusterId = new string('c', 10_000) }));
        await using var client = await ConnectAsync(broker, new() { MaximumFrameSize = 5_000 });

        Assert.That(
            async () => await client.SendAsync(new MetadataRequest()),
            Throws.TypeOf<WireException>().With.Message.EndsWith(" is not between 0 and 5000.")
        );
    }

    [Test]
    public async Task A_response_that_exceeds_the_memory_budget_is_rejected()
    {
        var topics = Enumerable.Range(0, 10_000).Select(i => new MetadataResponse.Topic { Name = $"{i}" }).ToArray();
        await using var broker = new FakeBroker((_, _) => new(new MetadataResponse { Topics = topics }));
        await using var client = await ConnectAsync(broker, new() { Decoding = new() { MemoryBudget = 100_000 } });

        Assert.That(
            async () => await client.SendAsync(new MetadataRequest()),
            Throws.TypeOf<WireException>().With.Message.EndsWith(" of memory, but the budget is 100000.")
        );
    }

    [Test]
    public async Task One_connection_carries_a_thousand_requests_in_flight()
    {
        const int Count = 1000;
        var received = new ConcurrentStack<(string Topic, TaskCompletionSource<IKafkaResponse?> Answer)>();
        var all = new TaskCompletionSource();
        await using var broker = new FakeBroker(
            (_, message) =>
            {
                var answer = new TaskCompletionSource<IKafkaResponse?>(TaskCreationOptions.RunContinuationsAsynchronously);
                received.Push((((Metadata.Request)message).Topics![0].Name!, answer));

                if (received.Count == Count)
                    all.SetResult();

                return new(answer.Task);
            }
        );
        await using var client = await ConnectAsync(broker);
        var pending = Enumerable
            .Range(0, Count)
            .Select(i => client.SendAsync(new MetadataRequest { Topics = [new() { Name = $"topic-{i}" }] }))
            .ToArray();
        await all.Task;

        // Answer the last request first.
        foreach (var (topic, answer) in received)
            answer.SetResult(new MetadataResponse { Topics = [new() { Name = topic }] });

        var answers = await Task.WhenAll(pending);
        Assert.That(answers.Select(answer => answer.Topics[0].Name), Is.EqualTo(Enumerable.Range(0, Count).Select(i => $"topic-{i}")));
        Assert.That(broker.Connections, Is.EqualTo(1));
    }

    [Test]
    public async Task An_unanswered_request_times_out()
    {
        var time = new ManualTime();
        var received = new TaskCompletionSource();
        await using var broker = new FakeBroker(
            (_, _) =>
            {
                received.SetResult();
                return default;
            }
        );
        await using var client = await ConnectAsync(broker, new() { TimeProvider = time });
        var pending = client.SendAsync(new MetadataRequest());
        await received.Task;
        time.Advance(TimeSpan.FromSeconds(30));

        Assert.That(
            async () => await pending,
            Throws.TypeOf<TimeoutException>().With.Message.Contains("Metadata to 127.0.0.1").And.Message.Contains("00:00:30")
        );
    }

    [Test]
    public async Task Cancelling_a_call_keeps_the_connection_open()
    {
        var received = new TaskCompletionSource();
        var late = new TaskCompletionSource<IKafkaResponse?>();
        await using var broker = new FakeBroker(
            (_, message) =>
            {
                if (message is Metadata.Request)
                    return new(new MetadataResponse());

                received.SetResult();
                return new(late.Task);
            }
        );
        await using var client = await ConnectAsync(broker);
        using var source = new CancellationTokenSource();
        var pending = client.SendAsync(new DescribeClusterRequest(), cancellationToken: source.Token);
        await received.Task;
        await source.CancelAsync();

        Assert.That(
            async () => await pending,
            Throws
                .InstanceOf<OperationCanceledException>()
                .With.Property(nameof(OperationCanceledException.CancellationToken))
                .EqualTo(source.Token)
        );

        late.SetResult(new DescribeClusterResponse());
        await client.SendAsync(new MetadataRequest());
        Assert.That(broker.Connections, Is.EqualTo(1));
    }

    [Test]
    public async Task A_lost_connection_fails_pending_calls_and_is_reopened()
    {
        var received = new TaskCompletionSource();
        await using var broker = new FakeBroker(
            (_, message) =>
            {
                if (message is Metadata.Request)
                    return new(new MetadataResponse());

                received.SetResult();
                return default;
            }
        );
        await using var client = await ConnectAsync(broker);
        var pending = client.SendAsync(new DescribeClusterRequest());
        await received.Task;
        broker.Disconnect();

        Assert.That(
            async () => await pending,
            Throws.TypeOf<WireException>().With.Property(nameof(WireException.Error)).EqualTo(WireError.ConnectionClosed)
        );
        await client.SendAsync(new MetadataRequest());
        Assert.That(broker.Connections, Is.EqualTo(2));
    }

    [Test]
    public async Task Dispose_fails_pending_calls_and_rejects_new_ones()
    {
        var received = new TaskCompletionSource();
        await using var broker = new FakeBroker(
            (_, _) =>
            {
                received.SetResult();
                return default;
            }
        );
        var client = await ConnectAsync(broker);
        var pending = client.SendAsync(new MetadataRequest());
        await received.Task;
        await client.DisposeAsync();
        await client.DisposeAsync();

        Assert.Multiple(() =>
        {
            Assert.That(async () => await pending, Throws.TypeOf<WireException>().With.InnerException.TypeOf<ObjectDisposedException>());
            Assert.That(() => client.SendAsync(new MetadataRequest()), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => client.ProduceAsync("orders", 0, OneRecord), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => client.FetchAsync("orders", 0, 0), Throws.TypeOf<ObjectDisposedException>());
        });
    }

    [Test]
    public async Task Records_go_to_the_leader_of_their_partition()
    {
        var asked = new List<object>();
        await using var leader = new FakeBroker(
            (_, message) =>
            {
                asked.Add(message);
                return new(Produced(ErrorCode.None, offset: 17));
            }
        );
        FakeBroker? any = null;
        any = new FakeBroker((_, _) => new(FakeBroker.Cluster(any!, leader)));
        await using var first = any;
        await using var client = await ConnectAsync(any, new() { Acks = Acks.Leader });

        Assert.That(await client.ProduceAsync("orders", 0, OneRecord), Is.EqualTo(17));
        var request = (Produce.Request)asked.Single();
        Assert.That((request.Acks, request.TopicData[0].Name), Is.EqualTo(((short)1, "orders")));
    }

    [TestCase(1, true)]
    [TestCase(2, false)]
    public async Task A_leader_that_moved_is_looked_up_once(int refusals, bool succeeds)
    {
        var produced = 0;
        var metadata = 0;
        FakeBroker? self = null;
        self = new FakeBroker(
            (_, message) =>
            {
                if (message is Metadata.Request)
                {
                    metadata++;
                    return new(FakeBroker.Cluster(self!));
                }

                return new(Produced(++produced > refusals ? ErrorCode.None : ErrorCode.NotLeaderOrFollower));
            }
        );
        await using var broker = self;
        await using var client = await ConnectAsync(broker);

        if (succeeds)
            await client.ProduceAsync("orders", 0, OneRecord);
        else
            Assert.That(
                () => client.ProduceAsync("orders", 0, OneRecord),
                Throws.TypeOf<KafkaErrorException>().With.Message.Contains("orders-0: NOT_LEADER_OR_FOLLOWER")
            );

        Assert.That((produced, metadata), Is.EqualTo((2, 2)));
    }

    [Test]
    public async Task An_error_that_is_not_retriable_is_not_retried()
    {
        var produced = 0;
        FakeBroker? self = null;
        self = new FakeBroker(
            (_, message) =>
                new(
                    message is Metadata.Request
                        ? FakeBroker.Cluster(self!)
                        : Produced(++produced > 0 ? ErrorCode.TopicAuthorizationFailed : ErrorCode.None)
                )
        );
        await using var broker = self;
        await using var client = await ConnectAsync(broker);

        Assert.That(() => client.ProduceAsync("orders", 0, OneRecord), Throws.TypeOf<KafkaErrorException>().With.Message.Contains("ACL"));
        Assert.That(produced, Is.EqualTo(1));
    }

    [Test]
    public async Task A_lost_connection_repeats_a_read_but_not_a_write()
    {
        var asked = new List<ApiKey>();
        var isCut = false;
        FakeBroker? self = null;
        self = new FakeBroker(
            (request, message) =>
            {
                if (message is Metadata.Request)
                    return new(FakeBroker.Cluster(self!));

                asked.Add(request.ApiKey);

                if (isCut)
                    return new(Fetched(Records.Build(new(), OneRecord)));

                isCut = message is Fetch.Request;
                self!.Disconnect();
                return default;
            }
        );
        await using var broker = self;
        await using var client = await ConnectAsync(broker);

        Assert.That(() => client.ProduceAsync("orders", 0, OneRecord), Throws.TypeOf<WireException>());
        Assert.That((await client.FetchAsync("orders", 0, 0)).Records.Single().Value.ToUtf8String(), Is.EqualTo("hello"));
        Assert.That(asked, Is.EqualTo(new[] { ApiKey.Produce, ApiKey.Fetch, ApiKey.Fetch }));
    }

    [Test]
    public async Task The_client_waits_for_a_topic_that_is_being_created()
    {
        var metadata = 0;
        FakeBroker? self = null;
        self = new FakeBroker(
            (_, message) =>
            {
                if (message is not Metadata.Request)
                    return new(Produced(ErrorCode.None));

                if (++metadata > 1)
                    return new(FakeBroker.Cluster(self!));

                return new(new MetadataResponse { Topics = [new() { Name = "orders", ErrorCode = ErrorCode.UnknownTopicOrPartition }] });
            }
        );
        await using var broker = self;
        await using var client = await ConnectAsync(broker);

        await client.ProduceAsync("orders", 0, OneRecord);
        Assert.That(metadata, Is.EqualTo(2));
    }

    [TestCase(0), TestCase(-1), TestCase(70_000)]
    public async Task A_leader_with_an_invalid_port_is_looked_up_again(int port)
    {
        var metadata = 0;
        FakeBroker? self = null;
        self = new FakeBroker(
            (_, message) =>
            {
                if (message is not Metadata.Request)
                    return new(Produced(ErrorCode.None));

                var cluster = FakeBroker.Cluster(self!);
                return new(++metadata > 1 ? cluster : cluster with { Brokers = [cluster.Brokers[0] with { Port = port }] });
            }
        );
        await using var broker = self;
        await using var client = await ConnectAsync(broker);

        await client.ProduceAsync("orders", 0, OneRecord);
        Assert.That(metadata, Is.EqualTo(2));
    }

    [Test]
    public async Task An_old_broker_gets_raw_tokens_topic_names_and_versions_that_it_serves()
    {
        var versions = new List<(ApiKey Key, short Version)>();
        var tokens = new List<string>();
        FakeBroker? self = null;
        self = new FakeBroker(
            (request, message) =>
            {
                versions.Add((request.ApiKey, request.Version));
                return new(
                    message switch
                    {
                        SaslHandshake.Request => new SaslHandshakeResponse { Mechanisms = ["PLAIN"] },
                        Metadata.Request => FakeBroker.Cluster(self!),
                        Produce.Request { TopicData: [{ Name: "orders" }] } => Produced(ErrorCode.None),
                        Fetch.Request { Topics: [{ Topic: "orders" }] } => Fetched(Bytes.Empty),
                        _ => null,
                    }
                );
            }
        )
        {
            Serves = new()
            {
                ApiKeys =
                [
                    FakeBroker.Range(ApiKey.ApiVersions, 0, 0),
                    FakeBroker.Range(ApiKey.SaslHandshake, 0, 0),
                    FakeBroker.Range(ApiKey.Metadata, 0, 2),
                    FakeBroker.Range(ApiKey.Produce, 0, 3),
                    FakeBroker.Range(ApiKey.Fetch, 0, 4),
                ],
            },
            AnswerToken = token =>
            {
                tokens.Add(token.ToUtf8String());
                return null;
            },
        };
        await using var broker = self;
        await using var client = await ConnectAsync(broker, new() { Sasl = SaslOptions.Plain("alice", "sesame") });
        await client.ProduceAsync("orders", 0, OneRecord);
        var result = await client.FetchAsync("orders", 0, 0);

        Assert.Multiple(() =>
        {
            Assert.That(tokens, Is.EqualTo(new[] { "\0alice\0sesame" }));
            Assert.That(
                versions,
                Is.EqualTo(new[] { (ApiKey.SaslHandshake, 0), (ApiKey.Metadata, 2), (ApiKey.Produce, 3), (ApiKey.Fetch, (short)4) })
            );
            Assert.That((result.Records.Count, result.NextOffset), Is.EqualTo((0, 0L)));
        });
    }

    [Test]
    public async Task The_error_for_an_unsupported_mechanism_lists_the_offered_ones()
    {
        await using var broker = new FakeBroker(
            (_, _) => new(new SaslHandshakeResponse { ErrorCode = ErrorCode.UnsupportedSaslMechanism, Mechanisms = ["GSSAPI", "PLAIN"] })
        );

        Assert.That(
            () => ConnectAsync(broker, new() { Sasl = SaslOptions.ScramSha256("alice", "sesame") }),
            Throws.TypeOf<KafkaErrorException>().With.Message.Contains(". This listener offers GSSAPI, PLAIN, not SCRAM-SHA-256. ")
        );
    }

    [Test]
    public async Task A_peer_that_speaks_HTTP_is_reported()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync();

        Assert.That(
            () => SimpleClient.ConnectAsync("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port),
            Throws.TypeOf<WireException>().With.Message.Contains("HTTP")
        );
        listener.Stop();
        await serving;

        async Task ServeAsync()
        {
            using var socket = await listener.AcceptSocketAsync();
            await socket.ReceiveAsync(new byte[1000]);
            await socket.SendAsync(Encoding.ASCII.GetBytes("HTTP/1.1 400 Bad Request\r\n\r\n"));
            await socket.ReceiveAsync(new byte[1]);
        }
    }

    [Test]
    public void A_refused_connection_is_reported_with_its_address()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        Assert.That(
            () => SimpleClient.ConnectAsync("127.0.0.1", port),
            Throws
                .TypeOf<SocketException>()
                .With.Property(nameof(SocketException.SocketErrorCode))
                .EqualTo(SocketError.ConnectionRefused)
                .And.Message.StartsWith($"Cannot connect to 127.0.0.1:{port}: ")
        );
    }

    [Test]
    public async Task An_empty_batch_is_rejected()
    {
        await using var broker = new FakeBroker((_, _) => default);
        await using var client = await ConnectAsync(broker);

        Assert.That(() => client.ProduceAsync("orders", 0, []), Throws.ArgumentException);
    }
}
