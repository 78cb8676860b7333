namespace KafkaWire

open KafkaWire.Schema

/// Decodes what follows the header of a frame.
module internal Body =

    /// Kafka ignores bytes after the body, which some old clients and brokers send. In strict mode they are an error.
    let decode (schema: MessageSchema) (version: int16) (body: Bytes) (options: DecodeOptions) : obj =
        let mutable consumed = 0
        let message = schema.DecodeObject(body, version, options, &consumed)

        if options.Strict && consumed < body.Length then
            let error = WireError.TrailingBytes(body.Length - consumed)
            raise (WireException(WireFailure(error, int64 consumed, schema.Title version)))

        message
