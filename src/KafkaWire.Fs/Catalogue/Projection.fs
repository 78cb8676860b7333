namespace KafkaWire

open System
open System.Collections.Generic
open System.Globalization
open KafkaWire.Schema


/// <summary>A value in a message that a version cannot carry.</summary>
[<Sealed>]
type FieldLoss internal (path: string, value: objnull, replacement: objnull, versions: VersionRange, silent: bool, text: string) =

    /// <summary>The path of the value, such as <c>Topics[0].TopicId</c>.</summary>
    member _.Path = path

    /// <summary>The value; null if it is null that the version cannot carry.</summary>
    member _.Value = value

    /// <summary>What a projection has instead: the default of the field, or an empty value for a null that is not allowed.</summary>
    member _.Replacement = replacement

    /// <summary>The versions that can carry it: those with the field, those that allow null, or those with unknown tagged fields.</summary>
    member _.Versions = versions

    /// <summary>Whether encoding omits the value (the field is ignorable) instead of refusing it.</summary>
    member _.IsSilent = silent

    /// <summary>Such as <c>Topics[0].Name = null (10+)</c>: path, value, and the versions that can carry it. A secret is shown as <c>***</c>.</summary>
    override _.ToString() = String.Concat(String.Concat(path, " = ", text), String.Concat(" (", versions.ToString(), ")"))

/// <summary>A message reduced to what a version can carry, with its losses.</summary>
[<Sealed>]
type Projected<'T> internal (version: int16, message: 'T, losses: IReadOnlyList<FieldLoss>) =

    /// <summary>The version.</summary>
    member _.Version = version

    /// <summary>The message. Encoded in the version, it decodes to an equal message. The original object if nothing is lost.</summary>
    member _.Message = message

    /// <summary>The lost values, in the order of the fields.</summary>
    member _.Losses = losses

    /// <summary>Whether nothing is lost.</summary>
    member _.IsLossless = losses.Count = 0

/// <summary>The lowest version that can carry a message.</summary>
[<Sealed>]
type VersionFloor internal (version: int16, forcedBy: FieldLoss | null) =

    /// <summary>The version.</summary>
    member _.Version = version

    /// <summary>The first value that the next lower version cannot carry; null if there is no lower version.</summary>
    member _.ForcedBy = forcedBy

    /// <summary>Such as <c>v10, for Topics[0].Name = null (10+)</c>.</summary>
    override _.ToString() =
        let version = String.Concat("v", version.ToString CultureInfo.InvariantCulture)

        match forcedBy with
        | null -> version
        | loss -> String.Concat(version, ", for ", loss.ToString())

/// Walks a message by its shape and replaces what a version cannot carry.
[<Sealed>]
type internal ProjectionWalk(schema: MessageSchema, version: int16) =
    let flexible = schema.IsFlexible version
    let losses = List<FieldLoss>()
    // Above 0 inside a replacement: a value lost there is not one of the message's.
    let mutable replacing = 0

    /// The value that replaces a null where null is not allowed.
    let rec instead (shape: Shape) : objnull =
        match shape with
        | Shape.Primitive(Primitive.Bytes | Primitive.Records) -> Bytes.Empty
        | Shape.Primitive _ -> ""
        | Shape.Array element -> element.ArrayOf [||]
        | Shape.Struct s -> s.Operations.DefaultObject
        | Shape.Union u -> u.Operations.DefaultOf 0
        | Shape.Opaque o -> o.Operations.Samples[0]
        | Shape.Payload payload -> instead payload.Shape
        | Shape.Recursive reference -> instead reference.Target
        | Shape.FixedBytes _
        | Shape.Nullable _ -> null

    let lose (place: JsonPlace) (field: FieldShape) (value: objnull) (replacement: objnull) versions silent =
        if replacing = 0 then
            losses.Add(FieldLoss(place.ToString(), value, replacement, versions, silent, MessageText.formatField field value))

    /// What the message has lost so far.
    member _.Losses = losses

    member private walk.Value(shape: Shape, field: FieldShape, value: objnull, place: JsonPlace) : objnull =
        match shape, value with
        | Shape.Nullable(_, versions), null when versions.Contains version -> null
        | Shape.Nullable(inner, versions), null ->
            let replacement = instead inner
            lose place field null replacement versions false
            replacing <- replacing + 1
            let replacement = walk.Value(inner, field, replacement, place)
            replacing <- replacing - 1
            replacement
        | Shape.Nullable(inner, _), value -> walk.Value(inner, field, value, place)
        | Shape.Array(Shape.Primitive _), value -> value
        | Shape.Array element, (:? Array as items) ->
            let mutable projected: objnull[] | null = null

            for i in 0 .. items.Length - 1 do
                let item = items.GetValue i
                let found = walk.Value(element, field, item, JsonPlace(place, "", i))

                if not (obj.ReferenceEquals(found, item)) then
                    let copy =
                        match projected with
                        | null -> [| for item in items -> item |]
                        | copy -> copy

                    copy[i] <- found
                    projected <- copy

            match projected with
            | null -> value
            | projected -> element.ArrayOf projected
        | Shape.Recursive reference, value -> walk.Value(reference.Target, field, value, place)
        | Shape.Union u, NonNull value -> walk.Union(u, field, value, place)
        // The value of a payload in another version keeps that version.
        | Shape.Payload payload, value when payload.Version.IsOfMessage -> walk.Value(payload.Shape, field, value, place)
        | Shape.Struct s, NonNull value -> walk.Struct(s, value, place)
        | _, value -> value

    member private walk.Union(u: UnionShape, field: FieldShape, value: obj, place: JsonPlace) : objnull =
        match u.Operations.Explode value with
        | struct (-1, _, _) -> value
        | struct (index, tag, part) ->
            let case = u.Cases[index]

            if case.Versions.Contains version then
                let found = walk.Value(case.Shape, field, part, JsonPlace(place, case.Name, -1))
                if obj.ReferenceEquals(found, part) then value else u.Operations.Assemble(index, tag, found)
            else
                match u.CaseIn version with
                | -1 -> value
                | other ->
                    let replacement = u.Operations.DefaultOf other
                    lose (JsonPlace(place, case.Name, -1)) field value replacement case.Versions false
                    replacement

    member private walk.Struct(s: StructShape, value: obj, place: JsonPlace | null) : obj =
        let parts = s.Operations.Explode value
        let mutable changed = false

        for i in 0 .. s.Fields.Length - 1 do
            let field = s.Fields[i]
            let part = parts[i]

            let found =
                if field.Versions.Contains version then
                    // A tagged field at its default is not written.
                    if field.IsTagged && field.IsDefault part then
                        part
                    else
                        walk.Value(field.Shape, field, part, JsonPlace(place, field.Name, -1))
                elif field.IsDefault part then
                    part
                else
                    lose (JsonPlace(place, field.Name, -1)) field part field.Default field.Versions field.IsIgnorable
                    field.Default

            if not (obj.ReferenceEquals(found, part)) then
                parts[i] <- found
                changed <- true

        if s.KeepsUnknownTags && not flexible then
            match parts[s.Fields.Length] with
            | :? (TaggedField[]) as tags when tags.Length > 0 ->
                let none = Array.Empty<TaggedField>()

                if replacing = 0 then
                    let place = JsonPlace(place, "UnknownTaggedFields", -1)
                    let numbers = tags |> Seq.map (fun tag -> tag.Tag.ToString CultureInfo.InvariantCulture)
                    let text = String.Concat("tags ", String.Join(", ", numbers))
                    losses.Add(FieldLoss(place.ToString(), tags, none, schema.FlexibleVersions, false, text))

                parts[s.Fields.Length] <- none
                changed <- true
            | _ -> ()

        if changed then s.Operations.Assemble parts else value

    /// The message, reduced to what the version can carry.
    member walk.Message(value: obj) : obj =
        schema.CheckVersion version
        walk.Struct(schema.Shape, value, null)

/// <summary>Tells which versions can carry a message, and what is lost in a version that cannot: for negotiating versions, and for proxies
/// between clients and brokers of different releases.</summary>
/// <remarks>
/// Values that no version can carry, such as an unpaired surrogate, are not checked: encoding reports them.
/// </remarks>
/// <example><code>
/// let topics = [| { Metadata.MetadataRequestTopic.Default with Name = null; TopicId = id } |]
/// let request = { Metadata.Request.Default with Topics = topics }
/// Projection.lowest Metadata.api.Request request                  // v10, for Topics[0].Name = null (10+)
/// (Projection.project Metadata.api.Request 9s request).Losses     // Topics[0].TopicId = ... (10+), Topics[0].Name = null (10+)
/// </code></example>
[<RequireQualifiedAccess>]
module Projection =

    /// <summary>A message of any type, reduced to what a version can carry.</summary>
    /// <exception cref="T:KafkaWire.WireException">There is no such version.</exception>
    /// <exception cref="T:System.InvalidCastException">The value has the wrong type.</exception>
    [<CompiledName "ProjectObject">]
    let projectObject (schema: MessageSchema) (version: int16) (message: obj) : Projected<obj> =
        Typing.ensureCast (nameof message) schema.Shape message
        let walk = ProjectionWalk(schema, version)
        let projected = walk.Message message
        Projected<obj>(version, projected, walk.Losses)

    /// <summary>A message, reduced to what a version can carry: all other fields have their default and are listed as losses.</summary>
    /// <exception cref="T:KafkaWire.WireException">There is no such version.</exception>
    [<CompiledName "Project">]
    let project (schema: MessageSchema<'T>) (version: int16) (message: 'T) : Projected<'T> =
        let projected = projectObject schema version (Unchecked.nonNull (box message))
        Projected<'T>(version, unbox<'T> projected.Message, projected.Losses)

    /// <summary>Whether a message of any type can be encoded in a version. Ignorable fields may be left out.</summary>
    /// <exception cref="T:KafkaWire.WireException">There is no such version.</exception>
    /// <exception cref="T:System.InvalidCastException">The value has the wrong type.</exception>
    [<CompiledName "Carries">]
    let carries (schema: MessageSchema) (version: int16) (message: obj) : bool =
        (projectObject schema version message).Losses |> Seq.forall _.IsSilent

    let private search (schema: MessageSchema) (message: obj) (isObstacle: FieldLoss -> bool) : VersionFloor | null =
        let mutable version = schema.Versions.First
        let mutable obstacle: FieldLoss | null = null
        let mutable found = false

        while not found && version <= schema.Versions.Last do
            match Seq.tryFind isObstacle (projectObject schema version message).Losses with
            | Some loss ->
                obstacle <- loss
                version <- version + 1s
            | None -> found <- true

        if found then VersionFloor(version, obstacle) else null

    /// <summary>The lowest version in which a message of any type can be encoded, possibly without ignorable fields, and the value that
    /// forces it; null if there is none.</summary>
    /// <remarks>Higher versions need not be able to carry the message: some fields end with a version.</remarks>
    /// <exception cref="T:System.InvalidCastException">The value has the wrong type.</exception>
    [<CompiledName "LowestObject">]
    let lowestObject (schema: MessageSchema) (message: obj) : VersionFloor | null = search schema message (fun loss -> not loss.IsSilent)

    /// <summary>The lowest version in which a message of any type loses nothing, and the value that forces it; null if there is none.</summary>
    /// <exception cref="T:System.InvalidCastException">The value has the wrong type.</exception>
    [<CompiledName "LowestLosslessObject">]
    let lowestLosslessObject (schema: MessageSchema) (message: obj) : VersionFloor | null = search schema message (fun _ -> true)

    /// <summary>The lowest version in which a message can be encoded, possibly without ignorable fields, and the value that forces it; null if
    /// there is none.</summary>
    /// <remarks>Higher versions need not be able to carry the message: some fields end with a version.</remarks>
    [<CompiledName "Lowest">]
    let lowest (schema: MessageSchema<'T>) (message: 'T) : VersionFloor | null = lowestObject schema (Unchecked.nonNull (box message))

    /// <summary>The lowest version in which a message loses nothing, and the value that forces it; null if there is none.</summary>
    [<CompiledName "LowestLossless">]
    let lowestLossless (schema: MessageSchema<'T>) (message: 'T) : VersionFloor | null = lowestLosslessObject schema (Unchecked.nonNull (box message))
