namespace KafkaWire

open KafkaWire.Schema

/// DeleteTopics (key 20): deletes topics, by name or by id (KIP-4).
///
/// v1 adds ThrottleTimeMs to the response (KIP-124). v2 has the same bytes; the broker answers before it throttles (KIP-219). v3
/// has the same bytes; TopicDeletionDisabled can be an answer (KIP-322). v4 is flexible. v5 adds ErrorMessage to the response;
/// ThrottlingQuotaExceeded can be an answer (KIP-599). v6 takes Topics, by name or by id, in place of TopicNames, and adds
/// TopicId to the response, where Name can be null (KIP-516).
[<RequireQualifiedAccess>]
module DeleteTopics =

    /// A topic to delete, by name or by id. From v6.
    [<NoComparison>]
    type DeleteTopicState =
        { /// The name of the topic; null if it is given by its id.
          Name: string | null
          /// The id of the topic; all zero if the topic is given by its name. An unknown one is answered with UnknownTopicId.
          TopicId: Uuid
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a DeleteTopicState stands on the wire.
    let deleteTopicState = message<DeleteTopicState> "DeleteTopicState" {
        let! name    = fieldOr null "Name"    _.Name    (nullable 6 string) (since 6)
        and! topicId = field        "TopicId" _.TopicId uuid                (since 6)
        and! tags    = unknownTags _.UnknownTaggedFields
        return { Name = name; TopicId = topicId; UnknownTaggedFields = tags } }

    type DeleteTopicState with
        /// Every field at its default.
        static member Default = deleteTopicState.Default

    /// What an admin client sends.
    [<NoComparison>]
    type Request =
        { /// The topics to delete, by name or by id. From v6.
          Topics: DeleteTopicState[]
          /// The names of the topics to delete. Up to v5.
          TopicNames: string[]
          /// How long the controller may take to delete the topics, in milliseconds; after that it answers RequestTimedOut. The protocol's
          /// default is 0, to which a KRaft controller always answers so.
          TimeoutMs: int
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "DeleteTopicsRequest" {
        let! topics     = field "Topics"     _.Topics     (array deleteTopicState) (since 6)
        and! topicNames = field "TopicNames" _.TopicNames (array string)           (ignorable (versions 0 5))
        and! timeoutMs  = field "TimeoutMs"  _.TimeoutMs  int32                    always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Topics = topics; TopicNames = topicNames; TimeoutMs = timeoutMs; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// The outcome for a topic.
    [<NoComparison>]
    type DeletableTopicResult =
        { /// The name of the topic; null if it was given by an id that the broker does not know, or may not tell the caller the name of.
          /// Null is allowed from v6.
          Name: string | null
          /// The id of the topic; all zero if it is not known. From v6.
          TopicId: Uuid
          /// What came of it, such as UnknownTopicOrPartition, UnknownTopicId (v6) or TopicDeletionDisabled (v3); None (0) if all is well.
          ErrorCode: ErrorCode
          /// What went wrong, in a sentence for people; null or empty where there is nothing to say beyond the error code. From v5.
          ErrorMessage: string | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a DeletableTopicResult stands on the wire.
    let deletableTopicResult = message<DeletableTopicResult> "DeletableTopicResult" {
        let! name         = field        "Name"         _.Name         (nullable 6 string) always
        and! topicId      = field        "TopicId"      _.TopicId      uuid                (ignorable (since 6))
        and! errorCode    = field        "ErrorCode"    _.ErrorCode    errorCode           always
        and! errorMessage = fieldOr null "ErrorMessage" _.ErrorMessage (nullable 5 string) (ignorable (since 5))
        and! tags         = unknownTags _.UnknownTaggedFields
        return { Name = name; TopicId = topicId; ErrorCode = errorCode; ErrorMessage = errorMessage
                 UnknownTaggedFields = tags } }

    type DeletableTopicResult with
        /// Every field at its default.
        static member Default = deletableTopicResult.Default

    /// What the controller answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not. From v1.
          ThrottleTimeMs: int
          /// The outcome for each topic.
          Responses: DeletableTopicResult[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "DeleteTopicsResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                        (ignorable (since 1))
        and! responses      = field "Responses"      _.Responses      (array deletableTopicResult) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Responses = responses; UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api ApiKey.DeleteTopics (versions 0 6) (since 4) request response
