namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// VotersRecord: the value of the control record that lists the voters of a KRaft quorum (KIP-853).
[<RequireQualifiedAccess>]
module VotersRecord =

    /// A listener and its address.
    [<NoComparison>]
    type Endpoint =
        { /// The name of the listener.
          Name: string
          /// The host name or address to connect to.
          Host: string
          /// The port to connect to.
          Port: uint16
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Endpoint.
    let endpoint = message<Endpoint> "Endpoint" {
        let! name = field "Name" _.Name string always
        and! host = field "Host" _.Host string always
        and! port = field "Port" _.Port uint16 always
        and! tags = unknownTags _.UnknownTaggedFields
        return { Name = name; Host = host; Port = port; UnknownTaggedFields = tags } }

    type Endpoint with
        /// A value with every field at its default.
        static member Default = endpoint.Default

    /// The levels of kraft.version that a voter supports.
    [<NoComparison>]
    type KRaftVersionFeature =
        { /// The lowest supported level.
          MinSupportedVersion: int16
          /// The highest supported level.
          MaxSupportedVersion: int16
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of KRaftVersionFeature.
    let kRaftVersionFeature = message<KRaftVersionFeature> "KRaftVersionFeature" {
        let! minSupportedVersion = field "MinSupportedVersion" _.MinSupportedVersion int16 always
        and! maxSupportedVersion = field "MaxSupportedVersion" _.MaxSupportedVersion int16 always
        and! tags                = unknownTags _.UnknownTaggedFields
        return { MinSupportedVersion = minSupportedVersion; MaxSupportedVersion = maxSupportedVersion
                 UnknownTaggedFields = tags } }

    type KRaftVersionFeature with
        /// A value with every field at its default.
        static member Default = kRaftVersionFeature.Default

    /// A voter of the quorum.
    [<NoComparison>]
    type Voter =
        { /// The id of the voter.
          VoterId: int
          /// The id of the directory in which the voter keeps its log; all zero if unknown.
          VoterDirectoryId: Uuid
          /// The address of each listener of the voter.
          Endpoints: Endpoint[]
          /// The levels of kraft.version that the voter supports.
          KRaftVersionFeature: KRaftVersionFeature
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Voter.
    let voter = message<Voter> "Voter" {
        let! voterId             = field "VoterId"             _.VoterId             int32                           always
        and! voterDirectoryId    = field "VoterDirectoryId"    _.VoterDirectoryId    uuid                            always
        and! endpoints           = field "Endpoints"           _.Endpoints           (array endpoint)                always
        and! kRaftVersionFeature = field "KRaftVersionFeature" _.KRaftVersionFeature (structure kRaftVersionFeature) always
        and! tags                = unknownTags _.UnknownTaggedFields
        return { VoterId = voterId; VoterDirectoryId = voterDirectoryId; Endpoints = endpoints
                 KRaftVersionFeature = kRaftVersionFeature; UnknownTaggedFields = tags } }

    type Voter with
        /// A value with every field at its default.
        static member Default = voter.Default

    /// Written by the leader.
    [<NoComparison>]
    type Data =
        { /// The version of the message.
          Version: int16
          /// The voters of the quorum.
          Voters: Voter[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "VotersRecord" {
        let! version = field "Version" _.Version int16         always
        and! voters  = field "Voters"  _.Voters  (array voter) always
        and! tags    = unknownTags _.UnknownTaggedFields
        return { Version = version; Voters = voters; UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
