(**
---
title: Messages of your own
index: 5
---

# Messages of your own

The words that define Kafka's messages define yours: a protocol of your own, a payload inside records, an extension of Kafka. One expression gives
reader, writer, JSON, text, generators and errors with a field's path. The compiler turns it into straight-line code.
*)

(*** hide ***)
#r "../src/KafkaWire.Fs/bin/Release/net10.0/KafkaWire.Fs.dll"
(** *)

open System
open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

(**
## A struct

Fields are in wire order: one `let!`, then `and!` for each other field. The name is for JSON and errors, the getter takes the field out of the
record, then come the type on the wire and the versions that have the field.
*)

type Item = { Name: string; Count: int }

let item =
    message<Item> "Item" {
        let! name = field "Name" _.Name string always
        and! count = fieldOr 1 "Count" _.Count varint (since 1)
        return { Name = name; Count = count }
    }

let items = schema (versions 0 1) never item

let tea = { Name = "tea"; Count = 300 }
printfn $"{Convert.ToHexStringLower(items.Encode(tea, 1s))}"
(*** include-output ***)

(**
A version without the field reads its default, and refuses to write another value. In flexible versions (the second argument of `schema`) lengths are
compact and the struct ends in `unknownTags`.

## Types of your own

`via` takes two functions, there and back; `refine` takes one that may refuse a value. Everything else sees the type on the wire: JSON shows the number.
*)

type Percent = Percent of int

let percent (number: int) =
    if number >= 0 && number <= 100 then
        Ok(Percent number)
    else
        Error "A percentage is between 0 and 100."

let percentNumber (Percent number) = number
let timeOf (milliseconds: int64) = DateTimeOffset.FromUnixTimeMilliseconds milliseconds
let milliseconds (time: DateTimeOffset) = time.ToUnixTimeMilliseconds()

type Reading = { At: DateTimeOffset; Load: Percent; Note: string option }

let reading =
    message<Reading> "Reading" {
        let! at = field "At" _.At (via timeOf milliseconds int64) always
        and! load = field "Load" _.Load (refine percent percentNumber int32) always
        and! note = field "Note" _.Note (option 0 string) always
        return { At = at; Load = load; Note = note }
    }

let readings = schema (versions 0 0) never reading

match MessageSchema.decode readings 0s (Bytes.OfHex "000000000000000000000065ffff") with
| Ok value -> printfn $"{value.Load}"
| Error failure -> printfn $"{failure.Message}"
(*** include-output ***)

(**
No exception of your functions leaves a decoder: it becomes a `WireException` with the field and the offset.

## Unions

A discriminator of any type, then what the case has. `keepUnknown` keeps what a newer peer may send. An unknown case takes the bytes up to the end of
its payload, so the union is in `sized`:
*)

type Event =
    | Ordered of Item
    | Renamed of string
    | Closed
    | Unknown of sbyte * Bytes

let event =
    let unknown =
        keepUnknown (fun tag bytes -> Unknown(tag, bytes)) (function
            | Unknown(tag, bytes) -> ValueSome(struct (tag, bytes))
            | _ -> ValueNone)

    unionOr
        unknown
        "Event"
        int8
        [ case
              1y
              "Ordered"
              Ordered
              (function
              | Ordered item -> ValueSome item
              | _ -> ValueNone)
              (structure item)
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
              nothing ]

type Log = { Events: Event[] }

let log =
    message<Log> "Log" {
        let! events = field "Events" _.Events (array (sized LengthPrefix.Int32 (structure event))) always
        return { Events = events }
    }

let logs = schema (versions 0 1) never log

printfn "%s" (Json.format logs 1s { Events = [| Ordered tea; Closed |] })
printfn "%s" (MessageText.format logs { Events = [| Unknown(9y, Bytes.OfHex "0a0b") |] })
(*** include-output ***)

(**
## Values that contain themselves

`recursive` gives the codec to its own schema. `DecodeOptions.MaximumDepth` limits how deep a value may be; no input overflows the stack.
*)

type Tree = { Label: string; Children: Tree[] }

let tree =
    recursive (fun tree ->
        message<Tree> "Tree" {
            let! label = field "Label" _.Label string always
            and! children = field "Children" _.Children (array tree) always
            return { Label = label; Children = children }
        })

let trees = schema (versions 0 0) never tree

let rec chain length = { Label = ""; Children = (if length = 0 then [||] else [| chain (length - 1) |]) }

match MessageSchema.decode trees 0s (Bytes(trees.Encode(chain 10_000, 0s))) with
| Ok _ -> printfn "read"
| Error failure -> printfn $"{failure.Error}"
(*** include-output ***)

(**
## By hand

`CustomCodec` is for what no schema says. Its author states the minimum size of a value; all reads are checked.
*)

[<Struct>]
type Pair = { First: int16; Second: int }

/// The second number is there only if the first is not 0.
type PairCodec() =
    inherit CustomCodec<Pair>("Pair", 2)
    override _.CreateDefault() = { First = 0s; Second = 0 }

    override _.ReadValue reader =
        let first = reader.ReadInt16()
        { First = first; Second = (if first = 0s then 0 else reader.ReadInt32()) }

    override _.WriteValue(writer, pair) =
        writer.WriteInt16 pair.First
        if pair.First <> 0s then writer.WriteInt32 pair.Second

(**
Use it like a struct's codec: `structure pair`, `array pair`, `nullable 0 (structure pair)`.

## What can be said

| On the wire | Word |
| --- | --- |
| numbers | `bool` `int8` `int16` `uint16` `int32` `uint32` `int64` `float64` `varint` `varlong` `unsignedVarint` |
| text and bytes | `string` `classicString` `bytes` `records` `fixedBytes n` `rest` `uuid` |
| null | `nullable n c`, `nullableFor vs c`, `option n c`, `nullableBytes n`; for a tagged struct `optional n codec` |
| several values | `array c`, also of arrays and of what may be null |
| structs and cases | `structure codec`, `union`, `unionOr`, `byVersion` |
| payloads | `sized prefix c`, `atVersion v flexible c`, `versioned number schema` |
| another type in F# | `via forth back c`, `refine forth back c` |
| itself | `recursive` |
| anything | `CustomCodec` |

A struct has at most 40 fields. A schema that is wrong says so when it is first used: a name or a tag that is given twice, swapped getters, versions
that are out of range, a flexible struct without `unknownTags`.

Let `Laws` of `KafkaWire.FsCheck` check your schemas: `(Laws.check logs).EnsureOk()`.
*)
