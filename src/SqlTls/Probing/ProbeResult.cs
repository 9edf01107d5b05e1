using System.Security.Cryptography.X509Certificates;

namespace SqlTls.Probing;

/// <summary>What a server presents to anybody who connects, without a login.</summary>
/// <param name="Server">The address that was probed, with the port that Browser gave.</param>
/// <param name="Reachable">It answered as a SQL Server does.</param>
/// <param name="Version">The version it says it has; null where it did not say.</param>
/// <param name="Encryption">Its answer about encryption.</param>
/// <param name="Strict">It speaks TDS 8.0.</param>
/// <param name="Protocols">Versions of TLS, by TDS 7.x or 8.0.</param>
/// <param name="Cipher">The suite it chose, as IANA names it; null without a handshake.</param>
/// <param name="Chain">The certificates as sent, its own first.</param>
/// <param name="Findings">What is wrong or worth knowing, the worst first.</param>
public sealed record ProbeResult(
    ServerAddress Server,
    bool Reachable,
    Version? Version,
    ServerEncryption Encryption,
    bool Strict,
    TlsSupport Protocols,
    string? Cipher,
    IReadOnlyList<X509Certificate2> Chain,
    IReadOnlyList<Finding> Findings)
{
    /// <summary>What is known of a server that could not be asked.</summary>
    /// <param name="server">Where it should be.</param>
    /// <param name="why">The reason.</param>
    public static ProbeResult Unreachable(ServerAddress server, Finding why) =>
        new(server, Reachable: false, Version: null, ServerEncryption.Unsupported, Strict: false, TlsSupport.None, Cipher: null, [], [why]);

    /// <summary>The server's own certificate; null where none was seen.</summary>
    public X509Certificate2? Certificate => Chain.Count > 0 ? Chain[0] : null;
}
