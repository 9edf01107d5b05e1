using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
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

    // Not the one of the verbs that only look: what is due depends on what is made.
    private static readonly Option<int?> RenewBefore = new(ServerOptions.RenewBefore.Name)
    {
        Description = "Days before its end from which on the certificate is replaced, 0 to 3650. By default 1, or a third of a lifetime that is shorter than three days.",
        HelpName = "DAYS",
    };

    private static readonly Option<string?> Trust = new Option<string?>("--trust")
    {
        Description = "Who is to trust the certificate's authority: programs of a shell or job, .NET programs of this user (Linux), or the whole machine. By default nobody needs to.",
        HelpName = "step|user|machine",
    }.AcceptOnlyFromAmong(TrustPlace.Scopes);

    public static Command Create(Terminal terminal) => Verb.Create(
        Name,
        "Gives a server a certificate, restarts it only if it must, lets the client trust it, and proves the result. Where the server does not come back, everything is put back.",
        "sqltls up --endpoint",
        [
            .. TargetOptions.OfUp, .. CertificateSourceOptions.All, KeepRunning, Trust, ServerOptions.Protocols, ServerOptions.Ciphers, ServerOptions.ForceEncryption, ServerOptions.ForceStrict,
            ServerOptions.User, ServerOptions.PasswordFromInput, RenewBefore,
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
        if (parsed.GetValue(KeepRunning) && !named.Endpoint)
        {
            throw new SqlTlsException(
                Failure.Input, CliCodes.CommandLine, $"{KeepRunning.Name} has no meaning without --endpoint.", $"Leave out {KeepRunning.Name}: any other server goes on running by itself.");
        }

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
                TrustIsForced = parsed.GetValue(CommonOptions.Force),
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
        SetupResult result = await terminal.WorkAsync(
            $"Setting up TLS on {target.Instance.Name}",
            say => TlsSetup.RunAsync(target.Instance, request, say, cancellationToken: cancellationToken));
        var report = UpReport.Of(result);
        report.WriteTo(target.OutputFolder);
        bool json = parsed.GetValue(CommonOptions.Json);
        if (result.Untrusted is { } untrusted)
        {
            EndUntrusted(target, request, report, untrusted, json, terminal);
        }

        UpReportOutput.Print(report, json, terminal);
        bool stays = parsed.GetValue(KeepRunning) && target.EndsWithTheProcess;
        if (stays)
        {
            target.HandOutPassword();
        }

        TellSecrets(target, request, terminal);
        if (stays)
        {
            terminal.Note($"Listening on {report.Instance.Server}. Stop it with Ctrl-C.");
            await Waiting.ForCtrlCAsync(cancellationToken);
        }

        return report.Checks.Any(check => check.Fails) ? 1 : 0;
    }

    // Standard output holds one JSON document, and that is the error then; the report is in its file.
    [DoesNotReturn]
    private static void EndUntrusted(Target target, SetupRequest request, UpReport report, SqlTlsException untrusted, bool json, Terminal terminal)
    {
        if (!json)
        {
            UpReportOutput.Print(report, json, terminal);
        }

        TellSecrets(target, request, terminal);
        throw new SqlTlsException(
            untrusted.Failure,
            untrusted.Code,
            $"{untrusted.Message} The server itself is set up: {new OutputFolder(target.OutputFolder).File(OutputFiles.Report)}.",
            untrusted.Cure,
            untrusted);
    }

    private static void TellSecrets(Target target, SetupRequest request, Terminal terminal)
    {
        var folder = new OutputFolder(target.OutputFolder);
        List<string> secrets = [];
        if (target.PasswordFile is { } file && File.Exists(file))
        {
            terminal.Note($"The password of sa is in {file}.");
            secrets.Add(Path.GetFileName(file));
        }

        if (request.KeepKey)
        {
            secrets.AddRange(OutputFiles.Key, OutputFiles.Pfx);
        }

        if (request.KeepAuthorityKey)
        {
            secrets.Add(OutputFiles.AuthorityKey);
        }

        IgnoreNote.Print(folder, secrets, terminal);
    }

    private static async Task<int> PlanAsync(IInstance instance, SetupRequest request, ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        Plan plan = await terminal.WorkAsync($"Planning TLS on {instance.Name}", say => TlsSetup.PlanAsync(instance, request, say, cancellationToken));
        PlanOutput.Print(plan.Steps, parsed.GetValue(CommonOptions.Json), terminal);
        return 0;
    }

    private static TlsRequest Wanted(ParseResult parsed, CertificateSource source) => new(source)
    {
        Names = [.. (parsed.GetValue(CommonOptions.DnsName) ?? []).Select(ServerName.Parse)],
        ForceEncryption = parsed.GetValue(ServerOptions.ForceEncryption) ? true : null,
        ForceStrict = parsed.GetValue(ServerOptions.ForceStrict) ? true : null,
        Protocols = ServerOptions.Setting(parsed, ServerOptions.Protocols),
        Ciphers = ServerOptions.Setting(parsed, ServerOptions.Ciphers),
        RenewBefore = parsed.GetValue(RenewBefore) is { } days ? ServerOptions.RenewalTime(days) : null,
    };
}
