namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// StreamsGroupTopologyDescriptionUpdate (key 93): a member of a streams group stores a description of its topology with the
/// broker (KIP-1331).
[<RequireQualifiedAccess>]
module StreamsGroupTopologyDescriptionUpdate =

    /// A node of the topology.
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
        let! name         = field        "Name"         _.Name         string              always
        and! nodeType     = field        "NodeType"     _.NodeType     int8                always
        and! sourceTopics = field        "SourceTopics" _.SourceTopics (array string)      always
        and! sinkTopic    = fieldOr null "SinkTopic"    _.SinkTopic    (nullable 0 string) always
        and! stores       = field        "Stores"       _.Stores       (array string)      always
        and! successors   = field        "Successors"   _.Successors   (array string)      always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { Name = name; NodeType = nodeType; SourceTopics = sourceTopics; SinkTopic = sinkTopic; Stores = stores
                 Successors = successors; UnknownTaggedFields = tags } }

    type TopologyDescriptionNode with
        /// A value with every field at its default.
        static member Default = topologyDescriptionNode.Default

    /// A subtopology and its nodes.
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
        let! subtopologyId = field "SubtopologyId" _.SubtopologyId string                          always
        and! nodes         = field "Nodes"         _.Nodes         (array topologyDescriptionNode) always
        and! tags          = unknownTags _.UnknownTaggedFields
        return { SubtopologyId = subtopologyId; Nodes = nodes; UnknownTaggedFields = tags } }

    type TopologyDescriptionSubtopology with
        /// A value with every field at its default.
        static member Default = topologyDescriptionSubtopology.Default

    /// A store of which every instance has a full copy.
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
        let! source    = field "Source"    _.Source    (structure topologyDescriptionNode) always
        and! processor = field "Processor" _.Processor (structure topologyDescriptionNode) always
        and! tags      = unknownTags _.UnknownTaggedFields
        return { Source = source; Processor = processor; UnknownTaggedFields = tags } }

    type TopologyDescriptionGlobalStore with
        /// A value with every field at its default.
        static member Default = topologyDescriptionGlobalStore.Default

    /// The description of a topology.
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
        let! subtopologies = field "Subtopologies" _.Subtopologies (array topologyDescriptionSubtopology) always
        and! globalStores  = field "GlobalStores"  _.GlobalStores  (array topologyDescriptionGlobalStore) always
        and! tags          = unknownTags _.UnknownTaggedFields
        return { Subtopologies = subtopologies; GlobalStores = globalStores; UnknownTaggedFields = tags } }

    type TopologyDescription with
        /// A value with every field at its default.
        static member Default = topologyDescription.Default

    /// Sent by a member.
    [<NoComparison>]
    type Request =
        { /// The id of the group.
          GroupId: string
          /// The id of the member within its group.
          MemberId: string
          /// The epoch of the described topology.
          TopologyEpoch: int
          /// The description of the topology.
          TopologyDescription: TopologyDescription
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "StreamsGroupTopologyDescriptionUpdateRequest" {
        let! groupId             = field "GroupId"             _.GroupId             string                          always
        and! memberId            = field "MemberId"            _.MemberId            string                          always
        and! topologyEpoch       = field "TopologyEpoch"       _.TopologyEpoch       int32                           always
        and! topologyDescription = field "TopologyDescription" _.TopologyDescription (structure topologyDescription) always
        and! tags                = unknownTags _.UnknownTaggedFields
        return { GroupId = groupId; MemberId = memberId; TopologyEpoch = topologyEpoch
                 TopologyDescription = topologyDescription; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The group coordinator's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code.
          ErrorMessage: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "StreamsGroupTopologyDescriptionUpdateResponse" {
        let! throttleTimeMs = field        "ThrottleTimeMs" _.ThrottleTimeMs int32               always
        and! errorCode      = field        "ErrorCode"      _.ErrorCode      errorCode           always
        and! errorMessage   = fieldOr null "ErrorMessage"   _.ErrorMessage   (nullable 0 string) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; ErrorMessage = errorMessage
                 UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 93 (versions 0 0) always request response
