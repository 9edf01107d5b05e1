using System.CommandLine;
using System.Diagnostics;
using SqlTls.ConnectionStrings;
using SqlTls.Instances;
using SqlTls.Probing;
using SqlTls.Provisioning;
using SqlTls.Reports;
using SqlTls.Verification;

namespace SqlTls.Cli.Verbs;

/// <summary><c>sqltls up</c> on a server that exists.</summary>
internal sealed class InstanceUp(IInstance instance, ParseResult parsed, Terminal terminal, TlsRequest request)
{
    private readonly InstanceFiles _files = new(
        parsed.GetValue(CommonOptions.Output)?.FullName ?? Path.GetFullPath(Path.Combine(".sqltls", instance.Name)));

    private readonly string? _password = ServerOptions.Password(parsed, terminal);
    private VerificationResult? _verified;
    private VerificationRequest? _asked;

    public async Task<PlanReport> PlanAsync(CancellationToken cancellationToken)
    {
        Plan plan = await new Provisioner(instance).PlanAsync(request, cancellationToken);
        return new PlanReport(1, [.. plan.Steps.Select(step => new PlanReport.PlannedStep(step.Step, step.Detail))]);
    }

    public async Task<UpReport> RunAsync(CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        ProvisionResult result = await terminal.WorkAsync(
            $"Setting up {instance.Name}", () => new Provisioner(instance, Say).UpAsync(request, ProveAsync, cancellationToken));
        UpReport report = Report(result, Stopwatch.GetElapsedTime(start));
        _files.Write(ReportJson.Write(report));
        return report;
    }

    private async Task<Finding?> ProveAsync(InstanceState state, CancellationToken cancellationToken)
    {
        InstalledCertificate certificate = state.Certificate ?? throw new InvalidOperationException("The server is up with a certificate that cannot be read.");
        _files.Write(certificate);
        _asked = new VerificationRequest
        {
            Server = state.Servers is [var first, ..] ? first : throw new SqlTlsException(
                Failure.Surroundings,
                InstanceCodes.NoContainer,
                $"{instance.Name} has no address that can be reached from here.",
                "Publish its port, or put it on a network that this machine is on."),
            User = parsed.GetValue(ServerOptions.User),
            Password = _password,
            Names = [.. request.Names.Select(name => name.Value)],
            ExpectedThumbprint = certificate.Description.Thumbprint,
            Authority = certificate.Authority,
            CertificateFile = _files.Certificate,
            ForceEncryption = state.Settings.ForceEncryption == true,
            ForceStrict = state.Settings.ForceStrict == true,
            RenewBefore = request.RenewBefore,
            Timeout = ServerOptions.Timeout(parsed),
        };
        foreach (Finding warning in state.Warnings)
        {
            await terminal.Error.WriteLineAsync($"{warning.Code}: {warning.Message} {warning.Cure}");
        }

        _verified = await Verifier.RunAsync(_asked, cancellationToken);
        return _verified.Checks.FirstOrDefault(check => check is { Outcome: CheckOutcome.Failed, Decides: Decision.Server }) is { } failed
            ? new Finding(failed.Code, Severity.Error, failed.Message, failed.Cure)
            : null;
    }

    private UpReport Report(ProvisionResult result, TimeSpan total)
    {
        ServerAddress server = _verified!.Probe.Server;
        var ready = new ReadyString(
            server.Host, server.Port!.Value, parsed.GetValue(ServerOptions.User) ?? "sa", null, _asked!.ForceStrict, _files.Certificate, _files.Authority);
        return new UpReport(
            1,
            new UpReport.InstanceName(instance.Kind, instance.Name, $"{server}"),
            result.Changed,
            result.Restarts,
            RolledBack: false,
            result.State.Certificate!.Description,
            _verified.Checks,
            ready.ForAll(),
            new UpReport.Duration(Math.Round(total.TotalSeconds, 3), Math.Round(result.RestartTime.TotalSeconds, 3), Math.Round(_verified.Elapsed.TotalSeconds, 3)));
    }

    private void Say(string words)
    {
        if (terminal.IsInteractive)
        {
            terminal.Error.WriteLine(words);
        }
    }
}
