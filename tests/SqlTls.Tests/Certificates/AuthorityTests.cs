using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;

namespace SqlTls.Tests.Certificates;

public class AuthorityTests
{
    public static TheoryData<string[]> NamesThatAreServed => new(
    [
        ["localhost"],
        ["db.example.com", "localhost", "127.0.0.1", "::1"],
        ["db.example.com", "10.0.0.7"],
        ["127.0.0.1"],
        ["fd00::7"],
        ["fd00::7", "127.0.0.1"],
        ["*.example.com"],
        ["bücher.example"],
    ]);

    public static TheoryData<string[], string> NamesThatAreNot => new()
    {
        { ["db.example.com"], "other.example.com" },
        { ["db.example.com"], "example.com" },
        { ["db.example.com"], "notdb.example.com" },
        { ["db.example.com"], "127.0.0.1" },
        { ["db.example.com"], "::1" },
        { ["db.example.com", "127.0.0.1"], "127.0.0.2" },
        { ["db.example.com", "127.0.0.1"], "::1" },
        { ["db.example.com", "::1"], "127.0.0.1" },
        { ["db.example.com", "::1"], "::2" },
        { ["127.0.0.1"], "db.example.com" },
        { ["127.0.0.1"], "localhost" },
        { ["::1"], "db.example.com" },
        { ["*.example.com"], "db.example.org" },
    };

    [Theory]
    [MemberData(nameof(NamesThatAreServed))]
    public void Vouches_for_its_own_names(string[] names)
    {
        using var certificate = ServerCertificate.Create(CertificateOptions.For(names));

        Assert.Equal(X509ChainStatusFlags.NoError, Judges.DotNet(certificate.Leaf, certificate.Authority!));
    }

    [RequiresTheory("openssl")]
    [MemberData(nameof(NamesThatAreServed))]
    public async Task Vouches_for_its_own_names_before_OpenSSL(string[] names)
    {
        using var certificate = ServerCertificate.Create(CertificateOptions.For(names));

        Tool verdict = await Judges.OpenSslAsync(certificate.Leaf, certificate.Authority!, arguments: "-x509_strict");

        Assert.True(verdict.ExitCode == 0, verdict.Everything);
    }

    [Theory]
    [MemberData(nameof(NamesThatAreNot))]
    public void Cannot_vouch_for_another_name(string[] names, string other)
    {
        using var authority = Authority.Create(CertificateOptions.For(names));
        using ServerCertificate certificate = authority.Issue(CertificateOptions.For(other));

        X509ChainStatusFlags objections = Judges.DotNet(certificate.Leaf, authority.Certificate);

        Assert.NotEqual(
            X509ChainStatusFlags.NoError,
            objections & (X509ChainStatusFlags.HasNotPermittedNameConstraint | X509ChainStatusFlags.HasExcludedNameConstraint));
    }

    [RequiresTheory("openssl")]
    [MemberData(nameof(NamesThatAreNot))]
    public async Task Cannot_vouch_for_another_name_before_OpenSSL(string[] names, string other)
    {
        using var authority = Authority.Create(CertificateOptions.For(names));
        using ServerCertificate certificate = authority.Issue(CertificateOptions.For(other));

        Tool verdict = await Judges.OpenSslAsync(certificate.Leaf, authority.Certificate);

        Assert.NotEqual(0, verdict.ExitCode);
        Assert.Matches("permitted subtree violation|excluded subtree violation", verdict.Everything);
    }

    [Theory]
    [InlineData("1.3.6.1.5.5.7.3.3")]
    [InlineData("1.3.6.1.5.5.7.3.4")]
    [InlineData("1.3.6.1.5.5.7.3.2")]
    public void Cannot_vouch_for_another_purpose(string purpose)
    {
        using var authority = Authority.Create(CertificateOptions.For("db.example.com"));
        using X509Certificate2 certificate = Signed(authority, purpose);

        Assert.True(Judges.DotNet(certificate, authority.Certificate, purpose).HasFlag(X509ChainStatusFlags.NotValidForUsage));
        Assert.True(Judges.DotNet(certificate, authority.Certificate).HasFlag(X509ChainStatusFlags.NotValidForUsage));
    }

    // OpenSSL 3.0 knows no purpose of code signing: its certificates are shown as a server's, and e-mail's as e-mail's.
    [RequiresTheory("openssl")]
    [InlineData("1.3.6.1.5.5.7.3.3", "sslserver")]
    [InlineData("1.3.6.1.5.5.7.3.4", "smimesign")]
    [InlineData("1.3.6.1.5.5.7.3.2", "sslclient")]
    public async Task Cannot_vouch_for_another_purpose_before_OpenSSL(string purpose, string asked)
    {
        using var authority = Authority.Create(CertificateOptions.For("db.example.com"));
        using X509Certificate2 certificate = Signed(authority, purpose);

        Tool verdict = await Judges.OpenSslAsync(certificate, authority.Certificate, asked);

        Assert.NotEqual(0, verdict.ExitCode);
        Assert.Matches("uns(uitable|upported) certificate purpose", verdict.Everything);
    }

    [Fact]
    public void States_its_limits_as_critical_extensions()
    {
        using var authority = Authority.Create(CertificateOptions.For("db.example.com"));

        X509ExtensionCollection extensions = authority.Certificate.Extensions;
        X509BasicConstraintsExtension basic = extensions.OfType<X509BasicConstraintsExtension>().Single();
        Assert.True(basic is { Critical: true, CertificateAuthority: true, HasPathLengthConstraint: true, PathLengthConstraint: 0 });
        Assert.True(extensions["2.5.29.30"]!.Critical);
        Assert.Equal(
            X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign,
            extensions.OfType<X509KeyUsageExtension>().Single().KeyUsages);
    }

    [Fact]
    public void Keeps_its_certificate_apart_from_its_key()
    {
        using var authority = Authority.Create(CertificateOptions.For("db.example.com"));

        Assert.False(authority.Certificate.HasPrivateKey);
        using var key = ECDsa.Create();
        key.ImportFromPem(authority.KeyPem());
        using ECDsa? certified = authority.Certificate.GetECDsaPublicKey();
        Assert.Equal(certified!.ExportSubjectPublicKeyInfo(), key.ExportSubjectPublicKeyInfo());
    }

    [Fact]
    public void Is_valid_a_little_earlier_than_now_so_that_a_slow_clock_accepts_it()
    {
        var clock = new FixedClock(new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero));
        using var authority = Authority.Create(CertificateOptions.For("localhost") with { Days = 30 }, clock);
        using ServerCertificate certificate = authority.Issue(CertificateOptions.For("localhost") with { Days = 60 });

        Assert.Equal(clock.GetUtcNow().AddHours(-1), certificate.Describe().NotBefore);
        Assert.Equal(clock.GetUtcNow().AddDays(30), certificate.Describe().NotAfter);
    }

    // What somebody who got hold of the authority's key could make.
    private static X509Certificate2 Signed(Authority authority, string purpose)
    {
        using var authorityKey = ECDsa.Create();
        authorityKey.ImportFromPem(authority.KeyPem());
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=db.example.com", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("db.example.com");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], critical: false));
        DateTimeOffset now = DateTimeOffset.UtcNow;
        return request.Create(authority.Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(authorityKey), now, now.AddDays(1), [1]);
    }
}
