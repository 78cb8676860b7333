/// Runs the F# test projects on Expecto, with the options that `build test` needs from every test project.
module KafkaWire.TestSupport.TestRun

open System
open System.IO
open Expecto
open Expecto.Impl

/// The value of an option, and the arguments without both.
let rec private take (option: string) (arguments: string list) : string option * string list =
    match arguments with
    | name :: value :: rest when name = option -> Some value, rest
    | first :: rest ->
        let value, rest = take option rest
        value, first :: rest
    | [] -> None, []

/// Writes a line for each test: its result, its full name, and the reason if it was skipped.
let private writeResults (path: string) (summary: TestRunSummary) =
    File.WriteAllLines(
        path,
        [ for test, result in summary.results do
              let line (parts: string list) = String.Join('\t', parts).ReplaceLineEndings " "
              let name = String.Join('.', test.name)

              match result.result with
              | Passed -> line [ "passed"; name ]
              | Ignored reason -> line [ "skipped"; name; reason ]
              | Failed _
              | Error _ -> line [ "failed"; name ] ]
    )

/// The main program of a test project. It takes Expecto's options (`--help` lists them) and two more:
///
/// - `--only TEXT` runs the tests that have a text in their full names, such as "JsonTests.Reading.absent fields have their defaults";
/// - `--results FILE` writes a line for each test into a file.
let run (arguments: string[]) : int =
    Skip.ExceptionOf <- Func<_, _>(fun reason -> IgnoreException reason)
    let only, arguments = take "--only" (List.ofArray arguments)
    let results, arguments = take "--results" arguments

    let tests =
        match testFromThisAssembly (), only with
        | None, _ -> invalidOp "The assembly has no tests."
        | Some tests, None -> tests
        | Some tests, Some text -> tests |> Test.filter "." (fun names -> String.Join('.', names).Contains text)

    let summaries =
        [ SummaryHandler(fun summary -> if not summary.successful then printfn $"{Campaign.Replay}")

          match results with
          | Some path -> SummaryHandler(writeResults path)
          | None -> () ]
        |> List.map Append_Summary_Handler

    runTestsWithCLIArgs (No_Spinner :: summaries) (Array.ofList arguments) tests
