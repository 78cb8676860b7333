namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// QuorumStateData: the election state that a KRaft replica keeps, as JSON, in the file quorum-state (KIP-595).
///
/// v1 drops everything except the leader and the vote, adds VotedDirectoryId (KIP-853).
[<RequireQualifiedAccess>]
module QuorumState =

    /// A voter of the quorum. Only v0.
    [<NoComparison>]
    type Voter =
        { /// The id of the voter.
          VoterId: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Voter.
    let voter = message<Voter> "Voter" {
        let! voterId = field "VoterId" _.VoterId int32 (versions 0 0)
        and! tags    = unknownTags _.UnknownTaggedFields
        return { VoterId = voterId; UnknownTaggedFields = tags } }

    type Voter with
        /// A value with every field at its default.
        static member Default = voter.Default

    /// Written by a replica.
    [<NoComparison>]
    type Data =
        { /// The id of the cluster. Only v0.
          ClusterId: string
          /// The id of the leader; -1 if none is known.
          LeaderId: int
          /// The epoch that the replica is in; -1 if it has not been in any.
          LeaderEpoch: int
          /// The id of the replica that this one voted for in the epoch; -1 for none.
          VotedId: int
          /// The id of the directory of that replica. From v1.
          VotedDirectoryId: Uuid
          /// The offset that had been applied; unused. Only v0.
          AppliedOffset: int64
          /// The voters of the quorum; null if unknown. Only v0.
          CurrentVoters: Voter[] | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "QuorumStateData" {
        let! clusterId        = field      "ClusterId"        _.ClusterId        string                     (versions 0 0)
        and! leaderId         = fieldOr -1 "LeaderId"         _.LeaderId         int32                      always
        and! leaderEpoch      = fieldOr -1 "LeaderEpoch"      _.LeaderEpoch      int32                      always
        and! votedId          = fieldOr -1 "VotedId"          _.VotedId          int32                      always
        and! votedDirectoryId = field      "VotedDirectoryId" _.VotedDirectoryId uuid                       (since 1)
        and! appliedOffset    = field      "AppliedOffset"    _.AppliedOffset    int64                      (versions 0 0)
        and! currentVoters    = field      "CurrentVoters"    _.CurrentVoters    (nullable 0 (array voter)) (versions 0 0)
        and! tags             = unknownTags _.UnknownTaggedFields
        return { ClusterId = clusterId; LeaderId = leaderId; LeaderEpoch = leaderEpoch; VotedId = votedId
                 VotedDirectoryId = votedDirectoryId; AppliedOffset = appliedOffset; CurrentVoters = currentVoters
                 UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 1) always data
