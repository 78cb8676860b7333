namespace KafkaWire

open System

/// <summary>A message of an API or version that this code does not know, from a newer Kafka. It passes through byte for byte.</summary>
[<NoComparison>]
type RawFrame =
    {
        /// The API's key.
        ApiKey: ApiKey
        /// The version of the request.
        Version: int16
        /// All bytes after the part of the header that every version has: after the client id of a request, after the correlation id of a
        /// response. In flexible versions they begin with the tagged fields of the header.
        Body: Bytes
    }

    /// <summary>Key, version and size of the body, such as <c>API 95 v2, 31 bytes</c>.</summary>
    override raw.ToString() =
        String.Concat("API ", string (int raw.ApiKey), " v", string raw.Version)
        + String.Concat(", ", ErrorText.bytes (int64 raw.Body.Length))

    /// A raw frame can only be written as it is.
    member internal raw.Check(version: int16) =
        if version <> raw.Version then
            raise (WireException(WireError.UnsupportedVersion(version, raw.Version, raw.Version), -1L))
