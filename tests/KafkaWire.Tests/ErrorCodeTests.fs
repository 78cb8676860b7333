module KafkaWire.Tests.ErrorCodeTests

open System
open System.IO
open System.Text.Json
open Expecto
open KafkaWire
open KafkaWire.Messages
open KafkaWire.TestSupport
open KafkaWire.Tests.Law

let private known = lazy (JsonElement.Parse(File.ReadAllText(TestData.Path "errors.json")))

let private noCodes: (string | null) list = [ ""; null; "NO_SUCH_ERROR"; "UNKNOWN"; "UNKNOWN("; "UNKNOWN()"; "UNKNOWN(99999)" ]

[<Tests>]
let tests =
    testList "ErrorCodeTests" [
        testCase "every code has Kafka's name and retry flags" (fun () ->
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

            findings.Tell())

        testCase "All lists every code exactly once" (fun () ->
            let expected = [ for e in known.Value.EnumerateArray() -> e.GetProperty("code").GetInt16() ]
            Expect.equal [ for code in ErrorCodes.All -> int16 code ] expected "code"

            Expect.sequenceEqual
                (Seq.sort [ for code in ErrorCodes.All -> int16 code ])
                (Seq.sort [ for code in Enum.GetValues<ErrorCode>() -> int16 code ])
                "code")

        testCase "every code has its own description, and unknown codes have one too" (fun () ->
            let descriptions = [ for code in ErrorCodes.All -> code.Description() ]
            Expect.equal (List.distinct descriptions) descriptions "each once"
            Expect.all descriptions _.EndsWith(".") "they are sentences"
            Expect.isNonEmpty ((LanguagePrimitives.EnumOfValue<int16, ErrorCode> 12345s).Description()) "Description")

        testCase "TryParse reads a code's name in any case, with or without underscores" (fun () ->
            for code in ErrorCodes.All do
                for name in [ code.Name(); code.Name().ToLowerInvariant(); string code ] do
                    Expect.equal (ErrorCodes.TryParse name) (true, code) name)

        testList "an unknown code is named UNKNOWN(number), and that name parses back" [
            for number, name in [ -2s, "UNKNOWN(-2)"; 137s, "UNKNOWN(137)"; -32768s, "UNKNOWN(-32768)"; 32767s, "UNKNOWN(32767)" ] do
                testCase $"{number}" (fun () ->
                    let code = LanguagePrimitives.EnumOfValue<int16, ErrorCode> number
                    Expect.equal (code.Name()) name "Name"
                    Expect.equal (ErrorCodes.TryParse name) (true, code) "TryParse"
                    Expect.isFalse (code.IsKnown()) "IsKnown"
                    Expect.isFalse (code.IsRetriable()) "IsRetriable"
                    Expect.isFalse (code.RefreshesMetadata()) "RefreshesMetadata")
        ]

        testCase "an unknown code survives decoding, encoding and JSON" (fun () ->
            for number in [ 137s; 12345s; -32768s; 32767s ] do
                let bytes = Bytes.OfHex("00000000" + number.ToString "x4" + "00")
                let response = Heartbeat.api.Response.Decode(bytes, 4s)
                Expect.equal (int16 response.ErrorCode) number "ErrorCode"
                Expect.equal (Heartbeat.api.Response.Encode(response, 4s)) (bytes.ToArray()) "Encode"

                for form in [ JsonForm.Kafka; JsonForm.Friendly ] do
                    let json = Json.toElementAs form Heartbeat.api.Response 4s response
                    Expect.equal (Json.read Heartbeat.api.Response 4s json) response "Response")

        testCase "enum names are Kafka's names in Pascal case" (fun () ->
            let findings = Findings()

            for expected in known.Value.EnumerateArray() do
                let code = LanguagePrimitives.EnumOfValue<int16, ErrorCode>(expected.GetProperty("code").GetInt16())
                let name = nonNull (expected.GetProperty("name").GetString())
                let pascal = String.Concat [ for word in name.Split '_' -> word.Substring(0, 1) + word.Substring(1).ToLowerInvariant() ]
                if string code <> pascal then findings.Add $"{int16 code}: ours {code}, Kafka's {pascal}"

            findings.Tell())

        testList "TryParse rejects any other text" [
            for text in noCodes do
                testCase (if isNull text then "null" else $"\"{text}\"") (fun () ->
                    Expect.equal (ErrorCodes.TryParse text) (false, ErrorCode.None) "TryParse")
        ]
    ]
