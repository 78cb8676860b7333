/// Compares values by their parts and changes them, so that no law depends on the Equals of a message's type.
module internal KafkaWire.Generators.Content

open System
open System.Text
open KafkaWire
open KafkaWire.Schema

/// A part that two values do not share.
type Difference = { Path: string; Left: objnull; Right: objnull }

/// A path's steps in reverse order: fields' names, and elements' indexes with an empty name.
type Steps = (struct (string * int)) list

let private fieldOf (path: Steps) (name: string) : Steps = struct (name, -1) :: path
let private elementOf (path: Steps) (index: int) : Steps = struct ("", index) :: path

/// A path as errors show it.
let pathOf (steps: Steps) : string =
    let text = StringBuilder()

    for struct (name, index) in List.rev steps do
        if index >= 0 then text.Append('[').Append(index).Append ']'
        elif text.Length > 0 then text.Append('.').Append name
        else text.Append name
        |> ignore<StringBuilder>

    text.ToString()

/// The unknown tagged fields among a struct's parts, which may be null.
let tagsOf (s: StructShape) (parts: objnull[]) : TaggedField[] | null =
    match parts[s.Fields.Length] with
    | :? (TaggedField[]) as tags -> tags
    | _ -> null

let private sameTags (a: TaggedField[] | null) (b: TaggedField[] | null) =
    match a, b with
    | null, null -> true
    | null, _
    | _, null -> false
    | a, b -> a.AsSpan().SequenceEqual(ReadOnlySpan b)

/// Adds the differences of two values. The fields for which <c>isWhole</c> holds are compared as a whole.
let rec private compare (isWhole: FieldShape -> bool) (add: Difference -> unit) (path: Steps) (shape: Shape) (a: objnull) (b: objnull) : unit =
    let differ () = add { Path = pathOf path; Left = a; Right = b }

    match shape, a, b with
    | Shape.Nullable(inner, _), NonNull _, NonNull _ -> compare isWhole add path inner a b
    | _, null, null -> ()
    | _, null, _
    | _, _, null -> differ ()
    | Shape.Array element, (:? Array as xs), (:? Array as ys) ->
        if xs.Length <> ys.Length then
            differ ()
        else
            for i in 0 .. xs.Length - 1 do
                compare isWhole add (elementOf path i) element (xs.GetValue i) (ys.GetValue i)
    | Shape.Struct s, a, b -> compareStruct isWhole add path s a b
    | Shape.Recursive reference, a, b -> compare isWhole add path reference.Target a b
    | Shape.Payload payload, (:? VersionedPart as x), (:? VersionedPart as y) ->
        if x.Version <> y.Version then differ () else compare isWhole add path payload.Shape x.Part y.Part
    | Shape.Payload payload, a, b -> compare isWhole add path payload.Shape a b
    | Shape.Union u, a, b ->
        match u.Operations.Explode a, u.Operations.Explode b with
        | struct (i, _, x), struct (j, _, y) when i = j && i >= 0 -> compare isWhole add (fieldOf path u.Cases[i].Name) u.Cases[i].Shape x y
        | struct (-1, tag, x), struct (-1, other, y) -> if not (Object.Equals(tag, other) && Object.Equals(x, y)) then differ ()
        // As in errors, the place of a case that the other value does not have ends in the case's name.
        | struct (i, _, _), _ when i >= 0 -> add { Path = pathOf (fieldOf path u.Cases[i].Name); Left = a; Right = b }
        | _ -> differ ()
    | Shape.Opaque o, a, b ->
        if
            not (a.Equals b)
            && not (o.Operations.Encode(a, 0s, false).Equals(o.Operations.Encode(b, 0s, false)))
        then
            differ ()
    // Boxed numbers: NaN equals itself.
    | _, a, b -> if not (a.Equals b) then differ ()

and private compareStruct isWhole add path (s: StructShape) (a: obj) (b: obj) : unit =
    let xs = s.Operations.Explode a
    let ys = s.Operations.Explode b

    for i in 0 .. s.Fields.Length - 1 do
        let field = s.Fields[i]
        let here = fieldOf path field.Name

        if isWhole field then
            if not (same field.Shape xs[i] ys[i]) then add { Path = pathOf here; Left = xs[i]; Right = ys[i] }
        else
            compare isWhole add here field.Shape xs[i] ys[i]

    if s.KeepsUnknownTags then
        let tags = tagsOf s xs
        let others = tagsOf s ys

        if not (sameTags tags others) then
            add { Path = pathOf (fieldOf path "UnknownTaggedFields"); Left = tags; Right = others }

/// Whether two values have the same content.
and same (shape: Shape) (a: objnull) (b: objnull) : bool =
    let mutable equal = true
    compare (fun _ -> false) (fun _ -> equal <- false) [] shape a b
    equal

/// The differences of two values.
let differencesWith (isWhole: FieldShape -> bool) (schema: MessageSchema) (a: obj) (b: obj) : Difference list =
    let found = Collections.Generic.List<Difference>()
    compare isWhole found.Add [] (Shape.Struct schema.Shape) a b
    List.ofSeq found

/// The differences of two values.
let differences (schema: MessageSchema) (a: obj) (b: obj) : Difference list = differencesWith (fun _ -> false) schema a b

/// Rebuilds a value, inner structs first. The function gets the path, the struct and its parts, which it may change.
let rec private rebuild
    (enters: FieldShape -> bool)
    (change: Steps -> StructShape -> objnull[] -> unit)
    (path: Steps)
    (shape: Shape)
    (value: objnull)
    : objnull =
    match shape, value with
    | _, null -> null
    | Shape.Nullable(inner, _), value -> rebuild enters change path inner value
    | Shape.Array element, (:? Array as items) ->
        element.ArrayOf
            [| for i in 0 .. items.Length - 1 do
                   rebuild enters change (elementOf path i) element (items.GetValue i) |]
    | Shape.Recursive reference, value -> rebuild enters change path reference.Target value
    // The fields of a payload in another version are not those of the message's version.
    | Shape.Payload payload, value when payload.Version.IsOfMessage -> rebuild enters change path payload.Shape value
    | Shape.Union u, value ->
        match u.Operations.Explode value with
        | struct (-1, _, _) -> value
        | struct (index, tag, part) ->
            let case = u.Cases[index]
            u.Operations.Assemble(index, tag, rebuild enters change (fieldOf path case.Name) case.Shape part)
    | Shape.Struct s, value ->
        let parts = s.Operations.Explode value

        for i in 0 .. s.Fields.Length - 1 do
            if enters s.Fields[i] then
                parts[i] <- rebuild enters change (fieldOf path s.Fields[i].Name) s.Fields[i].Shape parts[i]

        change path s parts
        s.Operations.Assemble parts
    | _, value -> value

/// Takes a message apart and puts it together again, inner structs first, in the fields of a version. The function gets the path, the struct
/// and its parts, which it may change.
let changeStructs (schema: MessageSchema) (version: int16) (change: Steps -> StructShape -> objnull[] -> unit) (value: obj) : obj =
    rebuild (fun field -> field.Versions.Contains version) change [] (Shape.Struct schema.Shape) value
    |> Unchecked.nonNull

/// The values of the fields that paths without indexes name, such as Topics[].Name.
let partsAt (isNamed: string -> bool) (schema: MessageSchema) (version: int16) (value: obj) : (string * FieldShape * objnull) list =
    let found = Collections.Generic.List<string * FieldShape * objnull>()
    let isName (struct (_, index)) = index < 0

    let visit (steps: Steps) (s: StructShape) (parts: objnull[]) =
        let above = steps |> List.map (fun step -> if isName step then step else struct ("[]", -1))

        for i in 0 .. s.Fields.Length - 1 do
            let path = (pathOf (fieldOf above s.Fields[i].Name)).Replace(".[]", "[]")
            if isNamed path then found.Add(path, s.Fields[i], parts[i])

    changeStructs schema version visit value |> ignore<obj>
    List.ofSeq found
