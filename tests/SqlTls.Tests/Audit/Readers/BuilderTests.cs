using SqlTls.Audit;

namespace SqlTls.Tests.Audit.Readers;

public class BuilderTests
{
    [Theory]
    [InlineData("var b = new SqlConnectionStringBuilder { DataSource = \"db\", Encrypt = false, TrustServerCertificate = true };", "1:9 SQLTLS1001,1:9 SQLTLS1002")]
    [InlineData("var b = new SqlConnectionStringBuilder { DataSource = \"localhost\", TrustServerCertificate = true, Encrypt = SqlConnectionEncryptOption.Strict };", "1:9 SQLTLS1004")]
    [InlineData("var b = new Microsoft.Data.SqlClient.SqlConnectionStringBuilder()\n{\n  DataSource = Host(\"a, b\"),\n  Encrypt = SqlConnectionEncryptOption.Optional,\n};", "1:9 SQLTLS1001")]
    [InlineData("SqlConnectionStringBuilder b = new() { [\"Server\"] = \"db\", [\"Encrypt\"] = \"no\" };", "1:32 SQLTLS1001")]
    [InlineData("SqlConnectionStringBuilder b = new();\nb.DataSource = \"db\";\nb.Encrypt = false;", "1:32 SQLTLS1001")]
    [InlineData("var b = new SqlConnectionStringBuilder();\nb[\"Encrypt\"] = false;\nb.Add(\"TrustServerCertificate\", true);", "1:9 SQLTLS1001,1:9 SQLTLS1002")]
    [InlineData("var b = new SqlConnectionStringBuilder(text) { Encrypt = encrypt };", "")]
    [InlineData("var b = new SqlConnectionStringBuilder(text);\nif (b.Encrypt == false) { }", "")]
    [InlineData("// new SqlConnectionStringBuilder { DataSource = \"db\", Encrypt = false }", "")]
    [InlineData("var b = new SqlConnectionStringBuilder(\"Server=db;Initial Catalog=x;Encrypt=false\") { Encrypt = true };", "")]
    [InlineData("var b = new SqlConnectionStringBuilder(\"Server=db;Initial Catalog=x;Encrypt=true\") { Encrypt = false };", "1:41 SQLTLS1001")]
    [InlineData("var b = new SqlConnectionStringBuilder { Encrypt = true };\nb = new SqlConnectionStringBuilder { Encrypt = false };\nb.Encrypt = true;", "")]
    [InlineData("var a = new SqlConnectionStringBuilder { Encrypt = true };\nvar b = new SqlConnectionStringBuilder { Encrypt = true };\na.Encrypt = false;", "1:9 SQLTLS1001")]
    [InlineData("var b = new SqlConnectionStringBuilder { DataSource = server, InitialCatalog = \"x\" };", "1:9 SQLTLS1003")]
    [InlineData("var b = new SqlConnectionStringBuilder(\"Server=db;Encrypt=true\" + more) { InitialCatalog = \"x\" };", "")]
    public async Task In_CSharp_it_is_read_where_it_can_be_known(string code, string findings) => Assert.Equal(findings, await FindingsAsync("a.cs", code));

    [Theory]
    [InlineData("Dim b As New SqlConnectionStringBuilder With {.DataSource = \"db\", .Encrypt = False}", "1:10 SQLTLS1001")]
    [InlineData("Dim b As New SqlConnectionStringBuilder()\nb.Encrypt = False ' why\nb(\"TrustServerCertificate\") = True\n", "1:10 SQLTLS1001,1:10 SQLTLS1002")]
    [InlineData("Dim b As SqlConnectionStringBuilder = New SqlConnectionStringBuilder(text)\nb.Encrypt = True\n", "")]
    public async Task In_Visual_Basic_it_is_read_where_it_can_be_known(string code, string findings) => Assert.Equal(findings, await FindingsAsync("a.vb", code));

    /// <summary>The cases of CodeQL's tests of <c>cs/insecure-sql-connection</c>, and what is bad in each.</summary>
    [Theory]
    [InlineData("var c = new SqlConnection(\"Encrypt=true\");", "")]
    [InlineData("var b = new SqlConnectionStringBuilder();\nb.Encrypt = true;\nvar c = new SqlConnection(b.ToString());", "")]
    [InlineData("string s = \"Server=1.2.3.4;Database=Anything;UID=ab;Pwd=cd;Encrypt=false\";\nvar b = new SqlConnectionStringBuilder(s) { Encrypt = true};", "")]
    [InlineData("var c = new SqlConnection(\"Server=myServerName\\\\myInstanceName;Database=myDataBase;User Id=myUsername;\");", "SQLTLS1003")]
    [InlineData("string s =\n  \"Server=1.2.3.4;Database=Anything;UID=ab;Pwd=cd\";\nvar b = new SqlConnectionStringBuilder(s);\nvar c = new SqlConnection(b.ConnectionString);", "SQLTLS1003")]
    [InlineData("string s =\n  \"Server=1.2.3.4;Database=Anything;UID=ab;Pwd=cd;Encrypt=false\";\nvar b = new SqlConnectionStringBuilder(s);\nvar c = new SqlConnection(b.ConnectionString);", "SQLTLS1001")]
    [InlineData("var c = new SqlConnectionStringBuilder(SetToTrueConnStr) { Encrypt = false };", "SQLTLS1001")]
    [InlineData("string s = \"Server=1.2.3.4;Database=Anything;UID=ab;Pwd=cd;Encrypt=false\";\nvar c = new System.Data.SqlClient.SqlConnectionStringBuilder(s) { Encrypt = false };", "SQLTLS1001")]
    public async Task Known_cases_are_found_and_good_code_is_not(string code, string rules) =>
        Assert.Equal(rules, string.Join(',', (await FindingsAsync("a.cs", "using System.Data.SqlClient;\n" + code)).Split(',').Select(finding => finding.Split(' ')[^1])));

    [Theory]
    [InlineData("using System.Data.SqlClient;", "SQLTLS1003")]
    [InlineData("using Microsoft.Data.SqlClient;", "")]
    public async Task A_files_imports_say_which_driver_it_is(string import, string rules)
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.csproj", "<Project><ItemGroup><PackageReference Include=\"System.Data.SqlClient\" Version=\"4.9.0\" /><PackageReference Include=\"Microsoft.Data.SqlClient\" Version=\"7.1.0\" /></ItemGroup></Project>");
        folder.Write("a.cs", import + "\nvar s = \"Server=db;Initial Catalog=x\";");

        AuditResult result = await ConnectionStringAudit.RunAsync(new([folder.Path], folder.Path, null));

        Assert.Equal(rules, string.Join(',', result.Findings.Where(finding => finding.Severity > Severity.Note).Select(finding => finding.Rule)));
    }

    [Fact]
    public async Task A_fix_changes_the_word_in_the_initialiser()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("a.cs", "var b = new SqlConnectionStringBuilder { Encrypt = SqlConnectionEncryptOption.Optional, TrustServerCertificate = true };");
        AuditResult result = await ConnectionStringAudit.RunAsync(new([folder.Path], folder.Path));

        await AuditFix.ApplyAsync(file, result.Findings.Select(finding => finding.Edit).OfType<AuditEdit>());

        Assert.Equal("var b = new SqlConnectionStringBuilder { Encrypt = SqlConnectionEncryptOption.Mandatory, TrustServerCertificate = false };", await File.ReadAllTextAsync(file));
    }

    private static async Task<string> FindingsAsync(string name, string code)
    {
        using var folder = new TemporaryFolder();
        folder.Write(name, code);
        AuditResult result = await ConnectionStringAudit.RunAsync(new([folder.Path], folder.Path));
        return string.Join(',', result.Findings.Select(finding => $"{finding.Line}:{finding.Column} {finding.Rule}"));
    }
}
