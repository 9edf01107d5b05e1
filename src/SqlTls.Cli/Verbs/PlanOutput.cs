using SqlTls.Provisioning;
using SqlTls.Reports;

namespace SqlTls.Cli.Verbs;

/// <summary>What <c>up</c> and <c>down</c> would do: JSON for tools, a line a step for people.</summary>
internal static class PlanOutput
{
    public static void Print(IReadOnlyList<PlanStep> steps, bool json, Terminal terminal)
    {
        if (json)
        {
            terminal.Out.WriteLine(ReportJson.Write(new PlanReport(1, [.. steps.Select(step => new PlanReport.PlannedStep(step.Step, step.Detail))])));
            return;
        }

        foreach (PlanStep step in steps)
        {
            terminal.Tell($"{step.Step,-12} {step.Detail}");
        }

        terminal.Tell(steps.Count == 0 ? "Nothing is to do." : "Nothing was changed: this was a dry run.");
    }
}
