using System.Runtime.Versioning;
using System.Text;
using SqlTls.Audit;

namespace SqlTls.Tests.Audit;

public sealed class ConnectionStringAuditTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("appsettings.json", """{"A": "Server=db;Initial Catalog=x;TrustServerCertificate=true"}""", "1:8 SQLTLS1002,1:8 SQLTLS1003")]
    [InlineData("appsettings.json", """{/* "Server=db;Initial Catalog=x;Encrypt=false" */}""", "")]
    [InlineData("web.config", """<add connectionString="Data Source=db;Initial Catalog=&quot;x&quot;;Encrypt=no"/>""", "1:24 SQLTLS1001")]
    [InlineData("web.config", """<!-- Data Source=db;Initial Catalog=x;Encrypt=no -->""", "")]
    [InlineData("compose.yml", "      - ConnectionStrings__D=Server=db;Database=x;User Id=u;Encrypt=false", "1:30 SQLTLS1001")]
    [InlineData("a.cs", "var s = $\"Server={h};Initial Catalog=x;\" +\n  \"Encrypt=false\";", "1:11 SQLTLS1001")]
    [InlineData("a.cs", "// \"Server=db;Initial Catalog=x;Encrypt=false\"", "")]
    [InlineData("a.cs", "var s = @\"Server=db;Initial Catalog=x;Encrypt=\"\"no\"\"\";", "1:11 SQLTLS1001")]
    [InlineData("a.cs", "var s = $$\"\"\"Server={{h}};Initial Catalog=x;App={a};Encrypt=false\"\"\";", "1:14 SQLTLS1001")]
    [InlineData("a.cs", "var s = $\"Server={h[\"a\"]};Initial Catalog=x;App={{a}};Encrypt={e}\";", "")]
    [InlineData("a.cs", "var s = \"\"\"\n  Server=db;\n  Initial Catalog=x;\n  Encrypt=no\n  \"\"\";", "2:3 SQLTLS1001")]
    [InlineData("a.json", """{"A": "\tServer\u003Ddb;Initial Catalog=x;Encrypt=false"}""", "1:10 SQLTLS1001")]
    [InlineData("a.py", "s = ('Server=db;'\n     f'Initial Catalog={c};'\n     'Encrypt=no')", "1:7 SQLTLS1001")]
    [InlineData("a.py", "url = 'mssql+pyodbc://u:p@h/x?driver=ODBC+Driver+18+for+SQL+Server&TrustServerCertificate=yes&Encrypt=yes'", "1:8 SQLTLS1002")]
    [InlineData("a.ps1", "$s = \"Server=$h;Initial Catalog=x;Encrypt=false\"", "1:7 SQLTLS1001")]
    [InlineData("a.vb", "Dim s = \"Server=db;\" & _\n  \"Initial Catalog=x;Encrypt=no\" ' \"Server=db;Encrypt=no;Initial Catalog=x\"", "1:10 SQLTLS1001")]
    [InlineData("a.sh", "# 'Server=db;Initial Catalog=x;Encrypt=no'\nA='Server=db;Initial Catalog=x;Encrypt=no'", "2:4 SQLTLS1001")]
    [InlineData("a.sql", "SELECT * FROM OPENROWSET('MSOLEDBSQL', 'Server=db;Database=x;Trusted_Connection=yes;Encrypt=no', 'q') -- 'Server=db;Encrypt=no;'", "1:41 SQLTLS1001")]
    [InlineData("a.ts", "const s = `Server=${host};Initial Catalog=x;Encrypt=false`;", "1:12 SQLTLS1001")]
    [InlineData("a.fs", "let s = \"Server=db;Initial Catalog=x;Encrypt=no\" (* \"Server=db;Initial Catalog=x;Encrypt=no\" *)", "1:10 SQLTLS1001")]
    [InlineData("A.java", "\"jdbc:sqlserver://h:1433;databaseName=x;encrypt=true;trustServerCertificate=true\"", "1:2 SQLTLS1002")]
    [InlineData("a.go", "\"sqlserver://u:p@h?database=x&encrypt=disable\"", "1:2 SQLTLS1001")]
    [InlineData(".env", "C=\"Driver={ODBC Driver 17 for SQL Server};Server=h;Database=x\"", "1:4 SQLTLS1003")]
    [InlineData(".env", "C=\"Driver={ODBC Driver 18 for SQL Server};Server=h;Database=x\"", "")]
    [InlineData("a.json", """{"A": "Server=db;Port=3306;Database=x;Uid=u;Pwd=p"}""", "")]
    [InlineData("a.json", """{"A": "Data Source=app.db"}""", "")]
    [InlineData("a.json", """{"A": "Server=(localdb)\\x;Initial Catalog=x;Encrypt=false"}""", "")]
    [InlineData("a.json", """{"A": "Server=db;Initial Catalog=x;Encrypt=Strict;TrustServerCertificate=true"}""", "1:8 SQLTLS1004")]
    [InlineData("a.json", """{"A": "Server=db;Initial Catalog=x;Encrypt=1"}""", "1:8 SQLTLS1007")]
    [InlineData("a.json", """{"A": "Server=#{S}#;Initial Catalog=x;Encrypt=#{E}#"}""", "")]
    [InlineData("a.json", """{"A": "Server=db;Initial Catalog=x;Encrypt=false;ServerCertificate=a.crt"}""", "1:8 SQLTLS1001,1:8 SQLTLS1006")]
    [InlineData("a.cs", "// sqltls-ignore SQLTLS1001: a lab\nvar s = \"Server=db;Initial Catalog=x;Encrypt=false\";", "")]
    [InlineData("a.cs", "// sqltls-ignore SQLTLS1001\nvar s = \"Server=db;Initial Catalog=x;Encrypt=false\";", "2:10 SQLTLS1008")]
    public async Task A_file_has_these_findings(string name, string content, string findings)
    {
        _folder.Write(name, content);

        AuditResult result = await AuditAsync();

        Assert.Equal(findings, string.Join(',', result.Findings.Select(finding => $"{finding.Line}:{finding.Column} {finding.Rule}")));
    }

    [Fact]
    public async Task A_fix_changes_the_word_and_keeps_every_other_byte()
    {
        string file = _folder.File("a.json");
        byte[] Bytes(string encrypt, string trust) => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes($"{{\r\n\"Ä\": \"Server=db;Initial Catalog=x;Encrypt={encrypt};TrustServerCertificate={trust}\"}}")];
        await File.WriteAllBytesAsync(file, Bytes("False", "yes"));
        AuditResult result = await AuditAsync();

        await AuditFix.ApplyAsync(file, result.Findings.Select(finding => finding.Edit!));

        Assert.Equal(Bytes("True", "no"), await File.ReadAllBytesAsync(file));
    }

    [Theory]
    [InlineData(new byte[] { 0x00, 0xD8 })]
    [InlineData(new byte[] { 0x41 })]
    public async Task A_file_that_would_not_come_out_the_same_is_read_and_not_changed(byte[] broken)
    {
        byte[] bytes = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("\"Server=db;Initial Catalog=x;Encrypt=false\"\n"), .. broken];
        await File.WriteAllBytesAsync(_folder.File("a.json"), bytes);

        AuditResult result = await AuditAsync();

        Assert.Equal((AuditCodes.EncryptionOff, null), (result.Findings.Single().Rule, result.Findings.Single().Edit));
    }

    [RequiresFact("linux")]
    [UnsupportedOSPlatform("windows")]
    public async Task A_fix_keeps_the_files_rights_and_the_links_to_it()
    {
        string file = _folder.Write("a.json", "[\"Server=db;Initial Catalog=x;Encrypt=optional\"]   ");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        File.CreateSymbolicLink(_folder.File("b.json"), file);
        AuditResult result = ConnectionStringAudit.AuditFile(_folder.File("b.json"), new([], _folder.Path));

        await AuditFix.ApplyAsync(_folder.File("b.json"), result.Findings.Select(finding => finding.Edit!));

        Assert.Equal("[\"Server=db;Initial Catalog=x;Encrypt=mandatory\"]   ", await File.ReadAllTextAsync(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task A_password_stands_in_no_output()
    {
        _folder.Write("a.json", """{"A": "Server=db;Initial Catalog=x;Encrypt=hunter2;Password=hunter2;TrustServerCertificate=true"}""");

        AuditResult result = await AuditAsync();

        Assert.NotEmpty(result.Findings);
        Assert.DoesNotContain("hunter2", SarifLog.Write(result));
    }

    [Fact]
    public async Task Nesting_without_end_and_broken_XML_are_read_as_far_as_they_go()
    {
        _folder.Write("deep.json", new string('[', 100_000) + "\"Server=db;Initial Catalog=x;Encrypt=false\"");
        _folder.Write("broken.config", "<a b=\"Server=db;Initial Catalog=x;Encrypt=false\" <c d=\"");

        AuditResult result = await AuditAsync();

        Assert.Equal(2, result.Findings.Count(finding => finding.Rule == AuditCodes.EncryptionOff));
    }

    [Fact]
    public async Task Entities_of_a_document_are_not_resolved()
    {
        const string Bad = "Server=db;Initial Catalog=x;Encrypt=false";
        _folder.Write("secret.txt", Bad);
        _folder.Write("a.config", $"<!DOCTYPE a [<!ENTITY x '{Bad}'><!ENTITY y SYSTEM 'secret.txt'>]><a b='&x;' c='&y;'>&x;&y;</a>");
        _folder.Write("b.csproj", "<!DOCTYPE a [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]><Project>&c;</Project>");

        Assert.Empty((await AuditAsync()).Findings);
    }

    private Task<AuditResult> AuditAsync() => ConnectionStringAudit.RunAsync(new([_folder.Path], _folder.Path));
}
