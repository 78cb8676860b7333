namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// DeleteTopics (key 20): deletes topics, by name or by id (KIP-4).
///
/// v1 adds ThrottleTimeMs to the response (KIP-124). v2 has the same layout; the broker answers before it throttles
/// (KIP-219). v3 has the same layout; the broker may answer TopicDeletionDisabled (KIP-322). v4 is flexible. v5 adds
/// ErrorMessage to the response; the broker may answer ThrottlingQuotaExceeded (KIP-599). v6 takes Topics, by name or by
/// id, in place of TopicNames, and adds TopicId to the response, where Name can be null (KIP-516).
[<RequireQualifiedAccess>]
module DeleteTopics =

    /// A topic to delete, by name or by id. From v6.
    [<NoComparison>]
    type DeleteTopicState =
        { /// The name of the topic; null if the topic is given by its id.
          Name: string | null
          /// The id of the topic; all zero if the topic is given by its name. An unknown id is rejected with
          /// UnknownTopicId.
          TopicId: Uuid
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of DeleteTopicState.
    let deleteTopicState = message<DeleteTopicState> "DeleteTopicState" {
        let! name    = fieldOr null "Name"    _.Name    (nullable 6 string) (since 6)
        and! topicId = field        "TopicId" _.TopicId uuid                (since 6)
        and! tags    = unknownTags _.UnknownTaggedFields
        return { Name = name; TopicId = topicId; UnknownTaggedFields = tags } }

    type DeleteTopicState with
        /// A value with every field at its default.
        static member Default = deleteTopicState.Default

    /// Sent by an admin client.
    [<NoComparison>]
    type Request =
        { /// The topics to delete, by name or by id. From v6.
          Topics: DeleteTopicState[]
          /// The names of the topics to delete. Up to v5.
          TopicNames: string[]
          /// How long the controller may take to delete the topics, in milliseconds; after that it answers RequestTimedOut. The protocol's
          /// default is 0; a KRaft controller then always answers RequestTimedOut.
          TimeoutMs: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "DeleteTopicsRequest" {
        let! topics     = field "Topics"     _.Topics     (array deleteTopicState) (since 6)
        and! topicNames = field "TopicNames" _.TopicNames (array string)           (ignorable (versions 0 5))
        and! timeoutMs  = field "TimeoutMs"  _.TimeoutMs  int32                    always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Topics = topics; TopicNames = topicNames; TimeoutMs = timeoutMs; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The outcome for a topic.
    [<NoComparison>]
    type DeletableTopicResult =
        { /// The name of the topic; null if it was given by an id that the broker does not know, or whose name the caller
          /// may not see. Null is allowed from v6.
          Name: string | null
          /// The id of the topic; all zero if unknown. From v6.
          TopicId: Uuid
          /// The error code, such as UnknownTopicOrPartition, UnknownTopicId (v6) or TopicDeletionDisabled (v3); None (0)
          /// on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code. From v5.
          ErrorMessage: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of DeletableTopicResult.
    let deletableTopicResult = message<DeletableTopicResult> "DeletableTopicResult" {
        let! name         = field        "Name"         _.Name         (nullable 6 string) always
        and! topicId      = field        "TopicId"      _.TopicId      uuid                (ignorable (since 6))
        and! errorCode    = field        "ErrorCode"    _.ErrorCode    errorCode           always
        and! errorMessage = fieldOr null "ErrorMessage" _.ErrorMessage (nullable 5 string) (ignorable (since 5))
        and! tags         = unknownTags _.UnknownTaggedFields
        return { Name = name; TopicId = topicId; ErrorCode = errorCode; ErrorMessage = errorMessage
                 UnknownTaggedFields = tags } }

    type DeletableTopicResult with
        /// A value with every field at its default.
        static member Default = deletableTopicResult.Default

    /// The controller's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not. From v1.
          ThrottleTimeMs: int
          /// The outcome for each topic.
          Responses: DeletableTopicResult[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "DeleteTopicsResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                        (ignorable (since 1))
        and! responses      = field "Responses"      _.Responses      (array deletableTopicResult) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Responses = responses; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 20 (versions 0 6) (since 4) request response
