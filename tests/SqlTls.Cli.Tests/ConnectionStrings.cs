using System.Text.Json;
using SqlTls.Certificates;
using SqlTls.Reports;

namespace SqlTls.Cli.Tests;

public class ConnectionStrings
{
    [Theory]
    [InlineData("sqlclient", "Server=db,1433;User ID=sa;Encrypt=Mandatory;TrustServerCertificate=False")]
    [InlineData("odbc", "Driver={ODBC Driver 18 for SQL Server};Server=tcp:db,1433;UID=sa;Encrypt=yes;TrustServerCertificate=no")]
    [InlineData("jdbc", "jdbc:sqlserver://db:1433;user=sa;encrypt=true;trustServerCertificate=false")]
    [InlineData("go", "sqlserver://sa@db:1433?encrypt=true&TrustServerCertificate=false")]
    [InlineData("node", "Server=db,1433;User Id=sa;Encrypt=true;TrustServerCertificate=false")]
    [InlineData("sqlcmd", "sqlcmd -S tcp:db,1433 -U sa -Nm")]
    [InlineData("ssms", "Server name: db,1433; Login: sa; Encryption: Mandatory; Trust server certificate: off")]
    public async Task Are_ready_for_every_driver(string driver, string expected)
    {
        using var folder = new TemporaryFolder();

        Cli run = await Cli.RunAsync("connection-string", "--server", "db", "--for", driver, "--output", folder.Path);

        Assert.Equal(expected, run.Output.TrimEnd());
    }

    [Theory]
    [InlineData("sqlclient", "Server=db,1433;User ID=sa;Encrypt=Strict;TrustServerCertificate=False")]
    [InlineData("node", """{"server":"db","authentication":{"type":"default","options":{"userName":"sa"}},"options":{"port":1433,"encrypt":"strict","trustServerCertificate":false}}""")]
    [InlineData("sqlcmd", "sqlcmd -S tcp:db,1433 -U sa -Ns")]
    public async Task Are_ready_for_strict_encryption(string driver, string expected)
    {
        using var folder = new TemporaryFolder();

        Cli run = await Cli.RunAsync("connection-string", "--server", "db", "--force-strict", "--for", driver, "--output", folder.Path);

        Assert.Equal(expected, run.Output.TrimEnd());
    }

    [Theory]
    [InlineData("jdbc", "::1", "sa", "jdbc:sqlserver://;serverName=::1;portNumber=1433;user=sa;encrypt=true;trustServerCertificate=false")]
    [InlineData("go", "::1", "sa", "sqlserver://sa@[::1]:1433?encrypt=true&TrustServerCertificate=false")]
    [InlineData("jdbc", "db", "x;trustServerCertificate=true", "jdbc:sqlserver://db:1433;user={x;trustServerCertificate=true};encrypt=true;trustServerCertificate=false")]
    [InlineData("jdbc", "db", @"CORP\app.user-1", @"jdbc:sqlserver://db:1433;user=CORP\app.user-1;encrypt=true;trustServerCertificate=false")]
    [InlineData("sqlcmd", "db", "app user", "sqlcmd -S tcp:db,1433 -U \"app user\" -Nm")]
    public async Task Quote_what_the_driver_would_read_otherwise(string driver, string server, string user, string expected)
    {
        using var folder = new TemporaryFolder();

        Cli run = await Cli.RunAsync("connection-string", "--server", $"{server},1433", "--user", user, "--for", driver, "--output", folder.Path);

        Assert.Equal(expected, run.Output.TrimEnd());
    }

    [Fact]
    public async Task For_ODBC_hold_a_password_in_braces_in_braces_of_their_own()
    {
        using var folder = new TemporaryFolder();

        Cli run = await Cli.RunWithAsync(name => name == "SQLTLS_PASSWORD" ? "{abc}" : null, "connection-string", "--server", "db", "--for", "odbc", "--output", folder.Path);

        Assert.Contains(";PWD={{abc}}};", run.Output);
    }

    [Fact]
    public async Task For_Node_hold_any_password_also_where_they_are_settings()
    {
        using var folder = new TemporaryFolder();

        Cli run = await Cli.RunWithAsync(
            name => name == "SQLTLS_PASSWORD" ? "a\"b\\c'é" : null, "connection-string", "--server", "db", "--force-strict", "--for", "node", "--output", folder.Path);

        using var settings = JsonDocument.Parse(run.Output);
        Assert.Equal("a\"b\\c'é", settings.RootElement.GetProperty("authentication").GetProperty("options").GetProperty("password").GetString());
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

    [Fact]
    public async Task Are_those_of_the_report_of_up()
    {
        using var folder = new TemporaryFolder();
        _ = await Cli.RunAsync("up", "--endpoint", "--force-strict", "--user", "sa", "--output", folder.Path);
        UpReport report = ReportJson.Read<UpReport>(await File.ReadAllTextAsync(folder.File("report.json")));

        foreach ((string driver, string expected) in report.ConnectionStrings)
        {
            Cli run = await Cli.RunAsync("connection-string", "--for", driver, "--output", folder.Path);
            Assert.Equal(expected, run.Output.TrimEnd());
        }
    }

    [Fact]
    public async Task Name_the_certificate_of_the_server_that_up_has_set_up_and_of_no_other()
    {
        using var folder = new TemporaryFolder();
        string[] words = ["connection-string", "--output", folder.Path, "--server"];
        Report(folder, "", "Server=127.0.0.1,14330;User ID=app;Encrypt=Strict");

        Cli known = await Cli.RunAsync([.. words, "localhost,14330"]);
        Cli otherPort = await Cli.RunAsync([.. words, "localhost,1433"]);
        Cli otherHost = await Cli.RunAsync([.. words, "other.example.com,14330"]);

        Assert.Equal($"Server=localhost,14330;User ID=app;Encrypt=Strict;TrustServerCertificate=False;ServerCertificate={folder.File("server.crt")}", known.Output.TrimEnd());
        Assert.Equal("Server=localhost,1433;User ID=sa;Encrypt=Mandatory;TrustServerCertificate=False", otherPort.Output.TrimEnd());
        Assert.Equal("Server=other.example.com,14330;User ID=sa;Encrypt=Mandatory;TrustServerCertificate=False", otherHost.Output.TrimEnd());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"connectionStrings":null}""")]
    [InlineData("""{"instance":null,"connectionStrings":{}}""")]
    [InlineData("""{"connectionStrings":{"sqlclient":"Server"}}""")]
    [InlineData("""{"connectionStrings":{"sqlclient":"User ID=app"}}""")]
    public async Task Of_a_report_that_is_damaged_are_refused(string report)
    {
        using var folder = new TemporaryFolder();
        _ = folder.Write("report.json", report);

        Cli run = await Cli.RunAsync("connection-string", "--output", folder.Path);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("is no report of 'sqltls up'", run.Error);
    }

    [Fact]
    public async Task Of_a_server_that_is_named_need_no_report_that_can_be_read()
    {
        using var folder = new TemporaryFolder();
        _ = folder.Write("report.json", "{}");

        Cli run = await Cli.RunAsync("connection-string", "--server", "db,1433", "--output", folder.Path);

        Assert.Equal("Server=db,1433;User ID=sa;Encrypt=Mandatory;TrustServerCertificate=False", run.Output.TrimEnd());
    }

    [Fact]
    public async Task Names_that_are_missing_in_a_report_are_nobodys()
    {
        using var folder = new TemporaryFolder();
        _ = folder.Write("report.json", """{"certificate":{"names":[null]},"connectionStrings":{"sqlclient":"Server=db,1433;User ID=app"}}""");

        Cli run = await Cli.RunAsync("connection-string", "--server", "db,1433", "--output", folder.Path);

        Assert.True(run.ExitCode == 0, run.Error);
    }

    [Fact]
    public async Task Are_of_the_only_server_that_was_set_up_here()
    {
        using var folder = new TemporaryFolder();
        Report(folder, ".sqltls/mssql", "Server=127.0.0.1,14330;User ID=sa;Encrypt=Mandatory");

        Tool one = await HereAsync(folder);
        Report(folder, ".sqltls/other", "Server=127.0.0.1,14331;User ID=sa;Encrypt=Mandatory");
        Tool two = await HereAsync(folder);

        Assert.StartsWith("Server=127.0.0.1,14330;", one.Output);
        Assert.Equal(2, two.ExitCode);
        Assert.Contains($"{Path.Combine(".sqltls", "mssql")}, {Path.Combine(".sqltls", "other")}", two.Error);
    }

    [Fact]
    public async Task Are_strict_on_request()
    {
        using var folder = new TemporaryFolder();

        Cli run = await Cli.RunAsync("connection-string", "--server", "db", "--force-strict", "--output", folder.Path);

        Assert.Contains("Encrypt=Strict", run.Output);
    }

    [Fact]
    public async Task Take_the_password_from_standard_input()
    {
        using var folder = new TemporaryFolder();

        Cli run = await Cli.RunWithInputAsync("from-input\n", "connection-string", "--server", "db", "--password-stdin", "--output", folder.Path);

        Assert.Contains("Password=from-input", run.Output);
    }

    [Fact]
    public async Task Refuse_a_report_that_is_none()
    {
        using var folder = new TemporaryFolder();
        _ = folder.Write("report.json", "{}}");

        Cli run = await Cli.RunAsync("connection-string", "--output", folder.Path);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("SQLTLS5002", run.Error);
    }

    private static Task<Tool> HereAsync(TemporaryFolder folder) =>
        Tool.RunAsync("dotnet", [typeof(CommandLine).Assembly.Location, "connection-string"], workingFolder: folder.Path);

    private static void Report(TemporaryFolder folder, string below, string sqlClient)
    {
        using var certificate = ServerCertificate.Create(CertificateOptions.For("localhost", "127.0.0.1"));
        var report = new UpReport(
            1,
            new UpReport.InstanceName("container", "mssql", "127.0.0.1,14330"),
            Changed: true,
            Restarts: 1,
            RolledBack: false,
            certificate.Describe(),
            [],
            new Dictionary<string, string> { ["sqlclient"] = sqlClient },
            new UpReport.Duration(0, 0, 0));
        _ = folder.Write(Path.Combine(below, "report.json"), ReportJson.Write(report));
        _ = folder.Write(Path.Combine(below, "server.crt"), certificate.CertificatePem());
    }
}
