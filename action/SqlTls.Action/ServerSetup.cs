using System.Security.Cryptography.X509Certificates;
using SqlTls.Action.Workflow;
using SqlTls.Certificates;
using SqlTls.ConnectionStrings;
using SqlTls.Endpoint;
using SqlTls.Instances;
using SqlTls.Provisioning;
using SqlTls.Reports;

namespace SqlTls.Action;

/// <summary>TLS on the server that the inputs name, proved from here; and what the job's other steps need to use it.</summary>
/// <param name="Report">What was done and proved, in the job's own paths and addresses.</param>
/// <param name="Authority">The authority of the server's certificate; null where it is not known.</param>
/// <param name="FormerAuthority">The thumbprint of the authority of the run before; null without.</param>
internal sealed record ServerSetup(UpReport Report, X509Certificate2? Authority, string? FormerAuthority)
{
    /// <summary>The file with the server's certificate, in its output folder.</summary>
    public const string CertificateName = OutputFiles.Certificate;

    /// <summary>The file with the authority's certificate, in the same folder.</summary>
    public const string AuthorityName = OutputFiles.Authority;

    public static async Task<ServerSetup> RunAsync(Step step, Inputs inputs, Place place, CancellationToken cancellationToken)
    {
        step.Log.Group("TLS on the server");
        using ServerCertificate? given = Given(inputs, place);
        await using Target target = await Target.OpenAsync(Named(step, inputs, place), cancellationToken);
        // Where none was given, one may have been made.
        step.Log.Mask(target.Password);
        var request = new SetupRequest(Wanted(inputs, given), target.OutputFolder)
        {
            User = inputs.User,
            Password = target.Password,
            Timeout = inputs.Timeout,
        };
        ClientTrust.RefuseUnfit(request.Tls.Source, inputs.Trust);
        string? former = ClientTrust.ReadAuthority(target.OutputFolder);
        SetupResult done = await TlsSetup.RunAsync(target.Instance, request, step.Log.Say, cancellationToken: cancellationToken);
        var proved = UpReport.Of(done);
        InstanceState state = done.Provisioned.State;
        Proof.Show(step, proved);
        step.Log.EndGroup();
        Proof.Annotate(step, proved);

        var ready = new ReadyString("", 0, inputs.User, target.Password, state.Settings.ForceStrict == true, Existing(target.OutputFolder, CertificateName), Existing(target.OutputFolder, AuthorityName));
        UpReport report = HandOut(step, place, proved, ready, Reach.Of(state, proved, place));
        return new ServerSetup(report, ClientTrust.AuthorityOf(state.Certificate), former);
    }

    /// <summary>Sets the outputs, and writes the report, in the addresses and paths of the job's other steps.</summary>
    /// <param name="step">The step.</param>
    /// <param name="place">Where this runs.</param>
    /// <param name="proved">What was proved from here.</param>
    /// <param name="ready">What strings are made of; its files in the paths of this place, its address not yet set.</param>
    /// <param name="reach">How the server is reached; null where it has yet to be restarted.</param>
    public static UpReport HandOut(Step step, Place place, UpReport proved, ReadyString ready, Reach? reach)
    {
        ReadyString theirs = ready with
        {
            CertificateFile = ready.CertificateFile is null ? null : place.ToJob(ready.CertificateFile),
            AuthorityFile = ready.AuthorityFile is null ? null : place.ToJob(ready.AuthorityFile),
        };
        UpReport report = proved;
        if (reach is not null)
        {
            theirs = theirs with { Host = reach.FromJob.Host, Port = reach.FromJob.Port!.Value };
            report = proved with
            {
                Instance = proved.Instance with { Server = $"{reach.FromJob}" },
                ConnectionStrings = (theirs with { Password = null }).ForAll(),
            };
            Publishing.Strings(step, theirs, reach);
        }

        Publishing.Facts(step, report, theirs);
        if (Path.GetDirectoryName(ready.CertificateFile) is { } folder)
        {
            report.WriteTo(folder);
        }

        return report;
    }

    /// <summary>The server that the inputs name.</summary>
    public static TargetRequest Named(Step step, Inputs inputs, Place place) => new()
    {
        Container = inputs.Container,
        Instance = inputs.Instance,
        Image = inputs.Image,
        // The licence is accepted where SQL Server's own image is told so: in the step's environment.
        AcceptEula = step.Variable("ACCEPT_EULA") is "Y" or "y",
        Service = inputs.Service,
        Endpoint = inputs.Endpoint,
        Password = inputs.SaPassword,
        Timeout = inputs.Timeout,
        WorkingFolder = place.Workspace,
    };

    private static string? Existing(string folder, string name) => File.Exists(Path.Combine(folder, name)) ? Path.Combine(folder, name) : null;

    private static ServerCertificate? Given(Inputs inputs, Place place) => inputs.Certificate is { } file
        ? CertificateImport.Read(place.FromJob(file), inputs.CertificateKey is { } key ? place.FromJob(key) : null, inputs.CertificatePassword)
        : null;

    private static TlsRequest Wanted(Inputs inputs, ServerCertificate? given) =>
        new(given is null ? new CertificateSource.Made(inputs.Days) : new CertificateSource.Imported(given))
        {
            Names = inputs.DnsNames,
            ForceEncryption = inputs.ForceEncryption ? true : null,
            ForceStrict = inputs.ForceStrict ? true : null,
            Protocols = inputs.TlsProtocols,
        };
}
