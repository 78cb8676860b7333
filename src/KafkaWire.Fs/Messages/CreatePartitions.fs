namespace KafkaWire

open KafkaWire.Schema

/// CreatePartitions (key 37): adds partitions to topics (KIP-195).
///
/// v1 has the same bytes; the broker answers before it throttles (KIP-219). v2 is flexible. v3 has the same bytes;
/// ThrottlingQuotaExceeded can be an answer (KIP-599).
[<RequireQualifiedAccess>]
module CreatePartitions =

    /// The brokers that shall hold a new partition.
    [<NoComparison>]
    type CreatePartitionsAssignment =
        { /// The brokers that shall hold the partition, the preferred leader first.
          BrokerIds: int[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a CreatePartitionsAssignment stands on the wire.
    let createPartitionsAssignment = message<CreatePartitionsAssignment> "CreatePartitionsAssignment" {
        let! brokerIds = field "BrokerIds" _.BrokerIds (array int32) always
        and! tags      = unknownTags _.UnknownTaggedFields
        return { BrokerIds = brokerIds; UnknownTaggedFields = tags } }

    type CreatePartitionsAssignment with
        /// Every field at its default.
        static member Default = createPartitionsAssignment.Default

    /// A topic to add partitions to.
    [<NoComparison>]
    type CreatePartitionsTopic =
        { /// The name of the topic.
          Name: string
          /// How many partitions the topic shall have in the end; not more than it has is answered with InvalidPartitions.
          Count: int
          /// Which brokers shall hold each of the new partitions, as many entries as there are new ones; null leaves that to the
          /// controller. The protocol's default is an empty array, which is answered with InvalidReplicaAssignment.
          Assignments: CreatePartitionsAssignment[] | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a CreatePartitionsTopic stands on the wire.
    let createPartitionsTopic = message<CreatePartitionsTopic> "CreatePartitionsTopic" {
        let! name        = field "Name"        _.Name        string                                          always
        and! count       = field "Count"       _.Count       int32                                           always
        and! assignments = field "Assignments" _.Assignments (nullable 0 (array createPartitionsAssignment)) always
        and! tags        = unknownTags _.UnknownTaggedFields
        return { Name = name; Count = count; Assignments = assignments; UnknownTaggedFields = tags } }

    type CreatePartitionsTopic with
        /// Every field at its default.
        static member Default = createPartitionsTopic.Default

    /// What an admin client sends.
    [<NoComparison>]
    type Request =
        { /// The topics to add partitions to.
          Topics: CreatePartitionsTopic[]
          /// How long the controller may take to create the partitions, in milliseconds; after that it answers RequestTimedOut. The
          /// protocol's default is 0, to which a KRaft controller always answers so.
          TimeoutMs: int
          /// Whether the broker shall only check the request and change nothing.
          ValidateOnly: bool
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "CreatePartitionsRequest" {
        let! topics       = field "Topics"       _.Topics       (array createPartitionsTopic) always
        and! timeoutMs    = field "TimeoutMs"    _.TimeoutMs    int32                         always
        and! validateOnly = field "ValidateOnly" _.ValidateOnly bool                          always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { Topics = topics; TimeoutMs = timeoutMs; ValidateOnly = validateOnly; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// The outcome for a topic.
    [<NoComparison>]
    type CreatePartitionsTopicResult =
        { /// The name of the topic.
          Name: string
          /// What came of it; None (0) if all is well.
          ErrorCode: ErrorCode
          /// What went wrong, in a sentence for people; null or empty where there is nothing to say beyond the error code.
          ErrorMessage: string | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a CreatePartitionsTopicResult stands on the wire.
    let createPartitionsTopicResult = message<CreatePartitionsTopicResult> "CreatePartitionsTopicResult" {
        let! name         = field        "Name"         _.Name         string              always
        and! errorCode    = field        "ErrorCode"    _.ErrorCode    errorCode           always
        and! errorMessage = fieldOr null "ErrorMessage" _.ErrorMessage (nullable 0 string) always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { Name = name; ErrorCode = errorCode; ErrorMessage = errorMessage; UnknownTaggedFields = tags } }

    type CreatePartitionsTopicResult with
        /// Every field at its default.
        static member Default = createPartitionsTopicResult.Default

    /// What the controller answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The outcome for each topic.
          Results: CreatePartitionsTopicResult[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "CreatePartitionsResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                               always
        and! results        = field "Results"        _.Results        (array createPartitionsTopicResult) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Results = results; UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api ApiKey.CreatePartitions (versions 0 3) (since 2) request response
