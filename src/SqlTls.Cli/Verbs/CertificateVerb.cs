using System.CommandLine;

namespace SqlTls.Cli.Verbs;

/// <summary><c>sqltls certificate</c>: make, request, take over, check and hand out.</summary>
internal static class CertificateVerb
{
    /// <summary>The file that is looked at or taken over.</summary>
    public static Argument<FileInfo> File { get; } = new("file")
    {
        Description = "A PFX, PEM or DER file.",
    };

    public static Command Create(Terminal terminal)
    {
        var certificate = new Command("certificate", "Makes, requests, takes over, checks and hands out certificates. The password of a PFX or key comes from SQLTLS_CERTIFICATE_PASSWORD.");
        certificate.Add(CertificateCreateVerb.Create(terminal));
        certificate.Add(CertificateRequestVerb.Create(terminal));
        certificate.Add(CertificateImportVerb.Create(terminal));
        certificate.Add(CertificateCheckVerb.Create(terminal));
        certificate.Add(CertificateExportVerb.Create(terminal));
        return certificate;
    }
}
