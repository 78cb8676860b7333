/// Damages encoded messages.
module internal KafkaWire.Generators.Damage

open System
open System.Buffers.Binary

/// Changes, removes, inserts or duplicates some bytes, or truncates them.
let anywhere (random: Random) (bytes: byte[]) : byte[] =
    let mutable damaged = bytes
    let telling = [| 0x00uy; 0x01uy; 0x7fuy; 0x80uy; 0xffuy; 0xeduy |]

    for _ in 0 .. random.Next 3 do
        let length = damaged.Length
        let at = if length = 0 then 0 else random.Next length

        damaged <-
            match random.Next 8 with
            | _ when length = 0 -> [| telling[random.Next telling.Length] |]
            | 0 -> Array.updateAt at (damaged[at] ^^^ (1uy <<< random.Next 8)) damaged
            | 1
            | 2 -> Array.updateAt at telling[random.Next telling.Length] damaged
            | 3 -> Array.updateAt at (byte (random.Next 256)) damaged
            | 4 -> Array.truncate at damaged
            | 5 -> Array.removeManyAt at (min (random.Next(1, 5)) (length - at)) damaged
            | 6 -> Array.insertAt at telling[random.Next telling.Length] damaged
            | _ -> Array.insertManyAt at damaged[at .. min (length - 1) (at + random.Next 8)] damaged

    damaged

/// An unsigned varint.
let varint (number: int) : byte[] =
    let rec parts (rest: uint32) = if rest < 0x80u then [ byte rest ] else (byte rest ||| 0x80uy) :: parts (rest >>> 7)
    Array.ofList (parts (uint32 number))

/// The bytes with other ones in place of a range.
let replace (start: int) (length: int) (instead: byte[]) (bytes: byte[]) : byte[] =
    Array.concat [ bytes[.. start - 1]; instead; bytes[start + length ..] ]

/// Writes another number in place of a length, a count or a size, in the same form.
let renumber (mark: Reference.Mark) (number: int) (bytes: byte[]) : byte[] =
    let instead =
        match mark.Role, mark.Length with
        // A compact length is one more than the number; a tag, the number of tags and the size of a tag are the number itself.
        | (WireRole.Length | WireRole.Count), _ when mark.IsVarint -> varint (number + 1)
        | _ when mark.IsVarint -> varint number
        | _, 2 ->
            let instead = Array.zeroCreate<byte> 2
            BinaryPrimitives.WriteInt16BigEndian(Span<byte> instead, int16 (max -32768 (min 32767 number)))
            instead
        | _ ->
            let instead = Array.zeroCreate<byte> 4
            BinaryPrimitives.WriteInt32BigEndian(Span<byte> instead, number)
            instead

    replace mark.Start mark.Length instead bytes
