using NUnit.Framework;

namespace KafkaWire.CSharpFacade.Tests;

public class KafkaErrorExceptionTests
{
    [Test]
    public void The_message_says_what_is_wrong_where_and_what_to_do()
    {
        var error = new KafkaErrorException(ErrorCode.NotLeaderOrFollower, "Produce", "orders", 3);

        Assert.Multiple(() =>
        {
            Assert.That(
                error.Message,
                Is.EqualTo(
                    "Produce, orders-3: NOT_LEADER_OR_FOLLOWER (6). "
                        + ErrorCode.NotLeaderOrFollower.Description()
                        + " Ask for metadata again, then retry."
                )
            );
            Assert.That(
                (error.Code, error.Name, error.IsRetriable),
                Is.EqualTo((ErrorCode.NotLeaderOrFollower, "NOT_LEADER_OR_FOLLOWER", true))
            );
            Assert.That((error.Operation, error.Topic, error.Partition), Is.EqualTo(("Produce", "orders", 3)));
        });
    }

    [Test]
    public void The_message_quotes_the_broker()
    {
        var error = new KafkaErrorException(
            ErrorCode.SaslAuthenticationFailed,
            "SaslAuthenticate",
            brokerMessage: "Invalid username or password."
        );

        Assert.That(error.Message, Does.Contain("The broker says: Invalid username or password. Check the user"));
    }

    [TestCase(ErrorCode.OffsetOutOfRange, "Ask ListOffsets")]
    [TestCase(ErrorCode.NotCoordinator, "Ask FindCoordinator again")]
    [TestCase(ErrorCode.UnknownMemberId, "Join the group again.")]
    [TestCase(ErrorCode.MemberIdRequired, "Join again with the member id")]
    [TestCase(ErrorCode.MessageTooLarge, "Send smaller batches")]
    [TestCase(ErrorCode.TopicAlreadyExists, "Use the existing topic")]
    public void The_advice_depends_on_the_code(ErrorCode code, string advice) =>
        Assert.That(new KafkaErrorException(code, "Call").Message, Does.Contain(code.Description() + " " + advice));

    [Test]
    public void An_unknown_code_is_shown_as_a_number() =>
        Assert.That(new KafkaErrorException((ErrorCode)999, "Fetch").Message, Does.StartWith("Fetch: UNKNOWN(999) (999). "));
}
