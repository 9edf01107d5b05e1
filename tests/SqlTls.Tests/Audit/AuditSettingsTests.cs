using SqlTls.Audit;

namespace SqlTls.Tests.Audit;

public sealed class AuditSettingsTests : IDisposable
{
    private const string Bad = """{"A": "Server=db;Initial Catalog=x;Encrypt=false;Password=p"}""";
    private readonly TemporaryFolder _folder = new();

    public AuditSettingsTests() => _folder.Write("tests/a.json", Bad);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{}""", "tests/a.json Error SQLTLS1001")]
    [InlineData("""{ /* why */ "rules": [{"rule": "SQLTLS1001", "severity": "warning"},] }""", "tests/a.json Warning SQLTLS1001")]
    [InlineData("""{"rules": [{"rule": "SQLTLS1001", "severity": "off"}, {"files": "tests/**", "severity": "note"}, {"files": "src/**", "severity": "off"}]}""", "tests/a.json Note SQLTLS1001,tests/a.json Note SQLTLS1005")]
    [InlineData("""{"rules": [{"rule": "SQLTLS1005", "severity": "error"}]}""", "tests/a.json Error SQLTLS1001,tests/a.json Error SQLTLS1005")]
    [InlineData("""{"ignore": [{"rule": "SQLTLS1001", "files": "**/*.json", "reason": "a lab", "until": "2026-03-02"}]}""", "")]
    [InlineData("""{"ignore": [{"rule": "SQLTLS1001", "files": "src/**", "reason": "a lab"}]}""", "tests/a.json Error SQLTLS1001")]
    [InlineData("""{"ignore": [{"rule": "SQLTLS1001", "reason": " "}]}""", ".sqltls.json Warning SQLTLS1008")]
    [InlineData("""{"ignore": [{"rule": "SQLTLS1001", "reason": "a lab", "until": "2026-03-01"}]}""", ".sqltls.json Warning SQLTLS1009,tests/a.json Error SQLTLS1001")]
    public async Task Settings_change_severities_and_silence_rules(string settings, string findings)
    {
        _folder.Write(".sqltls.json", settings);
        var options = new AuditOptions([_folder.Path], _folder.Path)
        {
            Today = new(2026, 3, 2),
        };

        AuditResult result = await ConnectionStringAudit.RunAsync(options);

        Assert.Equal(findings, string.Join(',', result.Findings.Select(finding => $"{finding.File} {finding.Severity} {finding.Rule}")));
    }

    [Fact]
    public void Settings_hold_for_the_folders_below_them_up_to_the_repositorys_root()
    {
        string outside = _folder.Write(".sqltls.json", "{}");
        _folder.Write("repository/.git/HEAD", "");
        string inner = _folder.Write("repository/src/.sqltls.json", "{}");
        _folder.Write("repository/src/deep/a.json", "{}");

        Assert.Equal([inner], AuditSettings.FilesOf([_folder.File("repository/src/deep"), _folder.File("repository/src"), _folder.File("repository")]));
        Assert.Equal([outside], AuditSettings.FilesOf([_folder.File("tests")]));
    }

    [Fact]
    public void An_exception_without_a_reason_is_told_at_its_line()
    {
        var settings = AuditSettings.Read(_folder.Write(".sqltls.json", "{\n\"ignore\": [\n{\"rule\": \"SQLTLS1001\", \"reason\": \"r\"},\n{\"rule\": \"SQLTLS1002\"}]}"));

        Assert.Equal(4, ConnectionStringAudit.SettingsFindings(new([], _folder.Path) { Settings = settings }).Single().Line);
    }

    [Theory]
    [InlineData("{\n\"rule\": []}")]
    [InlineData("""{"rules": [{"rule": "SQLTLS9999", "severity": "off"}]}""")]
    [InlineData("""{"rules": [{"rule": "SQLTLS1001", "severity": "of"}]}""")]
    [InlineData("""{"ignore": [{"until": "tomorrow"}]}""")]
    [InlineData("""{"ignore": [null]}""")]
    [InlineData("""{"rules": [null]}""")]
    [InlineData("null")]
    [InlineData("")]
    public void Settings_that_cannot_be_understood_are_refused(string settings)
    {
        string file = _folder.Write(".sqltls.json", settings);

        SqlTlsException refused = Assert.Throws<SqlTlsException>(() => AuditSettings.Read(file));

        Assert.Equal(AuditCodes.BadSettings, refused.Code);
    }

    [Fact]
    public async Task Settings_above_the_repository_do_not_count()
    {
        _folder.Write(".sqltls.json", """{"ignore": [{"reason": "a lab"}]}""");
        _folder.Write("tests/.git/HEAD", "");

        Assert.NotEmpty((await AuditAsync("tests")).Findings);
    }

    [Theory]
    [InlineData("samples", "tests")]
    [InlineData("tests", "samples")]
    [InlineData(".")]
    public async Task Settings_hold_for_their_own_folder_in_whatever_order_paths_are_named(params string[] paths)
    {
        _folder.Write("samples/.sqltls.json", """{"ignore": [{"rule": "SQLTLS1001", "reason": "shows the old way"}]}""");
        _folder.Write("samples/deep/b.json", Bad);

        AuditResult result = await AuditAsync(paths);

        Assert.Equal(["tests/a.json"], result.Findings.Select(finding => finding.File));
    }

    [Fact]
    public void Settings_that_are_given_for_every_file_do_not_cover_one_outside_their_folder()
    {
        var settings = AuditSettings.Read(_folder.Write("samples/.sqltls.json", """{"ignore": [{"reason": "shows the old way"}]}"""));

        AuditResult result = ConnectionStringAudit.AuditFile(_folder.File("tests/a.json"), new([], _folder.Path) { Settings = settings });

        Assert.NotEmpty(result.Findings);
    }

    [Fact]
    public async Task Settings_that_are_a_link_are_refused()
    {
        File.CreateSymbolicLink(_folder.File(".sqltls.json"), "/dev/zero");

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => AuditAsync("."));

        Assert.Equal(AuditCodes.BadSettings, refused.Code);
    }

    private Task<AuditResult> AuditAsync(params string[] paths) =>
        ConnectionStringAudit.RunAsync(new([.. paths.Select(path => Path.GetFullPath(path, _folder.Path))], _folder.Path));
}
