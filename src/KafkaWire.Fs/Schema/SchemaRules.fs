namespace KafkaWire.Schema

open System
open System.Collections.Generic
open KafkaWire

/// The rules for whole messages, checked when a message is first used: a schema that breaks one would read and write wrong values without a word.
module internal SchemaRules =

    let private broken (s: StructShape) (reason: string) : unit = invalidOp (String.Concat("Struct ", s.Name, ": ", reason))

    /// A part that differs from the default; null if the shape gives none.
    let rec private probe (shape: Shape) (standard: objnull) : objnull =
        match shape with
        | Shape.Primitive primitive ->
            match primitive with
            | Primitive.Bool -> standard <> box true
            | Primitive.Int8 -> 101y
            | Primitive.Int16 -> 101s
            | Primitive.UInt16 -> 101us
            | Primitive.Int32
            | Primitive.Varint -> 101
            | Primitive.UInt32
            | Primitive.UnsignedVarint -> 101u
            | Primitive.Int64
            | Primitive.Varlong -> 101L
            | Primitive.Float64 -> 101.0
            | Primitive.Uuid -> Uuid(101UL, 101UL)
            | Primitive.ErrorCode -> LanguagePrimitives.EnumOfValue<int16, ErrorCode> 101s
            | Primitive.Bytes
            | Primitive.Records
            | Primitive.Rest -> Bytes [| 101uy |]
            | _ -> "probe"
        | Shape.FixedBytes size when size > 0 -> Bytes(Array.create size 101uy)
        | Shape.Nullable(inner, _) -> probe inner standard
        | Shape.Array element ->
            match probe element null with
            | null -> null
            | item -> element.ArrayOf [| item |]
        | Shape.Payload payload when payload.Version.IsOfMessage || payload.Version.IsFixed -> probe payload.Shape standard
        | _ -> null

    /// Puts a telling value into each field in turn, and looks where it comes back.
    let private checkGetters (s: StructShape) : unit =
        let defaults: objnull[] =
            [| for field in s.Fields do
                   yield field.Default
               if s.KeepsUnknownTags then yield box (Array.Empty<TaggedField>()) |]

        for i in 0 .. s.Fields.Length - 1 do
            match probe s.Fields[i].Shape s.Fields[i].Default with
            | null -> ()
            | part ->
                let found =
                    try
                        s.Operations.Explode(s.Operations.Assemble(Array.updateAt i part defaults))
                    with :? WireException ->
                        // The value is outside of what a mapping accepts, so it tells nothing.
                        Array.updateAt i part defaults

                if not (ShapeValue.areEqual s.Fields[i].Shape found[i] part) then
                    let isThere j = j <> i && not (isNull found[j]) && not (s.Fields[j].IsDefault found[j])

                    match Seq.tryFind isThere (seq { 0 .. s.Fields.Length - 1 }) with
                    | Some j ->
                        let names = String.Concat("fields ", s.Fields[i].Name, " and ", s.Fields[j].Name)

                        broken
                            s
                            (String.Concat(
                                names,
                                " are swapped: a value read into the one is written from the other. Check their getters and `return`."
                            ))
                    | None ->
                        let name = s.Fields[i].Name
                        broken s (String.Concat("field ", name, " is lost: its getter does not return what `return` puts into the record."))

    let private checkTags (flexible: VersionRange) (s: StructShape) : unit =
        if not flexible.IsEmpty && not s.KeepsUnknownTags then
            broken s "a struct of a message with flexible versions must end in unknownTags."

        if flexible.IsEmpty then
            match s.Fields |> Array.tryFind _.IsTagged with
            | Some field ->
                let reason = " is tagged, but the message has no flexible versions. Say which are flexible, or write `field`."
                broken s (String.Concat("field ", field.Name, reason))
            | None -> ()

    /// Fails unless every struct of a message keeps the rules.
    let check (flexible: VersionRange) (message: StructShape) : unit =
        let entered = HashSet<obj>(HashIdentity.Reference)

        let rec visit (flexible: VersionRange) (shape: Shape) : unit =
            match shape with
            | Shape.Primitive _
            | Shape.FixedBytes _
            | Shape.Opaque _ -> ()
            | Shape.Array inner
            | Shape.Nullable(inner, _) -> visit flexible inner
            | Shape.Recursive reference -> if entered.Add reference then visit flexible reference.Target
            | Shape.Union u -> if entered.Add u then Array.iter (fun (case: UnionCaseShape) -> visit flexible case.Shape) u.Cases
            | Shape.Payload payload ->
                match payload.Version with
                | PayloadVersion.OfMessage -> visit flexible payload.Shape
                | PayloadVersion.Fixed(_, isFlexible) -> visit (if isFlexible then VersionRange.all else VersionRange.none) payload.Shape
                | PayloadVersion.Written(_, _, flexible) -> visit flexible payload.Shape
            | Shape.Struct s ->
                if entered.Add s then
                    checkTags flexible s

                    // The tests of this library prove its own messages, so that their first use need not.
                    if s.Operations.Type.Assembly <> typeof<StructShape>.Assembly then checkGetters s

                    for field in s.Fields do
                        visit flexible field.Shape

        visit flexible (Shape.Struct message)
