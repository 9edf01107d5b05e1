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
/// <param name="AuthorityFile">Full path of it, here; null where there is none.</param>
internal sealed record ServerSetup(UpReport Report, X509Certificate2? Authority, string? AuthorityFile)
{
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
        UpReport proved = await TlsSetup.RunAsync(target.Instance, request, step.Log.Say, cancellationToken);
        InstanceState state = await target.Instance.ReadAsync(cancellationToken);
        Proof.Show(step, proved);
        await Trusting.AddAsync(step, inputs, place, state.Certificate?.Authority, cancellationToken);
        step.Log.EndGroup();
        Proof.Annotate(step, proved);

        var reach = Reach.Of(state, proved.Instance.Server);
        string? authority = File.Exists(Path.Combine(target.OutputFolder, "authority.crt")) ? Path.Combine(target.OutputFolder, "authority.crt") : null;
        string? certificate = state.Certificate is null ? null : Path.Combine(target.OutputFolder, "server.crt");
        var ready = new ReadyString(
            reach.OnHost.Host,
            reach.OnHost.Port!.Value,
            inputs.User,
            target.Password,
            state.Settings.ForceStrict == true,
            certificate is null ? null : place.ToJob(certificate),
            authority is null ? null : place.ToJob(authority));
        UpReport report = proved with
        {
            Instance = proved.Instance with { Server = $"{reach.OnHost}" },
            ConnectionStrings = (ready with { Password = null }).ForAll(),
        };
        File.WriteAllText(Path.Combine(target.OutputFolder, "report.json"), ReportJson.Write(report) + "\n");
        Publishing.Outputs(step, report, ready, reach, state);
        return new ServerSetup(report, state.Certificate?.Authority, authority);
    }

    /// <summary>The server that the inputs name.</summary>
    public static TargetRequest Named(Step step, Inputs inputs, Place place) => new()
    {
        Container = inputs.Container,
        Image = inputs.Image,
        // The licence is accepted where SQL Server's own image is told so: in the step's environment.
        AcceptEula = step.Variable("ACCEPT_EULA") is "Y" or "y",
        Service = inputs.Service,
        Endpoint = inputs.Endpoint,
        Password = inputs.SaPassword,
        WorkingFolder = place.Workspace,
    };

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
