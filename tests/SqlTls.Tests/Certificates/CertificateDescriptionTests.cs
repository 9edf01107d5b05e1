using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;

namespace SqlTls.Tests.Certificates;

public class CertificateDescriptionTests
{
    [Theory]
    [InlineData("SHA256", "sha256RSA")]
    [InlineData("SHA384", "sha384RSA")]
    [InlineData("SHA512", "sha512RSA")]
    public void An_RSA_signature_has_the_same_name_on_every_system(string hash, string name)
    {
        using RSA key = RSA.Create(2048);

        Assert.Equal(("RSA", 2048, name), Described(new CertificateRequest("CN=db", key, new HashAlgorithmName(hash), RSASignaturePadding.Pkcs1)));
    }

    [Theory]
    [InlineData("SHA256", "sha256ECDSA")]
    [InlineData("SHA384", "sha384ECDSA")]
    [InlineData("SHA512", "sha512ECDSA")]
    public void An_ECDSA_signature_has_the_same_name_on_every_system(string hash, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        Assert.Equal(("ECDSA", 384, name), Described(new CertificateRequest("CN=db", key, new HashAlgorithmName(hash))));
    }

    [Fact]
    public void A_PSS_signature_is_told_apart()
    {
        using RSA key = RSA.Create(2048);

        Assert.Equal(("RSA", 2048, "RSASSA-PSS"), Described(new CertificateRequest("CN=db", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)));
    }

    private static (string Algorithm, int Bits, string Signature) Described(CertificateRequest request)
    {
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        var described = CertificateDescription.Of(certificate);
        return (described.KeyAlgorithm, described.KeyBits, described.SignatureAlgorithm);
    }
}
