namespace KafkaWire.Schema

open System
open System.Collections.Generic
open System.ComponentModel
open KafkaWire

/// <summary>One case of a union. Made by <c>case</c> and <c>caseIn</c>.</summary>
[<AbstractClass>]
type UnionCase<'D, 'T>(tag: 'D, name: string, versions: VersionRange) =

    /// <summary>The discriminator.</summary>
    member _.Tag = tag

    /// <summary>The case's name.</summary>
    member _.Name = name

    /// <summary>The versions of the message that have the case.</summary>
    member _.Versions = versions

    /// <summary>Whether a value is of this case.</summary>
    abstract Has: value: 'T -> bool

    /// <summary>Reads what follows the discriminator, and moves the reader's Position past it.</summary>
    abstract Read: reader: WireReader * position: int -> 'T

    /// <summary>Writes what follows the discriminator; returns the position after it.</summary>
    abstract Write: writer: WireWriter * position: int * value: 'T -> int

    /// <summary>Describes what follows the discriminator, or passes its part: the carrier's.</summary>
    [<EditorBrowsable(EditorBrowsableState.Never)>]
    abstract Pass: op: int * carrier: Describer * value: 'T -> 'T

/// <summary>What a union makes of a discriminator that it does not know. Made by <c>keepUnknown</c>.</summary>
[<AbstractClass>]
type UnknownCase<'D, 'T>() =

    /// <summary>Makes a value of the discriminator and the bytes up to the end of the payload.</summary>
    abstract Make: tag: 'D * bytes: Bytes -> 'T

    /// <summary>Gets discriminator and bytes of such a value; false for any other.</summary>
    abstract TryTake: value: 'T * tag: byref<'D> * bytes: byref<Bytes> -> bool

/// <summary>Reads and writes a union: a discriminator, then what its case has. Made by <c>union</c> and <c>byVersion</c>.</summary>
[<AbstractClass>]
type UnionCodec<'D, 'T when 'D: equality and 'D: not null>(name: string, cases: UnionCase<'D, 'T> list, unknown: UnknownCase<'D, 'T> | null) =
    inherit ValueCodec<'T>(name)
    let cases = Array.ofList cases
    let mutable byTag: Dictionary<'D, UnionCase<'D, 'T>> | null = null

    do
        let broken (reason: string) : unit = invalidArg "cases" (String.Concat("Union ", name, ": ", reason))
        if cases.Length = 0 then broken "it has no cases."

        for i in 0 .. cases.Length - 1 do
            if String.IsNullOrEmpty cases[i].Name then broken "a case has no name."

            for j in 0 .. i - 1 do
                if cases[j].Name = cases[i].Name then
                    broken (String.Concat("there are two cases ", cases[i].Name, "."))

    let mutable shape: UnionShape | null = null

    /// <summary>Whether the message's version decides, and there is no discriminator.</summary>
    abstract IsByVersion: bool

    /// <summary>Reads the discriminator and moves the reader's Position past it.</summary>
    [<EditorBrowsable(EditorBrowsableState.Never)>]
    abstract ReadTag: reader: WireReader * position: int -> 'D

    /// <summary>Writes the discriminator; returns the position after it.</summary>
    [<EditorBrowsable(EditorBrowsableState.Never)>]
    abstract WriteTag: writer: WireWriter * position: int * tag: 'D -> int

    /// <summary>Describes the discriminator, or passes its part: the carrier's.</summary>
    [<EditorBrowsable(EditorBrowsableState.Never)>]
    abstract PassTag: op: int * carrier: Describer * tag: 'D -> 'D

    member private _.TextOf(tag: 'D) : string =
        match box tag with
        | null -> "null"
        | tag -> String.Format(Globalization.CultureInfo.InvariantCulture, "{0}", tag)

    member private codec.ByTag: Dictionary<'D, UnionCase<'D, 'T>> =
        match byTag with
        | null ->
            let made = Dictionary<'D, UnionCase<'D, 'T>>()

            for case in cases do
                if not (made.TryAdd(case.Tag, case)) && not codec.IsByVersion then
                    invalidOp (String.Concat("Union ", name, ": two cases have discriminator ", codec.TextOf case.Tag + "."))

            byTag <- made
            made
        | made -> made

    member private _.CaseIn(version: int) : UnionCase<'D, 'T> | null =
        match cases |> Array.tryFindIndex _.Versions.Contains(int16 version) with
        | Some i -> cases[i]
        | None -> null

    member private codec.Unknown(reader: WireReader, tag: 'D, start: int) : 'T =
        match unknown with
        | null ->
            reader.Fail(WireError.UnknownCase(name, codec.TextOf tag), start)
            Unchecked.defaultof<'T>
        | unknown ->
            let rest = reader.FixedBytes(reader.Position, reader.Remaining)
            unknown.Make(tag, rest)

    override codec.Read(reader, position) =
        if codec.IsByVersion then
            match codec.CaseIn reader.Version with
            | null ->
                reader.Fail(WireError.UnknownCase(name, "in this version"), position)
                Unchecked.defaultof<'T>
            | case -> case.Read(reader, position)
        else
            let tag = codec.ReadTag(reader, position)

            match codec.ByTag.TryGetValue tag with
            | true, case when case.Versions.Contains(int16 reader.Version) -> case.Read(reader, reader.Position)
            | _ -> codec.Unknown(reader, tag, position)

    member private _.IndexOf(value: 'T) : int = cases |> Array.tryFindIndex _.Has(value) |> Option.defaultValue -1

    /// Discriminator and bytes of a value of no known case.
    member private codec.TakeUnknown(value: 'T) : struct ('D * Bytes) =
        let mutable tag = Unchecked.defaultof<'D>
        let mutable bytes = Bytes.Empty

        match unknown with
        | NonNull unknown when unknown.TryTake(value, &tag, &bytes) ->
            if codec.ByTag.ContainsKey tag then
                raise (WireException(WireError.Refused(String.Concat("Discriminator ", codec.TextOf tag, " is not unknown to ", name + ".")), -1L))

            struct (tag, bytes)
        | _ -> raise (WireException(WireError.Refused(String.Concat("The value is of no case of ", name, ".")), -1L))

    override codec.Write(writer, position, value) =
        let index = codec.IndexOf value

        if index < 0 then
            let struct (tag, bytes) = codec.TakeUnknown value
            writer.Rest(codec.WriteTag(writer, writer.Settle position, tag), bytes)
        else
            let case = cases[index]
            let version = int16 writer.Version

            if not (case.Versions.Contains version) then
                writer.Fail(WireError.FieldNotInVersion(version, case.Versions.First, case.Versions.Last), position)

            let start = if codec.IsByVersion then position else codec.WriteTag(writer, writer.Settle position, case.Tag)
            writer.Settle(case.Write(writer, writer.Settle start, value))

    override codec.ValueShape =
        match shape with
        | null ->
            let describer = Describer name

            let tagPart (tag: 'D) : objnull =
                if codec.IsByVersion then
                    null
                else
                    codec.PassTag(Op.TakePart, describer, tag) |> ignore<'D>
                    describer.Part

            let described =
                cases
                |> Array.map (fun case ->
                    case.Pass(Op.Describe, describer, Unchecked.defaultof<'T>) |> ignore<'T>
                    let shape = describer.Shape
                    UnionCaseShape(case.Name, tagPart case.Tag, case.Versions, shape))

            let discriminator =
                if codec.IsByVersion then
                    ValueNone
                else
                    codec.ByTag |> ignore<Dictionary<'D, UnionCase<'D, 'T>>>
                    codec.PassTag(Op.Describe, describer, Unchecked.defaultof<'D>) |> ignore<'D>
                    ValueSome describer.Shape

            let made = UnionShape(name, discriminator, described, codec)
            shape <- made
            Shape.Union made
        | made -> Shape.Union made

    override codec.CreateDefault() = cases[0].Pass(Op.Default, Describer name, Unchecked.defaultof<'T>)

    interface IUnionOperations with
        member _.Type = typeof<'T>

        member _.KeepsUnknown = not (isNull unknown)

        member codec.Explode value =
            let value = unbox<'T> value
            let describer = Describer name
            let index = codec.IndexOf value

            if index < 0 then
                let struct (tag, bytes) = codec.TakeUnknown value
                codec.PassTag(Op.TakePart, describer, tag) |> ignore<'D>
                struct (-1, describer.Part, box bytes)
            else
                cases[index].Pass(Op.TakePart, describer, value) |> ignore<'T>
                let part = describer.Part

                if codec.IsByVersion then
                    struct (index, null, part)
                else
                    codec.PassTag(Op.TakePart, describer, cases[index].Tag) |> ignore<'D>
                    struct (index, describer.Part, part)

        member codec.Assemble(index, tag, part) =
            let describer = Describer name

            let made =
                if index >= 0 then
                    describer.Part <- part
                    cases[index].Pass(Op.MakePart, describer, Unchecked.defaultof<'T>)
                else
                    match unknown with
                    | null -> raise (WireException(WireError.UnknownCase(name, String.Format("{0}", tag)), -1L))
                    | unknown ->
                        describer.Part <- tag
                        unknown.Make(codec.PassTag(Op.MakePart, describer, Unchecked.defaultof<'D>), unbox<Bytes>(Unchecked.nonNull part))

            Unchecked.nonNull (box made)

        member _.ArrayOf values = [| for value in values -> unbox<'T>(Unchecked.nonNull value) |]

        member _.DefaultOf index = Unchecked.nonNull (box (cases[index].Pass(Op.Default, Describer name, Unchecked.defaultof<'T>)))
