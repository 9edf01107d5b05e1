namespace SqlTls.Tests.Audit.Readers;

public class ShellTests
{
    [Theory]
    [InlineData("run.sh", "export U=mssql://sa:pw@db/x?encrypt=false\n", "1:10 SQLTLS1001")]
    [InlineData("run.sh", "U=sqlserver://db:1433\\;database=x\\;encrypt=false\n", "1:3 SQLTLS1001")]
    [InlineData("run.zsh", "C=Server=db\\;Initial\\ Catalog=c\\;Encrypt=false\n", "1:3 SQLTLS1001")]
    [InlineData("run.ksh", "# U=mssql://db/x?encrypt=false\n", "")]
    [InlineData("run.sh", "server=$1; user=$2; database=$3\n", "")]
    [InlineData("run.sh", "docker run -e C=\"Server=db;Initial Catalog=a;Encrypt=false\" image\n", "1:18 SQLTLS1001")]
    [InlineData("run.cmd", "@rem set C=Server=db;Initial Catalog=x;Encrypt=false\r\nset C=Server=db;Initial Catalog=x;Encrypt=false\r\n", "2:7 SQLTLS1001")]
    [InlineData("run.bat", "set \"C=Server=db;Initial Catalog=x;Encrypt=false\"\r\n", "1:8 SQLTLS1001")]
    public void Words_without_quotes_are_read(string name, string content, string findings) => Assert.Equal(findings, Findings.In(name, content));

    [Theory]
    [InlineData("a.fs", "let a = \"Server=db;Initial Catalog=x;\nEncrypt=false\"\nlet q = '\"'\nlet g = \"Server=db;Initial Catalog=g;Encrypt=false\"", "1:10 SQLTLS1001,4:10 SQLTLS1001")]
    [InlineData("a.vb", "Dim d = \"Server=db;\nInitial Catalog=x;Encrypt=no\"\nRem Dim z = \"Server=db;Initial Catalog=rem;Encrypt=no\"", "1:10 SQLTLS1001")]
    [InlineData(".env", "H=\"Server=db;Initial Catalog=h;\nEncrypt=false\"\nB=1\n", "1:4 SQLTLS1001")]
    public void A_literal_may_go_on_over_lines(string name, string content, string findings) => Assert.Equal(findings, Findings.In(name, content));
}
