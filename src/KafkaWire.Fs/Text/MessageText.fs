namespace KafkaWire

open System
open System.Collections.Generic
open System.Globalization
open System.Runtime.CompilerServices
open System.Text
open KafkaWire.Schema

/// <summary>The text form of any message, for test runners, debuggers and logs. Secrets show as <c>***</c>.</summary>
[<RequireQualifiedAccess>]
module MessageText =

    let private quote (text: string) =
        let builder = StringBuilder(text.Length + 2)
        builder.Append '"' |> ignore<StringBuilder>

        for i in 0 .. text.Length - 1 do
            let isLone =
                Char.IsSurrogate text[i]
                && not (i > 0 && Char.IsSurrogatePair(text[i - 1], text[i]))
                && not (i + 1 < text.Length && Char.IsSurrogatePair(text[i], text[i + 1]))

            match text[i] with
            | '"'
            | '\\' -> builder.Append('\\').Append(text[i]) |> ignore<StringBuilder>
            | '\n' -> builder.Append "\\n" |> ignore<StringBuilder>
            | '\r' -> builder.Append "\\r" |> ignore<StringBuilder>
            | '\t' -> builder.Append "\\t" |> ignore<StringBuilder>
            | c when Char.IsControl c || isLone -> builder.Append("\\u").Append((int c).ToString "x4") |> ignore<StringBuilder>
            | c -> builder.Append c |> ignore<StringBuilder>

        builder.Append('"').ToString()

    let private primitive (kind: Primitive) (value: obj) : string =
        match value with
        | :? string as text -> quote text
        | :? bool as flag -> if flag then "true" else "false"
        | :? ErrorCode as code -> ErrorCodes.Name code
        | :? Bytes as bytes when bytes.Length <= 16 -> if bytes.IsEmpty then "0 bytes" else Convert.ToHexStringLower bytes.Span
        | :? IFormattable as number -> number.ToString(null, CultureInfo.InvariantCulture)
        | other ->
            match other.ToString() with
            | null -> kind.ToString()
            | text -> text

    /// The maximum length of an array or struct on one line of an indented text.
    [<Literal>]
    let private LineWidth = 100

    let private join (indented: bool) (indent: int) (opening: string) (closing: string) (items: List<string>) : string =
        if items.Count = 0 then
            opening + closing
        else
            let width = items |> Seq.sumBy (fun item -> item.Length + 2)
            let broken = indented && (width > LineWidth - indent || items |> Seq.exists _.Contains('\n'))

            if broken then
                let margin = String(' ', indent + 2)
                let lines = items |> Seq.map (fun item -> String.Concat(margin, item))

                String.Concat(opening, "\n", String.Join("\n", lines))
                + String.Concat("\n", String(' ', indent), closing)
            else
                String.Concat(opening, " ", String.Join((if opening = "[" then ", " else "; "), items), " " + closing)

    let rec private value indented indent (version: int16 voption) (shape: Shape) (part: objnull) : string =
        match shape, part with
        | _, null -> "null"
        | Shape.Nullable(inner, _), part -> value indented indent version inner part
        | Shape.Primitive kind, part -> primitive kind part
        | Shape.Array element, part ->
            let items = List<string>()

            for item in unbox<Array> part do
                items.Add(value indented (indent + 2) version element item)

            join indented indent "[" "]" items
        | Shape.FixedBytes _, part -> primitive Primitive.Bytes part
        | Shape.Recursive reference, part ->
            if RuntimeHelpers.TryEnsureSufficientExecutionStack() then
                value indented indent version reference.Target part
            else
                "..."
        | Shape.Opaque o, part -> primitive Primitive.Bytes (o.Operations.Encode(part, ValueOption.defaultValue 0s version, false))
        | Shape.Union u, part ->
            match u.Operations.Explode part with
            | struct (-1, tag, bytes) ->
                String.Format(CultureInfo.InvariantCulture, "unknown {0} {1}", tag, primitive Primitive.Bytes (Unchecked.nonNull bytes))
            | struct (index, _, part) ->
                let case = u.Cases[index]

                match case.Shape with
                | Shape.FixedBytes 0 -> case.Name
                | shape -> String.Concat(case.Name, " ", value indented indent version shape part)
        | Shape.Payload payload, part ->
            match payload.Version, part with
            | PayloadVersion.Written _, (:? VersionedPart as part) ->
                let number = String.Concat("v", part.Version.ToString CultureInfo.InvariantCulture, " ")
                String.Concat(number, value indented indent (ValueSome part.Version) payload.Shape part.Part)
            | PayloadVersion.Fixed(fixedVersion, _), part -> value indented indent (ValueSome fixedVersion) payload.Shape part
            | _, part -> value indented indent version payload.Shape part
        | Shape.Struct s, part -> structure indented indent version s part

    and private structure indented indent (version: int16 voption) (s: StructShape) (part: obj) : string =
        let parts = s.Operations.Explode part
        let items = List<string>()

        for i in 0 .. s.Fields.Length - 1 do
            let field = s.Fields[i]
            let isDefault = field.IsDefault parts[i]

            let shown =
                match version with
                | ValueSome version when field.Versions.Contains version -> not (field.IsTagged && isDefault)
                | _ -> not isDefault

            if shown then
                let text =
                    if field.IsSecret && not (isNull parts[i]) then
                        "***"
                    else
                        value indented (indent + 2) version field.Shape parts[i]

                items.Add(String.Concat(field.Name, " = ", text))

        if s.KeepsUnknownTags then
            match parts[s.Fields.Length] with
            | :? (TaggedField[]) as tags ->
                for tag in tags do
                    items.Add(String.Concat("tag ", tag.Tag.ToString CultureInfo.InvariantCulture, " = ", primitive Primitive.Bytes tag.Data))
            | _ -> ()

        join indented indent "{" "}" items

    /// The value of a field on one line.
    let internal formatField (field: FieldShape) (part: objnull) : string =
        if field.IsSecret && not (isNull part) then "***" else value false 0 ValueNone field.Shape part

    /// <summary>A message on one line, with the fields that differ from their defaults.</summary>
    /// <exception cref="T:System.ArgumentException">The value is not of the message's type.</exception>
    [<CompiledName "Format">]
    let format (schema: MessageSchema) (message: obj) : string =
        Typing.ensureArgument (nameof message) schema.Shape message
        String.Concat(schema.Name, " ", structure false 0 ValueNone schema.Shape message)

    /// <summary>A struct, which need not be a message, on one line, with the fields that differ from their defaults.</summary>
    /// <exception cref="T:System.ArgumentException">The value is not of the struct's type.</exception>
    [<CompiledName "FormatStruct">]
    let formatStruct (shape: StructShape) (value: obj) : string =
        Typing.ensureArgument (nameof value) shape value
        String.Concat(shape.Name, " ", structure false 0 ValueNone shape value)

    /// <summary>A message on one line, with all fields of a version and the values that the version cannot carry.</summary>
    /// <exception cref="T:System.ArgumentException">The value is not of the message's type.</exception>
    [<CompiledName "FormatVersion">]
    let formatVersion (schema: MessageSchema) (version: int16) (message: obj) : string =
        Typing.ensureArgument (nameof message) schema.Shape message
        String.Concat(schema.Title version, " ", structure false 0 (ValueSome version) schema.Shape message)

    /// <summary>A message on indented lines, with all fields of a version and the values that the version cannot carry.</summary>
    /// <exception cref="T:System.ArgumentException">The value is not of the message's type.</exception>
    [<CompiledName "FormatIndented">]
    let formatIndented (schema: MessageSchema) (version: int16) (message: obj) : string =
        Typing.ensureArgument (nameof message) schema.Shape message
        String.Concat(schema.Title version, " ", structure true 0 (ValueSome version) schema.Shape message)
