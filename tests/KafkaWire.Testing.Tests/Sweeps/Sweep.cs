using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using NUnit.Framework;

namespace KafkaWire.Testing.Tests.Sweeps;

/// <summary>
/// A sweep sends a table of variants to the loopback broker and to a real Kafka, and compares the complete answers.
/// Derived fixtures provide the table, <see cref="Variants"/>, and the state that all variants share, <see cref="PrepareAsync"/>.
/// </summary>
/// <param name="area">The first part of the names of all variants, such as "Fetch". <see cref="KnownDifferences"/> refer to it.</param>
/// <param name="release">The release of Kafka: 4.4.0, or 3.9.2 for the versions that Kafka 4 has dropped.</param>
public abstract class Sweep(string area, string release = "4.4.0")
{
    // The number of variants that run at a time on each broker.
    private const int AtATime = 6;

    // A sweep with at most this many differing variants runs again.
    private const int MostAgain = 5;

    private string run = NewRun();

    private static string NewRun() => Guid.NewGuid().ToString("n")[..12];

    /// <summary>Adds the variants. They must be independent: they run in any order, several at a time.</summary>
    private protected abstract void Variants(VariantTable table);

    /// <summary>Prepares the state that all variants share. Runs once on each broker, before the first variant.</summary>
    private protected virtual Task PrepareAsync(Talk talk) => Task.CompletedTask;

    /// <summary>Changes an answer, in Kafka's JSON form, before it is normalised: replaces values that only this API returns by
    /// names.</summary>
    private protected virtual void AdjustRaw(JsonNode answer, Talk talk) { }

    /// <summary>Changes an answer, in Kafka's JSON form, after it is normalised: removes or sorts what only this API returns.</summary>
    private protected virtual void Adjust(JsonNode answer, Talk talk) { }

    [Test]
    public async Task The_loopback_broker_answers_like_Kafka()
    {
        var kafka = RealKafka.Get(release);
        await using var loopback = await TestBroker.StartAsync();

        var table = new VariantTable(area);
        Variants(table);

        var start = Stopwatch.GetTimestamp();
        var known = KnownDifferences.All.Where(difference => difference.Area == area).ToArray();
        var unused = known.ToHashSet();
        var differing = await CompareAsync(loopback.Port, kafka.Port, table, known, unused);

        // Kafka deletes empty groups in the background, so a few variants may see that. Only those that differ again are reported.
        if (differing.Count is > 0 and <= MostAgain)
        {
            run = NewRun();
            var again = await CompareAsync(loopback.Port, kafka.Port, table, known, unused);
            differing = again.Where(variant => differing.ContainsKey(variant.Key)).ToDictionary();
        }

        var report = new StringBuilder().AppendJoin("", differing.Values);

        foreach (var difference in unused)
            report.AppendLine(
                $"No variant shows the known difference ({difference.Variants}, {difference.Paths}) any more. Remove it from "
                    + "KnownDifferences and from its page."
            );

        if (report.Length > 0)
            Assert.Fail($"{differing.Count} of {table.All.Count} variants differ.\n{report}");
        await TestContext.Out.WriteLineAsync($"{area}: {table.All.Count} variants in {Stopwatch.GetElapsedTime(start).TotalSeconds:f1} s.");
    }

    /// <summary>Asks both brokers all variants.</summary>
    /// <param name="unused">Loses the known differences that a variant shows.</param>
    /// <returns>For each variant that differs in an unknown way, by name, what differs.</returns>
    private async Task<Dictionary<string, string>> CompareAsync(
        int loopback,
        int kafka,
        VariantTable table,
        KnownDifference[] known,
        HashSet<KnownDifference> unused
    )
    {
        var sides = new[] { new SweepBroker(loopback, isReal: false, run), new SweepBroker(kafka, isReal: true, run) };
        var transcripts = await Task.WhenAll(sides.Select(side => RunAsync(side, table.All)));
        await CleanAsync(kafka);
        var differing = new Dictionary<string, string>();

        foreach (var (variant, index) in table.All.Select((variant, index) => (variant, index)))
        {
            var (ours, theirs) = (transcripts[0][index], transcripts[1][index]);
            var unexpected = new List<string>();

            foreach (var (path, our, their) in Transcript.Compare(ours, theirs))
            {
                var covering = known
                    .Where(difference => difference.Covers(variant.Name, path, isMissing: our == Transcript.Nothing))
                    .ToArray();
                unused.ExceptWith(covering);
                if (covering.Length == 0)
                    unexpected.Add($"    {path}: loopback {our}, Kafka {their}");
            }

            if (unexpected.Count > 0)
                differing[variant.Name] =
                    $"{variant.Name}\n{string.Join('\n', unexpected)}\n  loopback:\n{ours.Text}  Kafka:\n{theirs.Text}";
        }

        return differing;
    }

    /// <summary>Deletes the topics of the sweep, which would otherwise take up memory of the real Kafka until the end of the run.</summary>
    private async Task CleanAsync(int port)
    {
        using var client = await RawClient.ConnectAsync(port);
        var all = await client.SendAsync(new MetadataRequest { Topics = null }, 9);
        string[] own = [.. all.Topics.Select(topic => topic.Name!).Where(name => name.StartsWith(run, StringComparison.Ordinal))];
        await client.SendAsync(new DeleteTopicsRequest { TimeoutMs = 30_000, TopicNames = own }, 5);
    }

    private async Task<Transcript[]> RunAsync(SweepBroker broker, IReadOnlyList<Variant> variants)
    {
        using (var preparing = new Talk(broker, "prepare", -1, AdjustRaw, Adjust))
            await PrepareAsync(preparing);

        var transcripts = new Transcript[variants.Count];

        await Parallel.ForAsync(
            0,
            variants.Count,
            new ParallelOptions { MaxDegreeOfParallelism = AtATime },
            async (i, _) =>
            {
                using var talk = new Talk(broker, variants[i].Name, i, AdjustRaw, Adjust);
                transcripts[i] = await talk.RunAsync(variants[i].Ask);
            }
        );

        return transcripts;
    }
}

/// <summary>One of the two brokers of a sweep.</summary>
/// <param name="run">A text that is unique to the run and the same for both brokers. Names of topics, groups and so on begin with
/// it.</param>
internal sealed class SweepBroker(int port, bool isReal, string run)
{
    public int Port => port;

    /// <summary>Whether this is the real Kafka.</summary>
    public bool IsReal => isReal;

    public string Run => run;

    /// <summary>Names that replace values that differ between the brokers, such as a topic's id.</summary>
    public ConcurrentDictionary<string, string> Aliases { get; } = [];

    /// <summary>Values that <see cref="Sweep.PrepareAsync"/> stores for the variants, by name.</summary>
    public ConcurrentDictionary<string, object> State { get; } = [];
}

/// <summary>One case of a sweep.</summary>
/// <param name="Name">The name, unique in the sweep. It begins with the area.</param>
/// <param name="Ask">Sends the requests, the same to both brokers.</param>
internal sealed record Variant(string Name, Func<Talk, Task> Ask);

/// <summary>The variants of a sweep.</summary>
internal sealed class VariantTable(string area)
{
    private readonly List<Variant> all = [];
    private readonly HashSet<string> names = [];

    public IReadOnlyList<Variant> All => all;

    /// <summary>Adds a variant that can send several requests.</summary>
    public void Add(string name, Func<Talk, Task> ask)
    {
        var full = $"{area} {name}";
        if (!names.Add(full))
            throw new ArgumentException($"There are two variants {full}.");
        all.Add(new(full, ask));
    }

    /// <summary>Adds a variant that can send several requests, once for each version.</summary>
    public void Add(string name, IEnumerable<int> versions, Func<Talk, short, Task> ask)
    {
        foreach (var version in versions)
            Add($"v{version} {name}", talk => ask(talk, (short)version));
    }

    /// <summary>Adds a variant that sends one request, once for each version.</summary>
    public void Add(string name, IEnumerable<int> versions, Func<Talk, short, IKafkaRequest> request) =>
        Add(name, versions, (talk, version) => talk.AskAsync(request(talk, version), version));
}
