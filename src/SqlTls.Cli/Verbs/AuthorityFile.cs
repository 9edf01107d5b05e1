using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;

namespace SqlTls.Cli.Verbs;

/// <summary>The certificate that <c>--authority</c> names.</summary>
internal static class AuthorityFile
{
    public static X509Certificate2? Load(ParseResult parsed) => parsed.GetValue(CommonOptions.Authority) is { } file ? CertificateImport.ReadAuthority(file.FullName) : null;

    /// <summary>The named one; without a name, the one that 'up' or 'certificate create' left in the working folder.</summary>
    public static X509Certificate2 LoadOrFind(ParseResult parsed)
    {
        if (Load(parsed) is { } named)
        {
            return named;
        }

        string[] found = Directory.Exists(".sqltls") ? Directory.GetFiles(".sqltls", OutputFiles.Authority, SearchOption.AllDirectories) : [];
        return found.Length == 1 ? CertificateImport.ReadAuthority(found[0]) : throw new SqlTlsException(
            Failure.Input,
            CliCodes.CommandLine,
            found.Length == 0 ? $"There is no {OutputFiles.Authority} under .sqltls." : $"There are several authorities: {string.Join(", ", found.Order(StringComparer.Ordinal))}.",
            "Name the certificate's file with --authority.");
    }
}
