namespace KafkaWire.Generators

open System
open System.Collections.Generic
open System.Text
open KafkaWire
open KafkaWire.Schema

/// <summary>How laws are checked.</summary>
[<Sealed>]
type LawConfig() =

    /// <summary>The number of values for each version; default 100.</summary>
    member val Tests = 100 with get, set

    /// <summary>The largest size of the values, from 0 to about 100; default 60. It limits their arrays and strings.</summary>
    member val Size = 60 with get, set

    /// <summary>The seed of all random input; by default a new one for each object. A report tells the seed that repeats a failure.</summary>
    member val Seed = Random.Shared.Next 1_000_000_000 with get, set

    /// <summary>The laws to check; by default all.</summary>
    member val Laws: IReadOnlyList<Law> = LawBook.laws with get, set

/// <summary>A law that a message breaks, with the smallest value found that shows it.</summary>
[<Sealed>]
type LawFailure internal (law: Law, schema: MessageSchema, versions: int16 list, value: objnull, finding: Finding, seed: int) =

    /// <summary>The law.</summary>
    member _.Law = law

    /// <summary>The message.</summary>
    member _.Schema = schema

    /// <summary>The version of the value: the lowest in which the law was found broken.</summary>
    member _.Version = versions.Head

    /// <summary>All versions in which the law was found broken.</summary>
    member _.Versions: IReadOnlyList<int16> = versions

    /// <summary>What is wrong, in a sentence.</summary>
    member _.Problem = finding.Problem

    /// <summary>The value; null if none could be made.</summary>
    member _.Value = value

    /// <summary>The bytes that were written or read; empty if there are none.</summary>
    member _.Bytes =
        match finding.Bytes with
        | null -> Bytes.Empty
        | bytes -> Bytes bytes

    /// <summary>Where the bytes are wrong; -1 if that is not known.</summary>
    member _.Offset = finding.Offset

    /// <summary>The seed that repeats the failure with a single test.</summary>
    member _.Seed = seed

    /// <summary>The value as an F# expression, to paste into a test.</summary>
    member _.FSharp = FSharpText.ofValue value

    /// <summary>The value as JSON; null if it cannot be written as JSON.</summary>
    member failure.Json: string | null =
        match value with
        | null -> null
        | value ->
            try
                Json.formatAs (JsonForm(UnknownTags = true)) schema failure.Version value
            with _ ->
                null

    member private failure.Hex =
        let bytes = failure.Bytes
        let at = failure.Offset
        let start = if at > 40 then at - 16 else 0
        let stop = min bytes.Length (start + 64)
        let text = Convert.ToHexStringLower(bytes.Slice(start, stop - start).Span)
        let before = if start > 0 then ".." else ""
        let after = if stop < bytes.Length then ".." else ""
        let place = if at >= 0 then $" (byte {at} of {bytes.Length})" else $" ({bytes.Length} bytes)"
        $"{before}{text}{after}{place}"

    /// <summary>The law, what is wrong, and the value as F#, JSON and hex.</summary>
    override failure.ToString() =
        let text = StringBuilder()
        let line (title: string) (content: string) = text.Append('\n').Append("    ").Append(title.PadRight 7).Append content |> ignore<StringBuilder>
        let others = String.Join(", ", versions.Tail |> Seq.map (fun version -> $"v{version}"))
        let others = if others = "" then "" else $", also {others}"

        text.Append($"{schema.Name} v{failure.Version}{others} breaks \"{law.Name}\": {law.Sentence}")
        |> ignore<StringBuilder>

        text.Append($"\n    {failure.Problem}") |> ignore<StringBuilder>
        if not (isNull value) then line "F#" failure.FSharp

        match failure.Json with
        | null -> ()
        | json -> line "JSON" json

        if not (isNull finding.Bytes) then line "bytes" failure.Hex

        line "replay" $"LawConfig(Seed = {seed}, Tests = 1)"
        text.ToString()

/// <summary>Whether the laws hold for a message or an API.</summary>
[<Sealed>]
type LawReport internal (name: string, laws: int, tests: int, seed: int, failures: IReadOnlyList<LawFailure>) =

    /// <summary>The name of the message or API.</summary>
    member _.Name = name

    /// <summary>Whether no law was found broken.</summary>
    member _.IsOk = failures.Count = 0

    /// <summary>The laws that were found broken, each once for each message.</summary>
    member _.Failures = failures

    /// <summary>The number of values on which the laws were checked.</summary>
    member _.Tests = tests

    /// <summary>The seed of all random input.</summary>
    member _.Seed = seed

    /// <summary>Does nothing if the laws hold.</summary>
    /// <exception cref="T:KafkaWire.Generators.LawsBrokenException">A law is broken. The message is the report.</exception>
    member report.EnsureOk() : unit = if not report.IsOk then raise (LawsBrokenException report)

    /// <summary>The failures in full, or a sentence that all is well.</summary>
    override _.ToString() =
        if failures.Count = 0 then
            $"{name}: {laws} laws hold for {tests} values (seed {seed})."
        else
            // Mostly one value breaks several laws.
            let sections =
                failures
                |> Seq.groupBy (fun failure -> failure.Schema.Name, failure.Version, failure.FSharp)
                |> Seq.map (fun (_, group) ->
                    let others =
                        group
                        |> Seq.tail
                        |> Seq.map (fun failure -> $"\n    also \"{failure.Law.Name}\": {failure.Problem}")

                    string (Seq.head group) + String.Concat others)

            let head = $"{name}: {failures.Count} of {laws} laws are broken, {tests} values (seed {seed})."
            String.Join("\n\n", Seq.append [ head ] sections)

/// <summary>A message breaks laws.</summary>
and [<Sealed>] LawsBrokenException internal (report: LawReport) =
    inherit Exception(report.ToString())

    /// <summary>The report.</summary>
    member _.Report = report
