/// Space in the writer's array, and errors in user code.
module KafkaWire.Tests.WriterTests

open System
open Expecto
open KafkaWire
open KafkaWire.Generators
open KafkaWire.Tests.Law
open KafkaWire.Schema
open KafkaWire.Schema.Words

[<NoComparison>]
type Blob = { Head: int; Data: Bytes; Tail: int; UnknownTaggedFields: TaggedField[] }

let private blob =
    message<Blob> "Blob" {
        let! head = field "Head" _.Head int32 always
        and! data = field "Data" _.Data bytes always
        and! tail = field "Tail" _.Tail int32 always
        and! tags = unknownTags _.UnknownTaggedFields
        return { Head = head; Data = data; Tail = tail; UnknownTaggedFields = tags }
    }

let private blobs: MessageSchema<Blob> = Definition.schema (versions 0 1) (since 1) blob

/// An int32 written by user code, which throws its own exception for 13.
let private picky: MessageSchema<Blob> =
    let write (w: WireWriter) (position: int) (x: int) =
        if x = 13 then raise (NotSupportedException "thirteen")

        w.Int32At(position, x)

    let codec =
        message<Blob> "Picky" {
            let! head =
                field "Head" _.Head (fixedWidth 4 Primitive.Int32 (fun r p -> r.Int32At p) (fun w p x -> write w p x) (fun x y -> x = y)) always

            and! data = field "Data" _.Data bytes always
            and! tail = field "Tail" _.Tail int32 always
            and! tags = unknownTags _.UnknownTaggedFields
            return { Head = head; Data = data; Tail = tail; UnknownTaggedFields = tags }
        }

    Definition.schema (versions 0 1) (since 1) codec

[<NoComparison>]
type Even = { Number: int }

/// A hand-written codec for what no schema can express: an even number.
let private even = {
    new StructCodec<Even>("Even") with
        member _.Read(r, start) =
            r.Need(start, 4)
            r.Position <- start + 4
            { Number = r.Int32At start }

        member codec.ReadItems(r, count) = Array.init count (fun _ -> codec.Read(r, r.Position))

        member _.Write(w, start, x) =
            if x.Number % 2 <> 0 then w.Fail(WireError.Refused "The number is odd.", start)

            w.Int32At(start, x.Number)
            w.Settle(start + 4)

        member codec.WriteItems(w, start, items) = items |> Array.fold (fun position x -> codec.Write(w, position, x)) start

        member _.Describe d =
            d.Range(0, 32767) |> ignore<bool>
            d.Shape <- Shape.Primitive Primitive.Int32
            d.Field("Number", -1, box 0)

        member _.Explode(x, p) = p.Put(box x.Number)
        member _.Assemble p = { Number = p.Take<int>() }
}

[<Tests>]
let tests =
    testList "WriterTests" [
        testCase "bytes of any length are written at any distance from the array's end" (fun () ->
            let random = Random 5

            for length in [ 0; 1; 126; 127; 128; 3000; 16382; 16383; 16384; 2097150; 2097151; 2097152 ] do
                let data: byte[] = Array.zeroCreate length
                random.NextBytes data

                for version in [ 0s; 1s ] do
                    let value = { Head = 1; Data = Bytes data; Tail = 2; UnknownTaggedFields = [||] }

                    let body =
                        match Reference.encode blobs version value with
                        | Ok body -> body
                        | Error trouble -> failwith $"{trouble.Error}"

                    // These make the write end before, at and after the array's end.
                    for position in [ 0; 1; 3000; 3577; 3580; 3583; 3584; 3585; 4090; 4096 ] do
                        let writer = WireWriter()
                        let mutable before = 0

                        while before < position do
                            let chunk = min 500 (position - before)
                            writer.Reset(version, (version = 1s))
                            before <- writer.Raw(before, ReadOnlySpan(Array.create chunk 7uy))

                        let finish = blobs.Encode(value, version, writer, position)
                        Expect.isTrue (writer.Written(position, finish).SequenceEqual(ReadOnlySpan body)) $"{length} bytes at {position}, v{version}"
                        Expect.equal (writer.Written(0, position).IndexOfAnyExcept 7uy) (-1) "the bytes before"
                        writer.Release())

        testCase "a position outside the writer's array is rejected" (fun () ->
            let writer = WireWriter()
            let value = { Head = 1; Data = Bytes.Empty; Tail = 2; UnknownTaggedFields = [||] }

            for _ in 1..2 do
                for position in [ -1; Int32.MinValue; 5000; Int32.MaxValue ] do
                    Expect.throwsT<ArgumentOutOfRangeException>
                        (fun () -> blobs.Encode(value, 1s, writer, position) |> ignore<int>)
                        $"position {position}"

                Expect.equal (blobs.Encode(value, 1s, writer, 0)) 10 "Encode"

            // After Release the writer has no array, so it rents another.
            writer.Release()
            Expect.equal (blobs.Encode(value, 1s, writer, 0)) 10 "Encode")

        testCase "a user's exception passes unchanged, and the next message is written" (fun () ->
            let error =
                raisedBy<NotSupportedException>(fun () ->
                    picky.Encode({ Head = 13; Data = Bytes.Empty; Tail = 0; UnknownTaggedFields = [||] }, 1s)
                    |> ignore<byte[]>)

            Expect.equal error.Message "thirteen" "Message"
            Expect.stringContains (nonNull error.StackTrace) "write" "StackTrace"

            Expect.equal
                (Convert.ToHexString(picky.Encode({ Head = 12; Data = Bytes.Empty; Tail = 0; UnknownTaggedFields = [||] }, 1s)))
                "0000000C010000000000"
                "Encode")

        testCase "a hand-written codec can be a message, and its errors name it" (fun () ->
            let schema: MessageSchema<Even> = Definition.schema (versions 0 0) never even
            Expect.equal (Convert.ToHexString(schema.Encode({ Number = 2 }, 0s))) "00000002" "Encode"
            Expect.equal ((schema.Decode(Bytes.OfHex "00000004", 0s)).Number) 4 "Number"

            let error = refused (fun () -> schema.Encode({ Number = 3 }, 0s))

            Expect.equal error.Message "Even v0, byte 0: The number is odd." "Message")
    ]
