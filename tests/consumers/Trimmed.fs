// A program that uses the core, with a message of its own; TrimmingTests publishes it trimmed and runs it. Its arguments: a
// version, and a MetadataResponse in hex.
module Trimmed

open System
open System.Globalization
open KafkaWire
open KafkaWire.Messages
open KafkaWire.Schema
open KafkaWire.Schema.Words

[<NoComparison>]
type Note = { Id: Uuid; Lines: string[]; UnknownTaggedFields: TaggedField[] }

let note =
    message<Note> "Note" {
        let! id = field "Id" _.Id uuid always
        and! lines = field "Lines" _.Lines (array string) (since 1)
        and! tags = unknownTags _.UnknownTaggedFields
        return { Id = id; Lines = lines; UnknownTaggedFields = tags }
    }

let schema = schema (versions 0 2) (since 2) note

[<EntryPoint>]
let main arguments =
    let version = Int16.Parse(arguments[0], CultureInfo.InvariantCulture)

    match MessageSchema.decode Metadata.api.Response version (Bytes.OfHex arguments[1]) with
    | Ok metadata -> Console.WriteLine(Json.format Metadata.api.ResponseSchema version metadata)
    | Error failure -> Console.WriteLine failure.Message

    let written = { note.Default with Lines = [| "one"; "two" |] }
    Console.WriteLine(Convert.ToHexStringLower(schema.Encode(written, 2s)))
    Console.WriteLine(MessageText.format schema (schema.Decode(Bytes(schema.Encode(written, 2s)), 2s)))

    match MessageSchema.encode schema 0s written with
    | Ok bytes -> Console.WriteLine bytes.Length
    | Error failure -> Console.WriteLine failure.Message

    0
