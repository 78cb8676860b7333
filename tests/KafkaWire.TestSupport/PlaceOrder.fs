namespace KafkaWire.TestSupport

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// PlaceOrder (key 10001): an API that is not Kafka's.
///
/// v1 is flexible. v2 adds Quantity to the request and Comment to the response.
[<RequireQualifiedAccess>]
module PlaceOrder =
    [<NoComparison>]
    type Request =
        { Item: string
          Quantity: int
          UnknownTaggedFields: TaggedField[] }

    let request = message<Request> "OrderToPlace" {
        let! item     = field     "Item"     _.Item     string always
        and! quantity = fieldOr 1 "Quantity" _.Quantity int32  (since 2)
        and! tags     = unknownTags _.UnknownTaggedFields
        return { Item = item; Quantity = quantity; UnknownTaggedFields = tags } }

    type Request with
        static member Default = request.Default

    [<NoComparison>]
    type Response =
        { OrderId: int64
          Comment: string
          UnknownTaggedFields: TaggedField[] }

    let response = message<Response> "PlacedOrder" {
        let! orderId = field    "OrderId" _.OrderId int64  always
        and! comment = tagged 0 "Comment" _.Comment string (since 2)
        and! tags    = unknownTags _.UnknownTaggedFields
        return { OrderId = orderId; Comment = comment; UnknownTaggedFields = tags } }

    type Response with
        static member Default = response.Default

    let api = customApi 10001s "PlaceOrder" (versions 0 2) (since 1) request response
