namespace KafkaWire.CSharpFacade.Tests.Loopback.Sweeps;

public class ListOffsetsSweep() : Sweep("ListOffsets")
{
    private protected override async Task PrepareAsync(Talk talk) => await talk.CreateTopicAsync(talk.SharedName("empty"));

    private protected override void Variants(VariantTable table)
    {
        for (var time = -8L; time <= 1; time++)
        {
            var asked = time;
            table.Add($"empty, time {time}", Enumerable.Range(1, 11), (talk, _) => Requests.ListOffsets(talk.SharedName("empty"), asked));
        }
    }
}
