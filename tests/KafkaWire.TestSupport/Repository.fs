namespace KafkaWire.TestSupport

open System
open System.IO

/// The work tree from which the tests were built.
[<AbstractClass; Sealed>]
type Repository private () =
    static let rec rootAbove (folder: DirectoryInfo | null) =
        match folder with
        | null -> invalidOp $"No KafkaWire.sln above {AppContext.BaseDirectory}."
        | folder when File.Exists(Path.Combine(folder.FullName, "KafkaWire.sln")) -> folder.FullName
        | folder -> rootAbove folder.Parent

    static let root = rootAbove (DirectoryInfo AppContext.BaseDirectory)

    /// The folder that contains KafkaWire.sln.
    static member Root = root

    /// A path in the work tree, given with slashes: `Repository.Path "tests/java"`.
    static member Path(relative: string) = Path.Combine(root, relative)
