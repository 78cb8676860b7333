module KafkaWire.Tests.ErrorCodeTests

open System
open System.IO
open System.Text.Json
open NUnit.Framework
open KafkaWire
open KafkaWire.Messages
open KafkaWire.TestSupport
open KafkaWire.Tests.Law

let private known = lazy (JsonElement.Parse(File.ReadAllText(TestData.Path "errors.json")))

[<Test>]
let ``every code has the name, and the answers to whether to send again, that Kafka's has`` () =
    let findings = Findings()

    for expected in known.Value.EnumerateArray() do
        let code = LanguagePrimitives.EnumOfValue<int16, ErrorCode>(expected.GetProperty("code").GetInt16())
        let name = expected.GetProperty("name").GetString() |> nonNull
        let retriable = expected.GetProperty("retriable").GetBoolean()
        let refreshes = expected.GetProperty("refreshesMetadata").GetBoolean()

        if code.Name() <> name then findings.Add $"{int16 code}: ours {code.Name()}, Kafka's {name}"

        if code.IsRetriable() <> retriable then
            findings.Add $"{name} is retriable: ours {code.IsRetriable()}, Kafka's {retriable}"

        if code.RefreshesMetadata() <> refreshes then
            findings.Add $"{name} refreshes metadata: ours {code.RefreshesMetadata()}, Kafka's {refreshes}"

        if refreshes && not retriable then findings.Add $"{name} refreshes metadata, but is not retriable"

    findings.Tell()

[<Test>]
let ``All has every code once, and no other`` () =
    let expected = [ for e in known.Value.EnumerateArray() -> e.GetProperty("code").GetInt16() ]
    Assert.That([ for code in ErrorCodes.All -> int16 code ], Is.EqualTo(box expected))
    Assert.That([ for code in ErrorCodes.All -> int16 code ], Is.EquivalentTo [ for code in Enum.GetValues<ErrorCode>() -> int16 code ])

[<Test>]
let ``a code has a description of its own, one that is not known has one, too`` () =
    let descriptions = [ for code in ErrorCodes.All -> code.Description() ]
    Assert.That(descriptions, Is.Unique)
    Assert.That(descriptions, Has.All.EndsWith ".")
    Assert.That((LanguagePrimitives.EnumOfValue<int16, ErrorCode> 12345s).Description(), Is.Not.Empty)

[<Test>]
let ``the name of a code reads as the code, in any case, with and without underscores`` () =
    for code in ErrorCodes.All do
        for name in [ code.Name(); code.Name().ToLowerInvariant(); string code ] do
            Assert.That(ErrorCodes.TryParse name, Is.EqualTo(box (true, code)), name)

[<TestCase(-2s, "UNKNOWN(-2)")>]
[<TestCase(137s, "UNKNOWN(137)")>]
[<TestCase(-32768s, "UNKNOWN(-32768)")>]
[<TestCase(32767s, "UNKNOWN(32767)")>]
let ``a code that is not known has a name with its number, which reads as the code`` (number: int16, name: string) =
    let code = LanguagePrimitives.EnumOfValue<int16, ErrorCode> number
    Assert.That(code.Name(), Is.EqualTo name)
    Assert.That(ErrorCodes.TryParse name, Is.EqualTo(box (true, code)))
    Assert.That(code.IsKnown(), Is.False)
    Assert.That(code.IsRetriable(), Is.False)
    Assert.That(code.RefreshesMetadata(), Is.False)

[<Test>]
let ``a code that is not known survives decoding and encoding, and JSON`` () =
    for number in [ 137s; 12345s; -32768s; 32767s ] do
        let bytes = Bytes.OfHex("00000000" + number.ToString "x4" + "00")
        let response = Heartbeat.api.Response.Decode(bytes, 4s)
        Assert.That(int16 response.ErrorCode, Is.EqualTo number)
        Assert.That(Heartbeat.api.Response.Encode(response, 4s), Is.EqualTo<byte>(bytes.ToArray()))

        for form in [ JsonForm.Kafka; JsonForm.Friendly ] do
            let json = Json.toElementAs form Heartbeat.api.Response 4s response
            Assert.That(Json.read Heartbeat.api.Response 4s json, Is.EqualTo response)

[<Test>]
let ``the name in the enum is Kafka's, in other letters`` () =
    let findings = Findings()

    for expected in known.Value.EnumerateArray() do
        let code = LanguagePrimitives.EnumOfValue<int16, ErrorCode>(expected.GetProperty("code").GetInt16())
        let name = nonNull (expected.GetProperty("name").GetString())
        let pascal = String.Concat [ for word in name.Split '_' -> word.Substring(0, 1) + word.Substring(1).ToLowerInvariant() ]
        if string code <> pascal then findings.Add $"{int16 code}: ours {code}, Kafka's {pascal}"

    findings.Tell()

[<TestCase("")>]
[<TestCase(null)>]
[<TestCase("NO_SUCH_ERROR")>]
[<TestCase("UNKNOWN")>]
[<TestCase("UNKNOWN(")>]
[<TestCase("UNKNOWN()")>]
[<TestCase("UNKNOWN(99999)")>]
let ``any other text is no code`` (text: string | null) = Assert.That(ErrorCodes.TryParse text, Is.EqualTo(box (false, ErrorCode.None)))
