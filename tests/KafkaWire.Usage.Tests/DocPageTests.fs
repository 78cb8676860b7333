/// The code on the pages of docs/ prints what the pages say.
module KafkaWire.Usage.Tests.DocPageTests

open System.IO
open Expecto
open KafkaWire.TestSupport

[<Tests>]
let tests =
    testList "DocPageTests" [
        testCaseTask "the page on versions prints what it says" (fun () ->
            task {
                let! run = Dotnet.TryRunAsync(Repository.Root, [| "fsi"; "docs/versions.fsx" |])
                Expect.equal run.ExitCode 0 run.Errors

                Expect.equal
                    (List.ofArray (run.Output.ReplaceLineEndings("\n").TrimEnd('\n').Split '\n'))
                    [
                        "v10, for Topics[0].Name = null (10+)"
                        "v3"
                        "Topics[0].TopicId = AAAAAAAAAAAAAAAAAAAAAQ (10+)"
                        "Topics[0].Name = null (10+)"
                        "Kafka 2.8 serves Fetch 0-12"
                        "Fetch v12 with Metadata v12: from Kafka 3.1 on"
                        "4.4 (broker) but Metadata: 0-14, not 0-13"
                    ]
                    "what is printed"
            })

        testCaseTask "the page on messages of your own prints what it says" (fun () ->
            task {
                let! run = Dotnet.TryRunAsync(Repository.Root, [| "fsi"; "docs/own-messages.fsx" |])
                Expect.equal run.ExitCode 0 run.Errors

                Expect.equal
                    (List.ofArray (run.Output.ReplaceLineEndings("\n").TrimEnd('\n').Split '\n'))
                    [
                        "0003746561d804"
                        "Reading v0 / Load, byte 8: A percentage is between 0 and 100."
                        """{"events":[{"ordered":{"name":"tea","count":300}},{"closed":""}]}"""
                        "Log { Events = [ unknown 9 0a0b ] }"
                        "The value is nested more than 100 levels deep."
                    ]
                    "what is printed"
            })

        testCaseTask "the page on APIs of your own prints what it says" (fun () ->
            task {
                let! run = Dotnet.TryRunAsync(Repository.Root, [| "fsi"; "docs/custom-apis.fsx" |])
                Expect.equal run.ExitCode 0 run.Errors

                Expect.equal
                    (List.ofArray (run.Output.ReplaceLineEndings("\n").TrimEnd('\n').Split '\n'))
                    [ "PlaceOrder v2 #0 of an unnamed client: 1 x two coffees"; "order 7"; "v2" ]
                    "what is printed"
            })

        testList "the C# of a page prints the output shown under it" [
            for name in [ "records.md"; "recipes.md" ] do
                testCaseTask name (fun () ->
                    task {
                        let page = File.ReadAllText(Repository.Path("docs/" + name)).ReplaceLineEndings "\n"
                        let blocks = CodeBlocks.blocks page "csharp"
                        let! printed = CodeBlocks.runCSharp (List.map fst blocks)
                        CodeBlocks.check blocks printed
                    })
        ]
    ]
