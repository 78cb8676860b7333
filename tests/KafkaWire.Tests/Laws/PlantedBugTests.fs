/// Laws find the bugs of wrong schemas and of wrong hand-written codecs, and shrink them to a value that fits a line.
module KafkaWire.Tests.PlantedBugTests

open System
open System.Text
open Expecto
open KafkaWire
open KafkaWire.Generators
open KafkaWire.Schema
open KafkaWire.Schema.Words
open KafkaWire.TestSupport
// The conversions, which the words of schemas shadow.
open FSharp.Core.Operators

/// A codec written by hand, item by item.
[<AbstractClass>]
type HandWritten<'T when 'T: not null and 'T: not struct>(name: string) =
    inherit StructCodec<'T>(name)
    override codec.ReadItems(r, count) = Array.init count (fun _ -> codec.Read(r, r.Position))
    override codec.WriteItems(w, start, items) = items |> Array.fold (fun position x -> codec.Write(w, position, x)) start

/// Whether a value is the null that its type rules out.
let private missing (x: 'T) : bool = isNull (box x)

let private describe (d: Describer) (first: int) (shape: Shape) (name: string) (tag: int) (standard: objnull) =
    d.Range(first, 32767) |> ignore<bool>
    d.Shape <- shape
    d.Field(name, tag, standard)

let private writeTags (w: WireWriter) (codec: StructCodec<'T>) (position: int) (tags: TaggedField[]) : int =
    if missing tags then w.NullNotAllowed position

    if w.Flexible then
        w.KnownTags <- codec.KnownTags
        let start = w.UnsignedVarint(position, tags.Length)
        w.Settle(w.MergeUnknownTags(start, w.Settle start, tags))
    else
        if tags.Length > 0 then w.TagsNotAllowed position

        w.Settle position

let private readTags (r: WireReader) (position: int) : TaggedField[] =
    r.Position <- position

    if r.Flexible then
        let count = r.TagCount position
        let mark = r.MarkUnknownTags()

        for _ in 1..count do
            let tag = r.BeginTag r.Position
            r.KeepUnknownTag(tag, r.Position)

        r.TakeUnknownTags mark
    else
        [||]

[<NoComparison>]
type Order = {
    Customer: string
    Article: string
    Count: int
    UnknownTaggedFields: TaggedField[]
} with

    static member Default = { Customer = ""; Article = ""; Count = 0; UnknownTaggedFields = [||] }

[<NoComparison>]
type Basket = {
    Orders: Order[]
    UnknownTaggedFields: TaggedField[]
} with

    static member Default = { Basket.Orders = [||]; UnknownTaggedFields = [||] }

/// The getters of two fields of the same type are swapped.
let private swapped: MessageSchema =
    let codec =
        message<Order> "SwappedGetters" {
            let! customer = field "Customer" _.Article Values.string always
            and! article = field "Article" _.Customer Values.string always
            and! count = field "Count" _.Count Values.int32 always
            and! tags = unknownTags _.UnknownTaggedFields
            return { Customer = customer; Article = article; Count = count; UnknownTaggedFields = tags }
        }

    schema (versions 0 1) (since 1) codec

[<AbstractClass>]
type Orders(name: string) =
    inherit HandWritten<Order>(name)

    override _.Describe d =
        describe d 0 (Shape.Primitive Primitive.String) "Customer" -1 ""
        describe d 0 (Shape.Primitive Primitive.String) "Article" -1 ""
        describe d 0 (Shape.Primitive Primitive.Int32) "Count" -1 (box 0)
        d.KeepsUnknownTags <- true

    override _.Explode(x, p) =
        p.Put x.Customer
        p.Put x.Article
        p.Put(box x.Count)
        p.Put x.UnknownTaggedFields

    override _.Assemble p = {
        Customer = p.Take<string>()
        Article = p.Take<string>()
        Count = p.Take<int>()
        UnknownTaggedFields = p.Take<TaggedField[]>()
    }

    abstract ReadText: WireReader * int -> string
    default _.ReadText(r, position) = r.String position
    abstract WriteText: WireWriter * int * string -> int
    default _.WriteText(w, position, text) = w.String(position, text)

    member codec.WriteTexts(w: WireWriter, start: int, x: Order) : int =
        if missing x.Customer then w.NullNotAllowed start

        let position = codec.WriteText(w, start, x.Customer)
        if missing x.Article then w.NullNotAllowed position

        codec.WriteText(w, position, x.Article)

    abstract ReadCount: WireReader * int -> int
    default _.ReadCount(r, position) = r.Int32At position
    abstract WriteCount: WireWriter * int * int -> unit
    default _.WriteCount(w, position, count) = w.Int32At(position, count)

    override codec.Read(r, start) =
        let customer = codec.ReadText(r, start)
        let article = codec.ReadText(r, r.Position)
        let position = r.Position
        r.Need(position, 4)
        let count = codec.ReadCount(r, position)
        { Customer = customer; Article = article; Count = count; UnknownTaggedFields = readTags r (position + 4) }

    override codec.Write(w, start, x) =
        let position = codec.WriteTexts(w, start, x)
        codec.WriteCount(w, position, x.Count)
        writeTags w codec (position + 4) x.UnknownTaggedFields

let private plain codec : MessageSchema = schema (versions 0 1) (since 1) codec

/// The codec without a bug.
let private correct = {
    new Orders("Order") with
        override _.ToString() = "Order"
}

/// The compact length of a string of 127 bytes or more takes 2 bytes; only one is written.
let private shortLength =
    plain
        {
            new Orders("ShortLength") with
                override _.WriteText(w, position, text) =
                    let bytes = Encoding.UTF8.GetBytes text

                    if w.Flexible then
                        w.Int8At(position, sbyte (byte (bytes.Length + 1)))
                        w.Raw(position + 1, ReadOnlySpan bytes)
                    else
                        w.String(position, text)
        }

/// The length of a string counts characters instead of bytes.
let private utf16Length =
    plain
        {
            new Orders("Utf16Length") with
                override _.WriteText(w, position, text) =
                    let start =
                        if w.Flexible then
                            w.UnsignedVarint(position, text.Length + 1)
                        else
                            w.Int16At(position, int16 text.Length)
                            position + 2

                    w.Raw(start, ReadOnlySpan(Encoding.UTF8.GetBytes text))
        }

/// The bytes of a number are in the opposite order, both written and read.
let private littleEndian =
    plain
        {
            new Orders("LittleEndian") with
                override _.ReadCount(r, position) = Buffers.Binary.BinaryPrimitives.ReverseEndianness(r.Int32At position)

                override _.WriteCount(w, position, count) = w.Int32At(position, Buffers.Binary.BinaryPrimitives.ReverseEndianness count)
        }

/// A version without a field has it in the bytes.
let private wrongVersion =
    plain
        {
            new Orders("WrongVersion") with
                override _.Describe d =
                    describe d 0 (Shape.Primitive Primitive.String) "Customer" -1 ""
                    describe d 0 (Shape.Primitive Primitive.String) "Article" -1 ""
                    describe d 1 (Shape.Primitive Primitive.Int32) "Count" -1 (box 0)
                    d.KeepsUnknownTags <- true
        }

/// A field that is not in the bytes is read as 0, but its default is 1.
let private wrongDefault =
    plain
        {
            new Orders("WrongDefault") with
                override _.Describe d =
                    describe d 0 (Shape.Primitive Primitive.String) "Customer" -1 ""
                    describe d 0 (Shape.Primitive Primitive.String) "Article" -1 ""
                    describe d 1 (Shape.Primitive Primitive.Int32) "Count" -1 (box 1)
                    d.KeepsUnknownTags <- true

                override codec.Read(r, start) =
                    let customer = r.String start
                    let article = r.String r.Position
                    let position = r.Position

                    if r.Version = 0 then
                        { Customer = customer; Article = article; Count = 0; UnknownTaggedFields = readTags r position }
                    else
                        r.Need(position, 4)

                        {
                            Customer = customer
                            Article = article
                            Count = r.Int32At position
                            UnknownTaggedFields = readTags r (position + 4)
                        }

                override codec.Write(w, start, x) =
                    let position = codec.WriteTexts(w, start, x)

                    if w.Version = 0 then
                        if x.Count <> 1 then w.FieldNotInVersion position

                        writeTags w codec position x.UnknownTaggedFields
                    else
                        w.Int32At(position, x.Count)
                        writeTags w codec (position + 4) x.UnknownTaggedFields
        }

[<NoComparison>]
type Line = {
    Article: string
    UnknownTaggedFields: TaggedField[]
} with

    static member Default = { Article = ""; UnknownTaggedFields = [||] }

[<NoComparison>]
type Lines = {
    Items: Line[]
    UnknownTaggedFields: TaggedField[]
} with

    static member Default = { Items = [||]; UnknownTaggedFields = [||] }

/// A struct without its tagged fields, both written and read.
let private line = {
    new HandWritten<Line>("Line") with
        override _.Read(r, start) = { Article = r.String start; UnknownTaggedFields = [||] }

        override _.Write(w, start, x) =
            if missing x.Article then w.NullNotAllowed start

            w.String(start, x.Article)

        override _.Describe d =
            describe d 0 (Shape.Primitive Primitive.String) "Article" -1 ""
            d.KeepsUnknownTags <- true

        override _.Explode(x, p) =
            p.Put x.Article
            p.Put x.UnknownTaggedFields

        override _.Assemble p = { Article = p.Take<string>(); UnknownTaggedFields = p.Take<TaggedField[]>() }
}

/// The structs inside an array lack their tagged fields.
let private noNestedTags: MessageSchema =
    let codec = {
        new HandWritten<Lines>("NoNestedTags") with
            override _.Read(r, start) =
                let count = r.ArrayLength(start, 1, 24)
                { Items = line.ReadItems(r, count); UnknownTaggedFields = readTags r r.Position }

            override codec.Write(w, start, x) =
                if missing x.Items then w.NullNotAllowed start

                let position = line.WriteItems(w, w.Settle(w.ArrayLength(start, x.Items.Length)), x.Items)
                writeTags w codec position x.UnknownTaggedFields

            override _.Describe d =
                describe d 0 (Shape.Array(Shape.Struct line.Shape)) "Items" -1 ([||]: Line[])
                d.KeepsUnknownTags <- true

            override _.Explode(x, p) =
                p.Put x.Items
                p.Put x.UnknownTaggedFields

            override _.Assemble p = { Items = p.Take<Line[]>(); UnknownTaggedFields = p.Take<TaggedField[]>() }
    }

    schema (versions 0 0) always codec

/// An array is allocated for whatever count the bytes state.
let private trustedCount =
    plain
        {
            new HandWritten<Basket>("TrustedCount") with
                override _.Read(r, start) =
                    let count =
                        if r.Flexible then
                            r.UnsignedVarint start - 1
                        else
                            r.Need(start, 4)
                            r.Position <- start + 4
                            r.Int32At start

                    if count < 0 then r.Fail(WireError.NullNotAllowed, start)

                    let orders: Order[] = Array.zeroCreate count

                    for i in 0 .. count - 1 do
                        orders[i] <- correct.Read(r, r.Position)

                    { Orders = orders; UnknownTaggedFields = readTags r r.Position }

                override codec.Write(w, start, x) =
                    if missing x.Orders then w.NullNotAllowed start

                    let position = correct.WriteItems(w, w.Settle(w.ArrayLength(start, x.Orders.Length)), x.Orders)
                    writeTags w codec position x.UnknownTaggedFields

                override _.Describe d =
                    describe d 0 (Shape.Array(Shape.Struct correct.Shape)) "Orders" -1 ([||]: Order[])
                    d.KeepsUnknownTags <- true

                override _.Explode(x, p) =
                    p.Put x.Orders
                    p.Put x.UnknownTaggedFields

                override _.Assemble p = { Orders = p.Take<Order[]>(); UnknownTaggedFields = p.Take<TaggedField[]>() }
        }

let private planted = [ swapped; shortLength; utf16Length; littleEndian; wrongVersion; wrongDefault; noNestedTags; trustedCount ]

[<Tests>]
let tests =
    testList "PlantedBugTests" [
        testCase "a correct hand-written codec keeps the laws" (fun () ->
            (Laws.checkWith (LawConfig(Seed = Campaign.Seed, Tests = 300)) (plain correct)).EnsureOk())

        testList "a planted bug is found within 200 tests and shrunk to a line" [
            for schema in planted do
                testCase schema.Name (fun () ->
                    // The first tests of 200 are those of 20.
                    let check run =
                        [ 20; 200 ]
                        |> List.map (fun tests -> LawConfig(Seed = 1000 * (20 * Campaign.Seed + run), Tests = tests))
                        |> List.tryPick (fun config -> Some(Laws.checkWith config schema) |> Option.filter (fun report -> not report.IsOk))

                    let found = List.choose check [ 0..19 ]
                    Expect.isGreaterThanOrEqual found.Length 19 "runs that find it, of 20"

                    for report in found do
                        for failure in report.Failures do
                            Expect.isLessThanOrEqual failure.FSharp.Length 160 $"the length of the value:\n{failure}"
                            Expect.isFalse (failure.FSharp.Contains '\n') "one line")
        ]
    ]
