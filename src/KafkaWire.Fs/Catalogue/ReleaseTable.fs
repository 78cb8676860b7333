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

let private row (key: ApiKey) (history: string) = struct (key, history)

/// The changes to each API. A clause has a family, the versions since then and, if that changes, who serves them: z, a broker of a
/// cluster with ZooKeeper; b, a broker of a KRaft cluster; c, a KRaft controller; a dot, nobody. A question mark: the last version is
/// unstable, so a server serves it only if configured to. A dash: the API was removed.
let histories =
    [| row ApiKey.Produce                               "0.9.0 0-1 z, 0.10.0 0-2, 0.11.0 0-3, 1.0 0-5, 2.0 0-6, 2.1 0-7, 2.4 0-8, 2.8 0-9 zb, \
                                                         3.7 0-10, 3.8 0-11, 4.0 3-12 b, 4.1 3-13"
       row ApiKey.Fetch                                 "0.9.0 0-1 z, 0.10.0 0-2, 0.10.1 0-3, 0.11.0 0-5, 1.0 0-6, 1.1 0-7, 2.0 0-8, 2.1 0-10, \
                                                         2.3 0-11, 2.7 0-12, 2.8 0-12 zbc, 3.1 0-13, 3.5 0-15, 3.7 0-16, 3.9 0-17, 4.0 4-17 bc, \
                                                         4.1 4-18"
       row ApiKey.ListOffsets                           "0.9.0 0 z, 0.10.1 0-1, 0.11.0 0-2, 2.0 0-3, 2.1 0-4, 2.2 0-5, 2.8 0-6 zb, 3.0 0-7, \
                                                         3.5 0-8, 3.9 0-9, 4.0 1-10 b, 4.2 1-11"
       row ApiKey.Metadata                              "0.9.0 0 z, 0.10.0 0-1, 0.10.1 0-2, 0.11.0 0-4, 1.0 0-5, 2.0 0-6, 2.1 0-7, 2.3 0-8, \
                                                         2.4 0-9, 2.8 0-11 zbc, 3.0 0-11 zb, 3.1 0-12, 4.0 0-13 b"
       row ApiKey.LeaderAndIsr                          "0.9.0 0 z, 1.0 0-1, 2.2 0-2, 2.4 0-4, 2.8 0-5, 3.2 0-6, 3.4 0-7, 4.0 -"
       row ApiKey.StopReplica                           "0.9.0 0 z, 2.2 0-1, 2.4 0-2, 2.6 0-3, 3.4 0-4, 4.0 -"
       row ApiKey.UpdateMetadata                        "0.9.0 0-1 z, 0.10.0 0-2, 0.10.2 0-3, 1.0 0-4, 2.2 0-5, 2.4 0-6, 2.8 0-7, 3.4 0-8, \
                                                         4.0 -"
       row ApiKey.ControlledShutdown                    "0.9.0 1 z, 1.0 0-1, 2.2 0-2, 2.4 0-3, 2.8 0-3 zc, 4.0 -"
       row ApiKey.OffsetCommit                          "0.9.0 0-2 z, 0.11.0 0-3, 2.0 0-4, 2.1 0-6, 2.3 0-7, 2.4 0-8, 2.8 0-8 zb, 3.6 0-9?, \
                                                         3.7 0-9, 4.0 2-9 b, 4.1 2-10?, 4.2 2-10"
       row ApiKey.OffsetFetch                           "0.9.0 0-1 z, 0.10.2 0-2, 0.11.0 0-3, 2.0 0-4, 2.1 0-5, 2.4 0-6, 2.5 0-7, 2.8 0-7 zb, \
                                                         3.0 0-8, 3.7 0-9, 4.0 1-9 b, 4.1 1-10?, 4.2 1-10"
       row ApiKey.FindCoordinator                       "0.9.0 0 z, 0.11.0 0-1, 2.0 0-2, 2.4 0-3, 2.8 0-3 zb, 3.0 0-4, 3.8 0-5, 3.9 0-6, \
                                                         4.0 0-6 b"
       row ApiKey.JoinGroup                             "0.9.0 0 z, 0.10.1 0-1, 0.11.0 0-2, 2.0 0-3, 2.2 0-4, 2.3 0-5, 2.4 0-6, 2.5 0-7, \
                                                         2.8 0-7 zb, 3.2 0-9, 4.0 0-9 b"
       row ApiKey.Heartbeat                             "0.9.0 0 z, 0.11.0 0-1, 2.0 0-2, 2.3 0-3, 2.4 0-4, 2.8 0-4 zb, 4.0 0-4 b"
       row ApiKey.LeaveGroup                            "0.9.0 0 z, 0.11.0 0-1, 2.0 0-2, 2.4 0-4, 2.8 0-4 zb, 3.2 0-5, 4.0 0-5 b"
       row ApiKey.SyncGroup                             "0.9.0 0 z, 0.11.0 0-1, 2.0 0-2, 2.3 0-3, 2.4 0-4, 2.5 0-5, 2.8 0-5 zb, 4.0 0-5 b"
       row ApiKey.DescribeGroups                        "0.9.0 0 z, 0.11.0 0-1, 2.0 0-2, 2.3 0-3, 2.4 0-5, 2.8 0-5 zb, 4.0 0-6 b"
       row ApiKey.ListGroups                            "0.9.0 0 z, 0.11.0 0-1, 2.0 0-2, 2.4 0-3, 2.6 0-4, 2.8 0-4 zb, 3.8 0-5, 4.0 0-5 b"
       row ApiKey.SaslHandshake                         "0.10.0 0 z, 1.0 0-1, 2.8 0-1 zbc, 4.0 0-1 bc"
       row ApiKey.ApiVersions                           "0.10.0 0 z, 0.11.0 0-1, 2.0 0-2, 2.4 0-3, 2.8 0-3 zbc, 3.9 0-4, 4.0 0-4 bc, 4.4 0-5"
       row ApiKey.CreateTopics                          "0.10.1 0 z, 0.10.2 0-1, 0.11.0 0-2, 2.0 0-3, 2.4 0-5, 2.7 0-6, 2.8 0-7 zbc, 4.0 2-7 bc"
       row ApiKey.DeleteTopics                          "0.10.1 0 z, 0.11.0 0-1, 2.0 0-2, 2.1 0-3, 2.4 0-4, 2.7 0-5, 2.8 0-6 zbc, 4.0 1-6 bc"
       row ApiKey.DeleteRecords                         "0.11.0 0 z, 2.0 0-1, 2.6 0-2, 2.8 0-2 zb, 4.0 0-2 b"
       row ApiKey.InitProducerId                        "0.11.0 0 z, 2.0 0-1, 2.4 0-2, 2.5 0-3, 2.7 0-4, 3.0 0-4 zb, 3.8 0-5, 4.0 0-5 b, \
                                                         4.1 0-6?"
       row ApiKey.OffsetForLeaderEpoch                  "0.11.0 0 z, 2.0 0-1, 2.1 0-2, 2.3 0-3, 2.8 0-4 zb, 4.0 2-4 b"
       row ApiKey.AddPartitionsToTxn                    "0.11.0 0 z, 2.0 0-1, 2.7 0-2, 2.8 0-3, 3.0 0-3 zb, 3.5 0-4?, 3.6 0-4, 3.8 0-5, \
                                                         4.0 0-5 b"
       row ApiKey.AddOffsetsToTxn                       "0.11.0 0 z, 2.0 0-1, 2.7 0-2, 2.8 0-3, 3.0 0-3 zb, 3.8 0-4, 4.0 0-4 b"
       row ApiKey.EndTxn                                "0.11.0 0 z, 2.0 0-1, 2.7 0-2, 2.8 0-3, 3.0 0-3 zb, 3.8 0-4, 4.0 0-5 b"
       row ApiKey.WriteTxnMarkers                       "0.11.0 0 z, 2.8 0-1 zb, 4.0 1 b, 4.2 1-2"
       row ApiKey.TxnOffsetCommit                       "0.11.0 0 z, 2.0 0-1, 2.1 0-2, 2.5 0-3, 3.0 0-3 zb, 3.8 0-4, 4.0 0-5 b, 4.4 0-6"
       row ApiKey.DescribeAcls                          "0.11.0 0 z, 2.0 0-1, 2.5 0-2, 3.0 0-2 zbc, 3.3 0-3, 4.0 1-3 bc"
       row ApiKey.CreateAcls                            "0.11.0 0 z, 2.0 0-1, 2.5 0-2, 3.0 0-2 zbc, 3.3 0-3, 4.0 1-3 bc"
       row ApiKey.DeleteAcls                            "0.11.0 0 z, 2.0 0-1, 2.5 0-2, 3.0 0-2 zbc, 3.3 0-3, 4.0 1-3 bc"
       row ApiKey.DescribeConfigs                       "0.11.0 0 z, 1.1 0-1, 2.0 0-2, 2.6 0-3, 2.8 0-4 zb, 3.7 0-4 zbc, 4.0 1-4 bc"
       row ApiKey.AlterConfigs                          "0.11.0 0 z, 2.0 0-1, 2.8 0-2, 3.0 0-2 zbc, 4.0 0-2 bc"
       row ApiKey.AlterReplicaLogDirs                   "1.0 0 z, 2.0 0-1, 2.8 0-2 zb, 4.0 1-2 b"
       row ApiKey.DescribeLogDirs                       "1.0 0 z, 2.0 0-1, 2.6 0-2, 2.8 0-2 zb, 3.2 0-3, 3.3 0-4, 4.0 1-4 b, 4.3 1-5"
       row ApiKey.SaslAuthenticate                      "1.0 0 z, 2.2 0-1, 2.5 0-2, 2.8 0-2 zbc, 4.0 0-2 bc"
       row ApiKey.CreatePartitions                      "1.0 0 z, 2.0 0-1, 2.5 0-2, 2.7 0-3, 3.0 0-3 zbc, 4.0 0-3 bc"
       row ApiKey.CreateDelegationToken                 "1.1 0 z, 2.0 0-1, 2.4 0-2, 3.3 0-3, 3.6 0-3 zbc, 4.0 1-3 bc"
       row ApiKey.RenewDelegationToken                  "1.1 0 z, 2.0 0-1, 2.5 0-2, 3.6 0-2 zbc, 4.0 1-2 bc"
       row ApiKey.ExpireDelegationToken                 "1.1 0 z, 2.0 0-1, 2.5 0-2, 3.6 0-2 zbc, 4.0 1-2 bc"
       row ApiKey.DescribeDelegationToken               "1.1 0 z, 2.0 0-1, 2.5 0-2, 3.3 0-3, 3.6 0-3 zbc, 4.0 1-3 bc"
       row ApiKey.DeleteGroups                          "1.1 0 z, 2.0 0-1, 2.4 0-2, 2.8 0-2 zb, 4.0 0-2 b, 4.4 0-3"
       row ApiKey.ElectLeaders                          "2.2 0 z, 2.4 0-2, 3.0 0-2 zbc, 4.0 0-2 bc"
       row ApiKey.IncrementalAlterConfigs               "2.3 0 z, 2.4 0-1, 2.8 0-1 zbc, 4.0 0-1 bc"
       row ApiKey.AlterPartitionReassignments           "2.4 0 z, 3.0 0 zbc, 4.0 0 bc, 4.1 0-1"
       row ApiKey.ListPartitionReassignments            "2.4 0 z, 3.0 0 zbc, 4.0 0 bc"
       row ApiKey.OffsetDelete                          "2.4 0 z, 2.8 0 zb, 4.0 0 b"
       row ApiKey.DescribeClientQuotas                  "2.6 0 z, 2.8 0-1, 3.0 0-1 zb, 4.0 0-1 b"
       row ApiKey.AlterClientQuotas                     "2.6 0 z, 2.8 0-1 zbc, 4.0 0-1 bc"
       row ApiKey.DescribeUserScramCredentials          "2.7 0 z, 3.5 0 zbc, 4.0 0 bc"
       row ApiKey.AlterUserScramCredentials             "2.7 0 z, 3.5 0 zbc, 4.0 0 bc"
       row ApiKey.Vote                                  "2.7 0 ., 2.8 0 c, 3.9 0-1, 4.0 0-2"
       row ApiKey.BeginQuorumEpoch                      "2.7 0 ., 2.8 0 c, 3.9 0-1"
       row ApiKey.EndQuorumEpoch                        "2.7 0 ., 2.8 0 c, 3.9 0-1"
       row ApiKey.DescribeQuorum                        "2.7 0 ., 2.8 0 bc, 3.3 0-1, 3.9 0-2"
       row ApiKey.AlterPartition                        "2.7 0 z, 2.8 0 zc, 3.2 0-1, 3.3 0-2, 3.5 0-3, 4.0 2-3 c"
       row ApiKey.UpdateFeatures                        "2.7 0 z, 3.0 0 zb, 3.3 0-1 zbc, 4.0 0-2 bc"
       row ApiKey.Envelope                              "2.8 0 c, 3.4 0 zc, 4.0 0 c"
       row ApiKey.FetchSnapshot                         "2.8 0 c, 3.9 0-1"
       row ApiKey.DescribeCluster                       "2.8 0 zb, 3.7 0-1 zbc, 4.0 0-2 bc"
       row ApiKey.DescribeProducers                     "2.8 0 zb, 4.0 0 b"
       row ApiKey.BrokerRegistration                    "2.8 0 c, 3.4 0-1, 3.7 0-3, 3.9 0-4"
       row ApiKey.BrokerHeartbeat                       "2.8 0 c, 3.7 0-1, 4.3 0-2"
       row ApiKey.UnregisterBroker                      "2.8 0 bc, 3.0 0 c, 3.3 0 bc"
       row ApiKey.DescribeTransactions                  "3.0 0 zb, 4.0 0 b"
       row ApiKey.ListTransactions                      "3.0 0 zb, 3.8 0-1, 4.0 0-1 b, 4.1 0-2"
       row ApiKey.AllocateProducerIds                   "3.0 0 zc, 4.0 0 c"
       row ApiKey.ConsumerGroupHeartbeat                "3.5 0? zb, 3.7 0, 4.0 0-1 b"
       row ApiKey.ConsumerGroupDescribe                 "3.7 0? zb, 3.8 0, 4.0 0-1 b"
       row ApiKey.ControllerRegistration                "3.7 0 c"
       row ApiKey.GetTelemetrySubscriptions             "3.7 0 b"
       row ApiKey.PushTelemetry                         "3.7 0 b"
       row ApiKey.AssignReplicasToDirs                  "3.7 0 c"
       row ApiKey.ListConfigResources                   "3.7 0 b, 4.1 0-1"
       row ApiKey.DescribeTopicPartitions               "3.8 0 b"
       row ApiKey.ShareGroupHeartbeat                   "3.9 0? b, 4.1 1"
       row ApiKey.ShareGroupDescribe                    "3.9 0? b, 4.1 1"
       row ApiKey.ShareFetch                            "3.9 0? b, 4.1 1, 4.2 1-2"
       row ApiKey.ShareAcknowledge                      "3.9 0? b, 4.1 1, 4.2 1-2"
       row ApiKey.AddRaftVoter                          "3.9 0 bc, 4.2 0-1"
       row ApiKey.RemoveRaftVoter                       "3.9 0 bc"
       row ApiKey.UpdateRaftVoter                       "3.9 0 c"
       row ApiKey.InitializeShareGroupState             "3.9 0? b, 4.1 0"
       row ApiKey.ReadShareGroupState                   "3.9 0? b, 4.1 0"
       row ApiKey.WriteShareGroupState                  "3.9 0? b, 4.1 0, 4.2 0-1"
       row ApiKey.DeleteShareGroupState                 "3.9 0? b, 4.1 0"
       row ApiKey.ReadShareGroupStateSummary            "3.9 0? b, 4.1 0, 4.2 0-1"
       row ApiKey.StreamsGroupHeartbeat                 "4.1 0? b, 4.2 0, 4.4 0-1"
       row ApiKey.StreamsGroupDescribe                  "4.1 0? b, 4.2 0, 4.4 0-1"
       row ApiKey.DescribeShareGroupOffsets             "4.1 0 b, 4.2 0-1"
       row ApiKey.AlterShareGroupOffsets                "4.1 0 b"
       row ApiKey.DeleteShareGroupOffsets               "4.1 0 b"
       row ApiKey.StreamsGroupTopologyDescriptionUpdate "4.4 0 b"
       row ApiKey.UnregisterController                  "4.4 0 bc" |]
