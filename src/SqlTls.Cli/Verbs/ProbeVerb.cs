using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Fleets;
using SqlTls.Probing;
using SqlTls.Reports;
using SqlTls.Reports.Pages;

namespace SqlTls.Cli.Verbs;

/// <summary><c>sqltls probe</c>: what a server presents, without a login.</summary>
internal static class ProbeVerb
{
    private static readonly Argument<string?> Server = new("server")
    {
        Description = "HOST, HOST,PORT or HOST\\INSTANCE.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Command Create(Terminal terminal) => Verb.Create(
        "probe",
        "Says what a server presents to anybody who connects, or each of a list of servers, without a login. Exit code 1 where something is wrong with it.",
        "sqltls probe localhost,1433 --authority .sqltls/mssql/authority.crt",
        [
            Server, FleetWords.File, FleetWords.Parallel, FleetWords.Format, FleetWords.FailOn, ServerOptions.RenewBefore,
            CommonOptions.DnsNameEach, CommonOptions.Authority, CommonOptions.Timeout, CommonOptions.Json,
        ],
        terminal,
        (parsed, cancellationToken) => RunAsync(parsed, terminal, cancellationToken));

    private static async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        string? server = parsed.GetValue(Server);
        FleetConditions failOn = FleetWords.FailsOn(parsed);
        using X509Certificate2? authority = AuthorityFile.Load(parsed);
        if (FleetWords.IsGiven(parsed, beside: server is not null))
        {
            return await ProbeFleet.RunAsync(parsed, authority, terminal, cancellationToken);
        }

        ServerAddress address = ServerAddress.Parse(server ?? throw new SqlTlsException(
            Failure.Input, CliCodes.CommandLine, "No server is named.", "Name one, such as localhost,1433, or a list of them with --file."));
        var request = new ProbeRequest(address, ServerOptions.Names(parsed), authority is null ? [] : [authority], ServerOptions.Timeout(parsed));
        TimeSpan renewBefore = ServerOptions.RenewalTime(parsed);
        ProbeResult probe = await terminal.WorkAsync($"Probing {address}", () => TlsProbe.RunAsync(request, cancellationToken));
        var report = ProbeReport.Of(probe);
        FleetConditions conditions = FleetJudgement.Of(probe, renewBefore, DateTimeOffset.UtcNow);
        switch (FleetWords.FormatOf(parsed))
        {
            case "json":
                terminal.Out.WriteLine(ReportJson.Write(report));
                break;
            case "ndjson":
                terminal.Out.WriteLine(ReportJson.WriteLine(report));
                break;
            case "sarif":
                terminal.Out.WriteLine(FleetSarif.Write([FleetRow.Of(1, report)], null));
                break;
            case "html":
                terminal.Out.Write(HtmlPage.Write(new FleetPage(DateTimeOffset.UtcNow, FleetSummary.Empty.With(probe, conditions), [FleetRow.Of(1, report)])));
                break;
            default:
                ProbeText.Print(report, probe.Version, terminal);
                break;
        }

        return (conditions & failOn) != 0 ? 1 : 0;
    }
}
