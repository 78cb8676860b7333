namespace KafkaWire

open System
open KafkaWire.Messages

/// <summary>A record of KRaft's log and snapshots, <c>__cluster_metadata</c>. The value is frame version, type and version as unsigned varints, then the message. The key is null.</summary>
/// <remarks>Bytes after the message are an error, as in Kafka.</remarks>
[<RequireQualifiedAccess; NoComparison>]
type ClusterMetadataRecord =
    /// A broker registered.
    | RegisterBroker of Message: RegisterBrokerRecord.Data * Version: int16
    /// A broker was unregistered.
    | UnregisterBroker of Message: UnregisterBrokerRecord.Data * Version: int16
    /// A topic was created.
    | Topic of Message: TopicRecord.Data * Version: int16
    /// A partition was created or, in a snapshot, exists.
    | Partition of Message: PartitionRecord.Data * Version: int16
    /// A configuration value was set or removed.
    | Config of Message: ConfigRecord.Data * Version: int16
    /// A partition changed; absent fields are unchanged.
    | PartitionChange of Message: PartitionChangeRecord.Data * Version: int16
    /// A broker was fenced. Superseded by BrokerRegistrationChangeRecord.
    | FenceBroker of Message: FenceBrokerRecord.Data * Version: int16
    /// A broker was unfenced. Superseded by BrokerRegistrationChangeRecord.
    | UnfenceBroker of Message: UnfenceBrokerRecord.Data * Version: int16
    /// A topic was deleted.
    | RemoveTopic of Message: RemoveTopicRecord.Data * Version: int16
    /// A delegation token was created or renewed.
    | DelegationToken of Message: DelegationTokenRecord.Data * Version: int16
    /// SCRAM credentials of a user were set.
    | UserScramCredential of Message: UserScramCredentialRecord.Data * Version: int16
    /// The level of a feature was finalized.
    | FeatureLevel of Message: FeatureLevelRecord.Data * Version: int16
    /// A quota was set or removed.
    | ClientQuota of Message: ClientQuotaRecord.Data * Version: int16
    /// A block of producer ids was allocated.
    | ProducerIds of Message: ProducerIdsRecord.Data * Version: int16
    /// The registration of a broker changed; absent fields are unchanged.
    | BrokerRegistrationChange of Message: BrokerRegistrationChangeRecord.Data * Version: int16
    /// An ACL was created.
    | AccessControlEntry of Message: AccessControlEntryRecord.Data * Version: int16
    /// An ACL was deleted.
    | RemoveAccessControlEntry of Message: RemoveAccessControlEntryRecord.Data * Version: int16
    /// Nothing happened; the record keeps the log moving (KIP-835).
    | NoOp of Message: NoOpRecord.Data * Version: int16
    /// The progress of a migration from ZooKeeper (KIP-866).
    | ZkMigrationState of Message: ZkMigrationStateRecord.Data * Version: int16
    /// SCRAM credentials of a user were removed.
    | RemoveUserScramCredential of Message: RemoveUserScramCredentialRecord.Data * Version: int16
    /// A transaction of metadata records begins (KIP-868).
    | BeginTransaction of Message: BeginTransactionRecord.Data * Version: int16
    /// A transaction of metadata records is committed: its records take effect (KIP-868).
    | EndTransaction of Message: EndTransactionRecord.Data * Version: int16
    /// A transaction of metadata records is aborted: its records have no effect (KIP-868).
    | AbortTransaction of Message: AbortTransactionRecord.Data * Version: int16
    /// A delegation token was removed.
    | RemoveDelegationToken of Message: RemoveDelegationTokenRecord.Data * Version: int16
    /// A controller registered (KIP-919).
    | RegisterController of Message: RegisterControllerRecord.Data * Version: int16
    /// The eligible leader replicas of a topic, or of all topics, were cleared (KIP-966).
    | ClearElr of Message: ClearElrRecord.Data * Version: int16
    /// The registration of a controller was removed.
    | UnregisterController of Message: UnregisterControllerRecord.Data * Version: int16
    /// A type or version that this code does not know, with the bytes of the value. Type and version are -1 if the frame version is not 1.
    | Unknown of Type: int * Version: int * Value: Bytes

    member private r.Parts: struct (int * (MessageSchema | null) * objnull * int16) =
        match r with
        | ClusterMetadataRecord.RegisterBroker(message, version) -> struct (0, RegisterBrokerRecord.schema, message, version)
        | ClusterMetadataRecord.UnregisterBroker(message, version) -> struct (1, UnregisterBrokerRecord.schema, message, version)
        | ClusterMetadataRecord.Topic(message, version) -> struct (2, TopicRecord.schema, message, version)
        | ClusterMetadataRecord.Partition(message, version) -> struct (3, PartitionRecord.schema, message, version)
        | ClusterMetadataRecord.Config(message, version) -> struct (4, ConfigRecord.schema, message, version)
        | ClusterMetadataRecord.PartitionChange(message, version) -> struct (5, PartitionChangeRecord.schema, message, version)
        | ClusterMetadataRecord.FenceBroker(message, version) -> struct (7, FenceBrokerRecord.schema, message, version)
        | ClusterMetadataRecord.UnfenceBroker(message, version) -> struct (8, UnfenceBrokerRecord.schema, message, version)
        | ClusterMetadataRecord.RemoveTopic(message, version) -> struct (9, RemoveTopicRecord.schema, message, version)
        | ClusterMetadataRecord.DelegationToken(message, version) -> struct (10, DelegationTokenRecord.schema, message, version)
        | ClusterMetadataRecord.UserScramCredential(message, version) -> struct (11, UserScramCredentialRecord.schema, message, version)
        | ClusterMetadataRecord.FeatureLevel(message, version) -> struct (12, FeatureLevelRecord.schema, message, version)
        | ClusterMetadataRecord.ClientQuota(message, version) -> struct (14, ClientQuotaRecord.schema, message, version)
        | ClusterMetadataRecord.ProducerIds(message, version) -> struct (15, ProducerIdsRecord.schema, message, version)
        | ClusterMetadataRecord.BrokerRegistrationChange(message, version) -> struct (17, BrokerRegistrationChangeRecord.schema, message, version)
        | ClusterMetadataRecord.AccessControlEntry(message, version) -> struct (18, AccessControlEntryRecord.schema, message, version)
        | ClusterMetadataRecord.RemoveAccessControlEntry(message, version) -> struct (19, RemoveAccessControlEntryRecord.schema, message, version)
        | ClusterMetadataRecord.NoOp(message, version) -> struct (20, NoOpRecord.schema, message, version)
        | ClusterMetadataRecord.ZkMigrationState(message, version) -> struct (21, ZkMigrationStateRecord.schema, message, version)
        | ClusterMetadataRecord.RemoveUserScramCredential(message, version) -> struct (22, RemoveUserScramCredentialRecord.schema, message, version)
        | ClusterMetadataRecord.BeginTransaction(message, version) -> struct (23, BeginTransactionRecord.schema, message, version)
        | ClusterMetadataRecord.EndTransaction(message, version) -> struct (24, EndTransactionRecord.schema, message, version)
        | ClusterMetadataRecord.AbortTransaction(message, version) -> struct (25, AbortTransactionRecord.schema, message, version)
        | ClusterMetadataRecord.RemoveDelegationToken(message, version) -> struct (26, RemoveDelegationTokenRecord.schema, message, version)
        | ClusterMetadataRecord.RegisterController(message, version) -> struct (27, RegisterControllerRecord.schema, message, version)
        | ClusterMetadataRecord.ClearElr(message, version) -> struct (28, ClearElrRecord.schema, message, version)
        | ClusterMetadataRecord.UnregisterController(message, version) -> struct (29, UnregisterControllerRecord.schema, message, version)
        | ClusterMetadataRecord.Unknown(recordType, _, _) -> struct (recordType, null, null, 0s)

    /// <summary>The type of the record.</summary>
    member r.RecordType: int =
        let struct (recordType, _, _, _) = r.Parts
        recordType

    static member private Read
        (schema: MessageSchema<'T>, version: int, start: int, value: Bytes, make: 'T * int16 -> ClusterMetadataRecord)
        : ClusterMetadataRecord voption =
        if version > int schema.Versions.Last then
            ValueNone
        else
            let version = int16 version

            let message =
                try
                    schema.Decode(value.Slice start, version)
                with :? WireException as e when e.Offset >= 0L ->
                    raise (WireException(WireFailure(e.Error, e.Offset + int64 start, e.Path), e))

            ValueSome(make (message, version))

    /// <summary>Reads the value of a __cluster_metadata record.</summary>
    /// <exception cref="T:KafkaWire.WireException">The value is truncated, is not such a message, or has bytes after it.</exception>
    static member Decode(value: Bytes) : ClusterMetadataRecord =
        let mutable position = 0
        let frameVersion = Varint.Read(value, &position)

        if frameVersion <> 1 then
            ClusterMetadataRecord.Unknown(-1, -1, value)
        else
            let recordType = Varint.Read(value, &position)
            let version = Varint.Read(value, &position)

            if version < 0 || version > int Int16.MaxValue then
                raise (WireException(WireError.LengthOutOfRange(int64 version, int64 Int16.MaxValue), int64 position))

            let known =
                match recordType with
                | 0 -> ClusterMetadataRecord.Read(RegisterBrokerRecord.schema, version, position, value, ClusterMetadataRecord.RegisterBroker)
                | 1 -> ClusterMetadataRecord.Read(UnregisterBrokerRecord.schema, version, position, value, ClusterMetadataRecord.UnregisterBroker)
                | 2 -> ClusterMetadataRecord.Read(TopicRecord.schema, version, position, value, ClusterMetadataRecord.Topic)
                | 3 -> ClusterMetadataRecord.Read(PartitionRecord.schema, version, position, value, ClusterMetadataRecord.Partition)
                | 4 -> ClusterMetadataRecord.Read(ConfigRecord.schema, version, position, value, ClusterMetadataRecord.Config)
                | 5 -> ClusterMetadataRecord.Read(PartitionChangeRecord.schema, version, position, value, ClusterMetadataRecord.PartitionChange)
                | 7 -> ClusterMetadataRecord.Read(FenceBrokerRecord.schema, version, position, value, ClusterMetadataRecord.FenceBroker)
                | 8 -> ClusterMetadataRecord.Read(UnfenceBrokerRecord.schema, version, position, value, ClusterMetadataRecord.UnfenceBroker)
                | 9 -> ClusterMetadataRecord.Read(RemoveTopicRecord.schema, version, position, value, ClusterMetadataRecord.RemoveTopic)
                | 10 -> ClusterMetadataRecord.Read(DelegationTokenRecord.schema, version, position, value, ClusterMetadataRecord.DelegationToken)
                | 11 ->
                    ClusterMetadataRecord.Read(UserScramCredentialRecord.schema, version, position, value, ClusterMetadataRecord.UserScramCredential)
                | 12 -> ClusterMetadataRecord.Read(FeatureLevelRecord.schema, version, position, value, ClusterMetadataRecord.FeatureLevel)
                | 14 -> ClusterMetadataRecord.Read(ClientQuotaRecord.schema, version, position, value, ClusterMetadataRecord.ClientQuota)
                | 15 -> ClusterMetadataRecord.Read(ProducerIdsRecord.schema, version, position, value, ClusterMetadataRecord.ProducerIds)
                | 17 ->
                    ClusterMetadataRecord.Read(
                        BrokerRegistrationChangeRecord.schema,
                        version,
                        position,
                        value,
                        ClusterMetadataRecord.BrokerRegistrationChange
                    )
                | 18 ->
                    ClusterMetadataRecord.Read(AccessControlEntryRecord.schema, version, position, value, ClusterMetadataRecord.AccessControlEntry)
                | 19 ->
                    ClusterMetadataRecord.Read(
                        RemoveAccessControlEntryRecord.schema,
                        version,
                        position,
                        value,
                        ClusterMetadataRecord.RemoveAccessControlEntry
                    )
                | 20 -> ClusterMetadataRecord.Read(NoOpRecord.schema, version, position, value, ClusterMetadataRecord.NoOp)
                | 21 -> ClusterMetadataRecord.Read(ZkMigrationStateRecord.schema, version, position, value, ClusterMetadataRecord.ZkMigrationState)
                | 22 ->
                    ClusterMetadataRecord.Read(
                        RemoveUserScramCredentialRecord.schema,
                        version,
                        position,
                        value,
                        ClusterMetadataRecord.RemoveUserScramCredential
                    )
                | 23 -> ClusterMetadataRecord.Read(BeginTransactionRecord.schema, version, position, value, ClusterMetadataRecord.BeginTransaction)
                | 24 -> ClusterMetadataRecord.Read(EndTransactionRecord.schema, version, position, value, ClusterMetadataRecord.EndTransaction)
                | 25 -> ClusterMetadataRecord.Read(AbortTransactionRecord.schema, version, position, value, ClusterMetadataRecord.AbortTransaction)
                | 26 ->
                    ClusterMetadataRecord.Read(
                        RemoveDelegationTokenRecord.schema,
                        version,
                        position,
                        value,
                        ClusterMetadataRecord.RemoveDelegationToken
                    )
                | 27 ->
                    ClusterMetadataRecord.Read(RegisterControllerRecord.schema, version, position, value, ClusterMetadataRecord.RegisterController)
                | 28 -> ClusterMetadataRecord.Read(ClearElrRecord.schema, version, position, value, ClusterMetadataRecord.ClearElr)
                | 29 ->
                    ClusterMetadataRecord.Read(
                        UnregisterControllerRecord.schema,
                        version,
                        position,
                        value,
                        ClusterMetadataRecord.UnregisterController
                    )
                | _ -> ValueNone

            match known with
            | ValueNone -> ClusterMetadataRecord.Unknown(recordType, version, value)
            | ValueSome known -> known

    /// <summary>The value.</summary>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the message, or there is no such version.</exception>
    member r.Encode() : Bytes =
        match r, r.Parts with
        | ClusterMetadataRecord.Unknown(_, _, value), _ -> value
        | _, struct (recordType, schema, message, version) ->
            let body = (Unchecked.nonNull schema).EncodeObject(Unchecked.nonNull message, version)
            // Types and versions are below 128, so each of the three takes one byte.
            let bytes: byte[] = Array.zeroCreate (3 + body.Length)
            bytes[0] <- 1uy
            bytes[1] <- byte recordType
            bytes[2] <- byte version
            Buffer.BlockCopy(body, 0, bytes, 3, body.Length)
            Bytes bytes

    /// <summary>The message.</summary>
    override r.ToString() : string =
        match r, r.Parts with
        | ClusterMetadataRecord.Unknown(recordType, version, value), _ ->
            String.Concat("type ", string recordType, " v", string version + ": " + value.ToString())
        | _, struct (_, schema, message, _) -> MessageText.format (Unchecked.nonNull schema) (Unchecked.nonNull message)
