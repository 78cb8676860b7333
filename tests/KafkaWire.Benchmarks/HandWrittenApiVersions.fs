/// Hand-written ApiVersions: the response, v0 to v5. FROZEN, see HandWritten.fs.
module KafkaWire.Benchmarks.HandWrittenApiVersions

open System
open KafkaWire
open KafkaWire.Messages
open KafkaWire.Benchmarks.HandWritten

let private readApi (r: byref<Reader>) (flexible: bool) : ApiVersions.ApiVersion =
    let p = r.Take 6
    let key = r.Int16 p
    let lowest = r.Int16(p + 2)
    let highest = r.Int16(p + 4)
    let tags = r.UnknownTags flexible

    { ApiKey = key; MinVersion = lowest; MaxVersion = highest; UnknownTaggedFields = tags }

let private readSupported (r: byref<Reader>) : ApiVersions.SupportedFeatureKey =
    let name = r.String true
    let p = r.Take 4
    let lowest = r.Int16 p
    let highest = r.Int16(p + 2)
    let tags = r.UnknownTags true

    { Name = name; MinVersion = lowest; MaxVersion = highest; UnknownTaggedFields = tags }

let private readFinalized (r: byref<Reader>) : ApiVersions.FinalizedFeatureKey =
    let name = r.String true
    let p = r.Take 4
    let highest = r.Int16 p
    let lowest = r.Int16(p + 2)
    let tags = r.UnknownTags true

    { Name = name; MaxVersionLevel = highest; MinVersionLevel = lowest; UnknownTaggedFields = tags }

let readResponse (bytes: Bytes) (v: int) : ApiVersions.Response =
    if uint32 v > 5u then malformed "there is no such version" v
    let mutable r = Reader bytes
    let flexible = v >= 3
    let errorCode = r.ErrorCode(r.Take 2)
    let apis: ApiVersions.ApiVersion[] = Array.zeroCreate (r.Count(flexible, 6))

    for i = 0 to apis.Length - 1 do
        apis[i] <- readApi &r flexible

    let throttle = if v >= 1 then r.Int32(r.Take 4) else 0
    let mutable supported = Array.Empty<ApiVersions.SupportedFeatureKey>()
    let mutable epoch = -1L
    let mutable finalized = Array.Empty<ApiVersions.FinalizedFeatureKey>()
    let mutable ready = false
    let mutable tags = Array.Empty<TaggedField>()

    if flexible then
        let mutable left = r.Varint()

        while left > 0 do
            left <- left - 1
            let tag = r.Varint()
            let size = r.Varint()

            match tag with
            | 0 ->
                supported <- Array.zeroCreate (r.Count(true, 6))

                for i = 0 to supported.Length - 1 do
                    supported[i] <- readSupported &r
            | 1 -> epoch <- r.Int64(r.Take 8)
            | 2 ->
                finalized <- Array.zeroCreate (r.Count(true, 6))

                for i = 0 to finalized.Length - 1 do
                    finalized[i] <- readFinalized &r
            | 3 -> ready <- r.Bool(r.Take 1)
            | _ -> tags <- r.UnknownTag(tag, size, tags)

    { ErrorCode = errorCode
      ApiKeys = apis
      ThrottleTimeMs = throttle
      SupportedFeatures = supported
      FinalizedFeaturesEpoch = epoch
      FinalizedFeatures = finalized
      ZkMigrationReady = ready
      UnknownTaggedFields = tags }

let private writeApi (w: Writer) (flexible: bool) (x: ApiVersions.ApiVersion) : unit =
    let p = w.Take 6
    w.Int16(p, x.ApiKey)
    w.Int16(p + 2, x.MinVersion)
    w.Int16(p + 4, x.MaxVersion)
    w.UnknownTags(flexible, x.UnknownTaggedFields)

let private writeSupported (w: Writer) (x: ApiVersions.SupportedFeatureKey) : unit =
    w.String(true, x.Name)
    let p = w.Take 4
    w.Int16(p, x.MinVersion)
    w.Int16(p + 2, x.MaxVersion)
    w.UnknownTags(true, x.UnknownTaggedFields)

let private writeFinalized (w: Writer) (x: ApiVersions.FinalizedFeatureKey) : unit =
    w.String(true, x.Name)
    let p = w.Take 4
    w.Int16(p, x.MaxVersionLevel)
    w.Int16(p + 2, x.MinVersionLevel)
    w.UnknownTags(true, x.UnknownTaggedFields)

let writeResponse (w: Writer) (v: int) (x: ApiVersions.Response) : unit =
    if uint32 v > 5u then malformed "there is no such version" v
    let flexible = v >= 3
    w.Position <- 0
    w.ErrorCode(w.Take 2, x.ErrorCode)
    let apis = x.ApiKeys
    w.Count(flexible, apis.Length)

    for i = 0 to apis.Length - 1 do
        writeApi w flexible apis[i]

    if v >= 1 then w.Int32(w.Take 4, x.ThrottleTimeMs)

    let unknown = x.UnknownTaggedFields

    if not flexible then
        w.UnknownTags(false, unknown)
    else
        let supported = x.SupportedFeatures
        let finalized = x.FinalizedFeatures

        w.Varint(
            (if supported.Length > 0 then 1 else 0)
            + (if x.FinalizedFeaturesEpoch <> -1L then 1 else 0)
            + (if finalized.Length > 0 then 1 else 0)
            + (if x.ZkMigrationReady then 1 else 0)
            + unknown.Length
        )

        // Tags 0 to 3 are known, without a gap: an unknown one stands behind them all, or is refused.
        if unknown.Length > 0 && unknown[0].Tag <= 3 then
            malformed "an unknown tagged field has the tag of a known one" w.Position

        if supported.Length > 0 then
            let start = w.BeginTag 0
            w.Count(true, supported.Length)

            for i = 0 to supported.Length - 1 do
                writeSupported w supported[i]

            w.EndTag start

        if x.FinalizedFeaturesEpoch <> -1L then
            w.Tag(1, 8)
            w.Int64(w.Take 8, x.FinalizedFeaturesEpoch)

        if finalized.Length > 0 then
            let start = w.BeginTag 2
            w.Count(true, finalized.Length)

            for i = 0 to finalized.Length - 1 do
                writeFinalized w finalized[i]

            w.EndTag start

        if x.ZkMigrationReady then
            w.Tag(3, 1)
            w.Bool(w.Take 1, x.ZkMigrationReady)

        if unknown.Length > 0 then w.UnknownTagsBefore(Int32.MaxValue, unknown, 0) |> ignore<int>
