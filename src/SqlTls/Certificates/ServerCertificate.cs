using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SqlTls.Certificates;

/// <summary>What a server presents: its certificate with the private key, and what leads from it to a root.</summary>
public sealed class ServerCertificate : IDisposable
{
    private ServerCertificate(X509Certificate2 leaf, IReadOnlyList<X509Certificate2> intermediates, X509Certificate2? authority) =>
        (Leaf, Intermediates, Authority) = (leaf, intermediates, authority);

    /// <summary>The server's own certificate, with its private key.</summary>
    public X509Certificate2 Leaf { get; }

    /// <summary>The issuers between leaf and root, the leaf's own issuer first.</summary>
    public IReadOnlyList<X509Certificate2> Intermediates { get; }

    /// <summary>The root, where it is known; clients that trust it trust the server.</summary>
    public X509Certificate2? Authority { get; }

    /// <summary>Intermediates and root, nearest first.</summary>
    internal IEnumerable<X509Certificate2> Issuers => Authority is { } authority ? Intermediates.Append(authority) : Intermediates;

    /// <summary>Makes an authority and a server certificate, and drops the authority's key, which is never written anywhere.</summary>
    /// <param name="options">Names, lifetime and key size.</param>
    /// <param name="clock">Now; by default the system's clock.</param>
    public static ServerCertificate Create(CertificateOptions options, TimeProvider? clock = null)
    {
        using var authority = Certificates.Authority.Create(options, clock);
        return authority.Issue(options);
    }

    /// <summary>What tools want to know of the leaf.</summary>
    public CertificateDescription Describe() => CertificateDescription.Of(Leaf);

    /// <summary>The leaf alone as PEM.</summary>
    public string CertificatePem() => Leaf.ExportCertificatePem() + "\n";

    /// <summary>The leaf and the intermediates as PEM, in the order in which a server sends them.</summary>
    public string ChainPem() => string.Concat(Intermediates.Prepend(Leaf).Select(certificate => certificate.ExportCertificatePem() + "\n"));

    /// <summary>The private key as PKCS#8 PEM.</summary>
    public string KeyPem()
    {
        using RSA? rsa = Leaf.GetRSAPrivateKey();
        if (rsa is not null)
        {
            return rsa.ExportPkcs8PrivateKeyPem() + "\n";
        }

        using ECDsa? ecdsa = Leaf.GetECDsaPrivateKey();
        return ecdsa?.ExportPkcs8PrivateKeyPem() + "\n";
    }

    /// <summary>Key, leaf, intermediates and root in one PKCS#12 file, with AES-256 and SHA-256 (Windows Server 2019 and later read it).</summary>
    /// <param name="password">Its password; null for none.</param>
    public byte[] Pfx(string? password)
    {
        X509Certificate2Collection all = [Leaf, .. Intermediates];
        if (Authority is not null)
        {
            all.Add(Authority);
        }

        return all.ExportPkcs12(Pkcs12ExportPbeParameters.Pbes2Aes256Sha256, password);
    }

    /// <summary>What a folder for it holds: <c>server.crt</c>, <c>server.pfx</c>, <c>server.key</c>, and <c>authority.crt</c> where the root is known.</summary>
    /// <param name="password">Of the PFX; null for none.</param>
    /// <param name="withKey">Also <c>server.key</c>; false where it lies there already.</param>
    /// <returns>Name, content, and whether nobody else may read it.</returns>
    public IReadOnlyList<(string Name, byte[] Content, bool IsPrivate)> Files(string? password, bool withKey = true)
    {
        var files = new List<(string, byte[], bool)>
        {
            (OutputFiles.Certificate, Encoding.ASCII.GetBytes(ChainPem()), false),
            (OutputFiles.Pfx, Pfx(password), true),
        };
        if (withKey)
        {
            files.Add((OutputFiles.Key, Encoding.ASCII.GetBytes(KeyPem()), true));
        }

        if (Authority is not null)
        {
            files.Add((OutputFiles.Authority, Encoding.ASCII.GetBytes(Authority.ExportCertificatePem() + "\n"), false));
        }

        return files;
    }

    /// <summary>What a folder for it holds of the certificate before, and is to lose: <c>authority.crt</c>, where the root is not known and that is not it.</summary>
    internal IReadOnlyList<string> ObsoleteIn(OutputFolder folder) => Authority is null ? FormerAuthority.In(folder, Leaf, Intermediates) : [];

    /// <inheritdoc/>
    public void Dispose()
    {
        Leaf.Dispose();
        Authority?.Dispose();
        foreach (X509Certificate2 intermediate in Intermediates)
        {
            intermediate.Dispose();
        }
    }

    /// <summary>Takes over the issuers, and joins a certificate to its key.</summary>
    internal static ServerCertificate Bind(X509Certificate2 leaf, AsymmetricAlgorithm key, IReadOnlyList<X509Certificate2> intermediates, X509Certificate2? authority)
    {
        X509Certificate2 joined = key switch
        {
            RSA rsa => leaf.CopyWithPrivateKey(rsa),
            ECDsa ecdsa => leaf.CopyWithPrivateKey(ecdsa),
            _ => throw new ArgumentException("Only RSA and ECDSA keys serve TLS.", nameof(key)),
        };
        return new ServerCertificate(ForTls(joined), intermediates, authority);
    }

    // Schannel serves no key that exists in memory only: on Windows it has to come from a key container, which
    // is removed again when the certificate is disposed.
    private static X509Certificate2 ForTls(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsWindows())
        {
            return certificate;
        }

        using (certificate)
        {
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
        }
    }
}
