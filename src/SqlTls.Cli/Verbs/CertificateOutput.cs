using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;
using SqlTls.Reports;

namespace SqlTls.Cli.Verbs;

/// <summary>Where <c>certificate</c> writes to, and how it says what it wrote, or would write.</summary>
/// <param name="parsed">The words.</param>
/// <param name="terminal">Where it is said.</param>
/// <param name="name">What the folder under <c>.sqltls</c> is called where <c>--output</c> names none.</param>
/// <param name="isIgnored">Version control is told to leave the folder out.</param>
internal sealed class CertificateOutput(ParseResult parsed, Terminal terminal, string name, bool isIgnored = true)
{
    public OutputFolder Folder { get; } = new(
        // A wildcard's star is no name for a folder.
        parsed.GetValue(CommonOptions.Output)?.FullName ?? Path.GetFullPath(Path.Combine(".sqltls", name.Replace('*', '_').Replace(':', '-'))),
        isIgnored);

    /// <summary>What a folder for this certificate is called: its first name.</summary>
    public static string NameOf(X509Certificate2 leaf) =>
        CertificateNames.Of(leaf).Prepend(CertificateNames.CommonName(leaf) ?? "").Select(ServerName.TryParse).FirstOrDefault(name => name is not null)?.Value
        ?? "certificate";

    /// <summary>The report of a certificate with its key, under the names that files have in such a folder.</summary>
    public CertificateReport ReportOf(ServerCertificate certificate) => new(
        1,
        certificate.Describe(),
        certificate.Authority is null ? null : CertificateDescription.Of(certificate.Authority),
        new(
            Folder.File(OutputFiles.Certificate),
            certificate.Authority is null ? null : Folder.File(OutputFiles.Authority),
            Folder.File(OutputFiles.Key),
            Folder.File(OutputFiles.Pfx)));

    /// <summary>Writes and reports, or with <c>--dry-run</c> says what would be written.</summary>
    /// <param name="files">Name, content, and whether nobody else may read it.</param>
    /// <param name="report">What is said of them.</param>
    /// <param name="obsolete">Names of files that go when these come; null for none.</param>
    public int Write(IReadOnlyList<(string Name, byte[] Content, bool IsPrivate)> files, CertificateReport report, IReadOnlyList<string>? obsolete = null)
    {
        bool json = parsed.GetValue(CommonOptions.Json);
        bool force = parsed.GetValue(CommonOptions.Force);
        if (parsed.GetValue(CommonOptions.DryRun))
        {
            if (!force)
            {
                Folder.RefuseToOverwriteKeys([.. files.Select(file => (file.Name, file.IsPrivate)), .. (obsolete ?? []).Select(name => (name, false))]);
            }

            string detail = $"Would write {string.Join(", ", files.Select(file => file.Name))} to {Folder.Path}{(obsolete is [_, ..] ? $", and delete {string.Join(", ", obsolete)}" : "")}.";
            terminal.Out.WriteLine(json ? ReportJson.Write(new PlanReport(1, [new("certificate", detail)])) : detail);
            return 0;
        }

        Folder.Write(files, force, obsolete);
        IgnoreNote.Print(Folder, files.Where(file => file.IsPrivate).Select(file => file.Name), terminal);
        if (json)
        {
            terminal.Out.WriteLine(ReportJson.Write(report));
            return 0;
        }

        foreach (string file in new[] { report.Files.Certificate, report.Files.Authority, report.Files.Key, report.Files.Pfx }.OfType<string>())
        {
            terminal.Tell(file);
        }

        return 0;
    }
}
