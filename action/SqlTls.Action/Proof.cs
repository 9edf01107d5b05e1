using SqlTls.Action.Workflow;
using SqlTls.Reports;
using SqlTls.Verification;

namespace SqlTls.Action;

/// <summary>The checks of a report in the log.</summary>
internal static class Proof
{
    private const int OutcomeWidth = 8;
    private const int IdWidth = 28;

    public static void Show(Step step, UpReport report)
    {
        foreach (Check check in report.Checks)
        {
            step.Log.Say($"{Outcome(check).PadRight(OutcomeWidth)}{check.Id.PadRight(IdWidth)}{check.Message}");
        }
    }

    public static void Annotate(Step step, UpReport report)
    {
        foreach (Check check in report.Checks.Where(check => check.Outcome == CheckOutcome.Failed))
        {
            step.Log.Annotate(
                check.Fails ? Severity.Error : Severity.Warning,
                $"{check.Message} {check.Cure}\n{HelpLink.For(check.Evidence.GetValueOrDefault("diagnosis", check.Code))}",
                $"{check.Code} {check.Id}");
        }
    }

    private static string Outcome(Check check) => check.Outcome switch
    {
        CheckOutcome.Passed => "passed",
        CheckOutcome.Failed => check.Fails ? "FAILED" : "warning",
        _ => "skipped",
    };
}
