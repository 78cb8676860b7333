namespace KafkaWire.Schema.Words

open System
open KafkaWire
open KafkaWire.Schema

/// <summary>The vocabulary of schemas, second part: the fields of a struct.</summary>
[<AutoOpen>]
module Field =

    /// <summary><c>field name get c vs</c> is written as <c>c</c> in versions <c>vs</c>; in other versions it reads as the default of <c>c</c>.</summary>
    /// <remarks>The default is 0, false, "", no elements or a struct of defaults, even where null is allowed; for nullable records it is null.
    /// Any other value is FieldNotInVersion in a version without the field, unless the field is ignorable.</remarks>
    /// <example><code>
    /// let! id = field "GroupInstanceId" _.GroupInstanceId string (since 3)
    /// // v3, "a"   00 01 61
    /// // v2, ""    no bytes
    /// // v2, "a"   FieldNotInVersion
    /// </code></example>
    let inline field
        (name: string)
        ([<InlineIfLambda>] get: 'R -> 'T)
        ([<InlineIfLambda>] c: Value<'T>)
        ([<InlineIfLambda>] vs: VersionsCode)
        : FieldCode<'R, 'T> =
        FieldCode(fun op v n r w d p b x current pos ->
            match op with
            | FieldOp.Read ->
                let read =
                    if vs.Invoke(VersionsOp.Contains, v, d) then
                        c.Invoke(Op.Read, 1, r, w, d, b, Unchecked.defaultof<'T>, Unchecked.defaultof<'T>, &pos)
                    else
                        c.Invoke(Op.Default, 0, r, w, d, b, Unchecked.defaultof<'T>, Unchecked.defaultof<'T>, &pos)

                let mutable isFixed = 0

                c.Invoke(Op.IsFixed, 0, r, w, d, b, Unchecked.defaultof<'T>, Unchecked.defaultof<'T>, &isFixed)
                |> ignore<'T>

                (if isFixed = 0 && n > 0 then r.Need(pos, n))
                read
            | FieldOp.Ahead ->
                let mutable isFixed = 0

                c.Invoke(Op.IsFixed, 0, r, w, d, b, Unchecked.defaultof<'T>, Unchecked.defaultof<'T>, &isFixed)
                |> ignore<'T>

                (if isFixed = 0 then
                     pos <- 0
                 elif vs.Invoke(VersionsOp.Contains, v, d) then
                     let mutable width = 0

                     c.Invoke(Op.Minimum, 0, r, w, d, b, Unchecked.defaultof<'T>, Unchecked.defaultof<'T>, &width)
                     |> ignore<'T>

                     pos <- pos + width)

                current
            | FieldOp.Write ->
                (if vs.Invoke(VersionsOp.Contains, v, d) then
                     let mutable isFixed = 0

                     c.Invoke(Op.IsFixed, 0, r, w, d, b, Unchecked.defaultof<'T>, Unchecked.defaultof<'T>, &isFixed)
                     |> ignore<'T>

                     c.Invoke(Op.Write, 0, r, w, d, b, get x, Unchecked.defaultof<'T>, &pos) |> ignore<'T>

                     if isFixed = 0 then b <- w.Buffer
                 elif not (vs.Invoke(VersionsOp.IsIgnorable, v, d)) then
                     let mutable same = 0
                     c.Invoke(Op.IsDefault, 0, r, w, d, b, get x, Unchecked.defaultof<'T>, &same) |> ignore<'T>

                     if same = 0 then w.FieldNotInVersion pos)

                current
            | FieldOp.Describe ->
                vs.Invoke(VersionsOp.Describe, v, d) |> ignore<bool>

                c.Invoke(Op.Describe, 0, r, w, d, b, Unchecked.defaultof<'T>, Unchecked.defaultof<'T>, &pos)
                |> ignore<'T>

                let standard = c.Invoke(Op.Default, 0, r, w, d, b, Unchecked.defaultof<'T>, Unchecked.defaultof<'T>, &pos)

                c.Invoke(Op.TakePart, 0, r, w, d, b, standard, Unchecked.defaultof<'T>, &pos) |> ignore<'T>

                d.Field(name, -1)
                current
            | FieldOp.Explode ->
                let carrier = p.Carrier

                c.Invoke(Op.TakePart, 0, r, w, carrier, b, get x, Unchecked.defaultof<'T>, &pos) |> ignore<'T>

                p.PutCarried()
                current
            | FieldOp.Assemble ->
                p.TakeCarried()
                let carrier = p.Carrier
                c.Invoke(Op.MakePart, 0, r, w, carrier, b, Unchecked.defaultof<'T>, Unchecked.defaultof<'T>, &pos)
            // These ops concern only tags.
            | FieldOp.OfferTag
            | FieldOp.TakeTags
            | FieldOp.HasTags
            | FieldOp.CheckTag
            | FieldOp.RefuseTags
            | FieldOp.CountTags
            | FieldOp.WriteTag
            | FieldOp.CountUnknownTags
            | FieldOp.MergeTags -> current
            | _ -> FieldOp.unknown op)

    /// <summary><c>fieldOr value name get c vs</c> is <c>field name get c vs</c> with another default.</summary>
    /// <param name="value">The default. A literal or a module-level name: anything else stops the flattening of the field.</param>
    /// <example><code>
    /// let! epoch = fieldOr -1 "LeaderEpoch" _.LeaderEpoch int32 (since 7)
    /// // v7, -1    ff ff ff ff
    /// // v6, -1    no bytes
    /// // v6, 0     FieldNotInVersion
    /// </code></example>
    let inline fieldOr
        (value: 'T)
        (name: string)
        ([<InlineIfLambda>] get: 'R -> 'T)
        ([<InlineIfLambda>] c: Value<'T>)
        ([<InlineIfLambda>] vs: VersionsCode)
        : FieldCode<'R, 'T> =
        field name get (withDefault value c) vs

    /// <summary><c>tagged t name get c vs</c> is tagged field <c>t</c> in versions <c>vs</c>, written unless it equals the default of <c>c</c>.</summary>
    /// <remarks>An absent tag reads as the default; if a tag is repeated, the last one counts. In any other version a value other than the default
    /// is FieldNotInVersion for the writer (unless <c>ignorable</c>), and tag <c>t</c> is TagNotInVersion for the reader.</remarks>
    /// <example><code>
    /// let! features = tagged 2 "Features" _.Features (array int8) always     // flexible from v0
    /// // [| 1y |]                          01 02 02 02 01
    /// // [||]                              00
    /// // 02 02 02 02 01 02 02 02 05        reads as [| 5y |]
    /// </code></example>
    let inline tagged
        (number: int)
        (name: string)
        ([<InlineIfLambda>] get: 'R -> 'T)
        ([<InlineIfLambda>] c: Value<'T>)
        ([<InlineIfLambda>] vs: VersionsCode)
        : FieldCode<'R, 'T> =
        FieldCode(fun op v n r w d p b x current pos ->
            match op with
            | FieldOp.Read -> c.Invoke(Op.Default, 0, r, w, d, b, Unchecked.defaultof<'T>, Unchecked.defaultof<'T>, &pos)
            | FieldOp.CheckTag ->
                (if not (vs.Invoke(VersionsOp.Contains, v, d)) && not (vs.Invoke(VersionsOp.IsIgnorable, v, d)) then
                     let mutable same = 0
                     c.Invoke(Op.IsDefault, 0, r, w, d, b, get x, Unchecked.defaultof<'T>, &same) |> ignore<'T>

                     if same = 0 then w.FieldNotInVersion pos)

                current
            | FieldOp.Describe ->
                vs.Invoke(VersionsOp.Describe, v, d) |> ignore<bool>

                c.Invoke(Op.Describe, 0, r, w, d, b, Unchecked.defaultof<'T>, Unchecked.defaultof<'T>, &pos)
                |> ignore<'T>

                let standard = c.Invoke(Op.Default, 0, r, w, d, b, Unchecked.defaultof<'T>, Unchecked.defaultof<'T>, &pos)

                c.Invoke(Op.TakePart, 0, r, w, d, b, standard, Unchecked.defaultof<'T>, &pos) |> ignore<'T>

                d.Field(name, number)
                current
            | FieldOp.OfferTag ->
                if n = number then
                    (if not (vs.Invoke(VersionsOp.Contains, v, d)) then r.TagNotInVersion(n, pos))

                    let read = c.Invoke(Op.Read, 0, r, w, d, b, Unchecked.defaultof<'T>, Unchecked.defaultof<'T>, &pos)
                    r.TagTaken <- true
                    read
                else
                    current
            | FieldOp.CountTags ->
                (if vs.Invoke(VersionsOp.Contains, v, d) then
                     let mutable same = 0
                     c.Invoke(Op.IsDefault, 0, r, w, d, b, get x, Unchecked.defaultof<'T>, &same) |> ignore<'T>

                     if same = 0 then pos <- pos + 1)

                current
            | FieldOp.HasTags ->
                // Whether the version has the field is checked later, and only if there is a value.
                let mutable same = 0
                c.Invoke(Op.IsDefault, 0, r, w, d, b, get x, Unchecked.defaultof<'T>, &same) |> ignore<'T>
                (if same = 0 then pos <- 1)
                current
            | FieldOp.WriteTag ->
                (if vs.Invoke(VersionsOp.Contains, v, d) then
                     let mutable same = 0
                     c.Invoke(Op.IsDefault, 0, r, w, d, b, get x, Unchecked.defaultof<'T>, &same) |> ignore<'T>

                     if same = 0 then
                         pos <- w.BeginTag(pos, number)
                         let start = pos
                         let now = w.Buffer
                         c.Invoke(Op.Write, 0, r, w, d, now, get x, Unchecked.defaultof<'T>, &pos) |> ignore<'T>
                         pos <- w.EndTag(start, pos))

                current
            | FieldOp.Explode ->
                let carrier = p.Carrier

                c.Invoke(Op.TakePart, 0, r, w, carrier, b, get x, Unchecked.defaultof<'T>, &pos) |> ignore<'T>

                p.PutCarried()
                current
            | FieldOp.Assemble ->
                p.TakeCarried()
                let carrier = p.Carrier
                c.Invoke(Op.MakePart, 0, r, w, carrier, b, Unchecked.defaultof<'T>, Unchecked.defaultof<'T>, &pos)
            // Tags come after all fields: no fixed bytes follow this one, and it is not written in field order.
            | FieldOp.Ahead
            | FieldOp.Write
            // The unknown tags belong to another field.
            | FieldOp.TakeTags
            | FieldOp.RefuseTags
            | FieldOp.CountUnknownTags
            | FieldOp.MergeTags -> current
            | _ -> FieldOp.unknown op)

    /// <summary><c>taggedOr t value name get c vs</c> is <c>tagged t name get c vs</c> with another default.</summary>
    /// <param name="value">The default. A literal or a module-level name: anything else stops the flattening of the field.</param>
    /// <example><code>
    /// let! epoch = taggedOr 0 -1L "ClusterEpoch" _.ClusterEpoch int64 (since 12)     // flexible from v9
    /// // v12, 5L                           01 00 08 00 00 00 00 00 00 00 05
    /// // v12, -1L                          00
    /// // v11, 5L                           FieldNotInVersion
    /// // v11, -1L                          00
    /// // v8, -1L                           no bytes
    /// // v11, 01 00 08 00 00 00 00 00 00 00 05                                     reads as TagNotInVersion
    /// // v12, 02 00 08 00 00 00 00 00 00 00 05 00 08 00 00 00 00 00 00 00 06       reads as 6L
    /// </code></example>
    let inline taggedOr
        (number: int)
        (value: 'T)
        (name: string)
        ([<InlineIfLambda>] get: 'R -> 'T)
        ([<InlineIfLambda>] c: Value<'T>)
        ([<InlineIfLambda>] vs: VersionsCode)
        : FieldCode<'R, 'T> =
        tagged number name get (withDefault value c) vs

    /// <summary><c>unknownTags get</c> keeps tagged fields that the schema does not know, and writes them again. It is last in every struct with flexible versions.</summary>
    /// <remarks>Their order of arrival is kept. The writer refuses tags that are not ascending, or that belong to a known field: TagOutOfOrder.</remarks>
    /// <example><code>
    /// let! tags = unknownTags _.UnknownTaggedFields     // flexible from v1
    /// // v1, [| { Tag = 7; Data = Bytes.OfHex "0a" } |]                                             01 07 01 0a
    /// // v1, [| { Tag = 7; Data = Bytes.Empty }; { Tag = 3; Data = Bytes.Empty } |]                 TagOutOfOrder
    /// // v1, 02 07 00 03 00   reads as [| { Tag = 7; Data = Bytes.Empty }; { Tag = 3; Data = Bytes.Empty } |]
    /// // v0, [| { Tag = 7; Data = Bytes.Empty } |]                                                  TagsNotAllowed
    /// </code></example>
    let inline unknownTags ([<InlineIfLambda>] get: 'R -> TaggedField[]) : FieldCode<'R, TaggedField[]> =
        FieldCode(fun op v n r w d p b x current pos ->
            match op with
            | FieldOp.Read -> Array.Empty<TaggedField>()
            | FieldOp.Describe ->
                d.UnknownTags()
                current
            | FieldOp.OfferTag ->
                (if not r.TagTaken then
                     r.KeepUnknownTag(n, pos)
                     pos <- r.Position)

                current
            | FieldOp.CountTags
            | FieldOp.CountUnknownTags ->
                pos <- pos + (get x).Length
                current
            | FieldOp.HasTags ->
                // Null counts as having tags, so that the writer reaches the code that refuses it.
                (if isNull (box (get x)) || (get x).Length > 0 then pos <- 1)

                current
            | FieldOp.CheckTag ->
                (if isNull (box (get x)) then w.NullNotAllowed pos)

                current
            | FieldOp.RefuseTags ->
                (if (get x).Length > 0 then w.TagsNotAllowed pos)

                current
            | FieldOp.MergeTags ->
                pos <- w.MergeUnknownTags(n, pos, get x)
                current
            | FieldOp.Explode ->
                p.Put(box (get x))
                current
            | FieldOp.Assemble -> p.Take<TaggedField[]>()
            | FieldOp.TakeTags -> r.TakeUnknownTags n
            // Nothing follows the tags, and only MergeTags writes the unknown ones.
            | FieldOp.Ahead
            | FieldOp.Write
            | FieldOp.WriteTag -> current
            | _ -> FieldOp.unknown op)
