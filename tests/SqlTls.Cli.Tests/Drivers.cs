using System.Text.Json;

namespace SqlTls.Cli.Tests;

/// <summary>What <c>up</c> hands out, judged by the drivers themselves: accepted with it, refused without.</summary>
public sealed class Drivers : IAsyncLifetime
{
    private const string Password = RunningUp.Password;
    private const string Query = "SELECT encrypt_option FROM sys.dm_exec_connections WHERE session_id = @@SPID";

    private RunningUp _up = null!;

    public async Task InitializeAsync() => _up = await RunningUp.StartAsync("--force-encryption");

    public async Task DisposeAsync() => await _up.DisposeAsync();

    [Fact]
    public async Task SqlClient_connects_with_its_string()
    {
        Cli verify = await Cli.RunWithInputAsync($"{_up.StringFor("sqlclient")};Password={Password}", "verify", "--connection-string-stdin");

        Assert.Matches(@"encrypted-connection\s+passed", verify.Output);
    }

    [RequiresFact("tedious")]
    public async Task Mssql_for_Node_connects_with_its_string_and_the_authority()
    {
        Tool trusting = await MssqlAsync(_up.Authority);
        Tool stranger = await MssqlAsync(null);

        Assert.True(trusting.ExitCode == 0 && trusting.Output.Trim() == "TRUE", trusting.Everything);
        Assert.True(stranger.ExitCode != 0, stranger.Everything);
    }

    [RequiresFact("tedious")]
    public async Task Tedious_connects_with_the_authority()
    {
        Tool trusting = await TediousAsync(_up.Authority);
        Tool stranger = await TediousAsync(null);

        Assert.True(trusting.ExitCode == 0 && trusting.Output.Trim() == "TRUE", trusting.Everything);
        Assert.True(stranger.ExitCode != 0, stranger.Everything);
    }

    [RequiresFact("freetds")]
    public async Task FreeTDS_connects_with_the_authority()
    {
        Tool trusting = await TsqlAsync(_up.Authority);
        Tool stranger = await TsqlAsync("system");

        Assert.True(trusting.ExitCode == 0 && trusting.Output.Contains("TRUE"), trusting.Everything);
        Assert.True(stranger.ExitCode != 0, stranger.Everything);
    }

    [RequiresFact("odbc")]
    public async Task ODBC_through_FreeTDS_connects_with_the_authority()
    {
        Tool trusting = await IsqlAsync(_up.Authority);
        Tool stranger = await IsqlAsync("system");

        Assert.True(trusting.ExitCode == 0 && trusting.Output.Contains("TRUE"), trusting.Everything);
        Assert.False(stranger.Output.Contains("TRUE"), stranger.Everything);
    }

    private Task<Tool> MssqlAsync(string? authority) => NodeDriver.RunAsync("mssql.cjs", $"{_up.StringFor("node")};Password={Password}", authority);

    private Task<Tool> TediousAsync(string? authority) => NodeDriver.RunAsync(
        "tedious.cjs", JsonSerializer.Serialize(new { host = "localhost", port = int.Parse(_up.Port), user = "sa", password = Password, encrypt = true }), authority);

    private Task<Tool> TsqlAsync(string authority) =>
        Tool.RunAsync("tsql", ["-S", "endpoint", "-U", "sa", "-o", "q"], $"{Password}\n{Query}\ngo\nexit\n", FreeTds(authority));

    private Task<Tool> IsqlAsync(string authority)
    {
        string driver = Directory.EnumerateFiles("/usr/lib", "libtdsodbc.so", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2 }).First();
        string odbc = _up.Folder.Write("odbc.ini", $"""
            [endpoint]
            Driver = {driver}
            Servername = endpoint
            """);
        return Tool.RunAsync("isql", ["-b", "-e", "endpoint", "sa", Password], Query + "\n", [.. FreeTds(authority), new("ODBCINI", odbc)]);
    }

    // As docs/drivers.md has it.
    private KeyValuePair<string, string?>[] FreeTds(string authority)
    {
        string conf = _up.Folder.Write("freetds.conf", $"""
            [endpoint]
              host = localhost
              port = {_up.Port}
              tds version = 7.4
              encryption = require
              ca file = {authority}
              check certificate hostname = yes
            """);
        return [new("FREETDSCONF", conf), new("FREETDS", conf)];
    }
}
