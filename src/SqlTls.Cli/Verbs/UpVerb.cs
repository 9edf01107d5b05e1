using System.CommandLine;
using System.Diagnostics;
using SqlTls.Certificates;
using SqlTls.ConnectionStrings;
using SqlTls.Endpoint;
using SqlTls.Instances;
using SqlTls.Probing;
using SqlTls.Provisioning;
using SqlTls.Reports;
using SqlTls.Verification;

namespace SqlTls.Cli.Verbs;

/// <summary><c>sqltls up</c>: certificate, configure, trust, verify.</summary>
internal static class UpVerb
{
    private const string InstanceName = "endpoint";
    private static readonly string[] DefaultNames = ["localhost", "127.0.0.1", "::1"];

    private static readonly Option<bool> Endpoint = new("--endpoint")
    {
        Description = "Set up the embedded endpoint: TLS on a machine that has nothing but this tool.",
    };

    private static readonly Option<bool> KeepRunning = new("--keep-running")
    {
        Description = "Leave the endpoint up until Ctrl-C.",
    };

    private static readonly Option<int> Days = new("--days")
    {
        Description = "The certificate's lifetime in days, 1 to 3650.",
        HelpName = "DAYS",
        DefaultValueFactory = _ => CertificateOptions.DefaultDays,
    };

    private static readonly Option<int> KeySize = new("--key-size")
    {
        Description = "The RSA key's length in bits: 2048, 3072 or 4096.",
        HelpName = "BITS",
        DefaultValueFactory = _ => CertificateOptions.DefaultKeySize,
    };

    public static Command Create(Terminal terminal) => Verb.Create(
        "up",
        "Makes an authority and a server certificate, starts the server with it, and proves that TLS works.",
        "sqltls up --endpoint",
        [
            Endpoint, InstanceOptions.Container, KeepRunning, Days, KeySize, ServerOptions.ForceEncryption, ServerOptions.ForceStrict,
            InstanceOptions.Protocols, InstanceOptions.Ciphers, ServerOptions.RenewBefore, ServerOptions.User, ServerOptions.PasswordFromInput,
            CommonOptions.DnsName, CommonOptions.Output, CommonOptions.Timeout, CommonOptions.Json, CommonOptions.DryRun, CommonOptions.Force,
        ],
        terminal,
        (parsed, cancellationToken) => RunAsync(parsed, terminal, cancellationToken));

    private static async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        if (!parsed.GetValue(Endpoint))
        {
            return await RunInstanceAsync(parsed, terminal, cancellationToken);
        }

        IReadOnlyList<string> said = ServerOptions.Names(parsed);
        var wanted = new CertificateOptions(
            [.. (said.Count > 0 ? said : DefaultNames).Select(ServerName.Parse)], parsed.GetValue(Days), parsed.GetValue(KeySize));
        bool json = parsed.GetValue(CommonOptions.Json);
        if (parsed.GetValue(CommonOptions.DryRun))
        {
            Print(Plan(wanted), json, terminal.Out);
            return 0;
        }

        long start = Stopwatch.GetTimestamp();
        using ServerCertificate certificate = await terminal.WorkAsync("Making the certificate", () => Task.Run(() => ServerCertificate.Create(wanted), cancellationToken));
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync(Options(parsed, terminal, certificate), cancellationToken);
        using var files = new EndpointFiles(Folder(parsed), certificate);
        TimeSpan started = Stopwatch.GetElapsedTime(start);
        VerificationRequest request = Request(parsed, endpoint, wanted, files);
        VerificationResult result = await terminal.WorkAsync("Verifying", () => Verifier.RunAsync(request, cancellationToken));
        UpReport report = Report(endpoint, result, request, files, Stopwatch.GetElapsedTime(start), started);
        files.Keep(ReportJson.Write(report));
        Print(report, json, terminal);
        if (parsed.GetValue(KeepRunning))
        {
            await terminal.Error.WriteLineAsync($"Listening on {endpoint.Server}. Stop it with Ctrl-C.");
            await Waiting.ForCtrlCAsync(cancellationToken);
        }

        return result.Passed ? 0 : 1;
    }

    private static async Task<int> RunInstanceAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        var request = new TlsRequest(new CertificateSource.Made(parsed.GetValue(Days), parsed.GetValue(KeySize)))
        {
            Names = [.. ServerOptions.Names(parsed).Select(ServerName.Parse)],
            ForceEncryption = parsed.GetValue(ServerOptions.ForceEncryption) ? true : null,
            ForceStrict = parsed.GetValue(ServerOptions.ForceStrict) ? true : null,
            Protocols = parsed.GetValue(InstanceOptions.Protocols),
            Ciphers = parsed.GetValue(InstanceOptions.Ciphers),
            RenewBefore = ServerOptions.RenewalTime(parsed),
        };
        await using IInstance instance = await InstanceOptions.FindAsync(parsed, cancellationToken)
            ?? throw new SqlTlsException(Failure.Input, CliCodes.CommandLine, "No target is named.", "Say --endpoint or --container NAME.");
        var up = new InstanceUp(instance, parsed, terminal, request);
        bool json = parsed.GetValue(CommonOptions.Json);
        if (parsed.GetValue(CommonOptions.DryRun))
        {
            Print(await up.PlanAsync(cancellationToken), json, terminal.Out);
            return 0;
        }

        UpReport report = await up.RunAsync(cancellationToken);
        Print(report, json, terminal);
        return report.Checks.Any(check => check.Fails) ? 1 : 0;
    }

    private static TdsEndpointOptions Options(ParseResult parsed, Terminal terminal, ServerCertificate certificate) => new()
    {
        Certificate = certificate,
        ForceEncryption = parsed.GetValue(ServerOptions.ForceEncryption),
        ForceStrict = parsed.GetValue(ServerOptions.ForceStrict),
        Password = terminal.Variable("SQLTLS_PASSWORD") is { Length: > 0 } password ? password : null,
    };

    private static VerificationRequest Request(ParseResult parsed, TdsEndpoint endpoint, CertificateOptions wanted, EndpointFiles files) => new()
    {
        Server = $"{HostFor(wanted)},{endpoint.Port}",
        User = endpoint.User,
        Password = endpoint.Password,
        Names = [.. wanted.Names.Select(name => name.Value)],
        ExpectedThumbprint = endpoint.Certificate.Describe().Thumbprint,
        Authority = endpoint.Certificate.Authority,
        CertificateFile = files.Certificate,
        ForceEncryption = parsed.GetValue(ServerOptions.ForceEncryption),
        ForceStrict = parsed.GetValue(ServerOptions.ForceStrict),
        RenewBefore = ServerOptions.RenewalTime(parsed),
        Timeout = ServerOptions.Timeout(parsed),
    };

    // The endpoint listens on 127.0.0.1; a client reaches it by that or by localhost, whichever the certificate has.
    private static string HostFor(CertificateOptions wanted) =>
        wanted.Names.Any(name => name.Value == "localhost") && wanted.Names.All(name => name.Value != "127.0.0.1") ? "localhost" : "127.0.0.1";

    private static UpReport Report(TdsEndpoint endpoint, VerificationResult result, VerificationRequest request, EndpointFiles files, TimeSpan total, TimeSpan started)
    {
        ServerAddress server = result.Probe.Server;
        var ready = new ReadyString(server.Host, server.Port!.Value, endpoint.User, null, request.ForceStrict, files.Certificate, files.Authority);
        return new UpReport(
            1,
            new UpReport.InstanceName("endpoint", InstanceName, $"{server}"),
            Changed: true,
            Restarts: 0,
            RolledBack: false,
            endpoint.Certificate.Describe(),
            result.Checks,
            ready.ForAll(),
            new UpReport.Duration(Math.Round(total.TotalSeconds, 3), Math.Round(started.TotalSeconds, 3), Math.Round(result.Elapsed.TotalSeconds, 3)));
    }

    private static PlanReport Plan(CertificateOptions wanted) => new(1,
    [
        new("certificate", $"Make an authority and a server certificate for {string.Join(", ", wanted.Names.Select(name => name.Value))}, valid for {wanted.Days} days."),
        new("start", "Start the embedded endpoint on a free port of 127.0.0.1."),
        new("verify", "Run every check with the probe and with Microsoft.Data.SqlClient."),
    ]);

    private static string Folder(ParseResult parsed) =>
        parsed.GetValue(CommonOptions.Output)?.FullName ?? Path.GetFullPath(Path.Combine(".sqltls", InstanceName));

    private static void Print(PlanReport plan, bool json, TextWriter output)
    {
        if (json)
        {
            output.WriteLine(ReportJson.Write(plan));
            return;
        }

        foreach (PlanReport.PlannedStep step in plan.Plan)
        {
            output.WriteLine($"{step.Step,-12} {step.Detail}");
        }
    }

    private static void Print(UpReport report, bool json, Terminal terminal)
    {
        if (json)
        {
            terminal.Out.WriteLine(ReportJson.Write(report));
        }
        else
        {
            CheckTable.Print(report, terminal);
        }

        terminal.Out.Flush();
    }
}
