namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// GetTelemetrySubscriptions (key 71): a client asks which metrics the broker wants from it (KIP-714).
[<RequireQualifiedAccess>]
module GetTelemetrySubscriptions =

    /// What a client sends.
    [<NoComparison>]
    type Request =
        { /// The id of the client, which the broker gives out; all zero at first.
          ClientInstanceId: Uuid
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "GetTelemetrySubscriptionsRequest" {
        let! clientInstanceId = field "ClientInstanceId" _.ClientInstanceId uuid always
        and! tags             = unknownTags _.UnknownTaggedFields
        return { ClientInstanceId = clientInstanceId; UnknownTaggedFields = tags } }

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
          /// The id of the client, which it has to name from here on.
          ClientInstanceId: Uuid
          /// A number for what the broker wants, which the client has to name when it pushes.
          SubscriptionId: int
          /// The codecs that the broker can read, the best one first: 0 none, 1 gzip, 2 snappy, 3 lz4, 4 zstd; empty with an error.
          AcceptedCompressionTypes: sbyte[]
          /// How often the client shall push, in milliseconds.
          PushIntervalMs: int
          /// The most bytes that a push may have after compression; more is answered with TelemetryTooLarge.
          TelemetryMaxBytes: int
          /// Whether the values shall be changes since the last push (true) or totals (false).
          DeltaTemporality: bool
          /// The prefixes of the metrics that the broker wants; empty for none, one empty string for all.
          RequestedMetrics: string[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
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
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 71 (versions 0 0) always request response
