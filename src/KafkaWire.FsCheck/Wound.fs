/// Damages a body in a place that its shape tells.
module internal KafkaWire.Generators.Wound

open System
open System.Text.RegularExpressions
open KafkaWire
open KafkaWire.Schema

let private isNumber (mark: Reference.Mark) =
    match mark.Role with
    | WireRole.Length
    | WireRole.Count
    | WireRole.TagCount
    | WireRole.TagSize -> true
    | _ -> false

/// The number that a length, count, tag or size states.
let private numberAt (mark: Reference.Mark) (bytes: byte[]) : int =
    let range = bytes[mark.Start .. mark.Start + mark.Length - 1]

    if mark.IsVarint then
        let raw = Array.foldBack (fun (b: byte) number -> (number <<< 7) ||| (uint32 b &&& 0x7fu)) range 0u
        if mark.Role = WireRole.Length || mark.Role = WireRole.Count then int raw - 1 else int raw
    elif range.Length = 2 then
        int (int16 ((int range[0] <<< 8) ||| int range[1]))
    else
        range |> Array.fold (fun number b -> (number <<< 8) ||| int b) 0

/// Whether a kind of damage makes sense for a range of bytes.
let private fits (kind: DamageKind) (mark: Reference.Mark) =
    match kind with
    | DamageKind.Huge
    | DamageKind.Negative
    | DamageKind.OffByOne -> isNumber mark
    | DamageKind.Overlong -> mark.IsVarint
    | DamageKind.OtherTag -> mark.Role = WireRole.Tag
    | DamageKind.Presence -> mark.Role = WireRole.Presence
    | DamageKind.Overwritten -> mark.Role = WireRole.Value
    | _ -> mark.Length > 0

let private huge = [| Int32.MaxValue - 1; 0x10000000; 0x80000; 0x40000001 |]
let private negative = [| -1; -2; Int32.MinValue; -1000 |]
let private telling = [| 0x00uy; 0x01uy; 0x02uy; 0x7fuy; 0x80uy; 0xffuy; 0xeduy |]

/// The bytes with one range damaged. The choice is a random number of the damage's own.
let private inflict (kind: DamageKind) (mark: Reference.Mark) (choice: int) (bytes: byte[]) : byte[] =
    let range = bytes[mark.Start .. mark.Start + mark.Length - 1]
    let replace instead = Damage.replace mark.Start mark.Length instead bytes
    let pick (choices: 'T[]) = choices[choice % choices.Length]
    // Another number than the present one, or nothing would be damaged.
    let renumber (choices: int[]) =
        let now = numberAt mark bytes
        Damage.renumber mark (pick (choices |> Array.filter (fun number -> number <> now))) bytes

    match kind with
    | DamageKind.Huge -> renumber huge
    | DamageKind.Negative -> renumber negative
    | DamageKind.OffByOne -> Damage.renumber mark (numberAt mark bytes + (if choice % 2 = 0 then 1 else -1)) bytes
    | DamageKind.Overlong ->
        let last = range.Length - 1
        // One byte more than needed, five, or more than a varint may have.
        let more = pick [| 1; max 1 (5 - range.Length); 6 |]
        replace (Array.concat [ Array.updateAt last (range[last] ||| 0x80uy) range; Array.create (more - 1) 0x80uy; [| 0uy |] ])
    | DamageKind.OtherTag ->
        let tag = numberAt mark bytes
        renumber [| tag + 1; max 0 (tag - 1); 0; Int32.MaxValue; 20000 |]
    | DamageKind.Presence -> replace [| pick (telling |> Array.except [ range[0] ]) |]
    | DamageKind.Overwritten ->
        let at = choice % range.Length
        replace (Array.updateAt at (if choice % 3 = 0 then range[at] ^^^ 0x80uy else pick (telling |> Array.except [ range[at] ])) range)
    | DamageKind.Removed -> replace [||]
    | DamageKind.Repeated -> replace (Array.append range range)
    | DamageKind.Cut -> bytes[.. mark.Start + (choice % mark.Length) - 1]
    | _ -> Array.append bytes [| pick telling |]

let private kinds = Enum.GetValues<DamageKind>()

let private damaged (schema: MessageSchema) version value (bytes: byte[]) kind (mark: Reference.Mark) choice =
    let wounded = inflict kind mark choice bytes

    let offset =
        if kind = DamageKind.Appended then
            bytes.Length
        else
            bytes.AsSpan().CommonPrefixLength(ReadOnlySpan wounded)

    DamagedBody(schema, version, value, bytes, wounded, kind, mark.Role, mark.Place, offset, choice)

/// The whole body, for what is not damaged at a range.
let private whole (bytes: byte[]) : Reference.Mark = { Role = WireRole.Value; Path = []; Start = 0; Length = bytes.Length; IsVarint = false }

let private markedOf (schema: MessageSchema) (version: int16) (value: obj) =
    match Reference.encodeMarked schema version value with
    | Ok(bytes, marks) ->
        bytes,
        [| for mark in marks do
               if mark.Length > 0 then mark |]
    | Error trouble -> raise (WireException(WireFailure(trouble.Error, int64 trouble.Offset, trouble.Path)))

/// Damages a value's body: a length or a count hugely every second time, everything else otherwise.
let create (random: Random) (schema: MessageSchema) (version: int16) (value: obj) : DamagedBody =
    let bytes, marks = markedOf schema version value
    let choice = random.Next()
    let sizes = marks |> Array.filter (fun mark -> mark.Role = WireRole.Length || mark.Role = WireRole.Count)

    if sizes.Length > 0 && random.Next 2 = 0 then
        damaged schema version value bytes DamageKind.Huge sizes[random.Next sizes.Length] choice
    else
        let kind = kinds[random.Next kinds.Length]
        let fitting = marks |> Array.filter (fits kind)

        if kind = DamageKind.Appended || fitting.Length = 0 then
            damaged schema version value bytes DamageKind.Appended (whole bytes) choice
        else
            damaged schema version value bytes kind fitting[random.Next fitting.Length] choice

/// A path without the indexes of elements.
let private field (path: string) = Regex.Replace(path, @"\[\d+\]", "[]")

/// The same damage of the same field in smaller values.
let shrink (body: DamagedBody) : DamagedBody seq =
    Shrink.structure body.Version body.Schema.Shape body.Value
    |> Seq.choose (fun value ->
        let bytes, marks = markedOf body.Schema body.Version value

        if body.Kind = DamageKind.Appended then
            Some(damaged body.Schema body.Version value bytes body.Kind (whole bytes) body.Choice)
        else
            marks
            |> Array.tryFind (fun mark -> mark.Role = body.Role && fits body.Kind mark && field mark.Place = field body.Path)
            |> Option.map (fun mark -> damaged body.Schema body.Version value bytes body.Kind mark body.Choice))
