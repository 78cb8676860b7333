/// Hand-written Metadata: the response, v0 to v13. FROZEN, see HandWritten.fs.
module KafkaWire.Benchmarks.HandWrittenMetadata

open System
open KafkaWire
open KafkaWire.Messages
open KafkaWire.Benchmarks.HandWritten

let private readBroker (r: byref<Reader>) (v: int) : Metadata.MetadataResponseBroker =
    let flexible = v >= 9
    let nodeId = r.Int32(r.Take 4)
    let host = r.String flexible
    let port = r.Int32(r.Take 4)
    let rack = if v >= 1 then r.NullableString flexible else null
    let tags = r.UnknownTags flexible

    { NodeId = nodeId; Host = host; Port = port; Rack = rack; UnknownTaggedFields = tags }

let private readPartition (r: byref<Reader>) (v: int) : Metadata.MetadataResponsePartition =
    let flexible = v >= 9
    let p = r.Take(if v >= 7 then 14 else 10)
    let errorCode = r.ErrorCode p
    let index = r.Int32(p + 2)
    let leader = r.Int32(p + 6)
    let epoch = if v >= 7 then r.Int32(p + 10) else -1
    let replicas = r.Int32s flexible
    let isr = r.Int32s flexible
    let offline = if v >= 5 then r.Int32s flexible else Array.Empty<int>()
    let tags = r.UnknownTags flexible

    { ErrorCode = errorCode
      PartitionIndex = index
      LeaderId = leader
      LeaderEpoch = epoch
      ReplicaNodes = replicas
      IsrNodes = isr
      OfflineReplicas = offline
      UnknownTaggedFields = tags }

let private readTopic (r: byref<Reader>) (v: int) : Metadata.MetadataResponseTopic =
    let flexible = v >= 9
    let errorCode = r.ErrorCode(r.Take 2)

    let name: string | null = if v >= 12 then r.NullableString flexible else r.String flexible

    let mutable id = Uuid()
    let mutable isInternal = false

    if v >= 10 then
        let p = r.Take 17
        id <- r.Uuid p
        isInternal <- r.Bool(p + 16)
    elif v >= 1 then
        isInternal <- r.Bool(r.Take 1)

    let count = r.Count(flexible, 14)
    let partitions: Metadata.MetadataResponsePartition[] = Array.zeroCreate count

    for i = 0 to partitions.Length - 1 do
        partitions[i] <- readPartition &r v

    let operations = if v >= 8 then r.Int32(r.Take 4) else Int32.MinValue
    let tags = r.UnknownTags flexible

    { ErrorCode = errorCode
      Name = name
      TopicId = id
      IsInternal = isInternal
      Partitions = partitions
      TopicAuthorizedOperations = operations
      UnknownTaggedFields = tags }

let readResponse (bytes: Bytes) (v: int) : Metadata.Response =
    if uint32 v > 13u then malformed "there is no such version" v
    let mutable r = Reader bytes
    let flexible = v >= 9
    let throttle = if v >= 3 then r.Int32(r.Take 4) else 0
    let brokers: Metadata.MetadataResponseBroker[] = Array.zeroCreate (r.Count(flexible, 10))

    for i = 0 to brokers.Length - 1 do
        brokers[i] <- readBroker &r v

    let clusterId = if v >= 2 then r.NullableString flexible else null
    let controllerId = if v >= 1 then r.Int32(r.Take 4) else -1
    let topics: Metadata.MetadataResponseTopic[] = Array.zeroCreate (r.Count(flexible, 7))

    for i = 0 to topics.Length - 1 do
        topics[i] <- readTopic &r v

    let operations = if v >= 8 && v <= 10 then r.Int32(r.Take 4) else Int32.MinValue

    let errorCode = if v >= 13 then r.ErrorCode(r.Take 2) else ErrorCode.None
    let tags = r.UnknownTags flexible

    { ThrottleTimeMs = throttle
      Brokers = brokers
      ClusterId = clusterId
      ControllerId = controllerId
      Topics = topics
      ClusterAuthorizedOperations = operations
      ErrorCode = errorCode
      UnknownTaggedFields = tags }

let private writeBroker (w: Writer) (v: int) (x: Metadata.MetadataResponseBroker) : unit =
    let flexible = v >= 9
    w.Int32(w.Take 4, x.NodeId)
    w.String(flexible, x.Host)
    w.Int32(w.Take 4, x.Port)

    if v >= 1 then w.NullableString(flexible, x.Rack)

    w.UnknownTags(flexible, x.UnknownTaggedFields)

let private writePartition (w: Writer) (v: int) (x: Metadata.MetadataResponsePartition) : unit =
    let flexible = v >= 9
    let p = w.Take(if v >= 7 then 14 else 10)
    w.ErrorCode(p, x.ErrorCode)
    w.Int32(p + 2, x.PartitionIndex)
    w.Int32(p + 6, x.LeaderId)

    if v >= 7 then w.Int32(p + 10, x.LeaderEpoch)

    w.Int32s(flexible, x.ReplicaNodes)
    w.Int32s(flexible, x.IsrNodes)

    if v >= 5 then w.Int32s(flexible, x.OfflineReplicas)

    w.UnknownTags(flexible, x.UnknownTaggedFields)

let private writeTopic (w: Writer) (v: int) (x: Metadata.MetadataResponseTopic) : unit =
    let flexible = v >= 9
    w.ErrorCode(w.Take 2, x.ErrorCode)

    if v >= 12 then w.NullableString(flexible, x.Name) else w.String(flexible, Unchecked.nonNull x.Name)

    if v >= 10 then
        let p = w.Take 17
        w.Uuid(p, x.TopicId)
        w.Bool(p + 16, x.IsInternal)
    elif v >= 1 then
        w.Bool(w.Take 1, x.IsInternal)

    let partitions = x.Partitions
    w.Count(flexible, partitions.Length)

    for i = 0 to partitions.Length - 1 do
        writePartition w v partitions[i]

    if v >= 8 then w.Int32(w.Take 4, x.TopicAuthorizedOperations)
    elif x.TopicAuthorizedOperations <> Int32.MinValue then notInVersion "TopicAuthorizedOperations" w

    w.UnknownTags(flexible, x.UnknownTaggedFields)

let writeResponse (w: Writer) (v: int) (x: Metadata.Response) : unit =
    if uint32 v > 13u then malformed "there is no such version" v
    let flexible = v >= 9
    w.Position <- 0

    if v >= 3 then w.Int32(w.Take 4, x.ThrottleTimeMs)

    let brokers = x.Brokers
    w.Count(flexible, brokers.Length)

    for i = 0 to brokers.Length - 1 do
        writeBroker w v brokers[i]

    if v >= 2 then w.NullableString(flexible, x.ClusterId)

    if v >= 1 then w.Int32(w.Take 4, x.ControllerId)

    let topics = x.Topics
    w.Count(flexible, topics.Length)

    for i = 0 to topics.Length - 1 do
        writeTopic w v topics[i]

    if v >= 8 && v <= 10 then
        w.Int32(w.Take 4, x.ClusterAuthorizedOperations)
    elif x.ClusterAuthorizedOperations <> Int32.MinValue then
        notInVersion "ClusterAuthorizedOperations" w

    if v >= 13 then w.ErrorCode(w.Take 2, x.ErrorCode)

    w.UnknownTags(flexible, x.UnknownTaggedFields)
