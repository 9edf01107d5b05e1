using System.Text;
using SqlTls.Certificates;
using SqlTls.Provisioning;
using SqlTls.Verification;

namespace SqlTls.Reports;

/// <summary>What <c>up</c> and <c>verify</c> did and proved.</summary>
/// <param name="Schema">Version of this shape: 1.</param>
/// <param name="Instance">Which server.</param>
/// <param name="Changed">Settings were changed.</param>
/// <param name="Restarts">How often the server was restarted.</param>
/// <param name="RolledBack">Everything was put back.</param>
/// <param name="Certificate">What the server presents; null where nothing was seen.</param>
/// <param name="Checks">Every check.</param>
/// <param name="ConnectionStrings">Ready strings by driver, without passwords.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record UpReport(
    int Schema,
    UpReport.InstanceName Instance,
    bool Changed,
    int Restarts,
    bool RolledBack,
    CertificateDescription? Certificate,
    IReadOnlyList<Check> Checks,
    IReadOnlyDictionary<string, string> ConnectionStrings,
    UpReport.Duration Seconds)
{
    /// <summary>The report of <c>up</c>.</summary>
    /// <param name="result">What was done and proved.</param>
    public static UpReport Of(SetupResult result)
    {
        ProvisionResult done = result.Provisioned;
        return new UpReport(
            1,
            new InstanceName(result.Kind, result.Name, AddressOf(result)),
            done.Changed,
            done.Restarts,
            RolledBack: false,
            result.Proof is { } presented ? PresentedIn(presented) : done.State.Certificate?.Description,
            result.Proof?.Checks ?? [CheckKind.Listening.Skipped($"Nothing is proved, and what was written waits for a restart: {done.State.Held}.")],
            result.Ready?.ForAll() ?? new Dictionary<string, string>(),
            new Duration(InSeconds(result.Elapsed), InSeconds(done.RestartTime), InSeconds(result.Proof?.Elapsed ?? TimeSpan.Zero)));
    }

    /// <summary>The report of <c>verify</c>, which changes nothing.</summary>
    /// <param name="result">What was proved.</param>
    public static UpReport Of(VerificationResult result)
    {
        double seconds = InSeconds(result.Elapsed);
        return new UpReport(
            1,
            new InstanceName("server", result.Probe.Server.Host, $"{result.Probe.Server}"),
            Changed: false,
            Restarts: 0,
            RolledBack: false,
            PresentedIn(result),
            result.Checks,
            new Dictionary<string, string>(),
            new Duration(seconds, 0, seconds));
    }

    /// <summary>Writes it to <c>report.json</c> beside the certificates.</summary>
    /// <param name="folder">Full path of the folder.</param>
    /// <exception cref="SqlTlsException">SQLTLS2110: the folder cannot be written.</exception>
    public void WriteTo(string folder) =>
        new OutputFolder(folder).Write([(OutputFiles.Report, Encoding.UTF8.GetBytes(ReportJson.Write(this) + "\n"), false)], overwriteKeys: false);

    private static string AddressOf(SetupResult result) =>
        result.Proof is { } proof ? $"{proof.Probe.Server}" : result.Provisioned.State.Servers is [var first, ..] ? first : "";

    private static CertificateDescription? PresentedIn(VerificationResult result) => result.Probe.Certificate is { } certificate ? CertificateDescription.Of(certificate) : null;

    private static double InSeconds(TimeSpan time) => Math.Round(time.TotalSeconds, 3);

    /// <summary>Which server.</summary>
    /// <param name="Kind">What it runs in, such as <c>endpoint</c>; <c>server</c> where only its address is known.</param>
    /// <param name="Name">How the user knows it.</param>
    /// <param name="Server">Where it listens, as SqlClient writes it.</param>
    public sealed record InstanceName(string Kind, string Name, string Server);

    /// <summary>How long it took, in seconds.</summary>
    /// <param name="Total">All of it.</param>
    /// <param name="Restart">Waiting for the server.</param>
    /// <param name="Verify">The checks.</param>
    public sealed record Duration(double Total, double Restart, double Verify);
}
