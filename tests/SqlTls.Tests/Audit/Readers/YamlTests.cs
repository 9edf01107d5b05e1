using SqlTls.Audit;

namespace SqlTls.Tests.Audit.Readers;

public class YamlTests
{
    private const string Bad = "Server=db;Initial Catalog=x;Encrypt=false";

    [Theory]
    [InlineData("a: " + Bad, "1:4")]
    [InlineData("a: \"" + Bad + "\"", "1:5")]
    [InlineData("a: '" + Bad + ";Application Name=it''s;'", "1:5")]
    [InlineData("a: \"\\tServer\\x3Ddb;Initial Catalog=x;Encrypt=false\"", "1:7")]
    [InlineData("a: [1, " + Bad + "]", "1:8")]
    [InlineData("a: {b: " + Bad + "}", "1:8")]
    [InlineData("a: |\n  first line\n\n  C=" + Bad + "\n  last", "4:5")]
    [InlineData("a:\n  b: |-\n      Server=db;\n      Initial Catalog=x;\n      Encrypt=false;\nc: 1", "3:7")]
    [InlineData("a:\n  b: >\n    Server=db;\n    Initial Catalog=x;\n    Encrypt=false;\nc: 1", "3:5")]
    [InlineData("a: Server=db;\n   Initial Catalog=x;\n   Encrypt=false;\nc: 1", "1:4")]
    [InlineData("a: \"Server=db;\\\n   Initial Catalog=x;\\\n   Encrypt=false;\"\nc: 1", "1:5")]
    [InlineData("a: &anchor " + Bad + "\nb: *anchor\nc: *anchor", "1:12")]
    [InlineData("# " + Bad + "\na: 1 # " + Bad, "")]
    [InlineData("a: 1\r\n---\r\nb: " + Bad, "3:4")]
    [InlineData("{{- if .Values.x }}\n  - name: A\n    value: " + Bad + "\n{{- end }}", "3:12")]
    [InlineData("run: |\n  # " + Bad + "\n  a \"" + Bad + "\" && b \"" + Bad + "\"", "3:6,3:55")]
    [InlineData("environment:\n  - DB_SERVER=db\n  - DB_ENCRYPT=false\n  - DB_TRUST_SERVER_CERTIFICATE=false", "2:5")]
    [InlineData("environment:\n  MSSQL_HOST: db\n  MSSQL_ENCRYPT: \"false\"", "2:3")]
    [InlineData("env:\n- name: DB_SERVER\n  value: mssql\n- name: DB_ENCRYPT\n  value: \"false\"\n- name: DB_PORT\n  value: \"1433\"", "2:9")]
    [InlineData("env:\n  - name: DB_SERVER\n    value: db\n  - name: DB_TRUST_SERVER_CERTIFICATE\n    valueFrom: {}\n", "")]
    [InlineData("type: mssql\nhost: db\noptions:\n  encrypt: false\n", "4:3")]
    [InlineData("production:\n  dialect: mssql\n  dialectOptions:\n    options: {encrypt: false}\n", "4:15")]
    [InlineData("config:\n  connector.class: io.debezium.connector.sqlserver.SqlServerConnector\n  database.hostname: db\n  database.encrypt: \"false\"", "3:3")]
    [InlineData("other:\n  SMTP_HOST: db\n  SMTP_ENCRYPT: \"false\"", "")]
    public async Task A_string_is_found_in_every_style(string yaml, string places) => Assert.Equal(places, await PlacesAsync(yaml));

    [Fact]
    public async Task Aliases_of_aliases_are_never_expanded()
    {
        string bomb = "a0: &a0 " + Bad + "\n" + string.Concat(Enumerable.Range(1, 40).Select(i => $"a{i}: &a{i} [*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1}]\n"));

        Assert.Equal("1:9", await PlacesAsync(bomb));
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    public async Task Nesting_without_end_is_read_line_by_line(string opening) =>
        Assert.Equal("2:4", await PlacesAsync(string.Concat(Enumerable.Repeat(opening, 100_000)) + "\na: " + Bad));

    private static async Task<string> PlacesAsync(string yaml)
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.yml", yaml);
        AuditResult result = await ConnectionStringAudit.RunAsync(new([folder.Path], folder.Path));
        return string.Join(',', result.Findings.Where(finding => finding.Rule == AuditCodes.EncryptionOff).Select(finding => $"{finding.Line}:{finding.Column}"));
    }
}
