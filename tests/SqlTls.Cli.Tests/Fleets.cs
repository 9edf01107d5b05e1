using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using SqlTls.Endpoint;

namespace SqlTls.Cli.Tests;

public sealed class Fleets
{
    [Fact]
    public async Task Each_server_of_a_list_is_a_line_of_ndjson_and_the_summary_is_a_message()
    {
        await using TdsEndpoint good = await TdsEndpoint.StartAsync(new TdsEndpointOptions { ForceEncryption = true });
        await using TdsEndpoint plain = await TdsEndpoint.StartAsync(new TdsEndpointOptions { SupportsEncryption = false });

        Cli run = await Cli.RunWithInputAsync(
            $"{good.Server}\n{plain.Server}\n127.0.0.1,1\n", "probe", "--file", "-", "--format", "ndjson", "--authority", good.AuthorityFile, "--timeout", "5");

        var reports = run.Output.Trim().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToDictionary(report => report.GetProperty("server").GetString()!);
        Assert.Equal("required", reports[good.Server].GetProperty("encryption").GetString());
        Assert.Equal("unsupported", reports[plain.Server].GetProperty("encryption").GetString());
        Assert.False(reports["127.0.0.1,1"].GetProperty("reachable").GetBoolean());
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("3 servers: 2 reachable, 1 encrypted, 1 strict-capable, 1 trusted, 0 expiring, 1 accept plaintext, 2 with errors.", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none", 0)]
    [InlineData("untrusted", 0)]
    [InlineData("plaintext", 1)]
    [InlineData("untrusted,plaintext", 1)]
    public async Task Only_what_is_asked_for_fails_a_probe(string failOn, int exitCode)
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();

        Cli run = await Cli.RunAsync("probe", endpoint.Server, "--authority", endpoint.AuthorityFile, "--fail-on", failOn);

        Assert.Equal(exitCode, run.ExitCode);
    }

    [Fact]
    public async Task A_certificate_that_ends_too_soon_fails_a_scheduled_job()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();

        Cli run = await Cli.RunAsync("probe", endpoint.Server, "--authority", endpoint.AuthorityFile, "--fail-on", "expiring", "--renew-before", "30");

        Assert.Equal(1, run.ExitCode);
    }

    [Fact]
    public async Task A_server_that_says_nothing_holds_up_nobody_else()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using TdsEndpoint good = await TdsEndpoint.StartAsync();
        string servers = $"127.0.0.1,{((IPEndPoint)silent.LocalEndpoint).Port}\n{good.Server}\n";

        Cli run = await Cli.RunWithInputAsync(servers, "probe", "--file", "-", "--format", "ndjson", "--authority", good.AuthorityFile, "--timeout", "2");

        string[] lines = run.Output.Trim().Split('\n');
        Assert.Contains(good.Server, lines[0], StringComparison.Ordinal);
        Assert.Contains("SQLTLS4204", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sarif_points_at_the_servers_line_in_the_list()
    {
        using var folder = new TemporaryFolder();
        string list = folder.Write("servers.txt", "# ours\n127.0.0.1,1\n");

        Cli run = await Cli.RunAsync("probe", "--file", list, "--format", "sarif");

        using var sarif = JsonDocument.Parse(run.Output);
        JsonElement result = sarif.RootElement.GetProperty("runs")[0].GetProperty("results")[0];
        Assert.Equal("SQLTLS4202", result.GetProperty("ruleId").GetString());
        Assert.Equal(2, result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("region").GetProperty("startLine").GetInt32());
    }

    [Fact]
    public async Task Every_server_of_a_list_is_proved()
    {
        await using TdsEndpoint good = await TdsEndpoint.StartAsync();
        await using TdsEndpoint plain = await TdsEndpoint.StartAsync(new TdsEndpointOptions { SupportsEncryption = false });

        Cli run = await Cli.RunWithInputAsync($"{good.Server}\n{plain.Server}\n", "verify", "--file", "-", "--json", "--authority", good.AuthorityFile, "--timeout", "5");

        using var report = JsonDocument.Parse(run.Output);
        string[] outcomes = [.. report.RootElement.GetProperty("results").EnumerateArray().Select(result => result
            .GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("id").GetString() == "encrypted-connection")
            .GetProperty("outcome").GetString()!)];
        Assert.Equal(["passed", "failed"], outcomes);
        Assert.Equal(1, run.ExitCode);
    }

    [Fact]
    public async Task A_connection_string_of_a_list_is_proved_as_it_is_and_its_password_is_not_shown()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync(new TdsEndpointOptions { Password = "canary-4711" });

        Cli run = await Cli.RunWithInputAsync(
            $"Server={endpoint.Server};User ID=sa;Password=canary-4711;Encrypt=true;TrustServerCertificate=true\n{endpoint.ConnectionString}\n",
            "verify", "--file", "-", "--authority", endpoint.AuthorityFile, "--timeout", "5");

        Assert.Contains("switches validation off", run.Output, StringComparison.Ordinal);
        Assert.Contains("2 servers: 1 proved, 1 not.", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("canary-4711", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("probe", "localhost", "--file", "x")]
    [InlineData("verify", "--server", "localhost", "--file", "x")]
    [InlineData("probe")]
    [InlineData("verify")]
    [InlineData("probe", "--file", "no-such-list.txt")]
    [InlineData("probe", "localhost", "--fail-on", "everything")]
    public async Task Words_that_name_no_server_or_two_are_refused(params string[] args)
    {
        Cli run = await Cli.RunAsync(args);

        Assert.InRange(run.ExitCode, 2, 3);
        Assert.Single(run.Error.Trim().Split('\n'), line => line.StartsWith("sqltls: error SQLTLS", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1025")]
    public async Task A_number_side_by_side_has_a_range(string parallel)
    {
        Cli run = await Cli.RunWithInputAsync("localhost", "probe", "--file", "-", "--parallel", parallel);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("from 1 to 1024", run.Error, StringComparison.Ordinal);
    }
}
