namespace KafkaWire

open System
open System.Buffers
open System.Globalization
open System.Runtime.CompilerServices
open System.Runtime.ExceptionServices
open System.Runtime.InteropServices
open System.Threading
open KafkaWire.Schema

/// One reader and one writer per thread, so that encoding allocates nothing and decoding allocates only the message.
[<AbstractClass; Sealed>]
type internal Cursors =
    [<ThreadStatic; DefaultValue>]
    static val mutable private reader: WireReader | null

    [<ThreadStatic; DefaultValue>]
    static val mutable private writer: WireWriter | null

    // Taking a reader or writer only marks it as taken: the lookup of the thread-static variable is most of the cost, and giving it back
    // then stores nothing there. If it is already taken, a new one replaces it: a codec may decode inside another, and an error leaves
    // reader or writer taken for ever.

    static member private NewReader() : WireReader =
        let reader = WireReader(Taken = true)
        Cursors.reader <- reader
        reader

    static member private NewWriter() : WireWriter =
        let writer = WireWriter(Taken = true)
        Cursors.writer <- writer
        writer

    static member RentReader() : WireReader =
        match Cursors.reader with
        | null -> Cursors.NewReader()
        | reader when reader.Taken -> Cursors.NewReader()
        | reader ->
            reader.Taken <- true
            reader

    static member Return(reader: WireReader) : unit =
        reader.Release()
        reader.Taken <- false

    static member RentWriter() : WireWriter =
        match Cursors.writer with
        | null -> Cursors.NewWriter()
        | writer when writer.Taken -> Cursors.NewWriter()
        | writer ->
            writer.Taken <- true
            writer

    static member Return(writer: WireWriter) : unit =
        // A large array goes back to the pool instead of staying with the thread.
        if writer.Capacity > (1 <<< 20) then writer.Release()
        writer.Taken <- false

/// <summary>Options for decoding.</summary>
[<Sealed>]
type DecodeOptions() =
    /// The default memory budget: 1 GiB.
    static member internal DefaultBudget = 1L <<< 30

    /// <summary>About how many bytes of memory the arrays of a message may take; default 1 GiB. A count that the bytes cannot hold is refused in any case.</summary>
    member val MemoryBudget = DecodeOptions.DefaultBudget with get, set

    /// <summary>Whether bytes that Kafka would read but not write (overlong varints, tags out of order, malformed UTF-8 ...) are refused as NotCanonical; default false.</summary>
    member val Strict = false with get, set

    /// <summary>How often a value may contain itself, one inside the other, in a schema that is recursive; default 100. Kafka's messages have no such values.</summary>
    member val MaximumDepth = WireReader.DefaultMaximumDepth with get, set

    /// <summary>The default options. Each call returns a new object, because options are mutable.</summary>
    static member Default = DecodeOptions()

    /// The same options as one shared object, which must not leave this assembly.
    static member val internal Standard = DecodeOptions()

/// <summary>A message with its versions, without its type: for interpreters and tools.</summary>
[<AbstractClass>]
type MessageSchema internal (name: string, versions: VersionRange, flexible: VersionRange) =

    /// <summary>Kafka's name of the message, such as <c>MetadataRequest</c>.</summary>
    member _.Name = name

    /// <summary>The description of its fields.</summary>
    abstract Shape: StructShape

    /// <summary>All versions that any Kafka release ever had.</summary>
    member _.Versions = versions

    /// <summary>The versions with compact lengths and tagged fields.</summary>
    member _.FlexibleVersions = flexible

    /// <summary>Whether a version has compact lengths and tagged fields.</summary>
    member _.IsFlexible(version: int16) = flexible.Contains version

    /// <summary>Name and version, as error messages show them.</summary>
    member internal _.Title(version: int16) = Locate.title name version

    member internal _.Place(version: int16, path: string) = Locate.place name version path

    member internal schema.CheckVersion(version: int16) : unit =
        if not (versions.Contains version) then
            raise (WireException(WireFailure(WireError.UnsupportedVersion(version, versions.First, versions.Last), -1L, schema.Title version)))

    /// <summary>Decodes a body that may be followed by other bytes.</summary>
    /// <param name="bytes">The body; decoded slices point into it.</param>
    /// <param name="version">The version of the body.</param>
    /// <param name="options">Limits and strictness.</param>
    /// <param name="consumed">The size of the body in bytes.</param>
    /// <exception cref="T:KafkaWire.WireException">The bytes are not such a message, or there is no such version.</exception>
    abstract DecodeObject: bytes: Bytes * version: int16 * options: DecodeOptions * [<Out>] consumed: byref<int> -> obj

    /// <summary>Encodes a value.</summary>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the value, or there is no such version.</exception>
    /// <exception cref="T:System.InvalidCastException">The value has the wrong type.</exception>
    abstract EncodeObject: value: obj * version: int16 -> byte[]

    /// <summary>Encodes a value into a span.</summary>
    /// <param name="value">The value.</param>
    /// <param name="version">The version to encode it in.</param>
    /// <param name="destination">The destination; untouched if it is too short.</param>
    /// <param name="size">The encoded size in bytes, also if the destination is too short.</param>
    /// <returns>Whether the destination was long enough.</returns>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the value, or there is no such version.</exception>
    /// <exception cref="T:System.InvalidCastException">The value has the wrong type.</exception>
    abstract TryEncodeObject: value: obj * version: int16 * destination: Span<byte> * [<Out>] size: byref<int> -> bool

    /// <summary>The value with every field at its default.</summary>
    abstract DefaultObject: obj

/// Writes bodies whose type is known only at run time.
type internal IBodyWriter =
    /// Raises an ArgumentException for the parameter if the value has the wrong type.
    abstract WriteBody: writer: WireWriter * position: int * value: obj * version: int16 * parameter: string -> int

/// <summary>A message with its versions: encodes and decodes bodies, without header and size.</summary>
/// <remarks>Safe for any number of threads.</remarks>
[<Sealed>]
type MessageSchema<'T when 'T: not null and 'T: not struct>(codec: StructCodec<'T>, versions: VersionRange, flexible: VersionRange) =
    inherit MessageSchema(codec.Name, versions, flexible)

    /// The number of versions that can be read and written: 0 until the shape of the codec has been checked, then all.
    let mutable ready = 0

    /// The first flexible version; all later ones are.
    let flexibleFrom =
        if flexible.IsEmpty then 32768
        elif flexible.Last >= versions.Last then Operators.int flexible.First
        else invalidArg (nameof flexible) "All versions after a flexible one must be flexible."

    /// The failure of a function of the schema's author: of a mapping, or of a record's construction.
    member private schema.ExplainAuthor(error: exn, bytes: Bytes, version: int16, mapping: int, consumed: int64) : exn =
        let refused = WireError.Refused(ErrorText.ofException error)
        let flexible = schema.IsFlexible version

        let offset, path =
            if mapping >= 0 then
                int64 mapping, Locate.fieldAt codec.Shape bytes mapping version flexible
            else
                consumed, Locate.structBefore codec.Shape bytes (Operators.int consumed) version flexible

        WireException(WireFailure(refused, offset, schema.Place(version, path)), error)

    member private schema.ExplainWire(failure: WireException, bytes: Bytes, version: int16, maximumDepth: int) : exn =
        let flexible = schema.IsFlexible version

        let failure, path =
            match failure.Error with
            // The bytes can be read, but would take too much memory.
            | WireError.BudgetExceeded _ -> failure, Locate.fieldAt codec.Shape bytes (Operators.int failure.Offset) version flexible
            | _ ->
                let struct (path, found) = Locate.readFailure codec.Shape bytes version flexible maximumDepth

                let isElsewhere =
                    match found with
                    | null -> true
                    | found -> found.Offset <> failure.Offset

                // The fast reader checks a run of fixed fields at once. The interpreter checks each field, so it knows which one is truncated.
                match found, failure.Error with
                // What a mapping refuses, the interpreter reads.
                | _, WireError.Refused _ when failure.Offset >= 0L && isElsewhere ->
                    failure, Locate.fieldAt codec.Shape bytes (Operators.int failure.Offset) version flexible
                | null, _ -> failure, path
                | found, WireError.InsufficientBytes _ -> found, path
                | _ -> failure, path

        WireException(WireFailure(failure.Error, failure.Offset, schema.Place(version, path)))

    /// Adds the path of the field to an error, and frees the reader for its next body.
    member private schema.Explain(error: exn, reader: WireReader) : exn =
        let bytes = reader.Frame
        let mapping = reader.Mapping - 1
        let consumed = Operators.int64 reader.Consumed
        reader.Recover()
        let version = Operators.int16 reader.Version

        match error with
        | :? WireException as failure -> schema.ExplainWire(failure, bytes, version, reader.MaximumDepth)
        | :? OutOfMemoryException ->
            ExceptionDispatchInfo.Throw error
            error
        | _ -> schema.ExplainAuthor(error, bytes, version, (if mapping >= 0 then mapping - bytes.Offset else -1), consumed)

    /// <summary>Reads and writes the struct itself.</summary>
    member _.Codec = codec

    /// <summary>The value with every field at its default.</summary>
    member _.Default = codec.Default

    /// Slow path: first use, or an unknown version.
    member private schema.Prepare(version: int16) : unit =
        schema.CheckVersion version
        codec.Prove()
        SchemaRules.check flexible codec.Shape
        Volatile.Write(&ready, Operators.int versions.Last - Operators.int versions.First + 1)

    /// A single comparison: before the shape of the codec has been checked, no version is ready.
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member private schema.IsReady(version: int16) : bool = uint32 (Operators.int version - Operators.int versions.First) < uint32 ready

    /// Raises UnsupportedVersion if there is no such version.
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member private schema.Ensure(version: int16) : unit = if not (schema.IsReady version) then schema.Prepare version

    /// Slow path of Encode: first use, too short an array, or an invalid version or position.
    [<MethodImpl(MethodImplOptions.NoInlining)>]
    member private schema.EncodeFirst(value: 'T, version: int16, writer: WireWriter, position: int) : int =
        schema.Ensure version
        writer.Start position
        // Version and position are valid now, so this does not recurse again.
        schema.Encode(value, version, writer, position)

    // For a tiny message a stack frame costs as much as its fields, so there is only one, the codec's: the calls here are tail calls.

    /// <summary>Encodes a value into the array of a writer that the caller keeps: nothing is allocated, nothing is copied.</summary>
    /// <param name="value">The value.</param>
    /// <param name="version">The version to encode it in.</param>
    /// <param name="writer">The writer. It keeps what it holds before the position.</param>
    /// <param name="position">Where the body begins; 0 for an empty writer.</param>
    /// <returns>The position after the body; <c>writer.Written(position, result)</c> are its bytes.</returns>
    /// <exception cref="T:System.ArgumentOutOfRangeException">The position is outside the writer's array.</exception>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the value, or there is no such version.</exception>
    member schema.Encode(value: 'T, version: int16, writer: WireWriter, position: int) : int =
        if schema.IsReady version && writer.HasSlack position then
            writer.Begin(Operators.int version, Operators.int version >= flexibleFrom)
            codec.WriteMessage(writer, position, value)
        else
            schema.EncodeFirst(value, version, writer, position)

    /// Reads a body and moves the reader past it.
    member inline private schema.Read(reader: WireReader, bytes: Bytes, version: int16, budget: int64) : 'T =
        schema.Ensure version
        reader.Reset(bytes, version, Operators.int version >= flexibleFrom, budget)

        try
            codec.Read(reader, reader.Position)
        with e ->
            raise (schema.Explain(e, reader))

    /// <summary>Encodes a value into a new array.</summary>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the value, or there is no such version.</exception>
    member schema.Encode(value: 'T, version: int16) : byte[] =
        let writer = Cursors.RentWriter()
        let finish = schema.Encode(value, version, writer, 0)
        let bytes = writer.Written(0, finish).ToArray()
        Cursors.Return writer
        bytes

    /// <summary>Encodes a value into a buffer, which receives the whole body or nothing.</summary>
    /// <returns>The number of bytes.</returns>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the value, or there is no such version.</exception>
    member schema.Encode(value: 'T, version: int16, output: IBufferWriter<byte>) : int =
        let writer = Cursors.RentWriter()
        let finish = schema.Encode(value, version, writer, 0)
        output.Write(writer.Written(0, finish))
        Cursors.Return writer
        finish

    /// <summary>Encodes a value into a span.</summary>
    /// <param name="value">The value.</param>
    /// <param name="version">The version to encode it in.</param>
    /// <param name="destination">The destination; untouched if it is too short.</param>
    /// <param name="size">The encoded size in bytes, also if the destination is too short.</param>
    /// <returns>Whether the destination was long enough.</returns>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the value, or there is no such version.</exception>
    member schema.TryEncode(value: 'T, version: int16, destination: Span<byte>, [<Out>] size: byref<int>) : bool =
        let writer = Cursors.RentWriter()
        let finish = schema.Encode(value, version, writer, 0)
        size <- finish
        let fits = writer.Written(0, finish).TryCopyTo destination
        Cursors.Return writer
        fits

    /// <summary>Decodes a body that may be followed by other bytes.</summary>
    /// <param name="bytes">The body; decoded slices point into it.</param>
    /// <param name="version">The version of the body.</param>
    /// <param name="options">Limits and strictness.</param>
    /// <param name="consumed">The size of the body in bytes.</param>
    /// <exception cref="T:KafkaWire.WireException">The bytes are not such a message, or there is no such version.</exception>
    member schema.Decode(bytes: Bytes, version: int16, options: DecodeOptions, [<Out>] consumed: byref<int>) : 'T =
        let reader = Cursors.RentReader()
        reader.MaximumDepth <- options.MaximumDepth
        let value = schema.Read(reader, bytes, version, options.MemoryBudget)
        reader.MaximumDepth <- 0
        consumed <- reader.Consumed
        Cursors.Return reader
        if options.Strict then schema.CheckCanonical(bytes.Slice(0, consumed), value, version)
        value

    member private schema.FailTrailing(reader: WireReader) : unit =
        let error = WireError.TrailingBytes(reader.End - reader.Position)
        raise (WireException(WireFailure(error, Operators.int64 reader.Consumed, schema.Title(Operators.int16 reader.Version))))

    /// <summary>Decodes a body.</summary>
    /// <param name="bytes">The body, all of it; decoded slices point into it.</param>
    /// <param name="version">The version of the body.</param>
    /// <param name="options">Limits and strictness.</param>
    /// <exception cref="T:KafkaWire.WireException">The bytes are not such a message, other bytes follow it, or there is no such version.</exception>
    member schema.Decode(bytes: Bytes, version: int16, options: DecodeOptions) : 'T =
        let reader = Cursors.RentReader()
        reader.MaximumDepth <- options.MaximumDepth
        let value = schema.Read(reader, bytes, version, options.MemoryBudget)
        reader.MaximumDepth <- 0
        if reader.Position < reader.End then schema.FailTrailing reader
        Cursors.Return reader
        if options.Strict then schema.CheckCanonical(bytes, value, version)
        value

    /// <summary>Decodes a body.</summary>
    /// <param name="bytes">The body, all of it; decoded slices point into it.</param>
    /// <param name="version">The version of the body.</param>
    /// <exception cref="T:KafkaWire.WireException">The bytes are not such a message, other bytes follow it, or there is no such version.</exception>
    member schema.Decode(bytes: Bytes, version: int16) : 'T =
        let reader = Cursors.RentReader()
        let value = schema.Decode(bytes, version, reader)
        Cursors.Return reader
        value

    /// <summary>Decodes a body with a reader that the caller keeps, which saves the lookup of the thread's reader.</summary>
    /// <param name="bytes">The body, all of it; decoded slices point into it.</param>
    /// <param name="version">The version of the body.</param>
    /// <param name="reader">The reader. It references the body until it reads another or is released.</param>
    /// <exception cref="T:KafkaWire.WireException">The bytes are not such a message, other bytes follow it, or there is no such version.</exception>
    member schema.Decode(bytes: Bytes, version: int16, reader: WireReader) : 'T =
        let value = schema.Read(reader, bytes, version, DecodeOptions.DefaultBudget)
        if reader.Position < reader.End then schema.FailTrailing reader
        value

    /// <summary>Decodes a body.</summary>
    /// <param name="bytes">The body, all of it; decoded slices point into it.</param>
    /// <param name="version">The version of the body.</param>
    /// <param name="value">The message, if the result is true.</param>
    /// <param name="failure">What is wrong, if the result is false.</param>
    /// <returns>Whether the bytes are a valid message.</returns>
    member schema.TryDecode(bytes: Bytes, version: int16, [<Out>] value: byref<'T>, [<Out>] failure: byref<WireFailure | null>) : bool =
        try
            value <- schema.Decode(bytes, version)
            failure <- null
            true
        with :? WireException as e ->
            value <- Unchecked.defaultof<'T>
            failure <- e.Failure
            false

    member private schema.CheckCanonical(bytes: Bytes, value: 'T, version: int16) : unit =
        let writer = Cursors.RentWriter()
        let finish = schema.Encode(value, version, writer, 0)
        let canonical = writer.Written(0, finish)
        let found = bytes.Span
        let common = canonical.CommonPrefixLength found
        let expected = if common < canonical.Length then int canonical[common] else -1
        let actual = if common < found.Length then int found[common] else -1
        Cursors.Return writer

        if expected <> actual then
            let path = Locate.fieldAt codec.Shape bytes common version (schema.IsFlexible version)
            raise (WireException(WireFailure(WireError.NotCanonical(expected, actual), Operators.int64 common, schema.Place(version, path))))

    override schema.DecodeObject(bytes, version, options, consumed) = Unchecked.nonNull (box (schema.Decode(bytes, version, options, &consumed)))

    member private _.Cast(value: obj) : 'T =
        match value with
        | :? 'T as value -> value
        | _ -> raise (Typing.wrongCast (nameof value) codec.Shape value)

    override schema.EncodeObject(value, version) = schema.Encode(schema.Cast value, version)

    override schema.TryEncodeObject(value, version, destination, size) = schema.TryEncode(schema.Cast value, version, destination, &size)

    override _.Shape = codec.Shape

    interface IBodyWriter with
        member schema.WriteBody(writer, position, value, version, parameter) =
            match value with
            | :? 'T as value -> schema.Encode(value, version, writer, position)
            | _ -> raise (Typing.wrongArgument parameter codec.Shape value)

    override schema.DefaultObject = Unchecked.nonNull (box codec.Default)

/// <summary>Encoding and decoding for F#: errors are results.</summary>
[<RequireQualifiedAccess; CompilationRepresentation(CompilationRepresentationFlags.ModuleSuffix)>]
module MessageSchema =

    /// <summary>Encodes a value in the given version.</summary>
    [<CompiledName "EncodeResult">]
    let encode (schema: MessageSchema<'T>) (version: int16) (value: 'T) : Result<byte[], WireFailure> =
        try
            Ok(schema.Encode(value, version))
        with :? WireException as e ->
            Error e.Failure

    /// <summary>Decodes a complete body in the given version.</summary>
    [<CompiledName "DecodeResult">]
    let decode (schema: MessageSchema<'T>) (version: int16) (bytes: Bytes) : Result<'T, WireFailure> =
        try
            Ok(schema.Decode(bytes, version))
        with :? WireException as e ->
            Error e.Failure

    /// <summary>Decodes a body that may be followed by other bytes. Also returns its size in bytes.</summary>
    [<CompiledName "DecodePrefixResult">]
    let decodePrefix (schema: MessageSchema<'T>) (version: int16) (bytes: Bytes) : Result<struct ('T * int), WireFailure> =
        try
            let mutable consumed = 0
            let value = schema.Decode(bytes, version, DecodeOptions.Standard, &consumed)
            Ok(struct (value, consumed))
        with :? WireException as e ->
            Error e.Failure
