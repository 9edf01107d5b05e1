using System.Collections.Concurrent;

namespace SqlTls.ConnectionStrings.Projects;

/// <summary>Looks up the drivers of folders: of each kind of project file the nearest one counts, up to the repository's root. What was read is kept.</summary>
internal sealed class ProjectDrivers
{
    private readonly ConcurrentDictionary<string, Found> _folders = new(StringComparer.Ordinal);

    /// <summary>The drivers of a folder.</summary>
    /// <param name="folder">A full path.</param>
    public NearDrivers For(string folder)
    {
        Found found = Look(folder);
        return new(found.SqlClient ?? ClientDriver.Unknown, found.Jdbc ?? ClientDriver.Jdbc(null), found.Node ?? ClientDriver.Unknown, found.Go ?? ClientDriver.Go(null));
    }

    private Found Look(string folder)
    {
        if (_folders.TryGetValue(folder, out Found? known))
        {
            return known;
        }

        Found? above = Path.Exists(Path.Combine(folder, ".git")) || Path.GetDirectoryName(folder) is not { } parent ? null : Look(parent);
        var found = new Found(
            Read(DotNetProject.In, folder) ?? above?.SqlClient,
            Read(JavaProject.In, folder) ?? above?.Jdbc,
            Read(NodeProject.In, folder) ?? above?.Node,
            Read(GoModule.In, folder) ?? above?.Go);
        _folders[folder] = found;
        return found;
    }

    // A project file that cannot be read says nothing; the strings beside it are judged as if it were not there.
    private static ClientDriver? Read(Func<string, ClientDriver?> project, string folder)
    {
        try
        {
            return project(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed record Found(ClientDriver? SqlClient, ClientDriver? Jdbc, ClientDriver? Node, ClientDriver? Go);
}
