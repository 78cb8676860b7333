namespace KafkaWire.Schema

open System
open System.Globalization
open KafkaWire

/// <summary>Builds the shape of a struct from the descriptions of its fields, and carries the parts of values to and from them.</summary>
[<Sealed>]
type Describer internal (owner: string) =
    // In reverse order. A list, because a describer that only carries parts has none, and each value that is taken apart gets a carrier.
    let mutable fields: FieldShape list = []
    let mutable part: objnull = null

    let broken (reason: string) : unit = invalidOp (if owner = "" then reason else String.Concat("Struct ", owner, ": ", reason))

    let text (number: int) = number.ToString CultureInfo.InvariantCulture

    /// <summary>The shape of the value described last.</summary>
    member val Shape = Shape.Primitive Primitive.Bool with get, set

    /// <summary>Whether the value described last is a secret.</summary>
    member val Secret = false with get, set

    /// <summary>Whether the value described last begins with the presence varint of tagged structs.</summary>
    member val IsOptional = false with get, set

    /// <summary>The version range described last.</summary>
    member val Versions = VersionRange.all with get, set

    /// <summary>Whether the version range described last belongs to an ignorable field.</summary>
    member val Ignorable = false with get, set

    /// <summary>Whether the struct keeps unknown tagged fields. They must be its last field.</summary>
    member val KeepsUnknownTags = false with get, set

    /// <summary>Lets the struct keep unknown tagged fields.</summary>
    member d.UnknownTags() : unit =
        if d.KeepsUnknownTags then broken "unknownTags is written twice."
        d.KeepsUnknownTags <- true

    /// <summary>The part of a value on its way to or from an interpreter: what the value is on the wire.</summary>
    member _.Part
        with get (): objnull = part
        and set (value: objnull) = part <- value

    /// <summary>The part as a value of the given type; the type's default for null.</summary>
    member d.PartAs<'T>() : 'T =
        match d.Part with
        | null -> Unchecked.defaultof<'T>
        | part -> unbox<'T> part

    /// <summary>Describes a version range.</summary>
    /// <returns>Always true.</returns>
    /// <exception cref="T:System.InvalidOperationException">A version is not between 0 and 32767, or the last is below the first.</exception>
    member d.Range(first: int, last: int) =
        let isNever = first = 0 && last = -1

        if not isNever && (first < 0 || first > 32767 || last > 32767) then
            broken (String.Concat("versions ", text first, " to ", text last + ": a version is between 0 and 32767."))

        if not isNever && last < first then
            broken (String.Concat("versions ", text first, " to ", text last + ": the last version is below the first."))

        d.Versions <- { First = int16 first; Last = int16 last }
        d.Ignorable <- false
        true

    /// <summary>Adds a field. Its value and versions are the ones described last; its default is the part.</summary>
    /// <exception cref="T:System.InvalidOperationException">The field breaks a rule: the message says which, and the remedy.</exception>
    member d.Field(name: string, tag: int) =
        let refuse (reason: string) = broken (String.Concat("field ", name, " ", reason))

        if String.IsNullOrEmpty name then broken "a field has no name."
        if d.KeepsUnknownTags then refuse "comes after the unknown tags; unknownTags must be last."
        if d.Versions.IsEmpty then refuse "is in no version."
        if tag < -1 then refuse "has a negative tag."

        for other in fields do
            if other.Name = name then refuse "is described twice. Give each field its own name."

            if tag >= 0 && other.Tag = tag then
                refuse (String.Concat("has tag ", text tag, ", which is the tag of ", other.Name + " already."))

        match d.Shape with
        | Shape.Nullable(Shape.Struct _, _) when tag >= 0 && not d.IsOptional ->
            refuse
                "is a tagged struct that may be null. Write `optional n codec` instead of `nullable n (structure codec)`: its presence is a varint."
        | _ when tag < 0 && d.IsOptional -> refuse "is `optional`, which is for tagged fields only. Write `nullable n (structure codec)` instead."
        | _ -> ()

        fields <- FieldShape(name, d.Shape, d.Versions, tag, d.Part, d.Ignorable, d.Secret) :: fields
        d.Secret <- false
        d.IsOptional <- false
        d.Ignorable <- false

    /// <summary>Adds a field with a default, by its type on the wire. Its value and versions are the ones described last.</summary>
    /// <exception cref="T:System.InvalidOperationException">The field breaks a rule: the message says which, and the remedy.</exception>
    member d.Field(name: string, tag: int, defaultValue: objnull) =
        d.Part <- defaultValue
        d.Field(name, tag)

    member internal _.Fields = fields |> List.rev |> Array.ofList
