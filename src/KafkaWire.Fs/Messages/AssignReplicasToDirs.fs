namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// AssignReplicasToDirs (key 73): a broker tells the controller in which log directories its replicas are (KIP-858).
[<RequireQualifiedAccess>]
module AssignReplicasToDirs =

    /// A replica in the directory.
    [<NoComparison>]
    type RequestPartitionData =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a RequestPartitionData stands on the wire.
    let requestPartitionData = message<RequestPartitionData> "PartitionData" {
        let! partitionIndex = field "PartitionIndex" _.PartitionIndex int32 always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; UnknownTaggedFields = tags } }

    type RequestPartitionData with
        /// Every field at its default.
        static member Default = requestPartitionData.Default

    /// A topic with replicas in the directory.
    [<NoComparison>]
    type RequestTopicData =
        { /// The id of the topic; a topic created again under the same name gets another.
          TopicId: Uuid
          /// The replicas in the directory.
          Partitions: RequestPartitionData[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a RequestTopicData stands on the wire.
    let requestTopicData = message<RequestTopicData> "TopicData" {
        let! topicId    = field "TopicId"    _.TopicId    uuid                         always
        and! partitions = field "Partitions" _.Partitions (array requestPartitionData) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type RequestTopicData with
        /// Every field at its default.
        static member Default = requestTopicData.Default

    /// A log directory.
    [<NoComparison>]
    type RequestDirectoryData =
        { /// The id of the directory.
          Id: Uuid
          /// The topics with replicas in the directory.
          Topics: RequestTopicData[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a RequestDirectoryData stands on the wire.
    let requestDirectoryData = message<RequestDirectoryData> "DirectoryData" {
        let! id     = field "Id"     _.Id     uuid                     always
        and! topics = field "Topics" _.Topics (array requestTopicData) always
        and! tags   = unknownTags _.UnknownTaggedFields
        return { Id = id; Topics = topics; UnknownTaggedFields = tags } }

    type RequestDirectoryData with
        /// Every field at its default.
        static member Default = requestDirectoryData.Default

    /// What a broker sends.
    [<NoComparison>]
    type Request =
        { /// The id of the broker.
          BrokerId: int
          /// The epoch of the broker; -1 if it is not known. An outdated one is answered with StaleBrokerEpoch.
          BrokerEpoch: int64
          /// The directories, and the replicas that are in them.
          Directories: RequestDirectoryData[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "AssignReplicasToDirsRequest" {
        let! brokerId    = field       "BrokerId"    _.BrokerId    int32                        always
        and! brokerEpoch = fieldOr -1L "BrokerEpoch" _.BrokerEpoch int64                        always
        and! directories = field       "Directories" _.Directories (array requestDirectoryData) always
        and! tags        = unknownTags _.UnknownTaggedFields
        return { BrokerId = brokerId; BrokerEpoch = brokerEpoch; Directories = directories; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// A replica in the directory.
    [<NoComparison>]
    type ResponsePartitionData =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// What came of it; None (0) if all is well.
          ErrorCode: ErrorCode
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a ResponsePartitionData stands on the wire.
    let responsePartitionData = message<ResponsePartitionData> "PartitionData" {
        let! partitionIndex = field "PartitionIndex" _.PartitionIndex int32     always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; ErrorCode = errorCode; UnknownTaggedFields = tags } }

    type ResponsePartitionData with
        /// Every field at its default.
        static member Default = responsePartitionData.Default

    /// A topic with replicas in the directory.
    [<NoComparison>]
    type ResponseTopicData =
        { /// The id of the topic; a topic created again under the same name gets another.
          TopicId: Uuid
          /// The replicas in the directory.
          Partitions: ResponsePartitionData[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a ResponseTopicData stands on the wire.
    let responseTopicData = message<ResponseTopicData> "TopicData" {
        let! topicId    = field "TopicId"    _.TopicId    uuid                          always
        and! partitions = field "Partitions" _.Partitions (array responsePartitionData) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type ResponseTopicData with
        /// Every field at its default.
        static member Default = responseTopicData.Default

    /// A log directory.
    [<NoComparison>]
    type ResponseDirectoryData =
        { /// The id of the directory.
          Id: Uuid
          /// The topics with replicas in the directory.
          Topics: ResponseTopicData[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a ResponseDirectoryData stands on the wire.
    let responseDirectoryData = message<ResponseDirectoryData> "DirectoryData" {
        let! id     = field "Id"     _.Id     uuid                      always
        and! topics = field "Topics" _.Topics (array responseTopicData) always
        and! tags   = unknownTags _.UnknownTaggedFields
        return { Id = id; Topics = topics; UnknownTaggedFields = tags } }

    type ResponseDirectoryData with
        /// Every field at its default.
        static member Default = responseDirectoryData.Default

    /// What the controller answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// What came of the request as a whole; None (0) if all is well.
          ErrorCode: ErrorCode
          /// The outcome for each directory.
          Directories: ResponseDirectoryData[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "AssignReplicasToDirsResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                         always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode                     always
        and! directories    = field "Directories"    _.Directories    (array responseDirectoryData) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; Directories = directories; UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 73 (versions 0 0) always request response
