using System.CommandLine;
using SqlTls.Certificates;

namespace SqlTls.Cli.Verbs;

/// <summary>A certificate of the user's own, for a server to present: <c>--certificate</c> and <c>--key</c>.</summary>
internal static class GivenCertificate
{
    public static Option<FileInfo?> Certificate { get; } = new("--certificate")
    {
        Description = "A certificate made elsewhere, with its issuers: PFX, PEM or DER. By default one is made.",
        HelpName = "FILE",
    };

    public static Option<FileInfo?> Key { get; } = new("--key")
    {
        Description = "The private key's file (PEM or DER), where the certificate's file does not hold it.",
        HelpName = "FILE",
    };

    /// <summary>What the words name; null where they name nothing.</summary>
    /// <exception cref="SqlTlsException">A key without a certificate, a certificate with names to make one for, or a file that does not do.</exception>
    public static ServerCertificate? Load(ParseResult parsed, Terminal terminal)
    {
        FileInfo? key = parsed.GetValue(Key);
        if (parsed.GetValue(Certificate) is not { } file)
        {
            return key is null ? null : throw Refuse("--key is the key of a certificate, and none is named.", "Name the certificate's file with --certificate.");
        }

        return ServerOptions.Names(parsed).Count == 0
            ? CertificateImport.Read(file.FullName, key?.FullName, terminal.Variable(SecretVariables.CertificatePassword))
            : throw Refuse("A certificate that is there has its names; --dns-name makes a new one.", "Say either --certificate or --dns-name.");
    }

    private static SqlTlsException Refuse(string what, string cure) => new(Failure.Input, CliCodes.CommandLine, what, cure);
}
