/// Checks values whose type is known only at run time against the type of a struct.
module internal KafkaWire.Schema.Typing

open System

/// Whether a value has the type of a struct.
let private fits (shape: StructShape) (value: objnull) : bool = shape.Operations.Type.IsInstanceOfType value

/// The type's name as in source code. For .NET, a record in a module is a nested type.
let private name (found: Type) = found.ToString().Replace('+', '.')

let private text (shape: StructShape) (value: obj) =
    let found = value.GetType()

    // The C# facade's init records have names similar to those of the F# records. They are recognised only by namespace and assembly.
    let hint =
        if found.Namespace = "KafkaWire.Messages" && found.Assembly <> typeof<StructShape>.Assembly then
            " To convert an init record of the C# facade, call its ToMessage()."
        else
            ""

    String.Concat(name shape.Operations.Type, " is expected, not ", name found, String.Concat(".", hint))

/// The exception for an argument of the wrong type.
let wrongArgument (parameter: string) (shape: StructShape) (value: objnull) : exn =
    match value with
    | null -> ArgumentNullException parameter
    | value -> ArgumentException(text shape value, parameter)

/// The same, as an InvalidCastException.
let wrongCast (parameter: string) (shape: StructShape) (value: objnull) : exn =
    match value with
    | null -> ArgumentNullException parameter
    | value -> InvalidCastException(text shape value)

/// Fails unless an argument has the type of a struct.
let ensureArgument (parameter: string) (shape: StructShape) (value: objnull) : unit =
    if not (fits shape value) then raise (wrongArgument parameter shape value)

/// The same, as an InvalidCastException.
let ensureCast (parameter: string) (shape: StructShape) (value: objnull) : unit =
    if not (fits shape value) then raise (wrongCast parameter shape value)
