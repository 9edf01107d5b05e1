using SqlTls.Audit;

namespace SqlTls.Tests.Audit;

/// <summary>How much a setting weighs by its server, and what hangs on another setting.</summary>
public class RulesTests
{
    [Theory]
    [InlineData("localhost")]
    [InlineData(".")]
    [InlineData("(local)")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("host.docker.internal")]
    [InlineData("tcp:127.3.2.1,1433")]
    [InlineData(@".\\SQLEXPRESS")]
    [InlineData("[::1],1433")]
    [InlineData("localhost:1433")]
    [InlineData("tcp:(local):1433")]
    public void A_server_that_is_this_machine_makes_warnings(string server) =>
        Assert.Equal("Warning SQLTLS1001,Warning SQLTLS1002", RulesOf($"Server={server};Initial Catalog=x;Encrypt=false;TrustServerCertificate=true"));

    [Theory]
    [InlineData("jdbc:sqlserver://[::1]:1433;databaseName=x;encrypt=false;trustServerCertificate=true")]
    [InlineData("jdbc:sqlserver://localhost:1433;databaseName=x;encrypt=false;trustServerCertificate=true")]
    [InlineData("sqlserver://sa:p@[::1]:1433?database=x&encrypt=false&trustservercertificate=true")]
    [InlineData("sqlserver://sa:p@[::1]?database=x&encrypt=false&trustservercertificate=true")]
    [InlineData("mssql://sa:p@127.0.0.1:1433/x?encrypt=false&trustservercertificate=true")]
    public void So_does_an_address(string text) => Assert.Equal("Warning SQLTLS1001,Warning SQLTLS1002", RulesOf(text));

    [Theory]
    [InlineData("localhost.example.com")]
    [InlineData("db")]
    [InlineData("1270.example.com")]
    public void Any_other_makes_errors(string server) =>
        Assert.Equal("Error SQLTLS1001,Error SQLTLS1002", RulesOf($"Server={server};Initial Catalog=x;Encrypt=false;TrustServerCertificate=true"));

    [Theory]
    [InlineData(@"Server=(localdb)\\MSSQLLocalDB")]
    [InlineData(@"Server=np:\\\\db\\pipe\\sql\\query")]
    [InlineData("Server=np:db")]
    [InlineData("Server=lpc:db")]
    [InlineData(@"Server=\\\\.\\pipe\\MSSQL$X\\sql\\query")]
    [InlineData("Server=db;Network Library=dbnmpntw")]
    [InlineData("Server=db;Net=DBMSLPCN")]
    public void What_crosses_no_network_is_exempt(string server)
    {
        (string, string) project = ("a.csproj", """<Project><ItemGroup><PackageReference Include="System.Data.SqlClient" Version="4.8.6" /></ItemGroup></Project>""");

        Assert.Equal("", RulesOf($"{server};Initial Catalog=x;Encrypt=false;TrustServerCertificate=true", project));
        Assert.Equal("", RulesOf($"{server};Initial Catalog=x", project));
    }

    [Theory]
    [InlineData("Provider=SQLNCLI11;Data Source=s;Initial Catalog=d;Encrypt=yes", "Warning SQLTLS1003")]
    [InlineData("Provider=SQLNCLI11;Data Source=s;Initial Catalog=d;Use Encryption for Data=true", "")]
    [InlineData("Provider=SQLNCLI11;Data Source=s;Initial Catalog=d;Use Encryption for Data=true;Encrypt=yes", "")]
    [InlineData("Provider=MSOLEDBSQL19;Data Source=s;Initial Catalog=d;Encrypt=yes", "")]
    [InlineData("Provider=SQLNCLI11;Data Source=s;Initial Catalog=d;Encrypt=no", "Error SQLTLS1001")]
    public void OLE_DB_encrypts_by_its_own_word(string text, string rules) => Assert.Equal(rules, RulesOf(text));

    [Theory]
    [InlineData("Driver={ODBC Driver 17 for SQL Server};Server=s;Database=d", "Add Encrypt=yes.")]
    [InlineData("Provider=SQLOLEDB;Data Source=s;Initial Catalog=d", "Add 'Use Encryption for Data=true'")]
    [InlineData("Server=s;Initial Catalog=d", "Add Encrypt=true.")]
    public void What_to_add_is_said_in_the_drivers_own_words(string text, string cure)
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("a.json", $"[\"{text}\"]");

        Assert.StartsWith(cure, Assert.Single(ConnectionStringAudit.AuditFile(file, new([], folder.Path)).Findings).Cure);
    }

    [Fact]
    public void TCP_by_another_librarys_name_is_not_exempt() =>
        Assert.Equal("Error SQLTLS1001", RulesOf("Server=db;Network Library=dbmssocn;Initial Catalog=x;Encrypt=false"));

    [Theory]
    [InlineData("Encrypt=false;ServerCertificate=a.crt", "Error SQLTLS1001,Warning SQLTLS1006")]
    [InlineData("Encrypt=true;TrustServerCertificate=true;ServerCertificate=a.crt", "Error SQLTLS1002,Warning SQLTLS1006")]
    [InlineData("Encrypt=true;TrustServerCertificate=true;Host Name In Certificate=db", "Error SQLTLS1002,Warning SQLTLS1006")]
    [InlineData("ServerCertificate=a.crt", "Warning SQLTLS1003,Warning SQLTLS1006")]
    [InlineData("Encrypt=strict;TrustServerCertificate=true;ServerCertificate=a.crt", "Error SQLTLS1007,Error SQLTLS1002,Warning SQLTLS1006")]
    [InlineData("Encrypt=true;TrustServerCertificate=false;ServerCertificate=a.crt;HostNameInCertificate=db", "")]
    [InlineData("Encrypt=true;ServerCertificate=a.crt", "")]
    [InlineData("Encrypt=true;TrustServerCertificate=true;HostNameInCertificate=", "Error SQLTLS1002")]
    public void A_certificate_or_name_counts_only_where_it_is_compared(string settings, string rules) => Assert.Equal(
        rules,
        RulesOf("Server=db;Initial Catalog=x;" + settings, ("a.csproj", """<Project><ItemGroup><PackageReference Include="Microsoft.Data.SqlClient" Version="3.1.0" /></ItemGroup></Project>""")));

    [Fact]
    public void Strict_compares_it_whatever_is_trusted() => Assert.Equal(
        "Note SQLTLS1004",
        RulesOf("Server=db;Initial Catalog=x;Encrypt=strict;TrustServerCertificate=true;ServerCertificate=a.crt"));

    [Theory]
    [InlineData("Driver={ODBC Driver 18 for SQL Server};Server=db;Encrypt=no;Encrypt=yes", "Error SQLTLS1001")]
    [InlineData("Driver={ODBC Driver 18 for SQL Server};Server=db;Encrypt=yes;Encrypt=no", "Error SQLTLS1001")]
    [InlineData("Driver={ODBC Driver 18 for SQL Server};Server=db;Encrypt=yes;TrustServerCertificate=yes;TrustServerCertificate=no", "Error SQLTLS1002")]
    [InlineData("Driver={ODBC Driver 18 for SQL Server};Server=db;Encrypt=yes;Encrypt=yes", "")]
    [InlineData("Server=db;Initial Catalog=x;Encrypt=no;Encrypt=yes", "")]
    [InlineData("Server=db;Initial Catalog=x;Encrypt=yes;Encrypt=no", "Error SQLTLS1001")]
    [InlineData("jdbc:sqlserver://db;encrypt=false;encrypt=true", "")]
    public void Of_a_keyword_that_is_repeated_the_last_counts_and_of_ODBC_any(string text, string rules) => Assert.Equal(rules, RulesOf(text));

    [Theory]
    [InlineData("jdbc:sqlserver://db;encrypt=no", "true")]
    [InlineData("jdbc:sqlserver://db;encrypt=false", "true")]
    [InlineData("jdbc:sqlserver://db;encrypt=optional", "mandatory")]
    [InlineData("Server=db;Initial Catalog=x;Encrypt=no", "yes")]
    [InlineData("sqlserver://db:1433;database=x;user=sa;encrypt=DANGER_PLAINTEXT", "true")]
    public void Encryption_that_is_off_is_switched_on_by_a_word_that_the_driver_knows(string text, string word)
    {
        using var folder = new TemporaryFolder();

        AuditFinding finding = Assert.Single(ConnectionStringAudit.AuditFile(folder.Write("a.json", $$"""{"A": "{{text}}"}"""), new([], folder.Path)).Findings);

        Assert.Equal((AuditCodes.EncryptionOff, word), (finding.Rule, finding.Edit?.New));
    }

    private static string RulesOf(string text, params (string, string)[] beside) => Findings.RulesIn("a.json", $$"""{"A": "{{text}}"}""", beside);
}
