using SqlTls.Action.Workflow;
using SqlTls.Audit;
using SqlTls.Reports;

namespace SqlTls.Action;

/// <summary>Connection strings in the workspace: annotations beside their lines, and a SARIF file.</summary>
internal static class Auditing
{
    private const string SarifName = "audit.sarif";

    public static async Task<AuditReport?> RunAsync(Step step, Inputs inputs, Place place, CancellationToken cancellationToken)
    {
        if (inputs.Audit.Count == 0)
        {
            return null;
        }

        step.Log.Group("Connection strings in files");
        AuditResult result = await ConnectionStringAudit.RunAsync(new AuditOptions([.. inputs.Audit.Select(place.FromJob)], place.Workspace), cancellationToken);
        step.Log.Say($"{result.Files} files, {result.ConnectionStrings} connection strings, {result.Findings.Count} findings");
        step.Log.EndGroup();
        foreach (AuditFinding finding in result.Findings)
        {
            step.Log.Annotate(finding.Severity, $"{finding.Message} {finding.Cure}\n{HelpLink.For(finding.Rule)}", finding.Rule, finding.File, finding.Line, finding.Column);
        }

        step.Outputs.Set("sarif-file", place.ToJob(Publishing.Write(place, SarifName, SarifLog.Write(result))));
        return AuditReport.Of(result);
    }

    public static bool Fails(AuditReport? audit, Severity? failOn) => failOn is { } least && audit?.Findings.Any(finding => finding.Severity >= least) == true;
}
