namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// PartitionChangeRecord (record type 5): a partition has changed; what is absent has stayed as it was.
///
/// v1 adds Directories (KIP-858). v2 adds EligibleLeaderReplicas and LastKnownElr (KIP-966).
[<RequireQualifiedAccess>]
module PartitionChangeRecord =

    /// What the controller writes.
    [<NoComparison>]
    type Data =
        { /// The number of the partition within its topic; -1 is never written.
          PartitionId: int
          /// The id of the topic; a topic created again under the same name gets another.
          TopicId: Uuid
          /// The replicas that are in sync with the leader; null where they have stayed the same.
          Isr: int[] | null
          /// The id of the broker that leads the partition; -1 if there is none, -2, the default, where it has stayed the same.
          Leader: int
          /// The brokers that hold the partition, the preferred leader first; null where they have stayed the same.
          Replicas: int[] | null
          /// The replicas that are being taken from the partition; null where they have stayed the same.
          RemovingReplicas: int[] | null
          /// The replicas that are being added to the partition; null where they have stayed the same.
          AddingReplicas: int[] | null
          /// Whether the leader is still recovering: 0 no, 1 yes; -1 where it has stayed the same.
          LeaderRecoveryState: sbyte
          /// The replicas that are not in sync but still have all committed records, so that they may become leader; null where they have
          /// stayed the same. From v2.
          EligibleLeaderReplicas: int[] | null
          /// The last known eligible leader replicas, from a time when the partition lost all that could lead it; null where they have
          /// stayed the same. From v2.
          LastKnownElr: int[] | null
          /// The ids of the log directories that hold the partition, in the order of Replicas; null where they have stayed the same. From
          /// v1.
          Directories: Uuid[] | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Data stands on the wire.
    let data = message<Data> "PartitionChangeRecord" {
        let! partitionId            = fieldOr -1      "PartitionId"            _.PartitionId            int32                      always
        and! topicId                = field           "TopicId"                _.TopicId                uuid                       always
        and! isr                    = taggedOr 0 null "Isr"                    _.Isr                    (nullable 0 (array int32)) always
        and! leader                 = taggedOr 1 -2   "Leader"                 _.Leader                 int32                      always
        and! replicas               = taggedOr 2 null "Replicas"               _.Replicas               (nullable 0 (array int32)) always
        and! removingReplicas       = taggedOr 3 null "RemovingReplicas"       _.RemovingReplicas       (nullable 0 (array int32)) always
        and! addingReplicas         = taggedOr 4 null "AddingReplicas"         _.AddingReplicas         (nullable 0 (array int32)) always
        and! leaderRecoveryState    = taggedOr 5 -1y  "LeaderRecoveryState"    _.LeaderRecoveryState    int8                       always
        and! eligibleLeaderReplicas = taggedOr 6 null "EligibleLeaderReplicas" _.EligibleLeaderReplicas (nullable 2 (array int32)) (since 2)
        and! lastKnownElr           = taggedOr 7 null "LastKnownElr"           _.LastKnownElr           (nullable 2 (array int32)) (since 2)
        and! directories            = taggedOr 8 null "Directories"            _.Directories            (nullable 1 (array uuid))  (since 1)
        and! tags                   = unknownTags _.UnknownTaggedFields
        return { PartitionId = partitionId; TopicId = topicId; Isr = isr; Leader = leader; Replicas = replicas
                 RemovingReplicas = removingReplicas; AddingReplicas = addingReplicas
                 LeaderRecoveryState = leaderRecoveryState; EligibleLeaderReplicas = eligibleLeaderReplicas
                 LastKnownElr = lastKnownElr; Directories = directories; UnknownTaggedFields = tags } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 2) always data
