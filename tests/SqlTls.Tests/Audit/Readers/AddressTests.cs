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
}
