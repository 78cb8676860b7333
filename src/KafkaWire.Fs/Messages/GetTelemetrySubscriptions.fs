namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// GetTelemetrySubscriptions (key 71): a client asks which metrics the broker wants from it (KIP-714).
[<RequireQualifiedAccess>]
module GetTelemetrySubscriptions =

    /// Sent by a client.
    [<NoComparison>]
    type Request =
        { /// The id of the client, which the broker assigns; all zero in the first request.
          ClientInstanceId: Uuid
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "GetTelemetrySubscriptionsRequest" {
        let! clientInstanceId = field "ClientInstanceId" _.ClientInstanceId uuid always
        and! tags             = unknownTags _.UnknownTaggedFields
        return { ClientInstanceId = clientInstanceId; UnknownTaggedFields = tags } }

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
          /// The id of the client, which it must send in all later requests.
          ClientInstanceId: Uuid
          /// The number of the subscription, which the client must send with each push.
          SubscriptionId: int
          /// The codecs that the broker can read, in order of preference: 0 none, 1 gzip, 2 snappy, 3 lz4, 4 zstd; empty on
          /// error.
          AcceptedCompressionTypes: sbyte[]
          /// How often the client should push, in milliseconds.
          PushIntervalMs: int
          /// The maximum size of a push after compression, in bytes; the broker answers TelemetryTooLarge if it is larger.
          TelemetryMaxBytes: int
          /// Whether the values should be changes since the last push (true) or totals (false).
          DeltaTemporality: bool
          /// The prefixes of the metrics that the broker wants; empty for none, one empty string for all.
          RequestedMetrics: string[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "GetTelemetrySubscriptionsResponse" {
        let! throttleTimeMs           = field "ThrottleTimeMs"           _.ThrottleTimeMs           int32          always
        and! errorCode                = field "ErrorCode"                _.ErrorCode                errorCode      always
        and! clientInstanceId         = field "ClientInstanceId"         _.ClientInstanceId         uuid           always
        and! subscriptionId           = field "SubscriptionId"           _.SubscriptionId           int32          always
        and! acceptedCompressionTypes = field "AcceptedCompressionTypes" _.AcceptedCompressionTypes (array int8)   always
        and! pushIntervalMs           = field "PushIntervalMs"           _.PushIntervalMs           int32          always
        and! telemetryMaxBytes        = field "TelemetryMaxBytes"        _.TelemetryMaxBytes        int32          always
        and! deltaTemporality         = field "DeltaTemporality"         _.DeltaTemporality         bool           always
        and! requestedMetrics         = field "RequestedMetrics"         _.RequestedMetrics         (array string) always
        and! tags                     = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; ClientInstanceId = clientInstanceId
                 SubscriptionId = subscriptionId; AcceptedCompressionTypes = acceptedCompressionTypes
                 PushIntervalMs = pushIntervalMs; TelemetryMaxBytes = telemetryMaxBytes; DeltaTemporality = deltaTemporality
                 RequestedMetrics = requestedMetrics; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 71 (versions 0 0) always request response
