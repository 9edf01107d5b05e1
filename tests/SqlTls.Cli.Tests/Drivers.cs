using System.Diagnostics;
using System.Text.Json;

namespace SqlTls.Cli.Tests;

/// <summary>What <c>up</c> hands out, judged by the drivers themselves: accepted with it, refused without.</summary>
public sealed class Drivers : IAsyncLifetime
{
    private const string Password = "Dr1ver-pass-word";
    private const string Query = "SELECT encrypt_option FROM sys.dm_exec_connections WHERE session_id = @@SPID";

    private readonly TemporaryFolder _folder = new();
    private Process? _up;
    private JsonElement _report;

    private string Authority => _folder.File("authority.crt");

    private string Port => _report.GetProperty("instance").GetProperty("server").GetString()!.Split(',')[1];

    public async Task InitializeAsync()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, "up", "--endpoint", "--force-encryption", "--keep-running", "--output", _folder.Path])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["SQLTLS_PASSWORD"] = Password;
        _up = Process.Start(start)!;
        string? said;
        do
        {
            said = await _up.StandardError.ReadLineAsync();
        }
        while (said is not null && !said.StartsWith("Listening on", StringComparison.Ordinal));

        _report = JsonDocument.Parse(await File.ReadAllTextAsync(_folder.File("report.json"))).RootElement;
    }

    public async Task DisposeAsync()
    {
        _up!.Kill(entireProcessTree: true);
        await _up.WaitForExitAsync();
        _up.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task SqlClient_connects_with_its_string()
    {
        Cli verify = await Cli.RunWithInputAsync($"{StringFor("sqlclient")};Password={Password}", "verify", "--connection-string-stdin");

        Assert.Matches(@"encrypted-connection\s+passed", verify.Output);
    }

    [RequiresFact("tedious")]
    public async Task Mssql_for_Node_connects_with_its_string_and_the_authority()
    {
        Tool trusting = await MssqlAsync(Authority);
        Tool stranger = await MssqlAsync(null);

        Assert.True(trusting.ExitCode == 0 && trusting.Output.Trim() == "TRUE", trusting.Everything);
        Assert.True(stranger.ExitCode != 0, stranger.Everything);
    }

    [RequiresFact("tedious")]
    public async Task Tedious_connects_with_the_authority()
    {
        Tool trusting = await TediousAsync(Authority);
        Tool stranger = await TediousAsync(null);

        Assert.True(trusting.ExitCode == 0 && trusting.Output.Trim() == "TRUE", trusting.Everything);
        Assert.True(stranger.ExitCode != 0, stranger.Everything);
    }

    [RequiresFact("freetds")]
    public async Task FreeTDS_connects_with_the_authority()
    {
        Tool trusting = await TsqlAsync(Authority);
        Tool stranger = await TsqlAsync("system");

        Assert.True(trusting.ExitCode == 0 && trusting.Output.Contains("TRUE"), trusting.Everything);
        Assert.True(stranger.ExitCode != 0, stranger.Everything);
    }

    [RequiresFact("odbc")]
    public async Task ODBC_through_FreeTDS_connects_with_the_authority()
    {
        Tool trusting = await IsqlAsync(Authority);
        Tool stranger = await IsqlAsync("system");

        Assert.True(trusting.ExitCode == 0 && trusting.Output.Contains("TRUE"), trusting.Everything);
        Assert.False(stranger.Output.Contains("TRUE"), stranger.Everything);
    }

    private string StringFor(string driver) => _report.GetProperty("connectionStrings").GetProperty(driver).GetString()!;

    private Task<Tool> MssqlAsync(string? authority) => NodeAsync("mssql.cjs", $"{StringFor("node")};Password={Password}", authority);

    private Task<Tool> TediousAsync(string? authority) =>
        NodeAsync("tedious.cjs", JsonSerializer.Serialize(new { host = "localhost", port = int.Parse(Port), user = "sa", password = Password, encrypt = true }), authority);

    private static Task<Tool> NodeAsync(string script, string input, string? authority) => Tool.RunAsync(
        "node",
        [Repository.File($"tests/npm/{script}")],
        input,
        [new("NODE_PATH", Repository.File("artifacts/npm/node_modules")), new("NODE_EXTRA_CA_CERTS", authority)]);

    private Task<Tool> TsqlAsync(string authority) =>
        Tool.RunAsync("tsql", ["-S", "endpoint", "-U", "sa", "-o", "q"], $"{Password}\n{Query}\ngo\nexit\n", FreeTds(authority));

    private Task<Tool> IsqlAsync(string authority)
    {
        string driver = Directory.EnumerateFiles("/usr/lib", "libtdsodbc.so", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2 }).First();
        string odbc = _folder.Write("odbc.ini", $"""
            [endpoint]
            Driver = {driver}
            Servername = endpoint
            """);
        return Tool.RunAsync("isql", ["-b", "-e", "endpoint", "sa", Password], Query + "\n", [.. FreeTds(authority), new("ODBCINI", odbc)]);
    }

    // As docs/drivers.md has it.
    private KeyValuePair<string, string?>[] FreeTds(string authority)
    {
        string conf = _folder.Write("freetds.conf", $"""
            [endpoint]
              host = localhost
              port = {Port}
              tds version = 7.4
              encryption = require
              ca file = {authority}
              check certificate hostname = yes
            """);
        return [new("FREETDSCONF", conf), new("FREETDS", conf)];
    }
}
