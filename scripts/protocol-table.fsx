// Prints the protocol as a table: every API, its versions, and the Kafka releases that serve them.
// For help: `dotnet fsi scripts/protocol-table.fsx -- --help`. Without the `--`, F# Interactive prints its own help.

#r "../src/KafkaWire.Fs/bin/Release/net10.0/KafkaWire.Fs.dll"

open System
open KafkaWire

let usage =
    """dotnet fsi scripts/protocol-table.fsx [TEXT] [--releases A,B,...] [--each] [--markdown]

Prints one line for each API: its key, its name, the versions that any Kafka release ever had, the flexible versions (with compact
lengths and tagged fields), the last version if it is unstable, and the versions that each release serves by default.

  TEXT         prints only APIs with this text in their name, in upper or lower case
  --releases   the releases to show, such as 2.8,3.9; by default the last of each major version
  --each       prints one line for each version instead, with the first and the last release that serve it
  --markdown   prints a Markdown table
  -- --help    shows this help; without the -- dotnet fsi shows its own

Build the library first: dotnet build -c Release src/KafkaWire.Fs"""

/// Prints a sentence to stderr and exits.
let fail (sentence: string) : 'T =
    eprintfn "%s" sentence
    exit 1

let newestOfEachMajor =
    Releases.all
    |> Seq.groupBy (fun release -> release.Name.Split('.')[0])
    |> Seq.map (snd >> Seq.last)
    |> Seq.toList

let releaseOf (name: string) : KafkaRelease =
    match Releases.tryFind name with
    | null -> fail $"""There is no release {name}. The releases are {String.Join(", ", Releases.all)}."""
    | release -> release

let served (release: KafkaRelease) (key: ApiKey) =
    match release.FindApi key with
    | null -> "-"
    | api when api.Roles = ServerRole.None || api.Versions.IsEmpty -> "-"
    | api -> $"{api.Versions}"

let byApi (releases: KafkaRelease list) (apis: Api list) =
    [ [ "key"; "API"; "versions"; "flexible"; "unstable"; yield! releases |> List.map _.Name ]
      for api in apis do
          [ string (int api.Key)
            api.Name
            $"{api.Versions}"
            if api.FlexibleVersions.First > api.Versions.Last then "-" else $"{api.FlexibleVersions}"
            if api.IsLatestUnstable then $"{api.Versions.Last}" else ""
            for release in releases do
                served release api.Key ] ]

let byVersion (apis: Api list) =
    [ [ "key"; "API"; "version"; "flexible"; "first"; "last" ]
      for api in apis do
          for version in api.Versions.First .. api.Versions.Last do
              let serving = Releases.serving [ struct (api.Key, version) ]

              [ string (int api.Key)
                api.Name
                string version
                if api.IsFlexible version then "yes" else "no"
                if serving.Count = 0 then "-" else serving[0].Name
                if serving.Count = 0 then "-" else serving[serving.Count - 1].Name ] ]

/// A plain table; each column is as wide as its widest cell.
let plain (rows: string list list) =
    let widths = List.transpose rows |> List.map (List.map String.length >> List.max)

    for row in rows do
        let cells = List.map2 (fun (cell: string) (width: int) -> cell.PadRight width) row widths
        printfn "%s" ((String.Join("  ", cells)).TrimEnd())

let markdown (rows: string list list) =
    let line (cells: string list) = printfn "| %s |" (String.Join(" | ", cells))
    line rows.Head
    line (rows.Head |> List.map (fun _ -> "---"))
    List.iter line rows.Tail

let rec run (text: string) (releases: KafkaRelease list) (each: bool) (show: string list list -> unit) (arguments: string list) =
    match arguments with
    | [ "--help" ] -> printfn "%s" usage
    | "--each" :: rest -> run text releases true show rest
    | "--markdown" :: rest -> run text releases each markdown rest
    | "--releases" :: names :: rest -> run text (names.Split ',' |> Seq.map releaseOf |> Seq.toList) each show rest
    | name :: rest when text = "" && not (name.StartsWith '-') -> run name releases each show rest
    | [] ->
        match
            Catalogue.apis
            |> Seq.filter (fun api -> api.Name.Contains(text, StringComparison.OrdinalIgnoreCase))
            |> Seq.toList
        with
        | [] -> fail $"No API name contains \"{text}\"."
        | apis -> show (if each then byVersion apis else byApi releases apis)
    | _ -> fail usage

run "" newestOfEachMajor false plain (List.tail (List.ofArray fsi.CommandLineArgs))
