using System.IO.Enumeration;

namespace SqlTls.Action;

/// <summary>The folder for the action's files, in a workspace that a repository has filled before: it may hold links, and they may lead anywhere.</summary>
internal static class OwnFolder
{
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    /// <summary>Everything in a folder, links as themselves and never what they lead to.</summary>
    /// <param name="folder">Full path of the folder.</param>
    public static IEnumerable<string> Entries(string folder) => Enumerate(folder, (ref FileSystemEntry _) => true);

    /// <summary>Refuses links: what is written through one, by a root that has the runner's socket, changes what the link leads to.</summary>
    /// <param name="workspace">Full path of the job's workspace.</param>
    /// <exception cref="SqlTlsException">SQLTLS5205.</exception>
    public static void RefuseLinks(string workspace)
    {
        string folder = Path.Combine(workspace, Publishing.Folder);
        IEnumerable<string> links = IsLink(folder) ? [folder]
            : Directory.Exists(folder) ? Enumerate(folder, (ref FileSystemEntry entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
            : [];
        if (links.FirstOrDefault() is { } link)
        {
            throw new SqlTlsException(
                Failure.Surroundings,
                ActionCodes.Link,
                $"{Path.GetRelativePath(workspace, link).Replace('\\', '/')} in the workspace is a link, and the action writes nothing through one.",
                $"Take it out of the repository, or out of the workspace: the folder {Publishing.Folder} is the action's own.");
        }
    }

    private static bool IsLink(string path)
    {
        try
        {
            return File.GetAttributes(path).HasFlag(FileAttributes.ReparsePoint);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    private static FileSystemEnumerable<string> Enumerate(string folder, FileSystemEnumerable<string>.FindPredicate wanted) =>
        new(folder, (ref FileSystemEntry entry) => entry.ToFullPath(), Everything)
        {
            ShouldIncludePredicate = wanted,
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };
}
