using Microsoft.Extensions.FileSystemGlobbing;

namespace SqlTls.Audit;

/// <summary>What the settings say of a rule in some files.</summary>
/// <param name="Rule">The rule's code; null means every rule.</param>
/// <param name="Files">A glob such as <c>tests/**</c> or <c>**/*.yml</c>, relative to the settings' folder; null means every file.</param>
public abstract record RuleSetting(string? Rule, string? Files)
{
    /// <summary>Does it speak of this rule in this file? Never of a file outside the settings' folder.</summary>
    /// <param name="rule">The rule's code.</param>
    /// <param name="folder">The settings' folder, a full path.</param>
    /// <param name="file">A full path.</param>
    internal bool Covers(string rule, string folder, string file)
    {
        string relative = Path.GetRelativePath(folder, file);
        return (Rule is null || Rule == rule)
            && !relative.StartsWith("..", StringComparison.Ordinal) && !Path.IsPathRooted(relative)
            && (Files is null || new Matcher().AddInclude(Files).Match(folder, relative).HasMatches);
    }
}
