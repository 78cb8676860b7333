namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// PartitionRecord (record type 3): a partition has been created or, in a snapshot, exists.
///
/// v1 adds Directories (KIP-858). v2 adds EligibleLeaderReplicas and LastKnownElr (KIP-966).
[<RequireQualifiedAccess>]
module PartitionRecord =

    /// Written by the controller.
    [<NoComparison>]
    type Data =
        { /// The number of the partition within its topic; -1 is never written.
          PartitionId: int
          /// The topic's id; a topic that is deleted and created again gets a new one.
          TopicId: Uuid
          /// The brokers that hold the partition, preferred leader first.
          Replicas: int[]
          /// The replicas that are in sync with the leader.
          Isr: int[]
          /// The replicas that are being removed from the partition.
          RemovingReplicas: int[]
          /// The replicas that are being added to the partition.
          AddingReplicas: int[]
          /// The id of the broker that leads the partition; -1 if there is none.
          Leader: int
          /// The epoch of the partition's leader, which increases with every election; -1 is never written.
          LeaderEpoch: int
          /// The epoch of the partition's state, which increases with every change to it; -1 is never written.
          PartitionEpoch: int
          /// The ids of the log directories that hold the partition, in the order of Replicas. From v1.
          Directories: Uuid[]
          /// Whether the leader was elected from outside the in-sync replicas and is still recovering: 0 no, 1 yes.
          LeaderRecoveryState: sbyte
          /// The replicas that are not in sync but still have all committed records, so they are eligible to become leader;
          /// null if unknown. From v2.
          EligibleLeaderReplicas: int[] | null
          /// The last known eligible leader replicas, from the time when the partition lost every replica that could lead
          /// it; null if unknown. From v2.
          LastKnownElr: int[] | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "PartitionRecord" {
        let! partitionId            = fieldOr -1      "PartitionId"            _.PartitionId            int32                      always
        and! topicId                = field           "TopicId"                _.TopicId                uuid                       always
        and! replicas               = field           "Replicas"               _.Replicas               (array int32)              always
        and! isr                    = field           "Isr"                    _.Isr                    (array int32)              always
        and! removingReplicas       = field           "RemovingReplicas"       _.RemovingReplicas       (array int32)              always
        and! addingReplicas         = field           "AddingReplicas"         _.AddingReplicas         (array int32)              always
        and! leader                 = fieldOr -1      "Leader"                 _.Leader                 int32                      always
        and! leaderEpoch            = fieldOr -1      "LeaderEpoch"            _.LeaderEpoch            int32                      always
        and! partitionEpoch         = fieldOr -1      "PartitionEpoch"         _.PartitionEpoch         int32                      always
        and! directories            = field           "Directories"            _.Directories            (array uuid)               (since 1)
        and! leaderRecoveryState    = tagged 0        "LeaderRecoveryState"    _.LeaderRecoveryState    int8                       always
        and! eligibleLeaderReplicas = taggedOr 1 null "EligibleLeaderReplicas" _.EligibleLeaderReplicas (nullable 2 (array int32)) (since 2)
        and! lastKnownElr           = taggedOr 2 null "LastKnownElr"           _.LastKnownElr           (nullable 2 (array int32)) (since 2)
        and! tags                   = unknownTags _.UnknownTaggedFields
        return { PartitionId = partitionId; TopicId = topicId; Replicas = replicas; Isr = isr
                 RemovingReplicas = removingReplicas; AddingReplicas = addingReplicas; Leader = leader
                 LeaderEpoch = leaderEpoch; PartitionEpoch = partitionEpoch; Directories = directories
                 LeaderRecoveryState = leaderRecoveryState; EligibleLeaderReplicas = eligibleLeaderReplicas
                 LastKnownElr = lastKnownElr; UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 2) always data
