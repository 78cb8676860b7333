namespace KafkaWire.TestSupport

open System
open System.Threading.Tasks

/// kcat, the command line client based on librdkafka. Tests are skipped if it is not on PATH.
[<AbstractClass; Sealed>]
type Kcat private () =
    static let limit = TimeSpan.FromSeconds 60.

    /// Runs kcat with text on stdin, and returns its output: `Kcat.RunWithInputAsync("a\nb\n", "-P", "-b", bootstrap, "-t", "orders")`.
    /// Fails with the whole output if the exit code is not 0, or after 60 s.
    static member RunWithInputAsync(input: string, [<ParamArray>] arguments: string[]) : Task<string> =
        External.run (External.program "kcat") arguments input limit

    /// Runs kcat without input: `Kcat.RunAsync("-C", "-e", "-b", bootstrap, "-t", "orders")`.
    static member RunAsync([<ParamArray>] arguments: string[]) : Task<string> = Kcat.RunWithInputAsync("", arguments)
