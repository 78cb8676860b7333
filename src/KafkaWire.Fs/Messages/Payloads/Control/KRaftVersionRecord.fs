namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// KRaftVersionRecord: the value of the control record that holds the KRaft version in force (KIP-853).
[<RequireQualifiedAccess>]
module KRaftVersionRecord =

    /// Written by the leader.
    [<NoComparison>]
    type Data =
        { /// The version of the message.
          Version: int16
          /// The level of kraft.version in force.
          KRaftVersion: int16
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "KRaftVersionRecord" {
        let! version      = field "Version"      _.Version      int16 always
        and! kRaftVersion = field "KRaftVersion" _.KRaftVersion int16 always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { Version = version; KRaftVersion = kRaftVersion; UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
