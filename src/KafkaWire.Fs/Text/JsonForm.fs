namespace KafkaWire

/// <summary>Options for writing a message as JSON. Reading accepts every form.</summary>
[<Sealed>]
type JsonForm() =
    /// <summary>Whether an error code is an object of code, name, retriable and message instead of a number; default false.</summary>
    /// <remarks>The field keeps its name, and the message is this library's description of the code. For the broker's text, see <c>FoldErrors</c>.</remarks>
    member val ErrorObjects = false with get, set

    /// <summary>
    /// Whether an error code and the broker's text for it form one object: <c>"error": { "code": 3, "name": "UNKNOWN_TOPIC_OR_PARTITION", "retry": true, "message": null }</c>
    /// instead of <c>errorCode</c> and <c>errorMessage</c>; default false.
    /// </summary>
    /// <remarks>
    /// <para>Every error code field whose name ends in <c>ErrorCode</c> loses the <c>Code</c>: <c>partitionErrorCode</c> becomes <c>partitionError</c>.
    /// If the struct has a matching <c>ErrorMessage</c> field in the version, that becomes the <c>message</c>, which is null if the broker gives no text.
    /// A struct without such a field shows this library's description instead, which is ignored on reading.</para>
    /// <para>The object reads back as the same values. A hand-written one may have only <c>code</c> or only <c>name</c>.</para>
    /// </remarks>
    member val FoldErrors = false with get, set

    /// <summary>Whether secrets are masked as <c>***</c>, which cannot be read back; default false.</summary>
    member val MaskSecrets = false with get, set

    /// <summary>Whether unknown tagged fields, if any, are shown as <c>unknownTaggedFields</c>; default false.</summary>
    member val UnknownTags = false with get, set

    /// <summary>Whether record data is shown as batches and records instead of base64; default false.</summary>
    /// <remarks>
    /// Keys, values and headers are strings if they are UTF-8, otherwise objects with <c>base64</c>. Bytes that form no batch are such an object, too, with the
    /// reason as <c>error</c>. The JSON reads back as the same records in the same batches; compressed batches may have other bytes.
    /// </remarks>
    member val DecodeRecords = false with get, set

    /// <summary>Whether the text has line breaks and indentation; default false.</summary>
    member val Indented = false with get, set

    /// <summary>Kafka's own form, as its classes write it and its tools show it. Each call returns a new object.</summary>
    static member Kafka = JsonForm()

    /// <summary>A human-readable form: explains errors, shows unknown tagged fields, masks secrets. Each call returns a new object.</summary>
    static member Friendly = JsonForm(ErrorObjects = true, MaskSecrets = true, UnknownTags = true, Indented = true)

/// <summary>Options for reading JSON.</summary>
[<Sealed>]
type JsonReading() =
    /// <summary>Whether every untagged field of the version must be present, as Kafka requires; default false: an absent field has its default.</summary>
    member val DemandsFields = false with get, set

    /// <summary>The default options.</summary>
    static member Default = JsonReading()

    /// <summary>Kafka's rules.</summary>
    static member Strict = JsonReading(DemandsFields = true)
