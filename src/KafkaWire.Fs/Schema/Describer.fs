namespace KafkaWire.Schema

open System
open System.Collections.Generic
open KafkaWire

/// <summary>Builds the shape of a struct from the descriptions of its fields.</summary>
[<Sealed>]
type Describer internal () =
    let fields = List<FieldShape>()

    /// <summary>The shape of the value described last.</summary>
    member val Shape = Shape.Primitive Primitive.Bool with get, set

    /// <summary>Whether the value described last is a secret.</summary>
    member val Secret = false with get, set

    /// <summary>The version range described last.</summary>
    member val Versions = VersionRange.all with get, set

    /// <summary>Whether the version range described last belongs to an ignorable field.</summary>
    member val Ignorable = false with get, set

    /// <summary>Whether the struct keeps unknown tagged fields. They must be its last field.</summary>
    member val KeepsUnknownTags = false with get, set

    /// <summary>Describes a version range.</summary>
    /// <returns>Always true.</returns>
    member d.Range(first: int, last: int) =
        d.Versions <- { First = int16 first; Last = int16 last }
        d.Ignorable <- false
        true

    /// <summary>Adds a field. Its value and versions are the ones described last.</summary>
    member d.Field(name: string, tag: int, defaultValue: objnull) =
        if d.KeepsUnknownTags then
            invalidOp (String.Concat("Field ", name, " comes after the unknown tags, which must be last."))

        fields.Add(FieldShape(name, d.Shape, d.Versions, tag, defaultValue, d.Ignorable, d.Secret))
        d.Secret <- false
        d.Ignorable <- false

    member internal _.Fields = fields.ToArray()
