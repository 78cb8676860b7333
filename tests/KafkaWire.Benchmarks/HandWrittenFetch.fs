/// Hand-written Fetch: request and response, v0 to v18. FROZEN, see HandWritten.fs.
module KafkaWire.Benchmarks.HandWrittenFetch

open System
open KafkaWire
open KafkaWire.Messages
open KafkaWire.Benchmarks.HandWritten

let private noState = Fetch.ReplicaState.Default
let private notDiverging = Fetch.EpochEndOffset.Default
let private noLeader = Fetch.LeaderIdAndEpoch.Default
let private noSnapshot = Fetch.SnapshotId.Default

let private readFetchPartition (r: byref<Reader>) (v: int) : Fetch.FetchPartition =
    let mutable epoch = -1
    let mutable lastEpoch = -1
    let mutable start = -1L
    let mutable partition = 0
    let mutable offset = 0L
    let mutable maxBytes = 0

    if v >= 12 then
        let p = r.Take 32
        partition <- r.Int32 p
        epoch <- r.Int32(p + 4)
        offset <- r.Int64(p + 8)
        lastEpoch <- r.Int32(p + 16)
        start <- r.Int64(p + 20)
        maxBytes <- r.Int32(p + 28)
    else
        partition <- r.Int32(r.Take 4)

        if v >= 9 then epoch <- r.Int32(r.Take 4)

        offset <- r.Int64(r.Take 8)

        if v >= 5 then start <- r.Int64(r.Take 8)

        maxBytes <- r.Int32(r.Take 4)

    let mutable directory = Uuid()
    let mutable highWatermark = Int64.MaxValue
    let mutable tags = Array.Empty<TaggedField>()

    if v >= 12 then
        let mutable left = r.Varint()

        while left > 0 do
            left <- left - 1
            let tag = r.Varint()
            let size = r.Varint()

            match tag with
            | 0 when v >= 17 -> directory <- r.Uuid(r.Take 16)
            | 1 when v >= 18 -> highWatermark <- r.Int64(r.Take 8)
            | 0
            | 1 -> malformed "a tagged field is not in this version" r.Position
            | _ -> tags <- r.UnknownTag(tag, size, tags)

    { Partition = partition
      CurrentLeaderEpoch = epoch
      FetchOffset = offset
      LastFetchedEpoch = lastEpoch
      LogStartOffset = start
      PartitionMaxBytes = maxBytes
      ReplicaDirectoryId = directory
      HighWatermark = highWatermark
      UnknownTaggedFields = tags }

let private readFetchTopic (r: byref<Reader>) (v: int) : Fetch.FetchTopic =
    let flexible = v >= 12
    let name = if v <= 12 then r.String flexible else ""
    let id = if v >= 13 then r.Uuid(r.Take 16) else Uuid()
    let partitions: Fetch.FetchPartition[] = Array.zeroCreate (r.Count(flexible, 16))

    for i = 0 to partitions.Length - 1 do
        partitions[i] <- readFetchPartition &r v

    let tags = r.UnknownTags flexible

    { Topic = name; TopicId = id; Partitions = partitions; UnknownTaggedFields = tags }

let private readForgotten (r: byref<Reader>) (v: int) : Fetch.ForgottenTopic =
    let flexible = v >= 12
    let name = if v <= 12 then r.String flexible else ""
    let id = if v >= 13 then r.Uuid(r.Take 16) else Uuid()
    let partitions = r.Int32s flexible
    let tags = r.UnknownTags flexible

    { Topic = name; TopicId = id; Partitions = partitions; UnknownTaggedFields = tags }

let private readReplicaState (r: byref<Reader>) : Fetch.ReplicaState =
    let p = r.Take 12
    let id = r.Int32 p
    let epoch = r.Int64(p + 4)
    let tags = r.UnknownTags true

    { ReplicaId = id; ReplicaEpoch = epoch; UnknownTaggedFields = tags }

let readRequest (bytes: Bytes) (v: int) : Fetch.Request =
    if uint32 v > 18u then malformed "there is no such version" v
    let mutable r = Reader bytes
    let flexible = v >= 12
    let replicaId = if v <= 14 then r.Int32(r.Take 4) else -1
    let p = r.Take 8
    let maxWait = r.Int32 p
    let minBytes = r.Int32(p + 4)
    let mutable maxBytes = Int32.MaxValue
    let mutable isolation = 0y
    let mutable sessionId = 0
    let mutable sessionEpoch = -1

    if v >= 7 then
        let p = r.Take 13
        maxBytes <- r.Int32 p
        isolation <- r.Int8(p + 4)
        sessionId <- r.Int32(p + 5)
        sessionEpoch <- r.Int32(p + 9)
    else
        if v >= 3 then maxBytes <- r.Int32(r.Take 4)

        if v >= 4 then isolation <- r.Int8(r.Take 1)

    let topics: Fetch.FetchTopic[] = Array.zeroCreate (r.Count(flexible, 6))

    for i = 0 to topics.Length - 1 do
        topics[i] <- readFetchTopic &r v

    let mutable forgotten = Array.Empty<Fetch.ForgottenTopic>()

    if v >= 7 then
        let count = r.Count(flexible, 6)

        if count > 0 then
            forgotten <- Array.zeroCreate count

            for i = 0 to forgotten.Length - 1 do
                forgotten[i] <- readForgotten &r v

    let rack = if v >= 11 then r.String flexible else ""
    let mutable clusterId: string | null = null
    let mutable state = noState
    let mutable tags = Array.Empty<TaggedField>()

    if flexible then
        let mutable left = r.Varint()

        while left > 0 do
            left <- left - 1
            let tag = r.Varint()
            let size = r.Varint()

            match tag with
            | 0 -> clusterId <- r.NullableString true
            | 1 when v >= 15 -> state <- readReplicaState &r
            | 1 -> malformed "a tagged field is not in this version" r.Position
            | _ -> tags <- r.UnknownTag(tag, size, tags)

    { ReplicaId = replicaId
      MaxWaitMs = maxWait
      MinBytes = minBytes
      MaxBytes = maxBytes
      IsolationLevel = isolation
      SessionId = sessionId
      SessionEpoch = sessionEpoch
      Topics = topics
      ForgottenTopicsData = forgotten
      RackId = rack
      ClusterId = clusterId
      ReplicaState = state
      UnknownTaggedFields = tags }

let private writeFetchPartition (w: Writer) (v: int) (x: Fetch.FetchPartition) : unit =
    if v >= 12 then
        let p = w.Take 32
        w.Int32(p, x.Partition)
        w.Int32(p + 4, x.CurrentLeaderEpoch)
        w.Int64(p + 8, x.FetchOffset)
        w.Int32(p + 16, x.LastFetchedEpoch)
        w.Int64(p + 20, x.LogStartOffset)
        w.Int32(p + 28, x.PartitionMaxBytes)
        let unknown = x.UnknownTaggedFields
        let directory = v >= 17 && not x.ReplicaDirectoryId.IsZero
        let highWatermark = v >= 18 && x.HighWatermark <> Int64.MaxValue
        let count = unknown.Length + (if directory then 1 else 0) + (if highWatermark then 1 else 0)
        w.Varint count

        if count > 0 then
            if unknown.Length > 0 && unknown[0].Tag <= 1 then
                malformed "an unknown tagged field has the tag of a known one" w.Position

            if directory then
                w.Tag(0, 16)
                w.Uuid(w.Take 16, x.ReplicaDirectoryId)

            if highWatermark then
                w.Tag(1, 8)
                w.Int64(w.Take 8, x.HighWatermark)

            w.UnknownTagsBefore(Int32.MaxValue, unknown, 0) |> ignore<int>
    else
        w.Int32(w.Take 4, x.Partition)

        if v >= 9 then w.Int32(w.Take 4, x.CurrentLeaderEpoch)

        w.Int64(w.Take 8, x.FetchOffset)

        if x.LastFetchedEpoch <> -1 then notInVersion "LastFetchedEpoch" w

        if v >= 5 then w.Int64(w.Take 8, x.LogStartOffset)

        w.Int32(w.Take 4, x.PartitionMaxBytes)
        w.UnknownTags(false, x.UnknownTaggedFields)

let private writeFetchTopic (w: Writer) (v: int) (x: Fetch.FetchTopic) : unit =
    let flexible = v >= 12

    if v <= 12 then w.String(flexible, x.Topic)

    if v >= 13 then w.Uuid(w.Take 16, x.TopicId)

    let partitions = x.Partitions
    w.Count(flexible, partitions.Length)

    for i = 0 to partitions.Length - 1 do
        writeFetchPartition w v partitions[i]

    w.UnknownTags(flexible, x.UnknownTaggedFields)

let private writeForgotten (w: Writer) (v: int) (x: Fetch.ForgottenTopic) : unit =
    let flexible = v >= 12

    if v <= 12 then w.String(flexible, x.Topic)

    if v >= 13 then w.Uuid(w.Take 16, x.TopicId)

    w.Int32s(flexible, x.Partitions)
    w.UnknownTags(flexible, x.UnknownTaggedFields)

let private isDefault (x: Fetch.ReplicaState) : bool = x.ReplicaId = -1 && x.ReplicaEpoch = -1L && x.UnknownTaggedFields.Length = 0

let writeRequest (w: Writer) (v: int) (x: Fetch.Request) : unit =
    if uint32 v > 18u then malformed "there is no such version" v
    let flexible = v >= 12
    w.Position <- 0

    if v <= 14 then w.Int32(w.Take 4, x.ReplicaId)
    elif x.ReplicaId <> -1 then notInVersion "ReplicaId" w

    let p = w.Take 8
    w.Int32(p, x.MaxWaitMs)
    w.Int32(p + 4, x.MinBytes)

    if v >= 7 then
        let p = w.Take 13
        w.Int32(p, x.MaxBytes)
        w.Int8(p + 4, x.IsolationLevel)
        w.Int32(p + 5, x.SessionId)
        w.Int32(p + 9, x.SessionEpoch)
    else
        if v >= 3 then w.Int32(w.Take 4, x.MaxBytes)

        if v >= 4 then w.Int8(w.Take 1, x.IsolationLevel)

    let topics = x.Topics
    w.Count(flexible, topics.Length)

    for i = 0 to topics.Length - 1 do
        writeFetchTopic w v topics[i]

    let forgotten = x.ForgottenTopicsData

    if v >= 7 then
        w.Count(flexible, forgotten.Length)

        for i = 0 to forgotten.Length - 1 do
            writeForgotten w v forgotten[i]
    elif forgotten.Length > 0 then
        notInVersion "ForgottenTopicsData" w

    if v >= 11 then w.String(flexible, x.RackId)

    let unknown = x.UnknownTaggedFields
    let state = not (isDefault x.ReplicaState)

    if state && v < 15 then notInVersion "ReplicaState" w

    if not flexible then
        w.UnknownTags(false, unknown)
    else
        let clusterId = not (isNull x.ClusterId)
        let count = unknown.Length + (if clusterId then 1 else 0) + (if state then 1 else 0)
        w.Varint count

        if count > 0 then
            if unknown.Length > 0 && unknown[0].Tag <= 1 then
                malformed "an unknown tagged field has the tag of a known one" w.Position

            if clusterId then
                let start = w.BeginTag 0
                w.NullableString(true, x.ClusterId)
                w.EndTag start

            if state then
                let start = w.BeginTag 1
                let p = w.Take 12
                w.Int32(p, x.ReplicaState.ReplicaId)
                w.Int64(p + 4, x.ReplicaState.ReplicaEpoch)
                w.UnknownTags(true, x.ReplicaState.UnknownTaggedFields)
                w.EndTag start

            w.UnknownTagsBefore(Int32.MaxValue, unknown, 0) |> ignore<int>

let private readAborted (r: byref<Reader>) (flexible: bool) : Fetch.AbortedTransaction =
    let p = r.Take 16
    let producerId = r.Int64 p
    let firstOffset = r.Int64(p + 8)
    let tags = r.UnknownTags flexible

    { ProducerId = producerId; FirstOffset = firstOffset; UnknownTaggedFields = tags }

let private readDiverging (r: byref<Reader>) : Fetch.EpochEndOffset =
    let p = r.Take 12
    let epoch = r.Int32 p
    let offset = r.Int64(p + 4)
    let tags = r.UnknownTags true

    { Epoch = epoch; EndOffset = offset; UnknownTaggedFields = tags }

let private readLeader (r: byref<Reader>) : Fetch.LeaderIdAndEpoch =
    let p = r.Take 8
    let id = r.Int32 p
    let epoch = r.Int32(p + 4)
    let tags = r.UnknownTags true

    { LeaderId = id; LeaderEpoch = epoch; UnknownTaggedFields = tags }

let private readSnapshot (r: byref<Reader>) : Fetch.SnapshotId =
    let p = r.Take 12
    let offset = r.Int64 p
    let epoch = r.Int32(p + 8)
    let tags = r.UnknownTags true

    { EndOffset = offset; Epoch = epoch; UnknownTaggedFields = tags }

let private readPartition (r: byref<Reader>) (v: int) : Fetch.PartitionData =
    let flexible = v >= 12

    let p =
        r.Take(
            if v >= 5 then 30
            elif v >= 4 then 22
            else 14
        )

    let index = r.Int32 p
    let errorCode = r.ErrorCode(p + 4)
    let highWatermark = r.Int64(p + 6)
    let stable = if v >= 4 then r.Int64(p + 14) else -1L
    let start = if v >= 5 then r.Int64(p + 22) else -1L

    let mutable aborted: Fetch.AbortedTransaction[] | null = Array.Empty<Fetch.AbortedTransaction>()

    if v >= 4 then
        let count = r.NullableCount(flexible, 16)

        if count < 0 then
            aborted <- null
        elif count > 0 then
            let items: Fetch.AbortedTransaction[] = Array.zeroCreate count

            for i = 0 to items.Length - 1 do
                items[i] <- readAborted &r flexible

            aborted <- items

    let replica = if v >= 11 then r.Int32(r.Take 4) else -1
    let records = r.NullableBytes flexible
    let mutable diverging = notDiverging
    let mutable leader = noLeader
    let mutable snapshot = noSnapshot
    let mutable tags = Array.Empty<TaggedField>()

    if flexible then
        let mutable left = r.Varint()

        while left > 0 do
            left <- left - 1
            let tag = r.Varint()
            let size = r.Varint()

            match tag with
            | 0 -> diverging <- readDiverging &r
            | 1 -> leader <- readLeader &r
            | 2 -> snapshot <- readSnapshot &r
            | _ -> tags <- r.UnknownTag(tag, size, tags)

    { PartitionIndex = index
      ErrorCode = errorCode
      HighWatermark = highWatermark
      LastStableOffset = stable
      LogStartOffset = start
      AbortedTransactions = aborted
      PreferredReadReplica = replica
      Records = records
      DivergingEpoch = diverging
      CurrentLeader = leader
      SnapshotId = snapshot
      UnknownTaggedFields = tags }

let private readTopic (r: byref<Reader>) (v: int) : Fetch.FetchableTopicResponse =
    let flexible = v >= 12
    let name = if v <= 12 then r.String flexible else ""
    let id = if v >= 13 then r.Uuid(r.Take 16) else Uuid()
    let partitions: Fetch.PartitionData[] = Array.zeroCreate (r.Count(flexible, 15))

    for i = 0 to partitions.Length - 1 do
        partitions[i] <- readPartition &r v

    let tags = r.UnknownTags flexible

    { Topic = name; TopicId = id; Partitions = partitions; UnknownTaggedFields = tags }

let private readEndpoint (r: byref<Reader>) : Fetch.NodeEndpoint =
    let nodeId = r.Int32(r.Take 4)
    let host = r.String true
    let port = r.Int32(r.Take 4)
    let rack = r.NullableString true
    let tags = r.UnknownTags true

    { NodeId = nodeId; Host = host; Port = port; Rack = rack; UnknownTaggedFields = tags }

let readResponse (bytes: Bytes) (v: int) : Fetch.Response =
    if uint32 v > 18u then malformed "there is no such version" v
    let mutable r = Reader bytes
    let flexible = v >= 12
    let mutable throttle = 0
    let mutable errorCode = ErrorCode.None
    let mutable sessionId = 0

    if v >= 7 then
        let p = r.Take 10
        throttle <- r.Int32 p
        errorCode <- r.ErrorCode(p + 4)
        sessionId <- r.Int32(p + 6)
    elif v >= 1 then
        throttle <- r.Int32(r.Take 4)

    let count = r.Count(flexible, 6)
    let mutable topics = Array.Empty<Fetch.FetchableTopicResponse>()

    if count > 0 then
        topics <- Array.zeroCreate count

        for i = 0 to topics.Length - 1 do
            topics[i] <- readTopic &r v

    let mutable endpoints = Array.Empty<Fetch.NodeEndpoint>()
    let mutable tags = Array.Empty<TaggedField>()

    if flexible then
        let mutable left = r.Varint()

        while left > 0 do
            left <- left - 1
            let tag = r.Varint()
            let size = r.Varint()

            match tag with
            | 0 when v >= 16 ->
                endpoints <- Array.zeroCreate (r.Count(true, 11))

                for i = 0 to endpoints.Length - 1 do
                    endpoints[i] <- readEndpoint &r
            | 0 -> malformed "a tagged field is not in this version" r.Position
            | _ -> tags <- r.UnknownTag(tag, size, tags)

    { ThrottleTimeMs = throttle
      ErrorCode = errorCode
      SessionId = sessionId
      Responses = topics
      NodeEndpoints = endpoints
      UnknownTaggedFields = tags }

let private writeAborted (w: Writer) (flexible: bool) (x: Fetch.AbortedTransaction) : unit =
    let p = w.Take 16
    w.Int64(p, x.ProducerId)
    w.Int64(p + 8, x.FirstOffset)
    w.UnknownTags(flexible, x.UnknownTaggedFields)

let private writePartition (w: Writer) (v: int) (x: Fetch.PartitionData) : unit =
    let flexible = v >= 12

    let p =
        w.Take(
            if v >= 5 then 30
            elif v >= 4 then 22
            else 14
        )

    w.Int32(p, x.PartitionIndex)
    w.ErrorCode(p + 4, x.ErrorCode)
    w.Int64(p + 6, x.HighWatermark)

    if v >= 4 then
        w.Int64(p + 14, x.LastStableOffset)

        if v >= 5 then w.Int64(p + 22, x.LogStartOffset)

        match x.AbortedTransactions with
        | null -> w.Count(flexible, -1)
        | aborted ->
            w.Count(flexible, aborted.Length)

            for i = 0 to aborted.Length - 1 do
                writeAborted w flexible aborted[i]

    if v >= 11 then w.Int32(w.Take 4, x.PreferredReadReplica)
    elif x.PreferredReadReplica <> -1 then notInVersion "PreferredReadReplica" w

    w.NullableBytes(flexible, x.Records)
    let unknown = x.UnknownTaggedFields
    let diverging = x.DivergingEpoch
    let leader = x.CurrentLeader
    let snapshot = x.SnapshotId
    let hasDiverging = diverging.Epoch <> -1 || diverging.EndOffset <> -1L || diverging.UnknownTaggedFields.Length > 0
    let hasLeader = leader.LeaderId <> -1 || leader.LeaderEpoch <> -1 || leader.UnknownTaggedFields.Length > 0
    let hasSnapshot = snapshot.EndOffset <> -1L || snapshot.Epoch <> -1 || snapshot.UnknownTaggedFields.Length > 0

    let count =
        unknown.Length
        + (if hasDiverging then 1 else 0)
        + (if hasLeader then 1 else 0)
        + (if hasSnapshot then 1 else 0)

    if not flexible then
        if count > 0 then notInVersion "a tagged field" w
    else
        w.Varint count

        if count > 0 then
            if unknown.Length > 0 && unknown[0].Tag <= 2 then
                malformed "an unknown tagged field has the tag of a known one" w.Position

            if hasDiverging then
                let start = w.BeginTag 0
                let p = w.Take 12
                w.Int32(p, diverging.Epoch)
                w.Int64(p + 4, diverging.EndOffset)
                w.UnknownTags(true, diverging.UnknownTaggedFields)
                w.EndTag start

            if hasLeader then
                let start = w.BeginTag 1
                let p = w.Take 8
                w.Int32(p, leader.LeaderId)
                w.Int32(p + 4, leader.LeaderEpoch)
                w.UnknownTags(true, leader.UnknownTaggedFields)
                w.EndTag start

            if hasSnapshot then
                let start = w.BeginTag 2
                let p = w.Take 12
                w.Int64(p, snapshot.EndOffset)
                w.Int32(p + 8, snapshot.Epoch)
                w.UnknownTags(true, snapshot.UnknownTaggedFields)
                w.EndTag start

            w.UnknownTagsBefore(Int32.MaxValue, unknown, 0) |> ignore<int>

let private writeTopic (w: Writer) (v: int) (x: Fetch.FetchableTopicResponse) : unit =
    let flexible = v >= 12

    if v <= 12 then w.String(flexible, x.Topic)

    if v >= 13 then w.Uuid(w.Take 16, x.TopicId)

    let partitions = x.Partitions
    w.Count(flexible, partitions.Length)

    for i = 0 to partitions.Length - 1 do
        writePartition w v partitions[i]

    w.UnknownTags(flexible, x.UnknownTaggedFields)

let private writeEndpoint (w: Writer) (x: Fetch.NodeEndpoint) : unit =
    w.Int32(w.Take 4, x.NodeId)
    w.String(true, x.Host)
    w.Int32(w.Take 4, x.Port)
    w.NullableString(true, x.Rack)
    w.UnknownTags(true, x.UnknownTaggedFields)

let writeResponse (w: Writer) (v: int) (x: Fetch.Response) : unit =
    if uint32 v > 18u then malformed "there is no such version" v
    let flexible = v >= 12
    w.Position <- 0

    if v >= 7 then
        let p = w.Take 10
        w.Int32(p, x.ThrottleTimeMs)
        w.ErrorCode(p + 4, x.ErrorCode)
        w.Int32(p + 6, x.SessionId)
    else
        if v >= 1 then w.Int32(w.Take 4, x.ThrottleTimeMs)

        if x.SessionId <> 0 then notInVersion "SessionId" w

    let topics = x.Responses
    w.Count(flexible, topics.Length)

    for i = 0 to topics.Length - 1 do
        writeTopic w v topics[i]

    let unknown = x.UnknownTaggedFields
    let endpoints = x.NodeEndpoints

    if endpoints.Length > 0 && v < 16 then notInVersion "NodeEndpoints" w

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
