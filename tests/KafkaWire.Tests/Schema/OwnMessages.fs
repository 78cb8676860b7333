/// Messages of a protocol that is not Kafka's: every word that Kafka's own messages do not need.
module KafkaWire.Tests.OwnMessages

open System
open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

// ---- values that are something else in F# than on the wire

/// A union over a string.
type Side =
    | Buy
    | Sell
    | Other of string

let sideOf (text: string) =
    match text with
    | "buy" -> Buy
    | "sell" -> Sell
    | text -> Other text

let sideText (side: Side) =
    match side with
    | Buy -> "buy"
    | Sell -> "sell"
    | Other text -> text

/// An enum over an int8.
type Colour =
    | Red = 1y
    | Green = 2y

/// A number that not every int32 is.
type Percent = Percent of int

let percent (number: int) =
    if number >= 0 && number <= 100 then
        Ok(Percent number)
    else
        Error "A percentage is between 0 and 100."

let percentNumber (Percent number) = number

let timeOf (milliseconds: int64) = DateTimeOffset.FromUnixTimeMilliseconds milliseconds
let milliseconds (time: DateTimeOffset) = time.ToUnixTimeMilliseconds()

[<NoComparison>]
type Stock = { Name: string; Count: int }

let stock =
    message<Stock> "Stock" {
        let! name = field "Name" _.Name string always
        and! count = field "Count" _.Count varint always
        return { Name = name; Count = count }
    }

let stocksOf (entries: Stock[]) = Map.ofArray (Array.map (fun entry -> entry.Name, entry.Count) entries)
let stockEntries (stocks: Map<string, int>) = Array.map (fun (name, count) -> { Name = name; Count = count }) (Map.toArray stocks)

[<NoComparison>]
type Order = {
    Side: Side
    Sides: Side[]
    At: DateTimeOffset
    Colour: Colour
    Load: Percent
    Note: string option
    Stocks: Map<string, int>
    Number: uint32
    Delta: int
    Long: int64
    Unsigned: uint32
    Digest: Bytes
    Table: string[][]
    Names: (string | null)[]
}

let order =
    message<Order> "Order" {
        let! side = field "Side" _.Side (via sideOf sideText string) always
        and! sides = field "Sides" _.Sides (array (via sideOf sideText string)) always
        and! at = field "At" _.At (via timeOf milliseconds int64) always

        and! colour =
            fieldOr Colour.Red "Colour" _.Colour (via LanguagePrimitives.EnumOfValue LanguagePrimitives.EnumToValue int8) (since 1)

        and! load = field "Load" _.Load (refine percent percentNumber int32) always
        and! note = field "Note" _.Note (option 0 string) always
        and! stocks = field "Stocks" _.Stocks (via stocksOf stockEntries (array stock)) always
        and! number = field "Number" _.Number uint32 always
        and! delta = field "Delta" _.Delta varint always
        and! long = field "Long" _.Long varlong always
        and! unsigned = field "Unsigned" _.Unsigned unsignedVarint always
        and! digest = field "Digest" _.Digest (fixedBytes 4) always
        and! table = field "Table" _.Table (array (array string)) always
        and! names = field "Names" _.Names (array (nullable 0 string)) always

        return {
            Side = side
            Sides = sides
            At = at
            Colour = colour
            Load = load
            Note = note
            Stocks = stocks
            Number = number
            Delta = delta
            Long = long
            Unsigned = unsigned
            Digest = digest
            Table = table
            Names = names
        }
    }

let orders: MessageSchema<Order> = schema (versions 0 1) never order

// ---- unions, payloads, values that contain themselves, codecs written by hand

[<NoComparison>]
type FlexibleStock = { Name: string; Amount: uint32; UnknownTaggedFields: TaggedField[] }

let flexibleStock =
    message<FlexibleStock> "FlexibleStock" {
        let! name = field "Name" _.Name string always
        and! amount = tagged 0 "Amount" _.Amount unsignedVarint always
        and! tags = unknownTags _.UnknownTaggedFields
        return { Name = name; Amount = amount; UnknownTaggedFields = tags }
    }

/// What a union does not know is kept.
[<NoComparison>]
type Event =
    | Created of FlexibleStock
    | Renamed of string
    | Closed
    | Unknown of int * Bytes

let event =
    let take value =
        match value with
        | Unknown(tag, bytes) -> ValueSome(struct (sbyte tag, bytes))
        | _ -> ValueNone

    unionOr (keepUnknown (fun tag bytes -> Unknown(int tag, bytes)) take) "Event" int8 [
        case
            1y
            "Created"
            Created
            (function
            | Created s -> ValueSome s
            | _ -> ValueNone)
            (structure flexibleStock)
        case
            2y
            "Renamed"
            Renamed
            (function
            | Renamed name -> ValueSome name
            | _ -> ValueNone)
            string
        case
            3y
            "Closed"
            (fun () -> Closed)
            (function
            | Closed -> ValueSome()
            | _ -> ValueNone)
            nothing
    ]

/// A union whose case depends on the version.
type Target =
    | ByName of string
    | ById of Uuid

let target =
    byVersion "Target" [
        caseIn
            (versions 0 0)
            "Name"
            ByName
            (function
            | ByName name -> ValueSome name
            | _ -> ValueNone)
            string
        caseIn
            (since 1)
            "Id"
            ById
            (function
            | ById id -> ValueSome id
            | _ -> ValueNone)
            uuid
    ]

[<NoComparison>]
type Tree = { Label: string; Children: Tree[] }

let tree =
    recursive (fun tree ->
        message<Tree> "Tree" {
            let! label = field "Label" _.Label string always
            and! children = field "Children" _.Children (array tree) always
            return { Label = label; Children = children }
        })

let trees: MessageSchema<Tree> = schema (versions 0 1) never tree

/// A pair whose second number is only there if the first is not 0: no schema says that.
[<Struct; NoComparison>]
type Pair = { First: int; Second: int }

/// A codec written by hand: 2 bytes, or 6.
let pair = {
    new CustomCodec<Pair>("Pair", 2) with
        member _.CreateDefault() = { First = 0; Second = 0 }

        member _.ReadValue r =
            let first = int (r.ReadInt16())
            { First = first; Second = (if first = 0 then 0 else r.ReadInt32()) }

        member _.WriteValue(w, value) =
            if value.First = 0 && value.Second <> 0 then w.Refuse "A pair without a first number has no second."

            w.WriteInt16(Operators.int16 value.First)
            if value.First <> 0 then w.WriteInt32 value.Second

        member _.Samples = [ { First = 0; Second = 0 }; { First = 7; Second = -1 } ]
}

let stocks: MessageSchema<Stock> = schema (versions 0 3) never stock

[<NoComparison>]
type Shipment = {
    Event: Event
    Events: Event[]
    Target: Target
    Inner: FlexibleStock
    Fixed: Stock
    Versioned: Versioned<Stock>
    Pairs: Pair[]
    Hint: Pair[]
    UnknownTaggedFields: TaggedField[]
}

let shipment =
    message<Shipment> "Shipment" {
        let! event = field "Event" _.Event (sized LengthPrefix.Int32 (structure event)) always
        and! events = field "Events" _.Events (array (sized LengthPrefix.Varint (structure event))) always
        and! target = field "Target" _.Target (structure target) always
        and! inner = field "Inner" _.Inner (sized LengthPrefix.Compact (structure flexibleStock)) always
        and! fixedStock = field "Fixed" _.Fixed (sized LengthPrefix.Flexible (atVersion 0 false (structure stock))) always
        and! versioned = field "Versioned" _.Versioned (versioned int16 stocks) always
        and! pairs = field "Pairs" _.Pairs (array pair) always
        and! hint = tagged 3 "Hint" _.Hint (array pair) always
        and! tags = unknownTags _.UnknownTaggedFields

        return {
            Event = event
            Events = events
            Target = target
            Inner = inner
            Fixed = fixedStock
            Versioned = versioned
            Pairs = pairs
            Hint = hint
            UnknownTaggedFields = tags
        }
    }

let shipments: MessageSchema<Shipment> = schema (versions 0 1) always shipment

// ---- a struct with many fields

[<NoComparison>]
type Wide = {
    A1: int
    A2: int
    A3: int
    A4: int
    A5: int
    A6: int
    A7: int
    A8: int
    A9: int
    A10: int
    A11: int
    A12: int
    A13: int
    A14: int
    A15: int
    A16: int
    A17: int
    A18: int
    A19: int
    A20: int
    A21: int
    A22: int
    A23: int
    A24: string
    A25: string
}

let wide =
    message<Wide> "Wide" {
        let! a1 = field "A1" _.A1 int32 always
        and! a2 = field "A2" _.A2 int32 always
        and! a3 = field "A3" _.A3 int32 always
        and! a4 = field "A4" _.A4 int32 always
        and! a5 = field "A5" _.A5 int32 always
        and! a6 = field "A6" _.A6 int32 always
        and! a7 = field "A7" _.A7 int32 always
        and! a8 = field "A8" _.A8 int32 always
        and! a9 = field "A9" _.A9 int32 always
        and! a10 = field "A10" _.A10 int32 always
        and! a11 = field "A11" _.A11 int32 always
        and! a12 = field "A12" _.A12 int32 always
        and! a13 = field "A13" _.A13 int32 always
        and! a14 = field "A14" _.A14 int32 always
        and! a15 = field "A15" _.A15 int32 always
        and! a16 = field "A16" _.A16 int32 always
        and! a17 = field "A17" _.A17 int32 always
        and! a18 = field "A18" _.A18 int32 always
        and! a19 = field "A19" _.A19 int32 always
        and! a20 = field "A20" _.A20 int32 always
        and! a21 = field "A21" _.A21 int32 always
        and! a22 = field "A22" _.A22 int32 always
        and! a23 = field "A23" _.A23 int32 always
        and! a24 = field "A24" _.A24 string always
        and! a25 = field "A25" _.A25 string always

        return {
            A1 = a1
            A2 = a2
            A3 = a3
            A4 = a4
            A5 = a5
            A6 = a6
            A7 = a7
            A8 = a8
            A9 = a9
            A10 = a10
            A11 = a11
            A12 = a12
            A13 = a13
            A14 = a14
            A15 = a15
            A16 = a16
            A17 = a17
            A18 = a18
            A19 = a19
            A20 = a20
            A21 = a21
            A22 = a22
            A23 = a23
            A24 = a24
            A25 = a25
        }
    }

let wides: MessageSchema<Wide> = schema (versions 0 0) never wide
