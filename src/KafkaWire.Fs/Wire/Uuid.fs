namespace KafkaWire

open System
open System.Buffers.Binary
open System.Buffers.Text
open System.Runtime.CompilerServices

/// <summary>A UUID as Kafka uses it: 16 bytes, big-endian; its text form is 22 characters of unpadded base64url.</summary>
/// <remarks><c>default(Uuid)</c> is the zero UUID, which means "none" in every Kafka message.</remarks>
[<Struct; IsReadOnly; CustomEquality; CustomComparison>]
type Uuid =
    val private high: uint64
    val private low: uint64

    /// <summary>Creates a UUID from its two halves, the more significant one first.</summary>
    new(high: uint64, low: uint64) = { high = high; low = low }

    /// <summary>Creates a UUID from 16 bytes, the most significant first.</summary>
    /// <exception cref="T:System.ArgumentOutOfRangeException">There are fewer than 16 bytes.</exception>
    new(bytes: ReadOnlySpan<byte>) =
        { high = BinaryPrimitives.ReadUInt64BigEndian bytes
          low = BinaryPrimitives.ReadUInt64BigEndian(bytes.Slice 8) }

    /// <summary>The zero UUID, which means "none".</summary>
    static member Zero = Uuid()

    /// <summary>The more significant half.</summary>
    member u.High = u.high

    /// <summary>The less significant half.</summary>
    member u.Low = u.low

    /// <summary>Whether this is the zero UUID.</summary>
    member u.IsZero = u.high = 0UL && u.low = 0UL

    /// <summary>A new random UUID (version 4) whose text contains no <c>-</c>, like those that Kafka generates.</summary>
    /// <remarks>Command-line tools treat a text that begins with <c>-</c> as an option. Kafka 4.4 avoids the character everywhere in the text.</remarks>
    static member NewRandom() : Uuid =
        let mutable uuid: Uuid = Uuid.OfGuid(Guid.NewGuid())

        // Two out of three random UUIDs contain no '-'.
        while uuid.Text.Contains '-' do
            uuid <- Uuid.OfGuid(Guid.NewGuid())

        uuid

    /// <summary>The UUID with the same digits as a Guid.</summary>
    static member OfGuid(guid: Guid) =
        let bytes = Span<byte>(Array.zeroCreate 16)
        guid.TryWriteBytes(bytes, true) |> ignore<bool * int>
        Uuid(Span<byte>.op_Implicit bytes)

    /// <summary>The Guid with the same digits.</summary>
    member u.ToGuid() = Guid(ReadOnlySpan<byte>(u.ToArray(): byte[]), true)

    /// <summary>Writes the 16 bytes, the most significant first.</summary>
    /// <exception cref="T:System.ArgumentOutOfRangeException">The destination is shorter than 16 bytes.</exception>
    member u.WriteTo(destination: Span<byte>) =
        BinaryPrimitives.WriteUInt64BigEndian(destination, u.high)
        BinaryPrimitives.WriteUInt64BigEndian(destination.Slice 8, u.low)

    /// <summary>The 16 bytes, the most significant first.</summary>
    member u.ToArray() : byte[] =
        let bytes: byte[] = Array.zeroCreate 16
        u.WriteTo(Span<byte> bytes)
        bytes

    /// The value of a base64url digit; -1 for any other character.
    static member private Digit(c: char) : int =
        match c with
        | c when c >= 'A' && c <= 'Z' -> int c - int 'A'
        | c when c >= 'a' && c <= 'z' -> int c - int 'a' + 26
        | c when c >= '0' && c <= '9' -> int c - int '0' + 52
        | '-' -> 62
        | '_' -> 63
        | _ -> -1

    /// <summary>Parses Kafka's text form: 22 characters of base64url, optionally followed by <c>==</c>.</summary>
    /// <remarks>
    /// Accepts and refuses what Kafka's <c>Uuid.fromString</c> does: no white space, no part of the padding, no digits of ordinary base64. The last
    /// character has four bits more than the UUID; they are ignored.
    /// </remarks>
    /// <returns>Whether the text is a UUID; if not, <paramref name="uuid"/> is zero.</returns>
    static member TryParse(text: string | null, uuid: byref<Uuid>) : bool =
        uuid <- Uuid()

        match text with
        | null -> false
        | text when text.Length = 22 || (text.Length = 24 && text.EndsWith("==", StringComparison.Ordinal)) ->
            let mutable high = 0UL
            let mutable low = 0UL
            let mutable valid = true

            for i in 0..21 do
                let digit = Uuid.Digit text[i]
                valid <- valid && digit >= 0

                // The first half is 10 digits and 4 bits of the next. Of the last digit, 2 bits belong to the second half.
                if i < 10 then
                    high <- (high <<< 6) ||| uint64 digit
                elif i = 10 then
                    high <- (high <<< 4) ||| uint64 (digit >>> 2)
                    low <- uint64 (digit &&& 3)
                elif i < 21 then
                    low <- (low <<< 6) ||| uint64 digit
                else
                    low <- (low <<< 2) ||| uint64 (digit >>> 4)

            if valid then uuid <- Uuid(high, low)

            valid
        | _ -> false

    /// <summary>Parses Kafka's text form, as <c>TryParse</c> does.</summary>
    /// <exception cref="T:System.FormatException">The text is not a Kafka UUID.</exception>
    static member Parse(text: string) =
        let mutable uuid = Uuid()

        if Uuid.TryParse(text, &uuid) then
            uuid
        else
            raise (FormatException(String.Concat("\"", text, "\" is not a Kafka UUID, which has 22 characters of base64url.")))

    member private u.Text: string = Base64Url.EncodeToString(ReadOnlySpan<byte>(u.ToArray(): byte[]))

    /// <summary>Kafka's text form: 22 characters of base64url.</summary>
    override u.ToString() = u.Text

    /// <summary>Whether the two are equal.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member u.Equals(other: Uuid) = u.high = other.high && u.low = other.low

    /// <inheritdoc/>
    override u.Equals(other: objnull) =
        match other with
        | :? Uuid as o -> u.Equals o
        | _ -> false

    /// <inheritdoc/>
    override u.GetHashCode() = HashCode.Combine(u.high, u.low)

    /// <summary>Compares the bytes as unsigned numbers.</summary>
    member u.CompareTo(other: Uuid) = if u.high <> other.high then compare u.high other.high else compare u.low other.low

    interface IEquatable<Uuid> with
        member u.Equals other = u.Equals other

    interface IComparable<Uuid> with
        member u.CompareTo other = u.CompareTo other

    interface IComparable with
        member u.CompareTo other =
            match other with
            | :? Uuid as o -> u.CompareTo o
            | _ -> invalidArg (nameof other) "A Uuid can only be compared with another Uuid."

    /// <summary>Whether the two are equal.</summary>
    static member op_Equality(a: Uuid, b: Uuid) = a.Equals b

    /// <summary>Whether the two differ.</summary>
    static member op_Inequality(a: Uuid, b: Uuid) = not (a.Equals b)
