namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ControllerRegistration (key 70): a controller registers with the active controller (KIP-919).
[<RequireQualifiedAccess>]
module ControllerRegistration =

    /// A listener, and where it can be reached.
    [<NoComparison>]
    type Listener =
        { /// The name of the listener.
          Name: string
          /// The host name or address to connect to.
          Host: string
          /// The port to connect to.
          Port: uint16
          /// What is spoken at the port: 0 PLAINTEXT, 1 SSL, 2 SASL_PLAINTEXT, 3 SASL_SSL.
          SecurityProtocol: int16
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Listener stands on the wire.
    let listener = message<Listener> "Listener" {
        let! name             = field "Name"             _.Name             string always
        and! host             = field "Host"             _.Host             string always
        and! port             = field "Port"             _.Port             uint16 always
        and! securityProtocol = field "SecurityProtocol" _.SecurityProtocol int16  always
        and! tags             = unknownTags _.UnknownTaggedFields
        return { Name = name; Host = host; Port = port; SecurityProtocol = securityProtocol; UnknownTaggedFields = tags } }

    type Listener with
        /// Every field at its default.
        static member Default = listener.Default

    /// A feature, and the levels of it that are supported.
    [<NoComparison>]
    type Feature =
        { /// The name of the feature.
          Name: string
          /// The lowest level that is supported.
          MinSupportedVersion: int16
          /// The highest level that is supported.
          MaxSupportedVersion: int16
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Feature stands on the wire.
    let feature = message<Feature> "Feature" {
        let! name                = field "Name"                _.Name                string always
        and! minSupportedVersion = field "MinSupportedVersion" _.MinSupportedVersion int16  always
        and! maxSupportedVersion = field "MaxSupportedVersion" _.MaxSupportedVersion int16  always
        and! tags                = unknownTags _.UnknownTaggedFields
        return { Name = name; MinSupportedVersion = minSupportedVersion; MaxSupportedVersion = maxSupportedVersion
                 UnknownTaggedFields = tags } }

    type Feature with
        /// Every field at its default.
        static member Default = feature.Default

    /// What a controller sends.
    [<NoComparison>]
    type Request =
        { /// The id of the controller.
          ControllerId: int
          /// A random id that the controller makes anew at every start.
          IncarnationId: Uuid
          /// Whether the controller is ready for a migration from ZooKeeper.
          ZkMigrationReady: bool
          /// Where the controller can be reached, listener by listener.
          Listeners: Listener[]
          /// The features that the controller supports.
          Features: Feature[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
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
        /// Every field at its default.
        static member Default = request.Default

    /// What the active controller answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// What came of it; None (0) if all is well.
          ErrorCode: ErrorCode
          /// What went wrong, in a sentence for people; null or empty where there is nothing to say beyond the error code.
          ErrorMessage: string | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "ControllerRegistrationResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32               always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode           always
        and! errorMessage   = field "ErrorMessage"   _.ErrorMessage   (nullable 0 string) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; ErrorMessage = errorMessage
                 UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 70 (versions 0 0) always request response
