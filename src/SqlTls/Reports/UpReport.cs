using SqlTls.Certificates;
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
    /// <summary>The report of <c>verify</c>, which changes nothing.</summary>
    /// <param name="result">What was proved.</param>
    public static UpReport Of(VerificationResult result)
    {
        double seconds = Math.Round(result.Elapsed.TotalSeconds, 3);
        return new UpReport(
            1,
            new InstanceName("server", result.Probe.Server.Host, $"{result.Probe.Server}"),
            Changed: false,
            Restarts: 0,
            RolledBack: false,
            result.Probe.Certificate is { } certificate ? CertificateDescription.Of(certificate) : null,
            result.Checks,
            new Dictionary<string, string>(),
            new Duration(seconds, 0, seconds));
    }

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
