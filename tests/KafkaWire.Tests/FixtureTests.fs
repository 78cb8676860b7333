/// Tests of the test fixtures: the programs that they start and the files that they read.
module KafkaWire.Tests.FixtureTests

open System
open System.Net.Security
open System.Net.Sockets
open System.Security.Authentication
open System.Security.Cryptography.X509Certificates
open Expecto
open KafkaWire.TestSupport

[<Tests>]
let tests =
    testList "FixtureTests" [
        testList "a real Kafka answers ApiVersions v0" [
            for release in [ "4.4.0"; "3.9.2" ] do
                testCaseTask release (fun () ->
                    task {
                        let kafka = RealKafka.Get release
                        use client = new TcpClient()
                        do! client.ConnectAsync(kafka.Host, kafka.Port)
                        let stream = client.GetStream()
                        // size 10, ApiVersions (18), version 0, correlation id 7, no client id
                        do! stream.WriteAsync(ReadOnlyMemory(Convert.FromHexString "0000000a0012000000000007ffff"))
                        let answer = Array.zeroCreate<byte> 10
                        do! stream.ReadExactlyAsync(Memory answer)
                        Expect.equal (Convert.ToHexString answer[4..]) "000000070000" "answer" // correlation id 7, no error
                    })
        ]

        testCaseTask "a real Kafka presents the certificate in CaPath" (fun () ->
            task {
                let kafka = RealKafka.Get "4.4.0"
                use trusted = X509CertificateLoader.LoadCertificateFromFile kafka.CaPath
                use client = new TcpClient()
                do! client.ConnectAsync(kafka.Host, kafka.SslPort)
                let isTrusted _ certificate _ _ = trusted.Equals certificate
                use stream = new SslStream(client.GetStream(), false, isTrusted)
                do! stream.AuthenticateAsClientAsync "localhost"
                Expect.isGreaterThanOrEqual stream.SslProtocol SslProtocols.Tls12 "SslProtocol"
            })

        testList "Kafka's own client works with a real Kafka" [
            for release in [ "4.4.0"; "3.9.2" ] do
                testCaseTask release (fun () ->
                    task {
                        let kafka = RealKafka.Get release
                        let! answer = JavaProgram.RunAsync("ProduceAndConsume.java", "4.4.0", kafka.Bootstrap, "produce-and-consume", "100")
                        Expect.equal answer "OK 100\n" "answer"
                    })
        ]

        testCaseTask "kcat consumes what it produced" (fun () ->
            task {
                let kafka = RealKafka.Get "4.4.0"
                let! _ = Kcat.RunWithInputAsync("one\ntwo\n", "-P", "-b", kafka.Bootstrap, "-t", "kcat")
                let! consumed = Kcat.RunAsync("-C", "-q", "-e", "-o", "beginning", "-b", kafka.Bootstrap, "-t", "kcat")
                Expect.equal consumed "one\ntwo\n" "consumed"
            })

        testCaseTask "kcat logs in with SASL" (fun () ->
            task {
                let kafka = RealKafka.Get "4.4.0"

                let login = [| "-Xsasl.mechanism=PLAIN"; $"-Xsasl.username={RealKafka.User}"; $"-Xsasl.password={RealKafka.Password}" |]
                let! metadata = Kcat.RunAsync [| "-L"; "-b"; kafka.SaslBootstrap; "-Xsecurity.protocol=SASL_PLAINTEXT"; yield! login |]
                Expect.stringContains metadata $"broker 1 at {kafka.SaslBootstrap}" "metadata"
            })

        testCaseTask "the oracle writes back the bytes that it reads" (fun () ->
            task {
                use oracle = JavaProgram.Start("MessageOracle.java", "4.4.0")

                let vectors = [|
                    for vector in TestData.Objects "vectors/messages.jsonl.gz" do
                        let text (name: string) = vector.GetProperty(name).ToString()

                        if text "message" = "FetchResponse" && vector.GetProperty("version").GetInt32() >= 4 then
                            text "message", text "version", text "hex"
                |]

                let! answers = oracle.AskAsync [| for message, version, hex in vectors -> $"body {message} {version} {hex}" |]
                let expected = [| for _, _, hex in vectors -> $"written {hex.Length / 2} {hex}" |]
                Expect.equal answers expected "answers"
            })

        testCaseTask "the oracle reports what Kafka rejects" (fun () ->
            task {
                use oracle = JavaProgram.Start("MessageOracle.java", "4.4.0")
                let! answer = oracle.AskAsync "body HeartbeatRequest 0 00"
                Expect.stringStarts answer "refused BufferUnderflowException" "answer"
            })

        testCase "every vector file contains JSON objects" (fun () ->
            for name in [ "messages"; "messages-damaged"; "records"; "records-damaged" ] do
                let objects = TestData.Objects $"vectors/{name}.jsonl.gz" |> Seq.length
                Expect.isGreaterThan objects 100 name)
    ]
