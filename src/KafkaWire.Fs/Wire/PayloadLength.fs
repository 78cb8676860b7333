namespace KafkaWire.Schema

open System
open System.ComponentModel
open KafkaWire

/// Writes the length of a payload, which is known only after the payload: room is left for it.
[<EditorBrowsable(EditorBrowsableState.Never)>]
module PayloadLength =

    /// Whether the length has 4 bytes; otherwise it is a varint.
    let private isWide (w: WireWriter) (prefix: LengthPrefix) : bool =
        match prefix with
        | LengthPrefix.Int32 -> true
        | LengthPrefix.Flexible -> not w.Flexible
        | _ -> false

    /// Leaves room for the length; returns the position of the payload's first byte.
    let start (w: WireWriter) (prefix: LengthPrefix) (position: int) : int = w.Settle(w.Settle position + (if isWide w prefix then 4 else 1))

    /// Writes the length of the payload from `first` to `position` before it; returns the position after it.
    let finish (w: WireWriter) (prefix: LengthPrefix) (first: int) (position: int) : int =
        let size = position - first

        if isWide w prefix then
            w.Int32At(first - 4, size)
            w.Settle position
        else
            let length = if prefix = LengthPrefix.Varint then int (Varint.Zigzag size) else size + 1
            // A byte was left for the length. The payload moves if the length takes more.
            let shift = WireWriter.SizeOfUnsignedVarint length - 1
            w.Reserve(position, shift)
            if shift > 0 then Buffer.BlockCopy(w.Buffer, first, w.Buffer, first + shift, size)
            w.UnsignedVarint(first - 1, length) |> ignore<int>
            w.Settle(position + shift)

    /// Writes the length that stands for null; returns the position after it.
    let writeNull (w: WireWriter) (prefix: LengthPrefix) (position: int) : int =
        let position = w.Settle position

        if isWide w prefix then
            w.Int32At(position, -1)
            w.Settle(position + 4)
        else
            w.Settle(w.UnsignedVarint(position, (if prefix = LengthPrefix.Varint then 1 else 0)))
