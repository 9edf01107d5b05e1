using System.Security.Cryptography.X509Certificates;
using SqlTls.Probing;

namespace SqlTls.Verification;

/// <summary>What is to be proved.</summary>
public sealed record VerificationRequest
{
    /// <summary>The server, as SqlClient writes it: <c>HOST,PORT</c>. Taken from <see cref="ConnectionString"/> where that is given.</summary>
    public string Server { get; init; } = "";

    /// <summary>A connection string of the user's own, to be proved as it is.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>The login's name.</summary>
    public string? User { get; init; }

    /// <summary>The login's password; without one, a validated handshake that ends in "login failed" is the proof.</summary>
    public string? Password { get; init; }

    /// <summary>Names that clients use; the server's host where none is said.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>The certificate that the server should present; null where any will do.</summary>
    public string? ExpectedThumbprint { get; init; }

    /// <summary>The authority to trust; null for what this machine trusts.</summary>
    public X509Certificate2? Authority { get; init; }

    /// <summary>Certificates known to stand between the server's and the authority, sent or not; by default none is known.</summary>
    public IReadOnlyList<X509Certificate2> Intermediates { get; init; } = [];

    /// <summary>A file with the server's certificate, for the string that is handed out; null where there is none.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>The server was told to force encryption.</summary>
    public bool ForceEncryption { get; init; }

    /// <summary>The server was told to force strict encryption.</summary>
    public bool ForceStrict { get; init; }

    /// <summary>The versions of TLS that the server was told to take, such as <c>1.2,1.3</c>; null where it was told nothing.</summary>
    public string? TlsProtocols { get; init; }

    /// <summary>How long before its end a certificate counts as about to expire.</summary>
    public TimeSpan RenewBefore { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long one attempt may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Keeps password and connection string out of logs.</summary>
    public override string ToString() => $"verify {Server}, user {User ?? "sa"}";

    /// <summary>The server was told to take other versions than an old one that it takes.</summary>
    internal bool Forbids(TlsSupport accepted) => TlsProtocols is { } told
        && ((accepted.Tls10 && !told.Contains("1.0", StringComparison.Ordinal)) || (accepted.Tls11 && !told.Contains("1.1", StringComparison.Ordinal)));
}
