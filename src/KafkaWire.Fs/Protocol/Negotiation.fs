namespace KafkaWire

open KafkaWire.Messages

/// <summary>What negotiation needs to know of ApiVersions.</summary>
[<RequireQualifiedAccess>]
module Negotiation =

    /// <summary>Decodes the body of an ApiVersions response: at the version asked for, else as version 0.</summary>
    /// <remarks>A broker that does not know the version asked for answers in version 0, with UnsupportedVersion.</remarks>
    /// <param name="version">The version of the request.</param>
    /// <param name="body">The bytes behind the header.</param>
    /// <param name="options">Limits and strictness.</param>
    /// <param name="bodyVersion">The version that the body is in.</param>
    /// <exception cref="T:KafkaWire.WireException">It is in neither.</exception>
    [<CompiledName "Decode">]
    let decode (version: int16) (body: Bytes) (options: DecodeOptions) (bodyVersion: outref<int16>) : ApiVersions.Response =
        let whole version =
            let mutable consumed = 0
            let response = ApiVersions.api.Response.Decode(body, version, options, &consumed)

            if consumed < body.Length then
                raise (WireException(WireError.TrailingBytes(body.Length - consumed), int64 consumed))

            response

        try
            let response = whole version
            bodyVersion <- version
            response
        with :? WireException when version > 0s ->
            let response = ApiVersions.api.Response.Decode(body, 0s, options)
            bodyVersion <- 0s
            response

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
