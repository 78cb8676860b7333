namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// BrokerHeartbeat (key 63): a broker tells the controller that it is alive and which state it wants to be in (KIP-631).
///
/// v1 adds OfflineLogDirs to the request (KIP-858). v2 adds CordonedLogDirs to the request (KIP-1066).
[<RequireQualifiedAccess>]
module BrokerHeartbeat =

    /// Sent by a broker.
    [<NoComparison>]
    type Request =
        { /// The id of the broker.
          BrokerId: int
          /// The epoch that the broker got when it registered; -1 if unknown. An outdated epoch is rejected with
          /// StaleBrokerEpoch.
          BrokerEpoch: int64
          /// The offset in the metadata log that the broker has reached.
          CurrentMetadataOffset: int64
          /// Whether the broker wants to be fenced, as it does until it has caught up.
          WantFence: bool
          /// Whether the broker wants to shut down; the controller must first move its leaders away.
          WantShutDown: bool
          /// The ids of the log directories that have failed. From v1.
          OfflineLogDirs: Uuid[]
          /// The ids of the log directories that should get no new replicas; null if the broker does not report them. From
          /// v2.
          CordonedLogDirs: Uuid[] | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
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
        /// A value with every field at its default.
        static member Default = request.Default

    /// The controller's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// Whether the broker has read the metadata log up to its own registration.
          IsCaughtUp: bool
          /// Whether the broker is fenced and therefore leads nothing; true by default.
          IsFenced: bool
          /// Whether the broker may shut down now.
          ShouldShutDown: bool
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
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
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 63 (versions 0 2) always request response
