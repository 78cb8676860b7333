// An error shows itself by its text, which stands below with the others: hence rec.
namespace rec KafkaWire

open System
open System.Globalization

/// <summary>What is wrong with bytes that were to be read, or with a value that was to be written.</summary>
/// <remarks>Where it is wrong (byte offset and field path) is beside it, in <see cref="T:KafkaWire.WireFailure"/>.</remarks>
[<RequireQualifiedAccess; NoComparison>]
type WireError =
    /// The bytes end too early, or a count announces more than the rest can hold. Both numbers are bytes.
    | InsufficientBytes of Needed: int64 * Available: int64
    /// Bytes are left over behind the last field.
    | TrailingBytes of Count: int
    /// Null stands where the version has no null.
    | NullNotAllowed
    /// A length is negative, or larger than the format allows.
    | LengthOutOfRange of Length: int64 * Maximum: int64
    /// A variable-length integer goes on past its last byte: 5 bytes for 32 bits, 10 bytes for 64.
    | MalformedVarint of MaximumBytes: int
    /// The message has no such version.
    | UnsupportedVersion of Version: int16 * Lowest: int16 * Highest: int16
    /// A field has a value other than its default in a version that does not carry it. First and Last are the versions that do.
    | FieldNotInVersion of Version: int16 * First: int16 * Last: int16
    /// A known tag stands in a version where the field is not tagged.
    | TagNotInVersion of Tag: int * Version: int16
    /// Unknown tags do not ascend strictly, or one of them is the tag of a known field.
    | TagOutOfOrder of Tag: int * Previous: int
    /// Unknown tags are to be written in a version that is not flexible.
    | TagsNotAllowed of Version: int16
    /// The count of tagged fields is negative.
    | NegativeTagCount of Count: int
    /// A text has half of a surrogate pair at this index, which UTF-8 cannot express.
    | UnpairedSurrogate of Index: int
    /// Strict decoding only: the bytes are read, but Kafka would write others. Expected is the byte that it would write, -1 for none; Found the byte here.
    | NotCanonical of Expected: int * Found: int
    /// What is decoded would take more memory than the caller allows. Both numbers are bytes.
    | BudgetExceeded of Needed: int64 * Budget: int64
    /// The records begin with a format number that no Kafka has.
    | UnknownMagic of Magic: sbyte
    /// The records' checksum is not that of their bytes.
    | CrcMismatch of Stored: uint32 * Computed: uint32
    /// A compressed batch names a codec that is not known here, or not allowed in its format.
    | UnknownCompression of Codec: int
    /// Compressed data cannot be decompressed.
    | CorruptCompression of Codec: string * Reason: string
    /// Decompressed data grows beyond the limit.
    | DecompressionLimit of Limit: int64
    /// Records break a rule of their format.
    | InvalidRecords of Reason: string
    /// A frame's size is negative, or above the limit.
    | FrameSizeOutOfRange of Size: int64 * Maximum: int64
    /// The peer does not speak Kafka. First is what its first bytes look like, Hint what it speaks instead.
    | NotKafka of First: string * Hint: string
    /// No API has this key.
    | UnknownApi of Key: int16
    /// A response answers no request that is pending.
    | UnknownCorrelation of CorrelationId: int
    /// The connection ended before the answer came.
    | ConnectionClosed
    /// JSON text is not the form of the message.
    | InvalidJson of Reason: string
    /// A rule beyond the format is broken: one of a user's own codec, of what an answer must hold, or of what a version allows.
    | Refused of Reason: string

    /// <summary>The error in one sentence, which names no place.</summary>
    override error.ToString() = ErrorText.describe error

/// The texts of the errors, all in one place.
module internal ErrorText =

    let private number (n: int64) = n.ToString CultureInfo.InvariantCulture
    let private num (n: int) = n.ToString CultureInfo.InvariantCulture
    let private version (v: int16) = "v" + (int v).ToString CultureInfo.InvariantCulture

    let bytes (n: int64) = if n = 1L then "1 byte" else number n + " bytes"

    let private are (n: int64) = if n = 1L then "1 is left" else number n + " are left"

    let private range first last =
        if first = last then "in " + version first + " only"
        elif last = Int16.MaxValue then "from " + version first
        else String.Concat("in ", version first, " to ", version last)

    let describe (error: WireError) =
        match error with
        | WireError.InsufficientBytes(needed, available) -> String.Concat("At least ", bytes needed, " needed, ", are available + ".")
        | WireError.TrailingBytes count -> String.Concat(bytes (int64 count), " left over behind the last field.")
        | WireError.NullNotAllowed -> "Null is not allowed here in this version. Use an empty value, or a version that has null."
        | WireError.LengthOutOfRange(length, maximum) -> String.Concat("Length ", number length, " is not between 0 and ", number maximum + ".")
        | WireError.MalformedVarint maximum -> String.Concat("A varint goes on past its byte ", num maximum, ", which must be the last.")
        | WireError.UnsupportedVersion(v, lowest, highest) ->
            if lowest > highest then
                String.Concat("There is no ", version v, ": the message has no versions.")
            elif lowest = highest then
                String.Concat("There is no ", version v, "; the only version is ", version lowest + ".")
            else
                String.Concat("There is no ", version v, "; the versions are ")
                + String.Concat(version lowest, " to ", version highest, ".")
        | WireError.FieldNotInVersion(v, first, last) ->
            String.Concat("The value cannot be sent in ", version v, "; the field exists ", range first last)
            + ". Use one of these versions, or the field's default."
        | WireError.TagNotInVersion(tag, v) -> String.Concat("Tag ", num tag, " is not valid in ", version v + ".")
        | WireError.TagOutOfOrder(tag, previous) ->
            String.Concat("Unknown tag ", num tag, " follows tag ", num previous + "; unknown tags must ascend and differ from the known ones.")
        | WireError.TagsNotAllowed v -> String.Concat("Unknown tagged fields cannot be sent in ", version v, ", which is not flexible.")
        | WireError.NegativeTagCount count -> String.Concat("The count of tagged fields is ", num count + ".")
        | WireError.UnpairedSurrogate index ->
            String.Concat("The text has half of a surrogate pair at index ", num index, ", which UTF-8 cannot express.")
        | WireError.NotCanonical(expected, found) ->
            let hex (b: int) = if b < 0 then "no byte" else "0x" + b.ToString "x2"
            String.Concat("Kafka writes ", hex expected, " here, not ", hex found + ".")
        | WireError.BudgetExceeded(needed, budget) ->
            String.Concat("Decoding needs about ", bytes needed, " of memory, the budget is ", number budget + ".")
        | WireError.UnknownMagic magic -> String.Concat("Magic ", num (int magic), " is no record format: 0, 1 and 2 are.")
        | WireError.CrcMismatch(stored, computed) ->
            String.Concat("The checksum is ", stored.ToString "x8", ", that of the bytes is ", computed.ToString "x8")
            + ": they have changed since, on the way, on a disk or in code. Read them again, or build the batch anew."
        | WireError.UnknownCompression codec -> String.Concat("Compression codec ", num codec, " is not known, or not allowed in this record format.")
        | WireError.CorruptCompression(codec, reason) -> String.Concat("The ", codec, " data cannot be decompressed: ", reason)
        | WireError.DecompressionLimit limit -> String.Concat("The decompressed data exceeds the limit of ", bytes limit + ".")
        | WireError.InvalidRecords reason -> reason
        | WireError.FrameSizeOutOfRange(size, maximum) ->
            String.Concat("A frame of size ", number size, " is not between 0 and ", number maximum + ".")
        | WireError.NotKafka(first, hint) -> String.Concat("Not Kafka: the first 4 bytes are ", first, ". ", hint)
        | WireError.UnknownApi key -> String.Concat("No API has key ", num (int key) + ".")
        | WireError.UnknownCorrelation id -> String.Concat("No request with correlation id ", num id, " is pending.")
        | WireError.ConnectionClosed -> "The connection was closed before the answer came."
        | WireError.InvalidJson reason -> reason
        | WireError.Refused reason -> reason

    /// Why a connection ended stands behind the sentence that it did: many a log shows the message of the outer exception only.
    let withCause (error: WireError) (message: string) (inner: exn | null) : string =
        match error, inner with
        | WireError.ConnectionClosed, NonNull cause -> String.Concat(message, " ", cause.Message)
        | _ -> message

/// <summary>An error with its place: the field's path and the byte offset.</summary>
[<Sealed; AllowNullLiteral(false)>]
type WireFailure(error: WireError, offset: int64, path: string) =

    /// <summary>What is wrong.</summary>
    member _.Error = error

    /// <summary>The offset of the byte where it was found, from the start of the body, frame or records; -1 where there are no bytes yet.</summary>
    member _.Offset = offset

    /// <summary>The message, its version and the field, such as <c>MetadataResponse v12 / Topics[0].Partitions[6].IsrNodes</c>; empty where no field is concerned.</summary>
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

/// <summary>Bytes cannot be read, or a value cannot be written: the one exception of every codec.</summary>
[<Sealed>]
type WireException
    /// <summary>Makes the exception of a failure, with the exception that caused it.</summary>
    (failure: WireFailure, inner: exn | null) =
    inherit Exception(ErrorText.withCause failure.Error failure.Message inner, inner)

    /// <summary>Makes the exception of a failure.</summary>
    new(failure: WireFailure) = WireException(failure, null)

    /// <summary>Makes the exception of an error at an offset, its path not yet known.</summary>
    new(error: WireError, offset: int64) = WireException(WireFailure(error, offset, ""), null)

    /// <summary>The error with its place.</summary>
    member _.Failure = failure

    /// <summary>What is wrong.</summary>
    member _.Error = failure.Error

    /// <summary>The offset of the byte where it was found; -1 where there are no bytes yet.</summary>
    member _.Offset = failure.Offset

    /// <summary>The message, its version and the field; empty where no field is concerned.</summary>
    member _.Path = failure.Path
