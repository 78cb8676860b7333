namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ControllerRegistration (key 70): a controller registers with the active controller (KIP-919).
[<RequireQualifiedAccess>]
module ControllerRegistration =

    /// A listener and its address.
    [<NoComparison>]
    type Listener =
        { /// The name of the listener.
          Name: string
          /// The host name or address to connect to.
          Host: string
          /// The port to connect to.
          Port: uint16
          /// The security protocol of the listener: 0 PLAINTEXT, 1 SSL, 2 SASL_PLAINTEXT, 3 SASL_SSL.
          SecurityProtocol: int16
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Listener.
    let listener = message<Listener> "Listener" {
        let! name             = field "Name"             _.Name             string always
        and! host             = field "Host"             _.Host             string always
        and! port             = field "Port"             _.Port             uint16 always
        and! securityProtocol = field "SecurityProtocol" _.SecurityProtocol int16  always
        and! tags             = unknownTags _.UnknownTaggedFields
        return { Name = name; Host = host; Port = port; SecurityProtocol = securityProtocol; UnknownTaggedFields = tags } }

    type Listener with
        /// A value with every field at its default.
        static member Default = listener.Default

    /// A feature and its supported levels.
    [<NoComparison>]
    type Feature =
        { /// The name of the feature.
          Name: string
          /// The lowest supported level.
          MinSupportedVersion: int16
          /// The highest supported level.
          MaxSupportedVersion: int16
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Feature.
    let feature = message<Feature> "Feature" {
        let! name                = field "Name"                _.Name                string always
        and! minSupportedVersion = field "MinSupportedVersion" _.MinSupportedVersion int16  always
        and! maxSupportedVersion = field "MaxSupportedVersion" _.MaxSupportedVersion int16  always
        and! tags                = unknownTags _.UnknownTaggedFields
        return { Name = name; MinSupportedVersion = minSupportedVersion; MaxSupportedVersion = maxSupportedVersion
                 UnknownTaggedFields = tags } }

    type Feature with
        /// A value with every field at its default.
        static member Default = feature.Default

    /// Sent by a controller.
    [<NoComparison>]
    type Request =
        { /// The id of the controller.
          ControllerId: int
          /// A random id that the controller generates at every start.
          IncarnationId: Uuid
          /// Whether the controller is ready for a migration from ZooKeeper.
          ZkMigrationReady: bool
          /// The address of each listener of the controller.
          Listeners: Listener[]
          /// The features that the controller supports.
          Features: Feature[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "ControllerRegistrationRequest" {
        let! controllerId     = field "ControllerId"     _.ControllerId     int32            always
        and! incarnationId    = field "IncarnationId"    _.IncarnationId    uuid             always
        and! zkMigrationReady = field "ZkMigrationReady" _.ZkMigrationReady bool             always
        and! listeners        = field "Listeners"        _.Listeners        (array listener) always
        and! features         = field "Features"         _.Features         (array feature)  always
        and! tags             = unknownTags _.UnknownTaggedFields
        return { ControllerId = controllerId; IncarnationId = incarnationId; ZkMigrationReady = zkMigrationReady
                 Listeners = listeners; Features = features; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The active controller's response.
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
    let response = message<Response> "ControllerRegistrationResponse" {
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
    let api = api 70 (versions 0 0) always request response
