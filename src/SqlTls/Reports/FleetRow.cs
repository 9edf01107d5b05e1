using SqlTls.Verification;

namespace SqlTls.Reports;

/// <summary>One server of a list, with what was found about it: by a probe, or as checks that failed.</summary>
/// <param name="Line">Its line in the list, from 1.</param>
/// <param name="Probe">What it shows to anybody.</param>
/// <param name="Findings">What is wrong or worth knowing, the worst first.</param>
public sealed record FleetRow(int Line, ProbeReport Probe, IReadOnlyList<Finding> Findings)
{
    /// <summary>A row for a server that was probed.</summary>
    /// <param name="line">Its line in the list.</param>
    /// <param name="probe">What was seen.</param>
    public static FleetRow Of(int line, ProbeReport probe) => new(line, probe, probe.Findings);

    /// <summary>A row for a server that was verified: a finding for each check that failed, a warning where it is advice.</summary>
    /// <param name="line">Its line in the list.</param>
    /// <param name="result">What was proved.</param>
    public static FleetRow Of(int line, VerificationResult result) => new(line, ProbeReport.Of(result.Probe), [.. result.Checks
        .Where(check => check.Outcome == CheckOutcome.Failed)
        .Select(check => new Finding(check.Code, check.Fails ? Severity.Error : Severity.Warning, check.Message, check.Cure))
        .OrderByDescending(finding => finding.Severity)]);
}
