namespace KafkaWire

open System
open System.Buffers.Binary
open KafkaWire.Messages

/// Answers: which requests get one, and how one is decoded. Sessions, frames and proxies all decode here.
module internal Answers =

    /// Produce with acks 0 is the only request that the broker does not answer.
    let private unansweredAcks = 0s

    /// The first version of Produce with a transactional id before the acks.
    let private firstTransactionalProduce = 3s

    /// Where the client id starts: after the key, the version and the correlation id.
    let private clientIdOffset = 8

    /// Whether the broker answers a request, given as the request record of its API.
    let isExpected (request: obj) : bool =
        match request with
        | :? Produce.Request as produce -> produce.Acks <> unansweredAcks
        | _ -> true

    let private skip (reader: WireReader) (length: int) =
        let position = reader.Position
        reader.Need(position, length)
        reader.Position <- position + max length 0

    /// Skips a string, which may be null.
    let private skipString (reader: WireReader) (isCompact: bool) =
        if isCompact then
            skip reader (reader.UnsignedVarint reader.Position - 1)
        else
            let position = reader.Position
            reader.Need(position, 2)
            reader.Position <- position + 2
            skip reader (int (reader.Int16At position))

    let private skipTags (reader: WireReader) =
        for _ = 1 to reader.TagCount reader.Position do
            reader.BeginTag reader.Position |> ignore<int>
            skip reader reader.TagSize

    /// The acks of a Produce request, read in place: nothing is allocated.
    let private readAcks (frame: Bytes) (version: int16) : int16 =
        let reader = Cursors.RentReader()

        try
            let isFlexible = version >= Produce.api.FlexibleVersions.First
            reader.Reset(frame, version, isFlexible, 0L)
            reader.Position <- reader.Position + clientIdOffset
            // The client id has no compact length in any version.
            skipString reader false
            if isFlexible then skipTags reader
            if version >= firstTransactionalProduce then skipString reader isFlexible
            let position = reader.Position
            reader.Need(position, 2)
            reader.Int16At position
        finally
            Cursors.Return reader

    /// Whether the broker answers a request, given as a frame. A frame too short to tell counts as answered.
    let isExpectedFor (frame: Bytes) : bool =
        if
            frame.Length < clientIdOffset
            || BinaryPrimitives.ReadInt16BigEndian frame.Span <> int16 ApiKey.Produce
        then
            true
        else
            try
                readAcks frame (BinaryPrimitives.ReadInt16BigEndian(frame.Span.Slice 2)) <> unansweredAcks
            with :? WireException ->
                true

    /// The correlation id: the first 4 bytes of every answer.
    let correlationId (frame: Bytes) : int =
        if frame.Length < 4 then
            raise (WireException(WireFailure(WireError.InsufficientBytes(4L, int64 frame.Length), 0L, "ResponseHeader")))

        BinaryPrimitives.ReadInt32BigEndian frame.Span

    /// Decodes the header of an answer. The version is the request's.
    let decodeHeader (api: Api | null) (version: int16) (frame: Bytes) (consumed: byref<int>) : ResponseHeader.Data =
        let headerVersion =
            match api with
            | NonNull api when api.Versions.Contains version -> api.ResponseHeaderVersion version
            // In an unknown version, what follows the correlation id is unknown, too.
            | _ -> 0s

        ResponseHeader.schema.Decode(frame, headerVersion, DecodeOptions.Standard, &consumed)

    /// Decodes the body of an answer. A refusal of ApiVersions is in version 0, everything else in the request's version.
    let decodeBody (api: Api) (version: int16) (body: Bytes) (options: DecodeOptions) (bodyVersion: byref<int16>) : obj =
        if api.Key = ApiKey.ApiVersions then
            Negotiation.decode version body options &bodyVersion
        else
            bodyVersion <- version
            Body.decode api.ResponseSchema version body options

    /// Decodes an answer, header and body.
    let decode (api: Api) (version: int16) (frame: Bytes) (options: DecodeOptions) (bodyVersion: byref<int16>) : obj =
        let mutable consumed = 0
        decodeHeader api version frame &consumed |> ignore<ResponseHeader.Data>
        decodeBody api version (frame.Slice consumed) options &bodyVersion
