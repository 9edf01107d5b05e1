namespace SqlTls.ConnectionStrings;

/// <summary>The files of a tree that may hold connection strings. Links are not followed.</summary>
internal static class AuditFiles
{
    private static readonly HashSet<string> Skipped = new(StringComparer.OrdinalIgnoreCase) { "bin", "obj", "node_modules", ".git" };

    public static IEnumerable<string> Under(string folder)
    {
        var folders = new Stack<string>([folder]);
        while (folders.TryPop(out string? next))
        {
            FileSystemInfo[] entries;
            try
            {
                entries = new DirectoryInfo(next).GetFileSystemInfos();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                continue;
            }

            foreach (FileSystemInfo entry in entries)
            {
                if (entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
                {
                    continue;
                }

                if (entry is DirectoryInfo)
                {
                    if (!Skipped.Contains(entry.Name))
                    {
                        folders.Push(entry.FullName);
                    }
                }
                else if (AuditReader.Knows(entry.FullName))
                {
                    yield return entry.FullName;
                }
            }
        }
    }
}
