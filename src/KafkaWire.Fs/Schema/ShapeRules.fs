namespace KafkaWire.Schema

open System
open System.Collections.Generic
open KafkaWire

/// The rules for shapes, and what is computed from shapes.
module internal ShapeRules =

    let width primitive =
        match primitive with
        | Primitive.Bool
        | Primitive.Int8 -> 1
        | Primitive.Int16
        | Primitive.UInt16
        | Primitive.ErrorCode -> 2
        | Primitive.Int32
        | Primitive.UInt32 -> 4
        | Primitive.Int64
        | Primitive.Float64 -> 8
        | Primitive.Uuid -> 16
        | _ -> 0

    /// The versions at which something changes inside a struct: enough to find the minimum over all versions.
    let private turningPoints (fields: FieldShape[]) =
        let points = SortedSet<int16>([ 0s ])

        for f in fields do
            points.Add f.Versions.First |> ignore<bool>

            if f.Versions.Last < Int16.MaxValue then points.Add(f.Versions.Last + 1s) |> ignore<bool>

        points

    let private prefixWidth (length: LengthPrefix) =
        match length with
        | LengthPrefix.Int32 -> 4
        | _ -> 1

    let private endless (name: string) : int =
        invalidOp (String.Concat("Struct ", name, ": every value contains another one. Make it nullable, or an array."))

    // `around` are the structs around the shape: one that is met again inside itself has no end.
    let rec private minimumIn (around: StructShape list) (shape: Shape) (version: int16) : int =
        match shape with
        | Shape.Primitive Primitive.ClassicString -> 2
        | Shape.Primitive Primitive.Rest -> 0
        | Shape.Primitive p when width p > 0 -> width p
        | Shape.Primitive _ -> 1
        | Shape.FixedBytes size -> size
        | Shape.Array _ -> 1
        | Shape.Nullable(Shape.Primitive _ | Shape.FixedBytes _ | Shape.Array _ | Shape.Payload _ as inner, _) -> minimumIn around inner version
        // The presence byte.
        | Shape.Nullable _ -> 1
        | Shape.Struct s -> minimumAt around s version
        | Shape.Union u ->
            let cases = u.Cases |> Seq.map (fun case -> minimumIn around case.Shape version) |> Seq.fold min Int32.MaxValue

            match u.Discriminator with
            | ValueSome discriminator -> minimumIn around discriminator version + (if u.KeepsUnknown then 0 else cases)
            | ValueNone -> cases
        | Shape.Payload payload ->
            match payload.Length, payload.Version with
            | ValueSome length, _ -> prefixWidth length
            | ValueNone, PayloadVersion.OfMessage -> minimumIn around payload.Shape version
            | ValueNone, PayloadVersion.Fixed(fixedVersion, _) -> minimumIn around payload.Shape fixedVersion
            | ValueNone, PayloadVersion.Written(shape, _, _) -> minimumIn around shape version
        | Shape.Recursive reference -> minimumIn around reference.Target version
        | Shape.Opaque o -> o.MinimumSize

    and private minimumAt (around: StructShape list) (s: StructShape) version =
        if around |> List.exists (fun outer -> obj.ReferenceEquals(outer, s)) then
            endless s.Name
        else
            let mutable sum = 0

            for f in s.Fields do
                if not f.IsTagged && f.Versions.Contains version then
                    sum <- sum + minimumIn (s :: around) f.Shape version

            sum

    /// The minimum size of a value in bytes, in a version.
    let minimum (shape: Shape) (version: int16) : int = minimumIn [] shape version

    /// The minimum size of a struct in bytes, in any version, but at least 1: an array's count is checked against it.
    let minimumSize (s: StructShape) =
        let mutable least = Int32.MaxValue

        for v in turningPoints s.Fields do
            least <- min least (minimumAt [] s v)

        max 1 least

    /// The minimum size of an element of an array.
    let least (element: Shape) : int =
        match element with
        | Shape.Struct s ->
            if s.MinimumSize = 0 then s.MinimumSize <- minimumSize s

            s.MinimumSize
        | element -> max 1 (minimum element 0s)

    let private costOfStruct (s: StructShape) =
        let mutable sum = 24

        for f in s.Fields do
            sum <-
                sum
                + match f.Shape with
                  | Shape.Primitive(Primitive.Bytes | Primitive.Records)
                  | Shape.Nullable(Shape.Primitive(Primitive.Bytes | Primitive.Records), _) -> 24
                  | Shape.FixedBytes _ -> 24
                  | Shape.Primitive p when width p > 0 -> max 4 (width p)
                  | _ -> 8

        sum

    /// The approximate memory of a value in bytes, without the contents of variable-length fields.
    let rec cost (shape: Shape) : int =
        match shape with
        | Shape.Struct s -> costOfStruct s
        | Shape.Recursive reference -> cost reference.Target
        | _ -> 32

    /// Whether a value takes all bytes up to the end of its payload.
    let rec private isOpen (entered: ShapeReference list) (shape: Shape) : bool =
        match shape with
        | Shape.Primitive primitive -> primitive = Primitive.Rest
        | Shape.Nullable(inner, _) -> isOpen entered inner
        | Shape.Struct s -> s.Fields |> Array.exists (fun f -> isOpen entered f.Shape)
        | Shape.Union u -> u.KeepsUnknown || u.Cases |> Array.exists (fun case -> isOpen entered case.Shape)
        | Shape.Payload payload -> payload.Length.IsNone && isOpen entered payload.Shape
        | Shape.Recursive reference -> not (List.contains reference entered) && isOpen (reference :: entered) reference.Target
        | Shape.FixedBytes _
        | Shape.Array _
        | Shape.Opaque _ -> false

    let rec private checkShape (broken: string -> unit) (f: FieldShape) (shape: Shape) : unit =
        let refuse (reason: string) = broken (String.Concat("field ", f.Name, " ", reason))

        match shape with
        | Shape.Nullable(Shape.Primitive p, _) when width p > 0 || p >= Primitive.Varint -> refuse "has a type that cannot be null."
        | Shape.Nullable(Shape.FixedBytes _, _) -> refuse "has a fixed size, so it cannot be null."
        | Shape.FixedBytes size when size < 0 -> refuse "has a negative size."
        | Shape.Array element when isOpen [] element -> refuse "has elements that take all bytes up to the end. Put the element in `sized`."
        | Shape.Nullable(inner, _)
        | Shape.Array inner -> checkShape broken f inner
        | Shape.Payload payload -> checkShape broken f payload.Shape
        | Shape.Union u ->
            for case in u.Cases do
                checkShape broken f case.Shape
        | _ -> ()

    /// Fails unless the fields are in wire order, can be read, and no run of fixed fields exceeds the writer's slack.
    let check (s: StructShape) =
        let broken reason = invalidOp (String.Concat("Struct ", s.Name, ": ", reason))

        s.Fields
        |> Array.iteri (fun i f ->
            checkShape broken f f.Shape

            if isOpen [] f.Shape && (i < s.Fields.Length - 1 || s.KeepsUnknownTags) then
                broken (String.Concat("field ", f.Name, " takes all bytes up to the end. Put it last, or in `sized`.")))

        let mutable lastTag = -1
        let mutable run = 0
        let limit = WireWriter.Slack - WireWriter.ShortTextRoom

        for f in s.Fields do
            if f.IsTagged then
                if f.Tag <= lastTag then
                    broken (String.Concat("field ", f.Name, " has a lower tag than the field before it; tags must be in ascending order."))

                lastTag <- f.Tag
            elif lastTag >= 0 then
                broken (String.Concat("field ", f.Name, " comes after a tagged field; tagged fields must be last."))

            // Strings, bytes, structs and tags restore the full slack before or after them; so does an array, unless it is null or empty.
            run <-
                match f.Shape with
                | Shape.Primitive p when width p > 0 -> run + width p
                | Shape.Array _
                | Shape.Nullable(Shape.Array _, _) -> run + 5
                | _ -> 0

            // Room for the presence byte, a length of at most 5 bytes, and the number of tags.
            if run + 16 > limit then
                broken (String.Concat("the fixed fields up to ", f.Name, " exceed the writer's slack."))

        if lastTag >= 0 && not s.KeepsUnknownTags then
            broken "a struct with tagged fields must end in unknownTags."
