namespace KafkaWire.Generators

open System
open System.Collections.Generic
open System.Diagnostics
open KafkaWire
open KafkaWire.Schema

/// Checks laws on generated values, and shrinks what breaks them.
module internal LawRun =

    /// What breaks a law on a value; None if it holds.
    let finding (law: Law) (case: LawCase) : Finding option =
        try
            law.Check case
            None
        with
        | Broken finding -> Some finding
        | e -> Some { Problem = $"{e.GetType().Name}: {e.Message}"; Bytes = null; Offset = -1 }

    /// Whether a law can be checked: what cannot be written breaks the first laws only.
    let private applies (law: Law) (case: LawCase) =
        match law.Name, case.Written with
        | ("rules" | "parts" | "writing"), _ -> true
        | _, written -> Result.isOk written

    /// A codec that allocates what damaged bytes state would take all memory if it read more of them.
    let private readsDamage (law: Law) = law.Name = "damage" || law.Name = "same errors"

    let check law case = if applies law case then finding law case else None

    /// The most values that are tried, and the time, until the smallest one counts as found.
    let private patience = 4000, TimeSpan.FromSeconds 10.0

    /// The smallest value that breaks the law, by way of values that all break it.
    let shrink (law: Law) (case: LawCase) (first: Finding) : LawCase * Finding =
        let watch = Stopwatch.StartNew()
        let mutable left = fst patience
        let mutable smallest = case, first
        let mutable search = true

        while search do
            search <- false
            let current = fst smallest

            try
                let smaller =
                    Shrink.structure current.Version current.Schema.Shape current.Value
                    |> Seq.takeWhile (fun _ -> left > 0 && watch.Elapsed < snd patience)
                    |> Seq.tryPick (fun value ->
                        left <- left - 1
                        let case = LawCase(current.Schema, current.Version, value, current.Chance)
                        check law case |> Option.map (fun finding -> case, finding))

                match smaller with
                | Some found ->
                    smallest <- found
                    search <- true
                | None -> ()
            // A codec that cannot put a smaller value together is not worth stopping for.
            with _ ->
                ()

        smallest

    /// A value of a version, or what is wrong with the codec that cannot make one.
    let private generate (config: LawConfig) (schema: MessageSchema) (version: int16) (seed: int) : Result<LawCase, Finding> =
        let random = Random seed

        try
            let value = Build.structure random (random.Next(config.Size + 1)) version (schema.IsFlexible version) schema.Shape
            Ok(LawCase(schema, version, value, random.Next()))
        with e ->
            Error { Problem = $"Putting a value together raises {e.GetType().Name}: {e.Message}"; Bytes = null; Offset = -1 }

    /// The failures of a message: one for each law, in the lowest version that shows it.
    let failures (config: LawConfig) (schema: MessageSchema) : LawFailure list =
        let broken = Dictionary<Law, List<int16 * objnull * Finding * int>>()

        let add (law: Law) entry =
            match broken.TryGetValue law with
            | true, entries -> entries.Add entry
            | _ -> broken[law] <- List [ entry ]

        for version in schema.Versions.First .. schema.Versions.Last do
            let unbroken = HashSet<Law>(config.Laws)

            for i in 0 .. config.Tests - 1 do
                let seed = config.Seed + i

                match generate config schema version seed with
                | Error problem ->
                    if config.Laws.Count > 0 && unbroken.Remove config.Laws[0] then
                        add config.Laws[0] (version, null, problem, seed)
                | Ok case ->
                    for law in config.Laws do
                        if
                            unbroken.Contains law
                            && not (readsDamage law && broken.Keys |> Seq.exists (fun law -> law.Name = "memory"))
                        then
                            match check law case with
                            | None -> ()
                            | Some problem ->
                                unbroken.Remove law |> ignore<bool>
                                let isFirst = not (broken.ContainsKey law)
                                let case, problem = if isFirst then shrink law case problem else case, problem
                                add law (version, case.Value, problem, seed)

        [ for law in config.Laws do
              match broken.TryGetValue law with
              | true, entries ->
                  let _, value, problem, seed = entries[0]
                  let versions = [ for version, _, _, _ in entries -> version ]
                  LawFailure(law, schema, versions, value, problem, seed)
              | _ -> () ]

/// <summary>Checks the laws that Kafka's messages keep on messages of your own: in F#, C# and any test framework.</summary>
/// <example><code>
/// (Laws.check PlaceOrder.api.Request).EnsureOk()              // F#
/// Laws.Check(placeOrder).EnsureOk();                          // C#
/// Laws.checkWith (LawConfig(Seed = 17, Tests = 1)) PlaceOrder.api.Request     // repeats a failure
/// </code></example>
[<RequireQualifiedAccess>]
module Laws =

    /// <summary>All laws.</summary>
    [<CompiledName "All">]
    let all: IReadOnlyList<Law> = LawBook.laws

    let private report (config: LawConfig) (name: string) (schemas: MessageSchema list) : LawReport =
        let values =
            schemas
            |> List.sumBy (fun schema -> (int schema.Versions.Last - int schema.Versions.First + 1) * config.Tests)

        let failures = schemas |> List.collect (LawRun.failures config)
        LawReport(name, config.Laws.Count, values, config.Seed, failures)

    /// <summary>Checks laws on generated values of a message, in each of its versions.</summary>
    [<CompiledName "CheckWith">]
    let checkWith (config: LawConfig) (schema: MessageSchema) : LawReport = report config schema.Name [ schema ]

    /// <summary>Checks all laws on generated values of a message, in each of its versions.</summary>
    [<CompiledName "Check">]
    let check (schema: MessageSchema) : LawReport = checkWith (LawConfig()) schema

    /// <summary>Checks laws on an API's request and response.</summary>
    [<CompiledName "CheckApiWith">]
    let checkApiWith (config: LawConfig) (api: Api) : LawReport = report config api.Name [ api.RequestSchema; api.ResponseSchema ]

    /// <summary>Checks all laws on an API's request and response.</summary>
    [<CompiledName "CheckApi">]
    let checkApi (api: Api) : LawReport = checkApiWith (LawConfig()) api
