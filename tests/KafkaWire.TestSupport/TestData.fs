namespace KafkaWire.TestSupport

open System.Collections.Generic
open System.IO
open System.IO.Compression
open System.Text.Json

/// The files of tests/data. The README.md there describes them.
[<AbstractClass; Sealed>]
type TestData private () =
    /// A file's full path: `TestData.Path "vectors/messages.jsonl.gz"`.
    static member Path(name: string) = Path.Combine(Repository.Path "tests/data", name)

    /// The contents of a file, decompressed if its name ends in .gz.
    static member Open(name: string) : Stream =
        let file = File.OpenRead(TestData.Path name)
        if name.EndsWith ".gz" then new GZipStream(file, CompressionMode.Decompress) else file

    /// The lines of a file, decompressed if its name ends in .gz. Read lazily.
    static member Lines(name: string) : IEnumerable<string> =
        seq {
            use reader = new StreamReader(TestData.Open name)

            while not reader.EndOfStream do
                reader.ReadLine() |> nonNull
        }

    /// The objects of a .jsonl or .jsonl.gz file, one on each line. Read lazily.
    static member Objects(name: string) : IEnumerable<JsonElement> = TestData.Lines name |> Seq.map (fun line -> JsonElement.Parse line)
