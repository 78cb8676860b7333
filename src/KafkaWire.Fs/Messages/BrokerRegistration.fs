namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// BrokerRegistration (key 62): a broker registers with the controller when it starts (KIP-631).
///
/// v1 adds IsMigratingZkBroker to the request (KIP-866). v2 adds LogDirs to the request (KIP-858). v3 adds
/// PreviousBrokerEpoch to the request (KIP-966). v4 has the same layout; Features may include features whose lowest level
/// is 0.
[<RequireQualifiedAccess>]
module BrokerRegistration =

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

    /// Sent by a broker.
    [<NoComparison>]
    type Request =
        { /// The id of the broker. The id of another live broker is rejected with DuplicateBrokerRegistration.
          BrokerId: int
          /// The id of the cluster; any other id is rejected with InconsistentClusterId.
          ClusterId: string
          /// A random id that the broker generates at every start.
          IncarnationId: Uuid
          /// The address of each listener of the broker.
          Listeners: Listener[]
          /// The features that the broker supports.
          Features: Feature[]
          /// The rack, or availability zone, of the broker; null if none is configured.
          Rack: string | null
          /// Whether the broker is still in ZooKeeper mode and is being migrated. From v1.
          IsMigratingZkBroker: bool
          /// The ids of the broker's available log directories. From v2.
          LogDirs: Uuid[]
          /// The epoch that the broker had before a clean shutdown, which shows the controller that it has lost nothing; -1
          /// if there was none. From v3.
          PreviousBrokerEpoch: int64
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "BrokerRegistrationRequest" {
        let! brokerId            = field       "BrokerId"            _.BrokerId            int32               always
        and! clusterId           = field       "ClusterId"           _.ClusterId           string              always
        and! incarnationId       = field       "IncarnationId"       _.IncarnationId       uuid                always
        and! listeners           = field       "Listeners"           _.Listeners           (array listener)    always
        and! features            = field       "Features"            _.Features            (array feature)     always
        and! rack                = field       "Rack"                _.Rack                (nullable 0 string) always
        and! isMigratingZkBroker = field       "IsMigratingZkBroker" _.IsMigratingZkBroker bool                (since 1)
        and! logDirs             = field       "LogDirs"             _.LogDirs             (array uuid)        (ignorable (since 2))
        and! previousBrokerEpoch = fieldOr -1L "PreviousBrokerEpoch" _.PreviousBrokerEpoch int64               (ignorable (since 3))
        and! tags                = unknownTags _.UnknownTaggedFields
        return { BrokerId = brokerId; ClusterId = clusterId; IncarnationId = incarnationId; Listeners = listeners
                 Features = features; Rack = rack; IsMigratingZkBroker = isMigratingZkBroker; LogDirs = logDirs
                 PreviousBrokerEpoch = previousBrokerEpoch; UnknownTaggedFields = tags } }

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
          /// The epoch assigned to the broker; -1 on error.
          BrokerEpoch: int64
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "BrokerRegistrationResponse" {
        let! throttleTimeMs = field       "ThrottleTimeMs" _.ThrottleTimeMs int32     always
        and! errorCode      = field       "ErrorCode"      _.ErrorCode      errorCode always
        and! brokerEpoch    = fieldOr -1L "BrokerEpoch"    _.BrokerEpoch    int64     always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; BrokerEpoch = brokerEpoch; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 62 (versions 0 4) always request response
