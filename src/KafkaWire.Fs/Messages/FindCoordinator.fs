namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// FindCoordinator (key 10): finds the broker that coordinates a group, a transactional id or a share partition.
///
/// v1 adds KeyType to the request, ThrottleTimeMs and ErrorMessage to the response: transactional ids have coordinators,
/// too (KIP-98, KIP-124). v2 has the same layout; the broker answers before it throttles (KIP-219). v3 is flexible. v4
/// looks up several keys at once: it has CoordinatorKeys in place of Key, and Coordinators in place of a single result
/// (KIP-699). v5 has the same layout; the broker may answer TransactionAbortable (KIP-890). v6 has the same layout; KeyType
/// can be 2 (KIP-932).
[<RequireQualifiedAccess>]
module FindCoordinator =

    /// Sent by a client.
    [<NoComparison>]
    type Request =
        { /// The key to find the coordinator of: a group id or a transactional id, depending on KeyType. Up to v3.
          Key: string
          /// The type of the keys: 0 group ids, 1 transactional ids, 2 (v6) share partitions; the broker answers
          /// InvalidRequest for any other value. From v1.
          KeyType: sbyte
          /// The keys to find the coordinators of: group ids, transactional ids, or share partitions in the form
          /// group:topicId:partition. From v4.
          CoordinatorKeys: string[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "FindCoordinatorRequest" {
        let! key             = field "Key"             _.Key             string         (versions 0 3)
        and! keyType         = field "KeyType"         _.KeyType         int8           (since 1)
        and! coordinatorKeys = field "CoordinatorKeys" _.CoordinatorKeys (array string) (since 4)
        and! tags            = unknownTags _.UnknownTaggedFields
        return { Key = key; KeyType = keyType; CoordinatorKeys = coordinatorKeys; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The coordinator for one key. From v4.
    [<NoComparison>]
    type Coordinator =
        { /// The requested group id, transactional id or share partition.
          Key: string
          /// The id of the broker that coordinates the key; -1 on error.
          NodeId: int
          /// The host name or address of that broker; empty on error.
          Host: string
          /// The port of that broker; -1 on error.
          Port: int
          /// The error code, CoordinatorNotAvailable if there is no coordinator at the moment: retry; None (0) on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code.
          ErrorMessage: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Coordinator.
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
        /// A value with every field at its default.
        static member Default = coordinator.Default

    /// The broker's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not. From v1.
          ThrottleTimeMs: int
          /// The error code, CoordinatorNotAvailable if there is no coordinator at the moment: retry; None (0) on success.
          /// Up to v3.
          ErrorCode: ErrorCode
          /// A human-readable error message; NONE or null on success. v1 to v3.
          ErrorMessage: string | null
          /// The id of the broker that coordinates the key; -1 on error. Up to v3.
          NodeId: int
          /// The host name or address of that broker; empty on error. Up to v3.
          Host: string
          /// The port of that broker; -1 on error. Up to v3.
          Port: int
          /// The coordinator for each of the keys. From v4.
          Coordinators: Coordinator[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
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
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 10 (versions 0 6) (since 3) request response
