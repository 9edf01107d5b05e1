using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
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
        string list = farm.List("proved.txt", farm.Servers.Keys);

        Task<Tool> running = farm.RunAsync("verify", list, "--timeout", "10");
        var connectors = new HashSet<int>();
        while (await Task.WhenAny(running, Task.Delay(TimeSpan.FromMilliseconds(200))) != running)
        {
            connectors.UnionWith(ConnectorsFor(list));
        }

        Tool run = await running;
        Assert.Empty(Wrong(farm.Servers.Keys, run, kind => Names[kind].Verified, report => (report.GetProperty("instance").GetProperty("server").GetString()!, FirstThatFailed(report))));
        // One that trusts what the machine trusts, one that trusts another authority; each may be replaced where attempts hang.
        Assert.InRange(connectors.Count, 2, 6);
    }

    [RequiresFact("procfs")]
    public async Task A_server_of_which_a_connector_dies_takes_no_other_with_it()
    {
        string[] good = [.. farm.Servers.Where(server => server.Value == "good").Take(12).Select(server => server.Key)];
        using var deadly = new TcpListener(IPAddress.Loopback, 0);
        deadly.Start();
        string deadlyServer = $"{deadly.LocalEndpoint}".Replace(':', ',');
        string list = farm.List("deadly.txt", [.. good[..4], deadlyServer, .. good[4..]]);
        using var over = new CancellationTokenSource();
        Task killing = KillAsync(deadly, list, over.Token);

        Tool run = await farm.RunAsync("verify", list, "--parallel", "6", "--timeout", "30");
        await over.CancelAsync();
        await killing;

        Dictionary<string, string> named = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToDictionary(report => report.GetProperty("instance").GetProperty("server").GetString()!, FirstThatFailed);
        Assert.Equal(VerificationCodes.ConnectorDied, named[deadlyServer]);
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

    // Answers PRELOGIN, so that it is proved, and kills the connector that comes for more.
    private static async Task KillAsync(TcpListener deadly, string list, CancellationToken cancellationToken)
    {
        // Version 16.0.1000, encryption on.
        byte[] answer = Convert.FromHexString("0401001A00000100" + "00000B0006" + "0100110001" + "FF" + "100003E80000" + "01");
        try
        {
            while (true)
            {
                Socket client = await deadly.AcceptSocketAsync(cancellationToken);
                _ = Task.Run(() => KillOrAnswer(client, list, answer), CancellationToken.None);
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private static void KillOrAnswer(Socket client, string list, byte[] answer)
    {
        using (client)
        {
            string inode = InodeOf(((IPEndPoint)client.RemoteEndPoint!).Port);
            if (ConnectorsFor(list).FirstOrDefault(id => Holds(id, inode)) is not 0 and var connector)
            {
                Process.GetProcessById(connector).Kill();
            }
            else
            {
                _ = client.Send(answer);
            }
        }
    }

    // The client's end of a connection: its local port, in hexadecimal, is the end of the second column, its inode the tenth.
    private static string InodeOf(int port) => File.ReadLines("/proc/net/tcp")
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(columns => columns[1].EndsWith(string.Create(CultureInfo.InvariantCulture, $":{port:X4}"), StringComparison.Ordinal))
        .Select(columns => columns[9])
        .FirstOrDefault("none");

    private static bool Holds(int process, string inode)
    {
        try
        {
            return Directory.EnumerateFiles($"/proc/{process}/fd").Any(file => new FileInfo(file).LinkTarget == $"socket:[{inode}]");
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return false;
        }
    }

    private static string Words(int process) => File.ReadAllText($"/proc/{process}/cmdline");

    private static int Parent(int process) =>
        int.Parse(File.ReadAllText($"/proc/{process}/stat").Split(") ")[^1].Split(' ')[1], CultureInfo.InvariantCulture);
}
