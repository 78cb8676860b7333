namespace KafkaWire

open KafkaWire.Messages

/// <summary>What negotiation needs to know of ApiVersions.</summary>
[<RequireQualifiedAccess>]
module Negotiation =

    /// <summary>Decodes the body of an ApiVersions response: in the version of the request if that is possible, else in version 0.</summary>
    /// <remarks>
    /// A broker that does not know the version of the request answers in version 0, with UnsupportedVersion. As Kafka does, this ignores
    /// bytes behind the body, which some brokers send; in strict mode they are an error.
    /// </remarks>
    /// <param name="version">The version of the request, which this code need not know.</param>
    /// <param name="body">The bytes behind the header.</param>
    /// <param name="options">Limits and strictness.</param>
    /// <param name="bodyVersion">The version that the body is in.</param>
    /// <exception cref="T:KafkaWire.WireException">The body is in neither version.</exception>
    [<CompiledName "Decode">]
    let decode (version: int16) (body: Bytes) (options: DecodeOptions) (bodyVersion: outref<int16>) : ApiVersions.Response =
        let schema = ApiVersions.api.Response

        let read version =
            let mutable consumed = 0
            let response = schema.Decode(body, version, options, &consumed)

            if options.Strict && consumed < body.Length then
                let error = WireError.TrailingBytes(body.Length - consumed)
                raise (WireException(WireFailure(error, int64 consumed, schema.Title version)))

            response

        // Only a refusal is ever sent in another version than that of the request.
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

    /// <summary>The version in which a response to ApiVersions is written: that of the request, but 0 if the response refuses that version.</summary>
    /// <param name="asked">The version of the request.</param>
    /// <param name="response">The response.</param>
    [<CompiledName "AnswerVersion">]
    let answerVersion (asked: int16) (response: ApiVersions.Response) : int16 =
        if response.ErrorCode = ErrorCode.UnsupportedVersion then 0s else asked

    /// <summary>The refusal of an ApiVersions request whose version is not served: UnsupportedVersion, and the versions that are. It is
    /// written in version 0.</summary>
    /// <param name="served">The versions of ApiVersions that are served.</param>
    [<CompiledName "Refusal">]
    let refusal (served: VersionRange) : ApiVersions.Response =
        let range: ApiVersions.ApiVersion =
            { ApiVersions.ApiVersion.Default with
                ApiKey = int16 ApiKey.ApiVersions
                MinVersion = served.First
                MaxVersion = served.Last }

        { ApiVersions.Response.Default with ErrorCode = ErrorCode.UnsupportedVersion; ApiKeys = [| range |] }

    /// <summary>The version in which to ask again after a refusal, or -1 if there is none.</summary>
    /// <remarks>Strictly below the one asked, or a client could ask for ever: the highest that the broker names, 0 if it names none
    /// (brokers before 2.4).</remarks>
    [<CompiledName "Retry">]
    let retry (asked: int16) (response: ApiVersions.Response) : int16 =
        if response.ErrorCode <> ErrorCode.UnsupportedVersion || asked <= 0s then
            -1s
        else
            match response.ApiKeys |> Array.tryFindBack (fun a -> a.ApiKey = int16 ApiKey.ApiVersions) with
            | Some range -> max 0s (min range.MaxVersion (asked - 1s))
            | None -> 0s
