using SqlTls.Fleets;

namespace SqlTls.Reports.Pages;

/// <summary>What stands on the page of many servers: the numbers, what was found, and each server with what it shows.</summary>
internal static class FleetContent
{
    public static IEnumerable<Block> Of(FleetPage page) =>
    [
        Title(page.Summary),
        Numbers(page.Summary),
        .. page.Rows.Any(row => row.Findings.Count > 0) ? [new Block.Heading("Findings"), Findings(page.Rows)] : Array.Empty<Block>(),
        new Block.Heading("Servers"),
        Servers(page.Rows),
    ];

    private static Block.Title Title(FleetSummary summary) => summary.WithErrors > 0
        ? new(Tone.Bad, $"{summary.WithErrors} of {summary.Servers} server{(summary.Servers == 1 ? "" : "s")} with errors")
        : new(Tone.Good, $"{summary.Servers} server{(summary.Servers == 1 ? "" : "s")} without an error");

    private static Block.Facts Numbers(FleetSummary summary) => new([
        ("Reachable", $"{summary.Reachable}"),
        ("Encrypted", $"{summary.Encrypted}"),
        ("Strict-capable", $"{summary.StrictCapable}"),
        ("Trusted", $"{summary.Trusted}"),
        ("Expiring", $"{summary.Expiring}"),
        ("Accept plaintext", $"{summary.PlaintextAccepted}")]);

    private static Block.Table Findings(IReadOnlyList<FleetRow> rows) => new(
        ["Code", "Server", "What is the case, and the cure"],
        [.. rows
            .SelectMany(row => row.Findings.Select(finding => (row.Probe.Server, Finding: finding)))
            .OrderByDescending(found => found.Finding.Severity)
            .Select(found => new Cell[]
            {
                Cell.Code(found.Finding.Code) with { Tone = ToneOf(found.Finding.Severity) },
                found.Server,
                $"{found.Finding.Message} {found.Finding.Cure}",
            })]);

    private static Block.Table Servers(IReadOnlyList<FleetRow> rows) => new(
        ["Server", "State", "Encryption", "TLS", "Valid until"],
        [.. rows.Select(row => new Cell[]
        {
            row.Probe.Server,
            row.Findings is [var worst, ..] ? new(row.Probe.Reachable ? $"{worst.Severity}".ToLowerInvariant() : "unreachable", ToneOf(worst.Severity)) : new("good", Tone.Good),
            row.Probe.Reachable ? row.Probe.EncryptionInWords() : "",
            row.Probe.Reachable ? $"{row.Probe.Protocols}" : "",
            row.Probe.Certificate is { } certificate ? $"{certificate.NotAfter.UtcDateTime:yyyy-MM-dd HH:mm} UTC" : "",
        })]);

    private static Tone ToneOf(Severity severity) => severity switch { Severity.Error => Tone.Bad, Severity.Warning => Tone.Warning, _ => Tone.Quiet };
}
