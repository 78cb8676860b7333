namespace KafkaWire.Generators

open System
open System.Buffers.Binary
open FsCheck
open FsCheck.FSharp
open KafkaWire
open KafkaWire.Messages
open KafkaWire.Schema

/// <summary>Generators of messages, of their bytes and of damaged bytes, for any message and version. They interpret the message's shape.</summary>
/// <example><code>
/// Check.Quick(Prop.forAll (MessageGen.arbitrary Metadata.api.Response 12s) (fun answer -> myProxy.Rewrite answer |> isWellFormed))
/// </code></example>
[<RequireQualifiedAccess>]
module MessageGen =

    let private checkVersion (schema: MessageSchema) (version: int16) =
        if not (schema.Versions.Contains version) then
            invalidArg (nameof version) $"{schema.Name} has versions {schema.Versions}, not {version}."

    /// <summary>A random value that a version can carry; <c>size</c>, from 0 to about 100, limits its arrays and strings.</summary>
    [<CompiledName "Sample">]
    let sample (schema: MessageSchema) (version: int16) (size: int) (random: Random) : obj =
        checkVersion schema version
        Build.structure random size version (schema.IsFlexible version) schema.Shape

    /// Random numbers with a seed chosen by FsCheck, so that it can replay them.
    let private fromRandom (make: int -> Random -> 'T) : Gen<'T> =
        Gen.sized (fun size -> Gen.choose (0, Int32.MaxValue - 1) |> Gen.map (fun seed -> make size (Random seed)))

    /// <summary>Values of a message of any type that a version can carry, including unknown tagged fields if it is flexible.</summary>
    [<CompiledName "Objects">]
    let objects (schema: MessageSchema) (version: int16) : Gen<obj> =
        checkVersion schema version
        fromRandom (fun size random -> sample schema version size random)

    /// <summary>Shrinks a value to smaller ones that the version can also carry.</summary>
    [<CompiledName "ShrinkObject">]
    let shrinkObject (schema: MessageSchema) (version: int16) (value: obj) : obj seq = Shrink.structure version schema.Shape value

    /// <summary>Values of a message that a version can carry, including unknown tagged fields if it is flexible.</summary>
    [<CompiledName "Values">]
    let values (schema: MessageSchema<'T>) (version: int16) : Gen<'T> = objects schema version |> Gen.map unbox<'T>

    /// <summary>Shrinks a value to smaller ones that the version can also carry.</summary>
    [<CompiledName "Shrink">]
    let shrink (schema: MessageSchema<'T>) (version: int16) (value: 'T) : 'T seq =
        shrinkObject schema version (Unchecked.nonNull (box value)) |> Seq.map unbox<'T>

    /// <summary>Values of a message that a version can carry, with shrinking.</summary>
    [<CompiledName "Arbitrary">]
    let arbitrary (schema: MessageSchema<'T>) (version: int16) : Arbitrary<'T> = Arb.fromGenShrink (values schema version, shrink schema version)

    /// <summary>Bodies of a message: the bytes of values, without header and size.</summary>
    [<CompiledName "Bodies">]
    let bodies (schema: MessageSchema) (version: int16) : Gen<byte[]> =
        objects schema version |> Gen.map (fun value -> schema.EncodeObject(value, version))

    /// <summary>Damages bytes: changes, removes, inserts or duplicates some, or truncates them. The result may still be well-formed.</summary>
    [<CompiledName "Damage">]
    let damage (random: Random) (bytes: byte[]) : byte[] = Damage.anywhere random bytes

    /// <summary>Damaged bodies of a message. Some of them can still be read.</summary>
    [<CompiledName "DamagedBodies">]
    let damagedBodies (schema: MessageSchema) (version: int16) : Gen<byte[]> =
        checkVersion schema version

        fromRandom (fun size random ->
            let value = sample schema version size random
            damage random (schema.EncodeObject(value, version)))

    let private framed (header: byte[]) (body: byte[]) =
        let frame: byte[] = Array.zeroCreate (4 + header.Length + body.Length)
        BinaryPrimitives.WriteInt32BigEndian(Span<byte> frame, header.Length + body.Length)
        header.CopyTo(frame, 4)
        body.CopyTo(frame, 4 + header.Length)
        frame

    /// <summary>Frames of an API's requests: size, header and body.</summary>
    [<CompiledName "RequestFrames">]
    let requestFrames (api: Api) (version: int16) : Gen<byte[]> =
        checkVersion api.RequestSchema version

        fromRandom (fun size random ->
            let header =
                { RequestHeader.Data.Default with
                    RequestApiKey = int16 api.Key
                    RequestApiVersion = version
                    CorrelationId = random.Next()
                    ClientId =
                        if api.RequestHeaderVersion version = 0s then
                            RequestHeader.Data.Default.ClientId
                        else
                            Build.text random 0 }

            framed
                (RequestHeader.schema.Encode(header, api.RequestHeaderVersion version))
                (api.RequestSchema.EncodeObject(sample api.RequestSchema version size random, version)))

    /// <summary>Frames of an API's responses: size, header and body.</summary>
    [<CompiledName "ResponseFrames">]
    let responseFrames (api: Api) (version: int16) : Gen<byte[]> =
        checkVersion api.ResponseSchema version

        fromRandom (fun size random ->
            let header = { ResponseHeader.Data.Default with CorrelationId = random.Next() }

            framed
                (ResponseHeader.schema.Encode(header, api.ResponseHeaderVersion version))
                (api.ResponseSchema.EncodeObject(sample api.ResponseSchema version size random, version)))
