/// Values whose type is known at run time only: whether they are of a struct's own type, and what to say of those that are not.
module internal KafkaWire.Schema.Typing

open System

/// Whether a value is one of a struct's.
let private fits (shape: StructShape) (value: objnull) : bool = shape.Operations.Type.IsInstanceOfType value

/// As source code names it: a record in a module is nested for .NET.
let private name (found: Type) = found.ToString().Replace('+', '.')

let private text (shape: StructShape) (value: obj) =
    let found = value.GetType()

    // The init records of the C# facade have names much like those of the records that are wanted. Nothing here knows them but by where they are.
    let hint =
        if found.Namespace = "KafkaWire.Messages" && found.Assembly <> typeof<StructShape>.Assembly then
            " An init record of the C# facade gives its F# record by ToMessage()."
        else
            ""

    String.Concat(name shape.Operations.Type, " is expected, not ", name found, String.Concat(".", hint))

/// The exception for an argument that is not one of a struct's values.
let wrongArgument (parameter: string) (shape: StructShape) (value: objnull) : exn =
    match value with
    | null -> ArgumentNullException parameter
    | value -> ArgumentException(text shape value, parameter)

/// The same where an InvalidCastException is promised.
let wrongCast (parameter: string) (shape: StructShape) (value: objnull) : exn =
    match value with
    | null -> ArgumentNullException parameter
    | value -> InvalidCastException(text shape value)

/// Fails unless an argument is one of a struct's values.
let ensureArgument (parameter: string) (shape: StructShape) (value: objnull) : unit =
    if not (fits shape value) then raise (wrongArgument parameter shape value)

/// The same where an InvalidCastException is promised.
let ensureCast (parameter: string) (shape: StructShape) (value: objnull) : unit =
    if not (fits shape value) then raise (wrongCast parameter shape value)
