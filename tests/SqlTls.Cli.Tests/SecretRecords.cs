using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace SqlTls.Cli.Tests;

/// <summary>A record prints all its members unless told otherwise; one with a secret must not, wherever it comes to be logged.</summary>
public sealed partial class SecretRecords
{
    private const string Canary = "Canary-51ab";

    public static TheoryData<Type> Records => [.. Assemblies().SelectMany(Types).Where(type => IsRecord(type) && Secrets(type).Any())];

    [Theory]
    [MemberData(nameof(Records))]
    public void Print_none_of_their_secrets(Type type)
    {
        object record = RuntimeHelpers.GetUninitializedObject(type);
        foreach (FieldInfo secret in Secrets(type))
        {
            secret.SetValue(record, Canary);
        }

        Assert.DoesNotContain(Canary, record.ToString());
    }

    private static IEnumerable<Assembly> Assemblies() => Directory
        .EnumerateFiles(AppContext.BaseDirectory, "*.dll")
        .Where(file => Product().IsMatch(Path.GetFileName(file)))
        .Select(file => Assembly.Load(Path.GetFileNameWithoutExtension(file)));

    // Tasks need MSBuild, which is not here; the records beside them do not.
    private static IEnumerable<Type> Types(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException exception)
        {
            return exception.Types.OfType<Type>();
        }
    }

    private static bool IsRecord(Type type) =>
        !type.IsAbstract && !type.ContainsGenericParameters && type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic) is not null;

    private static IEnumerable<FieldInfo> Secrets(Type type) => type
        .GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)
        .Where(field => Secret().IsMatch(field.Name) && field.FieldType == typeof(string));

    [GeneratedRegex(@"^(SqlTls|sqltls)(?!\.Testing|.*Tests)(\.?\w+)*\.dll$")]
    private static partial Regex Product();

    [GeneratedRegex("^<?(.*Password|.*ConnectionString|KeyPem|.*Secret)(>|$)", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();
}
