using System.CommandLine;
using SqlTls.Certificates;
using SqlTls.Instances;
using SqlTls.Provisioning;
using SqlTls.Reports;

namespace SqlTls.Cli.Verbs;

/// <summary><c>sqltls up</c>: certificate, configure, trust, verify.</summary>
internal static class UpVerb
{
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

    public static Command Create(Terminal terminal) => Verb.Create(
        "up",
        "Gives a server a certificate, restarts it only if it must, lets the client trust it, and proves the result. Where the server does not come back, everything is put back.",
        "sqltls up --endpoint",
        [
            .. Target.Options, KeepRunning, Days, KeySize, Protocols, Ciphers, ServerOptions.ForceEncryption, ServerOptions.ForceStrict,
            ServerOptions.User, ServerOptions.PasswordFromInput, ServerOptions.RenewBefore,
            CommonOptions.DnsName, CommonOptions.Output, CommonOptions.Timeout, CommonOptions.Json, CommonOptions.DryRun,
        ],
        terminal,
        (parsed, cancellationToken) => RunAsync(parsed, terminal, cancellationToken));

    private static async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        TlsRequest wanted = Wanted(parsed);
        await using Target target = await Target.OpenAsync(parsed, terminal, cancellationToken);
        return parsed.GetValue(CommonOptions.DryRun)
            ? await PlanAsync(target.Instance, wanted, parsed, terminal, cancellationToken)
            : await SetUpAsync(target, wanted, parsed, terminal, cancellationToken);
    }

    private static async Task<int> SetUpAsync(Target target, TlsRequest wanted, ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        var request = new SetupRequest(wanted, Folder(parsed, target.Instance))
        {
            User = parsed.GetValue(ServerOptions.User) ?? "sa",
            Password = target.Password,
            Timeout = ServerOptions.Timeout(parsed),
        };
        UpReport report = await terminal.WorkAsync(
            $"Setting up TLS on {target.Instance.Name}",
            () => TlsSetup.RunAsync(target.Instance, request, cancellationToken: cancellationToken));
        UpReportOutput.Print(report, parsed.GetValue(CommonOptions.Json), terminal);
        if (parsed.GetValue(KeepRunning) && target.EndsWithTheProcess)
        {
            terminal.Error.WriteLine($"Listening on {report.Instance.Server}. Stop it with Ctrl-C.");
            await Waiting.ForCtrlCAsync(cancellationToken);
        }

        return report.Checks.Any(check => check.Fails) ? 1 : 0;
    }

    private static async Task<int> PlanAsync(IInstance instance, TlsRequest wanted, ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        Plan plan = await new Provisioner(instance).PlanAsync(wanted, cancellationToken);
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

    private static TlsRequest Wanted(ParseResult parsed)
    {
        // Held against their ranges before anything is looked at or touched.
        ServerName[] names = [.. (parsed.GetValue(CommonOptions.DnsName) ?? []).Select(ServerName.Parse)];
        var checkedOptions = new CertificateOptions([.. names.DefaultIfEmpty(ServerName.Parse("localhost"))], parsed.GetValue(Days), parsed.GetValue(KeySize));
        return new TlsRequest(new CertificateSource.Made(checkedOptions.Days, checkedOptions.KeySize))
        {
            Names = names,
            ForceEncryption = parsed.GetValue(ServerOptions.ForceEncryption) ? true : null,
            ForceStrict = parsed.GetValue(ServerOptions.ForceStrict) ? true : null,
            Protocols = parsed.GetValue(Protocols),
            Ciphers = parsed.GetValue(Ciphers),
            RenewBefore = ServerOptions.RenewalTime(parsed),
        };
    }

    private static string Folder(ParseResult parsed, IInstance instance) =>
        parsed.GetValue(CommonOptions.Output)?.FullName ?? Path.GetFullPath(Path.Combine(".sqltls", instance.Name));
}
