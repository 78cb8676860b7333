namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// PartitionChangeRecord (record type 5): a partition has changed; absent fields are unchanged.
///
/// v1 adds Directories (KIP-858). v2 adds EligibleLeaderReplicas and LastKnownElr (KIP-966).
[<RequireQualifiedAccess>]
module PartitionChangeRecord =

    /// Written by the controller.
    [<NoComparison>]
    type Data =
        { /// The number of the partition within its topic; -1 is never written.
          PartitionId: int
          /// The topic's id; a topic that is deleted and created again gets a new one.
          TopicId: Uuid
          /// The replicas that are in sync with the leader; null if unchanged.
          Isr: int[] | null
          /// The id of the broker that leads the partition; -1 if there is none, -2, the default, if unchanged.
          Leader: int
          /// The brokers that hold the partition, preferred leader first; null if unchanged.
          Replicas: int[] | null
          /// The replicas that are being removed from the partition; null if unchanged.
          RemovingReplicas: int[] | null
          /// The replicas that are being added to the partition; null if unchanged.
          AddingReplicas: int[] | null
          /// Whether the leader is still recovering: 0 no, 1 yes; -1 if unchanged.
          LeaderRecoveryState: sbyte
          /// The replicas that are not in sync but still have all committed records, so they are eligible to become leader;
          /// null if unchanged. From v2.
          EligibleLeaderReplicas: int[] | null
          /// The last known eligible leader replicas, from the time when the partition lost every replica that could lead
          /// it; null if unchanged. From v2.
          LastKnownElr: int[] | null
          /// The ids of the log directories that hold the partition, in the order of Replicas; null if unchanged. From v1.
          Directories: Uuid[] | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
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
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 2) always data
