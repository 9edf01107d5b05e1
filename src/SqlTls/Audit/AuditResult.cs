namespace SqlTls.Audit;

/// <summary>What an audit found.</summary>
/// <param name="Files">How many files were looked at.</param>
/// <param name="ConnectionStrings">How many connection strings of SQL Server they hold.</param>
/// <param name="Findings">Ordered by file, line, column and rule.</param>
public sealed record AuditResult(int Files, int ConnectionStrings, IReadOnlyList<AuditFinding> Findings)
{
    /// <summary>How many more findings there would be without the baseline.</summary>
    public int InBaseline { get; init; }

    /// <summary>A project file near the one that was read was looked for: the findings may change without it.</summary>
    internal bool HangsOnProjects { get; init; }
}
