namespace KafkaWire.Generators

open System
open KafkaWire
open KafkaWire.Schema

/// What breaks a law.
type internal Finding =
    {
        Problem: string
        /// The bytes that it is about; null if there are none.
        Bytes: byte[] | null
        /// The place in these bytes; -1 if there is none.
        Offset: int
    }

/// A value of a message in a version, to check laws on.
[<Sealed>]
type internal LawCase(schema: MessageSchema, version: int16, value: obj, chance: int) =
    let bytes =
        lazy
            (try
                Ok(schema.EncodeObject(value, version))
             with e ->
                 Error e)

    let marked = lazy (Reference.encodeMarked schema version value)

    member _.Schema = schema
    member _.Version = version
    member _.Value = value
    /// The seed of a law's own random choices.
    member _.Chance = chance
    /// What the codec writes.
    member _.Written = bytes.Value
    /// What the interpreter writes, and what its bytes are for.
    member _.Marked = marked.Value

    /// What the codec writes; laws are checked only if it can.
    member _.Bytes =
        match bytes.Value with
        | Ok bytes -> bytes
        | Error e -> raise e

/// <summary>A rule that every message keeps, checked on generated values.</summary>
[<Sealed>]
type Law internal (name: string, sentence: string, check: LawCase -> unit) =

    /// <summary>A short name, such as <c>round trip</c>.</summary>
    member _.Name = name

    /// <summary>What holds, in one sentence.</summary>
    member _.Sentence = sentence

    /// Raises Broken, or any other exception, if the law does not hold.
    member internal _.Check(case: LawCase) : unit = check case

    /// <summary>Name and sentence.</summary>
    override _.ToString() = $"{name}: {sentence}"

exception internal Broken of Finding
