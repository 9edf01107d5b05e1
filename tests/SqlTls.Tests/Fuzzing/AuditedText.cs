using System.Text;
using CsCheck;
using SqlTls.Audit;
using SqlTls.Audit.Files;
using SqlTls.Audit.Readers;
using SqlTls.ConnectionStrings;
using SqlTls.Tests.Tds;

namespace SqlTls.Tests.Fuzzing;

/// <summary>Whatever text stands in a file, its reader takes it, and what it finds is judged.</summary>
public sealed class AuditedText
{
    private const string Good = """
        var s = new SqlConnectionStringBuilder("Server=db;Encrypt=no") { TrustServerCertificate = true };
        <add name="a" connectionString="Server=db;Password=&quot;a;b&quot;;Encrypt=false" providerName="System.Data.SqlClient" />
        "url": "jdbc:sqlserver://db:1433;encrypt=false;password={a}}b}", u: 'sqlserver://sa:x@db?encrypt=disable' # sqltls-ignore SQLTLS1001: x
        """;

    private static readonly string[] Words =
    [
        "\"", "'", "`", "\\", "\"\"\"", "$@\"", "{", "}", "${", "&quot;", "<!--", "-->", "<![CDATA[", "/*", "*/", "//", "#", "--", "\n", "\r\n", "\t", " ", ":", "- ", "|", ">", "=", ";",
        "Server=db", "Encrypt=no", "TrustServerCertificate=true", "Password={", "jdbc:sqlserver://", "sqlserver://", "new SqlConnectionStringBuilder(", ")", "+", "&amp;", "r#\"", "\"#", "#{", "{$", ".", "'''", "sqlsrv:", "\0", "\uD800", "\uFEFF",
    ];

    public static TheoryData<string> Names =>
    [
        "a.json", "a.cs", "a.vb", "a.fs", "a.java", "a.go", "a.py", "a.js", "a.ps1", "a.sh", "a.sql", "a.toml", "a.config", "a.yaml", ".env", "a.properties",
        "a.tf", "a.bicep", "a.php", "a.rb", "a.rs", "a.r", "a.prisma", "a.ipynb",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_read_by_every_reader(string name)
    {
        Assert.True(AuditReader.Knows(name));

        Cases.Run(Texts(), text => Audit(name, text), _ => false, text => $"{name}: '{text}'", usual: 2_000);
    }

    [Fact]
    public void Of_any_encoding_is_the_same_bytes_when_it_is_written_again() => Cases.Run(
        Gen.OneOf(Damaged.Bytes, Damaged.Of([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("Größe")]), Damaged.Of([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Good)])),
        bytes => Assert.Equal(bytes, WholeText.Of(bytes).ToBytes()),
        _ => false,
        Convert.ToHexString);

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_fixed_in_its_words_alone(string name)
    {
        using var folder = new TemporaryFolder();
        string file = folder.File(name);
        Cases.Run(Texts(), text => Fix(file, text), _ => false, text => $"{name}: '{text}'", usual: 300);
    }

    private static void Fix(string file, string text)
    {
        File.WriteAllBytes(file, Encoding.UTF8.GetBytes(text));
        string before = File.ReadAllText(file);
        var options = new AuditOptions([], Path.GetDirectoryName(file)!) { Settings = AuditSettings.None };
        AuditEdit[] edits = [.. ConnectionStringAudit.AuditFile(file, options).Findings.Select(finding => finding.Edit).OfType<AuditEdit>()];
        string diff = AuditDiff.OfAsync(file, "a", edits).GetAwaiter().GetResult();

        int changes = AuditFix.ApplyAsync(file, edits).GetAwaiter().GetResult();

        Assert.Equal(edits.Select(edit => edit.Offset).Distinct().Count(), changes);
        Assert.Equal(changes > 0, diff.Length > 0);
        Assert.Equal(before.Length + edits.DistinctBy(edit => edit.Offset).Sum(edit => edit.New.Length - edit.Old.Length), File.ReadAllText(file).Length);
    }

    private static void Audit(string name, string text)
    {
        var whole = new TextPiece(text, 0, 1, 1, IsLast: true);
        var token = new Token();
        foreach (ConnectionString found in AuditReader.Read(name, whole, token).SelectMany(literal => literal.ConnectionStrings()))
        {
            _ = Rules.Judge(found, ClientDriver.Unknown).Count();
        }

        if (AuditReader.FlawIn(name, whole, token) is { } flaw)
        {
            _ = whole.Place(flaw.Offset);
        }
    }

    private static Gen<string> Texts() => Gen.OneOf(
        Gen.String,
        Damaged.Of(Encoding.UTF8.GetBytes(Good)).Select(Encoding.UTF8.GetString),
        Gen.Int[0, Words.Length - 1].Select(word => Words[word]).Array[0, 60].Select(string.Concat));
}
