namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// UpdateFeatures (key 57): changes the finalized levels of the cluster's features (KIP-584).
///
/// v1 has UpgradeType in place of AllowDowngrade, and adds ValidateOnly to the request (KIP-778). v2 drops Results from the
/// response: either all updates are made or none (KIP-1022).
[<RequireQualifiedAccess>]
module UpdateFeatures =

    /// A feature to change.
    [<NoComparison>]
    type FeatureUpdateKey =
        { /// The name of the feature.
          Feature: string
          /// The new level of the feature; a value below 1 removes the feature.
          MaxVersionLevel: int16
          /// Whether the new level may be lower than the current one. Only v0.
          AllowDowngrade: bool
          /// The permitted direction of the change: 1 upgrade, the default; 2 downgrade if nothing is lost; 3 downgrade
          /// even if something is lost. From v1.
          UpgradeType: sbyte
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of FeatureUpdateKey.
    let featureUpdateKey = message<FeatureUpdateKey> "FeatureUpdateKey" {
        let! feature         = field      "Feature"         _.Feature         string always
        and! maxVersionLevel = field      "MaxVersionLevel" _.MaxVersionLevel int16  always
        and! allowDowngrade  = field      "AllowDowngrade"  _.AllowDowngrade  bool   (versions 0 0)
        and! upgradeType     = fieldOr 1y "UpgradeType"     _.UpgradeType     int8   (since 1)
        and! tags            = unknownTags _.UnknownTaggedFields
        return { Feature = feature; MaxVersionLevel = maxVersionLevel; AllowDowngrade = allowDowngrade
                 UpgradeType = upgradeType; UnknownTaggedFields = tags } }

    type FeatureUpdateKey with
        /// A value with every field at its default.
        static member Default = featureUpdateKey.Default

    /// Sent by an admin client.
    [<NoComparison>]
    type Request =
        { /// How long the controller may take to change the features, in milliseconds; 60000 by default.
          TimeoutMs: int
          /// The features to change; a feature must not occur twice.
          FeatureUpdates: FeatureUpdateKey[]
          /// Whether the broker should only check the request, without changing anything. From v1.
          ValidateOnly: bool
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "UpdateFeaturesRequest" {
        let! timeoutMs      = fieldOr 60000 "timeoutMs"      _.TimeoutMs      int32                    always
        and! featureUpdates = field         "FeatureUpdates" _.FeatureUpdates (array featureUpdateKey) always
        and! validateOnly   = field         "ValidateOnly"   _.ValidateOnly   bool                     (since 1)
        and! tags           = unknownTags _.UnknownTaggedFields
        return { TimeoutMs = timeoutMs; FeatureUpdates = featureUpdates; ValidateOnly = validateOnly
                 UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The outcome for a feature. Up to v1.
    [<NoComparison>]
    type UpdatableFeatureResult =
        { /// The name of the feature.
          Feature: string
          /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null, empty or NONE on success.
          ErrorMessage: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of UpdatableFeatureResult.
    let updatableFeatureResult = message<UpdatableFeatureResult> "UpdatableFeatureResult" {
        let! feature      = field "Feature"      _.Feature      string              always
        and! errorCode    = field "ErrorCode"    _.ErrorCode    errorCode           always
        and! errorMessage = field "ErrorMessage" _.ErrorMessage (nullable 0 string) always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { Feature = feature; ErrorCode = errorCode; ErrorMessage = errorMessage; UnknownTaggedFields = tags } }

    type UpdatableFeatureResult with
        /// A value with every field at its default.
        static member Default = updatableFeatureResult.Default

    /// The controller's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The error code of the request as a whole; None (0) on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code.
          ErrorMessage: string | null
          /// The outcome for each feature. Up to v1.
          Results: UpdatableFeatureResult[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "UpdateFeaturesResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                          always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode                      always
        and! errorMessage   = field "ErrorMessage"   _.ErrorMessage   (nullable 0 string)            always
        and! results        = field "Results"        _.Results        (array updatableFeatureResult) (ignorable (versions 0 1))
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; ErrorMessage = errorMessage; Results = results
                 UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 57 (versions 0 2) always request response
