using System.Security.Cryptography.X509Certificates;
using SqlTls.Connector.Wire;
using SqlTls.Probing;
using SqlTls.Verification;

namespace SqlTls.Tests.Verification;

/// <summary>What probe and connector may have seen.</summary>
internal static class Seen
{
    public static ConnectionAttempt Connected { get; } = new(true, "TRUE", [], TimedOut: false);

    /// <summary>A server that answers, with a certificate.</summary>
    public static ProbeResult Probe(X509Certificate2 certificate) => new(
        ServerAddress.Parse("db.example.com"), true, new Version(16, 0), ServerEncryption.On, Strict: false, new TlsSupport(false, false, true, false), "suite", [certificate], []);

    /// <summary>A failed attempt, by the texts of SqlException and what is inside it.</summary>
    public static ConnectionAttempt Failed(int? number, params string[] texts) => new(
        false, null, [.. texts.Select((text, depth) => new Problem(depth == 0 ? "SqlException" : "AuthenticationException", text, depth == 0 ? number : null))], TimedOut: false);
}
