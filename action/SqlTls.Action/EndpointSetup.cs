using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using SqlTls.Action.Workflow;
using SqlTls.Certificates;
using SqlTls.ConnectionStrings;
using SqlTls.Endpoint;
using SqlTls.Probing;
using SqlTls.Provisioning;
using SqlTls.Reports;
using SqlTls.Verification;

namespace SqlTls.Action;

/// <summary>The embedded endpoint in a process of its own, which lives on after the step; a runner ends it with the job.</summary>
internal static class EndpointSetup
{
    /// <summary>What the process is started with.</summary>
    public const string Word = "endpoint";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Starts the process, proves it, and hands out what the job's other steps need.</summary>
    public static async Task<ServerSetup> RunAsync(Step step, Inputs inputs, Place place, CancellationToken cancellationToken)
    {
        step.Log.Group("The embedded endpoint");
        EndpointReport endpoint = await StartAsync(cancellationToken);
        step.Log.Mask(endpoint.Password);
        var folder = new OutputFolder(Path.Combine(place.Workspace, Publishing.Folder, Word));
        string? former = ClientTrust.ReadAuthority(folder.Path);
        X509Certificate2 authority = X509CertificateLoader.LoadCertificateFromFile(endpoint.AuthorityFile);
        VerificationResult result = await Verifier.RunAsync(
            new VerificationRequest
            {
                Server = endpoint.Server,
                User = endpoint.User,
                Password = endpoint.Password,
                Names = [.. inputs.DnsNames.Select(name => name.Value)],
                ExpectedThumbprint = endpoint.Thumbprint,
                Authority = authority,
                ForceEncryption = inputs.ForceEncryption,
                ForceStrict = inputs.ForceStrict,
                Timeout = inputs.Timeout,
            },
            cancellationToken);
        string certificate = result.Probe.Certificate?.ExportCertificatePem() ?? "";
        folder.Write(
            [(ServerSetup.CertificateName, System.Text.Encoding.ASCII.GetBytes(certificate), false), (ServerSetup.AuthorityName, await File.ReadAllBytesAsync(endpoint.AuthorityFile, cancellationToken), false)],
            overwriteKeys: false);
        var proved = UpReport.Of(result);
        Proof.Show(step, proved);
        step.Log.EndGroup();
        Proof.Annotate(step, proved);
        var ready = new ReadyString("", 0, endpoint.User, endpoint.Password, inputs.ForceStrict, folder.File(ServerSetup.CertificateName), folder.File(ServerSetup.AuthorityName));
        UpReport report = ServerSetup.HandOut(
            step, place, proved with { Instance = new(Word, Word, endpoint.Server), Changed = true }, ready, new Reach(ServerAddress.Parse(endpoint.Server), null));
        return new ServerSetup(report, authority, former);
    }

    /// <summary>The process itself: says on one line where it listens, and then serves until it is ended.</summary>
    public static async Task ServeAsync(Inputs inputs, CancellationToken cancellationToken)
    {
        using ServerCertificate? certificate = inputs.DnsNames.Count > 0 ? ServerCertificate.Create(new CertificateOptions(inputs.DnsNames)) : null;
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync(
            new TdsEndpointOptions
            {
                Certificate = certificate,
                ForceEncryption = inputs.ForceEncryption,
                ForceStrict = inputs.ForceStrict,
                Password = inputs.SaPassword,
            },
            cancellationToken);
        await Console.Out.WriteLineAsync(ReportJson.WriteLine(new EndpointReport(
            "good", endpoint.Server, endpoint.Port, endpoint.AuthorityFile, endpoint.Certificate.Describe().Thumbprint, endpoint.User, endpoint.Password)));
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    // The inputs reach it as they reached this process: through the environment. Its streams are pipes of this process, never the step's log.
    private static async Task<EndpointReport> StartAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [Word])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        StepStreams.KeepFromOthers();
        using Process process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        string? line = null;
        try
        {
            line = await process.StandardOutput.ReadLineAsync(limit.Token);
            return ReportJson.Read<EndpointReport>(line ?? "");
        }
        catch (Exception exception) when (exception is JsonException or OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new SqlTlsException(
                Failure.Surroundings,
                ActionCodes.NoEndpoint,
                $"The embedded endpoint did not start: {line ?? "it said nothing"}",
                "Look for what this machine refuses to a process that listens on 127.0.0.1.",
                exception);
        }
    }
}
