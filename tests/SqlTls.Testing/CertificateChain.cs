using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SqlTls.Testing;

/// <summary>A server certificate as a corporate authority issues it: root, two intermediates, leaf; each a PEM text.</summary>
/// <param name="Root">The root alone.</param>
/// <param name="Chain">Leaf, then both intermediates.</param>
/// <param name="Key">The leaf's private key, PKCS#8.</param>
public sealed record CertificateChain(string Root, string Chain, string Key)
{
    /// <summary>Makes a chain for <c>localhost</c>, <c>127.0.0.1</c> and other names.</summary>
    /// <param name="days">When the leaf ends, in days from now; a negative number for one that has ended.</param>
    /// <param name="names">More DNS names.</param>
    public static CertificateChain Make(double days = 30, params string[] names)
    {
        using RSA rootKey = RSA.Create(2048), upperKey = RSA.Create(2048), lowerKey = RSA.Create(2048), key = RSA.Create(2048);
        X509Certificate2 root = Authority("Corporate root", rootKey, null, rootKey);
        X509Certificate2 upper = Authority("Corporate policy", upperKey, root, rootKey);
        X509Certificate2 lower = Authority("Corporate servers", lowerKey, upper, upperKey);
        CertificateRequest request = Request("localhost", key);
        var alternativeNames = new SubjectAlternativeNameBuilder();
        alternativeNames.AddDnsName("localhost");
        alternativeNames.AddIpAddress(System.Net.IPAddress.Loopback);
        Array.ForEach(names, alternativeNames.AddDnsName);
        request.CertificateExtensions.Add(alternativeNames.Build());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        X509Certificate2 leaf = Sign(request, lower, lowerKey, days);
        return new CertificateChain(Pem(root), Pem(leaf) + Pem(lower) + Pem(upper), key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    private static X509Certificate2 Authority(string name, RSA key, X509Certificate2? issuer, RSA issuerKey)
    {
        CertificateRequest request = Request(name, key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        return issuer is null ? request.CreateSelfSigned(DateTimeOffset.UtcNow.AddYears(-1), DateTimeOffset.UtcNow.AddYears(1)) : Sign(request, issuer, issuerKey, 200);
    }

    private static CertificateRequest Request(string name, RSA key) => new($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    private static X509Certificate2 Sign(CertificateRequest request, X509Certificate2 issuer, RSA issuerKey, double days) => request.Create(
        issuer.SubjectName,
        X509SignatureGenerator.CreateForRSA(issuerKey, RSASignaturePadding.Pkcs1),
        DateTimeOffset.UtcNow.AddDays(-100),
        DateTimeOffset.UtcNow.AddDays(days),
        RandomNumberGenerator.GetBytes(8));

    private static string Pem(X509Certificate2 certificate) => certificate.ExportCertificatePem() + "\n";
}
