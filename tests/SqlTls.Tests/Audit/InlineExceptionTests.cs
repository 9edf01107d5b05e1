using SqlTls.Audit;

namespace SqlTls.Tests.Audit;

public class InlineExceptionTests
{
    private const string Trusting = "\"Server=db;Initial Catalog=x;TrustServerCertificate=true;Encrypt=true\"";
    private const string Bad = "\"Server=db;Initial Catalog=x;TrustServerCertificate=true;Encrypt=false\"";

    [Theory]
    [InlineData("a.json", "{\n\"A\": " + Trusting + ", // sqltls-ignore SQLTLS1002: lab\n\"B\": " + Trusting + "\n}", "3:7 SQLTLS1002")]
    [InlineData("a.cs", "// sqltls-ignore SQLTLS1001, SQLTLS1002: lab\nvar s = " + Bad + ";", "")]
    [InlineData("a.cs", "// sqltls-ignore SQLTLS1001 SQLTLS1002: lab\nvar s = " + Bad + ";", "")]
    [InlineData("a.cs", "// sqltls-ignore SQLTLS1001: lab\n// sqltls-ignore SQLTLS1002: lab\nvar s = " + Bad + ";", "")]
    [InlineData("a.cs", "// sqltls-ignore SQLTLS1001, SQLTLS1002\nvar s = " + Bad + ";", "2:10 SQLTLS1008")]
    [InlineData("a.cs", "var s = " + Trusting + "; // sqltls-ignore SQLTLS1002: lab", "")]
    [InlineData("a.cs", "// sqltls-ignore SQLTLS1002: lab\nvar s = \"\"\"\n  Server=db;Initial Catalog=x;Encrypt=true;TrustServerCertificate=true\n  \"\"\";", "")]
    [InlineData("web.config", "<!-- sqltls-ignore SQLTLS1002: lab -->\n<add name=\"x\"\n  connectionString=" + Trusting + " />", "")]
    [InlineData("a.cs", "// sqltls-ignore SQLTLS1002: lab\n\nvar s = " + Trusting + ";", "3:10 SQLTLS1002")]
    [InlineData("a.cs", "var s = \"Server=db;Initial Catalog=x;Encrypt=false;Application Name=sqltls-ignore SQLTLS1001: x\";", "1:10 SQLTLS1001")]
    [InlineData("a.yml", "run: |\n  # sqltls-ignore SQLTLS1002: lab\n  a " + Trusting + "\n  b " + Trusting + "\n", "4:6 SQLTLS1002")]
    public void A_comment_silences_its_own_string_alone(string name, string content, string findings) => Assert.Equal(findings, Findings.In(name, content));

    [Fact]
    public void A_comment_without_a_reason_is_told_once_for_all_its_rules()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("a.cs", "// sqltls-ignore SQLTLS1001, SQLTLS1002\nvar s = " + Bad + ";");

        AuditFinding finding = Assert.Single(ConnectionStringAudit.AuditFile(file, new([], folder.Path)).Findings);

        Assert.Equal("The exception from SQLTLS1001, SQLTLS1002 has no reason.", finding.Message);
    }
}
