namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// LeaderChangeMessage: the value of the control record that the leader of a KRaft quorum writes at the start of its epoch
/// (KIP-595).
///
/// v1 adds VoterDirectoryId (KIP-853).
[<RequireQualifiedAccess>]
module LeaderChangeMessage =

    /// A voter of the quorum.
    [<NoComparison>]
    type Voter =
        { /// The id of the voter.
          VoterId: int
          /// The id of the directory in which the voter keeps its log; all zero if unknown. From v1.
          VoterDirectoryId: Uuid
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Voter.
    let voter = message<Voter> "Voter" {
        let! voterId          = field "VoterId"          _.VoterId          int32 always
        and! voterDirectoryId = field "VoterDirectoryId" _.VoterDirectoryId uuid  (since 1)
        and! tags             = unknownTags _.UnknownTaggedFields
        return { VoterId = voterId; VoterDirectoryId = voterDirectoryId; UnknownTaggedFields = tags } }

    type Voter with
        /// A value with every field at its default.
        static member Default = voter.Default

    /// Written by the leader.
    [<NoComparison>]
    type Data =
        { /// The version of the message.
          Version: int16
          /// The id of the leader.
          LeaderId: int
          /// The voters of the quorum.
          Voters: Voter[]
          /// The voters that voted for the leader.
          GrantingVoters: Voter[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "LeaderChangeMessage" {
        let! version        = field "Version"        _.Version        int16         always
        and! leaderId       = field "LeaderId"       _.LeaderId       int32         always
        and! voters         = field "Voters"         _.Voters         (array voter) always
        and! grantingVoters = field "GrantingVoters" _.GrantingVoters (array voter) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { Version = version; LeaderId = leaderId; Voters = voters; GrantingVoters = grantingVoters
                 UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 1) always data
