namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// FeatureLevelRecord (record type 12): the level of a feature has been finalized.
[<RequireQualifiedAccess>]
module FeatureLevelRecord =

    /// Written by the controller.
    [<NoComparison>]
    type Data =
        { /// The name of the feature.
          Name: string
          /// The level that is in effect; 0 if the feature is off.
          FeatureLevel: int16
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "FeatureLevelRecord" {
        let! name         = field "Name"         _.Name         string always
        and! featureLevel = field "FeatureLevel" _.FeatureLevel int16  always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { Name = name; FeatureLevel = featureLevel; UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
