using System.CommandLine;
using SqlTls.Certificates;
using SqlTls.Endpoint;
using SqlTls.Instances;
using SqlTls.Provisioning;
using SqlTls.Reports;
using SqlTls.Trust;

namespace SqlTls.Cli.Verbs;

/// <summary><c>sqltls up</c>: certificate, configure, trust, verify.</summary>
internal static class UpVerb
{
    public const string Name = "up";

    private static readonly Option<bool> KeepRunning = new("--keep-running")
    {
        Description = "With --endpoint: leave it up until Ctrl-C.",
    };

    internal static readonly Option<int> Days = new("--days")
    {
        Description = "The certificate's lifetime in days, 1 to 3650.",
        HelpName = "DAYS",
        DefaultValueFactory = _ => CertificateOptions.DefaultDays,
    };

    internal static readonly Option<int> KeySize = new("--key-size")
    {
        Description = "The RSA key's length in bits: 2048, 3072 or 4096.",
        HelpName = "BITS",
        DefaultValueFactory = _ => CertificateOptions.DefaultKeySize,
    };

    internal static readonly Option<string?> Protocols = new("--tls-protocols")
    {
        Description = "Versions of TLS that the server takes, such as 1.2,1.3.",
        HelpName = "LIST",
    };

    internal static readonly Option<string?> Ciphers = new("--tls-ciphers")
    {
        Description = "Cipher suites of the server, as an OpenSSL list.",
        HelpName = "LIST",
    };

    private static readonly Option<string?> Trust = new Option<string?>("--trust")
    {
        Description = "Who is to trust the certificate's authority: programs of a shell or job, .NET programs of this user (Linux), or the whole machine. By default nobody needs to.",
        HelpName = "step|user|machine",
    }.AcceptOnlyFromAmong(TrustVerb.Scopes);

    public static Command Create(Terminal terminal) => Verb.Create(
        Name,
        "Gives a server a certificate, restarts it only if it must, lets the client trust it, and proves the result. Where the server does not come back, everything is put back.",
        "sqltls up --endpoint",
        [
            .. TargetOptions.OfUp, .. CertificateSourceOptions.All, KeepRunning, Trust, Protocols, Ciphers, ServerOptions.ForceEncryption, ServerOptions.ForceStrict,
            ServerOptions.User, ServerOptions.PasswordFromInput, ServerOptions.RenewBefore,
            CommonOptions.DnsName, CommonOptions.Timeout, CommonOptions.Json, CommonOptions.DryRun,
        ],
        terminal,
        (parsed, cancellationToken) => RunAsync(parsed, terminal, cancellationToken));

    private static async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        CertificateSource source = CertificateSourceOptions.Read(parsed, terminal);
        using ServerCertificate? given = (source as CertificateSource.Imported)?.Certificate;
        TlsRequest wanted = Wanted(parsed, source);
        TimeSpan timeout = ServerOptions.Timeout(parsed);
        TargetRequest named = TargetOptions.Read(parsed);
        if (named.Service)
        {
            source.RequireLifetime("the service");
        }

        await using Target target = await TargetOptions.OpenAsync(named, parsed, terminal, cancellationToken);
        SetupRequest request = CertificateSourceOptions.WithKeys(
            new SetupRequest(wanted, target.OutputFolder)
            {
                User = parsed.GetValue(ServerOptions.User) ?? "sa",
                Password = target.Password,
                Trust = parsed.GetValue(Trust) is { } scope ? Enum.Parse<TrustScope>(scope, ignoreCase: true) : null,
                Timeout = timeout,
            },
            parsed,
            terminal);
        return parsed.GetValue(CommonOptions.DryRun)
            ? await PlanAsync(target.Instance, request, parsed, terminal, cancellationToken)
            : await SetUpAsync(target, request, parsed, terminal, cancellationToken);
    }

    private static async Task<int> SetUpAsync(Target target, SetupRequest request, ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        var report = UpReport.Of(await terminal.WorkAsync(
            $"Setting up TLS on {target.Instance.Name}",
            () => TlsSetup.RunAsync(target.Instance, request, terminal.Progress, cancellationToken)));
        report.WriteTo(target.OutputFolder);
        UpReportOutput.Print(report, parsed.GetValue(CommonOptions.Json), terminal);
        if (target.PasswordFile is { } file && File.Exists(file))
        {
            await terminal.Error.WriteLineAsync($"The password of sa is in {file}.");
        }

        if (parsed.GetValue(KeepRunning) && target.EndsWithTheProcess)
        {
            terminal.Error.WriteLine($"Listening on {report.Instance.Server}. Stop it with Ctrl-C.");
            await Waiting.ForCtrlCAsync(cancellationToken);
        }

        return report.Checks.Any(check => check.Fails) ? 1 : 0;
    }

    private static async Task<int> PlanAsync(IInstance instance, SetupRequest request, ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        Plan plan = await TlsSetup.PlanAsync(instance, request, cancellationToken);
        if (parsed.GetValue(CommonOptions.Json))
        {
            terminal.Out.WriteLine(ReportJson.Write(new PlanReport(1, [.. plan.Steps.Select(step => new PlanReport.PlannedStep(step.Step, step.Detail))])));
            return 0;
        }

        foreach (PlanStep step in plan.Steps)
        {
            terminal.Out.WriteLine($"{step.Step,-12} {step.Detail}");
        }

        terminal.Out.WriteLine(plan.IsEmpty ? "Nothing is to do." : "Nothing was changed: this was a dry run.");
        return 0;
    }

    private static TlsRequest Wanted(ParseResult parsed, CertificateSource source) => new(source)
    {
        Names = [.. (parsed.GetValue(CommonOptions.DnsName) ?? []).Select(ServerName.Parse)],
        ForceEncryption = parsed.GetValue(ServerOptions.ForceEncryption) ? true : null,
        ForceStrict = parsed.GetValue(ServerOptions.ForceStrict) ? true : null,
        Protocols = parsed.GetValue(Protocols),
        Ciphers = parsed.GetValue(Ciphers),
        RenewBefore = ServerOptions.RenewalTime(parsed),
    };
}
