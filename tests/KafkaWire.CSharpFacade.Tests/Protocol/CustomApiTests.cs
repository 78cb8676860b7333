using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json.Nodes;
using NUnit.Framework;

namespace KafkaWire.CSharpFacade.Tests;

/// <summary>An API that is not Kafka's, through every class of the facade.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public class CustomApiTests
{
    private static readonly ApiRegistry Apis = ApiRegistry.Kafka.With(PlaceOrder.api);
    private static readonly PlaceOrder.Request Order = new("two coffees", 1, []);
    private static readonly PlaceOrder.Response Placed = new(7, "", []);

    private readonly KafkaProtocol client = new(new() { ClientId = "me", Apis = Apis });
    private readonly KafkaServerProtocol server = new(new() { Apis = Apis });
    private readonly ArrayBufferWriter<byte> output = new();

    /// <summary>The server's answer to what the client wrote.</summary>
    private byte[] Serve(ReadOnlySpan<byte> bytes, PlaceOrder.Request? expected = null)
    {
        var request = server.ReceiveAll(bytes).Single();
        Assert.That(server.Decode(request), Is.EqualTo(expected ?? Order));
        return server.Answer(request, PlaceOrder.api.ResponseOf(Placed));
    }

    [Test]
    public async Task A_client_and_a_server_exchange_messages([Values(0, 1, 2)] short version)
    {
        Task<PlaceOrder.Response> pending = client.Send(PlaceOrder.api, Order, output, version);
        client.Receive(Serve(output.WrittenSpan));
        Assert.That(await pending, Is.EqualTo(Placed));
    }

    [Test]
    public async Task Before_negotiation_the_newest_version_is_sent_and_JSON_finds_the_API()
    {
        var pending = client.Send("placeorder", new JsonObject { ["item"] = "two coffees", ["quantity"] = 2 }, output);
        client.Receive(Serve(output.WrittenSpan, new("two coffees", 2, [])));
        Assert.That((await pending).GetRawText(), Is.EqualTo("""{"orderId":7}"""));
    }

    [TestCase(1, 1), TestCase(9, 2)]
    public async Task After_negotiation_the_highest_common_version_is_sent(short served, short expected)
    {
        await NegotiateAsync(new ApiVersionsResponse.ApiVersion { ApiKey = 10001, MaxVersion = served });
        _ = client.Send(PlaceOrder.api, Order, output);
        Assert.That(server.ReceiveAll(output.WrittenSpan).Single().Version, Is.EqualTo(expected));
        Assert.That(client.Versions.Choose(PlaceOrder.api.RequestOf(Order)), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_broker_that_does_not_list_the_API_does_not_serve_it()
    {
        await NegotiateAsync();
        Assert.That(
            () => client.Send(PlaceOrder.api, Order, output),
            Throws.TypeOf<WireException>().With.Message.StartsWith("PlaceOrder on the peer: There is no v2")
        );
        Assert.That((output.WrittenCount, client.PendingCount), Is.EqualTo((0, 0)));
    }

    private async Task NegotiateAsync(params ApiVersionsResponse.ApiVersion[] listed)
    {
        await client.NegotiateAsync(
            (request, version) =>
            {
                var pending = client.Send(request, output, version);
                client.Receive(server.Answer(server.ReceiveAll(output.WrittenSpan).Single(), new ApiVersionsResponse { ApiKeys = listed }));
                output.ResetWrittenCount();
                return pending;
            }
        );
    }

    [Test]
    public async Task A_request_goes_through_a_pipe()
    {
        var toServer = new Pipe();
        var toClient = new Pipe();
        var receiving = client.ReceiveAllAsync(toClient.Reader);
        var pending = client.SendAsync(PlaceOrder.api, Order, toServer.Writer);

        await foreach (var request in server.ReceiveAllAsync(toServer.Reader))
        {
            Assert.That(server.Decode(request), Is.EqualTo(Order));
            await server.RespondAsync(request, PlaceOrder.api.ResponseOf(Placed), toClient.Writer);
            break;
        }

        Assert.That(await pending, Is.EqualTo(Placed));
        await toClient.Writer.CompleteAsync();
        await receiving;
    }

    [Test]
    public void Messages_to_write_print_themselves_and_are_checked()
    {
        Assert.Multiple(() =>
        {
            Assert.That($"{PlaceOrder.api.RequestOf(Order)}", Is.EqualTo("""OrderToPlace { Item = "two coffees" }"""));
            Assert.That($"{PlaceOrder.api.ResponseOf(Placed)}", Is.EqualTo("PlacedOrder { OrderId = 7 }"));
            Assert.That(PlaceOrder.api.RequestOf(new("tea", 2, [])).LowestVersion()?.Version, Is.EqualTo(2));
        });

        _ = client.Send(PlaceOrder.api, Order, output);
        var request = server.ReceiveAll(output.WrittenSpan).Single();
        Assert.That(() => server.Respond(request, Order, output), Throws.ArgumentException);
    }

    [Test]
    public void Without_registration_the_frame_is_unknown()
    {
        _ = client.Send(PlaceOrder.api, Order, output);
        var stranger = new KafkaServerProtocol();
        var request = stranger.ReceiveAll(output.WrittenSpan).Single();
        Assert.That((request.IsKnown, request.Api), Is.EqualTo((false, (Api?)null)));
        Assert.That(
            () => stranger.Decode(request),
            Throws.TypeOf<WireException>().With.Message.EndsWith("No API has key 10001. Add an API of your own to the Apis of the options.")
        );
    }

    [Test]
    public async Task A_proxy_decodes_and_changes_requests_and_answers([Values(0, 1, 2)] short version)
    {
        var proxy = new KafkaProxyProtocol(new() { Apis = Apis, RefuseUnknown = true });
        var pending = client.Send(PlaceOrder.api, Order, output, version);

        var bytes = output.WrittenSpan;
        Assert.That(proxy.TryReceiveRequest(ref bytes, out var request));
        Assert.That($"{request}", Is.EqualTo($"PlaceOrder v{version} #0 of me"));
        Assert.That(request!.Peek.IsKnown);
        Assert.That(request.Decode(), Is.EqualTo(Order));
        var tea = new PlaceOrder.Request("tea", 1, []);
        var toBroker = Wires.Written(to => proxy.Forward(request, PlaceOrder.api.RequestOf(tea), to));

        ReadOnlySpan<byte> answered = Serve(toBroker, tea);
        Assert.That(proxy.TryReceiveResponse(ref answered, out var response));
        Assert.That(response!.Decode(), Is.EqualTo(Placed));
        var other = new PlaceOrder.Response(8, "", []);
        client.Receive(Wires.Written(to => proxy.Forward(response, PlaceOrder.api.ResponseOf(other), to)));
        Assert.That(await pending, Is.EqualTo(other));
    }

    [Test]
    public void A_proxy_that_refuses_unknown_APIs_offers_the_registered_ones()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Offered(Apis), Is.EqualTo(new[] { (10001, 2) }));
            Assert.That(Offered(ApiRegistry.Kafka), Is.Empty);
        });

        (int Key, int Last)[] Offered(ApiRegistry apis)
        {
            var proxy = new KafkaProxyProtocol(new() { Apis = apis, RefuseUnknown = true });
            var asking = new KafkaProtocol();
            var asked = new ArrayBufferWriter<byte>();
            var pending = asking.Send(new ApiVersionsRequest(), asked);
            var bytes = asked.WrittenSpan;
            Assert.That(proxy.TryReceiveRequest(ref bytes, out var request));
            var received = new KafkaServerProtocol().ReceiveAll(Wires.Written(to => proxy.Forward(request!, to))).Single();
            var listed = new ApiVersionsResponse { ApiKeys = [new() { ApiKey = 10001, MaxVersion = 9 }] };
            ReadOnlySpan<byte> answered = new KafkaServerProtocol().Answer(received, listed);
            Assert.That(proxy.TryReceiveResponse(ref answered, out var response));
            asking.Receive(Wires.Written(to => proxy.Forward(response!, to)));
            return [.. pending.GetAwaiter().GetResult().ApiKeys.Select(range => ((int)range.ApiKey, (int)range.MaxVersion))];
        }
    }

    [Test]
    public void A_proxy_without_the_API_passes_its_frames_and_does_not_decode_them()
    {
        var proxy = new KafkaProxyProtocol();
        _ = client.Send(PlaceOrder.api, Order, output);
        var bytes = output.WrittenSpan;
        Assert.That(proxy.TryReceiveRequest(ref bytes, out var request));
        Assert.That(request!.Peek.IsKnown, Is.False);
        Assert.That(request.Decode, Throws.TypeOf<WireException>());
        Assert.That(Wires.Written(to => proxy.Forward(request, to)), Is.EqualTo(output.WrittenSpan.ToArray()));
    }

    [Test]
    public async Task SimpleClient_sends_the_API_if_the_broker_lists_it()
    {
        await using var broker = new FakeBroker((_, _) => new(PlaceOrder.api.ResponseOf(Placed)))
        {
            Apis = Apis,
            Serves = new() { ApiKeys = [FakeBroker.Range(PlaceOrder.api.Key, 0, 1)] },
        };
        await using var simple = await SimpleClient.ConnectAsync(broker.Host, broker.Port, new() { Apis = Apis });

        Assert.That(await simple.SendAsync(PlaceOrder.api, Order), Is.EqualTo(Placed));
        var json = await simple.SendAsync("PlaceOrder", new JsonObject { ["item"] = "two coffees" });
        Assert.That(json.GetProperty("orderId").GetInt64(), Is.EqualTo(7));
    }
}
