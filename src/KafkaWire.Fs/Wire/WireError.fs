// rec, because WireError.ToString needs ErrorText, which is defined below with all other texts.
namespace rec KafkaWire

open System
open System.Globalization

/// <summary>Why bytes could not be read, or a value could not be written.</summary>
/// <remarks><see cref="T:KafkaWire.WireFailure"/> adds the place: byte offset and field path.</remarks>
[<RequireQualifiedAccess; NoComparison>]
type WireError =
    /// The bytes end too early, or a count is larger than the remaining bytes can hold. Both numbers are bytes; neither is negative.
    | InsufficientBytes of Needed: int64 * Available: int64
    /// Bytes are left after the last field.
    | TrailingBytes of Count: int
    /// A null where the version does not allow one.
    | NullNotAllowed
    /// A length is negative, or larger than the format allows.
    | LengthOutOfRange of Length: int64 * Maximum: int64
    /// A variable-length integer is longer than 5 bytes (32 bits) or 10 bytes (64 bits).
    | MalformedVarint of MaximumBytes: int
    /// The message has no such version.
    | UnsupportedVersion of Version: int16 * Lowest: int16 * Highest: int16
    /// A field has a value other than its default, in a version without the field. First and Last are the versions that have it.
    | FieldNotInVersion of Version: int16 * First: int16 * Last: int16
    /// A known tag in a version where its field is not tagged.
    | TagNotInVersion of Tag: int * Version: int16
    /// Unknown tags are not in strictly ascending order, or one of them is the tag of a known field.
    | TagOutOfOrder of Tag: int * Previous: int
    /// Unknown tagged fields cannot be written in a version that is not flexible.
    | TagsNotAllowed of Version: int16
    /// The number of tagged fields is negative.
    | NegativeTagCount of Count: int
    /// A string has an unpaired surrogate at this index, which UTF-8 cannot encode.
    | UnpairedSurrogate of Index: int
    /// Strict decoding only: the bytes can be read, but Kafka would write different ones. Expected is the byte that Kafka would write, Found the byte here; -1 for no byte.
    | NotCanonical of Expected: int * Found: int
    /// The decoded message would take more memory than the caller allows. Both numbers are bytes.
    | BudgetExceeded of Needed: int64 * Budget: int64
    /// The records have a magic (format number) that Kafka never used.
    | UnknownMagic of Magic: sbyte
    /// The stored checksum of the records does not match their bytes.
    | CrcMismatch of Stored: uint32 * Computed: uint32
    /// The compression codec of a batch is unknown, or not allowed in its format.
    | UnknownCompression of Codec: int
    /// Compressed data cannot be decompressed.
    | CorruptCompression of Codec: string * Reason: string
    /// The decompressed data exceeds the limit.
    | DecompressionLimit of Limit: int64
    /// Records break a rule of their format.
    | InvalidRecords of Reason: string
    /// A frame's size is negative, or above the limit.
    | FrameSizeOutOfRange of Size: int64 * Maximum: int64
    /// The peer does not speak Kafka. First shows its first bytes, Hint says what it seems to speak.
    | NotKafka of First: string * Hint: string
    /// No API has this key.
    | UnknownApi of Key: int16
    /// No pending request has the correlation id of the response.
    | UnknownCorrelation of CorrelationId: int
    /// The connection ended before the response arrived.
    | ConnectionClosed
    /// The JSON text does not describe the message.
    | InvalidJson of Reason: string
    /// A value contains itself more often than the limit allows.
    | TooDeep of Maximum: int
    /// A union has no case with this discriminator.
    | UnknownCase of Union: string * Discriminator: string
    /// A rule beyond the format is broken: one of a mapping or a custom codec, or one for the content of a response or a version.
    | Refused of Reason: string

    /// <summary>The error in one sentence, without its place.</summary>
    override error.ToString() = ErrorText.describe error

/// The texts of the errors, all in one place.
module internal ErrorText =

    let private number (n: int64) = n.ToString CultureInfo.InvariantCulture
    let private num (n: int) = n.ToString CultureInfo.InvariantCulture
    let private version (v: int16) = "v" + (int v).ToString CultureInfo.InvariantCulture

    let bytes (n: int64) = if n = 1L then "1 byte" else number n + " bytes"

    let private are (n: int64) =
        if n = 1L then "1 is left"
        elif n <= 0L then "none is left"
        else number n + " are left"

    let private range first last =
        if first = last then "in " + version first + " only"
        elif last = Int16.MaxValue then "from " + version first
        else String.Concat("in ", version first, " to ", version last)

    let describe (error: WireError) =
        match error with
        | WireError.InsufficientBytes(needed, available) -> String.Concat("Needs at least ", bytes needed, ", but ", are available + ".")
        | WireError.TrailingBytes count -> String.Concat("Unexpected data after the last field: ", bytes (int64 count), ".")
        | WireError.NullNotAllowed -> "Null is not allowed in this version. Use an empty value, or a version that allows null."
        | WireError.LengthOutOfRange(length, maximum) -> String.Concat("Length ", number length, " is not between 0 and ", number maximum + ".")
        | WireError.MalformedVarint maximum -> String.Concat("The varint is longer than ", num maximum, " bytes.")
        | WireError.UnsupportedVersion(v, lowest, highest) ->
            if lowest > highest then
                String.Concat("There is no ", version v, ": no version is supported.")
            elif lowest = highest then
                String.Concat("There is no ", version v, "; the only version is ", version lowest + ".")
            else
                String.Concat("There is no ", version v, "; the versions are ")
                + String.Concat(version lowest, " to ", version highest, ".")
        | WireError.FieldNotInVersion(v, first, last) ->
            String.Concat("The value cannot be sent in ", version v, "; the field exists ", range first last)
            + ". Use such a version, or the field's default value."
        | WireError.TagNotInVersion(tag, v) -> String.Concat("Tag ", num tag, " is not valid in ", version v + ".")
        | WireError.TagOutOfOrder(tag, previous) ->
            String.Concat(
                "Unknown tag ",
                num tag,
                " follows tag ",
                num previous + "; unknown tags must be in ascending order and differ from the known ones."
            )
        | WireError.TagsNotAllowed v -> String.Concat("Unknown tagged fields cannot be sent in ", version v, ", which is not flexible.")
        | WireError.NegativeTagCount count -> String.Concat("The number of tagged fields is negative: ", num count + ".")
        | WireError.UnpairedSurrogate index ->
            String.Concat("The string has an unpaired surrogate at index ", num index, ", which UTF-8 cannot encode.")
        | WireError.NotCanonical(expected, found) ->
            let hex (b: int) = if b < 0 then "no byte" else "0x" + b.ToString "x2"
            String.Concat("Kafka writes ", hex expected, " here, not ", hex found + ".")
        | WireError.BudgetExceeded(needed, budget) ->
            String.Concat("Decoding needs about ", bytes needed, " of memory, but the budget is ", number budget + ".")
        | WireError.UnknownMagic magic -> String.Concat("Unknown record format: magic ", num (int magic), ". Only 0, 1 and 2 exist.")
        | WireError.CrcMismatch(stored, computed) ->
            String.Concat("The stored checksum is ", stored.ToString "x8", ", but the bytes give ", computed.ToString "x8")
            + ": they were altered in transit, on disk or in code. Read them again, or rebuild the batch."
        | WireError.UnknownCompression codec -> String.Concat("Compression codec ", num codec, " is unknown, or not allowed in this record format.")
        | WireError.CorruptCompression(codec, reason) -> String.Concat("The ", codec, " data cannot be decompressed: ", reason)
        | WireError.DecompressionLimit limit -> String.Concat("The decompressed data exceeds the limit of ", bytes limit + ".")
        | WireError.InvalidRecords reason -> reason
        | WireError.FrameSizeOutOfRange(size, maximum) -> String.Concat("Frame size ", number size, " is not between 0 and ", number maximum + ".")
        | WireError.NotKafka(first, hint) -> String.Concat("Not Kafka: the first 4 bytes are ", first, ". ", hint)
        | WireError.UnknownApi key -> String.Concat("No API has key ", num (int key), ". Add an API of your own to the Apis of the options.")
        | WireError.UnknownCorrelation id -> String.Concat("No request with correlation id ", num id, " is pending.")
        | WireError.ConnectionClosed -> "The connection was closed before the response arrived."
        | WireError.InvalidJson reason -> reason
        | WireError.TooDeep maximum -> String.Concat("The value is nested more than ", num maximum, " levels deep.")
        | WireError.UnknownCase(union, discriminator) -> String.Concat(union, " has no case ", discriminator, ".")
        | WireError.Refused reason -> reason

    /// An exception of a function that is not this library's.
    let ofException (error: exn) : string = String.Concat(error.GetType().Name, ": ", error.Message)

    /// Appends the reason why a connection ended: many logs show only the message of the outer exception.
    let withCause (error: WireError) (message: string) (inner: exn | null) : string =
        match error, inner with
        | WireError.ConnectionClosed, NonNull cause -> String.Concat(message, " ", cause.Message)
        | _ -> message

/// <summary>An error and where it was found: field path and byte offset.</summary>
[<Sealed; AllowNullLiteral(false)>]
type WireFailure(error: WireError, offset: int64, path: string) =

    /// <summary>What is wrong.</summary>
    member _.Error = error

    /// <summary>The byte offset of the error, from the start of the body, frame or records; -1 if there are no bytes yet.</summary>
    member _.Offset = offset

    /// <summary>The message, its version and the field, such as <c>MetadataResponse v12 / Topics[0].Partitions[6].IsrNodes</c>; empty if the error concerns no field.</summary>
    member _.Path = path

    /// <summary>Path, offset and error in one sentence.</summary>
    member _.Message =
        let place = if offset < 0L then "" else "byte " + offset.ToString CultureInfo.InvariantCulture
        let comma = if path <> "" && place <> "" then ", " else ""
        let colon = if path <> "" || place <> "" then ": " else ""
        String.Concat(path, comma, place, String.Concat(colon, ErrorText.describe error))

    /// <summary>The same as <c>Message</c>.</summary>
    override f.ToString() = f.Message

    /// <inheritdoc/>
    override _.Equals(other: objnull) =
        match other with
        | :? WireFailure as f -> f.Error.Equals error && f.Offset = offset && f.Path = path
        | _ -> false

    /// <inheritdoc/>
    override _.GetHashCode() = HashCode.Combine(error, offset, path)

/// <summary>Bytes cannot be read, or a value cannot be written. Codecs raise no other exception.</summary>
[<Sealed>]
type WireException
    /// <summary>Creates the exception for a failure, with the exception that caused it.</summary>
    (failure: WireFailure, inner: exn | null) =
    inherit Exception(ErrorText.withCause failure.Error failure.Message inner, inner)

    /// <summary>Creates the exception for a failure.</summary>
    new(failure: WireFailure) = WireException(failure, null)

    /// <summary>Creates the exception for an error at an offset whose path is not known yet.</summary>
    new(error: WireError, offset: int64) = WireException(WireFailure(error, offset, ""), null)

    /// <summary>The error and where it was found.</summary>
    member _.Failure = failure

    /// <summary>What is wrong.</summary>
    member _.Error = failure.Error

    /// <summary>The byte offset of the error; -1 if there are no bytes yet.</summary>
    member _.Offset = failure.Offset

    /// <summary>The message, its version and the field; empty if the error concerns no field.</summary>
    member _.Path = failure.Path
