namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// AlterUserScramCredentials (key 51): sets or removes SCRAM credentials of users (KIP-554).
[<RequireQualifiedAccess>]
module AlterUserScramCredentials =

    /// Credentials to remove.
    [<NoComparison>]
    type ScramCredentialDeletion =
        { /// The name of the user.
          Name: string
          /// The SCRAM mechanism: 0 unknown, 1 SCRAM-SHA-256, 2 SCRAM-SHA-512.
          Mechanism: sbyte
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a ScramCredentialDeletion stands on the wire.
    let scramCredentialDeletion = message<ScramCredentialDeletion> "ScramCredentialDeletion" {
        let! name      = field "Name"      _.Name      string always
        and! mechanism = field "Mechanism" _.Mechanism int8   always
        and! tags      = unknownTags _.UnknownTaggedFields
        return { Name = name; Mechanism = mechanism; UnknownTaggedFields = tags } }

    type ScramCredentialDeletion with
        /// Every field at its default.
        static member Default = scramCredentialDeletion.Default

    /// Credentials to set.
    [<NoComparison>]
    type ScramCredentialUpsertion =
        { /// The name of the user.
          Name: string
          /// The SCRAM mechanism: 0 unknown, 1 SCRAM-SHA-256, 2 SCRAM-SHA-512.
          Mechanism: sbyte
          /// How often the password was hashed; less than 4096 or more than 16384 is answered with UnacceptableCredential.
          Iterations: int
          /// A random salt that the client chooses.
          Salt: Bytes
          /// The password, hashed with the salt as often as Iterations says.
          SaltedPassword: Bytes
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a ScramCredentialUpsertion stands on the wire.
    let scramCredentialUpsertion = message<ScramCredentialUpsertion> "ScramCredentialUpsertion" {
        let! name           = field "Name"           _.Name           string         always
        and! mechanism      = field "Mechanism"      _.Mechanism      int8           always
        and! iterations     = field "Iterations"     _.Iterations     int32          always
        and! salt           = field "Salt"           _.Salt           (secret bytes) always
        and! saltedPassword = field "SaltedPassword" _.SaltedPassword (secret bytes) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { Name = name; Mechanism = mechanism; Iterations = iterations; Salt = salt; SaltedPassword = saltedPassword
                 UnknownTaggedFields = tags } }

    type ScramCredentialUpsertion with
        /// Every field at its default.
        static member Default = scramCredentialUpsertion.Default

    /// What an admin client sends.
    [<NoComparison>]
    type Request =
        { /// The credentials to remove; those that there are not are answered with ResourceNotFound.
          Deletions: ScramCredentialDeletion[]
          /// The credentials to set.
          Upsertions: ScramCredentialUpsertion[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "AlterUserScramCredentialsRequest" {
        let! deletions  = field "Deletions"  _.Deletions  (array scramCredentialDeletion)  always
        and! upsertions = field "Upsertions" _.Upsertions (array scramCredentialUpsertion) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Deletions = deletions; Upsertions = upsertions; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// The outcome for a user.
    [<NoComparison>]
    type AlterUserScramCredentialsResult =
        { /// The name of the user.
          User: string
          /// What came of it; None (0) if all is well.
          ErrorCode: ErrorCode
          /// What went wrong, in a sentence for people; null or empty where there is nothing to say beyond the error code.
          ErrorMessage: string | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an AlterUserScramCredentialsResult stands on the wire.
    let alterUserScramCredentialsResult = message<AlterUserScramCredentialsResult> "AlterUserScramCredentialsResult" {
        let! user         = field "User"         _.User         string              always
        and! errorCode    = field "ErrorCode"    _.ErrorCode    errorCode           always
        and! errorMessage = field "ErrorMessage" _.ErrorMessage (nullable 0 string) always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { User = user; ErrorCode = errorCode; ErrorMessage = errorMessage; UnknownTaggedFields = tags } }

    type AlterUserScramCredentialsResult with
        /// Every field at its default.
        static member Default = alterUserScramCredentialsResult.Default

    /// What the controller answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The outcome for each user.
          Results: AlterUserScramCredentialsResult[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "AlterUserScramCredentialsResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                                   always
        and! results        = field "Results"        _.Results        (array alterUserScramCredentialsResult) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Results = results; UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 51 (versions 0 0) always request response
