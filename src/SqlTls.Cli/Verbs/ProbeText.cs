using Spectre.Console;
using SqlTls.Reports;

namespace SqlTls.Cli.Verbs;

/// <summary>What a probe saw, for people.</summary>
internal static class ProbeText
{
    /// <summary>Everything about one server.</summary>
    public static void Print(ProbeReport report, Version? version, Terminal terminal)
    {
        IAnsiConsole console = terminal.Results();
        Grid facts = new Grid().AddColumn().AddColumn();
        Fact(facts, "server", $"{report.Server}{(version is null ? "" : $", version {version}")}");
        if (report.Reachable)
        {
            Fact(facts, "encryption", report.EncryptionInWords());
            Fact(facts, "TLS", $"{report.Protocols}");
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
            terminal.Tell(Line(finding));
        }
    }

    /// <summary>One line about one server of many, and its findings that matter below.</summary>
    public static void PrintShort(ProbeReport report, Terminal terminal)
    {
        string state = report.Findings.Count > 0 ? Word(report.Findings[0].Severity) : "good";
        string facts = report.Reachable
            ? $"{report.EncryptionInWords()}; TLS {report.Protocols}{(report.Certificate is { } certificate ? $"; until {certificate.NotAfter:yyyy-MM-dd}" : "")}"
            : "unreachable";
        terminal.Tell($"{state,-8} {report.Server}  {facts}");
        foreach (Finding finding in report.Findings.Where(finding => finding.Severity != Severity.Note))
        {
            terminal.Tell($"         {Line(finding)}");
        }
    }

    /// <summary>One line about a finding.</summary>
    public static string Line(Finding finding) => $"{Word(finding.Severity)} {finding.Code}: {finding.Message} {finding.Cure}".TrimEnd();

    private static string Word(Severity severity) => severity.ToString().ToLowerInvariant();

    private static void Fact(Grid facts, string name, string value) => facts.AddRow(new Text(name), new Text(PlainText.Of(value)));
}
