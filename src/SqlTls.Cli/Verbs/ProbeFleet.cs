using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Fleets;
using SqlTls.Reports;

namespace SqlTls.Cli.Verbs;

/// <summary><c>sqltls probe --file</c>: what every server of a list presents.</summary>
internal static class ProbeFleet
{
    public static async Task<int> RunAsync(ParseResult parsed, X509Certificate2? authority, Terminal terminal, CancellationToken cancellationToken)
    {
        IReadOnlyList<FleetServer> servers = FleetWords.Servers(parsed, terminal);
        TimeSpan renewBefore = ServerOptions.RenewalTime(parsed);
        using var progress = new Progress(terminal, servers.Count, "servers probed");
        var output = new FleetOutput<ProbeReport>(parsed, terminal, progress)
        {
            Print = row => ProbeText.PrintShort(row.Probe, terminal),
            Document = (reports, summary) => ReportJson.Write(new FleetProbeReport(1, reports, summary)),
        };
        await foreach (FleetProbed probed in FleetProbe.RunAsync(servers, FleetWords.Options(parsed, authority), cancellationToken))
        {
            var report = ProbeReport.Of(probed.Probe);
            output.Add(FleetRow.Of(probed.Server.Line, report), report, probed.Probe, FleetJudgement.Of(probed.Probe, renewBefore, DateTimeOffset.UtcNow));
        }

        return output.End();
    }
}
