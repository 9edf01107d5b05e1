using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using SqlTls.Endpoint.Scenarios;

namespace SqlTls.Cli.Tests;

public sealed class EndpointProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Says_in_a_line_where_it_listens_and_ends_cleanly_on_CtrlC()
    {
        using Process process = Start();
        using JsonDocument endpoint = await LineAsync(process);
        string authority = endpoint.RootElement.GetProperty("authorityFile").GetString()!;

        Cli probe = await Cli.RunAsync("probe", endpoint.RootElement.GetProperty("server").GetString()!, "--authority", authority);
        int exitCode = await InterruptAsync(process);

        Assert.Equal(0, probe.ExitCode);
        Assert.Equal(0, exitCode);
        Assert.False(File.Exists(authority));
        // On a slow day it says what takes long.
        Assert.Equal("", (await process.StandardError.ReadToEndAsync()).Replace($"Starting the endpoint …{Environment.NewLine}", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("server.pfx")]
    [InlineData("server.crt", "--key", "server.key")]
    public async Task Presents_a_certificate_that_is_given(string certificate, params string[] key)
    {
        _ = await Cli.RunAsync("certificate", "create", "--dns-name", "sql.test", "--output", _folder.Path);

        using Process process = Start(["--certificate", certificate, .. key]);
        using JsonDocument endpoint = await LineAsync(process);
        Cli probe = await Cli.RunAsync("probe", endpoint.RootElement.GetProperty("server").GetString()!, "--authority", _folder.File("authority.crt"), "--dns-name", "sql.test");
        _ = await InterruptAsync(process);

        Assert.True(probe.ExitCode == 0, probe.Output);
    }

    [Fact]
    public async Task All_scenarios_are_a_line_each_on_ports_that_follow_each_other()
    {
        int port = FreePort();
        using Process process = Start("--scenario", "ALL", "--port", $"{port}");
        var schema = await NJsonSchema.JsonSchema.FromFileAsync(Repository.File("docs/schemas/endpoint.json"));
        var seen = new List<(string, int)>();
        foreach (Scenario scenario in ScenarioCatalog.All)
        {
            using JsonDocument line = await LineAsync(process);
            Assert.Empty(schema.Validate(line.RootElement.GetRawText()));
            seen.Add((line.RootElement.GetProperty("scenario").GetString()!, line.RootElement.GetProperty("port").GetInt32()));
        }

        int exitCode = await InterruptAsync(process);

        Assert.Equal(ScenarioCatalog.All.Select((scenario, number) => (scenario.Name, port + number)), seen);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task A_scenario_says_whom_to_trust_and_how_to_log_in()
    {
        ProcessStartInfo start = Interruptible.Dotnet(typeof(CommandLine).Assembly.Location, "endpoint", "--scenario", "expired");
        start.RedirectStandardOutput = true;
        using Process process = Process.Start(start)!;

        string?[] said = [await process.StandardOutput.ReadLineAsync().WaitAsync(Patience), await process.StandardOutput.ReadLineAsync(), await process.StandardOutput.ReadLineAsync()];
        bool isThere = File.Exists(said[1]!.Trim().Split(' ', 2)[1].Trim());
        _ = await InterruptAsync(process);

        Assert.Contains("expired", said[0]);
        Assert.True(isThere, said[1]);
        Assert.Contains(";Password=Aa1-", said[2]);
    }

    [Fact]
    public async Task List_names_every_scenario()
    {
        Cli run = await Cli.RunAsync("endpoint", "--scenario", "list");

        Assert.Equal(ScenarioCatalog.All.Select(scenario => scenario.Name), run.Output.TrimEnd().Split('\n').Select(line => line.Split(' ')[0]));
    }

    [Theory]
    [InlineData("SQLTLS3904", "--scenario", "nonsense")]
    [InlineData("SQLTLS5002", "--scenario", "list", "--json")]
    [InlineData("SQLTLS5002", "--scenario", "expired", "--force-strict")]
    [InlineData("SQLTLS5002", "--scenario", "expired", "--dns-name", "sql.test")]
    [InlineData("SQLTLS3901", "--scenario", "all", "--port", "65530")]
    [InlineData("SQLTLS3901", "--scenario", "expired", "--port", "65536")]
    [InlineData("SQLTLS3901", "--scenario", "expired", "--port", "-1")]
    public async Task What_makes_no_sense_is_refused_before_anything_listens(string code, params string[] words)
    {
        Cli run = await Cli.RunAsync(["endpoint", .. words]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(code, run.Output + run.Error);
        Assert.DoesNotContain("127.0.0.1,", run.Output);
    }

    [Theory]
    [InlineData("MSSQL_SA_PASSWORD", "")]
    [InlineData(null, "--password-stdin")]
    public async Task Takes_a_password_from_where_the_other_verbs_do(string? variable, string option)
    {
        const string Password = "Given-77a1";
        ProcessStartInfo start = StartInfo(option.Length > 0 ? [option] : []);
        start.RedirectStandardInput = true;
        if (variable is not null)
        {
            start.Environment[variable] = Password;
        }

        using Process process = Process.Start(start)!;
        await process.StandardInput.WriteLineAsync(Password);
        process.StandardInput.Close();
        using JsonDocument endpoint = await LineAsync(process);
        _ = await InterruptAsync(process);

        Assert.Equal(Password, endpoint.RootElement.GetProperty("password").GetString());
    }

    [Theory]
    [InlineData("endpoint")]
    [InlineData("endpoint", "--scenario", "good")]
    [InlineData("verify", "--server", "127.0.0.1,1")]
    public async Task A_password_that_should_come_from_standard_input_and_does_not_is_missed(params string[] verb)
    {
        Cli run = await Cli.RunWithInputAsync("\n", [.. verb, "--password-stdin"]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("error SQLTLS5002: --password-stdin", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        // Below those that this machine gives out by itself, where thirty in a row are free.
        return 20_000 + (((IPEndPoint)listener.LocalEndpoint).Port % 10_000);
    }

    private static async Task<JsonDocument> LineAsync(Process process) =>
        JsonDocument.Parse(await process.StandardOutput.ReadLineAsync().WaitAsync(Patience) ?? throw new InvalidOperationException(await process.StandardError.ReadToEndAsync()));

    private static async Task<int> InterruptAsync(Process process)
    {
        await process.InterruptAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode;
    }

    private Process Start(params string[] words) => Process.Start(StartInfo(words))!;

    private ProcessStartInfo StartInfo(params string[] words)
    {
        ProcessStartInfo start = Interruptible.Dotnet(typeof(CommandLine).Assembly.Location, ["endpoint", "--json", .. words]);
        start.WorkingDirectory = _folder.Path;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        return start;
    }
}
