namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ApiVersions (key 18): asks which APIs, at which versions, the broker speaks, and which features the cluster has (KIP-35).
///
/// v1 adds ThrottleTimeMs to the response (KIP-124). v2 has the same bytes; the broker answers before it throttles (KIP-219). v3
/// adds ClientSoftwareName and ClientSoftwareVersion to the request, SupportedFeatures, FinalizedFeaturesEpoch, FinalizedFeatures
/// and ZkMigrationReady to the response; is flexible, but the header of the response stays in version 0, so that every client can
/// read it (KIP-482, KIP-511, KIP-584, KIP-866). v4 has the same bytes; features whose lowest level is 0 are no longer left out.
/// v5 adds ClusterId and NodeId to the request, so that a broker that the client did not mean to reach can answer
/// RebootstrapRequired (KIP-1242).
[<RequireQualifiedAccess>]
module ApiVersions =

    /// What a client sends.
    [<NoComparison>]
    type Request =
        { /// The name of the client library, such as apache-kafka-java: letters and digits, with dots and dashes in between; any other, or
          /// an empty one, is answered with InvalidRequest. From v3.
          ClientSoftwareName: string
          /// The version of the client library, under the same rule. From v3.
          ClientSoftwareVersion: string
          /// The id of the cluster that the client means to reach; null if it does not know it. From v5.
          ClusterId: string | null
          /// The id of the node that the client means to reach; -1 if it does not know it. From v5.
          NodeId: int
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "ApiVersionsRequest" {
        let! clientSoftwareName    = field        "ClientSoftwareName"    _.ClientSoftwareName    string              (ignorable (since 3))
        and! clientSoftwareVersion = field        "ClientSoftwareVersion" _.ClientSoftwareVersion string              (ignorable (since 3))
        and! clusterId             = fieldOr null "ClusterId"             _.ClusterId             (nullable 5 string) (ignorable (since 5))
        and! nodeId                = fieldOr -1   "NodeId"                _.NodeId                int32               (ignorable (since 5))
        and! tags                  = unknownTags _.UnknownTaggedFields
        return { ClientSoftwareName = clientSoftwareName; ClientSoftwareVersion = clientSoftwareVersion; ClusterId = clusterId
                 NodeId = nodeId; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// An API, and the versions of it that the broker serves.
    [<NoComparison>]
    type ApiVersion =
        { /// The key of the API.
          ApiKey: int16
          /// The lowest version of the API that the broker accepts.
          MinVersion: int16
          /// The highest version of the API that the broker accepts.
          MaxVersion: int16
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an ApiVersion stands on the wire.
    let apiVersion = message<ApiVersion> "ApiVersion" {
        let! apiKey     = field "ApiKey"     _.ApiKey     int16 always
        and! minVersion = field "MinVersion" _.MinVersion int16 always
        and! maxVersion = field "MaxVersion" _.MaxVersion int16 always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { ApiKey = apiKey; MinVersion = minVersion; MaxVersion = maxVersion; UnknownTaggedFields = tags } }

    type ApiVersion with
        /// Every field at its default.
        static member Default = apiVersion.Default

    /// A feature that the broker could support. From v3.
    [<NoComparison>]
    type SupportedFeatureKey =
        { /// The name of the feature.
          Name: string
          /// The lowest level that the broker supports.
          MinVersion: int16
          /// The highest level that the broker supports.
          MaxVersion: int16
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a SupportedFeatureKey stands on the wire.
    let supportedFeatureKey = message<SupportedFeatureKey> "SupportedFeatureKey" {
        let! name       = field "Name"       _.Name       string (since 3)
        and! minVersion = field "MinVersion" _.MinVersion int16  (since 3)
        and! maxVersion = field "MaxVersion" _.MaxVersion int16  (since 3)
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Name = name; MinVersion = minVersion; MaxVersion = maxVersion; UnknownTaggedFields = tags } }

    type SupportedFeatureKey with
        /// Every field at its default.
        static member Default = supportedFeatureKey.Default

    /// A feature that is in force in the cluster. From v3.
    [<NoComparison>]
    type FinalizedFeatureKey =
        { /// The name of the feature.
          Name: string
          /// The highest level in force.
          MaxVersionLevel: int16
          /// The lowest level in force.
          MinVersionLevel: int16
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a FinalizedFeatureKey stands on the wire.
    let finalizedFeatureKey = message<FinalizedFeatureKey> "FinalizedFeatureKey" {
        let! name            = field "Name"            _.Name            string (since 3)
        and! maxVersionLevel = field "MaxVersionLevel" _.MaxVersionLevel int16  (since 3)
        and! minVersionLevel = field "MinVersionLevel" _.MinVersionLevel int16  (since 3)
        and! tags            = unknownTags _.UnknownTaggedFields
        return { Name = name; MaxVersionLevel = maxVersionLevel; MinVersionLevel = minVersionLevel; UnknownTaggedFields = tags } }

    type FinalizedFeatureKey with
        /// Every field at its default.
        static member Default = finalizedFeatureKey.Default

    /// What the broker answers.
    [<NoComparison>]
    type Response =
        { /// None (0), or UnsupportedVersion (35) if the broker does not know the version of the request: the answer is then in v0. Or (v5)
          /// RebootstrapRequired (129) if it is not the broker that the client means.
          ErrorCode: ErrorCode
          /// The APIs that the broker serves.
          ApiKeys: ApiVersion[]
          /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not. From v1.
          ThrottleTimeMs: int
          /// The features that the broker could support. Before v4 those whose lowest level is 0 are missing. From v3.
          SupportedFeatures: SupportedFeatureKey[]
          /// The epoch of the finalized features: of two answers, the one with the higher epoch is the newer; -1 if it is not known. From
          /// v3.
          FinalizedFeaturesEpoch: int64
          /// The features that are in force in the whole cluster. From v3.
          FinalizedFeatures: FinalizedFeatureKey[]
          /// Whether the controller is ready to take over a cluster from ZooKeeper. Brokers do not set it, and Kafka 4 never does. From v3.
          ZkMigrationReady: bool
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "ApiVersionsResponse" {
        let! errorCode              = field          "ErrorCode"              _.ErrorCode              errorCode                   always
        and! apiKeys                = field          "ApiKeys"                _.ApiKeys                (array apiVersion)          always
        and! throttleTimeMs         = field          "ThrottleTimeMs"         _.ThrottleTimeMs         int32                       (ignorable (since 1))
        and! supportedFeatures      = tagged 0       "SupportedFeatures"      _.SupportedFeatures      (array supportedFeatureKey) (ignorable (since 3))
        and! finalizedFeaturesEpoch = taggedOr 1 -1L "FinalizedFeaturesEpoch" _.FinalizedFeaturesEpoch int64                       (ignorable (since 3))
        and! finalizedFeatures      = tagged 2       "FinalizedFeatures"      _.FinalizedFeatures      (array finalizedFeatureKey) (ignorable (since 3))
        and! zkMigrationReady       = tagged 3       "ZkMigrationReady"       _.ZkMigrationReady       bool                        (ignorable (since 3))
        and! tags                   = unknownTags _.UnknownTaggedFields
        return { ErrorCode = errorCode; ApiKeys = apiKeys; ThrottleTimeMs = throttleTimeMs
                 SupportedFeatures = supportedFeatures; FinalizedFeaturesEpoch = finalizedFeaturesEpoch
                 FinalizedFeatures = finalizedFeatures; ZkMigrationReady = zkMigrationReady; UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 18 (versions 0 5) (since 3) request response
