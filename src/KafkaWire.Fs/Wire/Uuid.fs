namespace KafkaWire

open System
open System.Buffers.Binary
open System.Buffers.Text
open System.Runtime.CompilerServices

/// <summary>A UUID as Kafka has it: 16 bytes, the most significant first; as text the 22 characters of unpadded base64url.</summary>
/// <remarks><c>default(Uuid)</c> is the zero UUID, which stands for "none" in every Kafka message.</remarks>
[<Struct; IsReadOnly; CustomEquality; CustomComparison>]
type Uuid =
    val private high: uint64
    val private low: uint64

    /// <summary>Makes a UUID of its two halves, the more significant one first.</summary>
    new(high: uint64, low: uint64) = { high = high; low = low }

    /// <summary>Makes a UUID of 16 bytes, the most significant first.</summary>
    /// <exception cref="T:System.ArgumentOutOfRangeException">There are fewer than 16 bytes.</exception>
    new(bytes: ReadOnlySpan<byte>) =
        { high = BinaryPrimitives.ReadUInt64BigEndian bytes
          low = BinaryPrimitives.ReadUInt64BigEndian(bytes.Slice 8) }

    /// <summary>The zero UUID: none.</summary>
    static member Zero = Uuid()

    /// <summary>The more significant half.</summary>
    member u.High = u.high

    /// <summary>The less significant half.</summary>
    member u.Low = u.low

    /// <summary>Whether this is the zero UUID.</summary>
    member u.IsZero = u.high = 0UL && u.low = 0UL

    /// <summary>A new random UUID (version 4).</summary>
    static member NewRandom() = Uuid.OfGuid(Guid.NewGuid())

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

    /// <summary>Reads Kafka's text form: 16 bytes as base64url, with or without padding.</summary>
    /// <returns>Whether the text was one; else <paramref name="uuid"/> is zero.</returns>
    static member TryParse(text: string, uuid: byref<Uuid>) =
        let bytes = Span<byte>(Array.zeroCreate 16)
        let mutable written = 0

        if
            Base64Url.IsValid(text.AsSpan())
            && Base64Url.TryDecodeFromChars(text.AsSpan(), bytes, &written)
            && written = 16
        then
            uuid <- Uuid(Span<byte>.op_Implicit bytes)
            true
        else
            uuid <- Uuid()
            false

    /// <summary>Reads Kafka's text form: 16 bytes as base64url, with or without padding.</summary>
    /// <exception cref="T:System.FormatException">The text is not one.</exception>
    static member Parse(text: string) =
        let mutable uuid = Uuid()

        if Uuid.TryParse(text, &uuid) then
            uuid
        else
            raise (FormatException(String.Concat("\"", text, "\" is not a Kafka UUID: 22 characters of base64url are expected.")))

    /// <summary>Kafka's text form: 22 characters of base64url.</summary>
    override u.ToString() = Base64Url.EncodeToString(ReadOnlySpan<byte>(u.ToArray(): byte[]))

    /// <summary>Whether both are the same.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member u.Equals(other: Uuid) = u.high = other.high && u.low = other.low

    /// <inheritdoc/>
    override u.Equals(other: objnull) =
        match other with
        | :? Uuid as o -> u.Equals o
        | _ -> false

    /// <inheritdoc/>
    override u.GetHashCode() = HashCode.Combine(u.high, u.low)

    /// <summary>Orders by the bytes, as unsigned numbers.</summary>
    member u.CompareTo(other: Uuid) = if u.high <> other.high then compare u.high other.high else compare u.low other.low

    interface IEquatable<Uuid> with
        member u.Equals other = u.Equals other

    interface IComparable<Uuid> with
        member u.CompareTo other = u.CompareTo other

    interface IComparable with
        member u.CompareTo other =
            match other with
            | :? Uuid as o -> u.CompareTo o
            | _ -> invalidArg (nameof other) "A Uuid is compared with a Uuid only."

    /// <summary>Whether both are the same.</summary>
    static member op_Equality(a: Uuid, b: Uuid) = a.Equals b

    /// <summary>Whether the two differ.</summary>
    static member op_Inequality(a: Uuid, b: Uuid) = not (a.Equals b)
