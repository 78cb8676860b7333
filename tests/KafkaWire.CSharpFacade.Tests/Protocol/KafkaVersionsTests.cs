using NUnit.Framework;

namespace KafkaWire.CSharpFacade.Tests;

public class KafkaVersionsTests
{
    private static readonly MetadataRequest ById = new() { Topics = [new() { Name = null, TopicId = new Uuid(0, 1) }] };

    [Test]
    public void The_lowest_version_of_a_request_names_the_field_that_forces_it()
    {
        var floor = ById.LowestVersion();

        Assert.Multiple(() =>
        {
            Assert.That(floor?.Version, Is.EqualTo(10));
            Assert.That(floor?.ForcedBy?.Path, Is.EqualTo("Topics[0].Name"));
            Assert.That(floor?.ForcedBy?.Value, Is.Null);
            Assert.That(floor?.ForcedBy?.Versions, Is.EqualTo(new VersionRange(10, short.MaxValue)));
            Assert.That(new MetadataRequest().LowestVersion()?.ForcedBy, Is.Null);
        });
    }

    [Test]
    public void A_response_has_a_lowest_version_and_a_lowest_lossless_version()
    {
        var response = new MetadataResponse { ClusterId = "c" };

        Assert.Multiple(() =>
        {
            Assert.That(response.LowestVersion()?.Version, Is.Zero);
            Assert.That(response.LowestLosslessVersion()?.ToString(), Is.EqualTo("v2, for ClusterId = \"c\" (2+)"));
        });
    }

    [Test]
    public void LossesIn_lists_the_fields_that_a_version_cannot_carry()
    {
        var losses = ById.LossesIn(9);

        Assert.Multiple(() =>
        {
            Assert.That(losses.Select(loss => loss.Path), Is.EqualTo(new[] { "Topics[0].TopicId", "Topics[0].Name" }));
            Assert.That(losses.Select(loss => loss.IsSilent), Is.EqualTo(new[] { true, false }));
            Assert.That(ById.LossesIn(12), Is.Empty);
            Assert.That(() => ById.LossesIn(99), Throws.TypeOf<WireException>());
        });
    }

    [Test]
    public void A_projection_can_be_changed_as_an_init_record()
    {
        Projected<Metadata.Request> projected = Projection.Project(Metadata.api.Request, 9, ById.ToMessage());
        var request = MetadataRequest.From(projected.Message) with { AllowAutoTopicCreation = false };
        Assert.That(request.LossesIn(9), Is.Empty);
    }

    [Test]
    public void Choose_picks_the_highest_version_that_can_carry_the_request()
    {
        Assert.Multiple(() =>
        {
            Assert.That(PeerVersions.Newest.Choose(new FindCoordinatorRequest { Key = "orders" }), Is.EqualTo(3));
            Assert.That(PeerVersions.Newest.Choose(new FindCoordinatorRequest { CoordinatorKeys = ["orders"] }), Is.GreaterThan(3));
        });
    }

    [Test]
    public void Releases_are_found_by_name_by_versions_and_by_a_peer_s_versions()
    {
        var release = Releases.Find("3.9.1");
        var protocol = new KafkaProtocol { Versions = release!.VersionsOf(ServerRole.Broker) };
        ReleaseFit fit = Releases.Fit(protocol.Versions).Single();

        Assert.Multiple(() =>
        {
            Assert.That(release.Name, Is.EqualTo("3.9"));
            Assert.That(fit.IsExact && fit.Release == release && fit.Role == ServerRole.Broker);
            Assert.That(release.FindApi(ApiKey.Metadata)?.Versions, Is.EqualTo(new VersionRange(0, 12)));
            Assert.That(Releases.Lowest([(ApiKey.Fetch, 12), (ApiKey.Metadata, 12)])?.Name, Is.EqualTo("3.1"));
            Assert.That(Releases.Serving([(ApiKey.ControlledShutdown, 3)]).Select(r => r.Name), Has.None.EqualTo("4.0"));
            Assert.That(Releases.Find("9.9"), Is.Null);
            Assert.That(Releases.All, Has.Count.EqualTo(31));
        });
    }
}
