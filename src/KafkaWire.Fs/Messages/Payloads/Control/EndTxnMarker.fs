namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// EndTxnMarker: the value of a control record that commits or aborts a transaction, preceded by an int16 version (KIP-98).
[<RequireQualifiedAccess>]
module EndTxnMarker =

    /// Written by the leader of a partition.
    [<NoComparison>]
    type Data =
        { /// The epoch of the transaction coordinator that ended the transaction.
          CoordinatorEpoch: int }

    /// The wire schema of Data.
    let data = message<Data> "EndTxnMarker" {
        let! coordinatorEpoch = field "CoordinatorEpoch" _.CoordinatorEpoch int32 always
        return { CoordinatorEpoch = coordinatorEpoch } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) never data
