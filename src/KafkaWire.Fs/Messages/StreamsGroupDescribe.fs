namespace KafkaWire.Messages

open System
open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// StreamsGroupDescribe (key 89): describes streams groups: their topology, members and tasks (KIP-1071).
///
/// v1 adds IncludeTopologyDescription to the request, TopologyDescription, TopologyDescriptionStatus and AssignorName to the
/// response (KIP-1331, KIP-1357).
[<RequireQualifiedAccess>]
module StreamsGroupDescribe =

    /// Sent by an admin client.
    [<NoComparison>]
    type Request =
        { /// The ids of the groups to describe.
          GroupIds: string[]
          /// Whether to include what the caller may do with each group.
          IncludeAuthorizedOperations: bool
          /// Whether to include the description of the topology. From v1.
          IncludeTopologyDescription: bool
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "StreamsGroupDescribeRequest" {
        let! groupIds                    = field "GroupIds"                    _.GroupIds                    (array string) always
        and! includeAuthorizedOperations = field "IncludeAuthorizedOperations" _.IncludeAuthorizedOperations bool           always
        and! includeTopologyDescription  = field "IncludeTopologyDescription"  _.IncludeTopologyDescription  bool           (since 1)
        and! tags                        = unknownTags _.UnknownTaggedFields
        return { GroupIds = groupIds; IncludeAuthorizedOperations = includeAuthorizedOperations
                 IncludeTopologyDescription = includeTopologyDescription; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

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

    /// A part of the topology whose tasks share nothing with those of other parts.
    [<NoComparison>]
    type Subtopology =
        { /// The id of the subtopology.
          SubtopologyId: string
          /// The topics that the subtopology reads from, including those that its regular expressions match.
          SourceTopics: string[]
          /// The repartition topics that the subtopology writes to.
          RepartitionSinkTopics: string[]
          /// The changelog topics of the subtopology, which the broker creates.
          StateChangelogTopics: TopicInfo[]
          /// The repartition topics that the subtopology reads from, which the broker creates.
          RepartitionSourceTopics: TopicInfo[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Subtopology.
    let subtopology = message<Subtopology> "Subtopology" {
        let! subtopologyId           = field "SubtopologyId"           _.SubtopologyId           string            always
        and! sourceTopics            = field "SourceTopics"            _.SourceTopics            (array string)    always
        and! repartitionSinkTopics   = field "RepartitionSinkTopics"   _.RepartitionSinkTopics   (array string)    always
        and! stateChangelogTopics    = field "StateChangelogTopics"    _.StateChangelogTopics    (array topicInfo) always
        and! repartitionSourceTopics = field "RepartitionSourceTopics" _.RepartitionSourceTopics (array topicInfo) always
        and! tags                    = unknownTags _.UnknownTaggedFields
        return { SubtopologyId = subtopologyId; SourceTopics = sourceTopics; RepartitionSinkTopics = repartitionSinkTopics
                 StateChangelogTopics = stateChangelogTopics; RepartitionSourceTopics = repartitionSourceTopics
                 UnknownTaggedFields = tags } }

    type Subtopology with
        /// A value with every field at its default.
        static member Default = subtopology.Default

    /// The topology of the group.
    [<NoComparison>]
    type Topology =
        { /// The epoch of the topology.
          Epoch: int
          /// The subtopologies; null while topics that the group needs are missing or unsuitable.
          Subtopologies: Subtopology[] | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Topology.
    let topology = message<Topology> "Topology" {
        let! epoch         = field        "Epoch"         _.Epoch         int32                            always
        and! subtopologies = fieldOr null "Subtopologies" _.Subtopologies (nullable 0 (array subtopology)) always
        and! tags          = unknownTags _.UnknownTaggedFields
        return { Epoch = epoch; Subtopologies = subtopologies; UnknownTaggedFields = tags } }

    type Topology with
        /// A value with every field at its default.
        static member Default = topology.Default

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

    /// The tasks of a member.
    [<NoComparison>]
    type Assignment =
        { /// The active tasks, which process records.
          ActiveTasks: TaskIds[]
          /// The standby tasks, which keep a copy of the state for failover.
          StandbyTasks: TaskIds[]
          /// The warm-up tasks, which build up state so that they can become active.
          WarmupTasks: TaskIds[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Assignment.
    let assignment = message<Assignment> "Assignment" {
        let! activeTasks  = field "ActiveTasks"  _.ActiveTasks  (array taskIds) always
        and! standbyTasks = field "StandbyTasks" _.StandbyTasks (array taskIds) always
        and! warmupTasks  = field "WarmupTasks"  _.WarmupTasks  (array taskIds) always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { ActiveTasks = activeTasks; StandbyTasks = standbyTasks; WarmupTasks = warmupTasks; UnknownTaggedFields = tags } }

    type Assignment with
        /// A value with every field at its default.
        static member Default = assignment.Default

    /// A member of the group.
    [<NoComparison>]
    type Member =
        { /// The id of the member within its group.
          MemberId: string
          /// The epoch of the member.
          MemberEpoch: int
          /// The name that a static member keeps across restarts; null for a dynamic member.
          InstanceId: string | null
          /// The rack of the member; null if unknown.
          RackId: string | null
          /// The client id of the member's connection.
          ClientId: string
          /// The host that the member connects from.
          ClientHost: string
          /// The epoch of the member's topology.
          TopologyEpoch: int
          /// The id of the process; a process can have several members.
          ProcessId: string
          /// The address for queries to the state of this instance; null if there is none.
          UserEndpoint: Endpoint | null
          /// The tags of the client, used for rack-aware assignment.
          ClientTags: KeyValue[]
          /// How far the member has read the changelogs of its tasks.
          TaskOffsets: TaskOffset[]
          /// Where the changelogs of its tasks end.
          TaskEndOffsets: TaskOffset[]
          /// The tasks that the member currently has.
          Assignment: Assignment
          /// The tasks that the member should have in the end.
          TargetAssignment: Assignment
          /// Whether the member still uses the classic protocol.
          IsClassic: bool
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Member.
    let memberStruct = message<Member> "Member" {
        let! memberId         = field        "MemberId"         _.MemberId         string                            always
        and! memberEpoch      = field        "MemberEpoch"      _.MemberEpoch      int32                             always
        and! instanceId       = fieldOr null "InstanceId"       _.InstanceId       (nullable 0 string)               always
        and! rackId           = fieldOr null "RackId"           _.RackId           (nullable 0 string)               always
        and! clientId         = field        "ClientId"         _.ClientId         string                            always
        and! clientHost       = field        "ClientHost"       _.ClientHost       string                            always
        and! topologyEpoch    = field        "TopologyEpoch"    _.TopologyEpoch    int32                             always
        and! processId        = field        "ProcessId"        _.ProcessId        string                            always
        and! userEndpoint     = fieldOr null "UserEndpoint"     _.UserEndpoint     (nullable 0 (structure endpoint)) always
        and! clientTags       = field        "ClientTags"       _.ClientTags       (array keyValue)                  always
        and! taskOffsets      = field        "TaskOffsets"      _.TaskOffsets      (array taskOffset)                always
        and! taskEndOffsets   = field        "TaskEndOffsets"   _.TaskEndOffsets   (array taskOffset)                always
        and! assignment       = field        "Assignment"       _.Assignment       (structure assignment)            always
        and! targetAssignment = field        "TargetAssignment" _.TargetAssignment (structure assignment)            always
        and! isClassic        = field        "IsClassic"        _.IsClassic        bool                              always
        and! tags             = unknownTags _.UnknownTaggedFields
        return { MemberId = memberId; MemberEpoch = memberEpoch; InstanceId = instanceId; RackId = rackId; ClientId = clientId
                 ClientHost = clientHost; TopologyEpoch = topologyEpoch; ProcessId = processId; UserEndpoint = userEndpoint
                 ClientTags = clientTags; TaskOffsets = taskOffsets; TaskEndOffsets = taskEndOffsets; Assignment = assignment
                 TargetAssignment = targetAssignment; IsClassic = isClassic; UnknownTaggedFields = tags } }

    type Member with
        /// A value with every field at its default.
        static member Default = memberStruct.Default

    /// A node of the topology. From v1.
    [<NoComparison>]
    type TopologyDescriptionNode =
        { /// The name of the node.
          Name: string
          /// The type of the node: 1 source, 2 processor, 3 sink.
          NodeType: sbyte
          /// The topics that a source reads from; empty for other nodes, or if a pattern selects the topics.
          SourceTopics: string[]
          /// The topic that a sink writes to; null for other nodes, or if the topic is chosen for each record.
          SinkTopic: string | null
          /// The names of the stores that a processor uses; empty for other nodes.
          Stores: string[]
          /// The names of the nodes that follow this one.
          Successors: string[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of TopologyDescriptionNode.
    let topologyDescriptionNode = message<TopologyDescriptionNode> "TopologyDescriptionNode" {
        let! name         = field        "Name"         _.Name         string              (since 1)
        and! nodeType     = field        "NodeType"     _.NodeType     int8                (since 1)
        and! sourceTopics = field        "SourceTopics" _.SourceTopics (array string)      (since 1)
        and! sinkTopic    = fieldOr null "SinkTopic"    _.SinkTopic    (nullable 1 string) (since 1)
        and! stores       = field        "Stores"       _.Stores       (array string)      (since 1)
        and! successors   = field        "Successors"   _.Successors   (array string)      (since 1)
        and! tags         = unknownTags _.UnknownTaggedFields
        return { Name = name; NodeType = nodeType; SourceTopics = sourceTopics; SinkTopic = sinkTopic; Stores = stores
                 Successors = successors; UnknownTaggedFields = tags } }

    type TopologyDescriptionNode with
        /// A value with every field at its default.
        static member Default = topologyDescriptionNode.Default

    /// A subtopology and its nodes. From v1.
    [<NoComparison>]
    type TopologyDescriptionSubtopology =
        { /// The id of the subtopology.
          SubtopologyId: string
          /// The nodes of the subtopology.
          Nodes: TopologyDescriptionNode[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of TopologyDescriptionSubtopology.
    let topologyDescriptionSubtopology = message<TopologyDescriptionSubtopology> "TopologyDescriptionSubtopology" {
        let! subtopologyId = field "SubtopologyId" _.SubtopologyId string                          (since 1)
        and! nodes         = field "Nodes"         _.Nodes         (array topologyDescriptionNode) (since 1)
        and! tags          = unknownTags _.UnknownTaggedFields
        return { SubtopologyId = subtopologyId; Nodes = nodes; UnknownTaggedFields = tags } }

    type TopologyDescriptionSubtopology with
        /// A value with every field at its default.
        static member Default = topologyDescriptionSubtopology.Default

    /// A store of which every instance has a full copy. From v1.
    [<NoComparison>]
    type TopologyDescriptionGlobalStore =
        { /// The source from which the store is filled.
          Source: TopologyDescriptionNode
          /// The processor that fills the store.
          Processor: TopologyDescriptionNode
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of TopologyDescriptionGlobalStore.
    let topologyDescriptionGlobalStore = message<TopologyDescriptionGlobalStore> "TopologyDescriptionGlobalStore" {
        let! source    = field "Source"    _.Source    (structure topologyDescriptionNode) (since 1)
        and! processor = field "Processor" _.Processor (structure topologyDescriptionNode) (since 1)
        and! tags      = unknownTags _.UnknownTaggedFields
        return { Source = source; Processor = processor; UnknownTaggedFields = tags } }

    type TopologyDescriptionGlobalStore with
        /// A value with every field at its default.
        static member Default = topologyDescriptionGlobalStore.Default

    /// The description of a topology. From v1.
    [<NoComparison>]
    type TopologyDescription =
        { /// The subtopologies and their nodes.
          Subtopologies: TopologyDescriptionSubtopology[]
          /// The stores of which every instance has a full copy.
          GlobalStores: TopologyDescriptionGlobalStore[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of TopologyDescription.
    let topologyDescription = message<TopologyDescription> "TopologyDescription" {
        let! subtopologies = field "Subtopologies" _.Subtopologies (array topologyDescriptionSubtopology) (since 1)
        and! globalStores  = field "GlobalStores"  _.GlobalStores  (array topologyDescriptionGlobalStore) (since 1)
        and! tags          = unknownTags _.UnknownTaggedFields
        return { Subtopologies = subtopologies; GlobalStores = globalStores; UnknownTaggedFields = tags } }

    type TopologyDescription with
        /// A value with every field at its default.
        static member Default = topologyDescription.Default

    /// A group.
    [<NoComparison>]
    type DescribedGroup =
        { /// The error code of the group; None (0) on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code.
          ErrorMessage: string | null
          /// The id of the group.
          GroupId: string
          /// The state of the group: Empty, NotReady, Assigning, Reconciling, Stable or Dead; empty on error.
          GroupState: string
          /// The epoch of the group, which increases whenever a change requires a new assignment.
          GroupEpoch: int
          /// The epoch of the group that the target assignment was computed for.
          AssignmentEpoch: int
          /// The topology of the group; null on error.
          Topology: Topology | null
          /// The members of the group.
          Members: Member[]
          /// What the caller may do with the group: one bit per ACL operation, at the position of its code; Int32.MinValue
          /// if not requested.
          AuthorizedOperations: int
          /// The description of the topology; null unless TopologyDescriptionStatus is 3. From v1.
          TopologyDescription: TopologyDescription | null
          /// The status of the description: 0 not requested, 1 the broker has none, 2 the broker could not read it, 3
          /// available. From v1.
          TopologyDescriptionStatus: sbyte
          /// The name of the assignor for the next assignment; null on error. From v1.
          AssignorName: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of DescribedGroup.
    let describedGroup = message<DescribedGroup> "DescribedGroup" {
        let! errorCode                 = field                  "ErrorCode"                 _.ErrorCode                 errorCode                                    always
        and! errorMessage              = fieldOr null           "ErrorMessage"              _.ErrorMessage              (nullable 0 string)                          always
        and! groupId                   = field                  "GroupId"                   _.GroupId                   string                                       always
        and! groupState                = field                  "GroupState"                _.GroupState                string                                       always
        and! groupEpoch                = field                  "GroupEpoch"                _.GroupEpoch                int32                                        always
        and! assignmentEpoch           = field                  "AssignmentEpoch"           _.AssignmentEpoch           int32                                        always
        and! topology                  = fieldOr null           "Topology"                  _.Topology                  (nullable 0 (structure topology))            always
        and! members                   = field                  "Members"                   _.Members                   (array memberStruct)                         always
        and! authorizedOperations      = fieldOr Int32.MinValue "AuthorizedOperations"      _.AuthorizedOperations      int32                                        always
        and! topologyDescription       = fieldOr null           "TopologyDescription"       _.TopologyDescription       (nullable 1 (structure topologyDescription)) (since 1)
        and! topologyDescriptionStatus = field                  "TopologyDescriptionStatus" _.TopologyDescriptionStatus int8                                         (since 1)
        and! assignorName              = fieldOr null           "AssignorName"              _.AssignorName              (nullable 1 string)                          (ignorable (since 1))
        and! tags                      = unknownTags _.UnknownTaggedFields
        return { ErrorCode = errorCode; ErrorMessage = errorMessage; GroupId = groupId; GroupState = groupState
                 GroupEpoch = groupEpoch; AssignmentEpoch = assignmentEpoch; Topology = topology; Members = members
                 AuthorizedOperations = authorizedOperations; TopologyDescription = topologyDescription
                 TopologyDescriptionStatus = topologyDescriptionStatus; AssignorName = assignorName
                 UnknownTaggedFields = tags } }

    type DescribedGroup with
        /// A value with every field at its default.
        static member Default = describedGroup.Default

    /// The group coordinator's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The requested groups.
          Groups: DescribedGroup[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "StreamsGroupDescribeResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                  always
        and! groups         = field "Groups"         _.Groups         (array describedGroup) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Groups = groups; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 89 (versions 0 1) always request response
