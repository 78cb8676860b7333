using System.Collections.Concurrent;
using System.Security.Authentication;
using NUnit.Framework;

namespace KafkaWire.CSharpFacade.Tests;

/// <summary>SimpleClient reauthenticates on its connection before the session expires.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public class SimpleClientSessionTests
{
    private const string User = "alice";
    private const string Password = "sesame";
    private const int LifetimeMs = 100_000;
    private const string Answered = "answered";

    // The client chooses a moment between these.
    private static readonly TimeSpan TooEarly = TimeSpan.FromSeconds(84.9);
    private static readonly TimeSpan HighTime = TimeSpan.FromSeconds(95.1);

    private static readonly MetadataRequest Request = new();

    private readonly ManualTime time = new();
    private readonly ConcurrentQueue<string> events = [];
    private readonly ConcurrentQueue<string> tokens = [];
    private readonly TaskCompletionSource secondLogin = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<IKafkaResponse?> late = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource lateIsUnderWay = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int logins;
    private int issued;
    private ScramServer scram = new(Password);

    /// <summary>Completes when the broker may continue with the second login.</summary>
    private Task beforeSecondLogin = Task.CompletedTask;

    /// <summary>What is wrong, and with which login, counted from 1.</summary>
    private (Wrong What, int Login) flaw;

    public enum Wrong
    {
        Nothing,
        Mechanism,
        Password,
        Proof,
        Token,
    }

    /// <summary>Metadata is answered at once, DescribeCluster when the test says so.</summary>
    private FakeBroker Start(long lifetimeMs = LifetimeMs, short handshakeVersion = 1, short authenticateVersion = 2)
    {
        return new(AnswerAsync)
        {
            Serves = new()
            {
                ApiKeys =
                [
                    FakeBroker.Range(ApiKey.ApiVersions, 0, 4),
                    FakeBroker.Range(ApiKey.Metadata, 0, 12),
                    FakeBroker.Range(ApiKey.DescribeCluster, 0, 1),
                    FakeBroker.Range(ApiKey.SaslHandshake, 0, handshakeVersion),
                    FakeBroker.Range(ApiKey.SaslAuthenticate, 0, authenticateVersion),
                ],
            },
        };

        async ValueTask<IKafkaResponse?> AnswerAsync(RequestFrame frame, object message)
        {
            events.Enqueue($"{frame.ApiKey}");

            switch (message)
            {
                case SaslHandshake.Request handshake:
                    logins++;
                    scram = new(IsWrong(Wrong.Proof) ? "another" : Password);
                    return IsWrong(Wrong.Mechanism)
                        ? new SaslHandshakeResponse { ErrorCode = ErrorCode.UnsupportedSaslMechanism, Mechanisms = ["GSSAPI"] }
                        : new SaslHandshakeResponse { Mechanisms = [handshake.Mechanism] };

                case SaslAuthenticate.Request step:
                    tokens.Enqueue(step.AuthBytes.ToUtf8String());

                    if (logins == 2)
                    {
                        secondLogin.TrySetResult();
                        await beforeSecondLogin;
                        events.Enqueue(Answered);
                    }

                    return Authenticate(step.AuthBytes.ToUtf8String());

                case DescribeCluster.Request:
                    lateIsUnderWay.SetResult();
                    return await late.Task;

                default:
                    return new MetadataResponse { Topics = [new() { Name = "orders", ErrorCode = ErrorCode.TopicAuthorizationFailed }] };
            }
        }

        SaslAuthenticateResponse Authenticate(string token)
        {
            if (IsWrong(Wrong.Password))
                return new() { ErrorCode = ErrorCode.SaslAuthenticationFailed, ErrorMessage = "No." };
            if (token == $"\0{User}\0{Password}" || token.StartsWith("n,,\u0001auth=Bearer ", StringComparison.Ordinal))
                return new() { SessionLifetimeMs = lifetimeMs };

            // Only the last response of an exchange has the session's lifetime.
            return scram.Next(token) is { } next
                    ? new()
                    {
                        AuthBytes = Bytes.OfString(next),
                        SessionLifetimeMs = next.StartsWith("v=", StringComparison.Ordinal) ? lifetimeMs : 0,
                    }
                : IsWrong(Wrong.Proof) ? new() { AuthBytes = Bytes.OfString("v=AAAA") }
                : new() { ErrorCode = ErrorCode.SaslAuthenticationFailed };
        }
    }

    private bool IsWrong(Wrong what) => flaw == (what, logins);

    private SaslOptions Sasl(string mechanism) =>
        mechanism switch
        {
            "PLAIN" => SaslOptions.Plain(User, Password),
            "SCRAM-SHA-256" => SaslOptions.ScramSha256(User, Password),
            _ => SaslOptions.OAuthBearer(_ =>
                flaw == (Wrong.Token, ++issued) ? throw new InvalidOperationException("no token") : Task.FromResult($"token-{issued}")
            ),
        };

    private Task<SimpleClient> ConnectAsync(
        FakeBroker broker,
        string mechanism,
        TimeSpan? timeout = null,
        Action<SimpleClientLogEntry>? log = null
    ) =>
        SimpleClient.ConnectAsync(
            broker.Host,
            broker.Port,
            new()
            {
                Sasl = Sasl(mechanism),
                TimeProvider = time,
                Timeout = timeout ?? 2 * HighTime,
                Log = log,
            }
        );

    private static async Task<Exception> FailureOf(Task call)
    {
        try
        {
            await call;
        }
        catch (Exception e)
        {
            return e;
        }

        throw new AssertionException("The call should have failed.");
    }

    [TestCase("PLAIN"), TestCase("SCRAM-SHA-256"), TestCase("OAUTHBEARER")]
    public async Task The_client_reauthenticates_before_the_session_expires(string mechanism)
    {
        await using var broker = Start();
        await using var client = await ConnectAsync(broker, mechanism);

        foreach (var moment in new[] { TimeSpan.Zero, TooEarly, HighTime - TooEarly, TooEarly, HighTime - TooEarly })
        {
            time.Advance(moment);
            await client.SendAsync(Request);
        }

        string[] login = [nameof(SaslHandshake), .. Enumerable.Repeat(nameof(SaslAuthenticate), mechanism == "SCRAM-SHA-256" ? 2 : 1)];
        Assert.That(
            events.Where(each => each != Answered),
            Is.EqualTo((string[])[.. login, "Metadata", "Metadata", .. login, "Metadata", "Metadata", .. login, "Metadata"])
        );
        Assert.That(broker.Connections, Is.EqualTo(1));

        if (mechanism == "OAUTHBEARER")
            Assert.That(tokens, Is.EqualTo(Enumerable.Range(1, 3).Select(i => $"n,,\u0001auth=Bearer token-{i}\u0001\u0001")));
        if (mechanism == "SCRAM-SHA-256")
            Assert.That(tokens, Is.Unique, "Every exchange has its own nonce.");
    }

    [Test]
    public async Task Any_call_triggers_reauthentication()
    {
        await using var broker = Start();
        await using var client = await ConnectAsync(broker, "PLAIN");

        time.Advance(HighTime);
        await client.SendAsync("Metadata", System.Text.Json.JsonElement.Parse("{}"));
        time.Advance(HighTime);
        Assert.That(
            async () => await client.FetchAsync("orders", 0, 0),
            Throws.InstanceOf<KafkaErrorException>().With.Property("Code").EqualTo(ErrorCode.TopicAuthorizationFailed)
        );

        Assert.That((logins, broker.Connections), Is.EqualTo((3, 1)));
    }

    [TestCase(0, 1, 2, TestName = "A_session_without_a_lifetime_is_not_renewed")]
    [TestCase(long.MaxValue, 1, 2, TestName = "A_session_with_an_endless_lifetime_is_not_renewed")]
    [TestCase(LifetimeMs, 1, 0, TestName = "A_session_with_an_unknown_lifetime_is_not_renewed")]
    [TestCase(LifetimeMs, 0, 2, TestName = "A_login_by_raw_tokens_is_not_renewed")]
    public async Task The_client_logs_in_only_once(long lifetimeMs, short handshakeVersion, short authenticateVersion)
    {
        await using var broker = Start(lifetimeMs, handshakeVersion, authenticateVersion);
        await using var client = await ConnectAsync(broker, "PLAIN");

        time.Advance(TimeSpan.FromDays(36_500));
        await client.SendAsync(Request);

        Assert.That((logins, broker.Connections), Is.EqualTo((1, 1)));
        Assert.That(events.Last(), Is.EqualTo("Metadata"));
    }

    [TestCase("PLAIN", Wrong.Password, typeof(KafkaErrorException))]
    [TestCase("PLAIN", Wrong.Mechanism, typeof(KafkaErrorException))]
    [TestCase("SCRAM-SHA-256", Wrong.Password, typeof(KafkaErrorException))]
    [TestCase("SCRAM-SHA-256", Wrong.Proof, typeof(AuthenticationException))]
    [TestCase("OAUTHBEARER", Wrong.Token, typeof(InvalidOperationException))]
    public async Task A_failed_reauthentication_throws_like_a_failed_login_and_closes_the_connection(
        string mechanism,
        Wrong wrong,
        Type expected
    )
    {
        await using var broker = Start();
        flaw = (wrong, 1);
        var first = await FailureOf(ConnectAsync(broker, mechanism));
        (logins, issued, flaw) = (0, 0, (wrong, 2));
        await using var client = await ConnectAsync(broker, mechanism);
        var underWay = client.SendAsync(new DescribeClusterRequest());
        await lateIsUnderWay.Task;

        time.Advance(HighTime);
        var failed = await FailureOf(client.SendAsync(Request));
        var cut = await FailureOf(underWay);
        await client.SendAsync(Request);

        Assert.That(first, Is.TypeOf(expected));
        Assert.That(failed, Is.TypeOf(expected).With.Message.EqualTo(first.Message));
        Assert.That(
            cut,
            Is.TypeOf<WireException>().With.Property("Error").EqualTo(WireError.ConnectionClosed).And.InnerException.SameAs(failed)
        );
        Assert.That((logins, broker.Connections), Is.EqualTo((3, 3)), "The next call opens a connection.");
    }

    [Test]
    public async Task Requests_wait_for_reauthentication_while_responses_still_arrive()
    {
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        beforeSecondLogin = goOn.Task;
        await using var broker = Start();
        await using var client = await ConnectAsync(broker, "SCRAM-SHA-256");
        var underWay = client.SendAsync(new DescribeClusterRequest());
        await lateIsUnderWay.Task;

        time.Advance(HighTime);
        var waiting = Enumerable.Range(0, 100).Select(_ => Task.Run(() => client.SendAsync(Request))).ToArray();
        await secondLogin.Task;
        var late = waiting.Concat(Enumerable.Range(0, 100).Select(_ => client.SendAsync(Request))).ToArray();
        this.late.SetResult(new DescribeClusterResponse { ClusterId = "answered meanwhile" });
        Assert.That((await underWay).ClusterId, Is.EqualTo("answered meanwhile"));
        Assert.That(late.Where(call => call.IsCompleted), Is.Empty);
        goOn.SetResult();
        await Task.WhenAll(late);

        Assert.That(
            events,
            Is.EqualTo(
                (string[])
                    [
                        "SaslHandshake",
                        "SaslAuthenticate",
                        "SaslAuthenticate",
                        "DescribeCluster",
                        "SaslHandshake",
                        "SaslAuthenticate",
                        Answered,
                        "SaslAuthenticate",
                        Answered,
                        .. Enumerable.Repeat("Metadata", 200),
                    ]
            )
        );
        Assert.That(broker.Connections, Is.EqualTo(1));
    }

    [Test]
    public async Task A_failed_reauthentication_fails_all_waiting_calls()
    {
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        (beforeSecondLogin, flaw) = (goOn.Task, (Wrong.Password, 2));
        await using var broker = Start();
        await using var client = await ConnectAsync(broker, "PLAIN");

        time.Advance(HighTime);
        var waiting = new List<Task> { client.SendAsync(Request) };
        await secondLogin.Task;
        waiting.AddRange(Enumerable.Range(0, 10).Select(_ => client.SendAsync(Request)));
        goOn.SetResult();

        foreach (var call in waiting)
            Assert.That(
                await FailureOf(call),
                Is.TypeOf<KafkaErrorException>().With.Property("Code").EqualTo(ErrorCode.SaslAuthenticationFailed)
            );

        Assert.That(events, Does.Not.Contain("Metadata"));
    }

    [Test]
    public async Task A_cancelled_call_does_not_cancel_reauthentication()
    {
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        beforeSecondLogin = goOn.Task;
        await using var broker = Start();
        await using var client = await ConnectAsync(broker, "PLAIN");
        using var source = new CancellationTokenSource();

        time.Advance(HighTime);
        var givenUp = client.SendAsync(Request, cancellationToken: source.Token);
        await secondLogin.Task;
        var waiting = client.SendAsync(Request);
        await source.CancelAsync();
        Assert.That(await FailureOf(givenUp), Is.InstanceOf<OperationCanceledException>());
        goOn.SetResult();
        await waiting;

        Assert.That(
            events,
            Is.EqualTo(new[] { "SaslHandshake", "SaslAuthenticate", "SaslHandshake", "SaslAuthenticate", Answered, "Metadata" })
        );
        Assert.That(broker.Connections, Is.EqualTo(1));
    }

    [Test]
    public async Task An_unanswered_reauthentication_closes_the_connection_after_the_timeout()
    {
        var closed = new TaskCompletionSource<SimpleClientLogEntry>(TaskCreationOptions.RunContinuationsAsynchronously);
        beforeSecondLogin = new TaskCompletionSource().Task;
        await using var broker = Start();
        await using var client = await ConnectAsync(
            broker,
            "PLAIN",
            TimeSpan.FromSeconds(30),
            entry =>
            {
                if (entry.Message.Contains("so the connection is closed", StringComparison.Ordinal))
                    closed.SetResult(entry);
            }
        );

        time.Advance(HighTime);
        var first = client.SendAsync(Request);
        await secondLogin.Task;
        time.Advance(TimeSpan.FromSeconds(20));
        var second = client.SendAsync(Request);
        time.Advance(TimeSpan.FromSeconds(10));

        Assert.That(await FailureOf(first), Is.TypeOf<TimeoutException>());
        Assert.That(
            await FailureOf(second),
            Is.TypeOf<TimeoutException>().With.Message.StartsWith($"Logging in again to 127.0.0.1:{broker.Port} took longer than 00:00:30")
        );
        Assert.That((await closed.Task).Exception, Is.TypeOf<TimeoutException>());
        await client.SendAsync(Request);
        Assert.That((logins, broker.Connections), Is.EqualTo((3, 2)));
    }

    [Test]
    public async Task A_connection_lost_during_reauthentication_fails_the_call()
    {
        beforeSecondLogin = new TaskCompletionSource().Task;
        await using var broker = Start();
        await using var client = await ConnectAsync(broker, "PLAIN");

        time.Advance(HighTime);
        var call = client.SendAsync(Request);
        await secondLogin.Task;
        broker.Disconnect();

        Assert.That(await FailureOf(call), Is.TypeOf<WireException>().With.Property("Error").EqualTo(WireError.ConnectionClosed));
        await client.SendAsync(Request);
        Assert.That((logins, broker.Connections), Is.EqualTo((3, 2)));
    }

    [Test]
    public async Task Dispose_fails_calls_that_wait_for_reauthentication()
    {
        beforeSecondLogin = new TaskCompletionSource().Task;
        await using var broker = Start();
        var client = await ConnectAsync(broker, "PLAIN");

        time.Advance(HighTime);
        var calls = new List<Task> { client.SendAsync(Request) };
        await secondLogin.Task;
        calls.Add(client.SendAsync(Request));
        await client.DisposeAsync();

        foreach (var call in calls)
            Assert.That(await FailureOf(call), Is.TypeOf<WireException>().With.InnerException.TypeOf<ObjectDisposedException>());
    }
}
