namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// UnregisterController (key 94): removes the registration of a controller that is permanently gone from the cluster.
[<RequireQualifiedAccess>]
module UnregisterController =

    /// Sent by an admin client.
    [<NoComparison>]
    type Request =
        { /// The id of the controller to remove.
          ControllerId: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "UnregisterControllerRequest" {
        let! controllerId = field "ControllerId" _.ControllerId int32 always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { ControllerId = controllerId; UnknownTaggedFields = tags } }

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
    let response = message<Response> "UnregisterControllerResponse" {
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
    let api = api 94 (versions 0 0) always request response
