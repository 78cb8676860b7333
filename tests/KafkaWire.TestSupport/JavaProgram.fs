namespace KafkaWire.TestSupport

open System
open System.Collections.Generic
open System.Diagnostics
open System.IO
open System.Threading.Tasks

/// A single-file program of tests/java that runs with the jars of a Kafka release and answers each input line with a line.
/// Tests are skipped if Java or the folder of brokers is missing.
[<Sealed>]
type JavaProgram private (child: Process) =
    let errors = child.StandardError.ReadToEndAsync()

    static let limit = TimeSpan.FromMinutes 3.

    static let commandLine (source: string) (release: string) (arguments: string seq) =
        [ "-Xmx256m"
          "-XX:+UseSerialGC"
          "-XX:TieredStopAtLevel=1"
          "-cp"
          Path.Combine(External.brokers (), release, "*")
          Repository.Path "tests/java/" + source
          yield! arguments ]

    /// Runs a program and returns its output: `JavaProgram.RunAsync("ProduceAndConsume.java", "4.4.0", bootstrap, "orders", "1000")`.
    /// Fails with the whole output if the exit code is not 0, or after 3 minutes.
    static member RunAsync(source: string, release: string, [<ParamArray>] arguments: string[]) : Task<string> =
        External.run (External.program "java") (commandLine source release arguments) "" limit

    /// Starts a program that answers line by line: `use oracle = JavaProgram.Start("MessageOracle.java", "4.4.0")`.
    static member Start(source: string, release: string) = new JavaProgram(External.start (External.program "java") (commandLine source release []))

    /// Sends all lines, and returns the answers in the same order. One call at a time.
    member _.AskAsync(questions: IReadOnlyCollection<string>) : Task<string[]> =
        task {
            // Reads answers while writing questions; otherwise both sides would wait for the other to read.
            let asking =
                Task.Run(fun () ->
                    for question in questions do
                        child.StandardInput.WriteLine question

                    child.StandardInput.Flush())

            let answers = Array.zeroCreate questions.Count

            for i in 0 .. answers.Length - 1 do
                match! child.StandardOutput.ReadLineAsync() with
                | null ->
                    let! errors = errors
                    invalidOp $"The Java program ended before it had answered line {i + 1} of {answers.Length}:\n{errors}"
                | answer -> answers[i] <- answer

            do! asking
            return answers
        }

    /// Sends a line and returns the answer.
    member program.AskAsync(question: string) : Task<string> =
        task {
            let! answers = program.AskAsync [| question |]
            return answers[0]
        }

    interface IDisposable with
        member _.Dispose() =
            child.Kill()
            child.Dispose()
