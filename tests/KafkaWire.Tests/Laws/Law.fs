/// The verbs of the laws, and the report of their findings.
module KafkaWire.Tests.Law

open System
open System.Collections.Generic
open Expecto
open KafkaWire
open KafkaWire.Generators
open KafkaWire.Schema
open KafkaWire.Schema.Words
// The conversions, which the words of schemas shadow.
open FSharp.Core.Operators

/// Violations of a law, reported together at the end: the first 20 in full.
type Findings() =
    let found = List<string>()
    let mutable count = 0

    /// The number of findings.
    member _.Count = count

    member _.Add(text: string) =
        count <- count + 1
        if found.Count < 20 then found.Add text

    /// Fails the test unless nothing was found.
    member _.Tell() =
        if count > 0 then
            let more = if count > found.Count then $"\n... and {count - found.Count} more" else ""
            failtest $"{count} findings:\n{String.Join('\n', found)}{more}"

/// The first difference of two byte strings, with the bytes around it.
let difference (expected: byte[]) (found: byte[]) : string =
    let at = Seq.zip expected found |> Seq.takeWhile (fun (a, b) -> a = b) |> Seq.length

    let show (bytes: byte[]) =
        let start = max 0 (at - 4)
        let before = Convert.ToHexStringLower bytes[start .. at - 1]
        let rest = Convert.ToHexStringLower bytes[at .. min (bytes.Length - 1) (at + 11)]
        let ellipsis = if start > 0 then ".." else ""
        $"{ellipsis}{before}|{rest}"

    $"byte {at} of {expected.Length} and {found.Length}: expected {show expected}, found {show found}"

/// A decoded value, and the number of bytes that it takes.
let decode (schema: MessageSchema) (version: int16) (bytes: byte[]) : Result<obj * int, WireFailure> =
    try
        let mutable consumed = 0
        let value = schema.DecodeObject(Bytes bytes, version, DecodeOptions.Default, &consumed)
        Ok(value, consumed)
    with :? WireException as e ->
        Error e.Failure

let encode (schema: MessageSchema) (version: int16) (value: obj) : Result<byte[], WireFailure> =
    try
        Ok(schema.EncodeObject(value, version))
    with :? WireException as e ->
        Error e.Failure

/// Whether two values of a message are the same.
let same (schema: MessageSchema) (a: obj) (b: obj) : bool = Content.same (Shape.Struct schema.Shape) a b

/// The versions of a message.
let versionsOf (schema: MessageSchema) = [ schema.Versions.First .. schema.Versions.Last ]

/// The value on one line, truncated for a finding.
let show (schema: MessageSchema) (version: int16) (value: obj) =
    let text = MessageText.formatVersion schema version value
    if text.Length <= 400 then text else text.Substring(0, 400) + ".."

/// Byte strings as findings show them.
let hex (bytes: byte[]) =
    let text = Convert.ToHexStringLower bytes
    if text.Length <= 300 then text else text.Substring(0, 300) + ".."

/// An error's text.
let say (error: WireError) = WireFailure(error, -1L, "").Message

/// A failure of the fast codec in Reference's terms: error, offset and path.
let private trouble (schema: MessageSchema) (version: int16) (failure: WireFailure) : Reference.Trouble =
    let title = $"{schema.Name} v{version}"
    let path = if failure.Path = title then "" else failure.Path.Substring(title.Length + 3)
    { Error = failure.Error; Offset = int failure.Offset; Path = path }

let private sameTrouble (a: Reference.Trouble) (b: Reference.Trouble) = a.Error.Equals b.Error && a.Offset = b.Offset && a.Path = b.Path

/// Asserts that the fast codec and Reference read the same value and length, or fail with the same error, offset and path; and write alike.
let agree (findings: Findings) (schema: MessageSchema) (version: int16) (bytes: byte[]) : unit =
    let finding format = Printf.ksprintf (fun text -> findings.Add $"{schema.Name} v{version}: {text}\n    bytes {hex bytes}") format

    match decode schema version bytes, Reference.decode schema version bytes with
    | Ok(value, consumed), Ok(slowValue, slowConsumed) ->
        if consumed <> slowConsumed then finding "reads %d bytes, Reference %d" consumed slowConsumed

        if not (same schema value slowValue) then
            finding "reads %s, Reference %s" (show schema version value) (show schema version slowValue)

        match encode schema version value, Reference.encode schema version value with
        | Ok written, Ok slow when written.AsSpan().SequenceEqual(ReadOnlySpan slow) -> ()
        | Ok written, Ok slow -> finding "writes other bytes than Reference: %s" (difference slow written)
        | Error failure, Error slow when sameTrouble (trouble schema version failure) slow -> ()
        | fast, slow ->
            let fast = fast |> Result.map hex |> Result.mapError _.Message
            let slow = slow |> Result.map hex |> Result.mapError (fun t -> $"{say t.Error} at {t.Offset} in {t.Path}")
            finding "writing is %O, Reference %O" fast slow
    | Error failure, Error slow ->
        let fast = trouble schema version failure

        if not (sameTrouble fast slow) then
            finding
                "reading is %s at %d in %s, Reference %s at %d in %s"
                (say fast.Error)
                fast.Offset
                fast.Path
                (say slow.Error)
                slow.Offset
                slow.Path
    | Ok(value, _), Error slow -> finding "reads %s, Reference has %s at %d in %s" (show schema version value) (say slow.Error) slow.Offset slow.Path
    | Error failure, Ok(value, _) -> finding "reading is %s, Reference reads %s" failure.Message (show schema version value)

/// An encoded value decodes to the same value.
let roundTrip (findings: Findings) (schema: MessageSchema) (version: int16) (value: obj) : unit =
    match encode schema version value with
    | Error failure -> findings.Add $"not written: {failure.Message}\n    {show schema version value}"
    | Ok bytes ->
        match decode schema version bytes with
        | Error failure -> findings.Add $"written, but not read: {failure.Message}\n    {show schema version value}"
        | Ok(_, consumed) when consumed <> bytes.Length ->
            findings.Add $"{bytes.Length} bytes written, {consumed} read\n    {show schema version value}"
        | Ok(found, _) when not (same schema found value) ->
            findings.Add $"comes back different:\n    {show schema version value}\n    {show schema version found}"
        | Ok _ -> ()

/// Every cut of a body is InsufficientBytes.
let everyCut (findings: Findings) (schema: MessageSchema) (version: int16) (bytes: byte[]) : unit =
    let bytes = Bytes bytes

    for length in 0 .. bytes.Length - 1 do
        try
            let mutable consumed = 0

            schema.DecodeObject(bytes.Slice(0, length), version, DecodeOptions.Default, &consumed)
            |> ignore<obj>

            findings.Add $"{schema.Name} v{version} cut to {length} of {bytes.Length} bytes is read"
        with :? WireException as e ->
            match e.Error with
            | WireError.InsufficientBytes _ -> ()
            | _ -> findings.Add $"{schema.Name} v{version} cut to {length} of {bytes.Length} bytes: {e.Message}"

/// Asserts the error, offset and path together.
let fails (schema: MessageSchema) (version: int16) (expected: WireError) (offset: int) (path: string) (failure: WireFailure) =
    let expected = WireFailure(expected, int64 offset, $"{schema.Name} v{version}{path}")
    Expect.equal failure.Message expected.Message "Message"
    Expect.equal failure expected "failure"

/// A lone surrogate. The compiler would replace one in a literal.
let lone (code: int) = String(char code, 1)

/// Asserts what bytes decode to.
let decodesTo (schema: MessageSchema<'T>) (version: int16) (digits: string) (expected: 'T) =
    let found = schema.Decode(Bytes.OfHex(digits.Replace(" ", "")), version)

    if not (same schema (nonNull (box expected)) (nonNull (box found))) then
        failtest $"{digits} is {show schema version found}, not {show schema version expected}"

/// Asserts which bytes a value is encoded to, and that they decode to it.
let encodesTo (schema: MessageSchema<'T>) (version: int16) (value: 'T) (digits: string) =
    Expect.equal (Convert.ToHexStringLower(schema.Encode(value, version))) (digits.Replace(" ", "")) "Encode"
    decodesTo schema version digits value

/// The exception that an action raises, which must have exactly this type.
let raisedBy<'E when 'E :> exn> (action: unit -> unit) : 'E =
    let raised =
        try
            action ()
            None
        with e ->
            Some e

    match raised with
    | Some(:? 'E as e) when e.GetType() = typeof<'E> -> e
    | Some e -> failtest $"{typeof<'E>.Name} is expected, not {e}"
    | None -> failtest $"{typeof<'E>.Name} is expected, but nothing was raised."

/// The error that reading or writing raises.
let refused (action: unit -> 'T) : WireException = raisedBy<WireException>(fun () -> action () |> ignore<'T>)

/// The failure of an action.
let failureOf (action: unit -> 'T) : WireFailure = (refused action).Failure

/// Asserts the error, offset and path of a decoding; the path is the part after the version.
let decodeError (schema: MessageSchema<'T>) (version: int16) (digits: string) (expected: WireError) (offset: int) (path: string) =
    failureOf (fun () -> schema.Decode(Bytes.OfHex(digits.Replace(" ", "")), version))
    |> fails schema version expected offset path

/// Asserts the error, offset and path of an encoding.
let encodeError (schema: MessageSchema<'T>) (version: int16) (value: 'T) (expected: WireError) (offset: int) (path: string) =
    failureOf (fun () -> schema.Encode(value, version)) |> fails schema version expected offset path
