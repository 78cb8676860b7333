namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// PushTelemetry (key 72): a client sends its metrics to the broker (KIP-714).
[<RequireQualifiedAccess>]
module PushTelemetry =

    /// Sent by a client.
    [<NoComparison>]
    type Request =
        { /// The id of the client, which the broker has assigned.
          ClientInstanceId: Uuid
          /// The number of the subscription that the client uses; the broker answers UnknownSubscriptionId if it is
          /// outdated.
          SubscriptionId: int
          /// Whether this is the client's last push because it is about to stop.
          Terminating: bool
          /// The codec with which the metrics are compressed: 0 none, 1 gzip, 2 snappy, 3 lz4, 4 zstd; the broker answers
          /// UnsupportedCompressionType if it cannot read the codec.
          CompressionType: sbyte
          /// The metrics, as OpenTelemetry MetricsData (OTLP) in protobuf.
          Metrics: Bytes
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
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
        /// A value with every field at its default.
        static member Default = request.Default

    /// The broker's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "PushTelemetryResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32     always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 72 (versions 0 0) always request response
