namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// FindCoordinator (key 10): asks which broker coordinates a group, a transactional id or a share partition.
///
/// v1 adds KeyType to the request, ThrottleTimeMs and ErrorMessage to the response: transactional ids have coordinators, too
/// (KIP-98, KIP-124). v2 has the same bytes; the broker answers before it throttles (KIP-219). v3 is flexible. v4 asks for
/// several keys at once: CoordinatorKeys takes the place of Key, Coordinators that of a single answer (KIP-699). v5 has the same
/// bytes; TransactionAbortable can be an answer (KIP-890). v6 has the same bytes; KeyType can be 2 (KIP-932).
[<RequireQualifiedAccess>]
module FindCoordinator =

    /// What a client sends.
    [<NoComparison>]
    type Request =
        { /// What to find the coordinator of: a group id or a transactional id, as KeyType says. Up to v3.
          Key: string
          /// What the keys are: 0 group ids, 1 transactional ids, 2 (v6) share partitions; any other is answered with InvalidRequest. From
          /// v1.
          KeyType: sbyte
          /// What to find the coordinators of: group ids, transactional ids, or share partitions in the form group:topicId:partition. From
          /// v4.
          CoordinatorKeys: string[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "FindCoordinatorRequest" {
        let! key             = field "Key"             _.Key             string         (versions 0 3)
        and! keyType         = field "KeyType"         _.KeyType         int8           (since 1)
        and! coordinatorKeys = field "CoordinatorKeys" _.CoordinatorKeys (array string) (since 4)
        and! tags            = unknownTags _.UnknownTaggedFields
        return { Key = key; KeyType = keyType; CoordinatorKeys = coordinatorKeys; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// The coordinator for one key. From v4.
    [<NoComparison>]
    type Coordinator =
        { /// The group id, transactional id or share partition that was asked for.
          Key: string
          /// The id of the broker that coordinates it; -1 with an error.
          NodeId: int
          /// The host name or address of that broker; empty with an error.
          Host: string
          /// The port of that broker; -1 with an error.
          Port: int
          /// What came of it, CoordinatorNotAvailable while there is none: ask again; None (0) if all is well.
          ErrorCode: ErrorCode
          /// What went wrong, in a sentence for people; null or empty where there is nothing to say beyond the error code.
          ErrorMessage: string | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Coordinator stands on the wire.
    let coordinator = message<Coordinator> "Coordinator" {
        let! key          = field "Key"          _.Key          string              (since 4)
        and! nodeId       = field "NodeId"       _.NodeId       int32               (since 4)
        and! host         = field "Host"         _.Host         string              (since 4)
        and! port         = field "Port"         _.Port         int32               (since 4)
        and! errorCode    = field "ErrorCode"    _.ErrorCode    errorCode           (since 4)
        and! errorMessage = field "ErrorMessage" _.ErrorMessage (nullable 4 string) (ignorable (since 4))
        and! tags         = unknownTags _.UnknownTaggedFields
        return { Key = key; NodeId = nodeId; Host = host; Port = port; ErrorCode = errorCode; ErrorMessage = errorMessage
                 UnknownTaggedFields = tags } }

    type Coordinator with
        /// Every field at its default.
        static member Default = coordinator.Default

    /// What the broker answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not. From v1.
          ThrottleTimeMs: int
          /// What came of it, CoordinatorNotAvailable while there is none: ask again; None (0) if all is well. Up to v3.
          ErrorCode: ErrorCode
          /// What went wrong, in a sentence for people; NONE or null where nothing did. v1 to v3.
          ErrorMessage: string | null
          /// The id of the broker that coordinates it; -1 with an error. Up to v3.
          NodeId: int
          /// The host name or address of that broker; empty with an error. Up to v3.
          Host: string
          /// The port of that broker; -1 with an error. Up to v3.
          Port: int
          /// The coordinator for each of the keys. From v4.
          Coordinators: Coordinator[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "FindCoordinatorResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32               (ignorable (since 1))
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode           (versions 0 3)
        and! errorMessage   = field "ErrorMessage"   _.ErrorMessage   (nullable 1 string) (ignorable (versions 1 3))
        and! nodeId         = field "NodeId"         _.NodeId         int32               (versions 0 3)
        and! host           = field "Host"           _.Host           string              (versions 0 3)
        and! port           = field "Port"           _.Port           int32               (versions 0 3)
        and! coordinators   = field "Coordinators"   _.Coordinators   (array coordinator) (since 4)
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; ErrorMessage = errorMessage; NodeId = nodeId
                 Host = host; Port = port; Coordinators = coordinators; UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 10 (versions 0 6) (since 3) request response
