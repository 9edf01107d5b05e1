using System.Diagnostics;
using SqlTls.Certificates;
using SqlTls.Fleets;
using SqlTls.Probing;

namespace SqlTls.Tests.Fleets;

public sealed class FleetOfAThousand
{
    private static readonly FleetOptions Options = new() { Timeout = TimeSpan.FromSeconds(10), Parallel = 100 };

    [Fact]
    public async Task Each_server_is_named_for_what_it_is()
    {
        await using Farm farm = await Farm.StartAsync(1_000, processes: 4);
        IReadOnlyList<FleetServer> servers = FleetFile.Read(string.Join('\n', farm.Servers.Keys), "farm", FleetFileFormat.Text);

        var wrong = new List<string>();
        await foreach (FleetProbed probed in FleetProbe.RunAsync(servers, Options with { Authority = farm.Authority.Certificate }))
        {
            string kind = farm.Servers[$"{probed.Probe.Server}"];
            if (!IsNamedFor(kind, probed.Probe))
            {
                wrong.Add($"{probed.Probe.Server} {kind}: {string.Join("; ", probed.Probe.Findings.Select(finding => $"{finding.Severity} {finding.Code} {finding.Message}"))}");
            }
        }

        Assert.Equal(1_000, farm.Servers.Count);
        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    [Fact]
    public async Task Proofs_share_a_few_connectors_and_end_each_for_itself()
    {
        await using Farm farm = await Farm.StartAsync(80, processes: 1);
        IReadOnlyList<FleetServer> servers = FleetFile.Read(string.Join('\n', farm.Servers.Keys), "farm", FleetFileFormat.Text);
        FleetOptions options = Options with { Authority = farm.Authority.Certificate, Parallel = 16 };

        var wrong = new List<string>();
        var connectors = new HashSet<int>();
        await foreach (FleetVerified verified in FleetVerifier.RunAsync(servers, options, new FleetLogin("sa", null), TimeSpan.FromDays(1)))
        {
            connectors.UnionWith(Connectors());
            string kind = farm.Servers[$"{verified.Server.Address}"];
            string[] failed = [.. verified.Result.Checks.Where(check => check.Fails).Select(check => check.Id)];
            if (kind == "good" ? failed.Length > 0 : !failed.Contains(CheckThatFails(kind)))
            {
                wrong.Add($"{verified.Server.Address} {kind}: {string.Join(", ", failed)}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
        // One that trusts the authority, one that trusts another; each may be replaced once where attempts hang.
        Assert.InRange(connectors.Count, 2, 4);
    }

    private static string CheckThatFails(string kind) => kind switch
    {
        "expired" => "not-expiring",
        "wrong-name" => "names-covered",
        "untrusted" => "encrypted-connection",
        "plaintext" => "certificate-presented",
        _ => "listening",
    };

    // The connectors of this process: the machine may have others.
    private static IEnumerable<int> Connectors() => Process.GetProcesses().Select(process => process.Id).Where(id =>
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").Contains("SqlTls.Connector", StringComparison.Ordinal)
                && File.ReadAllText($"/proc/{id}/stat").Split(") ")[^1].Split(' ')[1] == $"{Environment.ProcessId}";
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return false;
        }
    });

    private static bool IsNamedFor(string kind, ProbeResult probe)
    {
        string[] errors = [.. probe.Findings.Where(finding => finding.Severity == Severity.Error).Select(finding => finding.Code)];
        return kind switch
        {
            "good" => errors.Length == 0 && probe is { Reachable: true, Strict: true },
            "expired" => errors.Contains(CertificateCodes.Expired),
            "wrong-name" => errors.Contains(CertificateCodes.NameNotCovered),
            "untrusted" => errors is [ProbeCodes.Untrusted],
            "plaintext" => errors is [ProbeCodes.NoEncryption],
            "floods" => errors is [ProbeCodes.NotSqlServer],
            _ => errors is [ProbeCodes.Interrupted],
        };
    }
}
