// The protocol as a table: every API with its versions, and which Kafka has them.
// `dotnet fsi scripts/protocol-table.fsx -- --help` says more: without the `--` it is F# Interactive that answers.

#r "../src/KafkaWire.Fs/bin/Release/net10.0/KafkaWire.Fs.dll"

open System
open KafkaWire

let usage =
    """dotnet fsi scripts/protocol-table.fsx [TEXT] [--markdown]

Prints a line for each API: its key, its name, the versions that any Kafka ever had, those that are flexible (with compact lengths and
tagged fields), and the last one if it is not final.

  TEXT         only APIs whose name has this in it, whatever its case
  --markdown   as a table for a page
  --help       shows this; dotnet fsi takes it for its own unless -- stands in front: -- --help

It wants the library built: dotnet build -c Release src/KafkaWire.Fs"""

let header = [ "key"; "API"; "versions"; "flexible"; "not final" ]

let row (api: Api) =
    [ string (int api.Key)
      api.Name
      $"{api.Versions}"
      if api.FlexibleVersions.First > api.Versions.Last then "-" else $"{api.FlexibleVersions}"
      if api.IsLatestUnstable then $"{api.Versions.Last}" else "" ]

/// Columns as wide as what is in them.
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

let print show (text: string) =
    match
        Catalogue.apis
        |> Seq.filter (fun api -> api.Name.Contains(text, StringComparison.OrdinalIgnoreCase))
        |> Seq.toList
    with
    | [] ->
        eprintfn "No API has \"%s\" in its name." text
        1
    | apis ->
        show (header :: List.map row apis)
        0

exit (
    match List.tail (List.ofArray fsi.CommandLineArgs) with
    | [] -> print plain ""
    | [ "--help" ] ->
        printfn "%s" usage
        0
    | [ "--markdown" ] -> print markdown ""
    | [ text; "--markdown" ]
    | [ "--markdown"; text ] -> print markdown text
    | [ text ] when not (text.StartsWith '-') -> print plain text
    | _ ->
        eprintfn "%s" usage
        1
)
