using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using SqlTls.Certificates;
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

    [Fact]
    public async Task Two_formats_at_once_are_refused()
    {
        Cli run = await Cli.RunWithInputAsync("127.0.0.1,1\n", "probe", "--file", "-", "--json", "--format", "ndjson");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("two formats", run.Output);
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

    [Theory]
    [InlineData("probe", "SQLTLS4202")]
    [InlineData("verify", "SQLTLS4001")]
    public async Task Sarif_points_at_the_servers_line_in_the_list_and_has_the_summary(string verb, string rule)
    {
        using var folder = new TemporaryFolder();
        string list = folder.Write("servers.txt", "# ours\n127.0.0.1,1\n");

        Cli run = await Cli.RunAsync(verb, "--file", list, "--format", "sarif", "--timeout", "2");

        using var sarif = JsonDocument.Parse(run.Output);
        JsonElement fleet = sarif.RootElement.GetProperty("runs")[0];
        Assert.Equal(1, fleet.GetProperty("properties").GetProperty("summary").GetProperty("servers").GetInt32());
        JsonElement result = fleet.GetProperty("results").EnumerateArray().First(each => each.GetProperty("ruleId").GetString() == rule);
        Assert.Equal(2, result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("region").GetProperty("startLine").GetInt32());
    }

    [RequiresTheory("sarif")]
    [InlineData("probe")]
    [InlineData("verify")]
    public async Task Sarif_is_valid(string verb)
    {
        using var folder = new TemporaryFolder();
        await using TdsEndpoint plain = await TdsEndpoint.StartAsync(new TdsEndpointOptions { SupportsEncryption = false });
        string list = folder.Write("with blank/servers.txt", $"127.0.0.1,1\n{plain.Server}\n");
        string log = folder.Write("log.sarif", (await Cli.RunAsync(verb, "--file", list, "--format", "sarif", "--timeout", "5")).Output);

        Tool judge = await Tool.RunAsync(Repository.File("artifacts/npm/node_modules/.bin/sarif-multitool"), ["validate", log]);

        Assert.True(judge.ExitCode == 0 && !judge.Output.Contains(" error ", StringComparison.Ordinal), judge.Everything);
        Assert.Contains("with%20blank/servers.txt", await File.ReadAllTextAsync(log), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("probe", "SQLTLS4202")]
    [InlineData("verify", "SQLTLS4001")]
    public async Task The_page_has_the_numbers_the_findings_and_each_server(string verb, string code)
    {
        await using TdsEndpoint good = await TdsEndpoint.StartAsync(new TdsEndpointOptions { ForceEncryption = true });

        Cli run = await Cli.RunWithInputAsync(
            $"{good.Server}\n127.0.0.1,1\n", verb, "--file", "-", "--format", "html", "--authority", good.AuthorityFile, "--timeout", "5");

        Assert.Contains("1 of 2 servers with errors</title>", run.Output, StringComparison.Ordinal);
        Assert.Contains($">{code}</a>", run.Output, StringComparison.Ordinal);
        Assert.Contains($"<td>{good.Server}</td>", run.Output, StringComparison.Ordinal);
        Assert.Contains("required, strict", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("</html>", run.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Proofs_come_as_lines_too_and_only_what_is_asked_for_fails_them()
    {
        await using TdsEndpoint plain = await TdsEndpoint.StartAsync(new TdsEndpointOptions { SupportsEncryption = false });

        Cli run = await Cli.RunWithInputAsync(
            $"{plain.Server}\n127.0.0.1,1\n", "verify", "--file", "-", "--format", "ndjson", "--timeout", "5", "--fail-on", "expiring");

        string[] servers = [.. run.Output.Trim().Split('\n').Select(line => JsonDocument.Parse(line).RootElement.GetProperty("instance").GetProperty("server").GetString()!)];
        Assert.Equal(["127.0.0.1,1", plain.Server], servers.Order());
        Assert.Contains("2 servers: 1 reachable, 0 encrypted, 0 strict-capable, 0 trusted, 0 expiring, 1 accept plaintext, 2 with errors.", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, run.ExitCode);
    }

    [Theory]
    [InlineData("ndjson", "{\"schema\":1,\"instance\"")]
    [InlineData("sarif", "\"ruleId\": \"SQLTLS4001\"")]
    [InlineData("html", "of 127.0.0.1,1 failed</title>")]
    public async Task One_server_is_proved_in_every_format(string format, string said)
    {
        Cli run = await Cli.RunAsync("verify", "--server", "127.0.0.1,1", "--format", format, "--timeout", "2");

        Assert.Contains(said, run.Output, StringComparison.Ordinal);
        Assert.Equal(1, run.ExitCode);
    }

    [Fact]
    public void A_line_counts_while_somebody_watches_and_is_gone_at_the_end()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        using (var progress = new Progress(new Terminal(TextReader.Null, output, error, IsInteractive: true, HasColor: false), 2, "servers probed"))
        {
            progress.Step(() => output.Write("one"));
            progress.Step(() => output.Write("two"));
        }

        Assert.Equal("1 of 2 servers probed …\r\e[K", error.ToString());
        Assert.Equal("onetwo", output.ToString());
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

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public async Task Encryption_that_was_to_be_forced_is_proved_of_every_server(bool forces, int exitCode)
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync(new TdsEndpointOptions { ForceEncryption = forces });

        Cli run = await Cli.RunWithInputAsync($"{endpoint.Server}\n", "verify", "--file", "-", "--json", "--force-encryption", "--authority", endpoint.AuthorityFile, "--timeout", "10");

        using var report = JsonDocument.Parse(run.Output);
        JsonElement check = report.RootElement.GetProperty("results")[0].GetProperty("checks").EnumerateArray().Single(each => each.GetProperty("id").GetString() == "plaintext-refused");
        Assert.Equal(forces ? "passed" : "failed", check.GetProperty("outcome").GetString());
        Assert.Equal(exitCode, run.ExitCode);
    }

    [Fact]
    public async Task A_list_and_a_password_do_not_both_come_from_standard_input()
    {
        Cli run = await Cli.RunWithInputAsync("Canary-9\n127.0.0.1,1\n", "verify", "--file", "-", "--password-stdin");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("cannot both come from standard input", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Canary-9", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_in_a_file_leaves_standard_input_to_the_password()
    {
        using var folder = new TemporaryFolder();
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync(new TdsEndpointOptions { Password = "Canary-9" });

        Cli run = await Cli.RunWithInputAsync(
            "Canary-9\n", "verify", "--file", folder.Write("servers.txt", endpoint.Server), "--password-stdin", "--json", "--authority", endpoint.AuthorityFile, "--timeout", "10");

        Assert.Contains("\"login\": \"accepted\"", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, run.ExitCode);
    }

    [Theory]
    [InlineData("sql1.corp", 0)]
    [InlineData("sql2.corp", 1)]
    public async Task A_probe_holds_the_certificate_against_the_name_that_the_connection_string_gives(string name, int exitCode)
    {
        using var certificate = ServerCertificate.Create(CertificateOptions.For("sql1.corp"));
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync(new TdsEndpointOptions { Certificate = certificate });

        Cli run = await Cli.RunWithInputAsync(
            $"Server={endpoint.Server};HostNameInCertificate={name}\n", "probe", "--file", "-", "--authority", endpoint.AuthorityFile, "--timeout", "10");

        Assert.Equal(exitCode == 1, run.Output.Contains("SQLTLS2004", StringComparison.Ordinal));
        Assert.Equal(exitCode, run.ExitCode);
    }

    [Fact]
    public async Task A_connection_string_of_a_list_is_proved_as_it_is_and_its_password_is_not_shown()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync(new TdsEndpointOptions { Password = "canary-4711" });

        Cli run = await Cli.RunWithInputAsync(
            $"Server={endpoint.Server};User ID=sa;Password=canary-4711;Encrypt=true;TrustServerCertificate=true\n{endpoint.ConnectionString}\n",
            "verify", "--file", "-", "--authority", endpoint.AuthorityFile, "--timeout", "5");

        Assert.Contains("switches validation off", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 with errors.", run.Output, StringComparison.Ordinal);
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
