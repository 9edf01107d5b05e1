using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;

namespace SqlTls.Cli.Verbs;

/// <summary>The certificate that <c>--authority</c> names.</summary>
internal static class AuthorityFile
{
    public static X509Certificate2? Load(ParseResult parsed) => parsed.GetValue(CommonOptions.Authority) is { } file ? Load(file.FullName) : null;

    /// <summary>The named one; without a name, the one that 'up' or 'certificate create' left in the working folder.</summary>
    public static X509Certificate2 LoadOrFind(ParseResult parsed)
    {
        if (Load(parsed) is { } named)
        {
            return named;
        }

        string[] found = Directory.Exists(".sqltls") ? Directory.GetFiles(".sqltls", "authority.crt", SearchOption.AllDirectories) : [];
        return found.Length == 1 ? Load(found[0]) : throw new SqlTlsException(
            Failure.Input,
            CliCodes.CommandLine,
            found.Length == 0 ? "There is no authority.crt under .sqltls." : $"There are several authorities: {string.Join(", ", found.Order(StringComparer.Ordinal))}.",
            "Name the certificate's file with --authority.");
    }

    private static X509Certificate2 Load(string file)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(File.ReadAllBytes(file));
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
