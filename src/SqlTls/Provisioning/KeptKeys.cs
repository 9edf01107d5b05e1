using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SqlTls.Certificates;
using SqlTls.Instances;

namespace SqlTls.Provisioning;

/// <summary>The private keys that a run was asked to keep: what stands in the folder already, and what is to be written there.</summary>
/// <param name="folder">Where they go.</param>
/// <param name="server">Keep the server's key.</param>
/// <param name="authority">Keep the authority's key.</param>
/// <param name="password">Of the PFX; null for none.</param>
internal sealed class KeptKeys(OutputFolder folder, bool server, bool authority, string? password)
{
    /// <summary>What is to be written, once the server runs with it.</summary>
    public IReadOnlyList<(string Name, byte[] Content, bool IsPrivate)> Files { get; private set; } = [];

    /// <summary>Keys of something else than what an earlier run left here are not ours to replace.</summary>
    /// <exception cref="SqlTlsException">SQLTLS2108.</exception>
    public void RefuseToOverwrite()
    {
        RefuseToOverwrite(server ? OutputFiles.Key : null, OutputFiles.Certificate);
        RefuseToOverwrite(authority ? OutputFiles.AuthorityKey : null, OutputFiles.Authority);
    }

    /// <summary>Why the installed certificate does not do: the instance hands out no key, and the authority's is nowhere else.</summary>
    public string? WhyNotKept(InstalledCertificate installed) =>
        server && !Holds(OutputFiles.Key, installed.Leaf) ? $"the key of the one installed is to be kept, and is not in {folder.Path}"
        : authority && !(installed.Authority is { } root && Holds(OutputFiles.AuthorityKey, root)) ? $"its authority's key is to be kept, and is not in {folder.Path}"
        : null;

    /// <summary>Remembers the keys of the certificate that is about to be installed.</summary>
    public void Take(ServerCertificate certificate, Authority? maker)
    {
        List<(string, byte[], bool)> files = [];
        if (server)
        {
            files.Add((OutputFiles.Key, Encoding.ASCII.GetBytes(certificate.KeyPem()), true));
            files.Add((OutputFiles.Pfx, certificate.Pfx(password), true));
        }

        if (authority && maker is not null)
        {
            files.Add((OutputFiles.AuthorityKey, Encoding.ASCII.GetBytes(maker.KeyPem()), true));
        }

        Files = files;
    }

    private void RefuseToOverwrite(string? key, string certificate)
    {
        if (key is not null && File.Exists(folder.File(key)) && !(Certificate(certificate) is { } known && Holds(key, known)))
        {
            throw new SqlTlsException(
                Failure.Input,
                CertificateCodes.WouldOverwriteKey,
                $"{folder.File(key)} is there already and is not the key of {certificate} beside it; overwritten, it would be lost.",
                "Name another folder with --output, or say --force.");
        }
    }

    private X509Certificate2? Certificate(string name)
    {
        try
        {
            return File.Exists(folder.File(name)) ? X509CertificateLoader.LoadCertificateFromFile(folder.File(name)) : null;
        }
        catch (CryptographicException)
        {
            // No certificate: then nothing says whose key stands beside it.
            return null;
        }
    }

    private bool Holds(string key, X509Certificate2 certificate)
    {
        try
        {
            using AsymmetricAlgorithm? known = File.Exists(folder.File(key)) ? PrivateKeyFile.Read(key, File.ReadAllBytes(folder.File(key)), password) : null;
            return known is not null && PrivateKeyFile.Matches(known, certificate);
        }
        catch (SqlTlsException)
        {
            // Damaged, or under another password: not the key that is looked for.
            return false;
        }
    }
}
