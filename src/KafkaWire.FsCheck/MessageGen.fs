namespace KafkaWire.Generators

open System
open FsCheck
open FsCheck.FSharp
open KafkaWire
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

    /// <summary>Values of a message, with generators of one's own for some fields. A field that the version lacks keeps its default.</summary>
    /// <exception cref="T:System.ArgumentException">The message has no such field. The message names the nearest ones.</exception>
    [<CompiledName "ValuesWith">]
    let valuesWith (gens: FieldGens) (schema: MessageSchema<'T>) (version: int16) : Gen<'T> =
        checkVersion schema version
        FieldPaths.check schema gens

        fromRandom (fun size random ->
            Build.structureWith gens.Gens random size version (schema.IsFlexible version) schema.Shape
            |> unbox<'T>)

    /// <summary>Values of a message, with generators of one's own for some fields. Shrinking makes no other values of these fields.</summary>
    /// <exception cref="T:System.ArgumentException">The message has no such field. The message names the nearest ones.</exception>
    [<CompiledName "ArbitraryWith">]
    let arbitraryWith (gens: FieldGens) (schema: MessageSchema<'T>) (version: int16) : Arbitrary<'T> =
        let own (value: 'T) = Content.partsAt gens.Gens.ContainsKey schema version (Unchecked.nonNull (box value))

        let smaller (value: 'T) =
            let before = own value

            let isOld (path: string, field: FieldShape, part: objnull) =
                before |> List.exists (fun (other, _, old) -> other = path && Content.same field.Shape old part)

            shrink schema version value |> Seq.filter (own >> List.forall isOld)

        Arb.fromGenShrink (valuesWith gens schema version, smaller)

    /// <summary>Bodies of a message: the bytes of values, without header and size.</summary>
    [<CompiledName "Bodies">]
    let bodies (schema: MessageSchema) (version: int16) : Gen<byte[]> =
        objects schema version |> Gen.map (fun value -> schema.EncodeObject(value, version))

    /// <summary>Damages bytes: changes, removes, inserts or duplicates some, or truncates them. The result may still be well-formed.</summary>
    [<CompiledName "Damage">]
    let damage (random: Random) (bytes: byte[]) : byte[] = Damage.anywhere random bytes

    /// <summary>Damages the body of a value in one place, chosen by the message's shape. Of these places half are lengths and counts, which then
    /// state far more than the bytes hold.</summary>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the value.</exception>
    [<CompiledName "DamageObject">]
    let damageObject (schema: MessageSchema) (version: int16) (value: obj) (random: Random) : DamagedBody =
        checkVersion schema version
        Wound.create random schema version value

    /// <summary>Damaged bodies of a message, with what is damaged and where. Some of them can still be read.</summary>
    [<CompiledName "DamagedBodies">]
    let damagedBodies (schema: MessageSchema) (version: int16) : Gen<DamagedBody> =
        checkVersion schema version
        fromRandom (fun size random -> Wound.create random schema version (sample schema version size random))

    /// <summary>Damaged bodies of a message. They shrink to the same damage of a smaller value.</summary>
    [<CompiledName "DamagedArbitrary">]
    let damagedArbitrary (schema: MessageSchema) (version: int16) : Arbitrary<DamagedBody> =
        Arb.fromGenShrink (damagedBodies schema version, Wound.shrink)

    /// <summary>Frames of an API's requests: size, header and body.</summary>
    [<CompiledName "RequestFrames">]
    let requestFrames (api: Api) (version: int16) : Gen<byte[]> =
        checkVersion api.RequestSchema version

        fromRandom (fun size random ->
            Frames.request api version (random.Next()) (Build.text random 0) (sample api.RequestSchema version size random))

    /// <summary>Frames of an API's responses: size, header and body.</summary>
    [<CompiledName "ResponseFrames">]
    let responseFrames (api: Api) (version: int16) : Gen<byte[]> =
        checkVersion api.ResponseSchema version
        fromRandom (fun size random -> Frames.response api version (random.Next()) (sample api.ResponseSchema version size random) version)
