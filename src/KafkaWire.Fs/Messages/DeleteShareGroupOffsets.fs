namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// DeleteShareGroupOffsets (key 92): deletes the offsets of a share group for whole topics (KIP-932).
[<RequireQualifiedAccess>]
module DeleteShareGroupOffsets =

    /// A topic whose offsets are to be deleted.
    [<NoComparison>]
    type DeleteShareGroupOffsetsRequestTopic =
        { /// The name of the topic.
          TopicName: string
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of DeleteShareGroupOffsetsRequestTopic.
    let deleteShareGroupOffsetsRequestTopic = message<DeleteShareGroupOffsetsRequestTopic> "DeleteShareGroupOffsetsRequestTopic" {
        let! topicName = field "TopicName" _.TopicName string always
        and! tags      = unknownTags _.UnknownTaggedFields
        return { TopicName = topicName; UnknownTaggedFields = tags } }

    type DeleteShareGroupOffsetsRequestTopic with
        /// A value with every field at its default.
        static member Default = deleteShareGroupOffsetsRequestTopic.Default

    /// Sent by an admin client.
    [<NoComparison>]
    type Request =
        { /// The id of the share group.
          GroupId: string
          /// The topics whose offsets are to be deleted.
          Topics: DeleteShareGroupOffsetsRequestTopic[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "DeleteShareGroupOffsetsRequest" {
        let! groupId = field "GroupId" _.GroupId string                                      always
        and! topics  = field "Topics"  _.Topics  (array deleteShareGroupOffsetsRequestTopic) always
        and! tags    = unknownTags _.UnknownTaggedFields
        return { GroupId = groupId; Topics = topics; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The outcome for a topic.
    [<NoComparison>]
    type DeleteShareGroupOffsetsResponseTopic =
        { /// The name of the topic.
          TopicName: string
          /// The topic's id; a topic that is deleted and created again gets a new one.
          TopicId: Uuid
          /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code.
          ErrorMessage: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of DeleteShareGroupOffsetsResponseTopic.
    let deleteShareGroupOffsetsResponseTopic = message<DeleteShareGroupOffsetsResponseTopic> "DeleteShareGroupOffsetsResponseTopic" {
        let! topicName    = field        "TopicName"    _.TopicName    string              always
        and! topicId      = field        "TopicId"      _.TopicId      uuid                always
        and! errorCode    = field        "ErrorCode"    _.ErrorCode    errorCode           always
        and! errorMessage = fieldOr null "ErrorMessage" _.ErrorMessage (nullable 0 string) always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { TopicName = topicName; TopicId = topicId; ErrorCode = errorCode; ErrorMessage = errorMessage
                 UnknownTaggedFields = tags } }

    type DeleteShareGroupOffsetsResponseTopic with
        /// A value with every field at its default.
        static member Default = deleteShareGroupOffsetsResponseTopic.Default

    /// The group coordinator's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The error code of the request as a whole, NonEmptyGroup if the group has members; None (0) on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code.
          ErrorMessage: string | null
          /// The outcome for each topic.
          Responses: DeleteShareGroupOffsetsResponseTopic[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "DeleteShareGroupOffsetsResponse" {
        let! throttleTimeMs = field        "ThrottleTimeMs" _.ThrottleTimeMs int32                                        always
        and! errorCode      = field        "ErrorCode"      _.ErrorCode      errorCode                                    always
        and! errorMessage   = fieldOr null "ErrorMessage"   _.ErrorMessage   (nullable 0 string)                          always
        and! responses      = field        "Responses"      _.Responses      (array deleteShareGroupOffsetsResponseTopic) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; ErrorMessage = errorMessage; Responses = responses
                 UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 92 (versions 0 0) always request response
