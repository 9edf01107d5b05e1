using SqlTls.Audit;

namespace SqlTls.Tests.Audit.Readers;

/// <summary>Objects of JSON whose settings make up one connection.</summary>
public class JsonSettingsTests
{
    [Theory]
    [InlineData("""{"dialect":"mssql","host":"db","encrypt":false}""", "1:3 SQLTLS1001")]
    [InlineData("""{"type":"mssql","host":"localhost","extra":{"trustServerCertificate":true}}""", "1:46 SQLTLS1002")]
    [InlineData("""{"production":{"dialect":"mssql","dialectOptions":{"options":{"encrypt":false,"trustServerCertificate":true}}}}""", "1:64 SQLTLS1001,1:64 SQLTLS1002")]
    [InlineData("""{"DB_SERVER":"db","DB_TRUST_SERVER_CERTIFICATE":"true"}""", "1:3 SQLTLS1002")]
    [InlineData("{ // who\n  \"client\": \"mssql\", /* { */ \"encrypt\" : \"no\" }", "2:4 SQLTLS1001")]
    [InlineData("""[{"dialect":"mssql"},{"dialect":"postgres","encrypt":false}]""", "")]
    [InlineData("""{"dialect":"mssql","host":"db","encrypt":true}""", "")]
    [InlineData("""{"dialect":"mssql","fields":["encrypt",false]}""", "")]
    [InlineData("""{"name":"x","dependencies":{"bcrypt-encrypt":"1.0.0"}}""", "")]
    [InlineData("""{"dialect":"mssql","encrypt":""", "1:1 SQLTLS1011")]
    [InlineData("""}]{"dialect":"mssql","encrypt":false}""", "1:5 SQLTLS1001")]
    public void Are_judged_as_one(string content, string findings) => Assert.Equal(findings, Findings.In("config.json", content).Replace(",1:1 SQLTLS1011", "", StringComparison.Ordinal));

    [Fact]
    public async Task Are_cured_where_they_stand()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("config.json", """{ "dialect": "mssql", "options": { "encrypt": false, "trustServerCertificate": true } }""");

        await AuditFix.ApplyAsync(file, ConnectionStringAudit.AuditFile(file, new([], folder.Path)).Findings.Select(finding => finding.Edit!));

        Assert.Equal("""{ "dialect": "mssql", "options": { "encrypt": true, "trustServerCertificate": false } }""", await File.ReadAllTextAsync(file));
    }
}
