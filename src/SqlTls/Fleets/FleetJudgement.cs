using SqlTls.Certificates;
using SqlTls.Probing;
using SqlTls.Verification;

namespace SqlTls.Fleets;

/// <summary>Which conditions hold for a server, and the words for them.</summary>
public static class FleetJudgement
{
    private static readonly (FleetConditions Condition, string Word)[] All =
    [
        (FleetConditions.Error, "error"),
        (FleetConditions.Unreachable, "unreachable"),
        (FleetConditions.Unencrypted, "unencrypted"),
        (FleetConditions.Plaintext, "plaintext"),
        (FleetConditions.Untrusted, "untrusted"),
        (FleetConditions.Expiring, "expiring"),
        (FleetConditions.NotStrict, "not-strict"),
        (FleetConditions.OldTls, "old-tls"),
    ];

    private static readonly string[] UntrustedCodes =
        [ProbeCodes.Untrusted, ProbeCodes.FallbackCertificate, CertificateCodes.ChainIncomplete, CertificateCodes.IssuerUnfit, CertificateCodes.NotVouchedFor];

    /// <summary>The words that <see cref="Parse"/> takes, besides <c>none</c>.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. All.Select(known => known.Word)];

    /// <summary>Reads conditions, such as <c>expiring,plaintext</c>; <c>none</c> is none.</summary>
    /// <param name="words">Words separated by commas.</param>
    /// <exception cref="SqlTlsException">A word is not known (SQLTLS4304).</exception>
    public static FleetConditions Parse(string words) => words
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Aggregate(FleetConditions.None, (conditions, word) => conditions | One(word));

    /// <summary>What holds for a server that was probed.</summary>
    /// <param name="probe">What a probe saw.</param>
    /// <param name="renewBefore">How long before its end a certificate counts as expiring.</param>
    /// <param name="now">The time to hold it against.</param>
    public static FleetConditions Of(ProbeResult probe, TimeSpan renewBefore, DateTimeOffset now)
    {
        FleetConditions conditions = When(probe.Findings.Any(finding => finding.Severity == Severity.Error), FleetConditions.Error);
        return probe.Reachable
            ? conditions
                | When(probe.Encryption is ServerEncryption.Off or ServerEncryption.Unsupported, FleetConditions.Unencrypted)
                | When(probe.Encryption != ServerEncryption.Required, FleetConditions.Plaintext)
                | When(probe.Certificate is null || probe.Findings.Any(finding => UntrustedCodes.Contains(finding.Code)), FleetConditions.Untrusted)
                | When(probe.Certificate is { } certificate && certificate.NotAfter - now <= renewBefore, FleetConditions.Expiring)
                | When(!probe.Strict, FleetConditions.NotStrict)
                | When(probe.Protocols.Tls10 || probe.Protocols.Tls11, FleetConditions.OldTls)
            : conditions | FleetConditions.Unreachable;
    }

    /// <summary>What holds for a server that was verified: as for its probe, but an error is a check that failed.</summary>
    /// <param name="result">What was proved.</param>
    /// <param name="renewBefore">How long before its end a certificate counts as expiring.</param>
    /// <param name="now">The time to hold it against.</param>
    public static FleetConditions Of(VerificationResult result, TimeSpan renewBefore, DateTimeOffset now) =>
        (Of(result.Probe, renewBefore, now) & ~FleetConditions.Error) | When(!result.Passed, FleetConditions.Error);

    /// <summary>The words for conditions, in one order.</summary>
    /// <param name="conditions">What holds.</param>
    public static IEnumerable<string> WordsOf(FleetConditions conditions) =>
        All.Where(known => (conditions & known.Condition) != 0).Select(known => known.Word);

    private static FleetConditions When(bool holds, FleetConditions condition) => holds ? condition : FleetConditions.None;

    private static FleetConditions One(string word)
    {
        if (word.Equals("none", StringComparison.OrdinalIgnoreCase))
        {
            return FleetConditions.None;
        }

        FleetConditions condition = All.FirstOrDefault(known => known.Word.Equals(word, StringComparison.OrdinalIgnoreCase)).Condition;
        return condition != FleetConditions.None
            ? condition
            : throw new SqlTlsException(Failure.Input, FleetCodes.Condition, $"'{word}' is no condition.", $"Say some of {string.Join(", ", Words)}, or none.");
    }
}
