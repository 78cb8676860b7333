// Compares KafkaWire's messages with Kafka's definitions, and writes first drafts of message files.
#r "../src/KafkaWire.Fs/bin/Release/net10.0/KafkaWire.Fs.dll"
#load "facts/Definitions.fs"
#load "facts/Differences.fs"
#load "import/Words.fs"
#load "import/MessageFile.fs"

open System
open System.IO
open KafkaWire
open KafkaWire.Facts
open KafkaWire.Facts.Definitions
open KafkaWire.Facts.Differences
open KafkaWire.Import
open KafkaWire.Import.MessageFile

let usage =
    """Compares KafkaWire's messages with Kafka's definitions (JSON), and writes new message files. KafkaWire.Fs must be built (Release).

    dotnet fsi scripts/import-definitions.fsx DEFINITIONS [NAME...] [--into FOLDER]
    dotnet fsi scripts/import-definitions.fsx DEFINITIONS --write [NAME...] [--into FOLDER] [--force]

DEFINITIONS is a folder of files such as FetchRequest.json. In Kafka's sources: clients/src/main/resources/common/message;
group-coordinator, transaction-coordinator, share-coordinator and metadata have more.

NAME is an API (Fetch), a message (FetchRequest), a payload (ConsumerProtocolSubscription), or the file of a coordinator's record,
with key and value (GroupMetadata). Without a name, everything is compared or written.

Without --write it prints how the built messages differ from the definitions, with the line to write for a missing field. It also
prints the TODOs in the message files. It exits with 0 if there is nothing to do, otherwise with 1. It compares only the versions
in the definitions: a newer Kafka drops old versions, which KafkaWire keeps.

    --write        writes a file for each API and payload; an existing file is kept, unless --force is given. Then replace each TODO,
                   add the file's line to KafkaWire.Fs.fsproj and run ./build.sh generate
    --into FOLDER  the folder of the message files; src/KafkaWire.Fs/Messages by default
    -- --help      shows this help; without the -- dotnet fsi shows its own"""

let fromVersion (range: VersionRange) = if range.First = range.Last then $"v{range.First}" else $"v{range.First} to v{range.Last}"

/// A difference as lines to print.
let tell (folder: string) (u: Unit) (d: Definition) (difference: Difference) : string list =
    match difference with
    | MissingMessage ->
        let title = if u.IsApi then $"{nameOf u} (key {Option.get d.Key})" else d.Name

        if File.Exists(Path.Combine(folder, u.File)) then
            [ $"{title}: {u.File} is not in the build. Add its line to KafkaWire.Fs.fsproj and run ./build.sh generate." ]
        else
            [ $"{title}: missing, v{d.Valid}. Write it with: --write {nameOf u}" ]
    | MissingVersions range ->
        let title, definitions = if u.IsApi then nameOf u, u.Definitions else d.Name, [ d ]

        [ $"{title}: {fromVersion range} missing in {u.File}."
          for v in range.First .. range.Last do
              $"    v{v} {Words.versionClause definitions v}." ]
    | MissingField(path, field) -> [ $"{path}.{field.Name}: missing in {u.File}."; $"    {fieldLine field}" ]
    | Mismatch text -> [ text ]

/// The TODOs in the message files.
let todos (folder: string) (files: string seq) =
    [ for file in files do
          let path = Path.Combine(folder, file)

          if File.Exists path then
              for number, line in Seq.indexed (File.ReadLines path) do
                  if line.Contains("TODO", StringComparison.Ordinal) then
                      $"{file.Replace('\\', '/')}:{number + 1}: {line.Trim().TrimStart('/', '{').Trim()}" ]

/// The differences of a file, each with its definition. If an API or one of its versions is missing, it is missing in request and response alike.
let differencesOf (u: Unit) : (Definition * Difference) list =
    let found =
        [ for d in u.Definitions do
              for difference in ofDefinition d -> d, difference ]

    if u.IsApi then
        found
        |> List.distinctBy (fun (d, difference) ->
            match difference with
            | MissingMessage
            | MissingVersions _ -> "", difference
            | difference -> d.Name, difference)
    else
        found

/// Prints how the files of `chosen` differ from the definitions. `whole` is true if these are all files.
let compare (folder: string) (whole: bool) (chosen: Unit list) : int =
    let differences =
        [ for u in chosen do
              for d, difference in differencesOf u -> tell folder u d difference ]

    let files =
        if whole then
            [ for path in Directory.GetFiles(folder, "*.fs", SearchOption.AllDirectories) -> Path.GetRelativePath(folder, path) ]
        else
            [ for u in chosen -> u.File ]

    let todos = todos folder (List.sort files)

    for line in List.concat differences @ todos do
        printfn $"{line}"

    if whole then
        for name in undefined (chosen |> List.collect _.Definitions) do
            printfn $"{name}: the definitions no longer have this message."

    match differences.Length, todos.Length with
    | 0, 0 ->
        printfn "The messages match the definitions."
        0
    | differences, todos ->
        printfn $"Differences: {differences}. TODOs: {todos}."
        1

let write (folder: string) (force: bool) (chosen: Unit list) : int =
    let glossary = Words.readGlossary (Path.Combine(__SOURCE_DIRECTORY__, "glossary/fields.txt"))

    for u in chosen do
        let path = Path.Combine(folder, u.File)

        if File.Exists path && not force then
            printfn $"{u.File} already exists."
        else
            let text = MessageFile.write glossary u
            Directory.CreateDirectory(string (Path.GetDirectoryName path)) |> ignore<DirectoryInfo>
            File.WriteAllText(path, text)
            printfn $"{u.File} written."

    0

let rec parse (arguments: string list) (into: string option, flags: string list, rest: string list) =
    match arguments with
    | "--into" :: folder :: more -> parse more (Some folder, flags, rest)
    | flag :: more when flag.StartsWith("--", StringComparison.Ordinal) -> parse more (into, flag :: flags, rest)
    | name :: more -> parse more (into, flags, rest @ [ name ])
    | [] -> into, List.sort flags, rest

let main (arguments: string list) : int =
    match parse (List.filter ((<>) "--") arguments) (None, [], []) with
    | _, [ "--help" ], _ ->
        printfn "%s" usage
        0
    | into, ([] | [ "--write" ] | [ "--force"; "--write" ] as flags), definitions :: names ->
        let folder = into |> Option.defaultValue (Path.Combine(__SOURCE_DIRECTORY__, "../src/KafkaWire.Fs/Messages"))
        let all = units (Definitions.read definitions)
        if all.IsEmpty then failwith $"{definitions} contains no definitions."

        let find name =
            match
                all
                |> List.tryFind (fun u -> nameOf u = name || u.Definitions |> List.exists (fun d -> d.Name = name))
            with
            | Some u -> u
            | None -> failwith $"{definitions} contains no definition of {name}."

        let chosen = if names.IsEmpty then all else names |> List.map find |> List.distinct

        if flags.IsEmpty then
            compare folder names.IsEmpty chosen
        else
            write folder (flags.Length > 1) chosen
    | _ ->
        eprintfn "%s" usage
        2

exit (
    try
        main (List.tail (List.ofArray fsi.CommandLineArgs))
    with
    | Failure message ->
        eprintfn "%s" message
        2
    | :? IOException as e ->
        eprintfn "%s" e.Message
        2
)
