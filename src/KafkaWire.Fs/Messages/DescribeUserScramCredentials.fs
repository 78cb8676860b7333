namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// DescribeUserScramCredentials (key 50): lists the SCRAM mechanisms that users have credentials for (KIP-554).
[<RequireQualifiedAccess>]
module DescribeUserScramCredentials =

    /// A user to describe.
    [<NoComparison>]
    type UserName =
        { /// The name of the user.
          Name: string
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of UserName.
    let userName = message<UserName> "UserName" {
        let! name = field "Name" _.Name string always
        and! tags = unknownTags _.UnknownTaggedFields
        return { Name = name; UnknownTaggedFields = tags } }

    type UserName with
        /// A value with every field at its default.
        static member Default = userName.Default

    /// Sent by an admin client.
    [<NoComparison>]
    type Request =
        { /// The users to describe; null or empty for all.
          Users: UserName[] | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "DescribeUserScramCredentialsRequest" {
        let! users = field "Users" _.Users (nullable 0 (array userName)) always
        and! tags  = unknownTags _.UnknownTaggedFields
        return { Users = users; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// A mechanism that the user has credentials for.
    [<NoComparison>]
    type CredentialInfo =
        { /// The SCRAM mechanism: 0 unknown, 1 SCRAM-SHA-256, 2 SCRAM-SHA-512.
          Mechanism: sbyte
          /// The number of iterations with which the password was hashed.
          Iterations: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of CredentialInfo.
    let credentialInfo = message<CredentialInfo> "CredentialInfo" {
        let! mechanism  = field "Mechanism"  _.Mechanism  int8  always
        and! iterations = field "Iterations" _.Iterations int32 always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Mechanism = mechanism; Iterations = iterations; UnknownTaggedFields = tags } }

    type CredentialInfo with
        /// A value with every field at its default.
        static member Default = credentialInfo.Default

    /// The result for a user.
    [<NoComparison>]
    type DescribeUserScramCredentialsResult =
        { /// The name of the user.
          User: string
          /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code.
          ErrorMessage: string | null
          /// The mechanisms that the user has credentials for.
          CredentialInfos: CredentialInfo[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of DescribeUserScramCredentialsResult.
    let describeUserScramCredentialsResult = message<DescribeUserScramCredentialsResult> "DescribeUserScramCredentialsResult" {
        let! user            = field "User"            _.User            string                 always
        and! errorCode       = field "ErrorCode"       _.ErrorCode       errorCode              always
        and! errorMessage    = field "ErrorMessage"    _.ErrorMessage    (nullable 0 string)    always
        and! credentialInfos = field "CredentialInfos" _.CredentialInfos (array credentialInfo) always
        and! tags            = unknownTags _.UnknownTaggedFields
        return { User = user; ErrorCode = errorCode; ErrorMessage = errorMessage; CredentialInfos = credentialInfos
                 UnknownTaggedFields = tags } }

    type DescribeUserScramCredentialsResult with
        /// A value with every field at its default.
        static member Default = describeUserScramCredentialsResult.Default

    /// The response of the broker or the controller.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The error code of the request as a whole; None (0) on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code.
          ErrorMessage: string | null
          /// The requested users; a user without credentials has the error ResourceNotFound.
          Results: DescribeUserScramCredentialsResult[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "DescribeUserScramCredentialsResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                                      always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode                                  always
        and! errorMessage   = field "ErrorMessage"   _.ErrorMessage   (nullable 0 string)                        always
        and! results        = field "Results"        _.Results        (array describeUserScramCredentialsResult) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; ErrorMessage = errorMessage; Results = results
                 UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 50 (versions 0 0) always request response
