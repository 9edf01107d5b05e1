using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SqlTls.Trust;

/// <summary>The file for <c>NODE_EXTRA_CA_CERTS</c>. Node reads one alone, so ours takes in what the user's held.</summary>
internal static class NodeBundle
{
    public const string Variable = "NODE_EXTRA_CA_CERTS";

    /// <summary>Writes it; it is gone where nobody needs it any more.</summary>
    /// <param name="file">Its full path.</param>
    /// <param name="authorities">What is to be in it.</param>
    /// <param name="before">What of ours was in it before.</param>
    /// <param name="environment">Reads a variable.</param>
    public static void Write(string file, X509Certificate2[] authorities, X509Certificate2[] before, Func<string, string?> environment)
    {
        IEnumerable<X509Certificate2> others = Read(file).Concat(environment(Variable) is { Length: > 0 } theirs ? Read(theirs) : [])
            .ExceptBy(before.Concat(authorities).Select(ours => ours.Thumbprint), certificate => certificate.Thumbprint)
            .DistinctBy(certificate => certificate.Thumbprint);
        bool isRead = authorities.Length > 0 || environment(Variable) == file;
        string pem = !isRead ? "" : string.Concat(authorities.Concat(others).Select(certificate => certificate.ExportCertificatePem() + "\n"));
        if (pem.Length == 0)
        {
            File.Delete(file);
        }
        else
        {
            WholeFile.Write(file, Encoding.ASCII.GetBytes(pem));
        }
    }

    private static X509Certificate2Collection Read(string file)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPemFile(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            // As Node does: a file that is not there or holds no certificates adds none.
        }

        return certificates;
    }
}
