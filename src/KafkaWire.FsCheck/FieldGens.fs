namespace KafkaWire.Generators

open System
open FsCheck
open FsCheck.FSharp
open KafkaWire
open KafkaWire.Schema

/// <summary>Generators for single fields, in place of those that follow from the shape. Immutable.</summary>
/// <example><code>
/// let names = FieldGens.none |> FieldGens.field "Topics[].Name" (Gen.elements [ "orders"; "payments" ])
/// MessageGen.valuesWith names Metadata.api.Request 12s
/// </code></example>
[<Sealed>]
type FieldGens internal (gens: Map<string, Random -> int -> objnull>) =

    /// The generators by path.
    member internal _.Gens = gens

    /// <summary>These generators, and one for a field.</summary>
    /// <param name="path">The field's path, such as <c>Topics[].Name</c>: names joined by dots, <c>[]</c> after an array whose elements are meant.</param>
    /// <param name="gen">Its values, of the field's type. They do not shrink.</param>
    member _.With(path: string, gen: Gen<'T>) : FieldGens =
        let one (random: Random) (size: int) : objnull =
            let values = Gen.sampleWithSeed (Rnd(uint64 (random.NextInt64()))) size 1 gen
            box values[0]

        FieldGens(Map.add path one gens)

/// Finds the fields that paths name.
module internal FieldPaths =

    /// The fields inside a shape with their paths, outer ones first. A struct inside itself is not entered again.
    let rec private fieldsOf (path: string) (entered: StructShape list) (shape: Shape) : (string * FieldShape) list =
        match shape with
        | Shape.Struct s when entered |> List.exists (fun other -> obj.ReferenceEquals(other, s)) -> []
        | Shape.Struct s ->
            [ for field in s.Fields do
                  let here = if path = "" then field.Name else $"{path}.{field.Name}"
                  here, field
                  yield! fieldsOf here (s :: entered) field.Shape ]
        | Shape.Array element -> fieldsOf (path + "[]") entered element
        | Shape.Nullable(inner, _) -> fieldsOf path entered inner
        | Shape.Payload payload -> fieldsOf path entered payload.Shape
        | Shape.Union u ->
            u.Cases
            |> List.ofArray
            |> List.collect (fun case -> fieldsOf $"{path}.{case.Name}" entered case.Shape)
        // A struct is found before it is met inside itself.
        | Shape.Recursive _
        | Shape.Primitive _
        | Shape.FixedBytes _
        | Shape.Opaque _ -> []

    /// The paths of all fields, and of the elements of arrays.
    let all (schema: MessageSchema) : string list = fieldsOf "" [] (Shape.Struct schema.Shape) |> List.map fst

    /// The number of single characters to insert, remove or replace.
    let private distance (a: string) (b: string) =
        let mutable row = [| 0 .. b.Length |]

        for i in 1 .. a.Length do
            let next = Array.zeroCreate (b.Length + 1)
            next[0] <- i

            for j in 1 .. b.Length do
                let same = Char.ToLowerInvariant a[i - 1] = Char.ToLowerInvariant b[j - 1]
                next[j] <- min (min (row[j] + 1) (next[j - 1] + 1)) (row[j - 1] + (if same then 0 else 1))

            row <- next

        row[b.Length]

    /// Fails unless all paths name fields.
    let check (schema: MessageSchema) (gens: FieldGens) : unit =
        let known = all schema

        for path in gens.Gens.Keys do
            if not (List.contains path known) then
                let nearest = known |> List.sortBy (distance path) |> List.truncate 3
                let texts = String.Join(", ", nearest)
                invalidArg "gens" $"{schema.Name} has no field {path}. The nearest are {texts}."

/// <summary>Generators for single fields of messages.</summary>
[<RequireQualifiedAccess; CompilationRepresentation(CompilationRepresentationFlags.ModuleSuffix)>]
module FieldGens =

    /// <summary>No generators: all values follow from the shape.</summary>
    [<CompiledName "None">]
    let none: FieldGens = FieldGens Map.empty

    /// <summary><c>field path gen gens</c> is <c>gens</c> with a generator for a field, such as <c>Topics[].Name</c>.</summary>
    [<CompiledName "Field">]
    let field (path: string) (gen: Gen<'T>) (gens: FieldGens) : FieldGens = gens.With(path, gen)
