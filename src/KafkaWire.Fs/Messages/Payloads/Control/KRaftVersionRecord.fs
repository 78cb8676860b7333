namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// KRaftVersionRecord: the value of the control record with the KRaft version in force (KIP-853).
[<RequireQualifiedAccess>]
module KRaftVersionRecord =

    /// What the leader writes.
    [<NoComparison>]
    type Data =
        { /// The version of the message.
          Version: int16
          /// The level of kraft.version that is in force.
          KRaftVersion: int16
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Data stands on the wire.
    let data = message<Data> "KRaftVersionRecord" {
        let! version      = field "Version"      _.Version      int16 always
        and! kRaftVersion = field "KRaftVersion" _.KRaftVersion int16 always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { Version = version; KRaftVersion = kRaftVersion; UnknownTaggedFields = tags } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
