using SqlTls.Audit;

namespace SqlTls.Tests.Audit.Readers;

public class AddressTests
{
    [Theory]
    [InlineData("application.properties", "url=jdbc:sqlserver://db;databaseName=My Db;applicationName=My App;encrypt=false;trustServerCertificate=true\n", "1:5 SQLTLS1001,1:5 SQLTLS1002")]
    [InlineData("application.properties", "url=jdbc:sqlserver://db;databaseName=x;encrypt\\u003dfalse\n", "1:5 SQLTLS1001")]
    [InlineData(".env", "U=sqlserver://db:1433;database=d;user=sa;password=x y;encrypt=false\n", "1:3 SQLTLS1001")]
    [InlineData(".env", "DSN=sqlserver://sa:pw@db:1433?database=app&encrypt=disable\n", "1:5 SQLTLS1001")]
    [InlineData("a.properties", "database=mssql://sa@db/x?encrypt=false\n", "1:10 SQLTLS1001")]
    [InlineData("A.java", "String b = \"\"\"\n   jdbc:sqlserver://db:1433;\n   databaseName=x;\n   encrypt=false;\n   \"\"\";", "2:4 SQLTLS1001")]
    [InlineData("a.yml", "run: |\n  java -Durl=jdbc:sqlserver://db;encrypt=false -jar a.jar\n", "2:14 SQLTLS1001")]
    [InlineData("a.yml", "run: |\n  export U=mssql://sa:p@db/x?encrypt=false; next server=1\n", "2:12 SQLTLS1001")]
    [InlineData("A.java", "if (url.startsWith(\"jdbc:sqlserver://\")) { }", "")]
    [InlineData("a.yml", "run: |\n  # java -Durl=jdbc:sqlserver://db;encrypt=false -jar a.jar\n", "")]
    public void It_ends_where_its_text_does(string name, string content, string findings) => Assert.Equal(findings, Findings.In(name, content));

    [Theory]
    [InlineData("DRIVER%3D%7BODBC+Driver+17+for+SQL+Server%7D%3BSERVER%3Ddb%3BDATABASE%3Dx%3BTrusted_Connection%3Dyes", "1:20 SQLTLS1003")]
    [InlineData("DRIVER%3D%7BODBC%20Driver%2018%20for%20SQL%20Server%7D%3BSERVER%3Ddb%3BDATABASE%3Dx%3BUID%3Du%3BTrustServerCertificate%3Dyes&charset=utf8", "1:20 SQLTLS1002")]
    [InlineData("Driver%3D%7BODBC+Driver+18+for+SQL+Server%7D%3BServer%3Ddb%3BEncrypt%3Dno%3BEncrypt%3Dyes", "1:20 SQLTLS1001")]
    [InlineData("Driver%3D%7BODBC+Driver+18+for+SQL+Server%7D%3BServer%3Ddb%3BEncrypt%3Dyes", "")]
    [InlineData("DRIVER%3D%7BODBC+Driver+17+for+SQL+Server%7D%3BSERVER%3D%28localdb%29%5CMSSQLLocalDB%3BEncrypt%3Dno", "")]
    [InlineData("DSN%3Dx%3BUID%3Du", "")]
    [InlineData("${PARAMS}", "")]
    [InlineData("DRIVER={ODBC Driver 18 for SQL Server};SERVER=db;DATABASE=x;Encrypt=0", "1:33 SQLTLS1001")]
    public void What_SQLAlchemy_hands_to_ODBC_may_stand_in_it(string option, string findings) =>
        Assert.Equal(findings, Findings.In(".env", "U=mssql+pyodbc:///?odbc_connect=" + option + "\n"));

    [Fact]
    public void What_is_escaped_is_not_changed()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("a.py", "u = 'mssql+pyodbc:///?odbc_connect=Driver%3DODBC+Driver+18+for+SQL+Server%3BServer%3Ddb%3BEncrypt%3Dno'");

        AuditFinding finding = Assert.Single(ConnectionStringAudit.AuditFile(file, new([], folder.Path)).Findings);

        Assert.Null(finding.Edit);
    }
}
