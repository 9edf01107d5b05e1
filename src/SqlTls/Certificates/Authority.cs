using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SqlTls.Certificates;

/// <summary>A certificate authority made for one run. It can vouch for the names it was made for, as a TLS server, and for nothing else.</summary>
/// <remarks>
/// Its key is ECDSA P-256, since making one costs no time; the server's own key stays RSA, which is what SQL Server's documentation asks for.
/// Whoever trusts it trusts no more than this server: critical name constraints, path length 0, Server Authentication alone.
/// </remarks>
public sealed class Authority : IDisposable
{
    // Clocks of containers and virtual machines run behind their host's.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromHours(1);
    private const int MostCommonName = 64;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly TimeProvider _clock;

    private Authority(CertificateOptions options, TimeProvider clock)
    {
        _clock = clock;
        Certificate = SelfSign(_key, options, clock.GetUtcNow());
    }

    /// <summary>The authority's certificate, without its private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Makes an authority.</summary>
    /// <param name="options">The names it may vouch for, and for how long it is valid.</param>
    /// <param name="clock">Now; by default the system's clock.</param>
    public static Authority Create(CertificateOptions options, TimeProvider? clock = null) => new(options, clock ?? TimeProvider.System);

    /// <summary>Makes a key and a certificate for a server.</summary>
    /// <param name="options">Names, lifetime and key size. Names that the authority was not made for get a certificate that no client accepts.</param>
    public ServerCertificate Issue(CertificateOptions options)
    {
        using RSA key = RSA.Create(options.KeySize);
        return Issue(options, key);
    }

    /// <summary>The authority's private key as PKCS#8 PEM, for those who keep it on purpose: it can vouch for the server's names again.</summary>
    public string KeyPem() => _key.ExportPkcs8PrivateKeyPem() + "\n";

    /// <inheritdoc/>
    public void Dispose()
    {
        _key.Dispose();
        Certificate.Dispose();
    }

    /// <summary>Makes a certificate for a server that has its key already; of the options, the key's size says nothing.</summary>
    internal ServerCertificate Issue(CertificateOptions options, RSA key)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(CommonName(options.Names));
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(CertificateExtensions.EndEntity());
        request.CertificateExtensions.Add(CertificateExtensions.ServerKeyUsage());
        request.CertificateExtensions.Add(CertificatePurposes.ServerAuthenticationAlone());
        request.CertificateExtensions.Add(CertificateExtensions.AlternativeNames(options.Names));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        DateTimeOffset now = _clock.GetUtcNow();
        DateTimeOffset notAfter = Earlier(now.AddDays(options.Days), Certificate.NotAfter);
        using X509Certificate2 bare = request.Create(
            Certificate.SubjectName,
            X509SignatureGenerator.CreateForECDsa(_key),
            Certificate.NotBefore,
            notAfter,
            CertificateExtensions.NewSerialNumber());
        return ServerCertificate.Bind(bare, key, [], X509CertificateLoader.LoadCertificate(Certificate.RawData));
    }

    /// <summary>The first name that a CN has room for.</summary>
    internal static string CommonName(IReadOnlyList<ServerName> names) =>
        names.FirstOrDefault(name => name.Value.Length <= MostCommonName)?.Value ?? Cut(names[0].Value);

    private static X509Certificate2 SelfSign(ECDsa key, CertificateOptions options, DateTimeOffset now)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(Cut($"sqltls authority for {options.Names[0]}"));
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        var identifier = new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(CertificateExtensions.AuthorityKeyUsage());
        request.CertificateExtensions.Add(CertificatePurposes.ServerAuthenticationAlone());
        request.CertificateExtensions.Add(NameConstraints.Exactly(options.Names));
        request.CertificateExtensions.Add(identifier);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(identifier));
        using X509Certificate2 withKey = request.CreateSelfSigned(now - ClockSkew, now.AddDays(options.Days));
        return X509CertificateLoader.LoadCertificate(withKey.RawData);
    }

    private static string Cut(string text) => text.Length <= MostCommonName ? text : text[..MostCommonName];

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
