namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// TransactionLogKey (record type 0): the key of a transactional id in __transaction_state.
[<RequireQualifiedAccess>]
module TransactionLogKey =

    /// Written by the transaction coordinator.
    [<NoComparison>]
    type Data =
        { /// The transactional id.
          TransactionalId: string }

    /// The wire schema of Data.
    let data = message<Data> "TransactionLogKey" {
        let! transactionalId = field "TransactionalId" _.TransactionalId string (versions 0 0)
        return { TransactionalId = transactionalId } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) never data

/// TransactionLogValue (record type 0): the state of a transactional id in __transaction_state. A tombstone (no value)
/// deletes it.
///
/// v1 adds PreviousProducerId, NextProducerId, ClientTransactionVersion and NextProducerEpoch to the value; is flexible (KIP-890,
/// KIP-915).
[<RequireQualifiedAccess>]
module TransactionLogValue =

    /// A topic in the transaction.
    [<NoComparison>]
    type PartitionsSchema =
        { /// The name of the topic.
          Topic: string
          /// The numbers of the partitions.
          PartitionIds: int[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of PartitionsSchema.
    let partitionsSchema = message<PartitionsSchema> "PartitionsSchema" {
        let! topic        = field "Topic"        _.Topic        string        always
        and! partitionIds = field "PartitionIds" _.PartitionIds (array int32) always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { Topic = topic; PartitionIds = partitionIds; UnknownTaggedFields = tags } }

    type PartitionsSchema with
        /// A value with every field at its default.
        static member Default = partitionsSchema.Default

    /// Written by the transaction coordinator.
    [<NoComparison>]
    type Data =
        { /// The producer id of the transactional id.
          ProducerId: int64
          /// The epoch of the producer id.
          ProducerEpoch: int16
          /// How long a transaction may stay open before the coordinator aborts it, in milliseconds.
          TransactionTimeoutMs: int
          /// The state of the transaction: 0 empty, 1 ongoing, 2 prepared to commit, 3 prepared to abort, 4 committed, 5 aborted, 6 dead, 7
          /// prepared to fence the producer.
          TransactionStatus: sbyte
          /// The partitions in the transaction, topic by topic; null if there are none.
          TransactionPartitions: PartitionsSchema[] | null
          /// When the state last changed, in milliseconds since 1970.
          TransactionLastUpdateTimestampMs: int64
          /// When the transaction began, in milliseconds since 1970; -1 if none is open.
          TransactionStartTimestampMs: int64
          /// The producer id of the last committed transaction, if it was a different one; -1 for none. From v1.
          PreviousProducerId: int64
          /// The producer id given to the producer for the next transaction, if it is a different one; -1 for none. From
          /// v1.
          NextProducerId: int64
          /// The transaction version that the client uses: 2 if every transaction has its own epoch, 0 or 1 if not. From
          /// v1.
          ClientTransactionVersion: int16
          /// The epoch that goes with NextProducerId; -1 for none. From v1.
          NextProducerEpoch: int16
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "TransactionLogValue" {
        let! producerId                       = field          "ProducerId"                       _.ProducerId                       int64                                 always
        and! producerEpoch                    = field          "ProducerEpoch"                    _.ProducerEpoch                    int16                                 always
        and! transactionTimeoutMs             = field          "TransactionTimeoutMs"             _.TransactionTimeoutMs             int32                                 always
        and! transactionStatus                = field          "TransactionStatus"                _.TransactionStatus                int8                                  always
        and! transactionPartitions            = field          "TransactionPartitions"            _.TransactionPartitions            (nullable 0 (array partitionsSchema)) always
        and! transactionLastUpdateTimestampMs = field          "TransactionLastUpdateTimestampMs" _.TransactionLastUpdateTimestampMs int64                                 always
        and! transactionStartTimestampMs      = field          "TransactionStartTimestampMs"      _.TransactionStartTimestampMs      int64                                 always
        and! previousProducerId               = taggedOr 0 -1L "PreviousProducerId"               _.PreviousProducerId               int64                                 (since 1)
        and! nextProducerId                   = taggedOr 1 -1L "NextProducerId"                   _.NextProducerId                   int64                                 (since 1)
        and! clientTransactionVersion         = tagged 2       "ClientTransactionVersion"         _.ClientTransactionVersion         int16                                 (since 1)
        and! nextProducerEpoch                = taggedOr 3 -1s "NextProducerEpoch"                _.NextProducerEpoch                int16                                 (since 1)
        and! tags                             = unknownTags _.UnknownTaggedFields
        return { ProducerId = producerId; ProducerEpoch = producerEpoch; TransactionTimeoutMs = transactionTimeoutMs
                 TransactionStatus = transactionStatus; TransactionPartitions = transactionPartitions
                 TransactionLastUpdateTimestampMs = transactionLastUpdateTimestampMs
                 TransactionStartTimestampMs = transactionStartTimestampMs; PreviousProducerId = previousProducerId
                 NextProducerId = nextProducerId; ClientTransactionVersion = clientTransactionVersion
                 NextProducerEpoch = nextProducerEpoch; UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 1) (since 1) data
