/// The subjects of timing: a body, decoded and encoded by KafkaWire's public API or by the hand-written codecs.
module KafkaWire.Benchmarks.Subjects

open System
open System.IO
open System.Text.Json
open KafkaWire
open KafkaWire.Messages
open KafkaWire.Schema

/// The last message decoded, so that decoding is not dead code.
let mutable sink: objnull = null

/// A body to decode and encode. The loops are inside, so that timing adds no calls.
[<AbstractClass>]
type Subject() =
    /// Decodes the body the given number of times.
    abstract Decode: times: int -> unit

    /// Encodes the message decoded before, the given number of times, into the same buffer.
    abstract Encode: times: int -> unit

    /// The bytes encoded last.
    abstract Encoded: byte[]

/// A body with the schema of its message.
[<Sealed>]
type BySchema<'T when 'T: not null and 'T: not struct>(schema: MessageSchema<'T>, version: int16, body: Bytes) =
    inherit Subject()
    let message = schema.Decode(body, version)
    let reader = WireReader()
    let writer = WireWriter()
    let mutable size = 0

    override _.Decode times =
        for _ in 1..times do
            sink <- schema.Decode(body, version, reader)

    override _.Encode times =
        for _ in 1..times do
            size <- schema.Encode(message, version, writer, 0)

    override _.Encoded = writer.Written(0, size).ToArray()

/// A body with hand-written code. In F#, a function value that is not inlined is a virtual call, so each message derives its own class.
[<AbstractClass>]
type ByHand<'T>(version: int16, body: Bytes) =
    inherit Subject()
    let writer = HandWritten.Writer()
    member _.Version = int version
    member _.Body = body
    member _.Writer = writer
    abstract Message: 'T
    override _.Encoded = writer.Written.ToArray()

type HandMetadataResponse(version, body) =
    inherit ByHand<Metadata.Response>(version, body)
    let message = HandWrittenMetadata.readResponse body (int version)
    override _.Message = message

    override s.Decode times =
        for _ in 1..times do
            sink <- HandWrittenMetadata.readResponse s.Body s.Version

    override s.Encode times =
        for _ in 1..times do
            HandWrittenMetadata.writeResponse s.Writer s.Version message

type HandFetchRequest(version, body) =
    inherit ByHand<Fetch.Request>(version, body)
    let message = HandWrittenFetch.readRequest body (int version)
    override _.Message = message

    override s.Decode times =
        for _ in 1..times do
            sink <- HandWrittenFetch.readRequest s.Body s.Version

    override s.Encode times =
        for _ in 1..times do
            HandWrittenFetch.writeRequest s.Writer s.Version message

type HandFetchResponse(version, body) =
    inherit ByHand<Fetch.Response>(version, body)
    let message = HandWrittenFetch.readResponse body (int version)
    override _.Message = message

    override s.Decode times =
        for _ in 1..times do
            sink <- HandWrittenFetch.readResponse s.Body s.Version

    override s.Encode times =
        for _ in 1..times do
            HandWrittenFetch.writeResponse s.Writer s.Version message

type HandProduceRequest(version, body) =
    inherit ByHand<Produce.Request>(version, body)
    let message = HandWrittenProduce.readRequest body (int version)
    override _.Message = message

    override s.Decode times =
        for _ in 1..times do
            sink <- HandWrittenProduce.readRequest s.Body s.Version

    override s.Encode times =
        for _ in 1..times do
            HandWrittenProduce.writeRequest s.Writer s.Version message

type HandProduceResponse(version, body) =
    inherit ByHand<Produce.Response>(version, body)
    let message = HandWrittenProduce.readResponse body (int version)
    override _.Message = message

    override s.Decode times =
        for _ in 1..times do
            sink <- HandWrittenProduce.readResponse s.Body s.Version

    override s.Encode times =
        for _ in 1..times do
            HandWrittenProduce.writeResponse s.Writer s.Version message

type HandApiVersionsResponse(version, body) =
    inherit ByHand<ApiVersions.Response>(version, body)
    let message = HandWrittenApiVersions.readResponse body (int version)
    override _.Message = message

    override s.Decode times =
        for _ in 1..times do
            sink <- HandWrittenApiVersions.readResponse s.Body s.Version

    override s.Encode times =
        for _ in 1..times do
            HandWrittenApiVersions.writeResponse s.Writer s.Version message

/// A line of a case file: a message, or record data.
type Case =
    {
        Name: string
        /// The message's name; "" for record data.
        Message: string
        Version: int16
        /// The number of records in record data; 0 for a message.
        Records: int
        Body: byte[]
    }

let cases (file: string) : Case[] =
    [| for line in File.ReadAllLines file do
           use json = JsonDocument.Parse line
           let text (name: string) = json.RootElement.GetProperty(name).GetString() |> nonNull
           let isRecords, records = json.RootElement.TryGetProperty "records"

           { Name = text "case"
             Message = if isRecords then "" else text "message"
             Version = if isRecords then 0s else json.RootElement.GetProperty("version").GetInt16()
             Records = if isRecords then records.GetInt32() else 0
             Body = Convert.FromHexString(text "hex") } |]

/// A body inside a larger array, as in a frame, so that it can begin anywhere in a cache line.
let placed (offset: int) (body: byte[]) : Bytes =
    let array: byte[] = Array.zeroCreate (offset + body.Length)
    Array.blit body 0 array offset body.Length
    Bytes(array, offset, body.Length)

/// The case's message with its schema, which is looked up by name. The message's type is known only at run time; it becomes a type
/// argument here, so that the loops know it.
let bySchema (case: Case) (body: Bytes) : Subject =
    match Catalogue.tryFindSchema case.Message with
    | null -> failwith ("There is no message " + case.Message)
    | schema ->
        let typed = typedefof<BySchema<_>>.MakeGenericType(schema.GetType().GenericTypeArguments)

        nonNull (Activator.CreateInstance(typed, schema, case.Version, body)) :?> Subject

/// The case's message with a hand-written codec, if there is one.
let byHand (case: Case) (body: Bytes) : Subject option =
    match case.Message with
    | "MetadataResponse" -> Some(HandMetadataResponse(case.Version, body))
    | "FetchRequest" -> Some(HandFetchRequest(case.Version, body))
    | "FetchResponse" -> Some(HandFetchResponse(case.Version, body))
    | "ProduceRequest" -> Some(HandProduceRequest(case.Version, body))
    | "ProduceResponse" -> Some(HandProduceResponse(case.Version, body))
    | "ApiVersionsResponse" -> Some(HandApiVersionsResponse(case.Version, body))
    | _ -> None

/// What both sides must copy: the record data of a message, copied one after the other.
[<Sealed>]
type RecordData(schema: MessageSchema, version: int16, body: Bytes) =
    let rec records (shape: Shape) (value: objnull) : Bytes list =
        match shape, value with
        | Shape.Primitive Primitive.Records, (:? Bytes as bytes) -> [ bytes ]
        | Shape.Nullable(inner, _), value -> records inner value
        | Shape.Array element, (:? Array as items) -> List.collect (records element) [ for item in items -> item ]
        | Shape.Struct s, NonNull value ->
            [ for field, part in Seq.zip s.Fields (s.Operations.Explode value) do
                  yield! records field.Shape part ]
        | _ -> []

    let slices: Bytes[] =
        let mutable consumed = 0
        let message = schema.DecodeObject(body, version, DecodeOptions.Default, &consumed)
        Array.ofList (records (Shape.Struct schema.Shape) message)

    let target: byte[] = Array.zeroCreate (Array.sumBy (fun (slice: Bytes) -> slice.Length) slices)

    member _.Length = target.Length

    member _.Copy(times: int) : unit =
        for _ in 1..times do
            let mutable at = 0

            for slice in slices do
                slice.Span.CopyTo(Span<byte>(target, at, slice.Length))
                at <- at + slice.Length
