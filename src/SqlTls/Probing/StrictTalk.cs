using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Tds;

namespace SqlTls.Probing;

/// <summary>How TDS 8.0 went: the PRELOGIN inside TLS, null where it did not come so far, and what the handshake showed.</summary>
internal sealed record StrictTalk(PreLogin? Answer, SslProtocols Protocol, string? Cipher, IReadOnlyList<X509Certificate2> Chain);
