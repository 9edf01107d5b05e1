using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SqlTls.Certificates;

/// <summary>Takes over certificates that were made elsewhere: PFX; or PEM or DER with a key in PKCS#1, PKCS#8, SEC 1 or encrypted PKCS#8.</summary>
public static class CertificateImport
{
    private const string PemMark = "-----BEGIN ";

    /// <summary>Reads a certificate with its key and, where the file has them, its issuers in any order.</summary>
    /// <param name="file">Full path of a PFX, PEM or DER file.</param>
    /// <param name="keyFile">Full path of the private key; null where <paramref name="file"/> holds it.</param>
    /// <param name="password">Of the PFX or the encrypted key; null without.</param>
    /// <param name="issuers">Issuers that the file may lack, such as the root.</param>
    /// <exception cref="SqlTlsException">The file cannot be read as a certificate (SQLTLS2101), holds none (2109), the password is wrong (2102), the key is missing (2103) or belongs to another certificate (2104).</exception>
    public static ServerCertificate Read(string file, string? keyFile, string? password, params IReadOnlyList<X509Certificate2> issuers)
    {
        byte[] content = Content(file);
        string? pem = AsPem(content);
        if (pem is not null || IsCertificate(content))
        {
            X509Certificate2Collection certificates = Certificates(file, content, pem);
            byte[] keyContent = keyFile is null ? content : File.ReadAllBytes(keyFile);
            using AsymmetricAlgorithm key = PrivateKeyFile.Read(keyFile ?? file, keyContent, password);
            return Join(file, keyFile ?? file, certificates, key, issuers);
        }

        return FromPfx(file, content, password, issuers);
    }

    /// <summary>Reads the certificates of a file, and no key.</summary>
    /// <param name="file">Full path of a PEM, DER or PFX file.</param>
    /// <param name="password">Of the PFX; null without.</param>
    /// <exception cref="SqlTlsException">As <see cref="Read"/>.</exception>
    public static IReadOnlyList<X509Certificate2> ReadCertificates(string file, string? password)
    {
        byte[] content = Content(file);
        string? pem = AsPem(content);
        return [.. pem is not null || IsCertificate(content) ? Certificates(file, content, pem) : Pfx(file, content, password)];
    }

    /// <summary>Orders what a file holds: the certificate that issued none of the others is the server's.</summary>
    internal static X509Certificate2 LeafOf(IReadOnlyList<X509Certificate2> certificates) =>
        certificates.FirstOrDefault(certificate => !certificates.Any(other =>
            other != certificate && other.IssuerName.RawData.AsSpan().SequenceEqual(certificate.SubjectName.RawData))) ?? certificates[0];

    private static byte[] Content(string file) => File.ReadAllBytes(file) is { Length: > 0 } content ? content : throw Unreadable(file, "it is empty", null);

    private static ServerCertificate Join(string file, string keyFile, X509Certificate2Collection certificates, AsymmetricAlgorithm key, IReadOnlyList<X509Certificate2> issuers)
    {
        X509Certificate2 leaf = certificates.FirstOrDefault(certificate => PrivateKeyFile.Matches(key, certificate))
            ?? throw new SqlTlsException(
                Failure.Input,
                CertificateCodes.KeyMismatch,
                $"The private key in {keyFile} belongs to no certificate in {file}.",
                "Give the key that the certificate was made with.");
        return Bind(leaf, key, [.. certificates.Where(certificate => certificate != leaf), .. issuers]);
    }

    private static ServerCertificate FromPfx(string file, byte[] content, string? password, IReadOnlyList<X509Certificate2> issuers)
    {
        X509Certificate2Collection certificates = Pfx(file, content, password);
        X509Certificate2 leaf = certificates.FirstOrDefault(certificate => certificate.HasPrivateKey)
            ?? throw new SqlTlsException(Failure.Input, CertificateCodes.NoPrivateKey, $"{file} holds no private key.", "Export the PFX again, with the private key.");
        using AsymmetricAlgorithm key = (AsymmetricAlgorithm?)leaf.GetRSAPrivateKey() ?? leaf.GetECDsaPrivateKey()
            ?? throw new SqlTlsException(Failure.Input, CertificateCodes.Unreadable, $"The private key in {file} is neither RSA nor ECDSA.", "Use an RSA key of 2048 bits or more.");
        return Bind(X509CertificateLoader.LoadCertificate(leaf.RawData), key, [.. certificates.Where(certificate => certificate != leaf), .. issuers]);
    }

    private static ServerCertificate Bind(X509Certificate2 leaf, AsymmetricAlgorithm key, IReadOnlyList<X509Certificate2> others)
    {
        IReadOnlyList<X509Certificate2> issuers = IssuerChain.Above(leaf, others);
        X509Certificate2? root = issuers.FirstOrDefault(IssuerChain.IsSelfIssued);
        return ServerCertificate.Bind(leaf, key, [.. issuers.Where(issuer => issuer != root)], root);
    }

    private static X509Certificate2Collection Certificates(string file, byte[] content, string? pem)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            if (pem is null)
            {
                _ = certificates.Add(X509CertificateLoader.LoadCertificate(content));
            }
            else
            {
                certificates.ImportFromPem(pem);
            }
        }
        catch (CryptographicException exception)
        {
            throw Unreadable(file, "a certificate in it is damaged", exception);
        }

        return certificates.Count > 0
            ? certificates
            : throw new SqlTlsException(Failure.Input, CertificateCodes.NoCertificate, $"{file} holds no certificate.", "Name the certificate's file, and the key's with --key.");
    }

    private static X509Certificate2Collection Pfx(string file, byte[] content, string? password)
    {
        try
        {
            return X509CertificateLoader.LoadPkcs12Collection(content, password, X509KeyStorageFlags.Exportable);
        }
        catch (CryptographicException exception) when (IsPfx(content))
        {
            throw new SqlTlsException(
                Failure.Input,
                CertificateCodes.Password,
                $"The password of {file} is {(password is null ? "missing" : "wrong")}, or the file is damaged.",
                "Set SQLTLS_CERTIFICATE_PASSWORD to the PFX's password.",
                exception);
        }
        catch (CryptographicException exception)
        {
            throw Unreadable(file, "it is neither PFX, PEM nor DER", exception);
        }
    }

    // PFX: SEQUENCE, version INTEGER 3 (RFC 7292 4); whole, so that a file cut off is not taken for one with a wrong password.
    private static bool IsPfx(byte[] content)
    {
        try
        {
            var reader = new System.Formats.Asn1.AsnReader(content, System.Formats.Asn1.AsnEncodingRules.BER);
            return reader.ReadSequence().TryReadInt32(out int version) && version == 3;
        }
        catch (System.Formats.Asn1.AsnContentException)
        {
            return false;
        }
    }

    private static bool IsCertificate(byte[] content)
    {
        try
        {
            return X509Certificate2.GetCertContentType(content) == X509ContentType.Cert;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static string? AsPem(byte[] content)
    {
        string text = System.Text.Encoding.UTF8.GetString(content);
        return text.Contains(PemMark, StringComparison.Ordinal) ? text : null;
    }

    private static SqlTlsException Unreadable(string file, string why, Exception? exception) => new(
        Failure.Input,
        CertificateCodes.Unreadable,
        $"{file} cannot be read as a certificate: {why}.",
        "Give a PFX file, or a certificate in PEM or DER with its key.",
        exception);
}
