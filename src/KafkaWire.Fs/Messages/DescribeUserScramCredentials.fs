namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// DescribeUserScramCredentials (key 50): lists which SCRAM mechanisms users have credentials for (KIP-554).
[<RequireQualifiedAccess>]
module DescribeUserScramCredentials =

    /// A user to describe.
    [<NoComparison>]
    type UserName =
        { /// The name of the user.
          Name: string
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an UserName stands on the wire.
    let userName = message<UserName> "UserName" {
        let! name = field "Name" _.Name string always
        and! tags = unknownTags _.UnknownTaggedFields
        return { Name = name; UnknownTaggedFields = tags } }

    type UserName with
        /// Every field at its default.
        static member Default = userName.Default

    /// What an admin client sends.
    [<NoComparison>]
    type Request =
        { /// The users to describe; null or empty for all.
          Users: UserName[] | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "DescribeUserScramCredentialsRequest" {
        let! users = field "Users" _.Users (nullable 0 (array userName)) always
        and! tags  = unknownTags _.UnknownTaggedFields
        return { Users = users; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// A mechanism that the user has credentials for.
    [<NoComparison>]
    type CredentialInfo =
        { /// The SCRAM mechanism: 0 unknown, 1 SCRAM-SHA-256, 2 SCRAM-SHA-512.
          Mechanism: sbyte
          /// How often the password was hashed.
          Iterations: int
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a CredentialInfo stands on the wire.
    let credentialInfo = message<CredentialInfo> "CredentialInfo" {
        let! mechanism  = field "Mechanism"  _.Mechanism  int8  always
        and! iterations = field "Iterations" _.Iterations int32 always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Mechanism = mechanism; Iterations = iterations; UnknownTaggedFields = tags } }

    type CredentialInfo with
        /// Every field at its default.
        static member Default = credentialInfo.Default

    /// A user.
    [<NoComparison>]
    type DescribeUserScramCredentialsResult =
        { /// The name of the user.
          User: string
          /// What came of it; None (0) if all is well.
          ErrorCode: ErrorCode
          /// What went wrong, in a sentence for people; null or empty where there is nothing to say beyond the error code.
          ErrorMessage: string | null
          /// The mechanisms that the user has credentials for.
          CredentialInfos: CredentialInfo[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a DescribeUserScramCredentialsResult stands on the wire.
    let describeUserScramCredentialsResult = message<DescribeUserScramCredentialsResult> "DescribeUserScramCredentialsResult" {
        let! user            = field "User"            _.User            string                 always
        and! errorCode       = field "ErrorCode"       _.ErrorCode       errorCode              always
        and! errorMessage    = field "ErrorMessage"    _.ErrorMessage    (nullable 0 string)    always
        and! credentialInfos = field "CredentialInfos" _.CredentialInfos (array credentialInfo) always
        and! tags            = unknownTags _.UnknownTaggedFields
        return { User = user; ErrorCode = errorCode; ErrorMessage = errorMessage; CredentialInfos = credentialInfos
                 UnknownTaggedFields = tags } }

    type DescribeUserScramCredentialsResult with
        /// Every field at its default.
        static member Default = describeUserScramCredentialsResult.Default

    /// What the broker or the controller answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// What came of the request as a whole; None (0) if all is well.
          ErrorCode: ErrorCode
          /// What went wrong, in a sentence for people; null or empty where there is nothing to say beyond the error code.
          ErrorMessage: string | null
          /// The users that were asked for; one without credentials has the error ResourceNotFound.
          Results: DescribeUserScramCredentialsResult[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "DescribeUserScramCredentialsResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                                      always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode                                  always
        and! errorMessage   = field "ErrorMessage"   _.ErrorMessage   (nullable 0 string)                        always
        and! results        = field "Results"        _.Results        (array describeUserScramCredentialsResult) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; ErrorMessage = errorMessage; Results = results
                 UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 50 (versions 0 0) always request response
