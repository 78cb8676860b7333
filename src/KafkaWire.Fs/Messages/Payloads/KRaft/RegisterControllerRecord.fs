namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// RegisterControllerRecord (record type 27): a controller has registered (KIP-919).
[<RequireQualifiedAccess>]
module RegisterControllerRecord =

    /// A listener of the controller and its address.
    [<NoComparison>]
    type ControllerEndpoint =
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

    /// The wire schema of ControllerEndpoint.
    let controllerEndpoint = message<ControllerEndpoint> "ControllerEndpoint" {
        let! name             = field "Name"             _.Name             string always
        and! host             = field "Host"             _.Host             string always
        and! port             = field "Port"             _.Port             uint16 always
        and! securityProtocol = field "SecurityProtocol" _.SecurityProtocol int16  always
        and! tags             = unknownTags _.UnknownTaggedFields
        return { Name = name; Host = host; Port = port; SecurityProtocol = securityProtocol; UnknownTaggedFields = tags } }

    type ControllerEndpoint with
        /// A value with every field at its default.
        static member Default = controllerEndpoint.Default

    /// A feature that the controller supports.
    [<NoComparison>]
    type ControllerFeature =
        { /// The name of the feature.
          Name: string
          /// The lowest supported level.
          MinSupportedVersion: int16
          /// The highest supported level.
          MaxSupportedVersion: int16
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ControllerFeature.
    let controllerFeature = message<ControllerFeature> "ControllerFeature" {
        let! name                = field "Name"                _.Name                string always
        and! minSupportedVersion = field "MinSupportedVersion" _.MinSupportedVersion int16  always
        and! maxSupportedVersion = field "MaxSupportedVersion" _.MaxSupportedVersion int16  always
        and! tags                = unknownTags _.UnknownTaggedFields
        return { Name = name; MinSupportedVersion = minSupportedVersion; MaxSupportedVersion = maxSupportedVersion
                 UnknownTaggedFields = tags } }

    type ControllerFeature with
        /// A value with every field at its default.
        static member Default = controllerFeature.Default

    /// Written by the controller.
    [<NoComparison>]
    type Data =
        { /// The id of the controller.
          ControllerId: int
          /// A random id that distinguishes one run of the process from the next.
          IncarnationId: Uuid
          /// Whether the controller is ready for a migration from ZooKeeper.
          ZkMigrationReady: bool
          /// The address of each listener.
          EndPoints: ControllerEndpoint[]
          /// The features that are supported.
          Features: ControllerFeature[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "RegisterControllerRecord" {
        let! controllerId     = field "ControllerId"     _.ControllerId     int32                      always
        and! incarnationId    = field "IncarnationId"    _.IncarnationId    uuid                       always
        and! zkMigrationReady = field "ZkMigrationReady" _.ZkMigrationReady bool                       always
        and! endPoints        = field "EndPoints"        _.EndPoints        (array controllerEndpoint) always
        and! features         = field "Features"         _.Features         (array controllerFeature)  always
        and! tags             = unknownTags _.UnknownTaggedFields
        return { ControllerId = controllerId; IncarnationId = incarnationId; ZkMigrationReady = zkMigrationReady
                 EndPoints = endPoints; Features = features; UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
