using System.Buffers;
using NUnit.Framework;

namespace KafkaWire.CSharpFacade.Tests;

public class NegotiationTests
{
    private static readonly ApiVersionsResponse Served = new()
    {
        ApiKeys =
        [
            new()
            {
                ApiKey = (short)ApiKey.Metadata,
                MinVersion = 1,
                MaxVersion = 7,
            },
            new()
            {
                ApiKey = (short)ApiKey.ApiVersions,
                MinVersion = 0,
                MaxVersion = 2,
            },
        ],
    };

    /// <summary>Negotiates with a broker and returns the versions in which it was asked.</summary>
    private static async Task<List<short>> NegotiateAsync(KafkaProtocol client, Func<RequestFrame, byte[]> broker)
    {
        var asked = new List<short>();
        var server = new KafkaServerProtocol();

        await client.NegotiateAsync(
            async (request, version) =>
            {
                var output = new ArrayBufferWriter<byte>();
                var pending = client.Send(request, output, version);
                var received = server.ReceiveAll(output.WrittenSpan).Single();
                asked.Add(received.Version);
                client.Receive(broker(received));
                return await pending;
            }
        );

        return asked;
    }

    private static byte[] InVersion0(RequestFrame request, ApiVersionsResponse response) =>
        Wires.Written(output => Frame.WriteResponse(ApiVersions.api, 0, request.CorrelationId, response.ToMessage(), output));

    [Test]
    public async Task A_broker_that_knows_the_version_is_asked_once()
    {
        var client = new KafkaProtocol();
        var all = new ApiVersionsResponse { ApiKeys = [.. Catalogue.Apis.Select(Range)] };
        var asked = await NegotiateAsync(client, request => new KafkaServerProtocol().Answer(request, all));

        Assert.Multiple(() =>
        {
            Assert.That(asked, Is.EqualTo(new[] { ApiVersions.api.LatestStable }));
            Assert.That(client.Versions.Choose(Metadata.api), Is.EqualTo(Metadata.api.LatestStable));
        });

        static ApiVersionsResponse.ApiVersion Range(Api api) =>
            new()
            {
                ApiKey = (short)api.Key,
                MinVersion = api.Versions.First,
                MaxVersion = api.LatestStable,
            };
    }

    [Test]
    public async Task A_refusal_that_lists_versions_is_retried_in_the_highest()
    {
        var client = new KafkaProtocol();
        var asked = await NegotiateAsync(client, request => new KafkaServerProtocol().Answer(request, Served));

        Assert.Multiple(() =>
        {
            Assert.That(asked, Is.EqualTo(new short[] { ApiVersions.api.LatestStable, 2 }));
            Assert.That(client.Versions.Choose(Metadata.api), Is.EqualTo(7));
            Assert.That(() => client.Versions.Choose(Produce.api), Throws.TypeOf<WireException>());
        });
    }

    [Test]
    public async Task A_refusal_that_lists_no_versions_is_retried_in_version_0()
    {
        var client = new KafkaProtocol();
        var none = new ApiVersionsResponse { ErrorCode = ErrorCode.UnsupportedVersion };
        var asked = await NegotiateAsync(client, request => InVersion0(request, request.Version > 0 ? none : Served));

        Assert.Multiple(() =>
        {
            Assert.That(asked, Is.EqualTo(new short[] { ApiVersions.api.LatestStable, 0 }));
            Assert.That(client.Versions.Choose(Metadata.api), Is.EqualTo(7));
        });
    }

    [Test]
    public async Task A_refusal_with_trailing_bytes_as_from_Azure_Event_Hubs_is_retried_in_version_0()
    {
        var client = new KafkaProtocol();

        var asked = await NegotiateAsync(
            client,
            request =>
                request.Version > 0
                    ? Wires.Written(output =>
                        Frame.WriteRaw(Bytes.OfHex($"{request.CorrelationId:x8}" + "0023" + "00000000" + "00000000"), output)
                    )
                    : InVersion0(request, Served)
        );

        Assert.That(asked, Is.EqualTo(new short[] { ApiVersions.api.LatestStable, 0 }));
        Assert.That(client.Versions.Choose(Metadata.api), Is.EqualTo(7));
    }

    [Test]
    public void Repeated_refusals_do_not_loop_forever()
    {
        var asked = new List<short>();
        var liar = new ApiVersionsResponse
        {
            ErrorCode = ErrorCode.UnsupportedVersion,
            ApiKeys = [new() { ApiKey = (short)ApiKey.ApiVersions, MaxVersion = short.MaxValue }],
        };

        Assert.That(
            () =>
                NegotiateAsync(
                    new KafkaProtocol(),
                    request =>
                    {
                        asked.Add(request.Version);
                        return InVersion0(request, liar);
                    }
                ),
            Throws.TypeOf<KafkaErrorException>().With.Property(nameof(KafkaErrorException.Code)).EqualTo(ErrorCode.UnsupportedVersion)
        );
        Assert.That(asked, Is.EqualTo(Enumerable.Range(0, ApiVersions.api.LatestStable + 1).Reverse()));
    }

    [Test]
    public void Any_other_error_is_thrown() =>
        Assert.That(
            () =>
                NegotiateAsync(
                    new KafkaProtocol(),
                    request =>
                        new KafkaServerProtocol().Answer(
                            request,
                            Served with
                            {
                                ErrorCode = ErrorCode.ClusterAuthorizationFailed,
                                ApiKeys = [new() { ApiKey = (short)ApiKey.ApiVersions, MaxVersion = request.Version }],
                            }
                        )
                ),
            Throws.TypeOf<KafkaErrorException>().With.Message.Contains("CLUSTER_AUTHORIZATION_FAILED")
        );
}
