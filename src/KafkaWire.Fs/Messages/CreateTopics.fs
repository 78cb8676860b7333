namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// CreateTopics (key 19): creates topics (KIP-4).
///
/// v1 adds ValidateOnly to the request, ErrorMessage to the response. v2 adds ThrottleTimeMs to the response (KIP-124). v3
/// has the same layout; the broker answers before it throttles (KIP-219). v4 has the same layout; -1 means the broker's
/// default number of partitions and replicas (KIP-464). v5 adds NumPartitions, ReplicationFactor, Configs and
/// TopicConfigErrorCode to the response; is flexible (KIP-482, KIP-525). v6 has the same layout; the broker may answer
/// ThrottlingQuotaExceeded (KIP-599). v7 adds TopicId to the response (KIP-516).
[<RequireQualifiedAccess>]
module CreateTopics =

    /// The brokers that should hold a partition.
    [<NoComparison>]
    type CreatableReplicaAssignment =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The brokers that should hold the partition, the preferred leader first.
          BrokerIds: int[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of CreatableReplicaAssignment.
    let creatableReplicaAssignment = message<CreatableReplicaAssignment> "CreatableReplicaAssignment" {
        let! partitionIndex = field "PartitionIndex" _.PartitionIndex int32         always
        and! brokerIds      = field "BrokerIds"      _.BrokerIds      (array int32) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; BrokerIds = brokerIds; UnknownTaggedFields = tags } }

    type CreatableReplicaAssignment with
        /// A value with every field at its default.
        static member Default = creatableReplicaAssignment.Default

    /// A configuration value of the new topic.
    [<NoComparison>]
    type CreatableTopicConfig =
        { /// The name of the configuration value, such as cleanup.policy.
          Name: string
          /// The value as text; null is rejected with InvalidConfig.
          Value: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of CreatableTopicConfig.
    let creatableTopicConfig = message<CreatableTopicConfig> "CreatableTopicConfig" {
        let! name  = field "Name"  _.Name  string                       always
        and! value = field "Value" _.Value (secret (nullable 0 string)) always
        and! tags  = unknownTags _.UnknownTaggedFields
        return { Name = name; Value = value; UnknownTaggedFields = tags } }

    type CreatableTopicConfig with
        /// A value with every field at its default.
        static member Default = creatableTopicConfig.Default

    /// A topic to create.
    [<NoComparison>]
    type CreatableTopic =
        { /// The name of the topic: 1 to 249 letters, digits, dots, underscores and dashes. Any other name is rejected with
          /// InvalidTopicException, and an existing one with TopicAlreadyExists.
          Name: string
          /// The number of partitions; -1 if Assignments defines it, or (v4) for the broker's default. Any other number
          /// that is not positive is rejected with InvalidPartitions. That includes the protocol's default, 0.
          NumPartitions: int
          /// The number of replicas of each partition; -1 if Assignments defines it, or (v4) for the broker's default. A
          /// number higher than that of the brokers is rejected with InvalidReplicationFactor. So is the protocol's
          /// default, 0.
          ReplicationFactor: int16
          /// The brokers that should hold each partition, in place of NumPartitions and ReplicationFactor; empty lets the
          /// controller choose.
          Assignments: CreatableReplicaAssignment[]
          /// The configuration values that should differ from the broker's; invalid ones are rejected with InvalidConfig.
          Configs: CreatableTopicConfig[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of CreatableTopic.
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
        /// A value with every field at its default.
        static member Default = creatableTopic.Default

    /// Sent by an admin client.
    [<NoComparison>]
    type Request =
        { /// The topics to create.
          Topics: CreatableTopic[]
          /// How long the controller may take to create the topics, in milliseconds, 60000 by default; after that it answers
          /// RequestTimedOut.
          TimeoutMs: int
          /// Whether the controller should only check the request, without creating anything. From v1.
          ValidateOnly: bool
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "CreateTopicsRequest" {
        let! topics       = field         "Topics"       _.Topics       (array creatableTopic) always
        and! timeoutMs    = fieldOr 60000 "timeoutMs"    _.TimeoutMs    int32                  always
        and! validateOnly = field         "validateOnly" _.ValidateOnly bool                   (since 1)
        and! tags         = unknownTags _.UnknownTaggedFields
        return { Topics = topics; TimeoutMs = timeoutMs; ValidateOnly = validateOnly; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// A configuration value of the new topic. From v5.
    [<NoComparison>]
    type CreatableTopicConfigs =
        { /// The name of the configuration value.
          Name: string
          /// The value as text; null if it is not set or if it is sensitive.
          Value: string | null
          /// Whether the value is read-only.
          ReadOnly: bool
          /// The source of the value: 1 the topic, 2 the broker, 3 the default of all brokers, 4 the broker's file, 5 the
          /// default of Kafka, 6 the broker's logger, 7 client metrics, 8 the group; -1 or 0 if unknown.
          ConfigSource: sbyte
          /// Whether the value is a secret, which the broker does not reveal.
          IsSensitive: bool
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of CreatableTopicConfigs.
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
        /// A value with every field at its default.
        static member Default = creatableTopicConfigs.Default

    /// The outcome for a topic.
    [<NoComparison>]
    type CreatableTopicResult =
        { /// The name of the topic.
          Name: string
          /// The id assigned to the topic; all zero on error. From v7.
          TopicId: Uuid
          /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code. From v1.
          ErrorMessage: string | null
          /// The number of partitions of the topic; -1 on error, and if the caller may not see it. From v5.
          NumPartitions: int
          /// The number of replicas of each partition; -1 on error, and if the caller may not see it. From v5.
          ReplicationFactor: int16
          /// The configuration of the new topic; empty on error, empty or null if the caller may not see it (see
          /// TopicConfigErrorCode). From v5.
          Configs: CreatableTopicConfigs[] | null
          /// Why Configs is missing, such as TopicAuthorizationFailed; None (0) if it is present. From v5.
          TopicConfigErrorCode: ErrorCode
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of CreatableTopicResult.
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
        /// A value with every field at its default.
        static member Default = creatableTopicResult.Default

    /// The controller's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not. From v2.
          ThrottleTimeMs: int
          /// The outcome for each topic.
          Topics: CreatableTopicResult[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "CreateTopicsResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                        (ignorable (since 2))
        and! topics         = field "Topics"         _.Topics         (array creatableTopicResult) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Topics = topics; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 19 (versions 0 7) (since 5) request response
