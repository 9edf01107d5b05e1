using SqlTls.Audit;

namespace SqlTls.Tests.Audit.Readers;

public class LineTests
{
    [Theory]
    [InlineData("odbc.ini", "[ODBC Data Sources]\nA = x\n\n[A]\nDescription = x\nDriver = ODBC Driver 18 for SQL Server\nServer = tcp:db,1433\nEncrypt = no\n[B]\nDriver = PostgreSQL\nServer = db", "5:1 SQLTLS1001")]
    [InlineData("odbc.ini", "[A]\nDriver = /opt/microsoft/msodbcsql17/lib64/libmsodbcsql-17.10.so.1.1\nServer = db", "2:1 SQLTLS1003")]
    [InlineData("odbc.ini", "[A]\nDriver = /opt/microsoft/msodbcsql18/lib64/libmsodbcsql-18.3.so.2.1\nServer = db\nTrustServerCertificate = Yes", "2:1 SQLTLS1002")]
    [InlineData("a.dsn", "[ODBC]\r\nDRIVER=ODBC Driver 17 for SQL Server\r\nSERVER=db\r\nEncrypt=Yes\r\nTrustServerCertificate=Yes\r\n", "2:1 SQLTLS1002")]
    [InlineData("a.udl", "[oledb]\r\n; Everything after this line is an OLE DB initstring\r\nProvider=MSOLEDBSQL.1;Data Source=db;Initial Catalog=x;Use Encryption for Data=False", "3:1 SQLTLS1001")]
    [InlineData(".env", "DB_CONNECTION=sqlsrv\nDB_HOST=db\nDB_ENCRYPT=no\n", "1:1 SQLTLS1001")]
    [InlineData(".env", "DB_SERVER=db\nDB_PORT=1433\nDB_ENCRYPT=false\nDB_TRUST_CERTIFICATE=true\n", "1:1 SQLTLS1001,1:1 SQLTLS1002")]
    [InlineData(".env", "SQL_SERVER=db\nSQL_ENCRYPT=false\n", "1:1 SQLTLS1001")]
    [InlineData(".env", "DB_SERVER=db\nDB_PORT=5432\nDB_SSL_MODE=Require\nDB_TRUST_SERVER_CERTIFICATE=true\n", "")]
    [InlineData("a.yml", "mysql:\n  server: db\n  trust-cert: yes\n", "")]
    [InlineData("a.properties", "debezium.source.connector.class=io.debezium.connector.sqlserver.SqlServerConnector\ndebezium.source.database.hostname=db\ndebezium.source.database.encrypt=false\n", "2:1 SQLTLS1001")]
    [InlineData(".env", "DB_CONNECTION=sqlsrv\nMAIL_SERVER=mail\nMAIL_ENCRYPT=false\n", "")]
    [InlineData(".env", "DB_CONNECTION=mysql\nDB_HOST=server=\nDB_ENCRYPT=no\n", "")]
    [InlineData(".env", "export DB_HOST='db'\nexport DB_TRUST_SERVER_CERTIFICATE=\"true\"\n", "1:8 SQLTLS1002")]
    [InlineData(".env", "DB_HOST=localhost\nDB_TRUST_SERVER_CERTIFICATE=${TRUST}\n", "")]
    [InlineData(".env", "# Server=db;Initial Catalog=x;Encrypt=no\nA=Server=db;Initial Catalog=x;Encrypt=no # why\n", "2:3 SQLTLS1001")]
    [InlineData("a.properties", "url=jdbc\\:sqlserver\\://db;databaseName=x;\\\n   encrypt=false\n", "1:5 SQLTLS1001")]
    [InlineData("a.properties", "db.host=db\ndb.encrypt=false\ndb.trustServerCertificate=false\n", "1:1 SQLTLS1001")]
    [InlineData("a.toml", "# 'Server=db;Initial Catalog=x;Encrypt=no'\n[db]\nurl = \"Server=db;Initial Catalog=x;Encrypt=no\"\n", "3:8 SQLTLS1001")]
    [InlineData("a.toml", "url = '''\nServer=db;\nInitial Catalog=x;\nEncrypt=no'''\n", "2:1 SQLTLS1001")]
    [InlineData("Dockerfile", "ENV A=\"Server=db;Initial Catalog=x;Encrypt=no\"\n", "1:8 SQLTLS1001")]
    public async Task A_file_of_settings_has_these_findings(string name, string content, string findings)
    {
        using var folder = new TemporaryFolder();
        folder.Write(name, content);

        AuditResult result = await ConnectionStringAudit.RunAsync(new([folder.Path], folder.Path));

        Assert.Equal(findings, string.Join(',', result.Findings.Select(finding => $"{finding.Line}:{finding.Column} {finding.Rule}")));
    }

    [Fact]
    public async Task A_setting_of_its_own_is_fixed_where_it_stands()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write(".env", "DB_HOST=db\nDB_TRUST_SERVER_CERTIFICATE=yes\n");
        AuditResult result = await ConnectionStringAudit.RunAsync(new([folder.Path], folder.Path));

        await AuditFix.ApplyAsync(file, result.Findings.Select(finding => finding.Edit!));

        Assert.Equal("DB_HOST=db\nDB_TRUST_SERVER_CERTIFICATE=no\n", await File.ReadAllTextAsync(file));
    }
}
