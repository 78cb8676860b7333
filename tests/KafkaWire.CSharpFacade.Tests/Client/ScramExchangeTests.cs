using System.Security.Authentication;
using System.Security.Cryptography;
using NUnit.Framework;

namespace KafkaWire.CSharpFacade.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public class ScramExchangeTests
{
    // RFC 7677, section 3.
    private const string Nonce = "rOprNGfwEbeRWgbNEkqO";
    private const string ServerFirst = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    private const string ClientFinal =
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    private const string ServerFinal = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

    private readonly ScramExchange exchange = new(HashAlgorithmName.SHA256, "user", "pencil", Nonce);

    private Bytes? Next(string challenge) => exchange.Next(Bytes.OfString(challenge));

    [Test]
    public void The_exchange_matches_the_example_of_RFC_7677()
    {
        Assert.That(exchange.Start().ToUtf8String(), Is.EqualTo("n,,n=user,r=rOprNGfwEbeRWgbNEkqO"));
        Assert.That(Next(ServerFirst)?.ToUtf8String(), Is.EqualTo(ClientFinal));
        Assert.That(Next(ServerFinal), Is.Null);
    }

    [Test]
    public void Commas_and_equals_signs_in_a_name_are_escaped() =>
        Assert.That(new ScramExchange(HashAlgorithmName.SHA512, "a=b,c", "", "x").Start().ToUtf8String(), Is.EqualTo("n,,n=a=3Db=2Cc,r=x"));

    [TestCase("v=AAAATRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", "does not prove")]
    [TestCase("e=invalid-proof", "invalid-proof")]
    [TestCase("v=***", "base64")]
    [TestCase("x=1", "lacks the attribute v")]
    public void An_invalid_final_message_is_rejected(string serverFinal, string expected)
    {
        exchange.Start();
        Next(ServerFirst);
        Assert.That(() => Next(serverFinal), Throws.TypeOf<AuthenticationException>().With.Message.Contains(expected));
    }

    [TestCase("r=another,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", "nonce")]
    [TestCase("r=rOprNGfwEbeRWgbNEkqO,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", "nonce")]
    [TestCase("r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4095", "4095 iterations")]
    [TestCase("r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=2000000000", "2000000000 iterations")]
    [TestCase("r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=-1", "-1 iterations")]
    [TestCase("m=new,r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", "extension")]
    [TestCase("s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", "lacks the attribute r")]
    [TestCase("r=1,r=2", "not a SCRAM message")]
    [TestCase("", "not a SCRAM message")]
    public void An_invalid_challenge_is_rejected(string serverFirst, string expected)
    {
        exchange.Start();
        Assert.That(() => Next(serverFirst), Throws.TypeOf<AuthenticationException>().With.Message.Contains(expected));
    }

    [Test]
    public void ToString_of_the_options_shows_no_password() =>
        Assert.That(SaslOptions.ScramSha512("alice", "sesame").ToString(), Is.EqualTo("SCRAM-SHA-512"));
}
