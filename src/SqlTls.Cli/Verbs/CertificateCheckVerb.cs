using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;
using SqlTls.Reports;

namespace SqlTls.Cli.Verbs;

/// <summary><c>sqltls certificate check</c>: a file, held against what SQL Server and its clients ask.</summary>
internal static class CertificateCheckVerb
{
    public static Command Create(Terminal terminal) => Verb.Create(
        "check",
        "Holds a certificate against what SQL Server and its clients ask. Exit code 1 where it does not do.",
        "sqltls certificate check corp.pfx --dns-name sql.example.com",
        [CertificateVerb.File, GivenCertificate.Key, CommonOptions.Authority, CommonOptions.DnsNameEach, ServerOptions.RenewBefore, CommonOptions.Json],
        terminal,
        (parsed, _) => Task.FromResult(Run(parsed, terminal)));

    private static int Run(ParseResult parsed, Terminal terminal)
    {
        CertificateCheckReport report = Check(parsed, terminal.Variable(SecretVariables.CertificatePassword));
        if (parsed.GetValue(CommonOptions.Json))
        {
            terminal.Out.WriteLine(ReportJson.Write(report));
        }
        else
        {
            terminal.Tell($"{report.Certificate.Subject}, {string.Join(", ", report.Certificate.Names)}, until {report.Certificate.NotAfter:yyyy-MM-dd}");
            foreach (Finding finding in report.Findings)
            {
                terminal.Tell($"{finding.Severity.ToString().ToLowerInvariant()} {finding.Code}: {finding.Message} {finding.Cure}".TrimEnd());
            }
        }

        return report.Findings.Any(finding => finding.Severity == Severity.Error) ? 1 : 0;
    }

    private static CertificateCheckReport Check(ParseResult parsed, string? password)
    {
        string file = parsed.GetValue(CertificateVerb.File)!.FullName;
        string? key = parsed.GetValue(GivenCertificate.Key)?.FullName;
        bool hasKey = key is not null || CertificateImport.HoldsKey(file, password);
        using ServerCertificate? whole = hasKey ? CertificateImport.Read(file, key, password) : null;
        using X509Certificate2? authority = AuthorityFile.Load(parsed);
        X509Certificate2[] authorities = authority is null ? [] : [authority];
        // All that the file holds, also what stands in no chain: it shows that a link is missing.
        IReadOnlyList<X509Certificate2> all = CertificateImport.ReadCertificates(file, password);
        X509Certificate2 leaf = whole?.Leaf ?? CertificateImport.LeafOf(all);
        var context = new RequirementContext(
            ServerOptions.Names(parsed), DateTimeOffset.UtcNow, ServerOptions.RenewalTime(parsed), hasKey ? true : null, CertificateImport.KeyStorageOf(file, password), authorities);
        return new CertificateCheckReport(1, CertificateDescription.Of(leaf), CertificateRequirements.Check(leaf, [.. all, .. authorities], context));
    }
}
