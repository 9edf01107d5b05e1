using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SqlTls.Certificates;
using SqlTls.Reports;

namespace SqlTls.Cli.Verbs;

/// <summary><c>sqltls certificate</c>: make, request, take over, check and hand out.</summary>
internal static class CertificateVerb
{
    private static readonly Argument<FileInfo> File = new("file")
    {
        Description = "A PFX, PEM or DER file.",
    };

    private static readonly Option<bool> KeepAuthorityKey = new("--keep-authority-key")
    {
        Description = "Write the authority's private key too, which is dropped otherwise.",
    };

    private static readonly Option<string> Format = new("--format")
    {
        Description = "cer (DER), pem, or pfx, which holds the private key.",
        HelpName = "cer|pem|pfx",
        DefaultValueFactory = _ => "cer",
    };

    public static Command Create(Terminal terminal)
    {
        var certificate = new Command("certificate", "Makes, requests, takes over, checks and hands out certificates. The password of a PFX or key comes from SQLTLS_CERTIFICATE_PASSWORD.");
        certificate.Add(Verb.Create(
            "create",
            "Makes an authority and a server certificate: authority.crt, server.crt, server.key and server.pfx.",
            "sqltls certificate create --dns-name sql.test --dns-name localhost",
            [CommonOptions.DnsName, UpVerb.Days, UpVerb.KeySize, KeepAuthorityKey, CommonOptions.Output, CommonOptions.Force, CommonOptions.DryRun, CommonOptions.Json],
            terminal,
            (parsed, _) => Task.FromResult(Make(parsed, terminal))));
        certificate.Add(Verb.Create(
            "request",
            "Makes a key and a request (PKCS#10) for an authority of yours: server.key and server.csr.",
            "sqltls certificate request --dns-name sql.example.com --output ./sql",
            [CommonOptions.DnsName, UpVerb.KeySize, CommonOptions.Output, CommonOptions.Force, CommonOptions.Json],
            terminal,
            (parsed, _) => Task.FromResult(Request(parsed, terminal))));
        certificate.Add(Verb.Create(
            "import",
            "Takes over a certificate that was made elsewhere; for the answer to a request, the key lies in --output already.",
            "sqltls certificate import issued.crt --output ./sql",
            [File, GivenCertificate.Key, CommonOptions.Output, CommonOptions.Force, CommonOptions.Json],
            terminal,
            (parsed, _) => Task.FromResult(Import(parsed, terminal))));
        certificate.Add(Verb.Create(
            "check",
            "Holds a certificate against what SQL Server and its clients ask. Exit code 1 where it does not do.",
            "sqltls certificate check corp.pfx --dns-name sql.example.com",
            [File, GivenCertificate.Key, CommonOptions.Authority, CommonOptions.DnsNameEach, ServerOptions.RenewBefore, CommonOptions.Json],
            terminal,
            (parsed, _) => Task.FromResult(Check(parsed, terminal))));
        certificate.Add(Verb.Create(
            "export",
            "Writes a certificate in another format; never its key, but for pfx.",
            "sqltls certificate export .sqltls/sql.test/server.crt --format cer --output .",
            [File, GivenCertificate.Key, Format.AcceptOnlyFromAmong("cer", "pem", "pfx"), CommonOptions.Output, CommonOptions.Force, CommonOptions.Json],
            terminal,
            (parsed, _) => Task.FromResult(Export(parsed, terminal))));
        return certificate;
    }

    private static int Make(ParseResult parsed, Terminal terminal)
    {
        CertificateOptions options = Options(parsed, parsed.GetValue(UpVerb.Days));
        OutputFolder folder = Folder(parsed, options.Names[0].Value);
        if (parsed.GetValue(CommonOptions.DryRun))
        {
            string detail = $"Would write authority.crt, server.crt, server.key and server.pfx to {folder.Path}.";
            terminal.Out.WriteLine(parsed.GetValue(CommonOptions.Json) ? ReportJson.Write(new PlanReport(1, [new("certificate", detail)])) : detail);
            return 0;
        }

        using var authority = Authority.Create(options);
        using ServerCertificate certificate = authority.Issue(options);
        List<(string, byte[], bool)> more = parsed.GetValue(KeepAuthorityKey) ? [("authority.key", Text(authority.KeyPem()), true)] : [];
        return Write(parsed, terminal, folder, certificate, more);
    }

    private static int Request(ParseResult parsed, Terminal terminal)
    {
        CertificateOptions options = Options(parsed, CertificateOptions.DefaultDays);
        OutputFolder folder = Folder(parsed, options.Names[0].Value);
        var request = SigningRequest.Create(options);
        folder.Write([("server.key", Text(request.KeyPem), true), ("server.csr", Text(request.RequestPem), false)], parsed.GetValue(CommonOptions.Force));
        return Print(parsed, terminal, new CertificateReport(1, null, null, new(folder.File("server.csr"), null, folder.File("server.key"), null)));
    }

    private static int Import(ParseResult parsed, Terminal terminal)
    {
        FileInfo file = parsed.GetValue(File)!;
        string? password = terminal.Variable(GivenCertificate.PasswordVariable);
        OutputFolder folder = Folder(parsed, NameOf(CertificateImport.LeafOf(CertificateImport.ReadCertificates(file.FullName, password))));
        string requested = folder.File("server.key");
        string? key = parsed.GetValue(GivenCertificate.Key)?.FullName
            ?? (System.IO.File.Exists(requested) && !HoldsKey(file, terminal) ? requested : null);
        using ServerCertificate certificate = CertificateImport.Read(file.FullName, key, password);
        return Write(parsed, terminal, folder, certificate, [], keyIsThere: key == requested);
    }

    private static int Check(ParseResult parsed, Terminal terminal)
    {
        FileInfo file = parsed.GetValue(File)!;
        string? password = terminal.Variable(GivenCertificate.PasswordVariable);
        bool hasKey = parsed.GetValue(GivenCertificate.Key) is not null || HoldsKey(file, terminal);
        using ServerCertificate? whole = hasKey ? CertificateImport.Read(file.FullName, parsed.GetValue(GivenCertificate.Key)?.FullName, password) : null;
        using X509Certificate2? authority = AuthorityFile.Load(parsed);
        X509Certificate2[] authorities = authority is null ? [] : [authority];
        IReadOnlyList<X509Certificate2> all = CertificateImport.ReadCertificates(file.FullName, password);
        X509Certificate2 leaf = whole?.Leaf ?? CertificateImport.LeafOf(all);
        var context = new RequirementContext(
            ServerOptions.Names(parsed), DateTimeOffset.UtcNow, ServerOptions.RenewalTime(parsed), hasKey ? true : null, Authorities: authorities);
        var report = new CertificateCheckReport(1, CertificateDescription.Of(leaf), CertificateRequirements.Check(leaf, [.. all, .. authorities], context));
        if (parsed.GetValue(CommonOptions.Json))
        {
            terminal.Out.WriteLine(ReportJson.Write(report));
        }
        else
        {
            terminal.Out.WriteLine($"{report.Certificate.Subject}, {string.Join(", ", report.Certificate.Names)}, until {report.Certificate.NotAfter:yyyy-MM-dd}");
            foreach (Finding finding in report.Findings)
            {
                terminal.Out.WriteLine($"{finding.Severity.ToString().ToLowerInvariant()} {finding.Code}: {finding.Message} {finding.Cure}".TrimEnd());
            }
        }

        return report.Findings.Any(finding => finding.Severity == Severity.Error) ? 1 : 0;
    }

    private static int Export(ParseResult parsed, Terminal terminal)
    {
        FileInfo file = parsed.GetValue(File)!;
        string? password = terminal.Variable(GivenCertificate.PasswordVariable);
        string format = parsed.GetValue(Format)!;
        string name = $"{Path.GetFileNameWithoutExtension(file.Name)}.{format}";
        X509Certificate2 leaf = CertificateImport.LeafOf(CertificateImport.ReadCertificates(file.FullName, password));
        OutputFolder folder = Folder(parsed, NameOf(leaf), isIgnored: format == "pfx");
        byte[] content;
        if (format == "pfx")
        {
            using ServerCertificate whole = CertificateImport.Read(file.FullName, parsed.GetValue(GivenCertificate.Key)?.FullName, password);
            content = whole.Pfx(password);
        }
        else
        {
            content = format == "pem" ? Text(leaf.ExportCertificatePem() + "\n") : leaf.RawData;
        }

        folder.Write([(name, content, format == "pfx")], parsed.GetValue(CommonOptions.Force));
        var files = new CertificateReport.Paths(format == "pfx" ? null : folder.File(name), null, null, format == "pfx" ? folder.File(name) : null);
        return Print(parsed, terminal, new CertificateReport(1, CertificateDescription.Of(leaf), null, files));
    }

    private static int Write(
        ParseResult parsed, Terminal terminal, OutputFolder folder, ServerCertificate certificate, List<(string, byte[], bool)> more, bool keyIsThere = false)
    {
        IReadOnlyList<(string, byte[], bool)> files = certificate.Files(terminal.Variable(GivenCertificate.PasswordVariable), withKey: !keyIsThere);
        folder.Write([.. files, .. more], parsed.GetValue(CommonOptions.Force));
        return Print(parsed, terminal, new CertificateReport(
            1,
            certificate.Describe(),
            certificate.Authority is null ? null : CertificateDescription.Of(certificate.Authority),
            new(folder.File("server.crt"), certificate.Authority is null ? null : folder.File("authority.crt"), folder.File("server.key"), folder.File("server.pfx"))));
    }

    private static int Print(ParseResult parsed, Terminal terminal, CertificateReport report)
    {
        if (parsed.GetValue(CommonOptions.Json))
        {
            terminal.Out.WriteLine(ReportJson.Write(report));
            return 0;
        }

        foreach (string file in new[] { report.Files.Certificate, report.Files.Authority, report.Files.Key, report.Files.Pfx }.OfType<string>())
        {
            terminal.Out.WriteLine(file);
        }

        return 0;
    }

    private static bool HoldsKey(FileInfo file, Terminal terminal)
    {
        try
        {
            using ServerCertificate whole = CertificateImport.Read(file.FullName, null, terminal.Variable(GivenCertificate.PasswordVariable));
            return true;
        }
        catch (SqlTlsException exception) when (exception.Code == CertificateCodes.NoPrivateKey)
        {
            return false;
        }
    }

    private static CertificateOptions Options(ParseResult parsed, int days)
    {
        string[] names = parsed.GetValue(CommonOptions.DnsName) ?? [];
        return new CertificateOptions([.. (names.Length > 0 ? names : ["localhost", "127.0.0.1", "::1"]).Select(ServerName.Parse)], days, parsed.GetValue(UpVerb.KeySize));
    }

    // Where a request for the same names left its key.
    private static string NameOf(X509Certificate2 leaf) =>
        CertificateNames.Of(leaf).Prepend(CertificateNames.CommonName(leaf) ?? "").Select(ServerName.TryParse).FirstOrDefault(name => name is not null)?.Value
        ?? "certificate";

    // A wildcard's star is no name for a folder.
    private static OutputFolder Folder(ParseResult parsed, string name, bool isIgnored = true) => new(
        parsed.GetValue(CommonOptions.Output)?.FullName ?? Path.GetFullPath(Path.Combine(".sqltls", name.Replace("*", "_", StringComparison.Ordinal).Replace(':', '-'))),
        isIgnored);

    private static byte[] Text(string text) => Encoding.ASCII.GetBytes(text);
}
