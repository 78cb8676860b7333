namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// AssignReplicasToDirs (key 73): a broker tells the controller which log directories its replicas are in (KIP-858).
[<RequireQualifiedAccess>]
module AssignReplicasToDirs =

    /// A replica in the directory.
    [<NoComparison>]
    type RequestPartitionData =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of RequestPartitionData.
    let requestPartitionData = message<RequestPartitionData> "PartitionData" {
        let! partitionIndex = field "PartitionIndex" _.PartitionIndex int32 always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; UnknownTaggedFields = tags } }

    type RequestPartitionData with
        /// A value with every field at its default.
        static member Default = requestPartitionData.Default

    /// A topic with replicas in the directory.
    [<NoComparison>]
    type RequestTopicData =
        { /// The topic's id; a topic that is deleted and created again gets a new one.
          TopicId: Uuid
          /// The replicas in the directory.
          Partitions: RequestPartitionData[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of RequestTopicData.
    let requestTopicData = message<RequestTopicData> "TopicData" {
        let! topicId    = field "TopicId"    _.TopicId    uuid                         always
        and! partitions = field "Partitions" _.Partitions (array requestPartitionData) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type RequestTopicData with
        /// A value with every field at its default.
        static member Default = requestTopicData.Default

    /// A log directory.
    [<NoComparison>]
    type RequestDirectoryData =
        { /// The id of the directory.
          Id: Uuid
          /// The topics with replicas in the directory.
          Topics: RequestTopicData[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of RequestDirectoryData.
    let requestDirectoryData = message<RequestDirectoryData> "DirectoryData" {
        let! id     = field "Id"     _.Id     uuid                     always
        and! topics = field "Topics" _.Topics (array requestTopicData) always
        and! tags   = unknownTags _.UnknownTaggedFields
        return { Id = id; Topics = topics; UnknownTaggedFields = tags } }

    type RequestDirectoryData with
        /// A value with every field at its default.
        static member Default = requestDirectoryData.Default

    /// Sent by a broker.
    [<NoComparison>]
    type Request =
        { /// The id of the broker.
          BrokerId: int
          /// The epoch of the broker; -1 if unknown. An outdated epoch is rejected with StaleBrokerEpoch.
          BrokerEpoch: int64
          /// The directories and the replicas in them.
          Directories: RequestDirectoryData[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "AssignReplicasToDirsRequest" {
        let! brokerId    = field       "BrokerId"    _.BrokerId    int32                        always
        and! brokerEpoch = fieldOr -1L "BrokerEpoch" _.BrokerEpoch int64                        always
        and! directories = field       "Directories" _.Directories (array requestDirectoryData) always
        and! tags        = unknownTags _.UnknownTaggedFields
        return { BrokerId = brokerId; BrokerEpoch = brokerEpoch; Directories = directories; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// A replica in the directory.
    [<NoComparison>]
    type ResponsePartitionData =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ResponsePartitionData.
    let responsePartitionData = message<ResponsePartitionData> "PartitionData" {
        let! partitionIndex = field "PartitionIndex" _.PartitionIndex int32     always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; ErrorCode = errorCode; UnknownTaggedFields = tags } }

    type ResponsePartitionData with
        /// A value with every field at its default.
        static member Default = responsePartitionData.Default

    /// A topic with replicas in the directory.
    [<NoComparison>]
    type ResponseTopicData =
        { /// The topic's id; a topic that is deleted and created again gets a new one.
          TopicId: Uuid
          /// The replicas in the directory.
          Partitions: ResponsePartitionData[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ResponseTopicData.
    let responseTopicData = message<ResponseTopicData> "TopicData" {
        let! topicId    = field "TopicId"    _.TopicId    uuid                          always
        and! partitions = field "Partitions" _.Partitions (array responsePartitionData) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type ResponseTopicData with
        /// A value with every field at its default.
        static member Default = responseTopicData.Default

    /// A log directory.
    [<NoComparison>]
    type ResponseDirectoryData =
        { /// The id of the directory.
          Id: Uuid
          /// The topics with replicas in the directory.
          Topics: ResponseTopicData[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ResponseDirectoryData.
    let responseDirectoryData = message<ResponseDirectoryData> "DirectoryData" {
        let! id     = field "Id"     _.Id     uuid                      always
        and! topics = field "Topics" _.Topics (array responseTopicData) always
        and! tags   = unknownTags _.UnknownTaggedFields
        return { Id = id; Topics = topics; UnknownTaggedFields = tags } }

    type ResponseDirectoryData with
        /// A value with every field at its default.
        static member Default = responseDirectoryData.Default

    /// The controller's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The error code of the request as a whole; None (0) on success.
          ErrorCode: ErrorCode
          /// The outcome for each directory.
          Directories: ResponseDirectoryData[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "AssignReplicasToDirsResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                         always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode                     always
        and! directories    = field "Directories"    _.Directories    (array responseDirectoryData) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; Directories = directories; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 73 (versions 0 0) always request response
