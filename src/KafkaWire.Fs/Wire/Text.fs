namespace KafkaWire

open System
open System.Runtime.CompilerServices
open System.Runtime.InteropServices
open System.Runtime.Intrinsics
open System.Text

/// Decodes strings: fast if they are valid UTF-8, by Kafka's rule if not.
module internal Utf8Text =

    /// Java's replacement of malformed UTF-8 (docs/quirks.md, 22): an encoded surrogate, whole or truncated, becomes one U+FFFD; .NET makes one of
    /// each byte. Everything else is replaced as in .NET.
    let private replaceMalformed (bytes: ReadOnlySpan<byte>) =
        let text = StringBuilder bytes.Length
        let mutable rest = bytes

        while not rest.IsEmpty do
            let surrogate = rest.Length >= 2 && rest[0] = 0xEDuy && rest[1] >= 0xA0uy && rest[1] <= 0xBFuy

            if surrogate then
                text.Append '\uFFFD' |> ignore<StringBuilder>
                let continued = rest.Length >= 3 && (rest[2] &&& 0xC0uy) = 0x80uy
                rest <- rest.Slice(if continued then 3 else 2)
            else
                let mutable rune = Unchecked.defaultof<Rune>
                let mutable used = 0
                Rune.DecodeFromUtf8(rest, &rune, &used) |> ignore<Buffers.OperationStatus>
                text.Append(rune.ToString()) |> ignore<StringBuilder>
                rest <- rest.Slice used

        text.ToString()

    let private decodeAny (bytes: ReadOnlySpan<byte>) =
        let text = Encoding.UTF8.GetString bytes
        // A replacement character was either in the bytes or comes from malformed ones; the slow routine handles both.
        if text.Contains '\uFFFD' then replaceMalformed bytes else text

    let decode (bytes: ReadOnlySpan<byte>) =
        // Nearly every string is short and ASCII, which Latin-1 widens in one pass; UTF-8 would count the characters first.
        if Ascii.IsValid bytes then Encoding.Latin1.GetString bytes else decodeAny bytes

module internal Utf16Text =

    /// The index of the first unpaired surrogate, which UTF-8 cannot encode; -1 if there is none.
    let indexOfLoneSurrogate (text: string) : int =
        let mutable i = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF')
        let mutable found = -1

        while found < 0 && i >= 0 && i < text.Length do
            if Char.IsSurrogatePair(text, i) then i <- i + 2
            elif Char.IsSurrogate(text, i) then found <- i
            else i <- i + 1

        found

/// Encodes short strings, most of which are ASCII.
module internal AsciiText =

    // Vector128.EqualsAll, because F#'s (=) is a call.
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    let private isAscii (characters: Vector128<uint16>) : bool = Vector128.EqualsAll(characters &&& Vector128.Create 0xFF80us, Vector128<uint16>.Zero)

    /// Writes an ASCII string, one byte per character. If it is not ASCII, returns false and may have written anything.
    /// The loads and stores of the last 16, 8 or 4 characters overlap those before them, so that no loop over a remainder is needed.
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    let tryNarrow (text: string) (target: byref<byte>) : bool =
        let n = text.Length
        let source = &Unsafe.As<char, uint16>(&MemoryMarshal.GetReference(text.AsSpan()))

        if n >= 16 then
            // The last 16 first, then those before them.
            let last = unativeint (n - 16)
            let low = Vector128.LoadUnsafe(&source, last)
            let high = Vector128.LoadUnsafe(&source, last + 8un)
            let mutable all = low ||| high
            Vector128.NarrowWithSaturation(low, high).StoreUnsafe(&target, last)
            let mutable i = 0un

            while i < last do
                let low = Vector128.LoadUnsafe(&source, i)
                let high = Vector128.LoadUnsafe(&source, i + 8un)
                all <- all ||| low ||| high
                Vector128.NarrowWithSaturation(low, high).StoreUnsafe(&target, i)
                i <- i + 16un

            isAscii all
        elif n >= 4 then
            let bytes = &Unsafe.As<uint16, byte>(&source)

            if n >= 8 then
                let low = Vector128.LoadUnsafe(&source)
                let high = Vector128.LoadUnsafe(&source, unativeint (n - 8))
                let narrow = Vector128.NarrowWithSaturation(low, high).AsUInt64()
                Unsafe.WriteUnaligned(&target, narrow.GetElement 0)
                Unsafe.WriteUnaligned(&Unsafe.Add(&target, n - 8), narrow.GetElement 1)
                isAscii (low ||| high)
            else
                let low = Unsafe.ReadUnaligned<uint64>(&bytes)
                let high = Unsafe.ReadUnaligned<uint64>(&Unsafe.Add(&bytes, 2 * (n - 4)))
                let four = Vector128.Create(low, high).AsUInt16()
                let narrow = Vector128.NarrowWithSaturation(four, four).AsUInt32()
                Unsafe.WriteUnaligned(&target, narrow.GetElement 0)
                Unsafe.WriteUnaligned(&Unsafe.Add(&target, n - 4), narrow.GetElement 1)
                ((low ||| high) &&& 0xFF80FF80FF80FF80UL) = 0UL
        elif n > 0 then
            // Of 1, 2 or 3 characters: the first, the middle and the last, which may coincide.
            let middle, last = n >>> 1, n - 1
            let a, b, c = source, Unsafe.Add(&source, middle), Unsafe.Add(&source, last)
            target <- byte a
            let atMiddle = &Unsafe.Add(&target, middle)
            atMiddle <- byte b
            let atLast = &Unsafe.Add(&target, last)
            atLast <- byte c
            (a ||| b ||| c) < 0x80us
        else
            true
