// Writes src/KafkaWire.CSharpFacade/Messages/Generated: for each file of src/KafkaWire.Fs/Messages, one with the init records of its messages,
// which are the request and response of an API, or a payload of bytes fields or logs. It interprets the shapes of the built core and copies
// its XML docs.
#r "../src/KafkaWire.Fs/bin/Release/net10.0/KafkaWire.Fs.dll"

open System
open System.Collections.Generic
open System.Globalization
open System.IO
open System.Text
open System.Text.RegularExpressions
open System.Xml.Linq
open KafkaWire
open KafkaWire.Schema

let usage =
    """dotnet fsi scripts/generate-facade.fsx [--check]

Writes src/KafkaWire.CSharpFacade/Messages/Generated from the messages of src/KafkaWire.Fs, which must be built (Release).

  --check     writes nothing; names the files that are out of date, and exits with 1 if there are any
  -- --help   shows this help; without the -- dotnet fsi shows its own"""

let root = Path.GetDirectoryName __SOURCE_DIRECTORY__
let folder = Path.Combine(root, "src/KafkaWire.CSharpFacade/Messages/Generated")
let messagesFolder = Path.Combine(root, "src/KafkaWire.Fs/Messages")

// ---- the docs of the core

/// The text of a summary as XML, on one line; a blank line between paragraphs.
let summaries: IReadOnlyDictionary<string, string> =
    let file = Path.Combine(root, "src/KafkaWire.Fs/bin/Release/net10.0/KafkaWire.Fs.xml")
    let docs = Dictionary()

    for m in XDocument.Load(file, LoadOptions.PreserveWhitespace).Descendants(XName.Get "member") do
        match m.Element(XName.Get "summary") with
        | null -> ()
        | summary ->
            let text = String.Concat(summary.Nodes() |> Seq.map _.ToString(SaveOptions.DisableFormatting))
            let paragraphs = Regex.Split(text.Trim(), @"\n\s*\n") |> Array.map (fun p -> Regex.Replace(p.Trim(), @"\s+", " "))
            docs[m.Attribute(XName.Get "name").Value] <- String.Join("\n\n", paragraphs)

    docs

let summaryOf key =
    match summaries.TryGetValue key with
    | true, text -> text
    | _ -> failwith $"{key} has no doc comment."

let docName (t: Type) = t.FullName.Replace('+', '.')

// ---- the text

/// The maximum length of a doc comment line.
let width = 140

let wrap (indent: string) (text: string) =
    let lines = List<string>()
    let line = StringBuilder(indent + "///")

    for word in text.Split(' ') do
        if line.Length + 1 + word.Length > width then
            lines.Add(line.ToString())
            line.Clear().Append(indent + "///") |> ignore

        line.Append(' ').Append(word) |> ignore

    lines.Add(line.ToString())
    lines

type Writer() =
    let text = StringBuilder()
    member _.Line(line: string) = text.Append(line).Append('\n') |> ignore

    /// A doc element, on one line if it fits.
    member w.Doc(indent: string, element: string, content: string) =
        let whole = $"{indent}/// <{element}>{content}</{element}>"

        if whole.Length <= width then
            w.Line whole
        else
            w.Line $"{indent}/// <{element}>"

            for line in wrap indent content do
                w.Line line

            w.Line $"{indent}/// </{element}>"

    override _.ToString() = text.ToString()

// ---- the types

/// A struct of a message: its F# record, and the C# record generated for it.
type Struct = { Shape: StructShape; Type: Type; Name: string }

let typeOf (s: StructShape) = s.Operations.DefaultObject.GetType()

/// Kafka's name in PascalCase: a few names begin with a lower-case letter.
let propertyName (field: FieldShape) = Char.ToUpperInvariant(field.Name[0]).ToString() + field.Name.Substring 1

/// The role of a message. It determines the interfaces and conversions of its record.
[<RequireQualifiedAccess>]
type Role =
    | Request of Api
    | Response of Api
    | Payload

type Message = { Schema: MessageSchema; Role: Role }

/// The module that the F# record of a message is in.
let moduleOf (m: Message) = (typeOf m.Schema.Shape).DeclaringType

/// The record has the name of the F# record without the dot: MetadataRequest for Metadata.Request, TopicRecordData for TopicRecord.Data.
let recordName (m: Message) = (moduleOf m).Name + (typeOf m.Schema.Shape).Name

/// The message first, then its inner structs. An inner struct drops the name of its message: MetadataResponseTopic becomes
/// MetadataResponse.Topic. It also drops the name of its API, unless a property has the remaining name.
let structsOf (message: Message) =
    let schema = message.Schema
    let inner = List.ofSeq schema.Shape.Structs |> List.tail |> List.distinctBy typeOf
    let properties (s: StructShape) = s.Fields |> Array.map propertyName
    let allProperties = HashSet<string>(schema.Shape :: inner |> Seq.collect properties)
    let used = HashSet<string>(properties schema.Shape)

    let without (prefix: string) (s: StructShape) =
        if s.Name.StartsWith prefix && s.Name <> prefix && Char.IsUpper s.Name[prefix.Length] then
            Some(s.Name.Substring prefix.Length)
        else
            None

    let name (s: StructShape) =
        // In C# a property cannot have the name of its own type or of a type nested beside it.
        let isFree name = not (used.Contains name) && not (Array.contains name (properties s))
        let isShort name = isFree name && not (allProperties.Contains name)

        let byApi =
            match message.Role with
            | Role.Request api
            | Role.Response api -> without api.Name s |> Option.filter isShort
            | Role.Payload -> None

        let name =
            match without schema.Name s, byApi with
            | Some short, _ when isShort short -> short
            | Some short, _ -> short + "Data"
            | None, Some short -> short
            | None, None when isFree s.Name -> s.Name
            | None, None -> s.Name + "Data"

        if not (used.Add name) then
            failwith $"{schema.Name}: an inner struct and something else would both be named {name}."

        name

    { Shape = schema.Shape; Type = typeOf schema.Shape; Name = recordName message }
    :: [ for s in inner -> { Shape = s; Type = typeOf s; Name = name s } ]

let primitive kind =
    match kind with
    | Primitive.Bool -> "bool"
    | Primitive.Int8 -> "sbyte"
    | Primitive.Int16 -> "short"
    | Primitive.UInt16 -> "ushort"
    | Primitive.Int32 -> "int"
    | Primitive.Int64 -> "long"
    | Primitive.Float64 -> "double"
    | Primitive.Uuid -> "Uuid"
    | Primitive.String
    | Primitive.ClassicString -> "string"
    | Primitive.Bytes
    | Primitive.Records -> "Bytes"
    | Primitive.ErrorCode -> "ErrorCode"
    | other -> failwith $"Primitive {other} has no C# type here."

/// Request fields whose default in Kafka's definitions, 0 or empty, is never what a client means by omitting the field: it is the id of a
/// replica, a request without a response, or a timeout that has already expired. The init records, which people write, default to what Kafka's
/// own clients send. The F# records, JSON and the decoders keep Kafka's default, because an absent field must be read as Kafka reads it.
/// Each row is message, struct, field, value.
let clientDefaults =
    [ "ListOffsetsRequest", "ListOffsetsRequest", "ReplicaId", "-1"
      "ProduceRequest", "ProduceRequest", "Acks", "-1"
      "ProduceRequest", "ProduceRequest", "TimeoutMs", "30000"
      "CreateTopicsRequest", "CreatableTopic", "NumPartitions", "-1"
      "CreateTopicsRequest", "CreatableTopic", "ReplicationFactor", "-1"
      // Kafka's definition of CreateTopics has this value.
      "DeleteTopicsRequest", "DeleteTopicsRequest", "TimeoutMs", "60000"
      "CreatePartitionsRequest", "CreatePartitionsRequest", "TimeoutMs", "60000"
      "CreatePartitionsRequest", "CreatePartitionsTopic", "Assignments", "null"
      "DeleteRecordsRequest", "DeleteRecordsRequest", "TimeoutMs", "60000"
      "AddRaftVoterRequest", "AddRaftVoterRequest", "TimeoutMs", "60000"
      "StreamsGroupHeartbeatRequest", "StreamsGroupHeartbeatRequest", "EndpointInformationEpoch", "-1" ]

let usedClientDefaults = HashSet<string * string * string>()

/// The init record's default, if it differs from Kafka's.
let clientDefault (schema: MessageSchema) (s: StructShape) (field: FieldShape) =
    match clientDefaults |> List.tryFind (fun (m, t, f, _) -> (m, t, f) = (schema.Name, s.Name, field.Name)) with
    | None -> None
    | Some(m, t, f, value) ->
        // Otherwise a version without the field would refuse a record that does not set it.
        if field.Versions.First > schema.Versions.First || field.Versions.Last < schema.Versions.Last then
            failwith $"{m}.{f}: only a field that exists in every version can have a default of its own."

        let own =
            match field.Default with
            | :? int16 as x when x = 0s -> "0"
            | :? int32 as x when x = 0 -> "0"
            | :? Array as x when x.Length = 0 -> "empty array"
            | other -> failwith $"{m}.{f}: Kafka's default is {other}, neither 0 nor empty."

        usedClientDefaults.Add((m, t, f)) |> ignore
        Some(value, own)

let number (value: IFormattable) = value.ToString(null, CultureInfo.InvariantCulture)

let file (messages: Message list) =
    let w = Writer()
    w.Line "// <auto-generated>Written by scripts/generate-facade.fsx from the F# messages: ./build.sh generate.</auto-generated>"
    w.Line "#nullable enable"
    w.Line ""
    w.Line "namespace KafkaWire.Messages;"

    for message in messages do
        let schema = message.Schema
        let structs = structsOf message
        let named = dict [ for s in structs -> s.Type, s.Name ]
        let fieldNames = HashSet<string>(structs |> Seq.collect (fun s -> s.Shape.Fields |> Seq.map propertyName))

        let moduleType = moduleOf message

        /// The F# type, written so that a property with the module's name does not hide it.
        let full (t: Type) =
            let name = t.FullName.Replace('+', '.')

            if fieldNames.Contains moduleType.Name then
                "global::" + name
            else
                name.Substring "KafkaWire.Messages.".Length

        let schemaOf =
            full moduleType
            + match message.Role with
              | Role.Request _ -> ".api.RequestSchema"
              | Role.Response _ -> ".api.ResponseSchema"
              | Role.Payload -> ".schema"

        let rec csharp shape =
            match shape with
            | Shape.Primitive kind -> primitive kind
            | Shape.Array element -> csharp element + "[]"
            | Shape.Nullable(value, _) -> csharp value + "?"
            | Shape.Struct s -> named[typeOf s]
            | other -> failwith $"Kafka's messages have no {other}."

        /// The initializer of a property; empty where .NET's default is Kafka's.
        let initializer (field: FieldShape) =
            match field.Default with
            | null -> ""
            | :? bool as x -> if x then "true" else ""
            | :? string as x -> $"\"{x}\""
            | :? ErrorCode as x -> if x = ErrorCode.None then "" else $"(ErrorCode)({x:D})"
            | :? Uuid as x -> if x.IsZero then "" else failwith $"{field.Name}: a default UUID."
            | :? Bytes as x ->
                match x.IsEmpty, field.Shape with
                | true, Shape.Nullable _ -> "Bytes.Empty"
                | true, _ -> ""
                | false, _ -> failwith $"{field.Name}: default bytes."
            | :? Array as x -> if x.Length = 0 then "[]" else failwith $"{field.Name}: a default array with elements."
            | :? float as x -> if x = 0.0 then "" else number x
            | :? int64 as x when x = Int64.MaxValue -> "long.MaxValue"
            | :? int64 as x when x = Int64.MinValue -> "long.MinValue"
            | :? int as x when x = Int32.MaxValue -> "int.MaxValue"
            | :? int as x when x = Int32.MinValue -> "int.MinValue"
            | :? IFormattable as x when x.GetType().IsPrimitive ->
                (match number x with
                 | "0" -> ""
                 | n -> n)
            | x when named.ContainsKey(x.GetType()) -> "new()"
            | x -> failwith $"{field.Name}: a default of type {x.GetType()}."

        /// The conversion of an inner struct, qualified because its name alone could mean a property.
        let from s = $"{structs.Head.Name}.{named[typeOf s]}.From"

        let rec fromMessage shape value =
            match shape with
            | Shape.Struct s -> $"{from s}({value})"
            | Shape.Array(Shape.Struct s) -> $"MessageContent.Map({value}, {from s})"
            | Shape.Nullable(Shape.Struct s, _) -> $"{value} is null ? null : {from s}({value})"
            | Shape.Nullable(inner, _) -> fromMessage inner value
            | _ -> value

        let rec toMessage shape value =
            match shape with
            // A null that the annotation forbids is passed on: the codec's error names the field.
            | Shape.Struct _ -> $"{value}?.ToMessage()!"
            | Shape.Array(Shape.Struct _) -> $"MessageContent.Map({value}, static item => item.ToMessage())"
            | Shape.Nullable(Shape.Struct _, _) -> $"{value}?.ToMessage()"
            | Shape.Nullable(inner, _) -> toMessage inner value
            | _ -> value

        let isArray field =
            match field with
            | Shape.Array _
            | Shape.Nullable(Shape.Array _, _) -> true
            | _ -> false

        let rec record (indent: string) (s: Struct) (inner: Struct list) =
            let isMessage = not inner.IsEmpty || Object.ReferenceEquals(s, structs.Head)
            let line (text: string) = w.Line(if text = "" then "" else indent + text)
            let own = indent + "    "
            w.Line ""

            if isMessage then
                let about = (summaryOf ("T:" + docName moduleType)).Split "\n\n"
                w.Doc(indent, "summary", about[0] + " " + summaryOf ("T:" + docName s.Type))
                if about.Length > 1 then w.Doc(indent, "remarks", String.Join(" ", Array.tail about))
            else
                w.Doc(indent, "summary", summaryOf ("T:" + docName s.Type))

            let bases =
                match message.Role with
                | _ when not isMessage -> ""
                | Role.Request api -> $" : IKafkaRequest<{full (typeOf api.ResponseSchema.Shape)}>"
                | Role.Response _ -> " : IKafkaResponse"
                | Role.Payload -> ""

            line $"public sealed record {s.Name}{bases}"
            line "{"

            let properties =
                [ for f in s.Shape.Fields do
                      let name = propertyName f

                      {| Name = name
                         Type = csharp f.Shape
                         Initializer =
                          match clientDefault schema s.Shape f with
                          | Some("null", _) -> ""
                          | Some(value, _) -> value
                          | None -> initializer f
                         Remark =
                          match clientDefault schema s.Shape f with
                          | Some(value, own) -> $" This record defaults to {value} instead of the protocol's {own}."
                          | None -> ""
                         IsArray = isArray f.Shape
                         From = fromMessage f.Shape ("message." + name)
                         To = toMessage f.Shape name |}

                  if s.Shape.KeepsUnknownTags then
                      {| Name = "UnknownTaggedFields"
                         Type = "TaggedField[]"
                         Initializer = "[]"
                         Remark = ""
                         IsArray = true
                         From = "message.UnknownTaggedFields"
                         To = "UnknownTaggedFields" |} ]

            for p in properties do
                w.Doc(own, "summary", summaryOf $"P:{docName s.Type}.{p.Name}" + p.Remark)
                let value = if p.Initializer = "" then "" else $" = {p.Initializer};"
                w.Line $"{own}public {p.Type} {p.Name} {{ get; init; }}{value}"
                w.Line ""

            let fsharp = full s.Type
            w.Doc(own, "summary", "Creates an init record with the content of a message that was read.")
            w.Line $"{own}public static {s.Name} From({fsharp} message) => new()"
            w.Line $"{own}{{"

            for p in properties do
                w.Line $"{own}    {p.Name} = {p.From},"

            w.Line $"{own}}};"
            w.Line ""

            // Named arguments, so that the order of the F# record does not matter.
            let parameters = (Array.head (s.Type.GetConstructors())).GetParameters()

            let arguments =
                [ for p in properties ->
                      let parameter = parameters |> Array.find (fun x -> x.Name.Equals(p.Name, StringComparison.OrdinalIgnoreCase))
                      $"{own}    {parameter.Name}: {p.To}" ]

            w.Doc(own, "summary", "The F# record with the same content, which the codecs write.")

            if arguments.IsEmpty then
                w.Line $"{own}public {fsharp} ToMessage() => new();"
            else
                w.Line $"{own}public {fsharp} ToMessage() => new("
                w.Line(String.Join(",\n", arguments) + ");")

            if isMessage then
                w.Line ""
                w.Doc(own, "summary", "The F# record with the same content, which the unions and codecs take; null for null.")
                w.Line $"{own}[return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(message))]"
                w.Line $"{own}public static implicit operator {fsharp}?({s.Name}? message) => message?.ToMessage();"

            w.Line ""
            w.Line $"{own}/// <summary>Whether both have the same content; arrays are compared element by element.</summary>"
            let compare = [ for p in properties -> $"MessageContent.Equal({p.Name}, other.{p.Name})" ]
            w.Line $"{own}public bool Equals({s.Name}? other) =>"

            w.Line(
                $"{own}    ReferenceEquals(this, other) || other is not null"
                + String.Concat(compare |> List.map (fun c -> $"\n{own}    && {c}"))
                + ";"
            )

            w.Line ""
            w.Line $"{own}/// <inheritdoc/>"
            w.Line $"{own}public override int GetHashCode()"
            w.Line $"{own}{{"
            w.Line $"{own}    var hash = new HashCode();"

            for p in properties do
                w.Line(
                    if p.IsArray then
                        $"{own}    MessageContent.AddTo(ref hash, {p.Name});"
                    else
                        $"{own}    hash.Add({p.Name});"
                )

            w.Line $"{own}    return hash.ToHashCode();"
            w.Line $"{own}}}"
            w.Line ""
            w.Line $"{own}/// <summary>The fields that differ from their defaults, on one line; secrets show as <c>***</c>.</summary>"

            if isMessage then
                w.Line $"{own}public override string ToString() => MessageText.Format({schemaOf}, ToMessage());"

                if not message.Role.IsPayload then
                    w.Line ""
                    w.Line $"{own}Api IKafkaMessage.Api => {full moduleType}.api;"
                    w.Line ""
                    w.Line $"{own}object IKafkaMessage.ToMessage() => ToMessage();"
            else
                w.Line $"{own}public override string ToString() => MessageContent.Format({schemaOf}, \"{s.Shape.Name}\", ToMessage());"

            for s in inner do
                record own s []

            line "}"

        record "" structs.Head structs.Tail

    w.ToString()

let messages =
    [ for api in Catalogue.apis do
          { Schema = api.RequestSchema; Role = Role.Request api }
          { Schema = api.ResponseSchema; Role = Role.Response api }
      for schema in Catalogue.payloads do
          { Schema = schema; Role = Role.Payload } ]

/// The files have the same folders as the message files; the key and value of a log record share a file.
let files =
    let byModule = messages |> List.groupBy (fun m -> (moduleOf m).Name) |> dict

    [ for source in Directory.GetFiles(messagesFolder, "*.fs", SearchOption.AllDirectories) do
          let inside =
              [ for m in Regex.Matches(File.ReadAllText source, @"(?m)^module (\w+) =") do
                    yield! byModule[m.Groups[1].Value] ]

          (Path.Combine(folder, Path.ChangeExtension(Path.GetRelativePath(messagesFolder, source), ".g.cs")), file inside) ]

do
    for m, t, f, _ in clientDefaults do
        if not (usedClientDefaults.Contains((m, t, f))) then
            failwith $"clientDefaults: there is no {m}, {t}.{f}."

let stale () =
    let wanted = HashSet(files |> Seq.map fst)

    [ for path, text in files do
          if not (File.Exists path) || File.ReadAllText path <> text then path
      for path in Directory.GetFiles(folder, "*.g.cs", SearchOption.AllDirectories) do
          if not (wanted.Contains path) then path ]

exit (
    match List.tail (List.ofArray fsi.CommandLineArgs) with
    | [] ->
        let changed = stale ()

        for path in changed do
            match files |> List.tryFind (fun (p, _) -> p = path) with
            | Some(_, text) ->
                Directory.CreateDirectory(Path.GetDirectoryName path) |> ignore
                File.WriteAllText(path, text)
            | None -> File.Delete path

        printfn $"{files.Length} files, {messages.Length} messages, {changed.Length} files changed."
        0
    | [ "--check" ] ->
        match stale () with
        | [] ->
            printfn $"{files.Length} files, {messages.Length} messages, all up to date."
            0
        | changed ->
            for path in changed do
                printfn $"{Path.GetRelativePath(root, path)} is out of date; run ./build.sh generate"

            1
    | [ "--help" ] ->
        printfn "%s" usage
        0
    | _ ->
        eprintfn "%s" usage
        2
)
