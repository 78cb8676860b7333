namespace KafkaWire

open KafkaWire.Messages

/// <summary>The rules for ApiVersions, by which a client and a broker agree on versions.</summary>
[<RequireQualifiedAccess>]
module Negotiation =

    /// <summary>Decodes the body of an ApiVersions response: in the request's version if possible, otherwise in version 0.</summary>
    /// <remarks>
    /// A broker that does not know the request's version answers in version 0, with UnsupportedVersion. Like Kafka, this ignores bytes
    /// after the body, which some brokers send; in strict mode they are an error.
    /// </remarks>
    /// <param name="version">The version of the request. It may be one that this code does not know.</param>
    /// <param name="body">The bytes after the header.</param>
    /// <param name="options">Limits and strictness.</param>
    /// <param name="bodyVersion">The version that the body is in.</param>
    /// <exception cref="T:KafkaWire.WireException">The body is in neither version.</exception>
    [<CompiledName "Decode">]
    let decode (version: int16) (body: Bytes) (options: DecodeOptions) (bodyVersion: outref<int16>) : ApiVersions.Response =
        let read version = unbox<ApiVersions.Response>(Body.decode ApiVersions.api.Response version body options)

        // Only a refusal is ever sent in another version than the request's.
        let isRefusal = body.Length >= 2 && body.Span[0] = 0uy && body.Span[1] = byte ErrorCode.UnsupportedVersion

        try
            let response = read version
            bodyVersion <- version
            response
        with :? WireException as asked when version <> 0s ->
            try
                let response = read 0s
                bodyVersion <- 0s
                response
            with :? WireException when not isRefusal ->
                raise asked

    /// <summary>The version to write an ApiVersions response in: the request's, or 0 if the response refuses that version.</summary>
    /// <param name="asked">The version of the request.</param>
    /// <param name="response">The response.</param>
    [<CompiledName "AnswerVersion">]
    let answerVersion (asked: int16) (response: ApiVersions.Response) : int16 =
        if response.ErrorCode = ErrorCode.UnsupportedVersion then 0s else asked

    /// <summary>The response to an ApiVersions request in a version that is not served: UnsupportedVersion, and the versions that are
    /// served. It is written in version 0.</summary>
    /// <param name="served">The versions of ApiVersions that are served.</param>
    [<CompiledName "Refusal">]
    let refusal (served: VersionRange) : ApiVersions.Response =
        let range: ApiVersions.ApiVersion =
            { ApiVersions.ApiVersion.Default with
                ApiKey = int16 ApiKey.ApiVersions
                MinVersion = served.First
                MaxVersion = served.Last }

        { ApiVersions.Response.Default with ErrorCode = ErrorCode.UnsupportedVersion; ApiKeys = [| range |] }

    /// <summary>The version to ask in after a refusal, or -1 if there is none.</summary>
    /// <remarks>It is always lower than the version asked before, or a client could ask for ever. It is the highest version that the broker
    /// names, or 0 if the broker names none (brokers before 2.4).</remarks>
    [<CompiledName "Retry">]
    let retry (asked: int16) (response: ApiVersions.Response) : int16 =
        if response.ErrorCode <> ErrorCode.UnsupportedVersion || asked <= 0s then
            -1s
        else
            match response.ApiKeys |> Array.tryFindBack (fun a -> a.ApiKey = int16 ApiKey.ApiVersions) with
            | Some range -> max 0s (min range.MaxVersion (asked - 1s))
            | None -> 0s
