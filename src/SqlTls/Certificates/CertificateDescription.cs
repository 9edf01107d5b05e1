using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SqlTls.Certificates;

/// <summary>What people and tools want to know of a certificate; never its key.</summary>
/// <param name="Thumbprint">SHA-1 over the certificate, as SQL Server identifies it: 40 hex digits, lower case.</param>
/// <param name="Subject">The subject's distinguished name.</param>
/// <param name="Issuer">The issuer's distinguished name.</param>
/// <param name="Names">DNS names and IP addresses of the subject alternative name; the CN where there is none.</param>
/// <param name="NotBefore">Valid from, UTC.</param>
/// <param name="NotAfter">Valid until, UTC.</param>
/// <param name="KeyAlgorithm"><c>RSA</c>, <c>ECDSA</c>, or the object identifier of another kind.</param>
/// <param name="KeyBits">Length of the public key in bits; 0 where it is not known.</param>
/// <param name="SignatureAlgorithm">How the issuer signed it, such as <c>sha256RSA</c>.</param>
public sealed record CertificateDescription(
    string Thumbprint,
    string Subject,
    string Issuer,
    IReadOnlyList<string> Names,
    DateTimeOffset NotBefore,
    DateTimeOffset NotAfter,
    string KeyAlgorithm,
    int KeyBits,
    string SignatureAlgorithm)
{
    internal const string Pss = "RSASSA-PSS";

    private const string RsaAlgorithm = "1.2.840.113549.1.1.1";

    /// <summary>Describes a certificate.</summary>
    /// <param name="certificate">Any certificate, also one that a stranger sent.</param>
    public static CertificateDescription Of(X509Certificate2 certificate)
    {
        (string algorithm, int bits) = Key(certificate);
        return new CertificateDescription(
            certificate.Thumbprint.ToLowerInvariant(),
            certificate.Subject,
            certificate.Issuer,
            CertificateNames.Of(certificate),
            certificate.NotBefore.ToUniversalTime(),
            certificate.NotAfter.ToUniversalTime(),
            algorithm,
            bits,
            SignatureName(certificate.SignatureAlgorithm));
    }

    private static (string Algorithm, int Bits) Key(X509Certificate2 certificate)
    {
        try
        {
            if (certificate.PublicKey.Oid.Value == RsaAlgorithm)
            {
                return ("RSA", ModulusBits(certificate.PublicKey.EncodedKeyValue.RawData));
            }

            using ECDsa? ecdsa = certificate.GetECDsaPublicKey();
            return ecdsa is not null ? ("ECDSA", ecdsa.KeySize) : (certificate.GetKeyAlgorithm(), 0);
        }
        catch (Exception exception) when (exception is CryptographicException or AsnContentException)
        {
            // A curve or an encoding that this system does not know.
            return (certificate.GetKeyAlgorithm(), 0);
        }
    }

    // RSAPublicKey of RFC 8017. To make a key of it only to ask for its size costs as much as a handshake's arithmetic.
    private static int ModulusBits(byte[] key)
    {
        BigInteger modulus = new AsnReader(key, AsnEncodingRules.DER).ReadSequence().ReadInteger();
        return (int)modulus.GetBitLength();
    }

    // The same words on every system: FriendlyName is the platform's own, and translated on Windows.
    private static string SignatureName(Oid algorithm) => algorithm.Value switch
    {
        "1.2.840.113549.1.1.4" => "md5RSA",
        "1.2.840.113549.1.1.5" => "sha1RSA",
        "1.2.840.113549.1.1.10" => Pss,
        "1.2.840.113549.1.1.14" => "sha224RSA",
        "1.2.840.113549.1.1.11" => "sha256RSA",
        "1.2.840.113549.1.1.12" => "sha384RSA",
        "1.2.840.113549.1.1.13" => "sha512RSA",
        "1.2.840.10045.4.1" => "sha1ECDSA",
        "1.2.840.10045.4.3.1" => "sha224ECDSA",
        "1.2.840.10045.4.3.2" => "sha256ECDSA",
        "1.2.840.10045.4.3.3" => "sha384ECDSA",
        "1.2.840.10045.4.3.4" => "sha512ECDSA",
        var other => other ?? "",
    };
}
