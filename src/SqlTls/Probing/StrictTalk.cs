using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Tds;

namespace SqlTls.Probing;

/// <summary>How TDS 8.0 went: the PRELOGIN inside TLS, null where it did not come so far, and what the handshake showed.</summary>
internal sealed record StrictTalk(PreLogin? Answer, SslProtocols Protocol, string? Cipher, IReadOnlyList<byte[]> Sent)
{
    /// <summary>The certificates as sent. Where they were seen inside TDS as well, nobody asks here, and so nobody pays.</summary>
    public IReadOnlyList<X509Certificate2> Chain() => [.. Sent.Select(certificate => X509CertificateLoader.LoadCertificate(certificate))];
}
