namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// DeleteShareGroupOffsets (key 92): deletes the offsets of a share group for whole topics (KIP-932).
[<RequireQualifiedAccess>]
module DeleteShareGroupOffsets =

    /// A topic to delete the offsets of.
    [<NoComparison>]
    type DeleteShareGroupOffsetsRequestTopic =
        { /// The name of the topic.
          TopicName: string
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a DeleteShareGroupOffsetsRequestTopic stands on the wire.
    let deleteShareGroupOffsetsRequestTopic = message<DeleteShareGroupOffsetsRequestTopic> "DeleteShareGroupOffsetsRequestTopic" {
        let! topicName = field "TopicName" _.TopicName string always
        and! tags      = unknownTags _.UnknownTaggedFields
        return { TopicName = topicName; UnknownTaggedFields = tags } }

    type DeleteShareGroupOffsetsRequestTopic with
        /// Every field at its default.
        static member Default = deleteShareGroupOffsetsRequestTopic.Default

    /// What an admin client sends.
    [<NoComparison>]
    type Request =
        { /// The id of the share group.
          GroupId: string
          /// The topics to delete the offsets of.
          Topics: DeleteShareGroupOffsetsRequestTopic[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "DeleteShareGroupOffsetsRequest" {
        let! groupId = field "GroupId" _.GroupId string                                      always
        and! topics  = field "Topics"  _.Topics  (array deleteShareGroupOffsetsRequestTopic) always
        and! tags    = unknownTags _.UnknownTaggedFields
        return { GroupId = groupId; Topics = topics; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// The outcome for a topic.
    [<NoComparison>]
    type DeleteShareGroupOffsetsResponseTopic =
        { /// The name of the topic.
          TopicName: string
          /// The id of the topic; a topic created again under the same name gets another.
          TopicId: Uuid
          /// What came of it; None (0) if all is well.
          ErrorCode: ErrorCode
          /// What went wrong, in a sentence for people; null or empty where there is nothing to say beyond the error code.
          ErrorMessage: string | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a DeleteShareGroupOffsetsResponseTopic stands on the wire.
    let deleteShareGroupOffsetsResponseTopic = message<DeleteShareGroupOffsetsResponseTopic> "DeleteShareGroupOffsetsResponseTopic" {
        let! topicName    = field        "TopicName"    _.TopicName    string              always
        and! topicId      = field        "TopicId"      _.TopicId      uuid                always
        and! errorCode    = field        "ErrorCode"    _.ErrorCode    errorCode           always
        and! errorMessage = fieldOr null "ErrorMessage" _.ErrorMessage (nullable 0 string) always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { TopicName = topicName; TopicId = topicId; ErrorCode = errorCode; ErrorMessage = errorMessage
                 UnknownTaggedFields = tags } }

    type DeleteShareGroupOffsetsResponseTopic with
        /// Every field at its default.
        static member Default = deleteShareGroupOffsetsResponseTopic.Default

    /// What the coordinator of the group answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// What came of the request as a whole, NonEmptyGroup if the group has members; None (0) if all is well.
          ErrorCode: ErrorCode
          /// What went wrong, in a sentence for people; null or empty where there is nothing to say beyond the error code.
          ErrorMessage: string | null
          /// The outcome for each topic.
          Responses: DeleteShareGroupOffsetsResponseTopic[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "DeleteShareGroupOffsetsResponse" {
        let! throttleTimeMs = field        "ThrottleTimeMs" _.ThrottleTimeMs int32                                        always
        and! errorCode      = field        "ErrorCode"      _.ErrorCode      errorCode                                    always
        and! errorMessage   = fieldOr null "ErrorMessage"   _.ErrorMessage   (nullable 0 string)                          always
        and! responses      = field        "Responses"      _.Responses      (array deleteShareGroupOffsetsResponseTopic) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; ErrorMessage = errorMessage; Responses = responses
                 UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 92 (versions 0 0) always request response
