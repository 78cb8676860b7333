using System.Buffers;

namespace KafkaWire.CSharpFacade.Tests;

/// <summary>Both sides of a connection in memory.</summary>
internal static class Wires
{
    /// <summary>The requests in the bytes.</summary>
    public static List<RequestFrame> ReceiveAll(this KafkaServerProtocol server, ReadOnlySpan<byte> bytes)
    {
        var requests = new List<RequestFrame>();

        while (server.TryReceive(ref bytes, out var request))
            requests.Add(request);

        return requests;
    }

    /// <summary>The bytes that a protocol writes.</summary>
    public static byte[] Written(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The response's frame, with its size.</summary>
    public static byte[] Answer(this KafkaServerProtocol server, RequestFrame request, IKafkaResponse response) =>
        Written(output => server.Respond(request, response, output));

    /// <summary>Bytes as a sequence with a boundary at every given position, and empty segments between.</summary>
    public static ReadOnlySequence<byte> Split(byte[] bytes, params int[] positions)
    {
        var first = new Segment(ReadOnlyMemory<byte>.Empty, null);
        var last = first;
        var start = 0;

        foreach (var position in positions.Append(bytes.Length))
        {
            last = new Segment(bytes.AsMemory(start..position), last);
            last = new Segment(ReadOnlyMemory<byte>.Empty, last);
            start = position;
        }

        return new ReadOnlySequence<byte>(first, 0, last, 0);
    }

    /// <summary>Captured request or response frames of an API, each with its size and its version.</summary>
    public static IEnumerable<(short Version, byte[] Frame)> Captured(string kind, ApiKey key) =>
        from frame in TestData.Objects("captures/frames.jsonl.gz")
        where frame.GetProperty("kind").GetString() == kind && frame.GetProperty("apiKey").GetInt16() == (short)key
        let body = Convert.FromHexString(frame.GetProperty("hex").GetString()!)
        select (frame.GetProperty("version").GetInt16(), Written(output => Frame.WriteRaw(body, output)));

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? previous)
        {
            Memory = memory;

            if (previous is null)
                return;

            previous.Next = this;
            RunningIndex = previous.RunningIndex + previous.Memory.Length;
        }
    }
}
