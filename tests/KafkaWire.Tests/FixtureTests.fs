/// The tests' own means: what they start and what they read.
module KafkaWire.Tests.FixtureTests

open System
open System.Net.Security
open System.Net.Sockets
open System.Security.Authentication
open System.Security.Cryptography.X509Certificates
open NUnit.Framework
open KafkaWire.TestSupport

[<TestCase "4.4.0">]
[<TestCase "3.9.2">]
let ``a real Kafka answers ApiVersions v0`` (release: string) =
    task {
        let kafka = RealKafka.Get release
        use client = new TcpClient()
        do! client.ConnectAsync(kafka.Host, kafka.Port)
        let stream = client.GetStream()
        // size 10, ApiVersions (18), version 0, correlation id 7, no client id
        do! stream.WriteAsync(ReadOnlyMemory(Convert.FromHexString "0000000a0012000000000007ffff"))
        let answer = Array.zeroCreate<byte> 10
        do! stream.ReadExactlyAsync(Memory answer)
        Assert.That(Convert.ToHexString answer[4..], Is.EqualTo "000000070000") // correlation id 7, no error
    }

[<Test>]
let ``a real Kafka's certificate is the one in CaPath`` () =
    task {
        let kafka = RealKafka.Get "4.4.0"
        use trusted = X509CertificateLoader.LoadCertificateFromFile kafka.CaPath
        use client = new TcpClient()
        do! client.ConnectAsync(kafka.Host, kafka.SslPort)
        let isTrusted _ certificate _ _ = trusted.Equals certificate
        use stream = new SslStream(client.GetStream(), false, isTrusted)
        do! stream.AuthenticateAsClientAsync "localhost"
        Assert.That(stream.SslProtocol, Is.GreaterThanOrEqualTo SslProtocols.Tls12)
    }

[<TestCase "4.4.0">]
[<TestCase "3.9.2">]
let ``Kafka's own client is content with a real Kafka`` (release: string) =
    task {
        let kafka = RealKafka.Get release
        let! answer = JavaProgram.RunAsync("ProduceAndConsume.java", "4.4.0", kafka.Bootstrap, "produce-and-consume", "100")
        Assert.That(answer, Is.EqualTo "OK 100\n")
    }

[<Test>]
let ``kcat consumes what it produced`` () =
    task {
        let kafka = RealKafka.Get "4.4.0"
        let! _ = Kcat.RunWithInputAsync("one\ntwo\n", "-P", "-b", kafka.Bootstrap, "-t", "kcat")
        let! consumed = Kcat.RunAsync("-C", "-q", "-e", "-o", "beginning", "-b", kafka.Bootstrap, "-t", "kcat")
        Assert.That(consumed, Is.EqualTo "one\ntwo\n")
    }

[<Test>]
let ``kcat logs in with SASL`` () =
    task {
        let kafka = RealKafka.Get "4.4.0"

        let login = [| "-Xsasl.mechanism=PLAIN"; $"-Xsasl.username={RealKafka.User}"; $"-Xsasl.password={RealKafka.Password}" |]
        let! metadata = Kcat.RunAsync [| "-L"; "-b"; kafka.SaslBootstrap; "-Xsecurity.protocol=SASL_PLAINTEXT"; yield! login |]
        Assert.That(metadata, Does.Contain $"broker 1 at {kafka.SaslBootstrap}")
    }

[<Test>]
let ``the oracle writes the bytes that it read`` () =
    task {
        use oracle = JavaProgram.Start("MessageOracle.java", "4.4.0")

        let vectors =
            [| for vector in TestData.Objects "vectors/messages.jsonl.gz" do
                   let text (name: string) = vector.GetProperty(name).ToString()

                   if text "message" = "FetchResponse" && vector.GetProperty("version").GetInt32() >= 4 then
                       text "message", text "version", text "hex" |]

        let! answers = oracle.AskAsync [| for message, version, hex in vectors -> $"body {message} {version} {hex}" |]
        let expected = [| for _, _, hex in vectors -> $"written {hex.Length / 2} {hex}" |]
        Assert.That(answers, Is.EqualTo<string> expected)
    }

[<Test>]
let ``the oracle tells what Kafka refuses`` () =
    task {
        use oracle = JavaProgram.Start("MessageOracle.java", "4.4.0")
        let! answer = oracle.AskAsync "body HeartbeatRequest 0 00"
        Assert.That(answer, Does.StartWith "refused BufferUnderflowException")
    }

[<Test>]
let ``every file of vectors holds objects`` () =
    for name in [ "messages"; "messages-damaged"; "records"; "records-damaged" ] do
        let objects = TestData.Objects $"vectors/{name}.jsonl.gz" |> Seq.length
        Assert.That(objects, Is.GreaterThan 100, name)
