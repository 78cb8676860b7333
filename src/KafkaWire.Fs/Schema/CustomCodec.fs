namespace KafkaWire.Schema

open System
open System.Collections.Generic
open KafkaWire

/// <summary>A codec written by hand, for a value that no schema can express. Schemas use it like a struct's: <c>structure codec</c>, <c>array codec</c>.</summary>
/// <param name="name">The name in errors and shapes.</param>
/// <param name="minimumSize">The minimum size of a value in bytes: an element count is checked against it, so it must not be too large.</param>
/// <example><code>
/// type PointCodec() =
///     inherit CustomCodec&lt;Point&gt;("Point", 8)
///     override _.CreateDefault() = { X = 0; Y = 0 }
///     override _.ReadValue r = { X = r.ReadInt32(); Y = r.ReadInt32() }
///     override _.WriteValue(w, point) =
///         w.WriteInt32 point.X
///         w.WriteInt32 point.Y
/// </code></example>
[<AbstractClass>]
type CustomCodec<'T>(name: string, minimumSize: int) =
    inherit ValueCodec<'T>(name)
    let mutable shape: OpaqueShape | null = null

    /// <summary>Reads a value from the reader's <c>Read</c> methods, all of which check what they read. <c>Refuse</c> rejects what is there.</summary>
    abstract ReadValue: reader: WireReader -> 'T

    /// <summary>Writes a value by the writer's <c>Write</c> methods. <c>Refuse</c> rejects the value.</summary>
    abstract WriteValue: writer: WireWriter * value: 'T -> unit

    /// <summary>Values for generators and laws, which cannot invent any; by default only the default.</summary>
    abstract Samples: 'T seq

    default codec.Samples = Seq.singleton codec.Default

    override codec.Read(reader, position) =
        reader.Position <- position
        codec.ReadValue reader

    override codec.Write(writer, position, value) =
        writer.Position <- writer.Settle position
        codec.WriteValue(writer, value)
        writer.Settle writer.Position

    override codec.ValueShape =
        match shape with
        | null ->
            let made = OpaqueShape(name, max 0 minimumSize, codec)
            shape <- made
            Shape.Opaque made
        | made -> Shape.Opaque made

    interface IOpaqueOperations with
        member _.Type = typeof<'T>

        member codec.Read reader = Unchecked.nonNull (box (codec.ReadValue reader))

        member codec.Encode(value, version, isFlexible) =
            let writer = WireWriter()
            writer.Reset(version, isFlexible)

            try
                let finish = codec.Write(writer, 0, unbox<'T> value)
                Bytes(writer.Written(0, finish).ToArray())
            finally
                writer.Release()

        member codec.Decode(bytes, version, isFlexible) =
            let reader = WireReader()
            reader.Reset(bytes, version, isFlexible, Int64.MaxValue)
            let value = codec.Read(reader, reader.Position)
            if reader.Remaining > 0 then reader.Fail(WireError.TrailingBytes reader.Remaining, reader.Position)
            Unchecked.nonNull (box value)

        member _.ArrayOf values = [| for value in values -> unbox<'T>(Unchecked.nonNull value) |]

        member codec.Samples = [| for value in codec.Samples -> Unchecked.nonNull (box value) |]
