namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// PushTelemetry (key 72): a client hands its metrics to the broker (KIP-714).
[<RequireQualifiedAccess>]
module PushTelemetry =

    /// What a client sends.
    [<NoComparison>]
    type Request =
        { /// The id of the client, which the broker has given out.
          ClientInstanceId: Uuid
          /// The number of the subscription that the client follows; an outdated one is answered with UnknownSubscriptionId.
          SubscriptionId: int
          /// Whether the client is about to stop, so that this is its last push.
          Terminating: bool
          /// The codec that the metrics are compressed with: 0 none, 1 gzip, 2 snappy, 3 lz4, 4 zstd; one that the broker cannot read is
          /// answered with UnsupportedCompressionType.
          CompressionType: sbyte
          /// The metrics, as MetricsData of OpenTelemetry (OTLP) in protobuf.
          Metrics: Bytes
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "PushTelemetryRequest" {
        let! clientInstanceId = field "ClientInstanceId" _.ClientInstanceId uuid  always
        and! subscriptionId   = field "SubscriptionId"   _.SubscriptionId   int32 always
        and! terminating      = field "Terminating"      _.Terminating      bool  always
        and! compressionType  = field "CompressionType"  _.CompressionType  int8  always
        and! metrics          = field "Metrics"          _.Metrics          bytes always
        and! tags             = unknownTags _.UnknownTaggedFields
        return { ClientInstanceId = clientInstanceId; SubscriptionId = subscriptionId; Terminating = terminating
                 CompressionType = compressionType; Metrics = metrics; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// What the broker answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// What came of it; None (0) if all is well.
          ErrorCode: ErrorCode
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "PushTelemetryResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32     always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 72 (versions 0 0) always request response
