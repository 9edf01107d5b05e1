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
    [InlineData("""{"type":"mssql","host":"db","options":{"encrypt":false}}""", "1:41 SQLTLS1001")]
    [InlineData("""{"dialect":"mssql","dialectOptions":{"options":{"encrypt":false}},"host":"db"}""", "1:50 SQLTLS1001")]
    [InlineData("""{"sqltools.connections":[{"mssqlOptions":{"encrypt":false},"driver":"MSSQL","server":"db"}]}""", "1:44 SQLTLS1001")]
    [InlineData("""{"type":"mssql","a":{"b":{"c":{"encrypt":false}}}}""", "")]
    [InlineData("""{"type":"mssql","mail":{"host":"mail","encrypt":false}}""", "")]
    [InlineData("""{"type":"postgres","options":{"encrypt":false}}""", "")]
    [InlineData("""{"type":"mssql","options":{"encrypt":false""", "1:29 SQLTLS1001,1:27 SQLTLS1011")]
    [InlineData("""{"environment":[{"name":"DB_SERVER","value":"mssql"},{"name":"DB_TRUST_SERVER_CERTIFICATE","value":"true"}]}""", "1:26 SQLTLS1002")]
    [InlineData("""{"Host":"x","SslMode":"Require","TrustServerCertificate":true}""", "")]
    [InlineData("""{"host":"mssql","port":5432,"trustServerCertificate":true}""", "")]
    [InlineData("""{"host":"db","port":1433,"encrypt":false,"driver":"x mssql"}""", "1:3 SQLTLS1001")]
    [InlineData("""{"connector.class":"io.debezium.connector.sqlserver.SqlServerConnector","database.hostname":"db","database.encrypt":"false"}""", "1:74 SQLTLS1001")]
    public void Are_judged_as_one(string content, string findings) => Assert.Equal(findings, Findings.In("config.json", content).Replace(",1:1 SQLTLS1011", "", StringComparison.Ordinal));

    [Theory]
    [InlineData("localhost", Severity.Warning)]
    [InlineData("db", Severity.Error)]
    public void Weigh_less_on_this_machine_wherever_it_is_named(string server, Severity severity) => Assert.Equal(
        $"{severity} SQLTLS1001", Findings.RulesIn("config.json", $$$"""{"type":"mssql","host":"{{{server}}}","options":{"encrypt":false}}"""));

    [Fact]
    public async Task Are_cured_where_they_stand()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("config.json", """{ "dialect": "mssql", "options": { "encrypt": false, "trustServerCertificate": true } }""");

        await AuditFix.ApplyAsync(file, ConnectionStringAudit.AuditFile(file, new([], folder.Path)).Findings.Select(finding => finding.Edit!));

        Assert.Equal("""{ "dialect": "mssql", "options": { "encrypt": true, "trustServerCertificate": false } }""", await File.ReadAllTextAsync(file));
    }
}
