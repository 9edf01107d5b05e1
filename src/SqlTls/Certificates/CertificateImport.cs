using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SqlTls.Certificates;

/// <summary>Takes over certificates that were made elsewhere: PFX; or PEM or DER with a key in PKCS#1, PKCS#8, SEC 1 or encrypted PKCS#8.</summary>
public static class CertificateImport
{
    /// <summary>Reads a certificate with its key and, where the file has them, its issuers in any order.</summary>
    /// <param name="file">Full path of a PFX, PEM or DER file.</param>
    /// <param name="keyFile">Full path of the private key; null where <paramref name="file"/> holds it.</param>
    /// <param name="password">Of the PFX or the encrypted key; null without.</param>
    /// <param name="authority">The authority that the chain has to lead to, which the file may lack; null where the file says it.</param>
    /// <exception cref="SqlTlsException">The file cannot be read as a certificate (SQLTLS2101), holds none (2109), the password is wrong (2102), the key is missing (2103) or belongs to another certificate (2104), or the chain does not lead to the authority (2017).</exception>
    public static ServerCertificate Read(string file, string? keyFile, string? password, X509Certificate2? authority = null)
    {
        byte[] content = CertificateFile.Content(file);
        string? pem = CertificateFile.AsPem(content);
        if (pem is not null || CertificateFile.IsCertificate(content))
        {
            X509Certificate2Collection certificates = CertificateFile.Certificates(file, content, pem);
            byte[] keyContent = keyFile is null ? content : File.ReadAllBytes(keyFile);
            using AsymmetricAlgorithm key = PrivateKeyFile.Read(keyFile ?? file, keyContent, password);
            return Join(file, keyFile ?? file, certificates, key, authority);
        }

        return FromPfx(file, content, password, authority);
    }

    /// <summary>Reads the certificates of a file, and no key.</summary>
    /// <param name="file">Full path of a PEM, DER or PFX file.</param>
    /// <param name="password">Of the PFX; null without.</param>
    /// <exception cref="SqlTlsException">As <see cref="Read"/>.</exception>
    public static IReadOnlyList<X509Certificate2> ReadCertificates(string file, string? password)
    {
        byte[] content = CertificateFile.Content(file);
        string? pem = CertificateFile.AsPem(content);
        return pem is not null || CertificateFile.IsCertificate(content)
            ? [.. CertificateFile.Certificates(file, content, pem)]
            : CertificateFile.PublicParts(CertificateFile.Pfx(file, content, password));
    }

    /// <summary>Whether a file holds a private key beside its certificate.</summary>
    /// <param name="file">Full path of a PEM, DER or PFX file.</param>
    /// <param name="password">Of the PFX or the encrypted key; null without.</param>
    /// <exception cref="SqlTlsException">As <see cref="Read"/>, but for a key that is missing.</exception>
    public static bool HoldsKey(string file, string? password)
    {
        try
        {
            using ServerCertificate whole = Read(file, null, password);
            return true;
        }
        catch (SqlTlsException exception) when (exception.Code == CertificateCodes.NoPrivateKey)
        {
            return false;
        }
    }

    /// <summary>What keeps the key on Windows, as a PFX from there says it; not known for any other file.</summary>
    /// <param name="file">Full path of a file.</param>
    /// <param name="password">Of the PFX; null without.</param>
    public static KeyStorage KeyStorageOf(string file, string? password) => PfxKeyStorage.Of(File.ReadAllBytes(file), password);

    /// <summary>Reads the certificate of an authority.</summary>
    /// <param name="file">Full path of a PEM or DER file with one certificate.</param>
    /// <exception cref="SqlTlsException">SQLTLS2101: it is none. SQLTLS2112: it holds several.</exception>
    public static X509Certificate2 ReadAuthority(string file)
    {
        byte[] content = File.ReadAllBytes(file);
        try
        {
            RefuseSeveral(file, content);
            return X509CertificateLoader.LoadCertificate(content);
        }
        catch (CryptographicException exception)
        {
            throw new SqlTlsException(Failure.Input, CertificateCodes.Unreadable, $"{file} is no certificate.", "Name a file with one certificate in PEM or DER.", exception);
        }
    }

    /// <summary>Orders what a file holds: the certificate that issued none of the others is the server's.</summary>
    internal static X509Certificate2 LeafOf(IReadOnlyList<X509Certificate2> certificates) =>
        certificates.FirstOrDefault(certificate => !certificates.Any(other =>
            other != certificate && other.IssuerName.RawData.AsSpan().SequenceEqual(certificate.SubjectName.RawData))) ?? certificates[0];

    // The loader takes the first of several, and leaves the others out without a word.
    private static void RefuseSeveral(string file, byte[] content)
    {
        var held = new X509Certificate2Collection();
        if (CertificateFile.AsPem(content) is { } pem)
        {
            held.ImportFromPem(pem);
        }

        string[] subjects = [.. held.Distinct().Select(certificate => $"'{certificate.Subject}'")];
        if (subjects.Length > 1)
        {
            throw new SqlTlsException(
                Failure.Input,
                CertificateCodes.SeveralAuthorities,
                $"{file} holds {subjects.Length} certificates, and which of them is the authority is not said: {string.Join(", ", subjects)}.",
                "Name a file with the authority's certificate alone.");
        }
    }

    private static ServerCertificate Join(string file, string keyFile, X509Certificate2Collection certificates, AsymmetricAlgorithm key, X509Certificate2? authority)
    {
        X509Certificate2 leaf = certificates.FirstOrDefault(certificate => PrivateKeyFile.Matches(key, certificate))
            ?? throw new SqlTlsException(
                Failure.Input,
                CertificateCodes.KeyMismatch,
                $"The private key in {keyFile} belongs to no certificate in {file}.",
                "Give the key that the certificate was made with.");
        return Bind(file, leaf, key, [.. certificates.Where(certificate => certificate != leaf)], authority);
    }

    private static ServerCertificate FromPfx(string file, byte[] content, string? password, X509Certificate2? authority)
    {
        X509Certificate2Collection held = CertificateFile.Pfx(file, content, password);
        using X509Certificate2 keyed = held.FirstOrDefault(certificate => certificate.HasPrivateKey)
            ?? throw new SqlTlsException(Failure.Input, CertificateCodes.NoPrivateKey, $"{file} holds no private key.", "Export the PFX again, with the private key.");
        using AsymmetricAlgorithm key = (AsymmetricAlgorithm?)keyed.GetRSAPrivateKey() ?? keyed.GetECDsaPrivateKey()
            ?? throw new SqlTlsException(Failure.Input, CertificateCodes.Unreadable, $"The private key in {file} is neither RSA nor ECDSA.", "Use an RSA key of 2048 bits or more.");
        int place = held.IndexOf(keyed);
        X509Certificate2[] certificates = CertificateFile.PublicParts(held);
        return Bind(file, certificates[place], key, [.. certificates.Where(certificate => certificate != certificates[place])], authority);
    }

    private static ServerCertificate Bind(string file, X509Certificate2 leaf, AsymmetricAlgorithm key, IReadOnlyList<X509Certificate2> others, X509Certificate2? authority)
    {
        IReadOnlyList<X509Certificate2> issuers = IssuerChain.Above(leaf, authority is null ? others : [.. others, authority]);
        if (authority is not null && !issuers.Append(leaf).Any(authority.Equals))
        {
            throw new SqlTlsException(
                Failure.Input,
                CertificateCodes.ChainIncomplete,
                $"The chain of {file} does not lead to the authority that was named, '{authority.Subject}'.",
                "Add every certificate between the server's and its authority's to the file, or name the authority that issued it.");
        }

        X509Certificate2? root = issuers.FirstOrDefault(IssuerChain.IsSelfIssued);
        return ServerCertificate.Bind(leaf, key, [.. issuers.Where(issuer => issuer != root)], root);
    }
}
