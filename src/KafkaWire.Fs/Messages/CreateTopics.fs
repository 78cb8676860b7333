namespace KafkaWire

open KafkaWire.Schema

/// CreateTopics (key 19): creates topics (KIP-4).
///
/// v1 adds ValidateOnly to the request, ErrorMessage to the response. v2 adds ThrottleTimeMs to the response (KIP-124). v3 has
/// the same bytes; the broker answers before it throttles (KIP-219). v4 has the same bytes; -1 stands for the broker's number of
/// partitions and replicas (KIP-464). v5 adds NumPartitions, ReplicationFactor, Configs and TopicConfigErrorCode to the response;
/// is flexible (KIP-482, KIP-525). v6 has the same bytes; ThrottlingQuotaExceeded can be an answer (KIP-599). v7 adds TopicId to
/// the response (KIP-516).
[<RequireQualifiedAccess>]
module CreateTopics =

    /// The brokers that shall hold a partition.
    [<NoComparison>]
    type CreatableReplicaAssignment =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The brokers that shall hold the partition, the preferred leader first.
          BrokerIds: int[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a CreatableReplicaAssignment stands on the wire.
    let creatableReplicaAssignment = message<CreatableReplicaAssignment> "CreatableReplicaAssignment" {
        let! partitionIndex = field "PartitionIndex" _.PartitionIndex int32         always
        and! brokerIds      = field "BrokerIds"      _.BrokerIds      (array int32) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; BrokerIds = brokerIds; UnknownTaggedFields = tags } }

    type CreatableReplicaAssignment with
        /// Every field at its default.
        static member Default = creatableReplicaAssignment.Default

    /// A configuration value of the new topic.
    [<NoComparison>]
    type CreatableTopicConfig =
        { /// The name of the configuration value, such as cleanup.policy.
          Name: string
          /// The value as text; null is answered with InvalidConfig.
          Value: string | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a CreatableTopicConfig stands on the wire.
    let creatableTopicConfig = message<CreatableTopicConfig> "CreatableTopicConfig" {
        let! name  = field "Name"  _.Name  string                       always
        and! value = field "Value" _.Value (secret (nullable 0 string)) always
        and! tags  = unknownTags _.UnknownTaggedFields
        return { Name = name; Value = value; UnknownTaggedFields = tags } }

    type CreatableTopicConfig with
        /// Every field at its default.
        static member Default = creatableTopicConfig.Default

    /// A topic to create.
    [<NoComparison>]
    type CreatableTopic =
        { /// The name of the topic: 1 to 249 letters, digits, dots, underscores and dashes (any other is answered with
          /// InvalidTopicException). One that is there already is answered with TopicAlreadyExists.
          Name: string
          /// How many partitions the topic shall have; -1 if Assignments says so, or (v4) for the default of the broker. Others than the
          /// positive ones, such as the protocol's default of 0, are answered with InvalidPartitions.
          NumPartitions: int
          /// How many replicas each partition shall have; -1 if Assignments says so, or (v4) for the default of the broker. The protocol's
          /// default of 0, and more than there are brokers, are answered with InvalidReplicationFactor.
          ReplicationFactor: int16
          /// Which brokers shall hold which partition, in place of NumPartitions and ReplicationFactor; empty leaves that to the
          /// controller.
          Assignments: CreatableReplicaAssignment[]
          /// The configuration values that shall differ from those of the broker; wrong ones are answered with InvalidConfig.
          Configs: CreatableTopicConfig[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a CreatableTopic stands on the wire.
    let creatableTopic = message<CreatableTopic> "CreatableTopic" {
        let! name              = field "Name"              _.Name              string                             always
        and! numPartitions     = field "NumPartitions"     _.NumPartitions     int32                              always
        and! replicationFactor = field "ReplicationFactor" _.ReplicationFactor int16                              always
        and! assignments       = field "Assignments"       _.Assignments       (array creatableReplicaAssignment) always
        and! configs           = field "Configs"           _.Configs           (array creatableTopicConfig)       always
        and! tags              = unknownTags _.UnknownTaggedFields
        return { Name = name; NumPartitions = numPartitions; ReplicationFactor = replicationFactor; Assignments = assignments
                 Configs = configs; UnknownTaggedFields = tags } }

    type CreatableTopic with
        /// Every field at its default.
        static member Default = creatableTopic.Default

    /// What an admin client sends.
    [<NoComparison>]
    type Request =
        { /// The topics to create.
          Topics: CreatableTopic[]
          /// How long the controller may take to create the topics, in milliseconds, 60000 by default; after that it answers
          /// RequestTimedOut.
          TimeoutMs: int
          /// Whether the controller shall only check the request and create nothing. From v1.
          ValidateOnly: bool
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "CreateTopicsRequest" {
        let! topics       = field         "Topics"       _.Topics       (array creatableTopic) always
        and! timeoutMs    = fieldOr 60000 "timeoutMs"    _.TimeoutMs    int32                  always
        and! validateOnly = field         "validateOnly" _.ValidateOnly bool                   (since 1)
        and! tags         = unknownTags _.UnknownTaggedFields
        return { Topics = topics; TimeoutMs = timeoutMs; ValidateOnly = validateOnly; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// A configuration value of the new topic. From v5.
    [<NoComparison>]
    type CreatableTopicConfigs =
        { /// The name of the configuration value.
          Name: string
          /// The value as text; null if it is not set or if it is sensitive.
          Value: string | null
          /// Whether the value cannot be changed.
          ReadOnly: bool
          /// Where the value comes from: 1 the topic, 2 the broker, 3 the default of all brokers, 4 the broker's file, 5 the default of
          /// Kafka, 6 the broker's logger, 7 client metrics, 8 the group; -1 or 0 if it is not known.
          ConfigSource: sbyte
          /// Whether the value is a secret, which the broker does not give out.
          IsSensitive: bool
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a CreatableTopicConfigs stands on the wire.
    let creatableTopicConfigs = message<CreatableTopicConfigs> "CreatableTopicConfigs" {
        let! name         = field       "Name"         _.Name         string                       (since 5)
        and! value        = field       "Value"        _.Value        (secret (nullable 5 string)) (since 5)
        and! readOnly     = field       "ReadOnly"     _.ReadOnly     bool                         (since 5)
        and! configSource = fieldOr -1y "ConfigSource" _.ConfigSource int8                         (ignorable (since 5))
        and! isSensitive  = field       "IsSensitive"  _.IsSensitive  bool                         (since 5)
        and! tags         = unknownTags _.UnknownTaggedFields
        return { Name = name; Value = value; ReadOnly = readOnly; ConfigSource = configSource; IsSensitive = isSensitive
                 UnknownTaggedFields = tags } }

    type CreatableTopicConfigs with
        /// Every field at its default.
        static member Default = creatableTopicConfigs.Default

    /// The outcome for a topic.
    [<NoComparison>]
    type CreatableTopicResult =
        { /// The name of the topic.
          Name: string
          /// The id that the topic got; all zero with an error. From v7.
          TopicId: Uuid
          /// What came of it; None (0) if all is well.
          ErrorCode: ErrorCode
          /// What went wrong, in a sentence for people; null or empty where there is nothing to say beyond the error code. From v1.
          ErrorMessage: string | null
          /// How many partitions the topic has got; -1 with an error, and if the caller may not see it. From v5.
          NumPartitions: int
          /// How many replicas each partition has got; -1 with an error, and if the caller may not see it. From v5.
          ReplicationFactor: int16
          /// The configuration of the new topic; empty with an error, empty or null if the caller may not see it, as TopicConfigErrorCode
          /// says. From v5.
          Configs: CreatableTopicConfigs[] | null
          /// Why Configs is missing, such as TopicAuthorizationFailed; None (0) if it is not. From v5.
          TopicConfigErrorCode: ErrorCode
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a CreatableTopicResult stands on the wire.
    let creatableTopicResult = message<CreatableTopicResult> "CreatableTopicResult" {
        let! name                 = field       "Name"                 _.Name                 string                                     always
        and! topicId              = field       "TopicId"              _.TopicId              uuid                                       (ignorable (since 7))
        and! errorCode            = field       "ErrorCode"            _.ErrorCode            errorCode                                  always
        and! errorMessage         = field       "ErrorMessage"         _.ErrorMessage         (nullable 1 string)                        (ignorable (since 1))
        and! numPartitions        = fieldOr -1  "NumPartitions"        _.NumPartitions        int32                                      (ignorable (since 5))
        and! replicationFactor    = fieldOr -1s "ReplicationFactor"    _.ReplicationFactor    int16                                      (ignorable (since 5))
        and! configs              = field       "Configs"              _.Configs              (nullable 5 (array creatableTopicConfigs)) (ignorable (since 5))
        and! topicConfigErrorCode = tagged 0    "TopicConfigErrorCode" _.TopicConfigErrorCode errorCode                                  (ignorable (since 5))
        and! tags                 = unknownTags _.UnknownTaggedFields
        return { Name = name; TopicId = topicId; ErrorCode = errorCode; ErrorMessage = errorMessage
                 NumPartitions = numPartitions; ReplicationFactor = replicationFactor; Configs = configs
                 TopicConfigErrorCode = topicConfigErrorCode; UnknownTaggedFields = tags } }

    type CreatableTopicResult with
        /// Every field at its default.
        static member Default = creatableTopicResult.Default

    /// What the controller answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not. From v2.
          ThrottleTimeMs: int
          /// The outcome for each topic.
          Topics: CreatableTopicResult[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "CreateTopicsResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                        (ignorable (since 2))
        and! topics         = field "Topics"         _.Topics         (array creatableTopicResult) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Topics = topics; UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api ApiKey.CreateTopics (versions 0 7) (since 5) request response
