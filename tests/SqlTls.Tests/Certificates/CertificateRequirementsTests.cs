using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;

namespace SqlTls.Tests.Certificates;

/// <summary>Every rule, by a certificate that has one flaw.</summary>
public class CertificateRequirementsTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>What is wrong with it, and what is then found.</summary>
    private static readonly Dictionary<string, (Flaw Flaw, string Code, Severity Severity)> Rules = new()
    {
        ["has expired"] = (new Flaw { From = -10, Until = -1 }, CertificateCodes.Expired, Severity.Error),
        ["is not valid yet"] = (new Flaw { From = 1 }, CertificateCodes.NotYetValid, Severity.Error),
        ["expires soon"] = (new Flaw { Until = 2 }, CertificateCodes.ExpiresSoon, Severity.Warning),
        ["is for other names"] = (new Flaw { Names = ["other.test"] }, CertificateCodes.NameNotCovered, Severity.Error),
        ["has no subject alternative name"] = (new Flaw { Names = null }, CertificateCodes.NoAlternativeName, Severity.Warning),
        ["has another host's CN"] = (new Flaw { Subject = "CN=other.test", Names = ["other.test", "sql.test"] }, CertificateCodes.CommonName, Severity.Warning),
        ["has no CN"] = (new Flaw { Subject = "O=Corp" }, CertificateCodes.CommonName, Severity.Warning),
        ["holds a wildcard"] = (new Flaw { Names = ["sql.test", "*.corp.test"] }, CertificateCodes.Wildcard, Severity.Note),
        ["states no purpose"] = (new Flaw { Purpose = null }, CertificateCodes.NoServerAuthentication, Severity.Error),
        ["is for clients"] = (new Flaw { Purpose = "1.3.6.1.5.5.7.3.2" }, CertificateCodes.NoServerAuthentication, Severity.Error),
        ["may only sign"] = (new Flaw { Usage = X509KeyUsageFlags.DigitalSignature }, CertificateCodes.KeyUsage, Severity.Warning),
        ["is an authority"] = (new Flaw { IsAuthority = true }, CertificateCodes.IsAuthority, Severity.Warning),
        ["has a short key"] = (new Flaw { Key = () => RSA.Create(1024) }, CertificateCodes.KeyTooShort, Severity.Error),
        ["has an ECDSA key"] = (new Flaw { Key = () => ECDsa.Create(ECCurve.NamedCurves.nistP256) }, CertificateCodes.KeyNotRsa, Severity.Warning),
        ["is self-signed"] = (new Flaw { IsSelfSigned = true }, CertificateCodes.SelfSigned, Severity.Warning),
        ["has no key"] = (new Flaw { Known = known => known with { HasMatchingKey = false } }, CertificateCodes.KeyMissing, Severity.Error),
        ["has a key of AT_SIGNATURE kind"] = (new Flaw { Known = known => known with { KeyStorage = KeyStorage.LegacySignature } }, CertificateCodes.SignatureOnlyKey, Severity.Error),
        ["has a CNG key"] = (new Flaw { Known = known => known with { KeyStorage = KeyStorage.Cng } }, CertificateCodes.CngKey, Severity.Warning),
        ["has an issuer with a short key"] = (new Flaw { IssuerKeyBits = 1024 }, CertificateCodes.KeyTooShort, Severity.Error),
    };

    public static TheoryData<string> Flaws => [.. Rules.Keys];

    [Fact]
    public void A_certificate_without_a_flaw_has_no_finding() => Assert.Empty(Check(new Flaw()));

    [Theory]
    [MemberData(nameof(Flaws))]
    public void A_flaw_is_found_with_its_code_and_its_weight(string name)
    {
        (Flaw flaw, string code, Severity severity) = Rules[name];

        Assert.Contains(Check(flaw), finding => finding.Code == code && finding.Severity == severity && finding.Message.Length > 0);
    }

    [Fact]
    public void A_CN_that_is_no_host_is_no_matter_where_clients_use_addresses_alone() =>
        Assert.DoesNotContain(
            Check(new Flaw { Names = ["127.0.0.1"], Known = known => known with { Names = ["127.0.0.1"] } }),
            finding => finding.Code == CertificateCodes.CommonName);

    [Fact]
    public void What_is_worst_comes_first()
    {
        Severity[] severities = [.. Check(new Flaw { Until = 2, Names = ["other.test", "*.corp.test"] }).Select(finding => finding.Severity)];

        Assert.Equal(severities.OrderDescending(), severities);
        Assert.Equal(3, severities.Distinct().Count());
    }

    [Fact]
    public void A_whole_certificate_is_held_against_the_root_that_it_came_with()
    {
        using var authority = Authority.Create(CertificateOptions.For("db.example.com"));
        using ServerCertificate certificate = authority.Issue(CertificateOptions.For("other.example.com"));

        IReadOnlyList<Finding> findings = CertificateRequirements.Check(certificate, ["other.example.com"], DateTimeOffset.UtcNow);

        Assert.Equal(CertificateCodes.NotVouchedFor, Assert.Single(findings).Code);
    }

    private static IReadOnlyList<Finding> Check(Flaw flaw)
    {
        using var issuerKey = RSA.Create(flaw.IssuerKeyBits);
        var issuing = new CertificateRequest("CN=Corp", issuerKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        issuing.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        using X509Certificate2 issuer = issuing.CreateSelfSigned(Now.AddDays(-100), Now.AddDays(100));
        using X509Certificate2 leaf = flaw.Make(issuer, issuerKey, Now);
        var known = new RequirementContext(["sql.test"], Now, TimeSpan.FromDays(5), HasMatchingKey: true);
        return CertificateRequirements.Check(leaf, [issuer], flaw.Known(known));
    }

    /// <summary>A server's certificate, good but for what is set.</summary>
    private sealed record Flaw
    {
        public string Subject { get; init; } = "CN=sql.test";

        public string[]? Names { get; init; } = ["sql.test"];

        public double From { get; init; } = -1;

        public double Until { get; init; } = 90;

        public string? Purpose { get; init; } = "1.3.6.1.5.5.7.3.1";

        public X509KeyUsageFlags Usage { get; init; } = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment;

        public bool IsAuthority { get; init; }

        public bool IsSelfSigned { get; init; }

        public int IssuerKeyBits { get; init; } = 2048;

        public Func<AsymmetricAlgorithm> Key { get; init; } = () => RSA.Create(2048);

        /// <summary>What is known beside the certificate.</summary>
        public Func<RequirementContext, RequirementContext> Known { get; init; } = known => known;

        public X509Certificate2 Make(X509Certificate2 issuer, RSA issuerKey, DateTimeOffset now)
        {
            using AsymmetricAlgorithm key = Key();
            X509SignatureGenerator own = key is RSA rsa
                ? X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1)
                : X509SignatureGenerator.CreateForECDsa((ECDsa)key);
            var request = new CertificateRequest(new X500DistinguishedName(Subject), own.PublicKey, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(IsAuthority, hasPathLengthConstraint: false, 0, critical: true));
            request.CertificateExtensions.Add(new X509KeyUsageExtension(Usage, critical: true));
            if (Purpose is not null)
            {
                request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(Purpose)], critical: false));
            }

            if (Names is not null)
            {
                request.CertificateExtensions.Add(CertificateExtensions.AlternativeNames(Names.Select(ServerName.Parse)));
            }

            return IsSelfSigned
                ? request.Create(request.SubjectName, own, now.AddDays(From), now.AddDays(Until), [1])
                : request.Create(issuer.SubjectName, X509SignatureGenerator.CreateForRSA(issuerKey, RSASignaturePadding.Pkcs1), now.AddDays(From), now.AddDays(Until), [1]);
        }
    }
}
