namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// StreamsGroupHeartbeat (key 88): a member joins, stays in and leaves a streams group, and gets its tasks (KIP-1071).
///
/// v1 has AcceptableRecoveryLag, an int64, in place of AcceptableRecoveryLagLegacy; adds TopologyDescriptionRequired to the
/// response (KIP-1331); a status can be 6.
[<RequireQualifiedAccess>]
module StreamsGroupHeartbeat =

    /// A configuration value or a client tag.
    [<NoComparison>]
    type KeyValue =
        { /// The name of the configuration value or tag.
          Key: string
          /// The value as text.
          Value: string
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of KeyValue.
    let keyValue = message<KeyValue> "KeyValue" {
        let! key   = field "Key"   _.Key   string always
        and! value = field "Value" _.Value string always
        and! tags  = unknownTags _.UnknownTaggedFields
        return { Key = key; Value = value; UnknownTaggedFields = tags } }

    type KeyValue with
        /// A value with every field at its default.
        static member Default = keyValue.Default

    /// An internal topic.
    [<NoComparison>]
    type TopicInfo =
        { /// The name of the topic.
          Name: string
          /// The number of partitions; 0 if any number is allowed, and for changelog topics.
          Partitions: int
          /// The number of replicas; 0 or -1 for the broker's default.
          ReplicationFactor: int16
          /// Configuration values of the topic.
          TopicConfigs: KeyValue[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of TopicInfo.
    let topicInfo = message<TopicInfo> "TopicInfo" {
        let! name              = field "Name"              _.Name              string           always
        and! partitions        = field "Partitions"        _.Partitions        int32            always
        and! replicationFactor = field "ReplicationFactor" _.ReplicationFactor int16            always
        and! topicConfigs      = field "TopicConfigs"      _.TopicConfigs      (array keyValue) always
        and! tags              = unknownTags _.UnknownTaggedFields
        return { Name = name; Partitions = partitions; ReplicationFactor = replicationFactor; TopicConfigs = topicConfigs
                 UnknownTaggedFields = tags } }

    type TopicInfo with
        /// A value with every field at its default.
        static member Default = topicInfo.Default

    /// A set of topics that need the same number of partitions.
    [<NoComparison>]
    type CopartitionGroup =
        { /// The positions of the topics in the subtopology's SourceTopics.
          SourceTopics: int16[]
          /// The positions of the regular expressions in the subtopology's SourceTopicRegex.
          SourceTopicRegex: int16[]
          /// The positions of the topics in the subtopology's RepartitionSourceTopics.
          RepartitionSourceTopics: int16[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of CopartitionGroup.
    let copartitionGroup = message<CopartitionGroup> "CopartitionGroup" {
        let! sourceTopics            = field "SourceTopics"            _.SourceTopics            (array int16) always
        and! sourceTopicRegex        = field "SourceTopicRegex"        _.SourceTopicRegex        (array int16) always
        and! repartitionSourceTopics = field "RepartitionSourceTopics" _.RepartitionSourceTopics (array int16) always
        and! tags                    = unknownTags _.UnknownTaggedFields
        return { SourceTopics = sourceTopics; SourceTopicRegex = sourceTopicRegex
                 RepartitionSourceTopics = repartitionSourceTopics; UnknownTaggedFields = tags } }

    type CopartitionGroup with
        /// A value with every field at its default.
        static member Default = copartitionGroup.Default

    /// A part of the topology whose tasks share nothing with those of other parts.
    [<NoComparison>]
    type Subtopology =
        { /// The id of the subtopology.
          SubtopologyId: string
          /// The topics that the subtopology reads from.
          SourceTopics: string[]
          /// The regular expressions for the topics that the subtopology reads from.
          SourceTopicRegex: string[]
          /// The changelog topics of the subtopology, which the broker creates.
          StateChangelogTopics: TopicInfo[]
          /// The repartition topics that the subtopology writes to.
          RepartitionSinkTopics: string[]
          /// The repartition topics that the subtopology reads from, which the broker creates.
          RepartitionSourceTopics: TopicInfo[]
          /// The sets of topics that need the same number of partitions.
          CopartitionGroups: CopartitionGroup[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Subtopology.
    let subtopology = message<Subtopology> "Subtopology" {
        let! subtopologyId           = field "SubtopologyId"           _.SubtopologyId           string                   always
        and! sourceTopics            = field "SourceTopics"            _.SourceTopics            (array string)           always
        and! sourceTopicRegex        = field "SourceTopicRegex"        _.SourceTopicRegex        (array string)           always
        and! stateChangelogTopics    = field "StateChangelogTopics"    _.StateChangelogTopics    (array topicInfo)        always
        and! repartitionSinkTopics   = field "RepartitionSinkTopics"   _.RepartitionSinkTopics   (array string)           always
        and! repartitionSourceTopics = field "RepartitionSourceTopics" _.RepartitionSourceTopics (array topicInfo)        always
        and! copartitionGroups       = field "CopartitionGroups"       _.CopartitionGroups       (array copartitionGroup) always
        and! tags                    = unknownTags _.UnknownTaggedFields
        return { SubtopologyId = subtopologyId; SourceTopics = sourceTopics; SourceTopicRegex = sourceTopicRegex
                 StateChangelogTopics = stateChangelogTopics; RepartitionSinkTopics = repartitionSinkTopics
                 RepartitionSourceTopics = repartitionSourceTopics; CopartitionGroups = copartitionGroups
                 UnknownTaggedFields = tags } }

    type Subtopology with
        /// A value with every field at its default.
        static member Default = subtopology.Default

    /// The topology of the group.
    [<NoComparison>]
    type Topology =
        { /// The epoch of the topology.
          Epoch: int
          /// The subtopologies that make up the topology.
          Subtopologies: Subtopology[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Topology.
    let topology = message<Topology> "Topology" {
        let! epoch         = field "Epoch"         _.Epoch         int32               always
        and! subtopologies = field "Subtopologies" _.Subtopologies (array subtopology) always
        and! tags          = unknownTags _.UnknownTaggedFields
        return { Epoch = epoch; Subtopologies = subtopologies; UnknownTaggedFields = tags } }

    type Topology with
        /// A value with every field at its default.
        static member Default = topology.Default

    /// Tasks of one subtopology.
    [<NoComparison>]
    type TaskIds =
        { /// The id of the subtopology.
          SubtopologyId: string
          /// The numbers of the subtopology's tasks; a task has the number of the partitions that it reads.
          Partitions: int[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of TaskIds.
    let taskIds = message<TaskIds> "TaskIds" {
        let! subtopologyId = field "SubtopologyId" _.SubtopologyId string        always
        and! partitions    = field "Partitions"    _.Partitions    (array int32) always
        and! tags          = unknownTags _.UnknownTaggedFields
        return { SubtopologyId = subtopologyId; Partitions = partitions; UnknownTaggedFields = tags } }

    type TaskIds with
        /// A value with every field at its default.
        static member Default = taskIds.Default

    /// The address for queries to the state of an instance.
    [<NoComparison>]
    type Endpoint =
        { /// The host name or address to connect to.
          Host: string
          /// The port to connect to.
          Port: uint16
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Endpoint.
    let endpoint = message<Endpoint> "Endpoint" {
        let! host = field "Host" _.Host string always
        and! port = field "Port" _.Port uint16 always
        and! tags = unknownTags _.UnknownTaggedFields
        return { Host = host; Port = port; UnknownTaggedFields = tags } }

    type Endpoint with
        /// A value with every field at its default.
        static member Default = endpoint.Default

    /// An offset in the changelogs of a task.
    [<NoComparison>]
    type TaskOffset =
        { /// The id of the subtopology.
          SubtopologyId: string
          /// The number of the task, which equals the number of the partitions that it reads.
          Partition: int
          /// The sum of the offsets in the task's changelogs.
          Offset: int64
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of TaskOffset.
    let taskOffset = message<TaskOffset> "TaskOffset" {
        let! subtopologyId = field "SubtopologyId" _.SubtopologyId string always
        and! partition     = field "Partition"     _.Partition     int32  always
        and! offset        = field "Offset"        _.Offset        int64  always
        and! tags          = unknownTags _.UnknownTaggedFields
        return { SubtopologyId = subtopologyId; Partition = partition; Offset = offset; UnknownTaggedFields = tags } }

    type TaskOffset with
        /// A value with every field at its default.
        static member Default = taskOffset.Default

    /// Sent by a member.
    [<NoComparison>]
    type Request =
        { /// The id of the group.
          GroupId: string
          /// The id of the member, which the member generates itself and keeps while it runs.
          MemberId: string
          /// The epoch of the member; 0 to join, -1 to leave, -2 for a static member that leaves but will come back. A
          /// wrong epoch is rejected with FencedMemberEpoch.
          MemberEpoch: int
          /// The epoch of the last endpoint information that the member received. Kafka's client sends -1 while it has
          /// none; the protocol's default is 0.
          EndpointInformationEpoch: int
          /// The name that a static member keeps across restarts; null for a dynamic member, or if unchanged since the last
          /// heartbeat.
          InstanceId: string | null
          /// The rack of the member; null if unknown, or if unchanged since the last heartbeat.
          RackId: string | null
          /// How long the coordinator waits for the member to release tasks, in milliseconds; -1 if unchanged since the
          /// last heartbeat.
          RebalanceTimeoutMs: int
          /// The topology of the application, to initialize the group or to check that the group has the same topology;
          /// null unless the member joins.
          Topology: Topology | null
          /// The active tasks that the member has; null if unchanged since the last heartbeat.
          ActiveTasks: TaskIds[] | null
          /// The standby tasks that the member has; null if unchanged since the last heartbeat.
          StandbyTasks: TaskIds[] | null
          /// The warm-up tasks that the member has; null if unchanged since the last heartbeat.
          WarmupTasks: TaskIds[] | null
          /// The id of the process, which can have several members; null if unchanged since the last heartbeat.
          ProcessId: string | null
          /// The address for queries to the state of this instance; null if it has none, or if unchanged since the last
          /// heartbeat.
          UserEndpoint: Endpoint | null
          /// The tags of the client, for rack-aware assignment; null if unchanged since the last heartbeat.
          ClientTags: KeyValue[] | null
          /// How far the member has read the changelogs of its tasks; null if it is not due.
          TaskOffsets: TaskOffset[] | null
          /// Where the changelogs of its tasks end; null if it is not due.
          TaskEndOffsets: TaskOffset[] | null
          /// Whether all members of the group should shut down.
          ShutdownApplication: bool
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "StreamsGroupHeartbeatRequest" {
        let! groupId                  = field        "GroupId"                  _.GroupId                  string                            always
        and! memberId                 = field        "MemberId"                 _.MemberId                 string                            always
        and! memberEpoch              = field        "MemberEpoch"              _.MemberEpoch              int32                             always
        and! endpointInformationEpoch = field        "EndpointInformationEpoch" _.EndpointInformationEpoch int32                             always
        and! instanceId               = fieldOr null "InstanceId"               _.InstanceId               (nullable 0 string)               always
        and! rackId                   = fieldOr null "RackId"                   _.RackId                   (nullable 0 string)               always
        and! rebalanceTimeoutMs       = fieldOr -1   "RebalanceTimeoutMs"       _.RebalanceTimeoutMs       int32                             always
        and! topology                 = fieldOr null "Topology"                 _.Topology                 (nullable 0 (structure topology)) always
        and! activeTasks              = fieldOr null "ActiveTasks"              _.ActiveTasks              (nullable 0 (array taskIds))      always
        and! standbyTasks             = fieldOr null "StandbyTasks"             _.StandbyTasks             (nullable 0 (array taskIds))      always
        and! warmupTasks              = fieldOr null "WarmupTasks"              _.WarmupTasks              (nullable 0 (array taskIds))      always
        and! processId                = fieldOr null "ProcessId"                _.ProcessId                (nullable 0 string)               always
        and! userEndpoint             = fieldOr null "UserEndpoint"             _.UserEndpoint             (nullable 0 (structure endpoint)) always
        and! clientTags               = fieldOr null "ClientTags"               _.ClientTags               (nullable 0 (array keyValue))     always
        and! taskOffsets              = fieldOr null "TaskOffsets"              _.TaskOffsets              (nullable 0 (array taskOffset))   always
        and! taskEndOffsets           = fieldOr null "TaskEndOffsets"           _.TaskEndOffsets           (nullable 0 (array taskOffset))   always
        and! shutdownApplication      = field        "ShutdownApplication"      _.ShutdownApplication      bool                              always
        and! tags                     = unknownTags _.UnknownTaggedFields
        return { GroupId = groupId; MemberId = memberId; MemberEpoch = memberEpoch
                 EndpointInformationEpoch = endpointInformationEpoch; InstanceId = instanceId; RackId = rackId
                 RebalanceTimeoutMs = rebalanceTimeoutMs; Topology = topology; ActiveTasks = activeTasks
                 StandbyTasks = standbyTasks; WarmupTasks = warmupTasks; ProcessId = processId; UserEndpoint = userEndpoint
                 ClientTags = clientTags; TaskOffsets = taskOffsets; TaskEndOffsets = taskEndOffsets
                 ShutdownApplication = shutdownApplication; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// A problem with the group.
    [<NoComparison>]
    type Status =
        { /// The type of the problem: 0 the member's topology is outdated, 1 source topics are missing, 2 topics have
          /// mismatched numbers of partitions, 3 internal topics are missing, 4 all members should shut down, 5 the
          /// assignment is not ready yet, 6 (v1) client tags for racks are missing.
          StatusCode: sbyte
          /// A human-readable description of the problem.
          StatusDetail: string
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Status.
    let status = message<Status> "Status" {
        let! statusCode   = field "StatusCode"   _.StatusCode   int8   always
        and! statusDetail = field "StatusDetail" _.StatusDetail string always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { StatusCode = statusCode; StatusDetail = statusDetail; UnknownTaggedFields = tags } }

    type Status with
        /// A value with every field at its default.
        static member Default = status.Default

    /// Partitions of one topic.
    [<NoComparison>]
    type TopicPartition =
        { /// The name of the topic.
          Topic: string
          /// The numbers of the partitions.
          Partitions: int[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of TopicPartition.
    let topicPartition = message<TopicPartition> "TopicPartition" {
        let! topic      = field "Topic"      _.Topic      string        always
        and! partitions = field "Partitions" _.Partitions (array int32) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Topic = topic; Partitions = partitions; UnknownTaggedFields = tags } }

    type TopicPartition with
        /// A value with every field at its default.
        static member Default = topicPartition.Default

    /// The partitions that can be queried at a member.
    [<NoComparison>]
    type EndpointToPartitions =
        { /// The address for queries.
          UserEndpoint: Endpoint
          /// The partitions that the active tasks of the member read.
          ActivePartitions: TopicPartition[]
          /// The partitions that the standby and warm-up tasks of the member read.
          StandbyPartitions: TopicPartition[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of EndpointToPartitions.
    let endpointToPartitions = message<EndpointToPartitions> "EndpointToPartitions" {
        let! userEndpoint      = field "UserEndpoint"      _.UserEndpoint      (structure endpoint)   always
        and! activePartitions  = field "ActivePartitions"  _.ActivePartitions  (array topicPartition) always
        and! standbyPartitions = field "StandbyPartitions" _.StandbyPartitions (array topicPartition) always
        and! tags              = unknownTags _.UnknownTaggedFields
        return { UserEndpoint = userEndpoint; ActivePartitions = activePartitions; StandbyPartitions = standbyPartitions
                 UnknownTaggedFields = tags } }

    type EndpointToPartitions with
        /// A value with every field at its default.
        static member Default = endpointToPartitions.Default

    /// The group coordinator's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The error code, FencedMemberEpoch or UnknownMemberId if the member must release its tasks and join again as a
          /// new member; None (0) on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code.
          ErrorMessage: string | null
          /// The id of the member; empty on error.
          MemberId: string
          /// The member's current epoch, or the one from the request if it has left; 0 on error.
          MemberEpoch: int
          /// How often the member must send a heartbeat, in milliseconds; 0 on error, and if the member has left.
          HeartbeatIntervalMs: int
          /// How many offsets a member may lag behind and still count as caught up. Only v0.
          AcceptableRecoveryLagLegacy: int
          /// How often the member should send the offsets of its tasks, in milliseconds.
          TaskOffsetIntervalMs: int
          /// How many offsets a member may lag behind and still count as caught up; -1 if the broker does not set it. From
          /// v1.
          AcceptableRecoveryLag: int64
          /// The problems with the group; null or empty if there are none.
          Status: Status[] | null
          /// The active tasks that the member should have; null if unchanged.
          ActiveTasks: TaskIds[] | null
          /// The standby tasks that the member should have; null if unchanged.
          StandbyTasks: TaskIds[] | null
          /// The warm-up tasks that the member should have; null if unchanged.
          WarmupTasks: TaskIds[] | null
          /// Whether the broker still lacks a description of this topology and requests one with
          /// StreamsGroupTopologyDescriptionUpdate. From v1.
          TopologyDescriptionRequired: bool
          /// The epoch of the endpoint information, which increases when PartitionsByUserEndpoint changes.
          EndpointInformationEpoch: int
          /// The partitions that can be queried at each endpoint, one entry per member, so an endpoint can occur more than
          /// once; null if unchanged.
          PartitionsByUserEndpoint: EndpointToPartitions[] | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "StreamsGroupHeartbeatResponse" {
        let! throttleTimeMs              = field        "ThrottleTimeMs"              _.ThrottleTimeMs              int32                                     always
        and! errorCode                   = field        "ErrorCode"                   _.ErrorCode                   errorCode                                 always
        and! errorMessage                = fieldOr null "ErrorMessage"                _.ErrorMessage                (nullable 0 string)                       always
        and! memberId                    = field        "MemberId"                    _.MemberId                    string                                    always
        and! memberEpoch                 = field        "MemberEpoch"                 _.MemberEpoch                 int32                                     always
        and! heartbeatIntervalMs         = field        "HeartbeatIntervalMs"         _.HeartbeatIntervalMs         int32                                     always
        and! acceptableRecoveryLagLegacy = field        "AcceptableRecoveryLagLegacy" _.AcceptableRecoveryLagLegacy int32                                     (versions 0 0)
        and! taskOffsetIntervalMs        = field        "TaskOffsetIntervalMs"        _.TaskOffsetIntervalMs        int32                                     always
        and! acceptableRecoveryLag       = fieldOr -1L  "AcceptableRecoveryLag"       _.AcceptableRecoveryLag       int64                                     (ignorable (since 1))
        and! status                      = field        "Status"                      _.Status                      (nullable 0 (array status))               always
        and! activeTasks                 = fieldOr null "ActiveTasks"                 _.ActiveTasks                 (nullable 0 (array taskIds))              always
        and! standbyTasks                = fieldOr null "StandbyTasks"                _.StandbyTasks                (nullable 0 (array taskIds))              always
        and! warmupTasks                 = fieldOr null "WarmupTasks"                 _.WarmupTasks                 (nullable 0 (array taskIds))              always
        and! topologyDescriptionRequired = field        "TopologyDescriptionRequired" _.TopologyDescriptionRequired bool                                      (since 1)
        and! endpointInformationEpoch    = field        "EndpointInformationEpoch"    _.EndpointInformationEpoch    int32                                     always
        and! partitionsByUserEndpoint    = fieldOr null "PartitionsByUserEndpoint"    _.PartitionsByUserEndpoint    (nullable 0 (array endpointToPartitions)) always
        and! tags                        = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; ErrorMessage = errorMessage; MemberId = memberId
                 MemberEpoch = memberEpoch; HeartbeatIntervalMs = heartbeatIntervalMs
                 AcceptableRecoveryLagLegacy = acceptableRecoveryLagLegacy; TaskOffsetIntervalMs = taskOffsetIntervalMs
                 AcceptableRecoveryLag = acceptableRecoveryLag; Status = status; ActiveTasks = activeTasks
                 StandbyTasks = standbyTasks; WarmupTasks = warmupTasks
                 TopologyDescriptionRequired = topologyDescriptionRequired
                 EndpointInformationEpoch = endpointInformationEpoch; PartitionsByUserEndpoint = partitionsByUserEndpoint
                 UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 88 (versions 0 1) always request response
