using SqlTls.Audit;
using SqlTls.ConnectionStrings;

namespace SqlTls.Tests.Audit;

public sealed class AuditBaselineTests : IDisposable
{
    private const string Bad = "\"Server=db;Initial Catalog=x;Encrypt=false;Password=hunter2\"";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("[" + Bad + "]", 0)]
    [InlineData("[\n\n  1,\n  " + Bad + "]", 0)]
    [InlineData("[\"Server=db;Initial Catalog=x;Encrypt=false;Password=other\"]", 0)]
    [InlineData("[" + Bad + "," + Bad + "]", 1)]
    [InlineData("[\"Server=db2;Initial Catalog=x;Encrypt=false\"]", 1)]
    [InlineData("[\"Server=db;Initial Catalog=x;Encrypt=false;TrustServerCertificate=true\"]", 2)]
    public async Task What_is_known_is_not_told_again_wherever_its_line_is(string later, int news)
    {
        _folder.Write("src/a.json", "[" + Bad + "]");
        AuditBaseline baseline = await WrittenAndReadAsync();
        _folder.Write("src/a.json", later);

        AuditResult result = await AuditAsync(baseline);

        Assert.Equal(news, result.Findings.Count);
    }

    [Fact]
    public async Task A_baseline_holds_for_one_file_alone()
    {
        _folder.Write("src/a.json", "[" + Bad + "]");
        AuditBaseline baseline = await WrittenAndReadAsync();
        _folder.Write("src/b.json", "[" + Bad + "]");

        AuditResult result = await AuditAsync(baseline);

        Assert.Equal(("src/b.json", 1), (result.Findings.Single().File, result.InBaseline));
    }

    [Fact]
    public async Task A_baseline_is_the_same_from_any_working_folder()
    {
        string file = _folder.Write("src/a.json", "[" + Bad + "]");
        AuditBaseline baseline = await WrittenAndReadAsync();

        AuditResult result = ConnectionStringAudit.AuditFile(file, new([], _folder.File("src")) { Baseline = baseline });

        Assert.Empty(result.Findings);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"schema": 2, "findings": []}""")]
    [InlineData("""{"schema": 1}""")]
    [InlineData("""{"schema": 1, "findings": [null]}""")]
    [InlineData("""{"schema": 1, "findings": [{"rule": "SQLTLS1001", "count": 1}]}""")]
    public async Task What_is_no_baseline_is_refused(string content)
    {
        string file = _folder.Write("baseline.json", content);

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => AuditBaseline.ReadAsync(file));

        Assert.Equal(AuditCodes.BadBaseline, refused.Code);
    }

    [Fact]
    public async Task A_folder_is_no_baseline() =>
        Assert.Equal(AuditCodes.BadBaseline, (await Assert.ThrowsAsync<SqlTlsException>(() => AuditBaseline.ReadAsync(_folder.Path))).Code);

    private async Task<AuditBaseline> WrittenAndReadAsync()
    {
        string text = AuditBaseline.Of(await AuditAsync(AuditBaseline.None), _folder.Path, _folder.File(".config")).Write();
        Assert.DoesNotContain("hunter2", text);
        return await AuditBaseline.ReadAsync(_folder.Write(".config/baseline.json", text));
    }

    private Task<AuditResult> AuditAsync(AuditBaseline baseline) =>
        ConnectionStringAudit.RunAsync(new([_folder.File("src")], _folder.Path, ClientDriver.MicrosoftData(new(7, 1))) { Baseline = baseline });
}
