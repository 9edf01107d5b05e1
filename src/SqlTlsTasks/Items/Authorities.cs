using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;

namespace SqlTlsTasks.Items;

/// <summary>Authorities that an item names by file.</summary>
internal static class Authorities
{
    /// <summary>Reads one.</summary>
    /// <param name="file">Full path of a PEM or DER file.</param>
    /// <exception cref="SqlTlsException">SQLTLS2101: it is no certificate. SQLTLS5003: it cannot be read.</exception>
    public static X509Certificate2 Load(string file)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(File.ReadAllBytes(file));
        }
        catch (CryptographicException exception)
        {
            throw new SqlTlsException(
                Failure.Input, CertificateCodes.Unreadable, $"{file} is no certificate.", "Name a file with one certificate in PEM or DER.", exception);
        }
    }
}
