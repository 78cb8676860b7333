/// Hand-written Produce: request and response, v0 to v13. FROZEN, see HandWritten.fs.
module KafkaWire.Benchmarks.HandWrittenProduce

open System
open KafkaWire
open KafkaWire.Messages
open KafkaWire.Benchmarks.HandWritten

let private noLeader = Produce.LeaderIdAndEpoch.Default

let private readData (r: byref<Reader>) (flexible: bool) : Produce.PartitionProduceData =
    let index = r.Int32(r.Take 4)
    let records = r.NullableBytes flexible
    let tags = r.UnknownTags flexible

    { Index = index; Records = records; UnknownTaggedFields = tags }

let private readTopicData (r: byref<Reader>) (v: int) : Produce.TopicProduceData =
    let flexible = v >= 9
    let name = if v <= 12 then r.String flexible else ""
    let id = if v >= 13 then r.Uuid(r.Take 16) else Uuid()
    let data: Produce.PartitionProduceData[] = Array.zeroCreate (r.Count(flexible, 6))

    for i = 0 to data.Length - 1 do
        data[i] <- readData &r flexible

    let tags = r.UnknownTags flexible

    { Name = name; TopicId = id; PartitionData = data; UnknownTaggedFields = tags }

let readRequest (bytes: Bytes) (v: int) : Produce.Request =
    if uint32 v > 13u then malformed "there is no such version" v
    let mutable r = Reader bytes
    let flexible = v >= 9
    let transactionalId = if v >= 3 then r.NullableString flexible else null
    let p = r.Take 6
    let acks = r.Int16 p
    let timeout = r.Int32(p + 2)
    let topics: Produce.TopicProduceData[] = Array.zeroCreate (r.Count(flexible, 6))

    for i = 0 to topics.Length - 1 do
        topics[i] <- readTopicData &r v

    let tags = r.UnknownTags flexible

    { TransactionalId = transactionalId
      Acks = acks
      TimeoutMs = timeout
      TopicData = topics
      UnknownTaggedFields = tags }

let private writeData (w: Writer) (flexible: bool) (x: Produce.PartitionProduceData) : unit =
    w.Int32(w.Take 4, x.Index)
    w.NullableBytes(flexible, x.Records)
    w.UnknownTags(flexible, x.UnknownTaggedFields)

let private writeTopicData (w: Writer) (v: int) (x: Produce.TopicProduceData) : unit =
    let flexible = v >= 9

    if v <= 12 then w.String(flexible, x.Name)

    if v >= 13 then w.Uuid(w.Take 16, x.TopicId)

    let data = x.PartitionData
    w.Count(flexible, data.Length)

    for i = 0 to data.Length - 1 do
        writeData w flexible data[i]

    w.UnknownTags(flexible, x.UnknownTaggedFields)

let writeRequest (w: Writer) (v: int) (x: Produce.Request) : unit =
    if uint32 v > 13u then malformed "there is no such version" v
    let flexible = v >= 9
    w.Position <- 0

    if v >= 3 then w.NullableString(flexible, x.TransactionalId)
    elif not (isNull x.TransactionalId) then notInVersion "TransactionalId" w

    let p = w.Take 6
    w.Int16(p, x.Acks)
    w.Int32(p + 2, x.TimeoutMs)
    let topics = x.TopicData
    w.Count(flexible, topics.Length)

    for i = 0 to topics.Length - 1 do
        writeTopicData w v topics[i]

    w.UnknownTags(flexible, x.UnknownTaggedFields)

let private readRecordError (r: byref<Reader>) (flexible: bool) : Produce.BatchIndexAndErrorMessage =
    let index = r.Int32(r.Take 4)
    let message = r.NullableString flexible
    let tags = r.UnknownTags flexible

    { BatchIndex = index; BatchIndexErrorMessage = message; UnknownTaggedFields = tags }

let private readLeader (r: byref<Reader>) : Produce.LeaderIdAndEpoch =
    let p = r.Take 8
    let id = r.Int32 p
    let epoch = r.Int32(p + 4)
    let tags = r.UnknownTags true

    { LeaderId = id; LeaderEpoch = epoch; UnknownTaggedFields = tags }

let private readPartition (r: byref<Reader>) (v: int) : Produce.PartitionProduceResponse =
    let flexible = v >= 9

    let p =
        r.Take(
            if v >= 5 then 30
            elif v >= 2 then 22
            else 14
        )

    let index = r.Int32 p
    let errorCode = r.ErrorCode(p + 4)
    let baseOffset = r.Int64(p + 6)
    let appendTime = if v >= 2 then r.Int64(p + 14) else -1L
    let start = if v >= 5 then r.Int64(p + 22) else -1L
    let mutable errors = Array.Empty<Produce.BatchIndexAndErrorMessage>()
    let mutable message: string | null = null

    if v >= 8 then
        let count = r.Count(flexible, 6)

        if count > 0 then
            errors <- Array.zeroCreate count

            for i = 0 to errors.Length - 1 do
                errors[i] <- readRecordError &r flexible

        message <- r.NullableString flexible

    let mutable leader = noLeader
    let mutable tags = Array.Empty<TaggedField>()

    if flexible then
        let mutable left = r.Varint()

        while left > 0 do
            left <- left - 1
            let tag = r.Varint()
            let size = r.Varint()

            match tag with
            | 0 when v >= 10 -> leader <- readLeader &r
            | 0 -> malformed "a tagged field is not in this version" r.Position
            | _ -> tags <- r.UnknownTag(tag, size, tags)

    { Index = index
      ErrorCode = errorCode
      BaseOffset = baseOffset
      LogAppendTimeMs = appendTime
      LogStartOffset = start
      RecordErrors = errors
      ErrorMessage = message
      CurrentLeader = leader
      UnknownTaggedFields = tags }

let private readTopic (r: byref<Reader>) (v: int) : Produce.TopicProduceResponse =
    let flexible = v >= 9
    let name = if v <= 12 then r.String flexible else ""
    let id = if v >= 13 then r.Uuid(r.Take 16) else Uuid()
    let partitions: Produce.PartitionProduceResponse[] = Array.zeroCreate (r.Count(flexible, 14))

    for i = 0 to partitions.Length - 1 do
        partitions[i] <- readPartition &r v

    let tags = r.UnknownTags flexible

    { Name = name; TopicId = id; PartitionResponses = partitions; UnknownTaggedFields = tags }

let private readEndpoint (r: byref<Reader>) : Produce.NodeEndpoint =
    let nodeId = r.Int32(r.Take 4)
    let host = r.String true
    let port = r.Int32(r.Take 4)
    let rack = r.NullableString true
    let tags = r.UnknownTags true

    { NodeId = nodeId; Host = host; Port = port; Rack = rack; UnknownTaggedFields = tags }

let readResponse (bytes: Bytes) (v: int) : Produce.Response =
    if uint32 v > 13u then malformed "there is no such version" v
    let mutable r = Reader bytes
    let flexible = v >= 9
    let topics: Produce.TopicProduceResponse[] = Array.zeroCreate (r.Count(flexible, 6))

    for i = 0 to topics.Length - 1 do
        topics[i] <- readTopic &r v

    let throttle = if v >= 1 then r.Int32(r.Take 4) else 0
    let mutable endpoints = Array.Empty<Produce.NodeEndpoint>()
    let mutable tags = Array.Empty<TaggedField>()

    if flexible then
        let mutable left = r.Varint()

        while left > 0 do
            left <- left - 1
            let tag = r.Varint()
            let size = r.Varint()

            match tag with
            | 0 when v >= 10 ->
                endpoints <- Array.zeroCreate (r.Count(true, 11))

                for i = 0 to endpoints.Length - 1 do
                    endpoints[i] <- readEndpoint &r
            | 0 -> malformed "a tagged field is not in this version" r.Position
            | _ -> tags <- r.UnknownTag(tag, size, tags)

    { Responses = topics; ThrottleTimeMs = throttle; NodeEndpoints = endpoints; UnknownTaggedFields = tags }

let private writeRecordError (w: Writer) (flexible: bool) (x: Produce.BatchIndexAndErrorMessage) : unit =
    w.Int32(w.Take 4, x.BatchIndex)
    w.NullableString(flexible, x.BatchIndexErrorMessage)
    w.UnknownTags(flexible, x.UnknownTaggedFields)

let private writePartition (w: Writer) (v: int) (x: Produce.PartitionProduceResponse) : unit =
    let flexible = v >= 9

    let p =
        w.Take(
            if v >= 5 then 30
            elif v >= 2 then 22
            else 14
        )

    w.Int32(p, x.Index)
    w.ErrorCode(p + 4, x.ErrorCode)
    w.Int64(p + 6, x.BaseOffset)

    if v >= 2 then w.Int64(p + 14, x.LogAppendTimeMs)

    if v >= 5 then w.Int64(p + 22, x.LogStartOffset)

    if v >= 8 then
        let errors = x.RecordErrors
        w.Count(flexible, errors.Length)

        for i = 0 to errors.Length - 1 do
            writeRecordError w flexible errors[i]

        w.NullableString(flexible, x.ErrorMessage)

    let unknown = x.UnknownTaggedFields
    let leader = x.CurrentLeader
    let hasLeader = leader.LeaderId <> -1 || leader.LeaderEpoch <> -1 || leader.UnknownTaggedFields.Length > 0

    if hasLeader && v < 10 then notInVersion "CurrentLeader" w

    if not flexible then
        w.UnknownTags(false, unknown)
    else
        let count = unknown.Length + (if hasLeader then 1 else 0)
        w.Varint count

        if count > 0 then
            if unknown.Length > 0 && unknown[0].Tag <= 0 then
                malformed "an unknown tagged field has the tag of a known one" w.Position

            if hasLeader then
                let start = w.BeginTag 0
                let p = w.Take 8
                w.Int32(p, leader.LeaderId)
                w.Int32(p + 4, leader.LeaderEpoch)
                w.UnknownTags(true, leader.UnknownTaggedFields)
                w.EndTag start

            w.UnknownTagsBefore(Int32.MaxValue, unknown, 0) |> ignore<int>

let private writeTopic (w: Writer) (v: int) (x: Produce.TopicProduceResponse) : unit =
    let flexible = v >= 9

    if v <= 12 then w.String(flexible, x.Name)

    if v >= 13 then w.Uuid(w.Take 16, x.TopicId)

    let partitions = x.PartitionResponses
    w.Count(flexible, partitions.Length)

    for i = 0 to partitions.Length - 1 do
        writePartition w v partitions[i]

    w.UnknownTags(flexible, x.UnknownTaggedFields)

let private writeEndpoint (w: Writer) (x: Produce.NodeEndpoint) : unit =
    w.Int32(w.Take 4, x.NodeId)
    w.String(true, x.Host)
    w.Int32(w.Take 4, x.Port)
    w.NullableString(true, x.Rack)
    w.UnknownTags(true, x.UnknownTaggedFields)

let writeResponse (w: Writer) (v: int) (x: Produce.Response) : unit =
    if uint32 v > 13u then malformed "there is no such version" v
    let flexible = v >= 9
    w.Position <- 0
    let topics = x.Responses
    w.Count(flexible, topics.Length)

    for i = 0 to topics.Length - 1 do
        writeTopic w v topics[i]

    if v >= 1 then w.Int32(w.Take 4, x.ThrottleTimeMs)

    let unknown = x.UnknownTaggedFields
    let endpoints = x.NodeEndpoints

    if endpoints.Length > 0 && v < 10 then notInVersion "NodeEndpoints" w

    if not flexible then
        w.UnknownTags(false, unknown)
    else
        let count = unknown.Length + (if endpoints.Length > 0 then 1 else 0)
        w.Varint count

        if count > 0 then
            if unknown.Length > 0 && unknown[0].Tag <= 0 then
                malformed "an unknown tagged field has the tag of a known one" w.Position

            if endpoints.Length > 0 then
                let start = w.BeginTag 0
                w.Count(true, endpoints.Length)

                for i = 0 to endpoints.Length - 1 do
                    writeEndpoint w endpoints[i]

                w.EndTag start

            w.UnknownTagsBefore(Int32.MaxValue, unknown, 0) |> ignore<int>
