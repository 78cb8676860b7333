namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// BrokerHeartbeat (key 63): a broker tells the controller that it is alive and in which state it wants to be (KIP-631).
///
/// v1 adds OfflineLogDirs to the request (KIP-858). v2 adds CordonedLogDirs to the request (KIP-1066).
[<RequireQualifiedAccess>]
module BrokerHeartbeat =

    /// What a broker sends.
    [<NoComparison>]
    type Request =
        { /// The id of the broker.
          BrokerId: int
          /// The epoch that the broker got when it registered; -1 if it is not known. An outdated one is answered with StaleBrokerEpoch.
          BrokerEpoch: int64
          /// The offset in the metadata log that the broker has come to.
          CurrentMetadataOffset: int64
          /// Whether the broker wants to be fenced, as it does until it has caught up.
          WantFence: bool
          /// Whether the broker wants to stop, so that the controller has to move its leaders away first.
          WantShutDown: bool
          /// The ids of the log directories that have failed. From v1.
          OfflineLogDirs: Uuid[]
          /// The ids of the log directories that shall get no new replicas; null if the broker does not say. From v2.
          CordonedLogDirs: Uuid[] | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "BrokerHeartbeatRequest" {
        let! brokerId              = field           "BrokerId"              _.BrokerId              int32                     always
        and! brokerEpoch           = fieldOr -1L     "BrokerEpoch"           _.BrokerEpoch           int64                     always
        and! currentMetadataOffset = field           "CurrentMetadataOffset" _.CurrentMetadataOffset int64                     always
        and! wantFence             = field           "WantFence"             _.WantFence             bool                      always
        and! wantShutDown          = field           "WantShutDown"          _.WantShutDown          bool                      always
        and! offlineLogDirs        = tagged 0        "OfflineLogDirs"        _.OfflineLogDirs        (array uuid)              (since 1)
        and! cordonedLogDirs       = taggedOr 1 null "CordonedLogDirs"       _.CordonedLogDirs       (nullable 2 (array uuid)) (since 2)
        and! tags                  = unknownTags _.UnknownTaggedFields
        return { BrokerId = brokerId; BrokerEpoch = brokerEpoch; CurrentMetadataOffset = currentMetadataOffset
                 WantFence = wantFence; WantShutDown = wantShutDown; OfflineLogDirs = offlineLogDirs
                 CordonedLogDirs = cordonedLogDirs; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// What the controller answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// What came of it; None (0) if all is well.
          ErrorCode: ErrorCode
          /// Whether the broker has read the metadata log up to its own registration.
          IsCaughtUp: bool
          /// Whether the broker is fenced, so that it leads nothing; true by default.
          IsFenced: bool
          /// Whether the broker may stop now.
          ShouldShutDown: bool
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "BrokerHeartbeatResponse" {
        let! throttleTimeMs = field        "ThrottleTimeMs" _.ThrottleTimeMs int32     always
        and! errorCode      = field        "ErrorCode"      _.ErrorCode      errorCode always
        and! isCaughtUp     = field        "IsCaughtUp"     _.IsCaughtUp     bool      always
        and! isFenced       = fieldOr true "IsFenced"       _.IsFenced       bool      always
        and! shouldShutDown = field        "ShouldShutDown" _.ShouldShutDown bool      always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; IsCaughtUp = isCaughtUp; IsFenced = isFenced
                 ShouldShutDown = shouldShutDown; UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 63 (versions 0 2) always request response
