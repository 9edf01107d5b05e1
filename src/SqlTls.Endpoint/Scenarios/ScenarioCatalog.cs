using System.Security.Authentication;
using static SqlTls.Endpoint.Scenarios.ScenarioVerdict;

namespace SqlTls.Endpoint.Scenarios;

/// <summary>Every scenario there is.</summary>
public static class ScenarioCatalog
{
#pragma warning disable SYSLIB0039, CA5397 // Old versions of TLS are the point.
    private const SslProtocols Tls10 = SslProtocols.Tls;
    private const SslProtocols Tls11 = SslProtocols.Tls11;
#pragma warning restore SYSLIB0039, CA5397

    private static readonly CertificateRecipe Good = CertificateRecipe.Good;

    /// <summary>All scenarios: the good ones first, then bad certificates, settings, and peers.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        Make("good", "Nothing is wrong: TLS 1.2 and 1.3, TDS 7.x and 8.0.", Accept),
        Make("forced", "Encryption is forced; nothing is wrong.", Accept, new() { ForceEncryption = true }),
        Make("wildcard", "The certificate holds a wildcard alone; clients ask for db.sql.test.", Accept, certificate: Good with { CommonName = "*.sql.test", Names = ["*.sql.test"] }, hostName: "db.sql.test"),
        Make("ip-san", "The certificate holds an IP address and no DNS name.", Accept, certificate: Good with { CommonName = "127.0.0.1", Names = ["127.0.0.1"] }),
        Make("tls12-only", "TLS 1.2 alone.", Accept, new() { TlsProtocols = SslProtocols.Tls12 }),
        Make("tls13-only", "TLS 1.3 alone, which TDS 7.x does not speak.", AcceptStrict, new() { TlsProtocols = SslProtocols.Tls13 }),
        Make("strict-only", "Strict encryption is forced.", AcceptStrict, new() { ForceStrict = true }),

        Bad("expired", "The certificate has expired.", Good with { From = -30, Until = -1 }),
        Bad("not-yet-valid", "The certificate is not valid yet.", Good with { From = 2 }),
        Bad("wrong-name", "The certificate is for another name.", Good with { CommonName = "elsewhere.test", Names = ["elsewhere.test"] }),
        Bad("self-signed", "The certificate vouches for itself.", Good with { SelfSigned = true, AnotherAuthorityIsTrusted = true }),
        Bad("untrusted-authority", "An authority issued the certificate that the client does not trust.", Good with { AnotherAuthorityIsTrusted = true }),
        Bad("missing-intermediate", "An intermediate certificate is not sent.", Good with { Intermediates = 1, WithholdsIntermediates = true }),
        Bad("no-server-authentication", "The certificate is for code signing.", Good with { Purposes = [CertificateRecipe.CodeSigning] }),
        Bad("client-authentication-only", "The certificate is for clients.", Good with { Purposes = [CertificateRecipe.ClientAuthentication] }),
        Make("rsa-1024", "The certificate's key has 1,024 bits.", Doubtful, new() { AllowsWeakTls = true }, Good with { KeyBits = 1024 }),
        Make("sha1-signature", "The certificate is signed with SHA-1.", Doubtful, new() { AllowsWeakTls = true }, Good with { Sha1 = true, RsaAuthority = true }),
        // SqlClient reads the CN where there is nothing else, on every system; most other clients do not.
        Make("cn-only", "The certificate has its name in the CN alone.", Doubtful, certificate: Good with { CommonName = "127.0.0.1", Names = null }),
        Bad("name-constraint-violated", "The authority may not vouch for the certificate's names.", Good with { Constraint = ["elsewhere.test", "192.0.2.7"] }),
        Bad("expired-authority", "The authority's own certificate has expired.", Good with { ExpiredAuthority = true }),

        Make("tls10-only", "TLS 1.0 alone.", Refuse, new() { TlsProtocols = Tls10, AllowsWeakTls = true }),
        Make("tls11-only", "TLS 1.1 alone.", Refuse, new() { TlsProtocols = Tls11, AllowsWeakTls = true }),
        Make("plaintext-only", "The server has no TLS.", Refuse, new() { SupportsEncryption = false }),
        Make("login-only", "The login alone is encrypted, whatever the client asks for.", Refuse, new() { LoginOnly = true, SupportsStrict = false }),

        Peer("stalls-in-prelogin", "The server takes the connection and says nothing.", PeerBehaviours.StallsInPreLogin),
        Peer("stalls-in-handshake", "The server agrees to encrypt and says nothing more.", PeerBehaviours.StallsInHandshake),
        Peer("closes-in-handshake", "The server agrees to encrypt and hangs up.", PeerBehaviours.ClosesInHandshake),
        Peer("garbage", "Something else answers: a web server.", PeerBehaviours.Garbage),
        Peer("slow-drip", "The server answers a byte a second.", PeerBehaviours.SlowDrip),
    ];

    /// <summary>A scenario by its name.</summary>
    /// <param name="name">Such as <c>expired</c>.</param>
    /// <exception cref="SqlTlsException">There is none of this name (SQLTLS3904).</exception>
    public static Scenario Named(string name) => All.FirstOrDefault(scenario => scenario.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new SqlTlsException(
            Failure.Input,
            EndpointCodes.Scenario,
            "There is no scenario of this name.",
            $"Say one of {string.Join(", ", All.Select(scenario => scenario.Name))}.");

    private static Scenario Make(string name, string description, ScenarioVerdict verdict, TdsEndpointOptions? options = null, CertificateRecipe? certificate = null, string? hostName = null) =>
        new(name, description, verdict, options, certificate, null) { HostName = hostName };

    private static Scenario Bad(string name, string description, CertificateRecipe certificate) =>
        new(name, description, Refuse, null, certificate, null);

    private static Scenario Peer(string name, string description, PeerBehaviour behaviour) => new(name, description, Refuse, null, null, behaviour);
}
