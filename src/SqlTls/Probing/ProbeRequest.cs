using System.Security.Cryptography.X509Certificates;

namespace SqlTls.Probing;

/// <summary>What to probe, and what to hold it against.</summary>
/// <param name="Server">Where.</param>
/// <param name="Names">Names that the certificate must have; empty for the address's host alone.</param>
/// <param name="Authorities">Certificates to trust beside the system's.</param>
/// <param name="Timeout">How long one attempt may take.</param>
public sealed record ProbeRequest(
    ServerAddress Server,
    IReadOnlyList<string> Names,
    IReadOnlyList<X509Certificate2> Authorities,
    TimeSpan Timeout)
{
    /// <summary>Certificates known to stand between the server's and an authority, sent or not; by default none is known.</summary>
    public IReadOnlyList<X509Certificate2> Intermediates { get; init; } = [];

    /// <summary>Where SQL Server Browser listens; another one in tests.</summary>
    internal int BrowserPort { get; init; } = Browser.Port;
}
