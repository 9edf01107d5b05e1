using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Fleets;
using SqlTls.Reports;

namespace SqlTls.Cli.Verbs;

/// <summary><c>sqltls verify --file</c>: the checks on every server of a list.</summary>
internal static class VerifyFleet
{
    public static async Task<int> RunAsync(ParseResult parsed, X509Certificate2? authority, Terminal terminal, CancellationToken cancellationToken)
    {
        FleetWords.RefuseTwoInputs(parsed);
        IReadOnlyList<FleetServer> servers = FleetWords.Servers(parsed, terminal);
        FleetOptions options = FleetWords.Options(parsed, authority) with { ForceEncryption = parsed.GetValue(ServerOptions.ForceEncryption) };
        var login = new FleetLogin(parsed.GetValue(ServerOptions.User), ServerOptions.Password(parsed, terminal));
        TimeSpan renewBefore = ServerOptions.RenewalTime(parsed);
        using var progress = new Progress(terminal, servers.Count, "servers verified");
        var output = new FleetOutput<UpReport>(parsed, terminal, progress)
        {
            Print = row => Print(row, terminal),
            Document = (reports, summary) => ReportJson.Write(new FleetVerifyReport(1, reports, summary)),
        };
        await foreach (FleetVerified verified in FleetVerifier.RunAsync(servers, options, login, renewBefore, cancellationToken))
        {
            output.Add(
                FleetRow.Of(verified.Server.Line, verified.Result),
                UpReport.Of(verified.Result),
                verified.Result.Probe,
                FleetJudgement.Of(verified.Result, renewBefore, DateTimeOffset.UtcNow));
        }

        return output.End();
    }

    private static void Print(FleetRow row, Terminal terminal)
    {
        bool fails = row.Findings is [{ Severity: Severity.Error }, ..];
        terminal.Tell($"{(fails ? "FAILED" : "passed")}  {row.Probe.Server}");
        foreach (Finding finding in row.Findings)
        {
            terminal.Tell($"        {ProbeText.Line(finding)}");
        }
    }
}
