namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// RegisterBrokerRecord (record type 0): a broker has registered.
///
/// v1 adds InControlledShutdown (KIP-841). v2 adds IsMigratingZkBroker (KIP-866). v3 adds LogDirs (KIP-858). v4 adds
/// CordonedLogDirs (KIP-1066).
[<RequireQualifiedAccess>]
module RegisterBrokerRecord =

    /// A listener of the broker and its address.
    [<NoComparison>]
    type BrokerEndpoint =
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

    /// The wire schema of BrokerEndpoint.
    let brokerEndpoint = message<BrokerEndpoint> "BrokerEndpoint" {
        let! name             = field "Name"             _.Name             string always
        and! host             = field "Host"             _.Host             string always
        and! port             = field "Port"             _.Port             uint16 always
        and! securityProtocol = field "SecurityProtocol" _.SecurityProtocol int16  always
        and! tags             = unknownTags _.UnknownTaggedFields
        return { Name = name; Host = host; Port = port; SecurityProtocol = securityProtocol; UnknownTaggedFields = tags } }

    type BrokerEndpoint with
        /// A value with every field at its default.
        static member Default = brokerEndpoint.Default

    /// A feature that the broker supports.
    [<NoComparison>]
    type BrokerFeature =
        { /// The name of the feature.
          Name: string
          /// The lowest supported level.
          MinSupportedVersion: int16
          /// The highest supported level.
          MaxSupportedVersion: int16
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of BrokerFeature.
    let brokerFeature = message<BrokerFeature> "BrokerFeature" {
        let! name                = field "Name"                _.Name                string always
        and! minSupportedVersion = field "MinSupportedVersion" _.MinSupportedVersion int16  always
        and! maxSupportedVersion = field "MaxSupportedVersion" _.MaxSupportedVersion int16  always
        and! tags                = unknownTags _.UnknownTaggedFields
        return { Name = name; MinSupportedVersion = minSupportedVersion; MaxSupportedVersion = maxSupportedVersion
                 UnknownTaggedFields = tags } }

    type BrokerFeature with
        /// A value with every field at its default.
        static member Default = brokerFeature.Default

    /// Written by the controller.
    [<NoComparison>]
    type Data =
        { /// The id of the broker.
          BrokerId: int
          /// Whether the broker is still in ZooKeeper mode and is being migrated. From v2.
          IsMigratingZkBroker: bool
          /// A random id that distinguishes one run of the process from the next.
          IncarnationId: Uuid
          /// The epoch that the controller assigned to the broker.
          BrokerEpoch: int64
          /// The address of each listener.
          EndPoints: BrokerEndpoint[]
          /// The features that are supported.
          Features: BrokerFeature[]
          /// The rack, or availability zone, of the broker; null if none is configured.
          Rack: string | null
          /// Whether the broker is fenced and therefore leads nothing; true by default.
          Fenced: bool
          /// Whether the broker is about to stop. From v1.
          InControlledShutdown: bool
          /// The ids of the available log directories. From v3.
          LogDirs: Uuid[]
          /// The ids of the log directories that should get no new replicas; null if unknown. From v4.
          CordonedLogDirs: Uuid[] | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "RegisterBrokerRecord" {
        let! brokerId             = field           "BrokerId"             _.BrokerId             int32                     always
        and! isMigratingZkBroker  = field           "IsMigratingZkBroker"  _.IsMigratingZkBroker  bool                      (since 2)
        and! incarnationId        = field           "IncarnationId"        _.IncarnationId        uuid                      always
        and! brokerEpoch          = field           "BrokerEpoch"          _.BrokerEpoch          int64                     always
        and! endPoints            = field           "EndPoints"            _.EndPoints            (array brokerEndpoint)    always
        and! features             = field           "Features"             _.Features             (array brokerFeature)     always
        and! rack                 = field           "Rack"                 _.Rack                 (nullable 0 string)       always
        and! fenced               = fieldOr true    "Fenced"               _.Fenced               bool                      always
        and! inControlledShutdown = field           "InControlledShutdown" _.InControlledShutdown bool                      (since 1)
        and! logDirs              = tagged 0        "LogDirs"              _.LogDirs              (array uuid)              (since 3)
        and! cordonedLogDirs      = taggedOr 1 null "CordonedLogDirs"      _.CordonedLogDirs      (nullable 4 (array uuid)) (since 4)
        and! tags                 = unknownTags _.UnknownTaggedFields
        return { BrokerId = brokerId; IsMigratingZkBroker = isMigratingZkBroker; IncarnationId = incarnationId
                 BrokerEpoch = brokerEpoch; EndPoints = endPoints; Features = features; Rack = rack; Fenced = fenced
                 InControlledShutdown = inControlledShutdown; LogDirs = logDirs; CordonedLogDirs = cordonedLogDirs
                 UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 4) always data
