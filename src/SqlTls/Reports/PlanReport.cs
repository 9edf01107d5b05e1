namespace SqlTls.Reports;

/// <summary>What a verb would do that was told <c>--dry-run</c>.</summary>
/// <param name="Schema">Version of this shape: 1.</param>
/// <param name="Plan">The steps, in order; empty where nothing is to do.</param>
public sealed record PlanReport(int Schema, IReadOnlyList<PlanReport.PlannedStep> Plan)
{
    /// <summary>One step.</summary>
    /// <param name="Step">What kind of step, in a word or two.</param>
    /// <param name="Detail">What exactly, in one sentence.</param>
    public sealed record PlannedStep(string Step, string Detail);
}
