namespace KafkaWire.TestSupport

open System
open System.IO
open System.Reflection
open System.Runtime.CompilerServices
open System.Threading

/// The public surface of an assembly as text: a line for each type and member, in alphabetical order.
[<AbstractClass; Sealed>]
type PublicSurface private () =
    /// A type, in a form that both F# and C# users can read: `Dictionary<String, Int32[]>`.
    static let rec nameOf (t: Type) : string =
        let outer =
            match t.DeclaringType with
            | null -> ""
            | _ when t.IsGenericParameter -> ""
            | declaring -> nameOf declaring + "."

        if t.HasElementType then
            let suffix = if t.IsArray then "[]" else "&"
            nameOf (nonNull (t.GetElementType())) + suffix
        elif t.IsGenericType then
            let arguments = String.Join(", ", t.GetGenericArguments() |> Seq.map nameOf)
            $"{outer}{(t.Name.Split '`')[0]}<{arguments}>"
        else
            outer + t.Name

    /// One for each thread, because it is not thread-safe and tests run in parallel.
    static let nullability = new ThreadLocal<_>(fun () -> NullabilityInfoContext())

    static let orNull (state: NullabilityState) (t: Type) =
        if state = NullabilityState.Nullable && not t.IsValueType then $"{nameOf t}?" else nameOf t

    static let parameters (method: MethodBase) =
        let shown (p: ParameterInfo) = $"{p.Name}: {orNull (nullability.Value.Create(p).ReadState) p.ParameterType}"
        String.Join(", ", method.GetParameters() |> Seq.map shown)

    static let generic (method: MethodInfo) =
        if method.IsGenericMethod then
            let arguments = String.Join(", ", method.GetGenericArguments() |> Seq.map nameOf)
            $"<{arguments}>"
        else
            ""

    /// The members that every record and union has. The type's line implies them by listing its interfaces.
    static let equality = set [ "Equals"; "GetHashCode"; "CompareTo"; "ToString" ]

    static let describe (t: Type) (m: MemberInfo) : string option =
        match m with
        | :? ConstructorInfo as c -> Some $"new({parameters c})"
        | :? FieldInfo as f when f.IsLiteral && t.IsEnum -> Some $"{f.Name} = {f.GetRawConstantValue()}"
        | :? FieldInfo as f when not f.IsSpecialName -> Some $"{f.Name}: {orNull (nullability.Value.Create(f).ReadState) f.FieldType}"
        | :? PropertyInfo as p ->
            let access = if isNull (p.GetSetMethod()) then "get" else "get, set"
            Some $"{p.Name}: {orNull (nullability.Value.Create(p).ReadState) p.PropertyType} with {access}"
        | :? EventInfo as e -> Some $"event {e.Name}"
        | :? MethodInfo as f when (f.IsSpecialName && not (f.Name.StartsWith "op_")) || equality.Contains f.Name -> None
        | :? MethodInfo as f ->
            let result = orNull (nullability.Value.Create(f.ReturnParameter).ReadState) f.ReturnType
            Some $"{f.Name}{generic f}({parameters f}): {result}"
        | _ -> None

    static let linesOf (t: Type) =
        let name = if String.IsNullOrEmpty t.Namespace then nameOf t else $"{t.Namespace}.{nameOf t}"

        let kind =
            if t.IsInterface then "interface"
            elif t.IsEnum then "enum"
            elif t.IsValueType then "struct"
            else "class"

        let interfaces = String.Join(", ", t.GetInterfaces() |> Seq.map nameOf |> Seq.sort)
        let declared = BindingFlags.Public ||| BindingFlags.Instance ||| BindingFlags.Static ||| BindingFlags.DeclaredOnly
        let members = t.GetMembers declared |> Seq.choose (describe t)

        [ if interfaces = "" then $"{name}: {kind}" else $"{name}: {kind}, {interfaces}"
          for m in members do
              $"{name}.{m}" ]

    /// Fails if the surface of an assembly differs from its baseline, tests/surface/NAME.txt. `build baseline` accepts the current surface.
    static member Check(assembly: Assembly) =
        let baseline = Repository.Path $"tests/surface/{assembly.GetName().Name}.txt"

        let surface =
            assembly.GetExportedTypes()
            |> Seq.collect linesOf
            |> Seq.sortWith (fun a b -> String.CompareOrdinal(a, b))
            |> Seq.toArray

        if Environment.GetEnvironmentVariable "KAFKAWIRE_UPDATE_BASELINE" = "1" then
            File.WriteAllLines(baseline, surface)
        else
            let accepted = if File.Exists baseline then File.ReadAllLines baseline else [||]

            let difference =
                [ yield! Seq.map ((+) "- ") (Seq.except surface accepted); yield! Seq.map ((+) "+ ") (Seq.except accepted surface) ]

            if not difference.IsEmpty then
                invalidOp $"The public surface has changed; `build baseline` accepts it.\n{String.Join('\n', difference)}"

    /// The public methods that are async or iterators. fsdocs cannot read the attribute that the compiler puts on them, and leaves them out
    /// of the reference; such a method should call a private one.
    static member StateMachines(assembly: Assembly) : string[] =
        [| for t in assembly.GetExportedTypes() do
               for method in t.GetMethods() do
                   if method.IsDefined(typeof<StateMachineAttribute>, false) then $"{t.Name}.{method.Name}" |]
