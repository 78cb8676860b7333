namespace KafkaWire.Schema

open System
open System.Collections.Generic
open KafkaWire

/// The rules for shapes, and what is computed from shapes.
module internal ShapeRules =

    let rec private isFixed shape =
        match shape with
        | Shape.Primitive(Primitive.String | Primitive.ClassicString | Primitive.Bytes | Primitive.Records) -> false
        | Shape.Primitive _ -> true
        | _ -> false

    let width primitive =
        match primitive with
        | Primitive.Bool
        | Primitive.Int8 -> 1
        | Primitive.Int16
        | Primitive.UInt16
        | Primitive.ErrorCode -> 2
        | Primitive.Int32 -> 4
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

    /// The minimum size of a value in bytes, in any version.
    let rec minimum shape version =
        match shape with
        | Shape.Primitive(Primitive.ClassicString) -> 2
        | Shape.Primitive p when width p > 0 -> width p
        | Shape.Primitive _ -> 1
        | Shape.Array _ -> 1
        | Shape.Nullable(Shape.Struct _, _) -> 1
        | Shape.Nullable(inner, _) -> minimum inner version
        | Shape.Struct s -> minimumAt s version

    and private minimumAt (s: StructShape) version =
        let mutable sum = 0

        for f in s.Fields do
            if not f.IsTagged && f.Versions.Contains version then sum <- sum + minimum f.Shape version

        sum

    /// The minimum size of a struct in bytes, in any version, but at least 1: an array's count is checked against it.
    let minimumSize (s: StructShape) =
        let mutable least = Int32.MaxValue

        for v in turningPoints s.Fields do
            least <- min least (minimumAt s v)

        max 1 least

    /// The approximate memory of a value in bytes, without the contents of variable-length fields.
    let cost (s: StructShape) =
        let mutable sum = 24

        for f in s.Fields do
            sum <-
                sum
                + match f.Shape with
                  | Shape.Primitive(Primitive.Bytes | Primitive.Records)
                  | Shape.Nullable(Shape.Primitive(Primitive.Bytes | Primitive.Records), _) -> 24
                  | Shape.Primitive p when width p > 0 -> max 4 (width p)
                  | _ -> 8

        sum

    /// Fails unless the fields are in wire order and no run of fixed fields exceeds the writer's slack.
    let check (s: StructShape) =
        let broken reason = invalidOp (String.Concat("Struct ", s.Name, ": ", reason))
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
