using SqlTls.Audit;

namespace SqlTlsTasks.Auditing;

/// <summary>What an audit found in one file.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Stamp">The file as it was before it was read: a change meanwhile is seen next time.</param>
/// <param name="Result">What was found.</param>
internal sealed record CachedFile(string Path, FileStamp Stamp, AuditResult Result)
{
    /// <summary>
    /// Will the same file have the same findings? Not one that another program held or hid; nor one whose driver a <c>package.json</c>, <c>pom.xml</c> or
    /// <c>go.mod</c> near it names, which nobody watches here.
    /// </summary>
    /// <param name="now">The time in UTC before it was read.</param>
    public bool Lasts(DateTime now) => Stamp.Lasts(now) && !Result.HangsOnProjects && !Result.Findings.Any(finding => finding.Rule == AuditCodes.Unreadable);
}
