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

    /// <summary>Strict connections are the only way in: it speaks TDS 8.0, and turns away whoever comes with TDS 7.x.</summary>
    public bool StrictAlone { get; init; }

    /// <summary>It turns away a client that does not encrypt; null where it did not answer such a client in time.</summary>
    public bool? PlaintextRefused { get; init; }

    /// <summary>Versions of TLS to which no answer came in time: whether it has them is not known.</summary>
    public TlsSupport Unanswered { get; init; } = TlsSupport.None;

    /// <summary>Why its chain leads to no authority that is trusted; null where it does, or none was seen.</summary>
    internal Distrust? Distrust { get; init; }
}
