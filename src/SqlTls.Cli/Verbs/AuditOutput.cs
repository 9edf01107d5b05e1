using SqlTls.Audit;
using SqlTls.Reports;

namespace SqlTls.Cli.Verbs;

/// <summary>What <c>sqltls audit</c> prints.</summary>
internal static class AuditOutput
{
    /// <summary>Prints a result.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="result">What was found.</param>
    /// <param name="format"><c>text</c>, <c>json</c> or <c>sarif</c>.</param>
    public static void Print(TextWriter output, AuditResult result, string format)
    {
        if (format != "text")
        {
            output.WriteLine(format == "json" ? ReportJson.Write(AuditReport.Of(result)) : SarifLog.Write(result));
            return;
        }

        foreach (AuditFinding finding in result.Findings)
        {
            // MSBuild's canonical form knows errors and warnings; a note is a message there.
            string severity = finding.Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "message" };
            output.WriteLine($"{PlainText.Of(finding.File)}({finding.Line},{finding.Column}): {severity} {finding.Rule}: {PlainText.Of($"{finding.Message} {finding.Cure}")}");
        }

        string known = result.InBaseline > 0 ? $", {result.InBaseline} more in the baseline" : "";
        output.WriteLine($"{result.Files} files, {result.ConnectionStrings} connection strings, {result.Findings.Count} findings{known}");
        foreach (string rule in result.Findings.Select(finding => finding.Rule).Distinct().Order(StringComparer.Ordinal))
        {
            output.WriteLine($"  {HelpLink.For(rule)}");
        }
    }
}
