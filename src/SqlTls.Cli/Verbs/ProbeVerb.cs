using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using Spectre.Console;
using SqlTls.Probing;
using SqlTls.Reports;

namespace SqlTls.Cli.Verbs;

/// <summary><c>sqltls probe</c>: what a server presents, without a login.</summary>
internal static class ProbeVerb
{
    private static readonly Argument<string> Server = new("server")
    {
        Description = "HOST, HOST,PORT or HOST\\INSTANCE.",
    };

    private static readonly Option<string> Format = new("--format")
    {
        Description = "text, json, or ndjson (one line).",
        HelpName = "text|json|ndjson",
        DefaultValueFactory = _ => "text",
    };

    public static Command Create(Terminal terminal) => Verb.Create(
        "probe",
        "Says what a server presents to anybody who connects, without a login. Exit code 1 where something is wrong with it.",
        "sqltls probe localhost,1433 --authority .sqltls/mssql/authority.crt",
        [Server, Format.AcceptOnlyFromAmong("text", "json", "ndjson"), CommonOptions.DnsNameEach, CommonOptions.Authority, CommonOptions.Timeout, CommonOptions.Json],
        terminal,
        (parsed, cancellationToken) => RunAsync(parsed, terminal, cancellationToken));

    private static async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        ServerAddress server = ServerAddress.Parse(parsed.GetValue(Server)!);
        using X509Certificate2? authority = AuthorityFile.Load(parsed);
        var request = new ProbeRequest(server, ServerOptions.Names(parsed), authority is null ? [] : [authority], ServerOptions.Timeout(parsed));
        ProbeResult probe = await terminal.WorkAsync($"Probing {server}", () => TlsProbe.RunAsync(request, cancellationToken));
        var report = ProbeReport.Of(probe);
        switch (parsed.GetValue(CommonOptions.Json) ? "json" : parsed.GetValue(Format))
        {
            case "json":
                terminal.Out.WriteLine(ReportJson.Write(report));
                break;
            case "ndjson":
                terminal.Out.WriteLine(ReportJson.WriteLine(report));
                break;
            default:
                Print(report, probe.Version, terminal);
                break;
        }

        return report.Findings.Any(finding => finding.Severity == Severity.Error) ? 1 : 0;
    }

    private static void Print(ProbeReport report, Version? version, Terminal terminal)
    {
        IAnsiConsole console = terminal.Results();
        Grid facts = new Grid().AddColumn().AddColumn();
        Fact(facts, "server", $"{report.Server}{(version is null ? "" : $", version {version}")}");
        if (report.Reachable)
        {
            Fact(facts, "encryption", report.Encryption.ToString().ToLowerInvariant() + (report.Strict ? ", strict" : ""));
            Fact(facts, "TLS", Versions(report.Protocols));
            Fact(facts, "cipher", report.Cipher ?? "none");
        }

        if (report.Certificate is { } certificate)
        {
            Fact(facts, "certificate", $"{certificate.Subject} ({certificate.KeyAlgorithm} {certificate.KeyBits}, {certificate.SignatureAlgorithm})");
            Fact(facts, "names", string.Join(", ", certificate.Names));
            Fact(facts, "issuer", $"{certificate.Issuer}; {report.Chain.Count} certificate(s) sent");
            Fact(facts, "valid until", $"{certificate.NotAfter:yyyy-MM-dd HH:mm} UTC");
            Fact(facts, "thumbprint", certificate.Thumbprint);
        }

        console.Write(facts);
        foreach (Finding finding in report.Findings)
        {
            terminal.Out.WriteLine($"{finding.Severity.ToString().ToLowerInvariant()} {finding.Code}: {finding.Message} {finding.Cure}".TrimEnd());
        }
    }

    private static string Versions(ProbeReport.Versions protocols)
    {
        (bool Is, string Name)[] versions = [(protocols.Tls10, "1.0"), (protocols.Tls11, "1.1"), (protocols.Tls12, "1.2"), (protocols.Tls13, "1.3")];
        string accepted = string.Join(", ", versions.Where(version => version.Is).Select(version => version.Name));
        return accepted.Length == 0 ? "none" : accepted;
    }

    private static void Fact(Grid facts, string name, string value) => facts.AddRow(new Text(name), new Text(value));
}
