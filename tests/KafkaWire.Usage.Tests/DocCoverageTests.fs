/// Every public member of the assemblies is documented.
module KafkaWire.Usage.Tests.DocCoverageTests

open System
open System.ComponentModel
open System.IO
open System.Reflection
open System.Runtime.CompilerServices
open System.Xml.Linq
open FSharp.Reflection
open Expecto

/// The identifiers of C#'s and F#'s documentation files: `M:KafkaWire.Json.Read``1(KafkaWire.MessageSchema{``0},System.Int16)`.
module private DocId =
    let private name (t: Type) =
        match (if t.IsGenericType then t.GetGenericTypeDefinition() else t).FullName with
        | null -> t.Name
        | name -> name.Replace('+', '.')

    /// A tuple of 8 or more elements nests the rest in another tuple, which F# does not show.
    let rec private argumentsOf (t: Type) : Type list =
        match List.ofArray (t.GetGenericArguments()) with
        | [ a; b; c; d; e; f; g; rest ] when t.Name = "Tuple`8" -> [ a; b; c; d; e; f; g ] @ argumentsOf rest
        | arguments -> arguments

    let rec private reference (t: Type) : string =
        if t.IsByRef then
            reference (nonNull (t.GetElementType())) + "@"
        elif t.IsArray then
            reference (nonNull (t.GetElementType())) + "[]"
        elif t.IsGenericMethodParameter then
            $"``{t.GenericParameterPosition}"
        elif t.IsGenericParameter then
            $"`{t.GenericParameterPosition}"
        elif t.IsGenericType then
            let arguments = String.Join(',', Seq.map reference (argumentsOf t))
            (name t |> fun full -> (full.Split '`')[0]) + "{" + arguments + "}"
        else
            name t

    let private parameters (parameters: ParameterInfo[]) =
        if parameters.Length = 0 then
            ""
        else
            let types = parameters |> Seq.map (fun p -> reference p.ParameterType)
            $"({String.Join(',', types)})"

    let ofType (t: Type) = "T:" + name t

    let ofMember (t: Type) (m: MemberInfo) =
        match m with
        | :? ConstructorInfo as c -> $"M:{name t}.#ctor{parameters (c.GetParameters())}"
        | :? MethodInfo as f ->
            let arity = if f.IsGenericMethod then $"``{f.GetGenericArguments().Length}" else ""
            $"M:{name t}.{f.Name}{arity}{parameters (f.GetParameters())}"
        | :? PropertyInfo as p -> $"P:{name t}.{p.Name}{parameters (p.GetIndexParameters())}"
        | :? EventInfo as e -> $"E:{name t}.{e.Name}"
        | :? FieldInfo as f when f.IsLiteral && FSharpType.IsModule t -> $"P:{name t}.{f.Name}" // the F# compiler documents literals as properties
        | m -> $"F:{name t}.{m.Name}"

/// Whether the documentation file describes each identifier. Inherited texts count. The result type in the identifiers of conversions is cut off.
let private summaries (assembly: string) =
    let file = XDocument.Load(Path.Combine(AppContext.BaseDirectory, assembly + ".xml"))

    dict [
        for m in file.Descendants "member" do
            let id = string (m.Attribute "name" |> nonNull).Value

            let text =
                String.Concat [
                    for part in [ "summary"; "inheritdoc" ] do
                        for e in m.Elements part -> part + e.Value.Trim()
                ]

            (id.Split '~')[0], (text <> "" && text <> "summary")
    ]

let private hasAttribute<'A when 'A :> Attribute> (m: MemberInfo) = m.IsDefined(typeof<'A>, false)

/// Plumbing that must be public, but that editors hide.
let private isPlumbing (m: MemberInfo) =
    m.GetCustomAttributes<EditorBrowsableAttribute> false
    |> Seq.exists (fun a -> a.State = EditorBrowsableState.Never)

/// Members that the compilers add, or that are documented elsewhere: overrides, the cases and fields of a union, the constructor of a record
/// or a delegate, and a primary constructor, which the type's text describes.
let private isAdded (t: Type) (m: MemberInfo) =
    let isUnion (t: Type | null) =
        match t with
        | null -> false
        | t -> FSharpType.IsUnion t

    hasAttribute<CompilerGeneratedAttribute> m
    || isUnion t
    || isUnion t.BaseType
    || isUnion t.DeclaringType
    || t.IsSubclassOf typeof<Delegate>
    || match m with
       | :? ConstructorInfo as c -> FSharpType.IsRecord t || c.GetParameters().Length = 0 || t.GetConstructors().Length = 1
       | :? MethodInfo as f -> f.GetBaseDefinition() <> f || (f.IsSpecialName && not (f.Name.StartsWith "op_"))
       | :? PropertyInfo as p -> p.GetAccessors() |> Seq.exists (fun a -> a.GetBaseDefinition() <> a)
       | :? FieldInfo as f -> f.IsSpecialName
       | _ -> false

[<Tests>]
let tests =
    testList "DocCoverageTests" [
        testList "every public member has a summary" [
            for assembly in [ "KafkaWire.Fs"; "KafkaWire.CSharpFacade"; "KafkaWire.Testing"; "KafkaWire.FsCheck" ] do
                testCase assembly (fun () ->
                    let summaries = summaries assembly
                    let declared = BindingFlags.Public ||| BindingFlags.Instance ||| BindingFlags.Static ||| BindingFlags.DeclaredOnly

                    let isDescribed id =
                        match summaries.TryGetValue id with
                        | true, described -> described
                        | _ -> false

                    let rec isHidden (t: Type | null) =
                        match t with
                        | null -> false
                        | t -> isPlumbing t || isHidden t.DeclaringType

                    let types = [
                        for t in Assembly.Load(assembly).GetExportedTypes() do
                            if not (isHidden t) then t
                    ]

                    let missing = [
                        for t in types do
                            if
                                not (hasAttribute<CompilerGeneratedAttribute> t)
                                && t.Name <> "Tags"
                                && not (isDescribed (DocId.ofType t))
                            then
                                DocId.ofType t

                            for m in t.GetMembers declared do
                                if m.MemberType <> MemberTypes.NestedType && not (isPlumbing m) && not (isAdded t m) then
                                    let id = DocId.ofMember t m
                                    if not (isDescribed id) then id
                    ]

                    Expect.isNonEmpty types "types"
                    Expect.equal missing [] "missing")
        ]
    ]
