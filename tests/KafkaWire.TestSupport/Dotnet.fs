namespace KafkaWire.TestSupport

open System
open System.Diagnostics
open System.IO
open System.Threading
open System.Threading.Tasks

/// The outcome of running `dotnet`.
[<NoComparison; NoEquality>]
type DotnetRun =
    {
        /// The exit code.
        ExitCode: int
        /// The standard output.
        Output: string
        /// The standard error.
        Errors: string
    }

/// The .NET SDK that the tests were built with.
[<AbstractClass; Sealed>]
type Dotnet private () =
    static let limit = TimeSpan.FromMinutes 10.

    /// Runs `dotnet` in a folder until it ends, whatever its exit code. Kills it after 10 minutes.
    static member TryRunAsync(folder: string, [<ParamArray>] arguments: string[]) : Task<DotnetRun> =
        task {
            let start = ProcessStartInfo(External.program "dotnet", arguments, WorkingDirectory = folder)
            start.RedirectStandardInput <- true
            start.RedirectStandardOutput <- true
            start.RedirectStandardError <- true
            start.Environment["DOTNET_NOLOGO"] <- "1"
            start.Environment["MSBUILDDISABLENODEREUSE"] <- "1" // otherwise its children outlive the test and keep the output open

            // If a build started the tests, its variables must not affect this build.
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

    /// Runs `dotnet` in a folder and returns its output: `Dotnet.RunAsync(Repository.Root, "fsi", "scripts/quickstart.fsx")`.
    /// Fails with the whole output if the exit code is not 0, or after 10 minutes.
    static member RunAsync(folder: string, [<ParamArray>] arguments: string[]) : Task<string> =
        task {
            let! run = Dotnet.TryRunAsync(folder, arguments)

            if run.ExitCode <> 0 then
                invalidOp $"dotnet {String.Join(' ', arguments)}\nexited with {run.ExitCode}:\n{run.Output}{run.Errors}"

            return run.Output
        }

/// A temporary folder for what a test builds, outside the work tree, so that none of its settings apply. Deleted on Dispose.
[<Sealed>]
type Workshop() =
    let folder = Directory.CreateTempSubdirectory "kafkawire-"

    /// The folder.
    member _.Path = folder.FullName

    /// Writes a file.
    member _.Write(name: string, content: string) = File.WriteAllText(System.IO.Path.Combine(folder.FullName, name), content)

    /// Runs a program that was built into the folder, and returns its output. Fails with the whole output if the exit code is not 0, or
    /// after a minute.
    member _.RunAsync(program: string, [<ParamArray>] arguments: string[]) : Task<string> =
        let extension = if OperatingSystem.IsWindows() then ".exe" else ""
        External.run (System.IO.Path.Combine(folder.FullName, program + extension)) arguments "" (TimeSpan.FromMinutes 1.)

    interface IDisposable with
        member _.Dispose() = folder.Delete true
