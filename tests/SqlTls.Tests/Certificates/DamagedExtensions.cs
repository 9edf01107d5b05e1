using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;

namespace SqlTls.Tests.Certificates;

/// <summary>An extension that is no DER is a finding, and grants nothing.</summary>
public class DamagedExtensions
{
    private const string ExtendedKeyUsage = "2.5.29.37";

    public static TheoryData<string, string> Extensions => new()
    {
        { ExtendedKeyUsage, "extended key usage" },
        { "2.5.29.15", "key usage" },
        { "2.5.29.19", "basic constraints" },
        { "2.5.29.14", "subject key identifier" },
        { "2.5.29.35", "authority key identifier" },
        { "2.5.29.17", "subject alternative name" },
    };

    [Theory]
    [MemberData(nameof(Extensions))]
    public void Are_named(string identifier, string name)
    {
        using X509Certificate2 leaf = Damaged(identifier);

        IReadOnlyList<Finding> findings = CertificateRequirements.Check(leaf, [leaf], new RequirementContext(["sql.test"], DateTimeOffset.UtcNow));

        Finding finding = Assert.Single(findings, finding => finding.Code == CertificateCodes.ExtensionUnreadable);
        Assert.Equal((Severity.Error, $"The certificate's extension '{name}' cannot be read: it is damaged, and clients refuse it."), (finding.Severity, finding.Message));
    }

    [Theory]
    [MemberData(nameof(Extensions))]
    public void Of_an_issuer_are_no_exception_either(string identifier, string name)
    {
        _ = name;
        using var key = RSA.Create(2048);
        using X509Certificate2 issuer = Damaged(identifier);
        var request = new CertificateRequest("CN=below.test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 leaf = request.Create(
            issuer.SubjectName, X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pkcs1), DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1), [1]);

        Assert.NotEmpty(CertificateRequirements.Check(leaf, [issuer], new RequirementContext([], DateTimeOffset.UtcNow, Authorities: [issuer])));
    }

    [Fact]
    public void Grant_nothing()
    {
        using X509Certificate2 leaf = Damaged(ExtendedKeyUsage);

        Assert.False(CertificatePurposes.AllowServerAuthentication(leaf));
    }

    private static X509Certificate2 Damaged(string identifier)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=sql.test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        // NULL, where a sequence or a string of octets belongs.
        request.CertificateExtensions.Add(new X509Extension(identifier, [5, 0], critical: false));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
