namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// UnregisterBroker (key 64): removes a broker that is permanently gone from the cluster (KIP-631).
[<RequireQualifiedAccess>]
module UnregisterBroker =

    /// Sent by an admin client.
    [<NoComparison>]
    type Request =
        { /// The id of the broker to remove; the error is BrokerIdNotRegistered if it is not registered.
          BrokerId: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "UnregisterBrokerRequest" {
        let! brokerId = field "BrokerId" _.BrokerId int32 always
        and! tags     = unknownTags _.UnknownTaggedFields
        return { BrokerId = brokerId; UnknownTaggedFields = tags } }

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
          /// A human-readable error message; null or empty if there is nothing to add to the error code.
          ErrorMessage: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "UnregisterBrokerResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32               always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode           always
        and! errorMessage   = field "ErrorMessage"   _.ErrorMessage   (nullable 0 string) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; ErrorMessage = errorMessage
                 UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 64 (versions 0 0) always request response
