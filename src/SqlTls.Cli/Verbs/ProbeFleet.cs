using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Fleets;
using SqlTls.Reports;

namespace SqlTls.Cli.Verbs;

/// <summary><c>sqltls probe --file</c>: what every server of a list presents.</summary>
internal static class ProbeFleet
{
    public static async Task<int> RunAsync(ParseResult parsed, X509Certificate2? authority, FleetConditions failOn, Terminal terminal, CancellationToken cancellationToken)
    {
        IReadOnlyList<FleetServer> servers = FleetWords.Servers(parsed, terminal);
        TimeSpan renewBefore = ServerOptions.RenewalTime(parsed);
        string format = ProbeVerb.FormatOf(parsed);
        FleetSummary summary = FleetSummary.Empty;
        FleetConditions seen = FleetConditions.None;
        var kept = new List<FleetProbed>();
        using (var progress = new Progress(terminal, servers.Count, "servers probed"))
        {
            await foreach (FleetProbed result in FleetProbe.RunAsync(servers, FleetWords.Options(parsed, authority), cancellationToken))
            {
                FleetConditions conditions = FleetJudgement.Of(result.Report, renewBefore, DateTimeOffset.UtcNow);
                seen |= conditions;
                summary = summary.With(result.Report, conditions);
                progress.Step(() => Print(result, format, kept, terminal));
            }
        }

        PrintWhole(parsed, format, summary, kept, terminal);
        return (seen & failOn) != 0 ? 1 : 0;
    }

    // What is one document at the end is kept till then; what is a line of its own goes out at once.
    private static void Print(FleetProbed result, string format, List<FleetProbed> kept, Terminal terminal)
    {
        switch (format)
        {
            case "text":
                ProbeText.PrintShort(result.Report, terminal);
                break;
            case "ndjson":
                terminal.Out.WriteLine(ReportJson.WriteLine(result.Report));
                terminal.Out.Flush();
                break;
            default:
                kept.Add(result);
                break;
        }
    }

    private static void PrintWhole(ParseResult parsed, string format, FleetSummary summary, List<FleetProbed> kept, Terminal terminal)
    {
        IEnumerable<FleetProbed> inOrder = kept.OrderBy(result => result.Server.Line);
        switch (format)
        {
            case "json":
                terminal.Out.WriteLine(ReportJson.Write(new FleetProbeReport(1, [.. inOrder.Select(result => result.Report)], summary)));
                break;
            case "sarif":
                terminal.Out.WriteLine(ProbeSarif.Write(inOrder, parsed.GetValue(FleetWords.File)));
                break;
            case "ndjson":
                terminal.Error.WriteLine(summary);
                break;
            default:
                terminal.Out.WriteLine(summary);
                break;
        }
    }
}
