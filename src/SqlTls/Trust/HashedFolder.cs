using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SqlTls.Trust;

/// <summary>A folder as <c>openssl rehash</c> makes it: a certificate a file, named after its subject, so that OpenSSL finds an issuer.</summary>
/// <param name="Path">Its full path.</param>
internal sealed record HashedFolder(string Path)
{
    /// <summary>What is in it; nothing where it is not there.</summary>
    public IReadOnlyList<(string File, X509Certificate2 Certificate)> Read() =>
        Directory.Exists(Path) ? [.. Directory.EnumerateFiles(Path).Order(StringComparer.Ordinal).SelectMany(Read)] : [];

    /// <summary>Makes these its content.</summary>
    public void Write(IReadOnlyList<X509Certificate2> certificates)
    {
        Dictionary<string, X509Certificate2> wanted = certificates
            .GroupBy(SubjectHash.Of)
            // OpenSSL counts from 0, and stops at the first number that is missing.
            .SelectMany(group => group.Select((certificate, number) => (Name: $"{group.Key}.{number}", Certificate: certificate)))
            .ToDictionary(entry => System.IO.Path.Combine(Path, entry.Name), entry => entry.Certificate, StringComparer.Ordinal);
        _ = Directory.CreateDirectory(Path);
        foreach ((string file, X509Certificate2 certificate) in wanted)
        {
            WholeFile.Write(file, Encoding.ASCII.GetBytes(certificate.ExportCertificatePem() + "\n"));
        }

        foreach (string file in Directory.GetFiles(Path).Where(file => !wanted.ContainsKey(file)))
        {
            File.Delete(file);
        }
    }

    private static IEnumerable<(string File, X509Certificate2 Certificate)> Read(string file)
    {
        try
        {
            return [(file, X509CertificateLoader.LoadCertificateFromFile(file))];
        }
        catch (CryptographicException)
        {
            // A temporary file of a run that was ended; the next change takes it away.
            return [];
        }
    }
}
