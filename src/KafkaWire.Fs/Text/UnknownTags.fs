namespace KafkaWire

open System
open KafkaWire.Schema

/// <summary>The unknown tagged fields of a whole message, in all its structs.</summary>
[<RequireQualifiedAccess>]
module UnknownTags =

    let rec private dropStruct (s: StructShape) (value: obj) : obj =
        let parts = s.Operations.Explode value

        for i in 0 .. s.Fields.Length - 1 do
            parts[i] <- ShapeValue.mapStructs dropStruct s.Fields[i].Shape parts[i]

        if s.KeepsUnknownTags then parts[s.Fields.Length] <- Array.Empty<TaggedField>()

        s.Operations.Assemble parts

    let rec private countIn (s: StructShape) (value: obj) : int =
        let parts = s.Operations.Explode value
        let mutable sum = 0

        for i in 0 .. s.Fields.Length - 1 do
            ShapeValue.visitStructs (fun s value -> sum <- sum + countIn s value) s.Fields[i].Shape parts[i]

        match Array.last parts with
        | :? (TaggedField[]) as tags when s.KeepsUnknownTags -> sum + tags.Length
        | _ -> sum

    /// <summary>A message of any type without its unknown tagged fields.</summary>
    /// <exception cref="T:System.ArgumentException">The value is not of the message's type.</exception>
    [<CompiledName "DropObject">]
    let dropObject (schema: MessageSchema) (value: obj) : obj =
        Typing.ensureArgument (nameof value) schema.Shape value
        dropStruct schema.Shape value

    /// <summary>A message without its unknown tagged fields, for a proxy that forwards nothing it does not know.</summary>
    [<CompiledName "Drop">]
    let drop (schema: MessageSchema<'T>) (value: 'T) : 'T = unbox<'T>(dropStruct schema.Shape (Unchecked.nonNull (box value)))

    /// <summary>The number of unknown tagged fields in a message.</summary>
    /// <exception cref="T:System.ArgumentException">The value is not of the message's type.</exception>
    [<CompiledName "Count">]
    let count (schema: MessageSchema) (value: obj) : int =
        Typing.ensureArgument (nameof value) schema.Shape value
        countIn schema.Shape value
