namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ApiVersions (key 18): asks which APIs and versions the broker supports, and which features the cluster has (KIP-35).
///
/// v1 adds ThrottleTimeMs to the response (KIP-124). v2 has the same layout; the broker answers before it throttles
/// (KIP-219). v3 adds ClientSoftwareName and ClientSoftwareVersion to the request, SupportedFeatures,
/// FinalizedFeaturesEpoch, FinalizedFeatures and ZkMigrationReady to the response; is flexible, but the header of the
/// response stays at version 0, so that every client can read it (KIP-482, KIP-511, KIP-584, KIP-866). v4 has the same
/// layout; features whose lowest level is 0 are no longer left out. v5 adds ClusterId and NodeId to the request, so that a
/// broker that the client did not mean to reach can answer RebootstrapRequired (KIP-1242).
[<RequireQualifiedAccess>]
module ApiVersions =

    /// Sent by a client.
    [<NoComparison>]
    type Request =
        { /// The name of the client library, such as apache-kafka-java. It consists of letters and digits, with dots and
          /// dashes in between; any other name, or an empty one, is rejected with InvalidRequest. From v3.
          ClientSoftwareName: string
          /// The version of the client library; the same rule applies. From v3.
          ClientSoftwareVersion: string
          /// The id of the cluster that the client means to reach; null if unknown. From v5.
          ClusterId: string | null
          /// The id of the node that the client means to reach; -1 if unknown. From v5.
          NodeId: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "ApiVersionsRequest" {
        let! clientSoftwareName    = field        "ClientSoftwareName"    _.ClientSoftwareName    string              (ignorable (since 3))
        and! clientSoftwareVersion = field        "ClientSoftwareVersion" _.ClientSoftwareVersion string              (ignorable (since 3))
        and! clusterId             = fieldOr null "ClusterId"             _.ClusterId             (nullable 5 string) (ignorable (since 5))
        and! nodeId                = fieldOr -1   "NodeId"                _.NodeId                int32               (ignorable (since 5))
        and! tags                  = unknownTags _.UnknownTaggedFields
        return { ClientSoftwareName = clientSoftwareName; ClientSoftwareVersion = clientSoftwareVersion; ClusterId = clusterId
                 NodeId = nodeId; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// An API and the versions of it that the broker supports.
    [<NoComparison>]
    type ApiVersion =
        { /// The key of the API.
          ApiKey: int16
          /// The lowest version of the API that the broker accepts.
          MinVersion: int16
          /// The highest version of the API that the broker accepts.
          MaxVersion: int16
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ApiVersion.
    let apiVersion = message<ApiVersion> "ApiVersion" {
        let! apiKey     = field "ApiKey"     _.ApiKey     int16 always
        and! minVersion = field "MinVersion" _.MinVersion int16 always
        and! maxVersion = field "MaxVersion" _.MaxVersion int16 always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { ApiKey = apiKey; MinVersion = minVersion; MaxVersion = maxVersion; UnknownTaggedFields = tags } }

    type ApiVersion with
        /// A value with every field at its default.
        static member Default = apiVersion.Default

    /// A feature that the broker supports. From v3.
    [<NoComparison>]
    type SupportedFeatureKey =
        { /// The name of the feature.
          Name: string
          /// The lowest level that the broker supports.
          MinVersion: int16
          /// The highest level that the broker supports.
          MaxVersion: int16
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of SupportedFeatureKey.
    let supportedFeatureKey = message<SupportedFeatureKey> "SupportedFeatureKey" {
        let! name       = field "Name"       _.Name       string (since 3)
        and! minVersion = field "MinVersion" _.MinVersion int16  (since 3)
        and! maxVersion = field "MaxVersion" _.MaxVersion int16  (since 3)
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Name = name; MinVersion = minVersion; MaxVersion = maxVersion; UnknownTaggedFields = tags } }

    type SupportedFeatureKey with
        /// A value with every field at its default.
        static member Default = supportedFeatureKey.Default

    /// A feature in force in the cluster. From v3.
    [<NoComparison>]
    type FinalizedFeatureKey =
        { /// The name of the feature.
          Name: string
          /// The highest level in force.
          MaxVersionLevel: int16
          /// The lowest level in force.
          MinVersionLevel: int16
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of FinalizedFeatureKey.
    let finalizedFeatureKey = message<FinalizedFeatureKey> "FinalizedFeatureKey" {
        let! name            = field "Name"            _.Name            string (since 3)
        and! maxVersionLevel = field "MaxVersionLevel" _.MaxVersionLevel int16  (since 3)
        and! minVersionLevel = field "MinVersionLevel" _.MinVersionLevel int16  (since 3)
        and! tags            = unknownTags _.UnknownTaggedFields
        return { Name = name; MaxVersionLevel = maxVersionLevel; MinVersionLevel = minVersionLevel; UnknownTaggedFields = tags } }

    type FinalizedFeatureKey with
        /// A value with every field at its default.
        static member Default = finalizedFeatureKey.Default

    /// The broker's response.
    [<NoComparison>]
    type Response =
        { /// The error code; None (0) on success. UnsupportedVersion (35) if the broker does not know the version of the
          /// request; the response is then in v0. RebootstrapRequired (129; v5) if this is not the broker that the client
          /// means to reach.
          ErrorCode: ErrorCode
          /// The APIs that the broker supports.
          ApiKeys: ApiVersion[]
          /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not. From v1.
          ThrottleTimeMs: int
          /// The features that the broker supports. Before v4, features whose lowest level is 0 are missing. From v3.
          SupportedFeatures: SupportedFeatureKey[]
          /// The epoch of the finalized features; -1 if unknown. Of two responses, the one with the higher epoch is newer.
          /// From v3.
          FinalizedFeaturesEpoch: int64
          /// The features in force in the whole cluster. From v3.
          FinalizedFeatures: FinalizedFeatureKey[]
          /// Whether the controller is ready to take over a cluster from ZooKeeper. Brokers do not set it, and Kafka 4 never does. From v3.
          ZkMigrationReady: bool
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
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
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 18 (versions 0 5) (since 3) request response
