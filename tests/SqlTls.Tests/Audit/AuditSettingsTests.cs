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
            Settings = await AuditSettings.FindAsync(_folder.File("tests")),
            Today = new(2026, 3, 2),
        };

        AuditResult result = await ConnectionStringAudit.RunAsync(options);

        Assert.Equal(findings, string.Join(',', result.Findings.Select(finding => $"{finding.File} {finding.Severity} {finding.Rule}")));
    }

    [Fact]
    public async Task An_exception_without_a_reason_is_told_at_its_line()
    {
        _folder.Write(".sqltls.json", "{\n\"ignore\": [\n{\"rule\": \"SQLTLS1001\", \"reason\": \"r\"},\n{\"rule\": \"SQLTLS1002\"}]}");

        AuditSettings settings = await AuditSettings.FindAsync(_folder.Path);

        Assert.Equal(4, ConnectionStringAudit.SettingsFindings(new([], _folder.Path) { Settings = settings }).Single().Line);
    }

    [Theory]
    [InlineData("{\n\"rule\": []}")]
    [InlineData("""{"rules": [{"rule": "SQLTLS9999", "severity": "off"}]}""")]
    [InlineData("""{"rules": [{"rule": "SQLTLS1001", "severity": "of"}]}""")]
    [InlineData("""{"ignore": [{"until": "tomorrow"}]}""")]
    [InlineData("null")]
    [InlineData("")]
    public async Task Settings_that_cannot_be_understood_are_refused(string settings)
    {
        string file = _folder.Write(".sqltls.json", settings);

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => AuditSettings.ReadAsync(file));

        Assert.Equal(AuditCodes.BadSettings, refused.Code);
    }

    [Fact]
    public async Task Settings_above_the_repository_do_not_count()
    {
        _folder.Write(".sqltls.json", "{}");
        _folder.Write("tests/.git/HEAD", "");

        Assert.Equal(AuditSettings.None, await AuditSettings.FindAsync(_folder.File("tests")));
    }
}
