namespace KafkaWire

open System
open System.Text.Json
open KafkaWire.Schema

/// What writing and reading share: the schema, the version, and errors with a path.
[<AbstractClass>]
type internal JsonWalk(schema: MessageSchema, version: int16) =
    member _.Schema = schema
    member _.Version = version

    member _.Failure(error: WireError, place: JsonPlace | null) : WireException =
        let path =
            match place with
            | null -> ""
            | place -> place.ToString()

        WireException(WireFailure(error, -1L, schema.Place(version, path)))

    member walk.Fail<'T>(error: WireError, place: JsonPlace | null) : 'T = raise (walk.Failure(error, place))

/// Reads primitive values, for messages and for records. An error gives the path and what is expected there.
[<AbstractClass>]
type internal JsonParser(schema: MessageSchema, version: int16) =
    inherit JsonWalk(schema, version)

    member walk.Refuse<'T>(place: JsonPlace | null, reason: string) : 'T = walk.Fail<'T>(WireError.InvalidJson reason, place)

    member walk.Expected<'T>(place: JsonPlace | null, what: string, json: JsonElement) : 'T =
        walk.Refuse<'T>(place, String.Concat(what, " is expected, not ", JsonNames.found json, "."))

    member walk.Text(json: JsonElement, place: JsonPlace | null) : string =
        if json.ValueKind <> JsonValueKind.String then
            walk.Expected(place, "A string", json)
        else
            try
                match json.GetString() with
                | null -> ""
                | text -> text
            with :? InvalidOperationException ->
                walk.Refuse(place, "The string has an unpaired surrogate, which UTF-8 cannot encode.")

    member walk.Base64(json: JsonElement, place: JsonPlace | null) : Bytes =
        let mutable bytes: byte[] | null = null

        if json.ValueKind = JsonValueKind.String && json.TryGetBytesFromBase64(&bytes) then
            match bytes with
            | null -> Bytes.Empty
            | bytes -> Bytes bytes
        else
            walk.Expected(place, "Base64 text", json)

    member walk.Bool(json: JsonElement, place: JsonPlace | null) : bool =
        match json.ValueKind with
        | JsonValueKind.True -> true
        | JsonValueKind.False -> false
        | _ -> walk.Expected(place, "true or false", json)

    member private walk.Number<'N>(json: JsonElement, place: JsonPlace | null, kind: string, parsed: bool, number: 'N) : 'N =
        if parsed then number else walk.Expected(place, kind, json)

    member walk.Int8(json: JsonElement, place: JsonPlace | null) : sbyte =
        let mutable number = 0y
        walk.Number(json, place, "An int8", json.ValueKind = JsonValueKind.Number && json.TryGetSByte &number, number)

    member walk.Int16(json: JsonElement, place: JsonPlace | null) : int16 =
        let mutable number = 0s
        walk.Number(json, place, "An int16", json.ValueKind = JsonValueKind.Number && json.TryGetInt16 &number, number)

    member walk.UInt16(json: JsonElement, place: JsonPlace | null) : uint16 =
        let mutable number = 0us
        walk.Number(json, place, "A uint16", json.ValueKind = JsonValueKind.Number && json.TryGetUInt16 &number, number)

    member walk.Int32(json: JsonElement, place: JsonPlace | null) : int =
        let mutable number = 0
        walk.Number(json, place, "An int32", json.ValueKind = JsonValueKind.Number && json.TryGetInt32 &number, number)

    member walk.UInt32(json: JsonElement, place: JsonPlace | null) : uint32 =
        let mutable number = 0u
        walk.Number(json, place, "A uint32", json.ValueKind = JsonValueKind.Number && json.TryGetUInt32 &number, number)

    member walk.Int64(json: JsonElement, place: JsonPlace | null) : int64 =
        let mutable number = 0L
        walk.Number(json, place, "An int64", json.ValueKind = JsonValueKind.Number && json.TryGetInt64 &number, number)

    member walk.Float64(json: JsonElement, place: JsonPlace | null) : float =
        let mutable number = 0.0

        if json.ValueKind = JsonValueKind.Number then
            walk.Number(json, place, "A number", json.TryGetDouble &number, number)
        else
            match json.ValueKind = JsonValueKind.String, json.ToString() with
            | true, "NaN" -> Double.NaN
            | true, "Infinity" -> Double.PositiveInfinity
            | true, "-Infinity" -> Double.NegativeInfinity
            | _ -> walk.Expected(place, "A number", json)
