using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Fleets;
using SqlTls.Instances.Windows;
using SqlTls.Reports;
using SqlTls.Reports.Pages;
using SqlTls.Verification;

namespace SqlTls.Cli.Verbs;

/// <summary><c>sqltls verify</c>: the checks alone.</summary>
internal static class VerifyVerb
{
    private static readonly Option<string?> Server = new("--server")
    {
        Description = "HOST, HOST,PORT or HOST\\INSTANCE.",
        HelpName = "SERVER",
    };

    private static readonly Option<bool> ConnectionStringFromInput = new("--connection-string-stdin")
    {
        Description = "Read a connection string of Microsoft.Data.SqlClient from standard input.",
    };

    public static Command Create(Terminal terminal) => Verb.Create(
        "verify",
        "Proves that connections to a server are encrypted and validated, and that those that must fail do fail.",
        "sqltls verify --server localhost,1433 --authority .sqltls/mssql/authority.crt",
        [
            Server, ConnectionStringFromInput, FleetWords.File, FleetWords.Parallel, FleetWords.Format, FleetWords.FailOn, ServerOptions.User, ServerOptions.PasswordFromInput, ServerOptions.ForceEncryption, ServerOptions.RenewBefore,
            CommonOptions.DnsName, CommonOptions.Authority, CommonOptions.Timeout, CommonOptions.Json,
        ],
        terminal,
        (parsed, cancellationToken) => RunAsync(parsed, terminal, cancellationToken));

    private static async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        FleetConditions failOn = FleetWords.FailsOn(parsed);
        using X509Certificate2? authority = AuthorityFile.Load(parsed);
        TellRaised(terminal);
        if (FleetWords.IsGiven(parsed, beside: parsed.GetValue(Server) is not null || parsed.GetValue(ConnectionStringFromInput)))
        {
            return await VerifyFleet.RunAsync(parsed, authority, terminal, cancellationToken);
        }

        VerificationRequest request = Request(parsed, terminal, authority);
        VerificationResult result = await terminal.WorkAsync("Verifying", () => Verifier.RunAsync(request, cancellationToken));
        var report = UpReport.Of(result);
        Print(FleetWords.FormatOf(parsed), result, report, terminal);
        return (FleetJudgement.Of(result, request.RenewBefore, DateTimeOffset.UtcNow) & failOn) != 0 ? 1 : 0;
    }

    private static void TellRaised(Terminal terminal)
    {
        if (OperatingSystem.IsWindows() && ClientEncryption.RaisesSqlClient(LocalMachine.Open().Registry) is { } raised)
        {
            terminal.Note($"note {raised.Code}: {raised.Message} {raised.Cure}");
        }
    }

    private static void Print(string format, VerificationResult result, UpReport report, Terminal terminal)
    {
        switch (format)
        {
            case "ndjson":
                terminal.Out.WriteLine(ReportJson.WriteLine(report));
                break;
            case "sarif":
                terminal.Out.WriteLine(FleetSarif.Write([FleetRow.Of(1, result)], null));
                break;
            case "html":
                terminal.Out.Write(HtmlPage.Write(new RunReport(DateTimeOffset.UtcNow) { Verified = [report] }));
                break;
            default:
                UpReportOutput.Print(report, format == "json", terminal);
                break;
        }
    }

    private static VerificationRequest Request(ParseResult parsed, Terminal terminal, X509Certificate2? authority)
    {
        string? server = parsed.GetValue(Server);
        bool fromInput = parsed.GetValue(ConnectionStringFromInput);
        if (server is null != fromInput)
        {
            throw new SqlTlsException(
                Failure.Input,
                CliCodes.CommandLine,
                server is null ? "No server is named." : "A server and a connection string are named.",
                "Say one of --server, --connection-string-stdin and --file.");
        }

        return new VerificationRequest
        {
            Server = server ?? "",
            ConnectionString = fromInput ? terminal.Secrets.HearString(terminal.In.ReadLine()) ?? "" : null,
            User = parsed.GetValue(ServerOptions.User),
            Password = fromInput ? null : ServerOptions.Password(parsed, terminal),
            Names = ServerOptions.Names(parsed),
            Authority = authority,
            ForceEncryption = parsed.GetValue(ServerOptions.ForceEncryption),
            RenewBefore = ServerOptions.RenewalTime(parsed),
            Timeout = ServerOptions.Timeout(parsed),
        };
    }
}
