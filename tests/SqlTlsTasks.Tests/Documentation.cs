using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Build.Framework;

namespace SqlTlsTasks.Tests;

/// <summary>docs/msbuild.md says of each task, property and metadata what the code does, no more and no less.</summary>
public partial class Documentation
{
    private static readonly string Page = File.ReadAllText(Repository.File("docs", "msbuild.md"));

    public static TheoryData<string> Tasks => [.. Types.Select(type => type.Name)];

    private static IEnumerable<Type> Types => typeof(SqlTlsTask).Assembly.GetTypes().Where(type => typeof(SqlTlsTask).IsAssignableFrom(type) && !type.IsAbstract);

    [Theory]
    [MemberData(nameof(Tasks))]
    public void Has_every_input_and_output_of_a_task_with_its_default(string task)
    {
        Type type = Types.Single(type => type.Name == task);
        object instance = Activator.CreateInstance(type)!;
        IEnumerable<string> coded = type.GetProperties()
            .Where(property => typeof(SqlTlsTask).IsAssignableFrom(property.DeclaringType))
            .Select(property => $"{property.Name}|{Kind(property)}|{Default(property, instance)}");

        IEnumerable<string> written = Rows(Section($"### {task}")).Select(cells => $"{cells[0].Trim('`')}|{cells[1]}|{cells[2].Trim('`')}");

        Assert.Equal(coded.Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Has_every_metadata_of_an_instance()
    {
        Assert.Equal(
            Items.InstanceItem.Metadata.Order(StringComparer.Ordinal),
            Rows(Section("### SqlTlsInstance")).Select(cells => cells[0].Trim('`')).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Has_every_property_and_item_that_the_targets_read()
    {
        string targets = string.Concat(Directory.EnumerateFiles(Repository.File("src", "SqlTlsTasks", "build"), "*.targets").Select(File.ReadAllText));
        IEnumerable<string> read = Reference().Matches(targets).Select(match => match.Groups[1].Value).Distinct();

        Assert.All(read, name => Assert.Contains($"`{name}`", Page.Replace("$(", "", StringComparison.Ordinal).Replace(")`", "`", StringComparison.Ordinal)));
    }

    private static string Kind(PropertyInfo property) => property.GetCustomAttribute<OutputAttribute>() is not null ? "output"
        : property.GetCustomAttribute<RequiredAttribute>() is not null ? "required"
        : "input";

    private static string Default(PropertyInfo property, object instance) => Kind(property) != "input" ? "" : property.GetValue(instance) switch
    {
        bool flag => flag ? "true" : "false",
        string[] list => string.Join(';', list),
        System.Collections.IEnumerable and not string => "",
        { } value => $"{value}",
        null => "",
    };

    private static string Section(string heading)
    {
        int start = Page.IndexOf($"{heading}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"docs/msbuild.md has no '{heading}'.");
        int end = Page.IndexOf("\n#", start + heading.Length, StringComparison.Ordinal);
        return end < 0 ? Page[start..] : Page[start..end];
    }

    private static IEnumerable<string[]> Rows(string section) => section.Split('\n')
        .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
        .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray());

    [GeneratedRegex(@"[@$]\((SqlTls\w+)")]
    private static partial Regex Reference();
}
