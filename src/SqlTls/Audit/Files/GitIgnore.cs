namespace SqlTls.Audit.Files;

/// <summary>What the <c>.gitignore</c> files from the repository's root down to a folder say.</summary>
/// <param name="Outer">Those of the folders above; the inner ones count first.</param>
/// <param name="Folder">The folder's full path.</param>
/// <param name="Rules">Its own lines.</param>
internal sealed record GitIgnore(GitIgnore? Outer, string Folder, IReadOnlyList<GitIgnoreRule> Rules)
{
    private const string FileName = ".gitignore";

    /// <summary>What holds for the entries of a folder at which an audit starts.</summary>
    public static GitIgnore? Above(string folder)
    {
        var folders = new Stack<string>();
        for (string? next = folder; next is not null; next = Path.GetDirectoryName(next))
        {
            folders.Push(next);
            if (Path.Exists(Path.Combine(next, ".git")))
            {
                return folders.Aggregate((GitIgnore?)null, In);
            }
        }

        return In(null, folder);
    }

    /// <summary>The same within a folder, which may have lines of its own.</summary>
    public static GitIgnore? In(GitIgnore? outer, string folder)
    {
        GitIgnoreRule[] rules = SideFile.Text(Path.Combine(folder, FileName)) is { } text ? [.. text.Split('\n').Select(GitIgnoreRule.Parse).OfType<GitIgnoreRule>()] : [];
        return rules.Length == 0 ? outer : new(outer, folder, rules);
    }

    /// <summary>Is this file or folder left out?</summary>
    /// <param name="path">Its full path, in or under the folder.</param>
    /// <param name="isFolder">It is a folder.</param>
    public bool Excludes(string path, bool isFolder)
    {
        string relative = path[Folder.Length..].Replace('\\', '/').TrimStart('/');
        for (int i = Rules.Count - 1; i >= 0; i--)
        {
            if (Rules[i].Matches(relative, isFolder))
            {
                return !Rules[i].IsNegated;
            }
        }

        return Outer?.Excludes(path, isFolder) ?? false;
    }
}
