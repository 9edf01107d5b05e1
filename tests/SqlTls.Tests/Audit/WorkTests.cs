using System.Diagnostics;
using SqlTls.Audit;

namespace SqlTls.Tests.Audit;

/// <summary>A megabyte of anything, repeated, is read in about the time of a megabyte: a limit that only work out of proportion misses.</summary>
public sealed class WorkTests
{
    // In one piece: what makes up a connection together is looked for in whole files alone.
    private const int Whole = 960_000;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static TheoryData<string, string, string> Repeated => new()
    {
        { "a.cs", "", "var bN=new SqlConnectionStringBuilder(s);\n" },
        { "a.cs", "", "b=new SqlConnectionStringBuilder(){Encrypt=false};\n" },
        { "a.cs", "var b = new SqlConnectionStringBuilder(s); q", " " },
        { "a.cs", "var b = new SqlConnectionStringBuilder(s); ", "a." },
        { "a.cs", "", "new SqlConnectionStringBuilder(" },
        { "a.cs", "var s = \"", "server=" },
        { "a.cs", "var s = \"", "server=;database=;" },
        { "a.cs", "var s = \"Server=db;Encrypt=", "${" },
        { ".env", "A=Server=db;Encrypt=no;", "${" },
        { ".env", "A=Server=db;Encrypt=no;", "mssql://" },
        { ".env", "A=Server=db;Encrypt=no;", "jdbc:sqlserver://?" },
        { ".env", "A=Server=db;Encrypt=no;", "{{" },
        { "a.yml", "a: Server=db;Encrypt=no;", "<a-" },
        { "a.xml", "<a b='Server=db;Encrypt=no'/>", "<a " },
        { "a.xml", "<a b='Server=db;Encrypt=no'/>", "&amp" },
        { "a.json", "\"Server=db;Initial Catalog=x;Encrypt=no\"", " // sqltls-ignore SQLTLS1001" },
        { "a.sh", "A='Server=db;Initial Catalog=x;Encrypt=no'\n", "\\;" },
        { "a.vb", "Dim a = \"Server=db;Initial Catalog=x;Encrypt=no\"\n", "\"\" & _\n" },
        { "a.json", "{", "\"a\":{\"encrypt\":false},\"type\":\"mssql\"," },
        { "a.json", "{\"connector.class\":\"sqlserver\",", "\"aN.encrypt\":false,\"connector.class\":\"sqlserver\"," },
        { "a.yml", "", "a: {encrypt: false}\ntype: mssql\n" },
        { "a.php", "$s = \"Server=db;Encrypt=no", "{$" },
        { "a.php", "$s = \"sqlsrv:Server=db;Encrypt=no\"", ".\"\"" },
        { "a.py", "s = 'Server=db;Encrypt=no'\n", "\"\"\"\"\"\" " },
        { "a.json", "\"[Server=db;Encrypt=no", "concat(" },
        { "a.json", "\"[concat('Server=db;Encrypt=no", "''" },
        { ".env", "A=Server=db;Encrypt=no;", "mssql://?odbc_connect=" },
        { ".env", "A=mssql://", "?odbc_connect=Driver%3Dx" },
        { "a.rb", "s = \"Server=db;Encrypt=no", "#{" },
        { "a.rs", "let s = r###\"Server=db;Encrypt=no", "\"##" },
        { "main.tf", "s = \"Server=db;Encrypt=no\"\n", "/*#//" },
        { "main.bicep", "var s = 'Server=db;Encrypt=no'\n", "''' " },
        { "a.py", "s = f'Server=db;Initial Catalog=x;Encrypt=no'\n", "f'{" },
    };

    [Theory]
    [MemberData(nameof(Repeated))]
    public void Work_grows_with_the_text_alone(string name, string before, string repeated)
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write(name, before + string.Concat(Enumerable.Range(0, Whole / repeated.Length).Select(i => repeated.Replace("N", $"{i}", StringComparison.Ordinal))));
        TimeSpan start = Environment.CpuUsage.UserTime;
        var watch = Stopwatch.StartNew();

        AuditResult result = ConnectionStringAudit.AuditFile(file, new([], folder.Path));

        // What ran out of memory is told as a file that cannot be judged.
        Assert.DoesNotContain(result.Findings, finding => finding.Rule == AuditCodes.Unreadable);
        Assert.True(watch.Elapsed < Limit || Environment.CpuUsage.UserTime - start < Limit, $"{watch.Elapsed} for one megabyte");
    }

    [Fact]
    public async Task It_can_be_cancelled_within_a_file()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("a.json", "\"Server=db;Initial Catalog=x;Encrypt=no\"");
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        Assert.ThrowsAny<OperationCanceledException>(() => ConnectionStringAudit.AuditFile(file, new([], folder.Path), stop.Token));
    }
}
