namespace SqlTls.Tests.Audit;

/// <summary>Words that SQL Server's strings share with other texts.</summary>
public class OwnershipTests
{
    [Theory]
    [InlineData("server = backend-1; weight = 3; encrypt = tls")]
    [InlineData("server=backend-1;encrypt=tls")]
    [InlineData("server=backend-1;weight=3;encrypt=true")]
    [InlineData("Server=h:30015;UserID=u;Password=p;encrypt=false")]
    [InlineData("Server=h:30015;UserID=u;Password=p;Database=x;encrypt=false")]
    [InlineData("Server=h:30015;UserID=u;Password=p;encrypt=true;sslValidateCertificate=false")]
    [InlineData("Server=h:50000;Database=x;UID=u;PWD=p;Authentication=SERVER_ENCRYPT")]
    [InlineData("Connecting to Server=x;Encrypt=true now")]
    [InlineData("Connecting to Server=x;Initial Catalog=y;Encrypt=true now")]
    public void Encrypt_alone_tells_only_as_SQL_Server_has_it(string text)
    {
        Assert.Equal("", Findings.In("a.json", $$"""{"A": "{{text}}"}"""));
        Assert.Equal("", Findings.In("a.yml", $"a: {text}"));
    }

    [Theory]
    [InlineData("mysql")]
    [InlineData("shop-mysql-1")]
    [InlineData("mariadb.internal,3307")]
    [InlineData("postgres")]
    [InlineData("ORACLE19")]
    public void A_server_that_is_called_after_another_database_is_one(string server) =>
        Assert.Equal("", Findings.In("docker-compose.yml", $"a: Server={server};Database=x;User=u;Password=p"));

    [Theory]
    [InlineData("mysqlserver")]
    [InlineData("oraculum")]
    [InlineData("mssql")]
    public void A_server_that_is_not_may_be_ours(string server) =>
        Assert.Equal("1:4 SQLTLS1003,1:40 SQLTLS1008".Split(',')[0], Findings.In("docker-compose.yml", $"a: Server={server};Database=x;User=u;Password=p").Split(',')[0]);

    [Theory]
    [InlineData("Server=db;Encrypt=false")]
    [InlineData("Server=db:1433;User Id=u;Password=p;Encrypt=false")]
    [InlineData("Server=h:30015;Initial Catalog=x;Encrypt=false")]
    [InlineData("Server=db;Database=x;User Id=u;Password=p;Encrypt=false;Colour=blue")]
    [InlineData("server=db;database=x;user id=u;app name=a;dial timeout=5;log=1;encrypt=disable")]
    public void With_a_known_value_and_no_strange_word_it_does(string text) => Assert.Equal("1:4 SQLTLS1001", Findings.In("a.yml", $"a: {text}"));

    [Theory]
    [InlineData("Server=db;Database=x;Authentication=Active Directory Default")]
    [InlineData("Server=db;Authentication=ActiveDirectoryMSI")]
    [InlineData("Server=db;Database=x;Authentication=Sql Password;Colour=blue")]
    [InlineData("server=db;database=x;fedauth=ActiveDirectoryDefault")]
    public void SQL_Servers_ways_of_authentication_tell(string text) => Assert.Equal("1:4 SQLTLS1003", Findings.In("a.yml", $"a: {text}"));

    [Fact]
    public void A_word_of_Gos_beside_a_port_is_known_in_Go() =>
        Assert.Equal("1:2 SQLTLS1001", Findings.In("a.go", "\"server=db;port=1433;user id=u;database=x;keepalive=30;encrypt=disable\""));

    [Theory]
    [InlineData(".env", "DB_TYPE=sqlserver\nDB_HOST=db\nDB_ENCRYPT=false\n", "1:1 SQLTLS1001")]
    [InlineData("a.yml", "environment:\n  DB_TYPE: sqlserver\n  DB_HOST: db\n  DB_ENCRYPT: \"false\"\n", "2:3 SQLTLS1001")]
    public void A_driver_by_name_opens_the_file(string name, string content, string findings) => Assert.Equal(findings, Findings.In(name, content));
}
