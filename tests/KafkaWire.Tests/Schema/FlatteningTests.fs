/// The codecs are what the design promises: straight-line code that allocates nothing.
module KafkaWire.Tests.FlatteningTests

open System
open System.Collections.Generic
open System.Reflection
open System.Reflection.Emit
open Expecto
open KafkaWire
open KafkaWire.Schema
open KafkaWire.TestSupport
open KafkaWire.Tests.Law

let private opcodes =
    let codes = Dictionary<int16, OpCode>()

    for field in typeof<OpCodes>.GetFields() do
        match field.GetValue null with
        | :? OpCode as code -> codes[code.Value] <- code
        | _ -> ()

    codes

/// The methods and constructors that a method calls.
let private calls (method: MethodBase) : MethodBase list =
    match method.GetMethodBody() with
    | null -> []
    | body ->
        let il = nonNull (body.GetILAsByteArray())
        let found = List<MethodBase>()
        let mutable i = 0

        let typeArguments =
            match method.DeclaringType with
            | null -> [||]
            | t -> t.GetGenericArguments()

        while i < il.Length do
            let code =
                if il[i] = 0xFEuy then
                    i <- i + 2
                    opcodes[int16 (0xFE00 ||| int il[i - 1])]
                else
                    i <- i + 1
                    opcodes[int16 il[i - 1]]

            let number () = BitConverter.ToInt32(il, i)

            match code.OperandType with
            | OperandType.InlineNone -> ()
            | OperandType.ShortInlineBrTarget
            | OperandType.ShortInlineI
            | OperandType.ShortInlineVar -> i <- i + 1
            | OperandType.InlineVar -> i <- i + 2
            | OperandType.InlineI8
            | OperandType.InlineR -> i <- i + 8
            | OperandType.InlineSwitch -> i <- i + 4 + 4 * number ()
            | OperandType.InlineMethod ->
                match method.Module.ResolveMethod(number (), typeArguments, [||]) with
                | null -> ()
                | called -> found.Add called

                i <- i + 4
            | _ -> i <- i + 4

        List.ofSeq found

let private isFunction (t: Type | null) =
    match t with
    | null -> false
    | t ->
        let isOf (name: string) (t: Type | null) = not (isNull t) && (string t).StartsWith name

        typeof<Delegate>.IsAssignableFrom t
        || isOf "Microsoft.FSharp.Core.FSharpFunc" t
        || isOf "Microsoft.FSharp.Core.FSharpFunc" t.BaseType

let private isCodec (t: Type) =
    match t.BaseType with
    | null -> false
    // The generic ones are the builder's own, before inlining.
    | parent ->
        not t.IsAbstract
        && not t.IsGenericTypeDefinition
        && parent.IsGenericType
        && List.contains (parent.GetGenericTypeDefinition()) [
            typedefof<StructCodec<obj>>
            typedefof<UnionCase<obj, obj>>
            typedefof<UnionCodec<obj, obj>>
        ]

let private flags =
    BindingFlags.Public
    ||| BindingFlags.NonPublic
    ||| BindingFlags.Instance
    ||| BindingFlags.Static
    ||| BindingFlags.DeclaredOnly

/// What a codec's method does that flattening should have removed.
let private leftovers (t: Type) = [
    for method in t.GetMethods flags do
        for called in calls method do
            let owner = called.DeclaringType
            let name = if isNull owner then "" else string owner

            if called.Name = "Invoke" && isFunction owner then
                $"{t.FullName}.{method.Name} invokes {name}"
            elif called.IsConstructor && isFunction owner then
                $"{t.FullName}.{method.Name} makes a closure {name}"
            elif name.StartsWith "System.Tuple" || name.StartsWith "System.ValueTuple" then
                $"{t.FullName}.{method.Name} uses {name}"
]

#if !DEBUG
/// The messages that the library has.
let messages = VectorLaws.messages

#endif

#if !DEBUG // where nothing is flattened
[<Tests>]
let tests =
    testList "FlatteningTests" [
        testList "no codec invokes a function, makes a closure or uses a tuple" [
            for assembly in [ "KafkaWire.Fs"; "KafkaWire.Tests" ] do
                testCase assembly (fun () ->
                    let codecs = Assembly.Load(assembly).GetTypes() |> Array.filter isCodec
                    let findings = Findings()

                    for codec in codecs do
                        leftovers codec |> List.iter findings.Add

                    findings.Tell()
                    let least = if assembly = "KafkaWire.Fs" then Catalogue.schemas.Count else 3
                    Expect.isGreaterThanOrEqual codecs.Length least "codecs")
        ]

        testCase "the codec of every struct of every message is checked" (fun () ->
            let looked = HashSet(typeof<MessageSchema>.Assembly.GetTypes() |> Seq.filter isCodec)
            let findings = Findings()

            for schema in Catalogue.schemas do
                for s in schema.Shape.Structs do
                    // A struct's operations are its codec.
                    if not (looked.Contains(s.Operations.GetType())) then findings.Add $"{schema.Name}: {s.Name}"

            findings.Tell())

        testSequenced (
            testList "encoding allocates nothing" [
                for message in messages do
                    testCase message (fun () ->
                        let schema = nonNull (Catalogue.tryFindSchema message)
                        let findings = Findings()
                        let destination: byte[] = Array.zeroCreate (1 <<< 20)
                        let mutable size = 0

                        for version in versionsOf schema do
                            let random = Campaign.Random()

                            let values = [ for size in [ 5; 50; 100 ] -> Generators.MessageGen.sample schema version size random ]

                            let encodeAll () =
                                for value in values do
                                    if not (schema.TryEncodeObject(value, version, Span<byte> destination, &size)) then
                                        findings.Add "the buffer is too short"

                            let allocated () =
                                let before = GC.GetAllocatedBytesForCurrentThread()
                                encodeAll ()
                                GC.GetAllocatedBytesForCurrentThread() - before

                            // A garbage collection in between inflates the count, so take the minimum of several runs.
                            let least = Seq.init 5 (fun _ -> allocated ()) |> Seq.min
                            if least > 0L then findings.Add $"v{version}: {least} bytes"

                        findings.Tell())
            ]
        )
    ]
#endif
