namespace KafkaWire.Generators

open System
open KafkaWire

/// <summary>How a body is damaged.</summary>
type DamageKind =
    /// A number states far more than the bytes hold.
    | Huge = 0
    /// A number is negative; of a length or count, -1 is null.
    | Negative = 1
    /// A number is one too large or too small.
    | OffByOne = 2
    /// A varint has more bytes than it needs, or does not end.
    | Overlong = 3
    /// A tag has another number, which may be known, repeated or out of order.
    | OtherTag = 4
    /// A presence byte has another value.
    | Presence = 5
    /// A value has other bytes.
    | Overwritten = 6
    /// Bytes are missing.
    | Removed = 7
    /// Bytes occur twice.
    | Repeated = 8
    /// The body ends early.
    | Cut = 9
    /// A byte follows the body.
    | Appended = 10

/// <summary>An encoded body that is damaged in one place, chosen by the message's shape. It may still be readable.</summary>
[<Sealed>]
type DamagedBody
    internal
    (
        schema: MessageSchema,
        version: int16,
        value: obj,
        original: byte[],
        bytes: byte[],
        kind: DamageKind,
        role: WireRole,
        path: string,
        offset: int,
        choice: int
    ) =

    /// <summary>The message.</summary>
    member _.Schema = schema

    /// <summary>The version of the body.</summary>
    member _.Version = version

    /// <summary>The value that the body had before.</summary>
    member _.Value = value

    /// <summary>The body before.</summary>
    member _.Original = Bytes original

    /// <summary>The damaged body.</summary>
    member _.Bytes = Bytes bytes

    /// <summary>How it is damaged.</summary>
    member _.Kind = kind

    /// <summary>What the damaged bytes are for.</summary>
    member _.Role = role

    /// <summary>The path of the field that they belong to, such as <c>Topics[0].Name</c>; empty for the message itself.</summary>
    member _.Path = path

    /// <summary>The offset of the first damaged byte.</summary>
    member _.Offset = offset

    /// The random choice of the damage, to repeat it on a smaller value.
    member internal _.Choice = choice

    /// <summary>Such as <c>MetadataRequest v12, Huge Count at byte 0, Topics: |ffffffff0f 00 (was |0200 00)</c>: message, damage, field and bytes.</summary>
    override _.ToString() =
        let show (bytes: byte[]) =
            let start = max 0 (offset - 16)
            let stop = min bytes.Length (offset + 32)
            let hex (from: int) (until: int) = if until > from then Convert.ToHexStringLower(ReadOnlySpan(bytes, from, until - from)) else ""
            let before = if start > 0 then ".." else ""
            let after = if stop < bytes.Length then ".." else ""
            $"{before}{hex start (min offset bytes.Length)}|{hex offset stop}{after}"

        let field = if path = "" then "" else $", {path}"
        $"{schema.Name} v{version}, {kind} {role} at byte {offset}{field}: {show bytes} (was {show original})"
