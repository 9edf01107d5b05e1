using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SqlTls.Endpoint.Scenarios;
using SqlTls.Verification;

namespace SqlTls.Cli.Tests;

/// <summary>A fleet in which some servers are bad in each of the ways there are: each is named for what it is, as docs/scenarios.md has it.</summary>
public sealed class FleetOfAThousand(Farm farm) : IClassFixture<Farm>
{
    private static readonly Dictionary<string, (string Probed, string Verified)> Names = ReadNames();

    [RequiresFact("linux")]
    public async Task Each_server_is_probed_and_named_for_what_it_is()
    {
        Tool run = await farm.RunAsync("probe", farm.List("all.txt", farm.Servers.Keys), "--parallel", "100", "--timeout", "10");

        Assert.Equal((1_000, 900), (farm.Servers.Count, farm.Servers.Values.Count(kind => kind == "good")));
        Assert.Equal(Names.Keys.Order(), farm.Servers.Values.Distinct().Order());
        Assert.Empty(Wrong(farm.Servers.Keys, run, kind => Names[kind].Probed, report => (report.GetProperty("server").GetString()!, Worst(report))));
        Assert.Contains("1000 servers: ", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, run.ExitCode);
    }

    [RequiresFact("linux")]
    public async Task Each_server_is_proved_and_named_for_what_it_is_by_a_few_connectors()
    {
        // Everything that is bad, and of the good ones a few hundred: a proof takes far more than a probe.
        string[] servers = [.. farm.Servers.Where(server => server.Value != "good").Concat(farm.Servers.Where(server => server.Value == "good").Take(200)).Select(server => server.Key)];
        string list = farm.List("proved.txt", servers);

        Task<Tool> running = farm.RunAsync("verify", list, "--timeout", "10");
        var connectors = new HashSet<int>();
        while (await Task.WhenAny(running, Task.Delay(TimeSpan.FromMilliseconds(200))) != running)
        {
            connectors.UnionWith(ConnectorsFor(list));
        }

        Tool run = await running;
        Assert.Empty(Wrong(servers, run, kind => Names[kind].Verified, report => (report.GetProperty("instance").GetProperty("server").GetString()!, FirstThatFailed(report))));
        // One that trusts what the machine trusts, one that trusts another authority; each may be replaced where attempts hang.
        Assert.InRange(connectors.Count, 2, 6);
    }

    [RequiresFact("procfs")]
    public async Task A_server_of_which_a_connector_dies_takes_no_other_with_it()
    {
        string[] good = [.. farm.Servers.Where(server => server.Value == "good").Take(12).Select(server => server.Key)];
        await using var deadly = new DeadlyServer(() => ConnectorsFor("deadly.txt"));
        string list = farm.List("deadly.txt", [.. good[..4], deadly.Server, .. good[4..]]);

        Tool run = await farm.RunAsync("verify", list, "--parallel", "6", "--timeout", "30");

        Dictionary<string, string> named = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToDictionary(report => report.GetProperty("instance").GetProperty("server").GetString()!, FirstThatFailed);
        Assert.Equal(VerificationCodes.ConnectorDied, named[deadly.Server]);
        Assert.All(good, server => Assert.Equal("passed", named[server]));
        Assert.Equal(1, run.ExitCode);
    }

    private IEnumerable<string> Wrong(IEnumerable<string> servers, Tool run, Func<string, string> expected, Func<JsonElement, (string Server, string Name)> read)
    {
        Dictionary<string, string> named = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => read(JsonDocument.Parse(line).RootElement))
            .ToDictionary(row => row.Server, row => row.Name);
        return servers
            .Where(server => named.GetValueOrDefault(server) != expected(farm.Servers[server]))
            .Select(server => $"{server} {farm.Servers[server]}: {named.GetValueOrDefault(server, run.Error)}");
    }

    // Codes of what is worst, as on the page.
    private static string Worst(JsonElement report)
    {
        (string Severity, string Code)[] flaws = [.. report.GetProperty("findings").EnumerateArray()
            .Select(finding => (finding.GetProperty("severity").GetString()!, finding.GetProperty("code").GetString()!))
            .Where(finding => finding.Item1 != "note")];
        return flaws.Length == 0 ? "good" : string.Join(", ", flaws.Where(flaw => flaw.Severity == flaws[0].Severity).Select(flaw => flaw.Code).Distinct());
    }

    private static string FirstThatFailed(JsonElement report)
    {
        foreach (JsonElement check in report.GetProperty("checks").EnumerateArray().Where(check => check.GetProperty("outcome").GetString() == "failed"))
        {
            return (check.GetProperty("evidence").TryGetProperty("diagnosis", out JsonElement diagnosis) ? diagnosis : check.GetProperty("code")).GetString()!;
        }

        return "passed";
    }

    // The columns "probe" and "verify" of the matrix that the tests of the scenarios write, and the ways that are no scenarios.
    private static Dictionary<string, (string Probed, string Verified)> ReadNames()
    {
        Dictionary<string, (string, string)> names = File.ReadLines(Repository.File("docs/scenarios.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells[1] == "`good`" || ScenarioCatalog.Named(cells[1].Trim('`')).Verdict is ScenarioVerdict.Refuse or ScenarioVerdict.Doubtful)
            .ToDictionary(cells => cells[1].Trim('`'), cells => (cells[3], cells[4]));
        names.Add("resets", ("SQLTLS4204", "SQLTLS4204"));
        names.Add("floods", ("SQLTLS4203", "SQLTLS4203"));
        return names;
    }

    // The connectors of the tool that reads this list: the machine may have others.
    private static IEnumerable<int> ConnectorsFor(string list) => Process.GetProcesses().Select(process => process.Id).Where(id =>
    {
        try
        {
            return Words(id).Contains("SqlTls.Connector", StringComparison.Ordinal) && Words(Parent(id)).Contains(list, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return false;
        }
    });

    private static string Words(int process) => File.ReadAllText($"/proc/{process}/cmdline");

    private static int Parent(int process) =>
        int.Parse(File.ReadAllText($"/proc/{process}/stat").Split(") ")[^1].Split(' ')[1], CultureInfo.InvariantCulture);
}
