using SqlTls.Audit;

namespace SqlTls.Reports;

/// <summary>What <c>audit --json</c> gives.</summary>
/// <param name="Schema">Version of this shape: 1.</param>
/// <param name="Files">How many files were looked at.</param>
/// <param name="ConnectionStrings">How many connection strings of SQL Server they hold.</param>
/// <param name="Findings">Ordered by file, line, column and rule.</param>
public sealed record AuditReport(int Schema, int Files, int ConnectionStrings, IReadOnlyList<AuditReport.RuleFinding> Findings)
{
    /// <summary>The report of an audit.</summary>
    /// <param name="result">What it found.</param>
    public static AuditReport Of(AuditResult result) => new(1, result.Files, result.ConnectionStrings, [.. result.Findings.Select(finding =>
        new RuleFinding(finding.Rule, finding.Severity, finding.File, finding.Line, finding.Column, finding.Message, finding.Cure))]);

    /// <summary>One finding.</summary>
    /// <param name="Rule">The rule's code.</param>
    /// <param name="Severity">How much it weighs.</param>
    /// <param name="File">Relative to the working folder, with <c>/</c>.</param>
    /// <param name="Line">From 1.</param>
    /// <param name="Column">From 1.</param>
    /// <param name="Message">What is the case.</param>
    /// <param name="Cure">What to do.</param>
    public sealed record RuleFinding(string Rule, Severity Severity, string File, int Line, int Column, string Message, string Cure);
}
