using SqlTls.Action.Workflow;
using SqlTls.Reports;
using SqlTls.Verification;

namespace SqlTls.Action;

/// <summary>Connection strings of the workflow's own, each proved as it is.</summary>
internal static class Verifying
{
    public static async Task<IReadOnlyList<UpReport>> RunAsync(Step step, Inputs inputs, Place place, ServerSetup? setup, CancellationToken cancellationToken)
    {
        var reports = new List<UpReport>();
        foreach (string text in inputs.Verify)
        {
            reports.Add(await ProveAsync(step, GivenString.Here(text, place), inputs.Timeout, setup, cancellationToken));
        }

        return reports;
    }

    private static async Task<UpReport> ProveAsync(Step step, string text, TimeSpan timeout, ServerSetup? setup, CancellationToken cancellationToken)
    {
        step.Log.Group("A connection string of the workflow's own");
        var request = new VerificationRequest { ConnectionString = text, Authority = setup?.Authority, Timeout = timeout };
        UpReport report = UpReport.Of(await Verifier.RunAsync(request, cancellationToken));
        Proof.Show(step, report);
        step.Log.EndGroup();
        Proof.Annotate(step, report);
        return report;
    }
}
