namespace KafkaWire.TestSupport

open System
open System.Diagnostics
open System.IO
open System.Threading
open System.Threading.Tasks

/// What a run of `dotnet` came to.
[<NoComparison; NoEquality>]
type DotnetRun =
    {
        /// What it exited with.
        ExitCode: int
        /// What it printed.
        Output: string
        /// What it printed on stderr.
        Errors: string
    }

/// The .NET SDK that the tests were built with.
[<AbstractClass; Sealed>]
type Dotnet private () =
    static let limit = TimeSpan.FromMinutes 10.

    /// Runs `dotnet` in a folder to its end, whatever it exits with; kills it after 10 minutes.
    static member TryRunAsync(folder: string, [<ParamArray>] arguments: string[]) : Task<DotnetRun> =
        task {
            let start = ProcessStartInfo(External.program "dotnet", arguments, WorkingDirectory = folder)
            start.RedirectStandardInput <- true
            start.RedirectStandardOutput <- true
            start.RedirectStandardError <- true
            start.Environment["DOTNET_NOLOGO"] <- "1"
            start.Environment["MSBUILDDISABLENODEREUSE"] <- "1" // or its children outlive the test, and hold on to the output

            // A test run that a build has started must not make this build its part.
            for name in Seq.toArray start.Environment.Keys do
                if name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase) && name <> "MSBUILDDISABLENODEREUSE" then
                    start.Environment.Remove name |> ignore<bool>

            use child = Process.Start start |> nonNull
            child.StandardInput.Close()
            let output = child.StandardOutput.ReadToEndAsync()
            let errors = child.StandardError.ReadToEndAsync()
            use clock = new CancellationTokenSource(limit)
            use _ = clock.Token.Register(fun () -> child.Kill true)
            do! child.WaitForExitAsync()
            let! output = output
            let! errors = errors

            if clock.IsCancellationRequested then
                invalidOp $"dotnet {String.Join(' ', arguments)}\ndid not end within {limit.TotalMinutes} minutes:\n{output}{errors}"

            return { ExitCode = child.ExitCode; Output = output; Errors = errors }
        }

    /// Runs `dotnet` in a folder to its end, and gives what it printed: `Dotnet.RunAsync(Repository.Root, "fsi", "scripts/quickstart.fsx")`.
    /// Fails with all that it printed if it exits with another code than 0 or takes longer than 10 minutes.
    static member RunAsync(folder: string, [<ParamArray>] arguments: string[]) : Task<string> =
        task {
            let! run = Dotnet.TryRunAsync(folder, arguments)

            if run.ExitCode <> 0 then
                invalidOp $"dotnet {String.Join(' ', arguments)}\nexited with {run.ExitCode}:\n{run.Output}{run.Errors}"

            return run.Output
        }

/// A folder for what a test builds, outside of the work tree and of its settings; removed with all that is in it.
[<Sealed>]
type Workshop() =
    let folder = Directory.CreateTempSubdirectory "kafkawire-"

    /// The folder.
    member _.Path = folder.FullName

    /// Writes a file.
    member _.Write(name: string, content: string) = File.WriteAllText(System.IO.Path.Combine(folder.FullName, name), content)

    /// Runs a program that was built into the folder, and gives what it printed. Fails with all that it printed if it exits with another
    /// code than 0 or takes longer than a minute.
    member _.RunAsync(program: string, [<ParamArray>] arguments: string[]) : Task<string> =
        let extension = if OperatingSystem.IsWindows() then ".exe" else ""
        External.run (System.IO.Path.Combine(folder.FullName, program + extension)) arguments "" (TimeSpan.FromMinutes 1.)

    interface IDisposable with
        member _.Dispose() = folder.Delete true
