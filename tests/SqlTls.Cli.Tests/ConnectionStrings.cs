namespace SqlTls.Cli.Tests;

public class ConnectionStrings
{
    [Theory]
    [InlineData("sqlclient", "Server=db,1433;User ID=sa;Encrypt=Mandatory;TrustServerCertificate=False")]
    [InlineData("odbc", "Driver={ODBC Driver 18 for SQL Server};Server=tcp:db,1433;UID=sa;Encrypt=yes;TrustServerCertificate=no")]
    [InlineData("jdbc", "jdbc:sqlserver://db:1433;user=sa;encrypt=true;trustServerCertificate=false")]
    [InlineData("go", "sqlserver://sa@db:1433?encrypt=true&TrustServerCertificate=false")]
    [InlineData("node", "Server=db,1433;User Id=sa;Encrypt=true;TrustServerCertificate=false")]
    [InlineData("sqlcmd", "sqlcmd -S tcp:db,1433 -U sa -N m")]
    [InlineData("ssms", "Server name: db,1433; Login: sa; Encryption: Mandatory; Trust server certificate: off")]
    public async Task Are_ready_for_every_driver(string driver, string expected)
    {
        using var folder = new TemporaryFolder();

        Cli run = await Cli.RunAsync("connection-string", "--server", "db", "--for", driver, "--output", folder.Path);

        Assert.Equal(expected, run.Output.TrimEnd());
    }

    [Fact]
    public async Task Hold_the_password_where_the_environment_has_it_quoted_as_the_driver_wants()
    {
        using var folder = new TemporaryFolder();

        Cli run = await Cli.RunWithAsync(
            name => name == "SQLTLS_PASSWORD" ? "a;b'c" : null, "connection-string", "--server", "db", "--output", folder.Path);

        Assert.Contains("Password=\"a;b'c\"", run.Output);
    }

    [Fact]
    public async Task Need_a_server_or_a_report()
    {
        using var folder = new TemporaryFolder();

        Cli run = await Cli.RunAsync("connection-string", "--output", folder.Path);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--server", run.Error);
    }
}
