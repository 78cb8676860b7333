namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// AbortedTxn: an aborted transaction in the transaction index of a log segment (.txnindex), preceded by an int16 version
/// (KIP-98).
[<RequireQualifiedAccess>]
module AbortedTxn =

    /// Written by a broker.
    [<NoComparison>]
    type Data =
        { /// The id of the producer whose transaction was aborted.
          ProducerId: int64
          /// The first offset of the transaction.
          FirstOffset: int64
          /// The last offset of the transaction, which is the offset of its marker.
          LastOffset: int64
          /// The last stable offset when the marker was written.
          LastStableOffset: int64 }

    /// The wire schema of Data.
    let data = message<Data> "AbortedTxn" {
        let! producerId       = field "ProducerId"       _.ProducerId       int64 always
        and! firstOffset      = field "FirstOffset"      _.FirstOffset      int64 always
        and! lastOffset       = field "LastOffset"       _.LastOffset       int64 always
        and! lastStableOffset = field "LastStableOffset" _.LastStableOffset int64 always
        return { ProducerId = producerId; FirstOffset = firstOffset; LastOffset = lastOffset
                 LastStableOffset = lastStableOffset } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) never data
