namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// UpdateFeatures (key 57): changes the levels of the features that the cluster has finalized (KIP-584).
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
          /// The level that the feature shall have; below 1 removes it.
          MaxVersionLevel: int16
          /// Whether the new level may be lower than the present one. Only v0.
          AllowDowngrade: bool
          /// Which way the level may go: 1 up, which is the default, 2 down if nothing is lost by it, 3 down even if something is lost.
          /// From v1.
          UpgradeType: sbyte
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a FeatureUpdateKey stands on the wire.
    let featureUpdateKey = message<FeatureUpdateKey> "FeatureUpdateKey" {
        let! feature         = field      "Feature"         _.Feature         string always
        and! maxVersionLevel = field      "MaxVersionLevel" _.MaxVersionLevel int16  always
        and! allowDowngrade  = field      "AllowDowngrade"  _.AllowDowngrade  bool   (versions 0 0)
        and! upgradeType     = fieldOr 1y "UpgradeType"     _.UpgradeType     int8   (since 1)
        and! tags            = unknownTags _.UnknownTaggedFields
        return { Feature = feature; MaxVersionLevel = maxVersionLevel; AllowDowngrade = allowDowngrade
                 UpgradeType = upgradeType; UnknownTaggedFields = tags } }

    type FeatureUpdateKey with
        /// Every field at its default.
        static member Default = featureUpdateKey.Default

    /// What an admin client sends.
    [<NoComparison>]
    type Request =
        { /// How long the controller may take to change the features, in milliseconds; 60000 by default.
          TimeoutMs: int
          /// The features to change; no feature can come twice.
          FeatureUpdates: FeatureUpdateKey[]
          /// Whether the broker shall only check the request and change nothing. From v1.
          ValidateOnly: bool
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "UpdateFeaturesRequest" {
        let! timeoutMs      = fieldOr 60000 "timeoutMs"      _.TimeoutMs      int32                    always
        and! featureUpdates = field         "FeatureUpdates" _.FeatureUpdates (array featureUpdateKey) always
        and! validateOnly   = field         "ValidateOnly"   _.ValidateOnly   bool                     (since 1)
        and! tags           = unknownTags _.UnknownTaggedFields
        return { TimeoutMs = timeoutMs; FeatureUpdates = featureUpdates; ValidateOnly = validateOnly
                 UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// The outcome for a feature. Up to v1.
    [<NoComparison>]
    type UpdatableFeatureResult =
        { /// The name of the feature.
          Feature: string
          /// What came of it; None (0) if all is well.
          ErrorCode: ErrorCode
          /// What went wrong, in a sentence for people; null, empty or NONE where nothing did.
          ErrorMessage: string | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an UpdatableFeatureResult stands on the wire.
    let updatableFeatureResult = message<UpdatableFeatureResult> "UpdatableFeatureResult" {
        let! feature      = field "Feature"      _.Feature      string              always
        and! errorCode    = field "ErrorCode"    _.ErrorCode    errorCode           always
        and! errorMessage = field "ErrorMessage" _.ErrorMessage (nullable 0 string) always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { Feature = feature; ErrorCode = errorCode; ErrorMessage = errorMessage; UnknownTaggedFields = tags } }

    type UpdatableFeatureResult with
        /// Every field at its default.
        static member Default = updatableFeatureResult.Default

    /// What the controller answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// What came of the request as a whole; None (0) if all is well.
          ErrorCode: ErrorCode
          /// What went wrong, in a sentence for people; null or empty where there is nothing to say beyond the error code.
          ErrorMessage: string | null
          /// The outcome for each feature. Up to v1.
          Results: UpdatableFeatureResult[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "UpdateFeaturesResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                          always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode                      always
        and! errorMessage   = field "ErrorMessage"   _.ErrorMessage   (nullable 0 string)            always
        and! results        = field "Results"        _.Results        (array updatableFeatureResult) (ignorable (versions 0 1))
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; ErrorMessage = errorMessage; Results = results
                 UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 57 (versions 0 2) always request response
