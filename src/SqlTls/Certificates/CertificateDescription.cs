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
    string SignatureAlgorithm);
