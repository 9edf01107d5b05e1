using System.Reflection;
using System.Text.RegularExpressions;
using SqlTls.Endpoint;

namespace SqlTls.Cli.Tests;

public partial class CodePages
{
    private static readonly Assembly[] Assemblies = [typeof(SqlTlsException).Assembly, typeof(TdsEndpoint).Assembly, typeof(CommandLine).Assembly, typeof(SqlTls.Action.ActionCodes).Assembly];

    public static TheoryData<string> Codes => [.. Known()];

    private static IEnumerable<string> Known() => Assemblies
        .SelectMany(assembly => assembly.GetTypes())
        // Its assembly's other types stand on MSBuild, which is not here.
        .Append(typeof(SqlTlsTasks.TaskCodes))
        .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
        .Where(constant => constant.IsLiteral && constant.FieldType == typeof(string))
        .Select(constant => (string)constant.GetRawConstantValue()!)
        .Where(value => Code().IsMatch(value))
        .Distinct();

    [Theory]
    [MemberData(nameof(Codes))]
    public void Say_cause_and_cure_of_every_code(string code)
    {
        string page = Repository.File($"docs/codes/{code}.md");

        Assert.True(File.Exists(page), $"{code} has no page.");
        string text = File.ReadAllText(page);
        Assert.StartsWith($"# {code}", text);
        Assert.Contains("Cause", text);
        Assert.Contains("Cure", text);
        Assert.Matches(Example(), text);
    }

    [Fact]
    public void Belong_to_a_code_each()
    {
        IEnumerable<string> pages = Directory.EnumerateFiles(Repository.File("docs/codes"), "*.md").Select(page => Path.GetFileNameWithoutExtension(page));

        Assert.Empty(pages.Except(Known()));
    }

    // Something to copy: a line that is set off, or a block of its own.
    [GeneratedRegex(@"## Example\s+(?:[^#]*\n)??(?:    \S|```)")]
    private static partial Regex Example();

    [GeneratedRegex("^SQLTLS[0-9]{4}$")]
    private static partial Regex Code();
}
