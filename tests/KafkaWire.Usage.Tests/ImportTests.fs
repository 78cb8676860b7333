/// The importer is ready for the next Kafka: it tells what message files lack against definitions, and writes what is missing whole.
module KafkaWire.Usage.Tests.ImportTests

open System
open System.IO
open System.Text.RegularExpressions
open Expecto
open KafkaWire.TestSupport

let private import (arguments: string list) =
    Dotnet.TryRunAsync(Repository.Root, [| "fsi"; "scripts/import-definitions.fsx"; "--"; Repository.Path "tests/data/spec"; yield! arguments |])

let private lines (run: DotnetRun) = List.ofArray (run.Output.ReplaceLineEndings("\n").TrimEnd('\n').Split '\n')

/// A copy of the message files, in a folder that goes with the workshop.
let private copyMessages (workshop: Workshop) : string =
    let messages = Repository.Path "src/KafkaWire.Fs/Messages"
    let copy = Path.Combine(workshop.Path, "Messages")

    for file in Directory.GetFiles(messages, "*.fs", SearchOption.AllDirectories) do
        let target = Path.Combine(copy, Path.GetRelativePath(messages, file))
        Directory.CreateDirectory(nonNull (Path.GetDirectoryName target)) |> ignore
        File.Copy(file, target)

    copy

[<Tests>]
let tests =
    testList "ImportTests" [
        testCaseTask "the message files lack nothing that Kafka's definitions have" (fun () ->
            task {
                let! run = import []
                Expect.equal (lines run) [ "The files have all that the definitions have." ] run.Errors
                Expect.equal run.ExitCode 0 "ExitCode"
            })

        testCaseTask "a version that is taken out, and an API that is taken out, are all that is told, and can be written" (fun () ->
            task {
                use workshop = new Workshop()
                let copy = copyMessages workshop

                let edit name (change: string -> string) =
                    File.WriteAllText(Path.Combine(copy, name), change (File.ReadAllText(Path.Combine(copy, name))))

                // DescribeCluster as it was before v2, a cluster without UnregisterController.
                let whole = File.ReadAllText(Path.Combine(copy, "DescribeCluster.fs"))
                edit "DescribeCluster.fs" (fun text -> Regex.Replace(text, @".*\(since 2\)\n", "").Replace("(versions 0 2)", "(versions 0 1)"))
                File.Delete(Path.Combine(copy, "UnregisterController.fs"))

                let! run = import [ "--into"; copy ]

                Expect.equal
                    (lines run)
                    [
                        "DescribeCluster.fs: DescribeCluster ends at v1, Kafka's at v2: v2 missing."
                        "DescribeClusterRequest.IncludeFencedBrokers: missing in DescribeCluster.fs. and! includeFencedBrokers = field \"IncludeFencedBrokers\" _.IncludeFencedBrokers bool (since 2)"
                        "DescribeClusterResponse/DescribeClusterBroker.IsFenced: missing in DescribeCluster.fs. and! isFenced = field \"IsFenced\" _.IsFenced bool (since 2)"
                        "UnregisterController (key 94): there is no such API, v0. Write it with: --write UnregisterController"
                        "4 differences."
                    ]
                    run.Errors

                Expect.equal run.ExitCode 1 "ExitCode"

                let! written = import [ "--write"; "UnregisterController"; "--into"; copy ]
                Expect.equal (lines written) [ "UnregisterController.fs written." ] written.Errors
                edit "DescribeCluster.fs" (fun _ -> whole)
                let! again = import [ "--into"; copy ]
                Expect.equal (lines again) [ "The files have all that the definitions have." ] again.Errors
                Expect.equal again.ExitCode 0 "ExitCode"
            })

        testCaseTask "what only one side has in a field is told for both" (fun () ->
            task {
                use workshop = new Workshop()
                let copy = copyMessages workshop
                let heartbeat = Path.Combine(copy, "Heartbeat.fs")
                let text = File.ReadAllText heartbeat

                File.WriteAllText(
                    heartbeat,
                    text
                        .Replace("int32     (ignorable (since 1))", "int64     (since 2)")
                        .Replace("fieldOr null \"GroupInstanceId\"", "field        \"GroupInstance\"")
                )

                let! run = import [ "--into"; copy; "Heartbeat" ]

                Expect.sequenceEqual
                    (Seq.sort (
                        lines run
                        |> List.map (fun line ->
                            line.Replace(
                                "and! groupInstanceId = fieldOr null \"GroupInstanceId\" _.GroupInstanceId (nullable 3 string) (since 3)",
                                "..."
                            ))
                    ))
                    (Seq.sort [
                        "HeartbeatRequest.GroupInstanceId: missing in Heartbeat.fs. ..."
                        "HeartbeatRequest.GroupInstance: Kafka's definition has no such field in v3-4."
                        "HeartbeatResponse.ThrottleTimeMs: ours is int64, Kafka's int32."
                        "HeartbeatResponse.ThrottleTimeMs: ours 2-4, Kafka's 1-4."
                        "HeartbeatResponse.ThrottleTimeMs: ours is not ignorable, Kafka's ignorable."
                        "5 differences."
                    ])
                    run.Errors
            })
    ]
