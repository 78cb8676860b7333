namespace KafkaWire.TestSupport

open System

/// How a test that lacks what it needs is skipped, whatever framework runs it.
[<AbstractClass; Sealed>]
type Skip private () =
    /// Makes the exception by which the framework skips the test that raises it, from the reason. Each test project sets it before its
    /// first test runs.
    static member val ExceptionOf: Func<string, exn> = Func<_, _>(fun reason -> InvalidOperationException reason) with get, set

    /// Skips the test that runs, with a sentence that says what it needs.
    static member Because(reason: string) : 'T = raise (Skip.ExceptionOf.Invoke reason)
