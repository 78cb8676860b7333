namespace KafkaWire.TestSupport

open System

/// Skips a test whose requirements are missing, whatever the test framework.
[<AbstractClass; Sealed>]
type Skip private () =
    /// Creates the exception that makes the framework skip the current test, from a reason. Each test project sets this before its first
    /// test runs.
    static member val ExceptionOf: Func<string, exn> = Func<_, _>(fun reason -> InvalidOperationException reason) with get, set

    /// Skips the current test. The reason says what the test needs.
    static member Because(reason: string) : 'T = raise (Skip.ExceptionOf.Invoke reason)
