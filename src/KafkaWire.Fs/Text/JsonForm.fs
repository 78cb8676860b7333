namespace KafkaWire

/// <summary>How a message looks as JSON. Every form is read, whatever form is written.</summary>
[<Sealed>]
type JsonForm() =
    /// <summary>Whether an error code is an object of code, name, retriable and message instead of a number; default false.</summary>
    /// <remarks>The field keeps its name, and the message is a description that this library has. See <c>FoldErrors</c> for what brokers say.</remarks>
    member val ErrorObjects = false with get, set

    /// <summary>
    /// Whether an error code and the broker's text for it are one object: <c>"error": { "code": 3, "name": "UNKNOWN_TOPIC_OR_PARTITION", "retry": true, "message": null }</c>
    /// in place of <c>errorCode</c> and <c>errorMessage</c>; default false.
    /// </summary>
    /// <remarks>
    /// <para>Every field of error codes whose name ends in <c>ErrorCode</c> loses the <c>Code</c>: <c>partitionErrorCode</c> becomes <c>partitionError</c>.
    /// The field with the same name and <c>ErrorMessage</c> at its end, if the struct has one in the version, becomes the <c>message</c>; it is null where
    /// the broker says nothing. A struct without such a field shows a description that this library has, which is not read.</para>
    /// <para>The object is read again to the same values. A hand-written one may have <c>code</c> or <c>name</c> alone.</para>
    /// </remarks>
    member val FoldErrors = false with get, set

    /// <summary>Whether secrets are shown as <c>***</c>, which cannot be read again; default false.</summary>
    member val MaskSecrets = false with get, set

    /// <summary>Whether unknown tagged fields are shown, as <c>unknownTaggedFields</c>, where there are any; default false.</summary>
    member val UnknownTags = false with get, set

    /// <summary>Whether record data is shown as its batches and their records instead of base64; default false.</summary>
    /// <remarks>
    /// Keys, values and headers are texts where they are UTF-8, else objects with <c>base64</c>; so is what is no batch, with the <c>error</c>
    /// that says why. What is read again has the same records in the same batches; compressed ones need not have the same bytes.
    /// </remarks>
    member val DecodeRecords = false with get, set

    /// <summary>Whether the text has line breaks and indentation; default false.</summary>
    member val Indented = false with get, set

    /// <summary>Kafka's own form: what its classes write and its tools show. Each call gives a new object.</summary>
    static member Kafka = JsonForm()

    /// <summary>The form for people: errors told, unknown tagged fields shown, secrets not. Each call gives a new object.</summary>
    static member Friendly = JsonForm(ErrorObjects = true, MaskSecrets = true, UnknownTags = true, Indented = true)

/// <summary>How JSON is read.</summary>
[<Sealed>]
type JsonReading() =
    /// <summary>Whether every field of the version that is not tagged must be there, as Kafka demands it; default false: what is absent has its default.</summary>
    member val DemandsFields = false with get, set

    /// <summary>The way where none is given.</summary>
    static member Default = JsonReading()

    /// <summary>Kafka's way.</summary>
    static member Strict = JsonReading(DemandsFields = true)
