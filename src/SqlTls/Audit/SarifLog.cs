using SqlTls.Sarif;

namespace SqlTls.Audit;

/// <summary>Findings as SARIF 2.1.0.</summary>
public static class SarifLog
{
    /// <summary>One run with all rules, its results, and their fingerprints and fixes.</summary>
    /// <param name="result">What an audit found.</param>
    public static string Write(AuditResult result)
    {
        var seen = new Dictionary<(string, string), int>();
        return SarifDocument.Write([.. AuditRule.All.Select(Rule)], result.Findings.Select(finding =>
        {
            (string, string) key = (finding.File, finding.Fingerprint);
            seen[key] = seen.GetValueOrDefault(key) + 1;
            return Result(finding, seen[key]);
        }));
    }

    private static SarifRule Rule(AuditRule rule) => new(rule.Code)
    {
        Name = rule.Name,
        Title = rule.Title,
        Description = rule.Description,
        Default = (rule.Severity, Enabled: rule.Code != AuditCodes.PasswordInFile),
    };

    private static SarifResult Result(AuditFinding finding, int occurrence) =>
        new(finding.Rule, finding.Severity, $"{finding.Message} {finding.Cure}", new SarifPlace(finding.File, finding.Line, finding.Column))
        {
            // The same string twice in a file is two results.
            Fingerprint = finding.Fingerprint.Length == 0
                ? null
                : ("connectionString/v1", occurrence == 1 ? finding.Fingerprint : $"{finding.Fingerprint}:{occurrence}"),
            Fix = finding.Edit is { } edit ? new SarifFix(new SarifPlace(finding.File, edit.Line, edit.Column), edit.Old.Length, edit.New, finding.Cure) : null,
        };
}
