namespace KafkaWire.TestSupport

open System

/// How long tests with random input run: briefly in `build test`, long in `build soak`.
[<AbstractClass; Sealed>]
type Campaign private () =
    static let isSoak = Environment.GetEnvironmentVariable "KAFKAWIRE_SOAK" = "1"

    static let seed =
        match Environment.GetEnvironmentVariable "KAFKAWIRE_SEED" with
        | null -> 1
        | given -> int given

    /// Whether this is a long campaign.
    static member IsSoak = isSoak

    /// The seed of all random input: KAFKAWIRE_SEED, and 1 where there is none, so that an ordinary run repeats itself.
    static member Seed = seed

    /// How to have the same random input again.
    static member Replay =
        let soak = if isSoak then "KAFKAWIRE_SOAK=1 " else ""
        $"{soak}KAFKAWIRE_SEED={seed} makes the same random input again."

    /// A generator of its own for each test, from the campaign's seed.
    static member Random() = Random seed

    /// How many rounds to make.
    static member Rounds(usually: int, soaking: int) = if isSoak then soaking else usually
