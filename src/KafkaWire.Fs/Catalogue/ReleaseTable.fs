/// What each Kafka release serves. For a new release, add its name, and a clause to the line of each API that it changes.
module internal KafkaWire.ReleaseTable

open KafkaWire

/// The bug-fix release of each family from which the facts were taken, oldest first. The family is the part before the last dot.
let sources =
    [| "0.9.0.1"; "0.10.0.1"; "0.10.1.1"; "0.10.2.2"; "0.11.0.3"
       "1.0.2"; "1.1.1"
       "2.0.1"; "2.1.1"; "2.2.2"; "2.3.1"; "2.4.1"; "2.5.1"; "2.6.3"; "2.7.2"; "2.8.2"
       "3.0.2"; "3.1.2"; "3.2.3"; "3.3.2"; "3.4.1"; "3.5.2"; "3.6.2"; "3.7.2"; "3.8.1"; "3.9.2"
       "4.0.2"; "4.1.2"; "4.2.2"; "4.3.1"; "4.4.0" |]

/// A row has an API's key and Kafka's name for it, so that the table compiles whatever APIs the code has. A test compares both with the APIs.
let private row (key: int16) (name: string) (history: string) = struct (LanguagePrimitives.EnumOfValue<int16, ApiKey> key, name, history)

/// The changes to each API. A clause has a family, the versions since then and, if that changes, who serves them: z, a broker of a
/// cluster with ZooKeeper; b, a broker of a KRaft cluster; c, a KRaft controller; a dot, nobody. A question mark: the last version is
/// unstable, so a server serves it only if configured to. A dash: the API was removed.
let histories =
    [| row  0s "Produce"                               "0.9.0 0-1 z, 0.10.0 0-2, 0.11.0 0-3, 1.0 0-5, 2.0 0-6, 2.1 0-7, 2.4 0-8, 2.8 0-9 zb, \
                                                        3.7 0-10, 3.8 0-11, 4.0 3-12 b, 4.1 3-13"
       row  1s "Fetch"                                 "0.9.0 0-1 z, 0.10.0 0-2, 0.10.1 0-3, 0.11.0 0-5, 1.0 0-6, 1.1 0-7, 2.0 0-8, 2.1 0-10, \
                                                        2.3 0-11, 2.7 0-12, 2.8 0-12 zbc, 3.1 0-13, 3.5 0-15, 3.7 0-16, 3.9 0-17, 4.0 4-17 bc, \
                                                        4.1 4-18"
       row  2s "ListOffsets"                           "0.9.0 0 z, 0.10.1 0-1, 0.11.0 0-2, 2.0 0-3, 2.1 0-4, 2.2 0-5, 2.8 0-6 zb, 3.0 0-7, \
                                                        3.5 0-8, 3.9 0-9, 4.0 1-10 b, 4.2 1-11"
       row  3s "Metadata"                              "0.9.0 0 z, 0.10.0 0-1, 0.10.1 0-2, 0.11.0 0-4, 1.0 0-5, 2.0 0-6, 2.1 0-7, 2.3 0-8, \
                                                        2.4 0-9, 2.8 0-11 zbc, 3.0 0-11 zb, 3.1 0-12, 4.0 0-13 b"
       row  4s "LeaderAndIsr"                          "0.9.0 0 z, 1.0 0-1, 2.2 0-2, 2.4 0-4, 2.8 0-5, 3.2 0-6, 3.4 0-7, 4.0 -"
       row  5s "StopReplica"                           "0.9.0 0 z, 2.2 0-1, 2.4 0-2, 2.6 0-3, 3.4 0-4, 4.0 -"
       row  6s "UpdateMetadata"                        "0.9.0 0-1 z, 0.10.0 0-2, 0.10.2 0-3, 1.0 0-4, 2.2 0-5, 2.4 0-6, 2.8 0-7, 3.4 0-8, \
                                                        4.0 -"
       row  7s "ControlledShutdown"                    "0.9.0 1 z, 1.0 0-1, 2.2 0-2, 2.4 0-3, 2.8 0-3 zc, 4.0 -"
       row  8s "OffsetCommit"                          "0.9.0 0-2 z, 0.11.0 0-3, 2.0 0-4, 2.1 0-6, 2.3 0-7, 2.4 0-8, 2.8 0-8 zb, 3.6 0-9?, \
                                                        3.7 0-9, 4.0 2-9 b, 4.1 2-10?, 4.2 2-10"
       row  9s "OffsetFetch"                           "0.9.0 0-1 z, 0.10.2 0-2, 0.11.0 0-3, 2.0 0-4, 2.1 0-5, 2.4 0-6, 2.5 0-7, 2.8 0-7 zb, \
                                                        3.0 0-8, 3.7 0-9, 4.0 1-9 b, 4.1 1-10?, 4.2 1-10"
       row 10s "FindCoordinator"                       "0.9.0 0 z, 0.11.0 0-1, 2.0 0-2, 2.4 0-3, 2.8 0-3 zb, 3.0 0-4, 3.8 0-5, 3.9 0-6, \
                                                        4.0 0-6 b"
       row 11s "JoinGroup"                             "0.9.0 0 z, 0.10.1 0-1, 0.11.0 0-2, 2.0 0-3, 2.2 0-4, 2.3 0-5, 2.4 0-6, 2.5 0-7, \
                                                        2.8 0-7 zb, 3.2 0-9, 4.0 0-9 b"
       row 12s "Heartbeat"                             "0.9.0 0 z, 0.11.0 0-1, 2.0 0-2, 2.3 0-3, 2.4 0-4, 2.8 0-4 zb, 4.0 0-4 b"
       row 13s "LeaveGroup"                            "0.9.0 0 z, 0.11.0 0-1, 2.0 0-2, 2.4 0-4, 2.8 0-4 zb, 3.2 0-5, 4.0 0-5 b"
       row 14s "SyncGroup"                             "0.9.0 0 z, 0.11.0 0-1, 2.0 0-2, 2.3 0-3, 2.4 0-4, 2.5 0-5, 2.8 0-5 zb, 4.0 0-5 b"
       row 15s "DescribeGroups"                        "0.9.0 0 z, 0.11.0 0-1, 2.0 0-2, 2.3 0-3, 2.4 0-5, 2.8 0-5 zb, 4.0 0-6 b"
       row 16s "ListGroups"                            "0.9.0 0 z, 0.11.0 0-1, 2.0 0-2, 2.4 0-3, 2.6 0-4, 2.8 0-4 zb, 3.8 0-5, 4.0 0-5 b"
       row 17s "SaslHandshake"                         "0.10.0 0 z, 1.0 0-1, 2.8 0-1 zbc, 4.0 0-1 bc"
       row 18s "ApiVersions"                           "0.10.0 0 z, 0.11.0 0-1, 2.0 0-2, 2.4 0-3, 2.8 0-3 zbc, 3.9 0-4, 4.0 0-4 bc, 4.4 0-5"
       row 19s "CreateTopics"                          "0.10.1 0 z, 0.10.2 0-1, 0.11.0 0-2, 2.0 0-3, 2.4 0-5, 2.7 0-6, 2.8 0-7 zbc, 4.0 2-7 bc"
       row 20s "DeleteTopics"                          "0.10.1 0 z, 0.11.0 0-1, 2.0 0-2, 2.1 0-3, 2.4 0-4, 2.7 0-5, 2.8 0-6 zbc, 4.0 1-6 bc"
       row 21s "DeleteRecords"                         "0.11.0 0 z, 2.0 0-1, 2.6 0-2, 2.8 0-2 zb, 4.0 0-2 b"
       row 22s "InitProducerId"                        "0.11.0 0 z, 2.0 0-1, 2.4 0-2, 2.5 0-3, 2.7 0-4, 3.0 0-4 zb, 3.8 0-5, 4.0 0-5 b, \
                                                        4.1 0-6?"
       row 23s "OffsetForLeaderEpoch"                  "0.11.0 0 z, 2.0 0-1, 2.1 0-2, 2.3 0-3, 2.8 0-4 zb, 4.0 2-4 b"
       row 24s "AddPartitionsToTxn"                    "0.11.0 0 z, 2.0 0-1, 2.7 0-2, 2.8 0-3, 3.0 0-3 zb, 3.5 0-4?, 3.6 0-4, 3.8 0-5, \
                                                        4.0 0-5 b"
       row 25s "AddOffsetsToTxn"                       "0.11.0 0 z, 2.0 0-1, 2.7 0-2, 2.8 0-3, 3.0 0-3 zb, 3.8 0-4, 4.0 0-4 b"
       row 26s "EndTxn"                                "0.11.0 0 z, 2.0 0-1, 2.7 0-2, 2.8 0-3, 3.0 0-3 zb, 3.8 0-4, 4.0 0-5 b"
       row 27s "WriteTxnMarkers"                       "0.11.0 0 z, 2.8 0-1 zb, 4.0 1 b, 4.2 1-2"
       row 28s "TxnOffsetCommit"                       "0.11.0 0 z, 2.0 0-1, 2.1 0-2, 2.5 0-3, 3.0 0-3 zb, 3.8 0-4, 4.0 0-5 b, 4.4 0-6"
       row 29s "DescribeAcls"                          "0.11.0 0 z, 2.0 0-1, 2.5 0-2, 3.0 0-2 zbc, 3.3 0-3, 4.0 1-3 bc"
       row 30s "CreateAcls"                            "0.11.0 0 z, 2.0 0-1, 2.5 0-2, 3.0 0-2 zbc, 3.3 0-3, 4.0 1-3 bc"
       row 31s "DeleteAcls"                            "0.11.0 0 z, 2.0 0-1, 2.5 0-2, 3.0 0-2 zbc, 3.3 0-3, 4.0 1-3 bc"
       row 32s "DescribeConfigs"                       "0.11.0 0 z, 1.1 0-1, 2.0 0-2, 2.6 0-3, 2.8 0-4 zb, 3.7 0-4 zbc, 4.0 1-4 bc"
       row 33s "AlterConfigs"                          "0.11.0 0 z, 2.0 0-1, 2.8 0-2, 3.0 0-2 zbc, 4.0 0-2 bc"
       row 34s "AlterReplicaLogDirs"                   "1.0 0 z, 2.0 0-1, 2.8 0-2 zb, 4.0 1-2 b"
       row 35s "DescribeLogDirs"                       "1.0 0 z, 2.0 0-1, 2.6 0-2, 2.8 0-2 zb, 3.2 0-3, 3.3 0-4, 4.0 1-4 b, 4.3 1-5"
       row 36s "SaslAuthenticate"                      "1.0 0 z, 2.2 0-1, 2.5 0-2, 2.8 0-2 zbc, 4.0 0-2 bc"
       row 37s "CreatePartitions"                      "1.0 0 z, 2.0 0-1, 2.5 0-2, 2.7 0-3, 3.0 0-3 zbc, 4.0 0-3 bc"
       row 38s "CreateDelegationToken"                 "1.1 0 z, 2.0 0-1, 2.4 0-2, 3.3 0-3, 3.6 0-3 zbc, 4.0 1-3 bc"
       row 39s "RenewDelegationToken"                  "1.1 0 z, 2.0 0-1, 2.5 0-2, 3.6 0-2 zbc, 4.0 1-2 bc"
       row 40s "ExpireDelegationToken"                 "1.1 0 z, 2.0 0-1, 2.5 0-2, 3.6 0-2 zbc, 4.0 1-2 bc"
       row 41s "DescribeDelegationToken"               "1.1 0 z, 2.0 0-1, 2.5 0-2, 3.3 0-3, 3.6 0-3 zbc, 4.0 1-3 bc"
       row 42s "DeleteGroups"                          "1.1 0 z, 2.0 0-1, 2.4 0-2, 2.8 0-2 zb, 4.0 0-2 b, 4.4 0-3"
       row 43s "ElectLeaders"                          "2.2 0 z, 2.4 0-2, 3.0 0-2 zbc, 4.0 0-2 bc"
       row 44s "IncrementalAlterConfigs"               "2.3 0 z, 2.4 0-1, 2.8 0-1 zbc, 4.0 0-1 bc"
       row 45s "AlterPartitionReassignments"           "2.4 0 z, 3.0 0 zbc, 4.0 0 bc, 4.1 0-1"
       row 46s "ListPartitionReassignments"            "2.4 0 z, 3.0 0 zbc, 4.0 0 bc"
       row 47s "OffsetDelete"                          "2.4 0 z, 2.8 0 zb, 4.0 0 b"
       row 48s "DescribeClientQuotas"                  "2.6 0 z, 2.8 0-1, 3.0 0-1 zb, 4.0 0-1 b"
       row 49s "AlterClientQuotas"                     "2.6 0 z, 2.8 0-1 zbc, 4.0 0-1 bc"
       row 50s "DescribeUserScramCredentials"          "2.7 0 z, 3.5 0 zbc, 4.0 0 bc"
       row 51s "AlterUserScramCredentials"             "2.7 0 z, 3.5 0 zbc, 4.0 0 bc"
       row 52s "Vote"                                  "2.7 0 ., 2.8 0 c, 3.9 0-1, 4.0 0-2"
       row 53s "BeginQuorumEpoch"                      "2.7 0 ., 2.8 0 c, 3.9 0-1"
       row 54s "EndQuorumEpoch"                        "2.7 0 ., 2.8 0 c, 3.9 0-1"
       row 55s "DescribeQuorum"                        "2.7 0 ., 2.8 0 bc, 3.3 0-1, 3.9 0-2"
       row 56s "AlterPartition"                        "2.7 0 z, 2.8 0 zc, 3.2 0-1, 3.3 0-2, 3.5 0-3, 4.0 2-3 c"
       row 57s "UpdateFeatures"                        "2.7 0 z, 3.0 0 zb, 3.3 0-1 zbc, 4.0 0-2 bc"
       row 58s "Envelope"                              "2.8 0 c, 3.4 0 zc, 4.0 0 c"
       row 59s "FetchSnapshot"                         "2.8 0 c, 3.9 0-1"
       row 60s "DescribeCluster"                       "2.8 0 zb, 3.7 0-1 zbc, 4.0 0-2 bc"
       row 61s "DescribeProducers"                     "2.8 0 zb, 4.0 0 b"
       row 62s "BrokerRegistration"                    "2.8 0 c, 3.4 0-1, 3.7 0-3, 3.9 0-4"
       row 63s "BrokerHeartbeat"                       "2.8 0 c, 3.7 0-1, 4.3 0-2"
       row 64s "UnregisterBroker"                      "2.8 0 bc, 3.0 0 c, 3.3 0 bc"
       row 65s "DescribeTransactions"                  "3.0 0 zb, 4.0 0 b"
       row 66s "ListTransactions"                      "3.0 0 zb, 3.8 0-1, 4.0 0-1 b, 4.1 0-2"
       row 67s "AllocateProducerIds"                   "3.0 0 zc, 4.0 0 c"
       row 68s "ConsumerGroupHeartbeat"                "3.5 0? zb, 3.7 0, 4.0 0-1 b"
       row 69s "ConsumerGroupDescribe"                 "3.7 0? zb, 3.8 0, 4.0 0-1 b"
       row 70s "ControllerRegistration"                "3.7 0 c"
       row 71s "GetTelemetrySubscriptions"             "3.7 0 b"
       row 72s "PushTelemetry"                         "3.7 0 b"
       row 73s "AssignReplicasToDirs"                  "3.7 0 c"
       row 74s "ListConfigResources"                   "3.7 0 b, 4.1 0-1"
       row 75s "DescribeTopicPartitions"               "3.8 0 b"
       row 76s "ShareGroupHeartbeat"                   "3.9 0? b, 4.1 1"
       row 77s "ShareGroupDescribe"                    "3.9 0? b, 4.1 1"
       row 78s "ShareFetch"                            "3.9 0? b, 4.1 1, 4.2 1-2"
       row 79s "ShareAcknowledge"                      "3.9 0? b, 4.1 1, 4.2 1-2"
       row 80s "AddRaftVoter"                          "3.9 0 bc, 4.2 0-1"
       row 81s "RemoveRaftVoter"                       "3.9 0 bc"
       row 82s "UpdateRaftVoter"                       "3.9 0 c"
       row 83s "InitializeShareGroupState"             "3.9 0? b, 4.1 0"
       row 84s "ReadShareGroupState"                   "3.9 0? b, 4.1 0"
       row 85s "WriteShareGroupState"                  "3.9 0? b, 4.1 0, 4.2 0-1"
       row 86s "DeleteShareGroupState"                 "3.9 0? b, 4.1 0"
       row 87s "ReadShareGroupStateSummary"            "3.9 0? b, 4.1 0, 4.2 0-1"
       row 88s "StreamsGroupHeartbeat"                 "4.1 0? b, 4.2 0, 4.4 0-1"
       row 89s "StreamsGroupDescribe"                  "4.1 0? b, 4.2 0, 4.4 0-1"
       row 90s "DescribeShareGroupOffsets"             "4.1 0 b, 4.2 0-1"
       row 91s "AlterShareGroupOffsets"                "4.1 0 b"
       row 92s "DeleteShareGroupOffsets"               "4.1 0 b"
       row 93s "StreamsGroupTopologyDescriptionUpdate" "4.4 0 b"
       row 94s "UnregisterController"                  "4.4 0 bc" |]
