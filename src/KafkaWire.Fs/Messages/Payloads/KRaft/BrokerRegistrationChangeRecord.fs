namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// BrokerRegistrationChangeRecord (record type 17): the registration of a broker has changed; absent fields are unchanged.
///
/// v1 adds InControlledShutdown (KIP-841). v2 adds LogDirs (KIP-858). v3 adds CordonedLogDirs (KIP-1066).
[<RequireQualifiedAccess>]
module BrokerRegistrationChangeRecord =

    /// Written by the controller.
    [<NoComparison>]
    type Data =
        { /// The id of the broker.
          BrokerId: int
          /// The epoch that the controller assigned to the broker.
          BrokerEpoch: int64
          /// Whether the broker was fenced (1), was unfenced (-1), or is unchanged (0).
          Fenced: sbyte
          /// Whether the broker is about to stop (1) or is unchanged (0). From v1.
          InControlledShutdown: sbyte
          /// The ids of the available log directories; empty if unchanged. From v2.
          LogDirs: Uuid[]
          /// The ids of the log directories that should get no new replicas; null if unchanged. From v3.
          CordonedLogDirs: Uuid[] | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "BrokerRegistrationChangeRecord" {
        let! brokerId             = field           "BrokerId"             _.BrokerId             int32                     always
        and! brokerEpoch          = field           "BrokerEpoch"          _.BrokerEpoch          int64                     always
        and! fenced               = tagged 0        "Fenced"               _.Fenced               int8                      always
        and! inControlledShutdown = tagged 1        "InControlledShutdown" _.InControlledShutdown int8                      (since 1)
        and! logDirs              = tagged 2        "LogDirs"              _.LogDirs              (array uuid)              (since 2)
        and! cordonedLogDirs      = taggedOr 3 null "CordonedLogDirs"      _.CordonedLogDirs      (nullable 3 (array uuid)) (since 3)
        and! tags                 = unknownTags _.UnknownTaggedFields
        return { BrokerId = brokerId; BrokerEpoch = brokerEpoch; Fenced = fenced; InControlledShutdown = inControlledShutdown
                 LogDirs = logDirs; CordonedLogDirs = cordonedLogDirs; UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 3) always data
