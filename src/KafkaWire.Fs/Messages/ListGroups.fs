namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ListGroups (key 16): lists the groups that a broker coordinates.
///
/// v1 adds ThrottleTimeMs to the response (KIP-124). v2 has the same layout; the broker answers before it throttles
/// (KIP-219). v3 is flexible. v4 adds StatesFilter to the request, GroupState to the response (KIP-518). v5 adds
/// TypesFilter to the request, GroupType to the response (KIP-848).
[<RequireQualifiedAccess>]
module ListGroups =

    /// Sent by an admin client.
    [<NoComparison>]
    type Request =
        { /// The states of the groups to list; empty for all. From v4.
          StatesFilter: string[]
          /// The types of the groups to list; empty for all. From v5.
          TypesFilter: string[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "ListGroupsRequest" {
        let! statesFilter = field "StatesFilter" _.StatesFilter (array string) (since 4)
        and! typesFilter  = field "TypesFilter"  _.TypesFilter  (array string) (since 5)
        and! tags         = unknownTags _.UnknownTaggedFields
        return { StatesFilter = statesFilter; TypesFilter = typesFilter; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// A group.
    [<NoComparison>]
    type ListedGroup =
        { /// The id of the group.
          GroupId: string
          /// The type of the group's protocol, such as consumer or connect; empty for a group that only stores offsets.
          ProtocolType: string
          /// The state of the group, such as Stable or Empty. From v4.
          GroupState: string
          /// The type of the group: classic, consumer, share or streams. From v5.
          GroupType: string
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ListedGroup.
    let listedGroup = message<ListedGroup> "ListedGroup" {
        let! groupId      = field "GroupId"      _.GroupId      string always
        and! protocolType = field "ProtocolType" _.ProtocolType string always
        and! groupState   = field "GroupState"   _.GroupState   string (ignorable (since 4))
        and! groupType    = field "GroupType"    _.GroupType    string (ignorable (since 5))
        and! tags         = unknownTags _.UnknownTaggedFields
        return { GroupId = groupId; ProtocolType = protocolType; GroupState = groupState; GroupType = groupType
                 UnknownTaggedFields = tags } }

    type ListedGroup with
        /// A value with every field at its default.
        static member Default = listedGroup.Default

    /// The broker's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not. From v1.
          ThrottleTimeMs: int
          /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// The groups that this broker coordinates; groups of other brokers must be requested from those brokers.
          Groups: ListedGroup[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "ListGroupsResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32               (ignorable (since 1))
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode           always
        and! groups         = field "Groups"         _.Groups         (array listedGroup) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; Groups = groups; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 16 (versions 0 5) (since 3) request response
