namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ControlRecordTypeSchema: the type in the key of a control record, preceded by an int16 version (KIP-98).
[<RequireQualifiedAccess>]
module ControlRecordTypeSchema =

    /// Written by a broker.
    [<NoComparison>]
    type Data =
        { /// The type of the control record: 0 abort, 1 commit, 2 leader change, 3 snapshot header, 4 snapshot footer, 5 KRaft version, 6
          /// voters.
          Type: int16 }

    /// The wire schema of Data.
    let data = message<Data> "ControlRecordTypeSchema" {
        let! type' = field "Type" _.Type int16 always
        return { Type = type' } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) never data
