using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Fleets;
using SqlTls.Probing;
using SqlTls.Reports;

namespace SqlTls.Cli.Verbs;

/// <summary><c>sqltls probe</c>: what a server presents, without a login.</summary>
internal static class ProbeVerb
{
    internal static readonly Option<string> Format = new("--format")
    {
        Description = "text, json, ndjson (a line for each server, as they come), or sarif.",
        HelpName = "text|json|ndjson|sarif",
        DefaultValueFactory = _ => "text",
    };

    internal static readonly Option<string> FailOn = new("--fail-on")
    {
        Description = $"What makes the exit code 1: {string.Join(", ", FleetJudgement.Words)}, separated by commas, or none.",
        HelpName = "LIST",
        DefaultValueFactory = _ => "error",
    };

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
            Server, FleetWords.File, FleetWords.Parallel, Format.AcceptOnlyFromAmong("text", "json", "ndjson", "sarif"), FailOn, ServerOptions.RenewBefore,
            CommonOptions.DnsNameEach, CommonOptions.Authority, CommonOptions.Timeout, CommonOptions.Json,
        ],
        terminal,
        (parsed, cancellationToken) => RunAsync(parsed, terminal, cancellationToken));

    /// <summary>How results are written.</summary>
    internal static string FormatOf(ParseResult parsed) => parsed.GetValue(CommonOptions.Json) ? "json" : parsed.GetValue(Format)!;

    private static async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        string? server = parsed.GetValue(Server);
        FleetConditions failOn = FleetJudgement.Parse(parsed.GetValue(FailOn)!);
        using X509Certificate2? authority = AuthorityFile.Load(parsed);
        if (FleetWords.IsGiven(parsed, beside: server is not null))
        {
            return await ProbeFleet.RunAsync(parsed, authority, failOn, terminal, cancellationToken);
        }

        ServerAddress address = ServerAddress.Parse(server ?? throw new SqlTlsException(
            Failure.Input, CliCodes.CommandLine, "No server is named.", "Name one, such as localhost,1433, or a list of them with --file."));
        var request = new ProbeRequest(address, ServerOptions.Names(parsed), authority is null ? [] : [authority], ServerOptions.Timeout(parsed));
        TimeSpan renewBefore = ServerOptions.RenewalTime(parsed);
        ProbeResult probe = await terminal.WorkAsync($"Probing {address}", () => TlsProbe.RunAsync(request, cancellationToken));
        var report = ProbeReport.Of(probe);
        switch (FormatOf(parsed))
        {
            case "json":
                terminal.Out.WriteLine(ReportJson.Write(report));
                break;
            case "ndjson":
                terminal.Out.WriteLine(ReportJson.WriteLine(report));
                break;
            case "sarif":
                terminal.Out.WriteLine(ProbeSarif.Write([new FleetProbed(new FleetServer(address, [], null, 1), report)], null));
                break;
            default:
                ProbeText.Print(report, probe.Version, terminal);
                break;
        }

        return (FleetJudgement.Of(report, renewBefore, DateTimeOffset.UtcNow) & failOn) != 0 ? 1 : 0;
    }
}
