using System.Collections.Concurrent;
using SqlTls.ConnectionStrings;

namespace SqlTls.Audit.Projects;

/// <summary>
/// The .NET projects of one audit: one that names no SqlClient itself has that of the projects that it refers to, within the repository. What
/// was read is kept, since most projects of a solution refer to the same few.
/// </summary>
internal sealed class DotNetProjects
{
    // A project refers to so many, over however many others, at the most.
    private const int Most = 64;

    private static readonly DotNetProject Nothing = new(null, []);

    private readonly ConcurrentDictionary<string, DotNetProject> _referred = new(StringComparer.Ordinal);

    /// <summary>The driver of the project in a folder; null where there is no project.</summary>
    /// <param name="folder">A full path.</param>
    public ClientDriver? In(string folder) =>
        DotNetProject.In(folder) is { } project ? Common([project.Driver, .. project.References.Count > 0 ? Referred(folder, project) : []]) : null;

    // Other databases' clients beside a SqlClient say nothing, as in one project.
    private static ClientDriver Common(IReadOnlyList<ClientDriver?> drivers)
    {
        ClientDriver[] known = [.. drivers.OfType<ClientDriver>()];
        ClientDriver[] clients = [.. known.Where(driver => driver != ClientDriver.OtherDatabase)];
        return clients.Length == 0 ? known.FirstOrDefault(ClientDriver.Unknown)
            : clients.Select(driver => driver.Name).Distinct().Count() == 1 ? clients.MinBy(driver => driver.Version ?? new())!
            : ClientDriver.Unknown;
    }

    private IEnumerable<ClientDriver?> Referred(string folder, DotNetProject project)
    {
        string root = Root(folder);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var next = new Queue<string>(project.References);
        while (seen.Count < Most && next.TryDequeue(out string? file))
        {
            if (seen.Add(file) && IsPlainFile(file, root))
            {
                DotNetProject referred = _referred.GetOrAdd(file, Read);
                yield return referred.Driver;
                foreach (string further in referred.References)
                {
                    next.Enqueue(further);
                }
            }
        }
    }

    // The repository's; without one, the folder in which the project stands beside others.
    private static string Root(string folder)
    {
        for (string? next = folder; next is not null; next = Path.GetDirectoryName(next))
        {
            if (AuditSettings.IsRoot(next))
            {
                return next;
            }
        }

        return Path.GetDirectoryName(folder) ?? folder;
    }

    // Within the root, and over no link: a project file can name any path of the machine, whoever wrote it.
    private static bool IsPlainFile(string file, string root)
    {
        if (!file.StartsWith(Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal) || !File.Exists(file))
        {
            return false;
        }

        for (string next = file; next.Length > root.Length; next = Path.GetDirectoryName(next)!)
        {
            if (new FileInfo(next).Attributes.HasFlag(FileAttributes.ReparsePoint))
            {
                return false;
            }
        }

        return true;
    }

    private static DotNetProject Read(string file)
    {
        try
        {
            return DotNetProject.Of(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return Nothing;
        }
    }
}
