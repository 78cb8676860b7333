namespace KafkaWire

open System
open System.Collections.Generic
open System.Globalization
open System.Runtime.CompilerServices
open System.Runtime.InteropServices

/// Kafka's error codes, as responses carry them. Any int16 is a valid value: the codes of a newer Kafka survive decoding and
/// encoding. ErrorCodes gives the name and meaning of a code, and whether to retry.
type ErrorCode =
    /// The broker failed with an error that has no code; see its log.
    | UnknownServerError = -1s
    /// No error.
    | None = 0s
    /// The requested offset is not in the log of the partition: it is before the first or after the last offset.
    | OffsetOutOfRange = 1s
    /// The record data is damaged, has a wrong CRC, or breaks a rule of the topic (a compacted topic needs keys).
    | CorruptMessage = 2s
    /// The broker does not know the topic or partition, or does not host it.
    | UnknownTopicOrPartition = 3s
    /// The number of bytes to fetch is not valid.
    | InvalidFetchSize = 4s
    /// The partition has no leader at the moment; an election is under way.
    | LeaderNotAvailable = 5s
    /// The broker is not the leader of the partition or, if a follower may respond, not a replica.
    | NotLeaderOrFollower = 6s
    /// The broker could not finish the request within its time limit; the operation may or may not have taken place.
    | RequestTimedOut = 7s
    /// The broker is not available.
    | BrokerNotAvailable = 8s
    /// The replica is not available on the broker that was asked.
    | ReplicaNotAvailable = 9s
    /// A record batch is larger than the broker or the topic allows.
    | MessageTooLarge = 10s
    /// The request comes from a controller that has been replaced by a newer one.
    | StaleControllerEpoch = 11s
    /// The metadata text of a committed offset is longer than the broker allows.
    | OffsetMetadataTooLarge = 12s
    /// The broker closed the connection, or could not reach another broker, before there was a response.
    | NetworkException = 13s
    /// The coordinator is still reading its log and cannot serve the group or transactional id yet.
    | CoordinatorLoadInProgress = 14s
    /// There is no coordinator yet: its internal topic is missing or has no leader.
    | CoordinatorNotAvailable = 15s
    /// The broker is not, or no longer, the coordinator of the group or transactional id.
    | NotCoordinator = 16s
    /// The topic name is not valid, or clients may not write to the topic.
    | InvalidTopicException = 17s
    /// The record batch is larger than a log segment may be.
    | RecordListTooLarge = 18s
    /// Fewer replicas are in sync than the topic requires for a write with acks -1; nothing was written.
    | NotEnoughReplicas = 19s
    /// The records were written to the leader, but afterwards fewer replicas were in sync than the topic requires.
    | NotEnoughReplicasAfterAppend = 20s
    /// Acks is not -1, 0 or 1.
    | InvalidRequiredAcks = 21s
    /// The generation or member epoch given is not the current one of the group.
    | IllegalGeneration = 22s
    /// The member's protocol type or assignment strategies have nothing in common with those of the group.
    | InconsistentGroupProtocol = 23s
    /// The group id is empty or not valid.
    | InvalidGroupId = 24s
    /// The coordinator does not know the member; it has to join the group again.
    | UnknownMemberId = 25s
    /// The session timeout is outside the range that the broker allows.
    | InvalidSessionTimeout = 26s
    /// The group is rebalancing; the member has to join again.
    | RebalanceInProgress = 27s
    /// The offsets to commit are too large for one record of the offsets topic.
    | InvalidCommitOffsetSize = 28s
    /// The principal is not authorized for this operation on the topic.
    | TopicAuthorizationFailed = 29s
    /// The principal is not authorized for this operation on the group.
    | GroupAuthorizationFailed = 30s
    /// The principal is not authorized for this operation on the cluster.
    | ClusterAuthorizationFailed = 31s
    /// A timestamp in the records is too far from the broker's clock.
    | InvalidTimestamp = 32s
    /// The broker does not offer the SASL mechanism.
    | UnsupportedSaslMechanism = 33s
    /// The request does not fit the state of the SASL exchange on this connection.
    | IllegalSaslState = 34s
    /// The broker does not support the version of the request, or cannot do what it asks for.
    | UnsupportedVersion = 35s
    /// A topic with this name already exists.
    | TopicAlreadyExists = 36s
    /// The number of partitions is not valid.
    | InvalidPartitions = 37s
    /// The replication factor is below 1, or larger than the number of brokers.
    | InvalidReplicationFactor = 38s
    /// The assignment of replicas names unknown brokers, leaves some partitions out, or has uneven lengths.
    | InvalidReplicaAssignment = 39s
    /// A configuration value, or a combination of them, is not valid.
    | InvalidConfig = 40s
    /// The broker is not the active controller.
    | NotController = 41s
    /// The request is well formed but makes no sense: fields contradict each other, or values are not valid.
    | InvalidRequest = 42s
    /// The message format of the partition is too old for the request.
    | UnsupportedForMessageFormat = 43s
    /// The request violates a policy that the broker's operator has set up.
    | PolicyViolation = 44s
    /// The sequence numbers of an idempotent producer have a gap.
    | OutOfOrderSequenceNumber = 45s
    /// The broker already has these sequence numbers of the idempotent producer.
    | DuplicateSequenceNumber = 46s
    /// The producer's epoch is older than the broker's.
    | InvalidProducerEpoch = 47s
    /// The state of the transaction does not allow the operation.
    | InvalidTxnState = 48s
    /// The producer id does not belong to the transactional id.
    | InvalidProducerIdMapping = 49s
    /// The transaction timeout is larger than the broker allows.
    | InvalidTransactionTimeout = 50s
    /// Another operation on the same transaction has not finished yet.
    | ConcurrentTransactions = 51s
    /// The transaction marker comes from a coordinator that has been replaced by a newer one.
    | TransactionCoordinatorFenced = 52s
    /// The principal is not authorized to use the transactional id.
    | TransactionalIdAuthorizationFailed = 53s
    /// The broker has no authorizer, so it keeps no ACLs.
    | SecurityDisabled = 54s
    /// This part of the request was not attempted, because another part failed.
    | OperationNotAttempted = 55s
    /// The broker could not read or write its disk.
    | KafkaStorageError = 56s
    /// The broker has no such log directory.
    | LogDirNotFound = 57s
    /// The credentials were refused.
    | SaslAuthenticationFailed = 58s
    /// The broker does not know the producer id; all its records may have been deleted.
    | UnknownProducerId = 59s
    /// The partition is being reassigned.
    | ReassignmentInProgress = 60s
    /// The broker does not support delegation tokens: its secret key is not set.
    | DelegationTokenAuthDisabled = 61s
    /// The broker does not know the delegation token.
    | DelegationTokenNotFound = 62s
    /// The principal neither owns the delegation token nor may renew it.
    | DelegationTokenOwnerMismatch = 63s
    /// Delegation tokens cannot be requested over this connection: it is not authenticated, or it was authenticated by a token.
    | DelegationTokenRequestNotAllowed = 64s
    /// The principal is not authorized for this operation on delegation tokens.
    | DelegationTokenAuthorizationFailed = 65s
    /// The delegation token has expired.
    | DelegationTokenExpired = 66s
    /// The type of the principal is not supported.
    | InvalidPrincipalType = 67s
    /// The group still has members.
    | NonEmptyGroup = 68s
    /// There is no group with this id.
    | GroupIdNotFound = 69s
    /// The broker does not have this fetch session, or no longer has it; start a new one.
    | FetchSessionIdNotFound = 70s
    /// The epoch of the fetch session is not the one that the broker expects; start a new one.
    | InvalidFetchSessionEpoch = 71s
    /// The leader has no listener with the name of the one that received the request.
    | ListenerNotFound = 72s
    /// The broker is configured to refuse the deletion of topics.
    | TopicDeletionDisabled = 73s
    /// The leader epoch given is older than the broker's.
    | FencedLeaderEpoch = 74s
    /// The leader epoch given is newer than the broker's; the broker has not learned of it yet.
    | UnknownLeaderEpoch = 75s
    /// The request version that the client uses does not support the compression of the records.
    | UnsupportedCompressionType = 76s
    /// The broker epoch is out of date: the broker has since registered again.
    | StaleBrokerEpoch = 77s
    /// The new leader does not know its high watermark yet.
    | OffsetNotAvailable = 78s
    /// The member must join again with the member id given in this response.
    | MemberIdRequired = 79s
    /// The preferred leader of the partition is not available.
    | PreferredLeaderNotAvailable = 80s
    /// The group has reached its maximum size.
    | GroupMaxSizeReached = 81s
    /// Another member with the same group instance id has since joined.
    | FencedInstanceId = 82s
    /// None of the replicas eligible to become leader is available.
    | EligibleLeadersNotAvailable = 83s
    /// The partition already has the leader that it should have.
    | ElectionNotNeeded = 84s
    /// The partition is not being reassigned.
    | NoReassignmentInProgress = 85s
    /// Members of the group are subscribed to the topic, so its offsets cannot be deleted.
    | GroupSubscribedToTopic = 86s
    /// The broker rejected a record as invalid.
    | InvalidRecord = 87s
    /// Some offsets belong to transactions that have not ended; the stable offsets are not known yet.
    | UnstableOffsetCommit = 88s
    /// The quota for changes to topics is used up; try again after the throttle time.
    | ThrottlingQuotaExceeded = 89s
    /// A newer producer with the same transactional id has replaced this one.
    | ProducerFenced = 90s
    /// The entity that the request names, such as a user or a telemetry instance, does not exist.
    | ResourceNotFound = 91s
    /// The request names the same entity more than once, or one that already exists.
    | DuplicateResource = 92s
    /// The credential does not meet the requirements, such as the number of iterations.
    | UnacceptableCredential = 93s
    /// The sender's set of voters differs from the receiver's.
    | InconsistentVoterSet = 94s
    /// The change to the feature, such as its version level, is not allowed.
    | InvalidUpdateVersion = 95s
    /// The change to the features could not be made.
    | FeatureUpdateFailed = 96s
    /// The principal in a forwarded request could not be read.
    | PrincipalDeserializationFailure = 97s
    /// There is no such snapshot.
    | SnapshotNotFound = 98s
    /// The requested position is not inside the snapshot.
    | PositionOutOfRange = 99s
    /// The broker does not know the topic id.
    | UnknownTopicId = 100s
    /// Another broker with the same id is registered and alive.
    | DuplicateBrokerRegistration = 101s
    /// No broker with this id is registered.
    | BrokerIdNotRegistered = 102s
    /// The topic id differs from the one in the log of the partition.
    | InconsistentTopicId = 103s
    /// The cluster id is not the receiver's.
    | InconsistentClusterId = 104s
    /// The coordinator does not know the transactional id.
    | TransactionalIdNotFound = 105s
    /// Some requests of the fetch session named topics by id, others by name.
    | FetchSessionTopicIdError = 106s
    /// The new in-sync set contains an ineligible replica.
    | IneligibleReplica = 107s
    /// The change to the partition was made, and it led to a new leader.
    | NewLeaderElected = 108s
    /// The requested offset has moved to remote storage.
    | OffsetMovedToTieredStorage = 109s
    /// The member epoch given is not the current one: the coordinator has fenced the member.
    | FencedMemberEpoch = 110s
    /// Another member still uses the group instance id.
    | UnreleasedInstanceId = 111s
    /// None of the assignors that the member names is supported.
    | UnsupportedAssignor = 112s
    /// The member epoch given is older than the current one; the member must send a heartbeat first.
    | StaleMemberEpoch = 113s
    /// The request reached the wrong kind of listener: a broker instead of a controller, or vice versa.
    | MismatchedEndpointType = 114s
    /// The listener does not serve this kind of endpoint.
    | UnsupportedEndpointType = 115s
    /// No controller with this id is known.
    | UnknownControllerId = 116s
    /// The telemetry subscription id is out of date; ask for the subscriptions again.
    | UnknownSubscriptionId = 117s
    /// The telemetry data is larger than the broker accepts.
    | TelemetryTooLarge = 118s
    /// The controller refuses the registration of the broker or controller as invalid.
    | InvalidRegistration = 119s
    /// The transaction cannot continue, but it can be aborted, and the producer remains usable.
    | TransactionAbortable = 120s
    /// The record cannot be acknowledged in its state: it was never acquired, or no longer is.
    | InvalidRecordState = 121s
    /// The broker does not have this share session; start a new one.
    | ShareSessionNotFound = 122s
    /// The epoch of the share session is not the one that the broker expects.
    | InvalidShareSessionEpoch = 123s
    /// The state epoch given is older than the share coordinator's.
    | FencedStateEpoch = 124s
    /// The voter named in the request is not the receiver.
    | InvalidVoterKey = 125s
    /// The voter to add already exists.
    | DuplicateVoter = 126s
    /// The voter to remove or update is not in the set of voters.
    | VoterNotFound = 127s
    /// The regular expression of the subscription is not valid.
    | InvalidRegularExpression = 128s
    /// The client's metadata of the cluster is too old; it must start again from its bootstrap servers.
    | RebootstrapRequired = 129s
    /// The topology of the streams group is not valid.
    | StreamsInvalidTopology = 130s
    /// The epoch of the topology is not valid.
    | StreamsInvalidTopologyEpoch = 131s
    /// The member's topology is older than the streams group's.
    | StreamsTopologyFenced = 132s
    /// The broker has reached its maximum number of share sessions.
    | ShareSessionLimitReached = 133s
    /// The group could not be deleted.
    | GroupDeletionFailed = 134s
    /// The description of the topology could not be stored.
    | StreamsTopologyDescriptionUpdateFailed = 135s
    /// No controller with this id is registered.
    | ControllerIdNotRegistered = 136s

[<NoComparison>]
type internal ErrorCodeInfo =
    { Name: string
      IsRetriable: bool
      RefreshesMetadata: bool
      Description: string }

module internal ErrorCodeTable =

    let lowest = -1

    let private entry name retriable refreshes description =
        { Name = name; IsRetriable = retriable; RefreshesMetadata = refreshes; Description = description }

    // Whether the request may be sent again, and whether metadata is to be refreshed first.
    [<Literal>]
    let private Retry = true

    [<Literal>]
    let private Final = false

    [<Literal>]
    let private Refresh = true

    [<Literal>]
    let private Keep = false

    /// In order of the codes, starting at -1, without gaps.
    let entries: ErrorCodeInfo[] =
        [| entry "UNKNOWN_SERVER_ERROR"                      Final Keep    "The broker failed with an error that has no code; see its log."
           entry "NONE"                                      Final Keep    "No error."
           entry "OFFSET_OUT_OF_RANGE"                       Final Keep    "The requested offset is not in the log of the partition: it is before the first or after the last offset."
           entry "CORRUPT_MESSAGE"                           Retry Keep    "The record data is damaged, has a wrong CRC, or breaks a rule of the topic (a compacted topic needs keys)."
           entry "UNKNOWN_TOPIC_OR_PARTITION"                Retry Refresh "The broker does not know the topic or partition, or does not host it."
           entry "INVALID_FETCH_SIZE"                        Final Keep    "The number of bytes to fetch is not valid."
           entry "LEADER_NOT_AVAILABLE"                      Retry Refresh "The partition has no leader at the moment; an election is under way."
           entry "NOT_LEADER_OR_FOLLOWER"                    Retry Refresh "The broker is not the leader of the partition or, if a follower may respond, not a replica."
           entry "REQUEST_TIMED_OUT"                         Retry Keep    "The broker could not finish the request within its time limit; the operation may or may not have taken place."
           entry "BROKER_NOT_AVAILABLE"                      Final Keep    "The broker is not available."
           entry "REPLICA_NOT_AVAILABLE"                     Retry Refresh "The replica is not available on the broker that was asked."
           entry "MESSAGE_TOO_LARGE"                         Final Keep    "A record batch is larger than the broker or the topic allows."
           entry "STALE_CONTROLLER_EPOCH"                    Final Keep    "The request comes from a controller that has been replaced by a newer one."
           entry "OFFSET_METADATA_TOO_LARGE"                 Final Keep    "The metadata text of a committed offset is longer than the broker allows."
           entry "NETWORK_EXCEPTION"                         Retry Refresh "The broker closed the connection, or could not reach another broker, before there was a response."
           entry "COORDINATOR_LOAD_IN_PROGRESS"              Retry Keep    "The coordinator is still reading its log and cannot serve the group or transactional id yet."
           entry "COORDINATOR_NOT_AVAILABLE"                 Retry Keep    "There is no coordinator yet: its internal topic is missing or has no leader."
           entry "NOT_COORDINATOR"                           Retry Keep    "The broker is not, or no longer, the coordinator of the group or transactional id."
           entry "INVALID_TOPIC_EXCEPTION"                   Final Keep    "The topic name is not valid, or clients may not write to the topic."
           entry "RECORD_LIST_TOO_LARGE"                     Final Keep    "The record batch is larger than a log segment may be."
           entry "NOT_ENOUGH_REPLICAS"                       Retry Keep    "Fewer replicas are in sync than the topic requires for a write with acks -1; nothing was written."
           entry "NOT_ENOUGH_REPLICAS_AFTER_APPEND"          Retry Keep    "The records were written to the leader, but afterwards fewer replicas were in sync than the topic requires."
           entry "INVALID_REQUIRED_ACKS"                     Final Keep    "Acks is not -1, 0 or 1."
           entry "ILLEGAL_GENERATION"                        Final Keep    "The generation or member epoch given is not the current one of the group."
           entry "INCONSISTENT_GROUP_PROTOCOL"               Final Keep    "The member's protocol type or assignment strategies have nothing in common with those of the group."
           entry "INVALID_GROUP_ID"                          Final Keep    "The group id is empty or not valid."
           entry "UNKNOWN_MEMBER_ID"                         Final Keep    "The coordinator does not know the member; it has to join the group again."
           entry "INVALID_SESSION_TIMEOUT"                   Final Keep    "The session timeout is outside the range that the broker allows."
           entry "REBALANCE_IN_PROGRESS"                     Final Keep    "The group is rebalancing; the member has to join again."
           entry "INVALID_COMMIT_OFFSET_SIZE"                Final Keep    "The offsets to commit are too large for one record of the offsets topic."
           entry "TOPIC_AUTHORIZATION_FAILED"                Final Keep    "The principal is not authorized for this operation on the topic."
           entry "GROUP_AUTHORIZATION_FAILED"                Final Keep    "The principal is not authorized for this operation on the group."
           entry "CLUSTER_AUTHORIZATION_FAILED"              Final Keep    "The principal is not authorized for this operation on the cluster."
           entry "INVALID_TIMESTAMP"                         Final Keep    "A timestamp in the records is too far from the broker's clock."
           entry "UNSUPPORTED_SASL_MECHANISM"                Final Keep    "The broker does not offer the SASL mechanism."
           entry "ILLEGAL_SASL_STATE"                        Final Keep    "The request does not fit the state of the SASL exchange on this connection."
           entry "UNSUPPORTED_VERSION"                       Final Keep    "The broker does not support the version of the request, or cannot do what it asks for."
           entry "TOPIC_ALREADY_EXISTS"                      Final Keep    "A topic with this name already exists."
           entry "INVALID_PARTITIONS"                        Final Keep    "The number of partitions is not valid."
           entry "INVALID_REPLICATION_FACTOR"                Final Keep    "The replication factor is below 1, or larger than the number of brokers."
           entry "INVALID_REPLICA_ASSIGNMENT"                Final Keep    "The assignment of replicas names unknown brokers, leaves some partitions out, or has uneven lengths."
           entry "INVALID_CONFIG"                            Final Keep    "A configuration value, or a combination of them, is not valid."
           entry "NOT_CONTROLLER"                            Retry Keep    "The broker is not the active controller."
           entry "INVALID_REQUEST"                           Final Keep    "The request is well formed but makes no sense: fields contradict each other, or values are not valid."
           entry "UNSUPPORTED_FOR_MESSAGE_FORMAT"            Final Keep    "The message format of the partition is too old for the request."
           entry "POLICY_VIOLATION"                          Final Keep    "The request violates a policy that the broker's operator has set up."
           entry "OUT_OF_ORDER_SEQUENCE_NUMBER"              Final Keep    "The sequence numbers of an idempotent producer have a gap."
           entry "DUPLICATE_SEQUENCE_NUMBER"                 Final Keep    "The broker already has these sequence numbers of the idempotent producer."
           entry "INVALID_PRODUCER_EPOCH"                    Final Keep    "The producer's epoch is older than the broker's."
           entry "INVALID_TXN_STATE"                         Final Keep    "The state of the transaction does not allow the operation."
           entry "INVALID_PRODUCER_ID_MAPPING"               Final Keep    "The producer id does not belong to the transactional id."
           entry "INVALID_TRANSACTION_TIMEOUT"               Final Keep    "The transaction timeout is larger than the broker allows."
           entry "CONCURRENT_TRANSACTIONS"                   Retry Keep    "Another operation on the same transaction has not finished yet."
           entry "TRANSACTION_COORDINATOR_FENCED"            Final Keep    "The transaction marker comes from a coordinator that has been replaced by a newer one."
           entry "TRANSACTIONAL_ID_AUTHORIZATION_FAILED"     Final Keep    "The principal is not authorized to use the transactional id."
           entry "SECURITY_DISABLED"                         Final Keep    "The broker has no authorizer, so it keeps no ACLs."
           entry "OPERATION_NOT_ATTEMPTED"                   Final Keep    "This part of the request was not attempted, because another part failed."
           entry "KAFKA_STORAGE_ERROR"                       Retry Refresh "The broker could not read or write its disk."
           entry "LOG_DIR_NOT_FOUND"                         Final Keep    "The broker has no such log directory."
           entry "SASL_AUTHENTICATION_FAILED"                Final Keep    "The credentials were refused."
           entry "UNKNOWN_PRODUCER_ID"                       Final Keep    "The broker does not know the producer id; all its records may have been deleted."
           entry "REASSIGNMENT_IN_PROGRESS"                  Final Keep    "The partition is being reassigned."
           entry "DELEGATION_TOKEN_AUTH_DISABLED"            Final Keep    "The broker does not support delegation tokens: its secret key is not set."
           entry "DELEGATION_TOKEN_NOT_FOUND"                Final Keep    "The broker does not know the delegation token."
           entry "DELEGATION_TOKEN_OWNER_MISMATCH"           Final Keep    "The principal neither owns the delegation token nor may renew it."
           entry "DELEGATION_TOKEN_REQUEST_NOT_ALLOWED"      Final Keep    "Delegation tokens cannot be requested over this connection: it is not authenticated, or it was authenticated by a token."
           entry "DELEGATION_TOKEN_AUTHORIZATION_FAILED"     Final Keep    "The principal is not authorized for this operation on delegation tokens."
           entry "DELEGATION_TOKEN_EXPIRED"                  Final Keep    "The delegation token has expired."
           entry "INVALID_PRINCIPAL_TYPE"                    Final Keep    "The type of the principal is not supported."
           entry "NON_EMPTY_GROUP"                           Final Keep    "The group still has members."
           entry "GROUP_ID_NOT_FOUND"                        Final Keep    "There is no group with this id."
           entry "FETCH_SESSION_ID_NOT_FOUND"                Retry Keep    "The broker does not have this fetch session, or no longer has it; start a new one."
           entry "INVALID_FETCH_SESSION_EPOCH"               Retry Keep    "The epoch of the fetch session is not the one that the broker expects; start a new one."
           entry "LISTENER_NOT_FOUND"                        Retry Refresh "The leader has no listener with the name of the one that received the request."
           entry "TOPIC_DELETION_DISABLED"                   Final Keep    "The broker is configured to refuse the deletion of topics."
           entry "FENCED_LEADER_EPOCH"                       Retry Refresh "The leader epoch given is older than the broker's."
           entry "UNKNOWN_LEADER_EPOCH"                      Retry Keep    "The leader epoch given is newer than the broker's; the broker has not learned of it yet."
           entry "UNSUPPORTED_COMPRESSION_TYPE"              Final Keep    "The request version that the client uses does not support the compression of the records."
           entry "STALE_BROKER_EPOCH"                        Final Keep    "The broker epoch is out of date: the broker has since registered again."
           entry "OFFSET_NOT_AVAILABLE"                      Retry Keep    "The new leader does not know its high watermark yet."
           entry "MEMBER_ID_REQUIRED"                        Final Keep    "The member must join again with the member id given in this response."
           entry "PREFERRED_LEADER_NOT_AVAILABLE"            Retry Refresh "The preferred leader of the partition is not available."
           entry "GROUP_MAX_SIZE_REACHED"                    Final Keep    "The group has reached its maximum size."
           entry "FENCED_INSTANCE_ID"                        Final Keep    "Another member with the same group instance id has since joined."
           entry "ELIGIBLE_LEADERS_NOT_AVAILABLE"            Retry Refresh "None of the replicas eligible to become leader is available."
           entry "ELECTION_NOT_NEEDED"                       Retry Refresh "The partition already has the leader that it should have."
           entry "NO_REASSIGNMENT_IN_PROGRESS"               Final Keep    "The partition is not being reassigned."
           entry "GROUP_SUBSCRIBED_TO_TOPIC"                 Final Keep    "Members of the group are subscribed to the topic, so its offsets cannot be deleted."
           entry "INVALID_RECORD"                            Final Keep    "The broker rejected a record as invalid."
           entry "UNSTABLE_OFFSET_COMMIT"                    Retry Keep    "Some offsets belong to transactions that have not ended; the stable offsets are not known yet."
           entry "THROTTLING_QUOTA_EXCEEDED"                 Retry Keep    "The quota for changes to topics is used up; try again after the throttle time."
           entry "PRODUCER_FENCED"                           Final Keep    "A newer producer with the same transactional id has replaced this one."
           entry "RESOURCE_NOT_FOUND"                        Final Keep    "The entity that the request names, such as a user or a telemetry instance, does not exist."
           entry "DUPLICATE_RESOURCE"                        Final Keep    "The request names the same entity more than once, or one that already exists."
           entry "UNACCEPTABLE_CREDENTIAL"                   Final Keep    "The credential does not meet the requirements, such as the number of iterations."
           entry "INCONSISTENT_VOTER_SET"                    Final Keep    "The sender's set of voters differs from the receiver's."
           entry "INVALID_UPDATE_VERSION"                    Final Keep    "The change to the feature, such as its version level, is not allowed."
           entry "FEATURE_UPDATE_FAILED"                     Final Keep    "The change to the features could not be made."
           entry "PRINCIPAL_DESERIALIZATION_FAILURE"         Final Keep    "The principal in a forwarded request could not be read."
           entry "SNAPSHOT_NOT_FOUND"                        Final Keep    "There is no such snapshot."
           entry "POSITION_OUT_OF_RANGE"                     Final Keep    "The requested position is not inside the snapshot."
           entry "UNKNOWN_TOPIC_ID"                          Retry Refresh "The broker does not know the topic id."
           entry "DUPLICATE_BROKER_REGISTRATION"             Final Keep    "Another broker with the same id is registered and alive."
           entry "BROKER_ID_NOT_REGISTERED"                  Final Keep    "No broker with this id is registered."
           entry "INCONSISTENT_TOPIC_ID"                     Retry Refresh "The topic id differs from the one in the log of the partition."
           entry "INCONSISTENT_CLUSTER_ID"                   Final Keep    "The cluster id is not the receiver's."
           entry "TRANSACTIONAL_ID_NOT_FOUND"                Final Keep    "The coordinator does not know the transactional id."
           entry "FETCH_SESSION_TOPIC_ID_ERROR"              Retry Keep    "Some requests of the fetch session named topics by id, others by name."
           entry "INELIGIBLE_REPLICA"                        Final Keep    "The new in-sync set contains an ineligible replica."
           entry "NEW_LEADER_ELECTED"                        Final Keep    "The change to the partition was made, and it led to a new leader."
           entry "OFFSET_MOVED_TO_TIERED_STORAGE"            Final Keep    "The requested offset has moved to remote storage."
           entry "FENCED_MEMBER_EPOCH"                       Final Keep    "The member epoch given is not the current one: the coordinator has fenced the member."
           entry "UNRELEASED_INSTANCE_ID"                    Final Keep    "Another member still uses the group instance id."
           entry "UNSUPPORTED_ASSIGNOR"                      Final Keep    "None of the assignors that the member names is supported."
           entry "STALE_MEMBER_EPOCH"                        Final Keep    "The member epoch given is older than the current one; the member must send a heartbeat first."
           entry "MISMATCHED_ENDPOINT_TYPE"                  Final Keep    "The request reached the wrong kind of listener: a broker instead of a controller, or vice versa."
           entry "UNSUPPORTED_ENDPOINT_TYPE"                 Final Keep    "The listener does not serve this kind of endpoint."
           entry "UNKNOWN_CONTROLLER_ID"                     Final Keep    "No controller with this id is known."
           entry "UNKNOWN_SUBSCRIPTION_ID"                   Final Keep    "The telemetry subscription id is out of date; ask for the subscriptions again."
           entry "TELEMETRY_TOO_LARGE"                       Final Keep    "The telemetry data is larger than the broker accepts."
           entry "INVALID_REGISTRATION"                      Final Keep    "The controller refuses the registration of the broker or controller as invalid."
           entry "TRANSACTION_ABORTABLE"                     Final Keep    "The transaction cannot continue, but it can be aborted, and the producer remains usable."
           entry "INVALID_RECORD_STATE"                      Final Keep    "The record cannot be acknowledged in its state: it was never acquired, or no longer is."
           entry "SHARE_SESSION_NOT_FOUND"                   Retry Keep    "The broker does not have this share session; start a new one."
           entry "INVALID_SHARE_SESSION_EPOCH"               Retry Keep    "The epoch of the share session is not the one that the broker expects."
           entry "FENCED_STATE_EPOCH"                        Final Keep    "The state epoch given is older than the share coordinator's."
           entry "INVALID_VOTER_KEY"                         Final Keep    "The voter named in the request is not the receiver."
           entry "DUPLICATE_VOTER"                           Final Keep    "The voter to add already exists."
           entry "VOTER_NOT_FOUND"                           Final Keep    "The voter to remove or update is not in the set of voters."
           entry "INVALID_REGULAR_EXPRESSION"                Final Keep    "The regular expression of the subscription is not valid."
           entry "REBOOTSTRAP_REQUIRED"                      Final Keep    "The client's metadata of the cluster is too old; it must start again from its bootstrap servers."
           entry "STREAMS_INVALID_TOPOLOGY"                  Final Keep    "The topology of the streams group is not valid."
           entry "STREAMS_INVALID_TOPOLOGY_EPOCH"            Final Keep    "The epoch of the topology is not valid."
           entry "STREAMS_TOPOLOGY_FENCED"                   Final Keep    "The member's topology is older than the streams group's."
           entry "SHARE_SESSION_LIMIT_REACHED"               Retry Keep    "The broker has reached its maximum number of share sessions."
           entry "GROUP_DELETION_FAILED"                     Final Keep    "The group could not be deleted."
           entry "STREAMS_TOPOLOGY_DESCRIPTION_UPDATE_FAILED" Final Keep    "The description of the topology could not be stored."
           entry "CONTROLLER_ID_NOT_REGISTERED"              Final Keep    "No controller with this id is registered." |]

    let tryFind (code: ErrorCode) : ErrorCodeInfo voption =
        let index = int code - lowest
        if uint32 index < uint32 entries.Length then ValueSome entries[index] else ValueNone

/// What the error codes mean. In C# the methods are extension methods of ErrorCode: <c>answer.ErrorCode.IsRetriable()</c>.
[<Extension; AbstractClass; Sealed>]
type ErrorCodes private () =

    static let all: IReadOnlyList<ErrorCode> =
        Array.AsReadOnly(Array.init ErrorCodeTable.entries.Length (fun i -> LanguagePrimitives.EnumOfValue<int16, ErrorCode>(int16 (i + ErrorCodeTable.lowest))))

    // By Kafka's name and by the enum's; the two differ only in case and underscores.
    static let byName =
        let codes = Dictionary<string, ErrorCode>(StringComparer.OrdinalIgnoreCase)
        for code in all do
            let name = ErrorCodeTable.entries[int code - ErrorCodeTable.lowest].Name
            codes[name] <- code
            codes[name.Replace("_", "")] <- code
        codes

    /// All codes that this version of KafkaWire knows, None (0) included, in ascending order.
    static member All: IReadOnlyList<ErrorCode> = all

    /// Kafka's name of the code, such as <c>REBALANCE_IN_PROGRESS</c>; <c>UNKNOWN(n)</c> for an unknown code.
    [<Extension>]
    static member Name(code: ErrorCode) : string =
        match ErrorCodeTable.tryFind code with
        | ValueSome entry -> entry.Name
        | ValueNone -> String.Concat("UNKNOWN(", (int16 code).ToString(CultureInfo.InvariantCulture), ")")

    /// Whether the same request can succeed if it is sent again. False for None and for unknown codes.
    [<Extension>]
    static member IsRetriable(code: ErrorCode) : bool =
        match ErrorCodeTable.tryFind code with
        | ValueSome entry -> entry.IsRetriable
        | ValueNone -> false

    /// Whether the client should ask for new metadata (which broker leads which partition) before it sends the request again. Such a code is always retriable.
    [<Extension>]
    static member RefreshesMetadata(code: ErrorCode) : bool =
        match ErrorCodeTable.tryFind code with
        | ValueSome entry -> entry.RefreshesMetadata
        | ValueNone -> false

    /// What the code means, in one sentence.
    [<Extension>]
    static member Description(code: ErrorCode) : string =
        match ErrorCodeTable.tryFind code with
        | ValueSome entry -> entry.Description
        | ValueNone -> "A code that this version of KafkaWire does not know."

    /// Whether this version of KafkaWire knows the code.
    [<Extension>]
    static member IsKnown(code: ErrorCode) : bool = (ErrorCodeTable.tryFind code).IsSome

    /// The code with this name: Kafka's (<c>NOT_COORDINATOR</c>), or the enum's (<c>NotCoordinator</c>), in any case; or the form
    /// <c>UNKNOWN(n)</c> that Name returns. For any other text, returns false and sets None.
    static member TryParse(name: string | null, [<Out>] code: byref<ErrorCode>) : bool =
        match name with
        | null ->
            code <- ErrorCode.None
            false
        | name when byName.TryGetValue(name, &code) -> true
        | name ->
            let mutable number = 0s
            let isUnknown =
                name.StartsWith("UNKNOWN(", StringComparison.OrdinalIgnoreCase)
                && name.EndsWith(')')
                && Int16.TryParse(name.AsSpan(8, name.Length - 9), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, &number)
            code <- if isUnknown then LanguagePrimitives.EnumOfValue number else ErrorCode.None
            isUnknown
