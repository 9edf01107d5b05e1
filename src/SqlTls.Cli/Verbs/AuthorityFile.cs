using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;

namespace SqlTls.Cli.Verbs;

/// <summary>The certificate that <c>--authority</c> names.</summary>
internal static class AuthorityFile
{
    public static X509Certificate2? Load(ParseResult parsed)
    {
        if (parsed.GetValue(CommonOptions.Authority) is not { } file)
        {
            return null;
        }

        try
        {
            return X509CertificateLoader.LoadCertificateFromFile(file.FullName);
        }
        catch (CryptographicException exception)
        {
            throw new SqlTlsException(
                Failure.Input,
                CertificateCodes.Unreadable,
                $"{file} is no certificate.",
                "Name a file with one certificate in PEM or DER.",
                exception);
        }
    }
}
