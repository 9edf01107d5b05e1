using System.Collections.Concurrent;
using SqlTls.ConnectionStrings;

namespace SqlTls.Audit.Projects;

/// <summary>Project files of one kind: the nearest one counts, up to the repository's root. What was read is kept.</summary>
/// <param name="read">Gives the driver that the project in a folder names; null where there is no project.</param>
internal sealed class NearestProject(Func<string, ClientDriver?> read)
{
    private readonly ConcurrentDictionary<string, ClientDriver?> _folders = new(StringComparer.Ordinal);

    /// <summary>The driver for a folder; null where no project file names one.</summary>
    /// <param name="folder">A full path.</param>
    public ClientDriver? For(string folder) => _folders.GetOrAdd(folder, Look);

    private ClientDriver? Look(string folder) =>
        Read(folder) ?? (Path.Exists(Path.Combine(folder, ".git")) || Path.GetDirectoryName(folder) is not { } parent ? null : For(parent));

    // A project file that cannot be read says nothing; the strings beside it are judged as if it were not there. Of JSON with half a surrogate
    // no name or value can be had.
    private ClientDriver? Read(string folder)
    {
        try
        {
            return read(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return null;
        }
    }
}
