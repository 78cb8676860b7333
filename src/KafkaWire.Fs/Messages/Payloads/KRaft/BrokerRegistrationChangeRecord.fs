namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// BrokerRegistrationChangeRecord (record type 17): the registration of a broker has changed; what is absent has stayed as it
/// was.
///
/// v1 adds InControlledShutdown (KIP-841). v2 adds LogDirs (KIP-858). v3 adds CordonedLogDirs (KIP-1066).
[<RequireQualifiedAccess>]
module BrokerRegistrationChangeRecord =

    /// What the controller writes.
    [<NoComparison>]
    type Data =
        { /// The id of the broker.
          BrokerId: int
          /// The epoch that the controller gave the broker.
          BrokerEpoch: int64
          /// Whether the broker was fenced (1), was unfenced (-1), or has stayed as it was (0).
          Fenced: sbyte
          /// Whether the broker is about to stop (1), or has stayed as it was (0). From v1.
          InControlledShutdown: sbyte
          /// The ids of the log directories that are available; empty where they have stayed the same. From v2.
          LogDirs: Uuid[]
          /// The ids of the log directories that shall get no new replicas; null where they have stayed the same. From v3.
          CordonedLogDirs: Uuid[] | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Data stands on the wire.
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
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 3) always data
