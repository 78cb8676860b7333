/// Runs scripts as a user would, and checks their output.
module KafkaWire.Tests.ScriptTests

open System
open System.Diagnostics
open System.IO
open System.Text.Json.Nodes
open Expecto
open KafkaWire.TestSupport

/// The exit code and the output of a program.
let private execute (arguments: string list) =
    use child = nonNull (Process.Start(ProcessStartInfo("dotnet", arguments, RedirectStandardOutput = true)))
    let output = child.StandardOutput.ReadToEnd()
    child.WaitForExit()
    child.ExitCode, output.TrimEnd().Split('\n')

/// The exit code and the output of a script.
let private run (script: string) (arguments: string list) = execute ([ "fsi"; Repository.Path $"scripts/{script}" ] @ arguments)

/// A line of each kind, about messages that the library has.
let private samples =
    lazy
        (let first file (fits: string -> bool) = TestData.Lines file |> Seq.find fits
         let messages = "vectors/messages.jsonl.gz"
         let damaged = "vectors/messages-damaged.jsonl.gz"
         let isOf (message: string) (line: string) = line.Contains $"\"{message}\""

         [
             first messages (fun line -> isOf "MetadataResponse" line && line.Contains "hexWithUnknownTags")
             first damaged (fun line -> isOf "MetadataResponse" line && line.Contains "\"error\"")
             first damaged (fun line -> isOf "MetadataResponse" line && line.Contains "\"reencoded\"")
             first "captures/frames.jsonl.gz" (fun line -> line.Contains "\"apiKey\":3,")
             first "captures/frames.jsonl.gz" (fun line -> line.Contains "\"bodyVersion\"")
             first "vectors/records.jsonl.gz" (fun line -> line.Contains "v2/gzip/")
         ])

/// A line with a field changed.
let private spoil (field: string) (change: JsonNode -> JsonNode) (line: string) =
    let node = (nonNull (JsonNode.Parse line)).AsObject()
    node[field] <- change (nonNull node[field])
    node.ToJsonString()

let private text (value: string) : JsonNode = nonNull (JsonValue.Create value)

let private flipLast (hex: JsonNode) : JsonNode =
    let digits = hex.GetValue<string>()
    text (digits.Substring(0, digits.Length - 1) + (if digits.EndsWith '0' then "1" else "0"))

let private number (n: int) : JsonNode = JsonValue.Create n

let private inFile (name: string) (lines: string list) =
    let folder = Directory.CreateTempSubdirectory "kafkawire"
    let path = Path.Combine(folder.FullName, name)
    File.WriteAllLines(path, lines)
    path

[<Tests>]
let tests =
    testList "ScriptTests" [
        testCase "check-vectors accepts correct lines" (fun () ->
            let code, output = run "check-vectors.fsx" [ inFile "true.jsonl" samples.Value ]
            Expect.equal (String.Join('\n', output)) "6 checked, 0 wrong" "output"
            Expect.equal code 0 "code")

        testCase "check-vectors reports every line of a corrupted file" (fun () ->
            let lines = samples.Value

            let spoilt = [
                lines[0]
                |> spoil "json" (fun json ->
                    json["brokers"] <- JsonArray()
                    json)
                lines[0] |> spoil "hexWithUnknownTags" flipLast
                lines[0] |> spoil "message" (fun _ -> text "MetadataResponze")
                lines[0] |> spoil "version" (fun _ -> number 99)
                lines[1].Replace("\"error\"", "\"consumed\":1,\"reencoded\"")
                lines[2] |> spoil "consumed" (fun n -> number (n.GetValue<int>() + 1))
                lines[2] |> spoil "reencoded" flipLast
                lines[3] |> spoil "version" (fun n -> number (n.GetValue<int>() + 1))
                lines[3] |> spoil "apiKey" (fun _ -> number 12345)
                lines[4] |> spoil "bodyVersion" (fun _ -> number 1)
                lines[5] |> spoil "hex" flipLast
                lines[5] |> spoil "batches" (fun _ -> JsonArray())
                """{"what":"is this"}"""
                "no JSON"
            ]

            let code, output = run "check-vectors.fsx" [ inFile "spoilt.jsonl" spoilt ]
            Expect.equal (Array.last output) $"{spoilt.Length} checked, {spoilt.Length} wrong" "output"

            for i in 1 .. spoilt.Length do
                Expect.stringStarts output[i - 1] $"spoilt.jsonl:{i}: " "output"

            Expect.equal code 1 "code")

        testCase "check-vectors reads segments, gzipped or not, and reports the position of a damaged batch" (fun () ->
            let name = "__transaction_state-0.00000000000000000000.segment.log"
            use packed = TestData.Open $"segments/{name}.gz"
            use memory = new MemoryStream()
            packed.CopyTo memory
            let bytes = memory.ToArray()
            let folder = Directory.CreateTempSubdirectory "kafkawire"
            let path = Path.Combine(folder.FullName, name)
            // the last byte of the first batch, and the second half of the last one
            let size = 12 + int (Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(ReadOnlySpan(bytes, 8, 4)))
            bytes[size - 1] <- bytes[size - 1] ^^^ 1uy
            File.WriteAllBytes(path, bytes[.. bytes.Length - 20])

            let code, output = run "check-vectors.fsx" [ TestData.Path $"segments/{name}.gz" ]
            let count = int (output[0].Split(' ')[0])
            Expect.equal (String.Join('\n', output)) $"{count} checked, 0 wrong" "output"
            Expect.isGreaterThan count 10 "count"
            Expect.equal code 0 "code"

            let code, output = run "check-vectors.fsx" [ path ]
            Expect.stringStarts output[0] $"{name}:0: " "output"
            Expect.isMatch output[1] $"^{name}:\\d+: byte \\d+: Needs at least \\d+ bytes, but \\d+ are left" "output"
            Expect.equal output[2] $"{count} checked, 2 wrong" "output"
            Expect.equal code 1 "code")

        testCase "check-vectors prints its usage" (fun () ->
            let code, output = run "check-vectors.fsx" [ "--"; "--help" ]
            Expect.equal output[0] "dotnet fsi scripts/check-vectors.fsx FILE..." "output"
            Expect.equal code 0 "code")

        testCase "bench reports every case of a corrupted file" (fun () ->
            let case name = TestData.Lines "bench/cases.jsonl" |> Seq.find (fun line -> line.Contains $"\"case\": \"{name}\"")

            let change (field: string) (change: string -> string) (line: string) =
                spoil field (fun hex -> text (change (hex.GetValue<string>()))) line

            let body, batch = case "api-versions", case "batch-10x100"

            let spoilt = [
                body |> change "hex" (fun hex -> hex.Substring(0, hex.Length - 2))
                body |> change "message" (fun name -> name + "s")
                body |> spoil "version" (fun _ -> number 99)
                batch |> change "hex" (fun hex -> hex.Substring(0, hex.Length - 2) + "aa")
                batch |> spoil "records" (fun count -> number (count.GetValue<int>() + 1))
            ]

            let program = Repository.Path "tests/KafkaWire.Benchmarks/bin/Release/net10.0/KafkaWire.Benchmarks.dll"
            let code, output = execute [ program; "cases"; inFile "spoilt.jsonl" spoilt; "0.01" ]
            Expect.equal output.Length spoilt.Length "Length"
            Expect.all output _.Contains("\"error\"") "each line has an error"
            Expect.equal code 1 "code")
    ]
