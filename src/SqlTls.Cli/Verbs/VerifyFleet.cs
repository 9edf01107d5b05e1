using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Fleets;
using SqlTls.Reports;
using SqlTls.Verification;

namespace SqlTls.Cli.Verbs;

/// <summary><c>sqltls verify --file</c>: the checks on every server of a list.</summary>
internal static class VerifyFleet
{
    public static async Task<int> RunAsync(ParseResult parsed, X509Certificate2? authority, Terminal terminal, CancellationToken cancellationToken)
    {
        IReadOnlyList<FleetServer> servers = FleetWords.Servers(parsed, terminal);
        var login = new FleetLogin(parsed.GetValue(ServerOptions.User), ServerOptions.Password(parsed, terminal));
        bool json = parsed.GetValue(CommonOptions.Json);
        var results = new List<FleetVerified>();
        IAsyncEnumerable<FleetVerified> verified = FleetVerifier.RunAsync(
            servers, FleetWords.Options(parsed, authority), login, ServerOptions.RenewalTime(parsed), cancellationToken);
        using (var progress = new Progress(terminal, servers.Count, "servers verified"))
        {
            await foreach (FleetVerified result in verified)
            {
                results.Add(result);
                progress.Step(() => Print(result, json, terminal));
            }
        }

        int failed = results.Count(result => !result.Passed);
        if (json)
        {
            terminal.Out.WriteLine(ReportJson.Write(new FleetVerifyReport(1, [.. results.OrderBy(result => result.Server.Line).Select(result => result.Report)])));
        }
        else
        {
            terminal.Out.WriteLine($"{results.Count} servers: {results.Count - failed} proved, {failed} not.");
        }

        return failed > 0 ? 1 : 0;
    }

    private static void Print(FleetVerified result, bool json, Terminal terminal)
    {
        if (json)
        {
            return;
        }

        Check[] failed = [.. result.Report.Checks.Where(check => check.Outcome == CheckOutcome.Failed)];
        terminal.Out.WriteLine($"{(result.Passed ? "passed" : "FAILED")}  {result.Server.Address}");
        foreach (Check check in failed)
        {
            terminal.Out.WriteLine($"        {(check.Fails ? "error" : "warning")} {check.Code} {check.Id}: {check.Message} {check.Cure}");
        }
    }
}
