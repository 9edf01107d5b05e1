using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SqlTls.Certificates;

/// <summary>A request for a corporate authority (PKCS#10), with the key that stays here.</summary>
/// <param name="RequestPem">The request, to be sent to the authority.</param>
/// <param name="KeyPem">The private key as PKCS#8; it goes nowhere.</param>
public sealed record SigningRequest(string RequestPem, string KeyPem)
{
    /// <summary>Keeps the private key out of logs.</summary>
    public override string ToString() => RequestPem;

    /// <summary>Makes a key and a request that asks for what SQL Server needs.</summary>
    /// <param name="options">Names, the first as CN, and key size; the lifetime is the authority's to say.</param>
    public static SigningRequest Create(CertificateOptions options)
    {
        using var key = RSA.Create(options.KeySize);
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(Authority.CommonName(options.Names));
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(CertificateExtensions.AlternativeNames(options.Names));
        request.CertificateExtensions.Add(CertificateExtensions.ServerKeyUsage());
        request.CertificateExtensions.Add(CertificatePurposes.ServerAuthenticationAlone());
        return new SigningRequest(request.CreateSigningRequestPem() + "\n", key.ExportPkcs8PrivateKeyPem() + "\n");
    }
}
