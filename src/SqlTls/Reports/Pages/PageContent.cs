using System.Globalization;
using SqlTls.Certificates;
using SqlTls.Verification;

namespace SqlTls.Reports.Pages;

/// <summary>What stands on the page of a run, in the order in which a person wants to know it: what failed comes first.</summary>
internal static class PageContent
{
    private const int MostFindings = 50;

    public static IEnumerable<Block> Of(RunReport run) =>
    [
        Title(run),
        .. Diagnoses(run),
        .. run.Setup is { } setup ? Setup(setup, run.At) : [],
        .. run.Verified.SelectMany(Verified),
        .. run.Audit is { } audit ? Audited(audit) : [],
    ];

    private static Block.Title Title(RunReport run)
    {
        Check[] failed = [.. run.Proofs.SelectMany(proof => proof.Checks).Where(check => check.Fails)];
        string name = run.Setup?.Instance.Name ?? (run.Verified is [var one] ? one.Instance.Server : "");
        string of = name.Length > 0 ? $" {name}" : "";
        return run.Error is not null ? new(Tone.Bad, "sqltls could not do it")
            : failed.Length > 0 ? new(Tone.Bad, $"{Count(failed.Length, "check")} of{(of.Length > 0 ? of : " the servers")} failed")
            : run.Proofs.Any(NothingSeen) ? new(Tone.Warning, $"Nothing is proved yet{(of.Length > 0 ? $" of{of}" : "")}")
            : run.Proofs.Any() ? new(Tone.Good, $"Connections to{(of.Length > 0 ? of : " the servers")} are encrypted and validated")
            : run.Audit is { Findings: [_, ..] found } ? new(ToneOf(found.Max(finding => finding.Severity)), $"{Count(found.Count, "finding")} in connection strings")
            : new(Tone.Good, "Connection strings are as they should be");
    }

    // The settings of a server that somebody else restarts wait until that is done.
    private static bool NothingSeen(UpReport proof) => proof.Checks.All(check => check.Outcome == CheckOutcome.Skipped);

    private static IEnumerable<Block> Diagnoses(RunReport run) =>
    [
        .. run.Error is { } error ? [new Block.Diagnosis(Tone.Bad, error.Message, error.Cure, Cell.Code(error.Code), Raw: null)] : Array.Empty<Block>(),
        .. run.Proofs
            .SelectMany(proof => proof.Checks)
            .Where(check => check.Outcome == CheckOutcome.Failed)
            .OrderByDescending(check => check.Fails)
            .Select(check => new Block.Diagnosis(
                check.Fails ? Tone.Bad : Tone.Warning,
                check.Message,
                check.Cure,
                Cell.Code(check.Evidence.GetValueOrDefault("diagnosis", check.Code)),
                check.Evidence.GetValueOrDefault("exception"))),
    ];

    private static IEnumerable<Block> Setup(UpReport setup, DateTimeOffset at) =>
    [
        new Block.Heading("Server"),
        new Block.Facts([
            ("Server", setup.Instance.Server),
            ("Instance", $"{setup.Instance.Name} ({setup.Instance.Kind})"),
            ("Changed", setup.Changed ? $"yes, {Count(setup.Restarts, "restart")}" : "no, it was as wanted"),
            ("Time", $"{Number(setup.Seconds.Total)} s, of these {Number(setup.Seconds.Restart)} s for the server's restart")]),
        .. setup.Certificate is { } certificate ? Certificate(certificate, at) : [],
        new Block.Heading("Checks"),
        Checks(setup.Checks),
        .. setup.ConnectionStrings.Count > 0 ? Strings(setup.ConnectionStrings) : [],
    ];

    private static IEnumerable<Block> Certificate(CertificateDescription certificate, DateTimeOffset at)
    {
        int days = (int)Math.Floor((certificate.NotAfter - at).TotalDays);
        string left = days < 0 ? "expired" : $"{Count(days, "day")} left";
        return
        [
            new Block.Heading("Certificate"),
            new Block.Facts([
                ("Valid until", new Cell($"{certificate.NotAfter.UtcDateTime:yyyy-MM-dd HH:mm} UTC, {left}", days < 0 ? Tone.Bad : null)),
                ("Names", string.Join(", ", certificate.Names)),
                ("Issuer", certificate.Issuer),
                ("Key", $"{certificate.KeyAlgorithm} {certificate.KeyBits}, {certificate.SignatureAlgorithm}"),
                ("Thumbprint", certificate.Thumbprint)]),
        ];
    }

    private static IEnumerable<Block> Strings(IReadOnlyDictionary<string, string> strings) =>
    [
        new Block.Heading("Connection strings"),
        new Block.Sentence("For this server's certificate, without the password."),
        .. strings.Select(pair => new Block.Snippet(pair.Key, pair.Value)),
    ];

    private static IEnumerable<Block> Verified(UpReport proof) => [new Block.Heading($"Verified: {proof.Instance.Server}"), Checks(proof.Checks)];

    private static Block.Table Checks(IReadOnlyList<Check> checks) => new(
        ["Check", "Outcome", "What was seen"],
        [.. checks.Select(check => new Cell[]
        {
            new(check.Id, Link: HelpLink.For(check.Code)),
            OutcomeOf(check),
            new(check.Message, Detail: [.. check.Evidence.Select(pair => (pair.Key, pair.Value))]),
        })]);

    private static Cell OutcomeOf(Check check) => check.Outcome switch
    {
        CheckOutcome.Passed => new("passed", Tone.Good),
        CheckOutcome.Failed when check.Fails => new("failed", Tone.Bad),
        CheckOutcome.Failed => new("warning", Tone.Warning),
        _ => new("skipped", Tone.Quiet),
    };

    private static IEnumerable<Block> Audited(AuditReport audit)
    {
        string seen = $"{Count(audit.ConnectionStrings, "connection string")} in {Count(audit.Files, "file")}, {Count(audit.Findings.Count, "finding")}.";
        string rest = audit.Findings.Count > MostFindings ? $" The first {MostFindings} stand here; the SARIF file has all." : "";
        return
        [
            new Block.Heading("Audit"),
            new Block.Sentence(seen + rest),
            .. audit.Findings.Count == 0 ? [] : new Block[] { Findings(audit) },
        ];
    }

    private static Block.Table Findings(AuditReport audit) => new(
        ["Rule", "Where", "What is the case, and the cure"],
        [.. audit.Findings.Take(MostFindings).Select(finding => new Cell[]
        {
            Cell.Code(finding.Rule) with { Tone = ToneOf(finding.Severity) },
            $"{finding.File}:{finding.Line}",
            $"{finding.Message} {finding.Cure}",
        })]);

    private static Tone ToneOf(Severity severity) => severity switch { Severity.Error => Tone.Bad, Severity.Warning => Tone.Warning, _ => Tone.Quiet };

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

    private static string Number(double seconds) => seconds.ToString("0.0", CultureInfo.InvariantCulture);
}
