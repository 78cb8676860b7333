namespace KafkaWire

/// The key of an API: the first int16 of every request. Any int16 is a legal value: the keys of a newer Kafka, or of a vendor,
/// pass through as numbers.
type ApiKey =
    /// A producer appends record batches to partitions that the broker leads.
    | Produce = 0s
    /// A consumer or a replica reads record batches from partitions.
    | Fetch = 1s
    /// Looks up the offset that belongs to a timestamp, or to the start or the end of a partition.
    | ListOffsets = 2s
    /// Asks for the brokers of the cluster, and for topics with their partitions, leaders and replicas.
    | Metadata = 3s
    /// The controller tells a broker which partitions it leads or follows (ZooKeeper mode; gone in Kafka 4).
    | LeaderAndIsr = 4s
    /// The controller tells a broker to stop, or to delete, replicas (ZooKeeper mode; gone in Kafka 4).
    | StopReplica = 5s
    /// The controller sends the state of partitions and the live brokers to a broker (ZooKeeper mode; gone in Kafka 4).
    | UpdateMetadata = 6s
    /// A broker that wants to stop asks the controller to move its leaders away (ZooKeeper mode; gone in Kafka 4).
    | ControlledShutdown = 7s
    /// Stores the offsets up to which a group has consumed partitions.
    | OffsetCommit = 8s
    /// Asks for the offsets that groups have committed.
    | OffsetFetch = 9s
    /// Asks which broker coordinates a group, a transactional id or a share partition.
    | FindCoordinator = 10s
    /// A member joins a group of the classic protocol; the answer comes when the rebalance has gathered all members.
    | JoinGroup = 11s
    /// A group member tells its coordinator that it is alive.
    | Heartbeat = 12s
    /// Members leave a group of the classic protocol.
    | LeaveGroup = 13s
    /// The leader of a group hands out the assignments, each member gets its own in the answer.
    | SyncGroup = 14s
    /// Describes groups of the classic protocol: state, members, assignments.
    | DescribeGroups = 15s
    /// Lists the groups that a broker coordinates.
    | ListGroups = 16s
    /// Picks the SASL mechanism of the connection.
    | SaslHandshake = 17s
    /// Asks which APIs, at which versions, the broker speaks, and which features the cluster has.
    | ApiVersions = 18s
    /// Creates topics.
    | CreateTopics = 19s
    /// Deletes topics, by name or by id.
    | DeleteTopics = 20s
    /// Deletes the records of partitions below an offset.
    | DeleteRecords = 21s
    /// Gives an idempotent or transactional producer its producer id and epoch, and fences older producers.
    | InitProducerId = 22s
    /// Asks where a leader epoch ends in the log, to find out how far two logs agree.
    | OffsetForLeaderEpoch = 23s
    /// Adds partitions to a transaction before records are written to them; brokers also use it to verify that.
    | AddPartitionsToTxn = 24s
    /// Adds the offsets of a group to a transaction before they are committed in it.
    | AddOffsetsToTxn = 25s
    /// Commits or aborts a transaction.
    | EndTxn = 26s
    /// The transaction coordinator has the leaders of partitions write the commit or abort marker of a transaction.
    | WriteTxnMarkers = 27s
    /// Stores offsets of a group as a part of a transaction.
    | TxnOffsetCommit = 28s
    /// Lists the ACLs that match a filter.
    | DescribeAcls = 29s
    /// Creates ACLs.
    | CreateAcls = 30s
    /// Deletes the ACLs that match filters.
    | DeleteAcls = 31s
    /// Reads the configuration of topics, brokers, groups and other resources.
    | DescribeConfigs = 32s
    /// Replaces the whole dynamic configuration of resources. IncrementalAlterConfigs is the better one.
    | AlterConfigs = 33s
    /// Moves replicas from one log directory of a broker to another.
    | AlterReplicaLogDirs = 34s
    /// Describes the log directories of a broker: size, replicas, lag.
    | DescribeLogDirs = 35s
    /// Carries one step of the SASL exchange.
    | SaslAuthenticate = 36s
    /// Adds partitions to topics.
    | CreatePartitions = 37s
    /// Creates a delegation token.
    | CreateDelegationToken = 38s
    /// Prolongs the life of a delegation token.
    | RenewDelegationToken = 39s
    /// Changes when a delegation token expires, or expires it at once.
    | ExpireDelegationToken = 40s
    /// Lists delegation tokens.
    | DescribeDelegationToken = 41s
    /// Deletes groups that have no members, with their offsets.
    | DeleteGroups = 42s
    /// Elects the preferred, or any living, replica as the leader of partitions.
    | ElectLeaders = 43s
    /// Sets, removes, appends to or subtracts from single configuration values.
    | IncrementalAlterConfigs = 44s
    /// Moves partitions to other replicas, or calls such a move off.
    | AlterPartitionReassignments = 45s
    /// Lists the reassignments that are under way.
    | ListPartitionReassignments = 46s
    /// Deletes the committed offsets of a group for partitions that it does not consume.
    | OffsetDelete = 47s
    /// Lists the quotas that match a filter.
    | DescribeClientQuotas = 48s
    /// Sets or removes quotas.
    | AlterClientQuotas = 49s
    /// Lists which SCRAM mechanisms users have credentials for.
    | DescribeUserScramCredentials = 50s
    /// Sets or removes SCRAM credentials of users.
    | AlterUserScramCredentials = 51s
    /// A candidate for the leadership of a KRaft quorum asks a voter for its vote.
    | Vote = 52s
    /// The new leader of a KRaft quorum tells a voter that it has won the epoch.
    | BeginQuorumEpoch = 53s
    /// The leader of a KRaft quorum steps down and proposes successors.
    | EndQuorumEpoch = 54s
    /// Describes a KRaft quorum: leader, voters, observers and how far each has come.
    | DescribeQuorum = 55s
    /// The leader of a partition asks the controller to change the in-sync replicas.
    | AlterPartition = 56s
    /// Changes the levels of the features that the cluster has finalized.
    | UpdateFeatures = 57s
    /// A broker forwards a client's request to the controller, with the principal of the client.
    | Envelope = 58s
    /// A KRaft replica reads a part of a snapshot from the leader.
    | FetchSnapshot = 59s
    /// Describes the cluster: id, controller, and brokers or controllers.
    | DescribeCluster = 60s
    /// Lists the producers that are known in partitions, with their open transactions.
    | DescribeProducers = 61s
    /// A broker registers with the controller when it starts.
    | BrokerRegistration = 62s
    /// A broker tells the controller that it is alive and in which state it wants to be.
    | BrokerHeartbeat = 63s
    /// Removes a broker that is gone for good from the cluster.
    | UnregisterBroker = 64s
    /// Describes transactions: state, producer, partitions.
    | DescribeTransactions = 65s
    /// Lists the transactions that a broker coordinates.
    | ListTransactions = 66s
    /// A broker gets a block of producer ids from the controller.
    | AllocateProducerIds = 67s
    /// A member joins, stays in and leaves a group of the consumer protocol, and gets its assignment.
    | ConsumerGroupHeartbeat = 68s
    /// Describes groups of the consumer protocol.
    | ConsumerGroupDescribe = 69s
    /// A controller registers with the active controller.
    | ControllerRegistration = 70s
    /// A client asks which metrics the broker wants from it.
    | GetTelemetrySubscriptions = 71s
    /// A client hands its metrics to the broker.
    | PushTelemetry = 72s
    /// A broker tells the controller in which log directories its replicas are.
    | AssignReplicasToDirs = 73s
    /// Lists the resources that can have a configuration. Up to Kafka 4.0 it was called ListClientMetricsResources.
    | ListConfigResources = 74s
    /// Describes topics and their partitions, page by page.
    | DescribeTopicPartitions = 75s
    /// A member joins, stays in and leaves a share group, and gets its assignment.
    | ShareGroupHeartbeat = 76s
    /// Describes share groups.
    | ShareGroupDescribe = 77s
    /// A member of a share group acquires records, and may acknowledge earlier ones.
    | ShareFetch = 78s
    /// A member of a share group acknowledges records that it acquired.
    | ShareAcknowledge = 79s
    /// Adds a voter to a KRaft quorum.
    | AddRaftVoter = 80s
    /// Removes a voter from a KRaft quorum.
    | RemoveRaftVoter = 81s
    /// A voter tells the leader of its KRaft quorum its endpoints and the KRaft versions that it supports.
    | UpdateRaftVoter = 82s
    /// The group coordinator has the share coordinator set up the state of share partitions.
    | InitializeShareGroupState = 83s
    /// The leader of a share partition reads its state from the share coordinator.
    | ReadShareGroupState = 84s
    /// The leader of a share partition stores its state with the share coordinator.
    | WriteShareGroupState = 85s
    /// The group coordinator has the share coordinator delete the state of share partitions.
    | DeleteShareGroupState = 86s
    /// The group coordinator reads the start offsets of share partitions from the share coordinator.
    | ReadShareGroupStateSummary = 87s
    /// A member joins, stays in and leaves a streams group, and gets its tasks.
    | StreamsGroupHeartbeat = 88s
    /// Describes streams groups: topology, members, tasks.
    | StreamsGroupDescribe = 89s
    /// Asks for the start offsets of share groups.
    | DescribeShareGroupOffsets = 90s
    /// Sets the start offsets of a share group without members.
    | AlterShareGroupOffsets = 91s
    /// Deletes the offsets of a share group for whole topics.
    | DeleteShareGroupOffsets = 92s
    /// A member of a streams group stores a description of its topology with the broker.
    | StreamsGroupTopologyDescriptionUpdate = 93s
    /// Removes the registration of a controller that is gone for good from the cluster.
    | UnregisterController = 94s
