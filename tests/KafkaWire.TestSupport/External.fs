namespace KafkaWire.TestSupport

open System
open System.Diagnostics
open System.IO
open System.Threading
open System.Threading.Tasks

/// What tests need besides .NET. A test is skipped if its requirement is missing; the reason names it.
module internal External =
    /// The path of a program on PATH.
    let tryProgram (name: string) : string option =
        let folders = (Environment.GetEnvironmentVariable "PATH" |> string).Split Path.PathSeparator
        let names = [ name; name + ".exe" ]
        Seq.allPairs folders names |> Seq.map Path.Combine |> Seq.tryFind File.Exists

    /// The path of a program on PATH; skips the test if there is none.
    let program (name: string) : string = tryProgram name |> Option.defaultWith (fun () -> Skip.Because $"{name} is not on PATH.")

    /// The folder with kafka-broker.sh and a folder of jars for each release: KAFKA_BROKERS. The value "none" hides the default folder.
    let tryBrokers () : string option =
        let folder =
            match Environment.GetEnvironmentVariable "KAFKA_BROKERS" with
            | null
            | "" -> Repository.Path "../shared/kafka/broker"
            | given -> given

        if File.Exists(Path.Combine(folder, "kafka-broker.sh")) then Some(Path.GetFullPath folder) else None

    /// The folder of the brokers; skips the test if there is none.
    let brokers () : string =
        tryBrokers ()
        |> Option.defaultWith (fun () -> Skip.Because "Set KAFKA_BROKERS to a folder with kafka-broker.sh and Kafka's jars.")

    /// Starts a program with all three streams redirected.
    let start (program: string) (arguments: string seq) =
        let start = ProcessStartInfo(program, arguments)
        start.RedirectStandardInput <- true
        start.RedirectStandardOutput <- true
        start.RedirectStandardError <- true
        Process.Start start |> nonNull

    /// Runs a program with `input` and returns its output. Fails if it takes longer than `limit` or if the exit code is not 0.
    let run (program: string) (arguments: string seq) (input: string) (limit: TimeSpan) : Task<string> =
        task {
            use child = start program arguments
            let output = child.StandardOutput.ReadToEndAsync()
            let errors = child.StandardError.ReadToEndAsync()
            use clock = new CancellationTokenSource(limit)
            use _ = clock.Token.Register(fun () -> child.Kill true)

            try
                do! child.StandardInput.WriteAsync input
                child.StandardInput.Close()
            with :? IOException ->
                () // it ended without reading everything; the exit code tells why

            do! child.WaitForExitAsync()
            let! output = output
            let! errors = errors

            if child.ExitCode <> 0 then
                let ended =
                    if clock.IsCancellationRequested then
                        $"did not end within {limit.TotalSeconds} s"
                    else
                        $"exited with {child.ExitCode}"

                invalidOp $"{Path.GetFileName program} {String.Join(' ', arguments)}\n{ended}:\n{output}{errors}"

            return output
        }
