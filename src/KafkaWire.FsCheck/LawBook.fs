/// What the laws say.
module internal KafkaWire.Generators.LawBook

open System
open System.Collections.Generic
open System.Text.Json
open KafkaWire
open KafkaWire.Schema

let private clip (text: string) = if text.Length <= 200 then text else text.Substring(0, 200) + ".."

/// A law is broken by a value alone.
let private fail (problem: string) : 'T = raise (Broken { Problem = problem; Bytes = null; Offset = -1 })

let private failAt (bytes: byte[]) (offset: int) (problem: string) : 'T = raise (Broken { Problem = problem; Bytes = bytes; Offset = offset })

/// Where two byte strings begin to differ.
let private split (a: byte[]) (b: byte[]) : int = a.AsSpan().CommonPrefixLength(ReadOnlySpan b)

/// Fails unless bytes are the expected ones.
let private sameBytes (what: string) (expected: byte[]) (found: byte[]) =
    let at = split expected found

    if at < expected.Length || at < found.Length then
        let show (bytes: byte[]) =
            if at >= bytes.Length then
                "the end"
            else
                Convert.ToHexStringLower(ReadOnlySpan(bytes, at, min 8 (bytes.Length - at)))

        failAt found at $"{what}: byte {at} on is {show found}, not {show expected}."

/// Fails unless a value is the expected one.
let private sameValue (schema: MessageSchema) (what: string) (bytes: byte[] | null) (expected: obj) (found: obj) =
    match Content.differences schema expected found with
    | [] -> ()
    | first :: others ->
        let more = if others.IsEmpty then "" else $" {others.Length} more parts differ."

        let text =
            $"{what}: {first.Path} is {clip (FSharpText.ofValue first.Right)}, not {clip (FSharpText.ofValue first.Left)}.{more}"

        raise (Broken { Problem = text; Bytes = bytes; Offset = -1 })

let private options = DecodeOptions.Default
let private strictly = DecodeOptions(Strict = true)

/// Reads a body; any exception but a WireException breaks the law.
let private tryDecode (case: LawCase) (bytes: byte[]) : Result<struct (obj * int), WireFailure> =
    try
        let mutable consumed = 0
        let value = case.Schema.DecodeObject(Bytes bytes, case.Version, options, &consumed)
        Ok(struct (value, consumed))
    with
    | :? WireException as e -> Error e.Failure
    | e -> failAt bytes -1 $"Reading raises {e.GetType().Name}: {e.Message}"

let private decode (case: LawCase) (bytes: byte[]) : struct (obj * int) =
    match tryDecode case bytes with
    | Ok found -> found
    | Error failure -> failAt bytes (int failure.Offset) $"The bytes are refused: {failure.Message}"

/// Writes a value; any exception but a WireException breaks the law.
let private tryEncode (schema: MessageSchema) (version: int16) (value: obj) : Result<byte[], WireFailure> =
    try
        Ok(schema.EncodeObject(value, version))
    with
    | :? WireException as e -> Error e.Failure
    | e -> fail $"Writing in v{version} raises {e.GetType().Name}: {e.Message}"

let private encode (schema: MessageSchema) (version: int16) (value: obj) : byte[] =
    match tryEncode schema version value with
    | Ok bytes -> bytes
    | Error failure -> fail $"Not written: {failure.Message}"

/// Fails unless a value survives writing and reading in a version.
let private survives (schema: MessageSchema) (version: int16) (value: obj) =
    let bytes = encode schema version value
    let struct (found, consumed) = decode (LawCase(schema, version, value, 0)) bytes

    if consumed <> bytes.Length then
        failAt bytes consumed $"{bytes.Length} bytes are written, {consumed} are read."

    sameValue schema "Read back" bytes value found

/// An error with its place, as the interpreter tells it.
let private place (case: LawCase) (version: int16) (trouble: Reference.Trouble) : WireFailure =
    let title = $"{case.Schema.Name} v{version}"
    WireFailure(trouble.Error, int64 trouble.Offset, (if trouble.Path = "" then title else $"{title} / {trouble.Path}"))

/// Fails unless two failures have the same error, offset and path.
let private sameFailure (bytes: byte[] | null) (doing: string) (fast: WireFailure) (slow: WireFailure) =
    if not (fast.Error.Equals slow.Error && fast.Offset = slow.Offset && fast.Path = slow.Path) then
        raise (
            Broken
                { Problem = $"{doing} is refused with: {fast.Message} The interpreter says: {slow.Message}"
                  Bytes = bytes
                  Offset = int fast.Offset }
        )

/// Fails unless the codec writes a value like the interpreter, or refuses it with the same failure.
let private writesAlike (case: LawCase) (version: int16) (value: obj) =
    match tryEncode case.Schema version value, Reference.encode case.Schema version value with
    | Ok fast, Ok slow -> sameBytes $"In v{version} the codec does not write what the interpreter writes" slow fast
    | Error fast, Error slow -> sameFailure null "Writing" fast (place case version slow)
    | Ok bytes, Error slow -> failAt bytes -1 $"Written, but the interpreter refuses: {(place case version slow).Message}"
    | Error fast, Ok bytes -> failAt bytes -1 $"Refused, but the interpreter writes it: {fast.Message}"

let private numbersOf (case: LawCase) : Reference.Mark[] =
    match case.Marked with
    | Error _ -> [||]
    | Ok(bytes, marks) ->
        // Of bytes that the codec writes differently, nothing is known.
        if split bytes case.Bytes < bytes.Length then
            [||]
        else
            [| for mark in marks do
                   match mark.Role with
                   | WireRole.Length
                   | WireRole.Count
                   | WireRole.TagCount
                   | WireRole.TagSize -> mark
                   | _ -> () |]

/// Enough to be noticed if it is allocated, too little to do harm.
[<Literal>]
let private Hostile = 0x80000

/// Bodies with one length, count or size changed to a hostile one; all of them, or some if there are many.
let private hostile (case: LawCase) (number: int) : byte[] list =
    let random = Random case.Chance
    let numbers = numbersOf case
    let chosen = if numbers.Length <= 6 then numbers else random.GetItems(numbers, 6)
    [ for mark in chosen -> Damage.renumber mark number case.Bytes ]

let private damaged (case: LawCase) : byte[] list =
    let random = Random case.Chance
    [ for _ in 1..3 -> Damage.anywhere random case.Bytes ] @ hostile case Hostile

let private law (name: string) (sentence: string) (check: LawCase -> unit) : Law = Law(name, sentence, check)

let private forms =
    [ JsonForm(UnknownTags = true, ErrorObjects = true, DecodeRecords = true); JsonForm(UnknownTags = true, FoldErrors = true) ]

/// All laws, the most telling ones first.
let laws: IReadOnlyList<Law> =
    [| law "rules" "The schema keeps the rules for schemas." (fun case -> Words.Definition.checkSchema case.Schema)

       law "parts" "A value that is taken apart and put together again is the same." (fun case ->
           let parts = case.Schema.Shape.Operations.Explode case.Value
           let again = case.Schema.Shape.Operations.Assemble(Array.copy parts)
           sameValue case.Schema "Put together again" null case.Value again
           sameValue case.Schema "Put together again" null case.Value (Content.changeStructs case.Schema case.Version (fun _ _ _ -> ()) case.Value))

       law "writing" "A value that the version can carry is written." (fun case ->
           match case.Written with
           | Ok _ -> ()
           | Error e -> fail $"Writing raises {e.GetType().Name}: {e.Message}")

       law "round trip" "The bytes of a value are read, to the last byte, as an equal value." (fun case ->
           let struct (found, consumed) = decode case case.Bytes

           if consumed <> case.Bytes.Length then
               failAt case.Bytes consumed $"{case.Bytes.Length} bytes are written, {consumed} are read."

           sameValue case.Schema "Read back" case.Bytes case.Value found)

       law "same bytes" "A value that was read is written as the same bytes." (fun case ->
           let struct (found, _) = decode case case.Bytes
           sameBytes "Written again" case.Bytes (encode case.Schema case.Version found))

       law "strict" "Strict decoding accepts the bytes of a value." (fun case ->
           try
               let mutable consumed = 0

               case.Schema.DecodeObject(Bytes case.Bytes, case.Version, strictly, &consumed) |> ignore<obj>
           with :? WireException as e ->
               failAt case.Bytes (int e.Offset) $"Refused: {e.Message}")

       law "cuts" "Every proper prefix of the bytes is refused with a WireException." (fun case ->
           let random = Random case.Chance
           let bytes = case.Bytes

           let lengths =
               if bytes.Length <= 40 then
                   [ 0 .. bytes.Length - 1 ]
               else
                   List.init 40 (fun _ -> random.Next bytes.Length)

           for length in lengths do
               let cut = bytes[.. length - 1]

               match tryDecode case cut with
               | Ok _ -> failAt cut length $"{length} of {bytes.Length} bytes are read as a message."
               | Error _ -> ())

       law "following bytes" "Bytes after a message do not belong to it." (fun case ->
           let longer = Array.append case.Bytes [| 1uy; 0xffuy; 0uy |]
           let struct (found, consumed) = decode case longer

           if consumed <> case.Bytes.Length then
               failAt longer consumed $"The message has {case.Bytes.Length} bytes, but {consumed} are read if others follow."

           sameValue case.Schema "Read before other bytes" longer case.Value found)

       law "unknown tags" "Unknown tagged fields come back in flexible versions, and are refused in others." (fun case ->
           let random = Random case.Chance
           let mutable added = 0

           let add (s: StructShape) (parts: objnull[]) =
               if s.KeepsUnknownTags then
                   let mutable tag = random.Next 3

                   while s.Fields |> Array.exists (fun field -> field.Tag = tag) do
                       tag <- tag + 1

                   added <- added + 1
                   parts[s.Fields.Length] <- [| { Tag = tag; Data = Bytes [| 7uy |] } |]

           if case.Schema.IsFlexible case.Version then
               let value = Content.changeStructs case.Schema case.Version (fun _ s parts -> add s parts) case.Value
               survives case.Schema case.Version value
           else
               let refuse (value: obj) =
                   match tryEncode case.Schema case.Version value with
                   | Ok bytes when added > 0 -> failAt bytes -1 "A version without tagged fields carries an unknown one."
                   | _ -> ()

               let inside (path: Content.Steps) s parts = if not path.IsEmpty then add s parts
               let outside (path: Content.Steps) s parts = if path.IsEmpty then add s parts
               refuse (Content.changeStructs case.Schema case.Version inside case.Value)
               added <- 0
               refuse (Content.changeStructs case.Schema case.Version outside case.Value))

       law
           "other versions"
           "What another version cannot carry is lost by projection, all else is kept; writing refuses what is not ignorable."
           (fun case ->
               let schema = case.Schema
               let first = int schema.Versions.First
               let other = int16 (first + Random(case.Chance).Next(int schema.Versions.Last - first + 1))
               let projected = Projection.projectObject schema other case.Value
               survives schema other projected.Message

               if projected.IsLossless && not (obj.ReferenceEquals(projected.Message, case.Value)) then
                   fail $"Nothing is lost in v{other}, but the projection is another object."

               if not (Projection.projectObject schema other projected.Message).IsLossless then
                   fail $"What v{other} can carry of the value loses something in v{other}."

               let told = projected.Losses |> Seq.map _.Path |> Seq.sort |> List.ofSeq

               let found =
                   Content.differencesWith (fun field -> not (field.Versions.Contains other)) schema case.Value projected.Message
                   |> List.map _.Path
                   |> List.sort

               if told <> found then
                   fail $"""In v{other} these parts differ: {String.Join(", ", found)}. The losses are: {String.Join(", ", told)}."""

               match tryEncode schema other case.Value, projected.Losses |> Seq.tryFind (fun loss -> not loss.IsSilent) with
               | Ok bytes, None -> sameBytes $"Written in v{other}" (encode schema other projected.Message) bytes
               | Ok bytes, Some loss -> failAt bytes -1 $"Written in v{other} in spite of {loss}."
               | Error failure, None -> fail $"Nothing but ignorable fields is lost, but: {failure.Message}"
               | Error failure, Some loss ->
                   if failure.Path <> $"{schema.Name} v{other} / {loss.Path}" then
                       fail $"The first loss is {loss}, but: {failure.Message}")

       law "JSON" "The JSON of a value reads back as an equal value, and a value that was read has the same JSON." (fun case ->
           let struct (decoded, _) = decode case case.Bytes

           for form in forms do
               let json = Json.formatAs form case.Schema case.Version case.Value
               let again = Json.formatAs form case.Schema case.Version decoded
               if json <> again then fail $"The value that was read has another JSON: {clip again}"
               use document = JsonDocument.Parse json

               sameValue
                   case.Schema
                   "Read from JSON"
                   null
                   case.Value
                   (Json.readObject JsonReading.Strict case.Schema case.Version document.RootElement))

       law "interpreter" "The codec writes and reads what the interpreter of its shape writes and reads." (fun case ->
           match case.Marked with
           | Error trouble -> fail $"The interpreter does not write the value: {(place case case.Version trouble).Message}"
           | Ok(expected, _) ->
               sameBytes "The codec does not write what the interpreter writes" expected case.Bytes

               match Reference.decode case.Schema case.Version case.Bytes with
               | Error trouble ->
                   failAt case.Bytes trouble.Offset $"The interpreter does not read the bytes: {(place case case.Version trouble).Message}"
               | Ok(slow, _) ->
                   let struct (fast, _) = decode case case.Bytes
                   sameValue case.Schema "Read by codec and interpreter" case.Bytes slow fast)

       law "defaults" "A field that the bytes do not have is read as its default." (fun case ->
           let schema = case.Schema
           let standard = schema.Shape.Operations.Explode schema.DefaultObject

           for i in 0 .. schema.Shape.Fields.Length - 1 do
               let field = schema.Shape.Fields[i]

               if not (Content.same field.Shape field.Default standard[i]) then
                   fail
                       $"{field.Name} is {clip (FSharpText.ofValue standard[i])} in the default message, not {clip (FSharpText.ofValue field.Default)}."

           // The version's tagged fields are at their defaults, so that their bytes are left out.
           let bare =
               Content.changeStructs
                   schema
                   case.Version
                   (fun _ s parts ->
                       for i in 0 .. s.Fields.Length - 1 do
                           if s.Fields[i].IsTagged then parts[i] <- s.Fields[i].Default)
                   case.Value

           match Reference.encode schema case.Version bare with
           | Error _ -> ()
           | Ok bytes ->
               let struct (found, _) = decode case bytes
               sameValue schema "Read without the tagged fields" bytes bare found)

       law "memory" "Reading allocates at most 1 MB and 200 times the size of the bytes, whatever counts and lengths they state." (fun case ->
           let measure (bytes: byte[]) =
               let before = GC.GetAllocatedBytesForCurrentThread()
               tryDecode case bytes |> ignore
               let allocated = GC.GetAllocatedBytesForCurrentThread() - before

               if allocated > 1_000_000L + 200L * int64 bytes.Length then
                   failAt bytes -1 $"{allocated} bytes are allocated to read {bytes.Length}."

           hostile case Hostile |> List.iter measure
           // Bytes need more to be noticed.
           hostile case (64 * Hostile) |> List.iter measure
           // Its multiples overflow.
           hostile case (Int32.MaxValue - 1) |> List.iter measure)

       law "damage" "Damaged bytes are refused with a WireException at a place inside them, or are read as a value that can be written." (fun case ->
           for bytes in damaged case do
               match tryDecode case bytes with
               | Error failure ->
                   if failure.Offset < 0L || failure.Offset > int64 bytes.Length then
                       failAt bytes -1 $"The place is not in the {bytes.Length} bytes: {failure.Message}"
               | Ok(value, consumed) ->
                   if consumed > bytes.Length then failAt bytes -1 $"{consumed} of {bytes.Length} bytes are read."

                   match tryEncode case.Schema case.Version value with
                   // Unknown tags out of order are read, but not written.
                   | Error _ -> ()
                   | Ok written ->
                       let struct (again, _) = decode case written
                       sameBytes "What was read is written and read again" written (encode case.Schema case.Version again))

       law "same errors" "The codec and the interpreter refuse the same bytes and values, with the same error, offset and path." (fun case ->
           for bytes in damaged case do
               match tryDecode case bytes, Reference.decode case.Schema case.Version bytes with
               | Ok(fast, consumed), Ok(slow, needed) ->
                   if consumed <> needed then
                       failAt bytes (min consumed needed) $"The codec reads {consumed} bytes, the interpreter {needed}."

                   sameValue case.Schema "Read by codec and interpreter" bytes slow fast
                   writesAlike case case.Version fast
               // The interpreter sees values by their types on the wire, so it does not know where a mapping refuses one.
               | Error fast, _ when fast.Error.IsRefused -> ()
               | Error fast, Error slow -> sameFailure bytes "Reading" fast (place case case.Version slow)
               | Ok _, Error slow -> failAt bytes slow.Offset $"Read, but the interpreter refuses: {(place case case.Version slow).Message}"
               | Error fast, Ok _ -> failAt bytes (int fast.Offset) $"The interpreter reads the bytes, but: {fast.Message}"

           let random = Random case.Chance
           let first = int case.Schema.Versions.First
           writesAlike case (int16 (first + random.Next(int case.Schema.Versions.Last - first + 1))) case.Value
           let mutable wrong = case.Value

           for _ in 0 .. random.Next 3 do
               wrong <- Spoil.structure random case.Schema.Shape wrong

           writesAlike case case.Version wrong) |]
