using System.Diagnostics;
using System.Reflection;
using NUnit.Framework;

namespace KafkaWire.CSharpFacade.Tests;

public class GeneratedCodeTests
{
    /// <summary>A generator with --check names each file that is out of date, and the command that writes it.</summary>
    [TestCase("generate-builder.fsx")]
    [TestCase("generate-catalogue.fsx")]
    [TestCase("generate-facade.fsx")]
    public async Task The_generated_code_is_up_to_date(string generator)
    {
        var start = new ProcessStartInfo("dotnet", ["fsi", Repository.Path("scripts/" + generator), "--check"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.That(process.ExitCode, Is.Zero, output + await errors);
    }

    [Test]
    public void The_public_surface_has_no_FSharp_types()
    {
        var found =
            from type in typeof(KafkaProtocol).Assembly.GetExportedTypes()
            from shown in TypesOf(type)
            from part in PartsOf(shown.Type)
            where part.Namespace?.StartsWith("Microsoft.FSharp", StringComparison.Ordinal) == true
            select $"{type}.{shown.Member}: {part}";

        Assert.That(found, Is.Empty);
    }

    [Test]
    public void Messages_have_no_FSharp_types()
    {
        var messages = new HashSet<Type>();
        foreach (var schema in Catalogue.Schemas)
            Add(schema.DefaultObject.GetType());

        var found =
            from message in messages
            from property in message.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            from part in PartsOf(property.PropertyType)
            where part.Namespace?.StartsWith("Microsoft.FSharp", StringComparison.Ordinal) == true
            select $"{message}.{property.Name}: {part}";

        Assert.That(found, Is.Empty);
        Assert.That(messages, Has.Count.GreaterThan(Catalogue.Schemas.Count), "structs are included");

        void Add(Type message)
        {
            if (message.Namespace?.StartsWith("KafkaWire", StringComparison.Ordinal) != true || !messages.Add(message))
                return;
            foreach (var property in message.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            foreach (var part in PartsOf(property.PropertyType))
                Add(part);
        }
    }

    private static IEnumerable<(string Member, Type Type)> TypesOf(Type type)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

        foreach (var shown in type.GetInterfaces().Append(type.BaseType ?? typeof(object)))
            yield return ("(base)", shown);

        foreach (var property in type.GetProperties(All))
            yield return (property.Name, property.PropertyType);

        foreach (var field in type.GetFields(All))
            yield return (field.Name, field.FieldType);

        foreach (var method in type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)))
        {
            foreach (var parameter in method.GetParameters())
                yield return (method.Name, parameter.ParameterType);

            if (method is MethodInfo { ReturnType: var result })
                yield return (method.Name, result);
        }
    }

    private static IEnumerable<Type> PartsOf(Type type) =>
        type.HasElementType
            ? PartsOf(type.GetElementType()!)
            : type.GetGenericArguments().Where(argument => !argument.IsGenericParameter).SelectMany(PartsOf).Prepend(type);
}
