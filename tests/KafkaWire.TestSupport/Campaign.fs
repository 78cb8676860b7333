namespace KafkaWire.TestSupport

open System

/// How long tests with random input run: briefly in `build test`, longer in `build soak`.
[<AbstractClass; Sealed>]
type Campaign private () =
    static let isSoak = Environment.GetEnvironmentVariable "KAFKAWIRE_SOAK" = "1"

    static let seed =
        match Environment.GetEnvironmentVariable "KAFKAWIRE_SEED" with
        | null -> 1
        | given -> int given

    /// Whether this is a long campaign.
    static member IsSoak = isSoak

    /// The seed of all random input: KAFKAWIRE_SEED, or 1 if it is not set, so that ordinary runs are repeatable.
    static member Seed = seed

    /// How to repeat the run with the same random input.
    static member Replay =
        let soak = if isSoak then "KAFKAWIRE_SOAK=1 " else ""
        $"{soak}KAFKAWIRE_SEED={seed} repeats the run with the same random input."

    /// A random number generator for one test, from the campaign's seed.
    static member Random() = Random seed

    /// The number of rounds.
    static member Rounds(usually: int, soaking: int) = if isSoak then soaking else usually
