namespace KafkaWire

open System

/// <summary>A message of an API or a version that this code does not know, as a newer Kafka sends it: it passes through byte for byte.</summary>
[<NoComparison>]
type RawFrame =
    {
        /// The API's key.
        ApiKey: ApiKey
        /// The version of the request.
        Version: int16
        /// All bytes behind the part of the header that every version has: behind the client id of a request, behind the correlation id of
        /// a response. Tagged fields of the header, which only flexible versions have, are the first of them.
        Body: Bytes
    }

    /// <summary>Key, version and size of the body, such as <c>API 95 v2, 31 bytes</c>.</summary>
    override raw.ToString() =
        String.Concat("API ", string (int raw.ApiKey), " v", string raw.Version)
        + String.Concat(", ", ErrorText.bytes (int64 raw.Body.Length))

    /// What a raw frame can be written as: itself.
    member internal raw.Check(version: int16) =
        if version <> raw.Version then
            raise (WireException(WireError.UnsupportedVersion(version, raw.Version, raw.Version), -1L))
