using SqlTls.Audit;

namespace SqlTls.Tests.Audit;

/// <summary>What a change that a stranger sends in can put into a tree.</summary>
public sealed class HostileTreeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public HostileTreeTests()
    {
        _folder.Write(".git/HEAD", "");
        _folder.Write("a.json", """["Server=db;Initial Catalog=x;Encrypt=false", "jdbc:sqlserver://db"]""");
        _folder.Write("a.go", "\"Server=db;Initial Catalog=x\"");
        _folder.Write("a.ts", "\"Server=db;Initial Catalog=x\"");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("[z-a]")]
    [InlineData("a[z-a]b/**")]
    public async Task A_pattern_that_git_does_not_understand_ignores_nothing(string pattern)
    {
        _folder.Write(".gitignore", pattern);

        Assert.Contains(AuditCodes.EncryptionOff, await RulesAsync());
    }

    [Theory]
    [InlineData("?", 8_000)]
    [InlineData("*a", 3_000)]
    public async Task A_pattern_of_thousands_of_wildcards_ignores_nothing(string wildcard, int count)
    {
        _folder.Write(".gitignore", string.Concat(Enumerable.Repeat(wildcard, count)));

        Assert.Contains(AuditCodes.EncryptionOff, await RulesAsync());
    }

    [Theory]
    [InlineData(".gitignore")]
    [InlineData("package.json")]
    [InlineData("go.mod")]
    [InlineData("pom.xml")]
    [InlineData("build.gradle")]
    [InlineData("x.csproj")]
    [InlineData("packages.lock.json")]
    [InlineData("Directory.Packages.props")]
    public async Task A_file_beside_the_audited_ones_that_is_a_link_without_end_is_not_read(string name)
    {
        _folder.Write("y.csproj", "<Project/>");
        File.CreateSymbolicLink(_folder.File(name), "/dev/zero");

        Assert.Contains(AuditCodes.EncryptionOff, await RulesAsync());
    }

    [RequiresFact("linux")]
    public async Task A_pipe_beside_the_audited_files_is_not_waited_for()
    {
        foreach (string name in new[] { ".gitignore", "pom.xml", "package.json", "go.mod", "x.csproj" })
        {
            Assert.Equal(0, (await Tool.RunAsync("mkfifo", [_folder.File(name)])).ExitCode);
        }

        Assert.Contains(AuditCodes.EncryptionOff, await RulesAsync().WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task A_project_file_nested_300_000_deep_says_nothing()
    {
        string Repeated(string part) => string.Concat(Enumerable.Repeat(part, 300_000));
        _folder.Write("pom.xml", "<artifactId>" + Repeated("<a>") + Repeated("</a>") + "</artifactId>");
        _folder.Write("x.csproj", "<Project><PropertyGroup>" + Repeated("<a>") + Repeated("</a>") + "</PropertyGroup></Project>");

        Assert.Contains(AuditCodes.EncryptionOff, await RulesAsync());
    }

    [Fact]
    public async Task Whatever_goes_wrong_with_one_file_is_told_of_it_and_the_audit_goes_on()
    {
        _folder.Write("b.json", "[]");
        // No folder to name files in: whoever looks a finding up in it fails.
        var broken = new AuditBaseline(null!, [new KnownFinding(AuditCodes.EncryptionOff, "a.json", "0", 1)]);

        AuditResult result = await ConnectionStringAudit.RunAsync(new([_folder.File("a.json"), _folder.File("b.json")], _folder.Path) { Baseline = broken });

        Assert.Equal(2, result.Files);
        AuditFinding finding = Assert.Single(result.Findings);
        Assert.Equal((AuditCodes.Unreadable, "a.json"), (finding.Rule, finding.File));
        Assert.Contains(nameof(ArgumentNullException), finding.Message);
    }

    private async Task<IEnumerable<string>> RulesAsync() =>
        (await ConnectionStringAudit.RunAsync(new([_folder.Path], _folder.Path))).Findings.Select(finding => finding.Rule);
}
