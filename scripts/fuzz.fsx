// Tests the codecs with random values and damaged bytes. For help: `dotnet fsi scripts/fuzz.fsx -- --help`.

#r "../src/KafkaWire.FsCheck/bin/Release/net10.0/KafkaWire.Fs.dll"
#r "../src/KafkaWire.FsCheck/bin/Release/net10.0/KafkaWire.FsCheck.dll"

open System
open KafkaWire
open KafkaWire.Messages
open KafkaWire.Generators
open KafkaWire.Schema

let usage =
    """dotnet fsi scripts/fuzz.fsx [NAME...] [--version N] [--count N] [--seed N]

Generates values of messages and checks that:

  - a value is encoded, decoded to the last byte and encoded to the same bytes again
  - its JSON reads back as the same value
  - its bytes, when damaged, are refused with an error that names the place; or are read as a value that can be written, read again and
    written to the same bytes

  NAME        an API or a message: Metadata, FetchResponse, PartitionRecord; all of them by default
  --version   checks this version only
  --count     the number of values for each version of each message; 20 by default
  --seed      repeats a run. A finding names the seed that repeats it alone, with --count 1
  -- --help   shows this help; without the -- dotnet fsi shows its own

Ends with "N values, N damaged, N findings". The exit code is 1 if there are findings.
Build the library first: dotnet build -c Release src/KafkaWire.FsCheck"""

/// Prints a sentence to stderr and exits.
let fail (sentence: string) : 'T =
    eprintfn "%s" sentence
    exit 2

let form = JsonForm(UnknownTags = true)

/// The decoded value, and its size in bytes.
let decode (schema: MessageSchema) version (bytes: byte[]) =
    let mutable consumed = 0
    let value = schema.DecodeObject(Bytes bytes, version, DecodeOptions.Default, &consumed)
    value, consumed

let same what (expected: byte[]) (found: byte[]) =
    if expected <> found then
        failwith $"{what}: {Convert.ToHexStringLower found}\n  instead of {Convert.ToHexStringLower expected}"

let roundTrip (schema: MessageSchema) version (value: obj) =
    let bytes = schema.EncodeObject(value, version)
    let read, consumed = decode schema version bytes

    if consumed <> bytes.Length then
        failwith $"{consumed} of {bytes.Length} bytes are read: {Convert.ToHexStringLower bytes}"

    same "encoded again" bytes (schema.EncodeObject(read, version))
    let json = Json.toElementAs form schema version value
    same "through JSON" bytes (schema.EncodeObject(Json.readObject JsonReading.Default schema version json, version))
    bytes

/// Whatever can be read can also be written, unless its unknown tags are out of order, and then reads back as the same value.
let damaged (schema: MessageSchema) version (bytes: byte[]) =
    try
        let value, consumed = decode schema version bytes

        if consumed > bytes.Length then
            failwith $"{consumed} bytes are read, but there are only {bytes.Length}: {Convert.ToHexStringLower bytes}"

        let written = schema.EncodeObject(value, version)
        let again, _ = decode schema version written
        same "written and read again" written (schema.EncodeObject(again, version))
    with :? WireException as e when e.Path.StartsWith(schema.Name, StringComparison.Ordinal) ->
        ()

let schemasOf (name: string) : MessageSchema list =
    match Catalogue.tryFindApiByName name, Catalogue.tryFindSchema name with
    | null, null -> fail $"There is no API or message named \"{name}\"."
    | null, schema -> [ schema ]
    | api, _ -> [ api.RequestSchema; api.ResponseSchema ]

let fuzz (schemas: MessageSchema list) (version: int16 option) (count: int) (seed: int) =
    printfn "--seed %d repeats this run." seed
    let mutable values = 0
    let mutable findings = 0

    for schema in schemas do
        for v in schema.Versions.First .. schema.Versions.Last do
            if version = None || version = Some v then
                for i in 0 .. count - 1 do
                    let random = Random(seed + i)
                    values <- values + 1

                    try
                        let bytes = roundTrip schema v (MessageGen.sample schema v (random.Next 100) random)
                        damaged schema v (MessageGen.damage random bytes)
                    with e ->
                        findings <- findings + 1

                        if findings <= 20 then
                            printfn "%s --version %d --seed %d --count 1\n  %s: %s" schema.Name v (seed + i) (e.GetType().Name) e.Message

    if values = 0 then fail "None of the messages has this version."
    printfn "%d values, %d damaged, %d findings" values values findings
    if findings > 0 then 1 else 0

/// The number after an option, and the arguments without both.
let rec option (name: string) (least: int) (most: int) (arguments: string list) =
    match arguments with
    | found :: text :: rest when found = name ->
        match Int32.TryParse text with
        | true, number when number >= least && number <= most -> Some number, rest
        | true, _ -> fail $"{name} {text}: the number must be between {least} and {most}."
        | _ -> fail $"{name} {text}: \"{text}\" is not a number."
    | first :: rest ->
        let value, rest = option name least most rest
        value, first :: rest
    | [] -> None, []

exit (
    match List.tail (List.ofArray fsi.CommandLineArgs) with
    | [ "--help" ] ->
        printfn "%s" usage
        0
    | arguments ->
        let version, arguments = option "--version" 0 (int Int16.MaxValue) arguments
        let count, arguments = option "--count" 1 Int32.MaxValue arguments
        let seed, names = option "--seed" Int32.MinValue Int32.MaxValue arguments

        if names |> List.exists _.StartsWith('-') then fail usage

        let schemas = if names.IsEmpty then List.ofSeq Catalogue.schemas else List.collect schemasOf names
        fuzz schemas (Option.map int16 version) (defaultArg count 20) (defaultArg seed (Random.Shared.Next 1_000_000_000))
)
