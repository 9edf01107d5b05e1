using SqlTls.Audit.Files;

namespace SqlTls.Audit;

/// <summary>The files of a tree that may hold connection strings. Links are not followed, and what git ignores is left out.</summary>
internal static class AuditFiles
{
    private static readonly EnumerationOptions Plain = new() { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };

    /// <summary>The files under a folder.</summary>
    /// <param name="folder">Its full path.</param>
    /// <param name="unlisted">Takes each folder that cannot be listed, and why; the others go on.</param>
    public static IEnumerable<string> Under(string folder, Action<string, Exception> unlisted)
    {
        var folders = new Stack<(string Path, GitIgnore? Ignore)>([(folder, null)]);
        for (bool first = true; folders.TryPop(out (string Path, GitIgnore? Outer) next); first = false)
        {
            FileSystemInfo[] entries;
            GitIgnore? ignore;
            try
            {
                entries = new DirectoryInfo(next.Path).GetFileSystemInfos("*", Plain);
                ignore = first ? GitIgnore.Above(next.Path) : GitIgnore.In(next.Outer, next.Path);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                unlisted(next.Path, exception);
                continue;
            }

            foreach (FileSystemInfo entry in entries)
            {
                bool isFolder = entry is DirectoryInfo;
                if (isFolder ? IsOutput(entry.Name) : !AuditReader.Knows(entry.Name))
                {
                    continue;
                }

                if (ignore?.Excludes(entry.FullName, isFolder) == true)
                {
                    continue;
                }

                if (isFolder)
                {
                    folders.Push((entry.FullName, ignore));
                }
                else
                {
                    yield return entry.FullName;
                }
            }
        }
    }

    private static bool IsOutput(string name) => name.ToLowerInvariant() is "bin" or "obj" or "node_modules" or ".git";
}
