using System.Globalization;
using System.Text;

namespace KafkaWire;

/// <summary>The error code with which a broker answered.</summary>
public sealed class KafkaErrorException : Exception
{
    /// <summary>Creates the exception for an error code.</summary>
    /// <param name="code">The error code.</param>
    /// <param name="operation">The operation that failed, such as <c>Produce</c>.</param>
    /// <param name="topic">The topic that the error is about, or null.</param>
    /// <param name="partition">The partition of the topic that the error is about, or null.</param>
    /// <param name="brokerMessage">The broker's error message, or null.</param>
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

    /// <summary>The error code.</summary>
    public ErrorCode Code { get; }

    /// <summary>Kafka's name of the code, such as <c>NOT_LEADER_OR_FOLLOWER</c>.</summary>
    public string Name => Code.Name();

    /// <summary>Whether the same request can succeed when it is sent again.</summary>
    public bool IsRetriable => Code.IsRetriable();

    /// <summary>The meaning of the code.</summary>
    public string Description => Code.Description();

    /// <summary>The operation that failed, such as <c>Produce</c>.</summary>
    public string Operation { get; }

    /// <summary>The topic that the error is about, or null.</summary>
    public string? Topic { get; }

    /// <summary>The partition of the topic that the error is about, or null.</summary>
    public int? Partition { get; }

    /// <summary>The broker's error message, or null.</summary>
    public string? BrokerMessage { get; }

    /// <summary>Creates the exception for an error that the client found in the broker's answer.</summary>
    internal static KafkaErrorException Of(ErrorCode code, string operation, string finding) =>
        new(code, operation, null, null, null, finding);

    /// <example>Produce, orders-3: NOT_LEADER_OR_FOLLOWER (6). The broker is not the leader of the partition or, ... Ask for metadata
    /// again, then retry.</example>
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
            ErrorCode.UnsupportedVersion => "Send ApiVersions, and use a version that the broker serves.",
            ErrorCode.TopicAuthorizationFailed
            or ErrorCode.GroupAuthorizationFailed
            or ErrorCode.ClusterAuthorizationFailed
            or ErrorCode.TransactionalIdAuthorizationFailed
            or ErrorCode.DelegationTokenAuthorizationFailed => "Grant the ACL to the user.",
            ErrorCode.OffsetOutOfRange => "Ask ListOffsets for the first offset (timestamp -2) or the end (-1), and continue there.",
            ErrorCode.NotCoordinator => "Ask FindCoordinator again, then send the request to the coordinator.",
            ErrorCode.IllegalGeneration or ErrorCode.UnknownMemberId or ErrorCode.RebalanceInProgress or ErrorCode.FencedMemberEpoch =>
                "Join the group again.",
            ErrorCode.MemberIdRequired => "Join again with the member id of the answer.",
            ErrorCode.MessageTooLarge or ErrorCode.RecordListTooLarge => "Send smaller batches, or raise max.message.bytes of the topic.",
            ErrorCode.TopicAlreadyExists => "Use the existing topic, or another name.",
            _ when code.RefreshesMetadata() => "Ask for metadata again, then retry.",
            _ when code.IsRetriable() => "The same request may succeed if it is sent again.",
            _ => "Sending the same request again does not help.",
        };
}
