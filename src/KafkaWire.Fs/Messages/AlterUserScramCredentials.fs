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
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ScramCredentialDeletion.
    let scramCredentialDeletion = message<ScramCredentialDeletion> "ScramCredentialDeletion" {
        let! name      = field "Name"      _.Name      string always
        and! mechanism = field "Mechanism" _.Mechanism int8   always
        and! tags      = unknownTags _.UnknownTaggedFields
        return { Name = name; Mechanism = mechanism; UnknownTaggedFields = tags } }

    type ScramCredentialDeletion with
        /// A value with every field at its default.
        static member Default = scramCredentialDeletion.Default

    /// Credentials to set.
    [<NoComparison>]
    type ScramCredentialUpsertion =
        { /// The name of the user.
          Name: string
          /// The SCRAM mechanism: 0 unknown, 1 SCRAM-SHA-256, 2 SCRAM-SHA-512.
          Mechanism: sbyte
          /// The number of hash iterations; a number below 4096 or above 16384 is rejected with UnacceptableCredential.
          Iterations: int
          /// A random salt, chosen by the client.
          Salt: Bytes
          /// The password, hashed with the salt as many times as Iterations says.
          SaltedPassword: Bytes
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ScramCredentialUpsertion.
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
        /// A value with every field at its default.
        static member Default = scramCredentialUpsertion.Default

    /// Sent by an admin client.
    [<NoComparison>]
    type Request =
        { /// The credentials to remove; credentials that do not exist are rejected with ResourceNotFound.
          Deletions: ScramCredentialDeletion[]
          /// The credentials to set.
          Upsertions: ScramCredentialUpsertion[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "AlterUserScramCredentialsRequest" {
        let! deletions  = field "Deletions"  _.Deletions  (array scramCredentialDeletion)  always
        and! upsertions = field "Upsertions" _.Upsertions (array scramCredentialUpsertion) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Deletions = deletions; Upsertions = upsertions; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The outcome for a user.
    [<NoComparison>]
    type AlterUserScramCredentialsResult =
        { /// The name of the user.
          User: string
          /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code.
          ErrorMessage: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of AlterUserScramCredentialsResult.
    let alterUserScramCredentialsResult = message<AlterUserScramCredentialsResult> "AlterUserScramCredentialsResult" {
        let! user         = field "User"         _.User         string              always
        and! errorCode    = field "ErrorCode"    _.ErrorCode    errorCode           always
        and! errorMessage = field "ErrorMessage" _.ErrorMessage (nullable 0 string) always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { User = user; ErrorCode = errorCode; ErrorMessage = errorMessage; UnknownTaggedFields = tags } }

    type AlterUserScramCredentialsResult with
        /// A value with every field at its default.
        static member Default = alterUserScramCredentialsResult.Default

    /// The controller's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The outcome for each user.
          Results: AlterUserScramCredentialsResult[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "AlterUserScramCredentialsResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                                   always
        and! results        = field "Results"        _.Results        (array alterUserScramCredentialsResult) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Results = results; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 51 (versions 0 0) always request response
