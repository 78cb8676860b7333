namespace KafkaWire.TestSupport

open System

/// Skips a test that lacks something it needs, in any test framework.
[<AbstractClass; Sealed>]
type Skip private () =
    /// Creates, from a reason, the exception that makes the framework skip the current test. Each test project sets it before its first
    /// test runs.
    static member val ExceptionOf: Func<string, exn> = Func<_, _>(fun reason -> InvalidOperationException reason) with get, set

    /// Skips the current test, with a sentence that says what it needs.
    static member Because(reason: string) : 'T = raise (Skip.ExceptionOf.Invoke reason)
