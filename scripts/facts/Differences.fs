/// Compares Kafka's definitions with the shapes of KafkaWire's messages. For scripts and tests.
module KafkaWire.Facts.Differences

open System
open System.Globalization
open KafkaWire
open KafkaWire.Schema
open KafkaWire.Facts.Definitions

/// How the messages differ from a definition.
type Difference =
    /// The catalogue has no message with this name.
    | MissingMessage
    /// The message ends before these versions.
    | MissingVersions of VersionRange
    /// A struct, given by its path, lacks a field.
    | MissingField of Path: string * Field: Field
    /// Any other difference, as a sentence.
    | Mismatch of string

let private ofPrimitive (p: Primitive) =
    match p with
    | Primitive.ErrorCode -> "int16"
    | Primitive.ClassicString -> "string, classic"
    | p -> p.ToString().ToLowerInvariant()

let rec private ourType (shape: Shape) : string =
    match shape with
    | Shape.Primitive p -> ofPrimitive p
    | Shape.Array element -> "[]" + ourType element
    | Shape.Nullable(value, _) -> ourType value
    | Shape.Struct s -> s.Name
    | other -> failwith $"Kafka's messages have no {other}."

let private theirType (f: Field) = (if f.IsArray then "[]" else "") + f.Type + (if f.IsClassic then ", classic" else "")

let private nullVersions (shape: Shape) =
    match shape with
    | Shape.Nullable(_, versions) -> versions
    | _ -> VersionRange.none

let rec private structOf (shape: Shape) : StructShape option =
    match shape with
    | Shape.Struct s -> Some s
    | Shape.Array inner
    | Shape.Nullable(inner, _) -> structOf inner
    | _ -> None

/// A field's default as a definition would state it; "" for the type's default.
let private ourDefault (f: FieldShape) =
    match f.Default with
    | null -> "null"
    | :? bool as b -> if b then "true" else "false"
    | :? string as s -> s
    | :? ErrorCode as code -> (int16 code).ToString CultureInfo.InvariantCulture
    | :? IConvertible as number -> number.ToString CultureInfo.InvariantCulture
    | :? Uuid as id when id = Unchecked.defaultof<Uuid> -> ""
    | :? Bytes as bytes when bytes.Length = 0 -> ""
    | :? Array as items when items.Length = 0 -> ""
    | other -> if Option.isSome (structOf f.Shape) then "" else $"a {other.GetType().Name}"

let private theirDefault (f: Field) =
    match f.Default, f.Type with
    | Some text, ("int8" | "int16" | "uint16" | "uint32" | "int32" | "int64") when not f.IsArray ->
        let number =
            if text.StartsWith("0x", StringComparison.Ordinal) then
                Convert.ToInt64(text.Substring 2, 16)
            else
                Int64.Parse(text, CultureInfo.InvariantCulture)

        number.ToString CultureInfo.InvariantCulture
    | Some text, _ -> text
    | None, _ when f.IsArray -> ""
    | None, ("int8" | "int16" | "uint16" | "uint32" | "int32" | "int64" | "float64") -> "0"
    | None, "bool" -> "false"
    | None, "records" when not f.Nullable.IsEmpty -> "null"
    | None, _ -> ""

/// The differences between a definition and the message of the same name. Only the definition's versions count: a newer Kafka drops
/// old versions, which KafkaWire keeps.
let ofMessage (definition: Definition) (schema: MessageSchema) : Difference list =
    let found = ResizeArray<Difference>()
    let mismatch text = found.Add(Mismatch text)

    let same what (ours: string) (theirs: string) =
        let name text = if text = "" then "the type's" else text
        if ours <> theirs then mismatch $"{what}: ours {name ours}, Kafka's {name theirs}."

    let versions what (ours: VersionRange) (theirs: VersionRange) = same what (ours.ToString()) (theirs.ToString())
    let valid = definition.Valid

    if schema.Versions.Last < valid.Last then
        found.Add(MissingVersions { First = schema.Versions.Last + 1s; Last = valid.Last })
    elif schema.Versions.Last > valid.Last then
        mismatch $"{definition.Name}: ours ends at v{schema.Versions.Last}, Kafka's at v{valid.Last}."

    if schema.Versions.First > valid.First then
        mismatch $"{definition.Name}: ours begins at v{schema.Versions.First}, Kafka's at v{valid.First}."

    // If the definition is as new as ours, an open range differs from one that ends at the last version.
    let window: VersionRange = if schema.Versions.Last <= valid.Last then definition.Open else valid
    versions $"{definition.Name}, flexible versions" (both schema.FlexibleVersions valid) (both definition.Flexible valid)

    let rec fields (path: string) (outer: VersionRange) (ours: StructShape) (theirs: Field list) =
        if ours.KeepsUnknownTags = definition.Flexible.IsEmpty then
            mismatch $"{path}: unknownTags belongs in every struct of a message with flexible versions, and in no other."

        let ours = ours.Fields |> Array.filter (fun f -> not (both f.Versions outer).IsEmpty) |> List.ofArray
        let theirs = theirs |> List.filter (fun f -> not (both f.Versions outer).IsEmpty)

        for f in ours do
            if not (theirs |> List.exists (fun t -> t.Name = f.Name)) then
                mismatch $"{path}.{f.Name}: Kafka's definition has no such field in v{both f.Versions outer}."

        let ourOrder =
            [ for f in ours do
                  if not f.IsTagged then f.Name ]

        let theirOrder =
            [ for f in theirs do
                  if f.Tag.IsNone then f.Name ]

        let inBoth names = names |> List.filter (fun n -> List.contains n ourOrder && List.contains n theirOrder)
        same $"{path}, order" (String.Join(", ", inBoth ourOrder)) (String.Join(", ", inBoth theirOrder))

        for t in theirs do
            match ours |> List.tryFind (fun f -> f.Name = t.Name) with
            | None -> found.Add(MissingField(path, t))
            | Some f ->
                let at = $"{path}.{t.Name}"
                let own = both t.Versions outer
                let tag (number: int) = if number < 0 then "no tag" else $"tag {number}"
                let ignorable is = if is then "ignorable" else "not ignorable"
                same $"{at}, type" (ourType f.Shape) (theirType t)
                versions $"{at}, versions" (both f.Versions outer) own
                versions $"{at}, null" (both (both (nullVersions f.Shape) f.Versions) outer) (both t.Nullable outer)
                same at (tag f.Tag) (tag (defaultArg t.Tag -1))
                same $"{at}, default" (ourDefault f) (theirDefault t)
                same at (ignorable f.IsIgnorable) (ignorable t.IsIgnorable)

                match structOf f.Shape, t.Struct with
                | Some inner, Some s -> fields $"{definition.Name}/{s.Name}" own inner s.Fields
                | _ -> ()

    fields definition.Name window schema.Shape definition.Fields
    List.ofSeq found

/// The differences between a definition and the catalogue: its message, and the API to which a request belongs.
let ofDefinition (definition: Definition) : Difference list =
    match Catalogue.tryFindSchema definition.Name with
    | null -> [ MissingMessage ]
    | schema ->
        let api =
            match definition.Kind with
            | "request" -> Catalogue.apis |> Seq.tryFind (fun api -> api.RequestSchema.Name = definition.Name)
            | _ -> None

        [ match api with
          | Some api ->
              let stability isUnstable = if isUnstable then "unstable" else "stable"

              if Some(int api.Key) <> definition.Key then
                  Mismatch $"{definition.Name}: our API has the key {int api.Key}, Kafka's {Option.toNullable definition.Key}."

              if definition.Valid.Last = api.Versions.Last && api.IsLatestUnstable <> definition.LatestUnstable then
                  Mismatch
                      $"{definition.Name}: our last version is {stability api.IsLatestUnstable}, Kafka's is {stability definition.LatestUnstable}."
          | None when definition.Kind = "request" -> Mismatch $"{definition.Name}: ours does not belong to an API."
          | None -> ()
          yield! ofMessage definition schema ]

/// The messages of the catalogue for which there is no definition.
let undefined (definitions: Definition list) : string list =
    let known = set [ for d in definitions -> d.Name ]

    [ for schema in Catalogue.schemas do
          if not (known.Contains schema.Name) then schema.Name ]
