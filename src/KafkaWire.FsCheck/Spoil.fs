/// Makes values that no version can carry.
module internal KafkaWire.Generators.Spoil

open System
open KafkaWire
open KafkaWire.Schema

let private lone (code: int) = String(char code, 1)

/// A value made invalid in a random place: by null, a string that cannot be encoded, or tags out of order.
let rec structure (random: Random) (s: StructShape) (value: obj) : obj =
    let parts = s.Operations.Explode value
    let at = random.Next parts.Length

    parts[at] <-
        if at < s.Fields.Length then
            part random s.Fields[at].Shape parts[at]
        else
            let bad = [| [ 3; 2 ]; [ 5; 5 ]; [ 0 ]; [ 1 ]; [ -1 ]; [ Int32.MaxValue ] |]
            let tags = [| for tag in bad[random.Next bad.Length] -> { Tag = tag; Data = Bytes.Empty } |]
            if random.Next 4 = 0 then null else tags

    // A mapping may refuse what is invalid already here.
    try
        s.Operations.Assemble parts
    with :? WireException ->
        value

and private part (random: Random) (shape: Shape) (value: objnull) : objnull =
    match shape, value with
    | Shape.Nullable(inner, _), value when random.Next 3 > 0 -> part random inner value
    | Shape.Nullable _, _ -> null
    | Shape.Primitive(Primitive.String | Primitive.ClassicString), _ ->
        match random.Next 4 with
        | 0 -> null
        | 1 -> box ("a" + lone 0xd800)
        | 2 -> box (String('x', 40000))
        | _ -> box (String('x', 100) + lone 0xdc00)
    | Shape.Array element, (:? Array as items) when items.Length > 0 && random.Next 4 > 0 ->
        let spoilt = items.Clone() :?> Array
        let at = random.Next items.Length
        spoilt.SetValue(part random element (items.GetValue at), at)
        spoilt
    | Shape.Array _, _ -> null
    | Shape.Struct _, null -> null
    | Shape.Struct s, NonNull value -> if random.Next 6 = 0 then null else structure random s value
    | _, value -> value
