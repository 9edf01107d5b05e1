using SqlTls.Audit;

namespace SqlTls.Tests.Audit;

/// <summary>What the audit finds in one file, as <c>line:column code</c>, or <c>line:column code(severity)</c> where asked.</summary>
internal static class Findings
{
    public static string In(string name, string content, params (string Name, string Content)[] beside)
    {
        using var folder = new TemporaryFolder();
        folder.Write(".git/HEAD", "");
        foreach ((string other, string text) in beside)
        {
            folder.Write(other, text);
        }

        AuditResult result = ConnectionStringAudit.AuditFile(folder.Write(name, content), new([], folder.Path));
        return string.Join(',', result.Findings.Select(finding => $"{finding.Line}:{finding.Column} {finding.Rule}"));
    }

    /// <summary>The rules alone, each with its severity.</summary>
    public static string RulesIn(string name, string content, params (string Name, string Content)[] beside)
    {
        using var folder = new TemporaryFolder();
        folder.Write(".git/HEAD", "");
        foreach ((string other, string text) in beside)
        {
            folder.Write(other, text);
        }

        AuditResult result = ConnectionStringAudit.AuditFile(folder.Write(name, content), new([], folder.Path));
        return string.Join(',', result.Findings.Select(finding => $"{finding.Severity} {finding.Rule}"));
    }
}
