using System.Globalization;
using System.Text;

namespace KafkaWire;

/// <summary>A broker answered with an error code.</summary>
public sealed class KafkaErrorException : Exception
{
    /// <summary>The exception for an error code.</summary>
    /// <param name="code">What the broker answered.</param>
    /// <param name="operation">What it was asked for, such as <c>Produce</c>.</param>
    /// <param name="topic">The topic that the error is about; null for none.</param>
    /// <param name="partition">The partition of the topic that the error is about; null for none.</param>
    /// <param name="brokerMessage">What the broker says about it in its own words; null for nothing.</param>
    public KafkaErrorException(ErrorCode code, string operation, string? topic = null, int? partition = null, string? brokerMessage = null)
        : this(code, operation, topic, partition, brokerMessage, finding: null) { }

    private KafkaErrorException(ErrorCode code, string operation, string? topic, int? partition, string? brokerMessage, string? finding)
        : base(Describe(code, operation, topic, partition, brokerMessage, finding))
    {
        Code = code;
        Operation = operation;
        Topic = topic;
        Partition = partition;
        BrokerMessage = brokerMessage;
    }

    /// <summary>What the broker answered.</summary>
    public ErrorCode Code { get; }

    /// <summary>Kafka's name of the code, such as <c>NOT_LEADER_OR_FOLLOWER</c>.</summary>
    public string Name => Code.Name();

    /// <summary>Whether the same request can succeed when it is sent again.</summary>
    public bool IsRetriable => Code.IsRetriable();

    /// <summary>What the code means, in a sentence.</summary>
    public string Description => Code.Description();

    /// <summary>What the broker was asked for, such as <c>Produce</c>.</summary>
    public string Operation { get; }

    /// <summary>The topic that the error is about; null for none.</summary>
    public string? Topic { get; }

    /// <summary>The partition of the topic that the error is about; null for none.</summary>
    public int? Partition { get; }

    /// <summary>What the broker says about it in its own words; null for nothing.</summary>
    public string? BrokerMessage { get; }

    /// <summary>The exception for what the client has found out for itself, from what the broker answered.</summary>
    internal static KafkaErrorException Of(ErrorCode code, string operation, string finding) =>
        new(code, operation, null, null, null, finding);

    /// <example>Produce, orders-3: NOT_LEADER_OR_FOLLOWER (6). The broker is not the leader of the partition, or ... Ask for metadata
    /// again, then send it to the leader.</example>
    private static string Describe(ErrorCode code, string operation, string? topic, int? partition, string? brokerMessage, string? finding)
    {
        var text = new StringBuilder(operation);

        if (topic is not null)
            text.Append(", ").Append(topic);

        if (partition is { } number)
            text.Append(CultureInfo.InvariantCulture, $"-{number}");

        text.Append(CultureInfo.InvariantCulture, $": {code.Name()} ({(short)code}). {code.Description()} ");

        if (!string.IsNullOrWhiteSpace(brokerMessage))
            text.Append(CultureInfo.InvariantCulture, $"The broker says: {brokerMessage.Trim().TrimEnd('.')}. ");

        if (finding is not null)
            text.Append(finding).Append(' ');

        return text.Append(NextStep(code)).ToString();
    }

    private static string NextStep(ErrorCode code) =>
        code switch
        {
            ErrorCode.UnsupportedSaslMechanism => "Use a mechanism that the broker offers.",
            ErrorCode.SaslAuthenticationFailed => "Check the user, the password and the mechanism.",
            ErrorCode.UnsupportedVersion => "Ask for ApiVersions, and use a version that the broker serves.",
            ErrorCode.TopicAuthorizationFailed
            or ErrorCode.GroupAuthorizationFailed
            or ErrorCode.ClusterAuthorizationFailed
            or ErrorCode.TransactionalIdAuthorizationFailed
            or ErrorCode.DelegationTokenAuthorizationFailed => "Have the ACL granted to the user.",
            ErrorCode.OffsetOutOfRange => "Ask ListOffsets for the first offset (timestamp -2) or the end (-1), and go on there.",
            ErrorCode.NotCoordinator => "Ask FindCoordinator again, then send it to the coordinator.",
            ErrorCode.IllegalGeneration or ErrorCode.UnknownMemberId or ErrorCode.RebalanceInProgress or ErrorCode.FencedMemberEpoch =>
                "Join the group again.",
            ErrorCode.MemberIdRequired => "Join again, with the member id of the answer.",
            ErrorCode.MessageTooLarge or ErrorCode.RecordListTooLarge => "Send smaller batches, or raise max.message.bytes of the topic.",
            ErrorCode.TopicAlreadyExists => "Use the topic, or another name.",
            _ when code.RefreshesMetadata() => "Ask for metadata again, then retry.",
            _ when code.IsRetriable() => "The same request can succeed when it is sent again.",
            _ => "Sending the same request again does not help.",
        };
}
