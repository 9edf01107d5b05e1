using System.CommandLine;
using SqlTls.Certificates;

namespace SqlTls.Cli.Verbs;

/// <summary><c>sqltls certificate import</c>: takes over what was made elsewhere.</summary>
internal static class CertificateImportVerb
{
    public static Command Create(Terminal terminal) => Verb.Create(
        "import",
        "Takes over a certificate that was made elsewhere; for the answer to a request, the key lies in --output already.",
        "sqltls certificate import issued.crt --output ./sql",
        [CertificateVerb.File, GivenCertificate.Key, CommonOptions.Output, CommonOptions.Force, CommonOptions.DryRun, CommonOptions.Json],
        terminal,
        (parsed, _) => Task.FromResult(Run(parsed, terminal)));

    private static int Run(ParseResult parsed, Terminal terminal)
    {
        string file = parsed.GetValue(CertificateVerb.File)!.FullName;
        string? password = terminal.Variable(SecretVariables.CertificatePassword);
        var output = new CertificateOutput(parsed, terminal, CertificateOutput.NameOf(CertificateImport.LeafOf(CertificateImport.ReadCertificates(file, password))));
        // Where a request for the same names left its key.
        string? requested = output.Folder.Existing(OutputFiles.Key);
        string? key = parsed.GetValue(GivenCertificate.Key)?.FullName ?? (requested is null || CertificateImport.HoldsKey(file, password) ? null : requested);
        using ServerCertificate certificate = CertificateImport.Read(file, key, password);
        bool keyIsThere = key is not null && key == requested;
        return output.Write(certificate.Files(password, withKey: !keyIsThere), output.ReportOf(certificate), certificate.ObsoleteIn(output.Folder));
    }
}
