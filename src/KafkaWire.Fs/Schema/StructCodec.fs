namespace KafkaWire.Schema

open System
open System.Collections.Generic
open System.ComponentModel
open System.Runtime.CompilerServices
open System.Runtime.ExceptionServices
open System.Threading
open KafkaWire

/// <summary>Reads and writes a struct. Made by <c>message&lt;T&gt; "Name" { ... }</c>.</summary>
[<AbstractClass>]
type StructCodec<'T when 'T: not null and 'T: not struct>(name: string) =
    inherit ValueCodec<'T>(name)
    let mutable shape: StructShape | null = null
    let mutable knownTags: int[] | null = null
    // The thread that describes the struct, which must not come here again.
    let mutable describing = 0
    // The shape between its making and its check, in which a struct that contains itself meets it again.
    let mutable unchecked: StructShape | null = null

    /// <summary>Writes a message like <c>Write</c>, but errors contain the path of the field.</summary>
    /// <remarks>Codecs made by <c>message</c> write their fields here, so that a message is written in one call. Hand-written codecs need not override it.</remarks>
    [<EditorBrowsable(EditorBrowsableState.Never)>]
    abstract WriteMessage: writer: WireWriter * position: int * value: 'T -> int

    default codec.WriteMessage(writer, position, value) =
        try
            codec.Write(writer, position, value)
        with e ->
            raise (codec.Explain(e, writer, value))

    /// <summary>Writes the tagged fields of a value that has some, after its other fields; returns the position after them, which again has the slack.</summary>
    /// <remarks>Called only by codecs that <c>message</c> makes, as the second half of writing. Hand-written codecs need not override it.</remarks>
    [<EditorBrowsable(EditorBrowsableState.Never)>]
    abstract WriteTags: writer: WireWriter * position: int * value: 'T -> int

    default _.WriteTags(_, position, _) = position

    /// <summary>Describes the fields.</summary>
    abstract Describe: describer: Describer -> unit

    /// <summary>Adds the value's parts in the order of the shape, then its unknown tagged fields.</summary>
    abstract Explode: value: 'T * into: Parts -> unit

    /// <summary>Makes a value from its parts, in the same order.</summary>
    abstract Assemble: from: Parts -> 'T

    member private codec.MakeShape() : StructShape =
        let thread = Environment.CurrentManagedThreadId

        match unchecked with
        | NonNull made when describing = thread -> made
        | _ ->

            if describing = thread || not (RuntimeHelpers.TryEnsureSufficientExecutionStack()) then
                invalidOp (String.Concat("Struct ", name, " contains itself. Write `recursive (fun ", name + " -> message ...)`."))

            describing <- thread

            try
                let describer = Describer name

                try
                    codec.Describe describer
                with e when not (e :? InvalidOperationException) ->
                    let text = String.Concat("Struct ", name, ": a default cannot be mapped (", ErrorText.ofException e)
                    raise (InvalidOperationException(text + "). Give the field another one: `fieldOr value`.", e))

                let made = StructShape(name, describer.Fields, describer.KeepsUnknownTags, codec)
                unchecked <- made
                ShapeRules.check made
                // If two threads get here at once, one shape wins: interpreters compare shapes by reference.
                match Interlocked.CompareExchange(&shape, made, null) with
                | null -> made
                | other -> other
            finally
                unchecked <- null
                describing <- 0

    /// <summary>The description of the struct.</summary>
    /// <exception cref="T:System.InvalidOperationException">The schema breaks a rule: the message says which, and the remedy.</exception>
    member codec.Shape: StructShape =
        match shape with
        | null -> codec.MakeShape()
        | made -> made

    override codec.ValueShape = Shape.Struct codec.Shape

    /// <summary>The tags of the known fields.</summary>
    member codec.KnownTags =
        match knownTags with
        | null ->
            let tags = codec.Shape.Fields |> Array.filter _.IsTagged |> Array.map _.Tag
            knownTags <- tags
            tags
        | tags -> tags

    /// <summary>The error of the writer, with the path of the field added, to raise instead.</summary>
    [<EditorBrowsable(EditorBrowsableState.Never)>]
    member codec.Explain(error: exn, writer: WireWriter, value: 'T) : exn =
        writer.Recover()

        match error with
        | :? WireException as e ->
            let version = int16 writer.Version

            let struct (path, error) = Locate.writeFailure codec.Shape (Unchecked.nonNull (box value)) version writer.Flexible e.Error

            WireException(WireFailure(error, e.Offset, Locate.place name version path))
        | _ ->
            // Not a wire error: raised again with its stack trace.
            ExceptionDispatchInfo.Throw error
            error

    override codec.CreateDefault() =
        let defaults = codec.Shape.Fields |> Array.map _.Default

        let parts: objnull[] =
            if codec.Shape.KeepsUnknownTags then
                Array.append defaults [| Array.Empty<TaggedField>() |]
            else
                defaults

        codec.Assemble(Parts parts)

    /// The failure of a user's function while parts are taken or put together. Its path is only the field's name.
    member private codec.PartFailure(error: exn, parts: Parts, index: int) : exn =
        let failure =
            match error with
            | :? WireException as e -> e.Error
            | _ -> WireError.Refused(ErrorText.ofException error)

        let fields = codec.Shape.Fields
        let path = if parts.IsComplete || index < 0 || index >= fields.Length then "" else fields[index].Name
        WireException(WireFailure(failure, -1L, path), error)

    interface IStructOperations with
        member _.Type = typeof<'T>

        member codec.Explode value =
            let parts = Array.zeroCreate (codec.Shape.Fields.Length + (if codec.Shape.KeepsUnknownTags then 1 else 0))
            let passing = Parts parts

            try
                codec.Explode(unbox<'T> value, passing)
                parts
            with e ->
                raise (codec.PartFailure(e, passing, passing.Count))

        member codec.Assemble parts =
            let passing = Parts parts

            try
                Unchecked.nonNull (box (codec.Assemble passing))
            with e ->
                raise (codec.PartFailure(e, passing, passing.Count - 1))

        member _.ArrayOf values =
            let typed: 'T[] = Array.zeroCreate values.Count

            for i in 0 .. values.Count - 1 do
                match values[i] with
                | null -> ()
                | value -> typed[i] <- unbox<'T> value

            typed

        member codec.DefaultObject = Unchecked.nonNull (box codec.Default)
