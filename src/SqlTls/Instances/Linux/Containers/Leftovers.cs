using System.Text;

namespace SqlTls.Instances.Linux.Containers;

/// <summary>
/// Files that have to go from a container that does not run. The engine's API cannot delete them, so they are emptied, and a list of them is left
/// with the container: the next run that sees it running deletes what is still empty, and the list.
/// </summary>
internal static class Leftovers
{
    /// <summary>Where the list is.</summary>
    public const string Path = $"{TlsFiles.Folder}/sqltls-leftovers";

    /// <summary>What root runs in the container.</summary>
    public const string Delete =
        $"outside=$(grep -v '^/var/opt/mssql/' {Path}); while read -r file; do [ -s \"$file\" ] || rm -f \"$file\"; done <{Path}; rm -f {Path}; "
        + $"if [ -n \"$outside\" ]; then {SystemTrust.Refresh}; fi";

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Empties files, and lists them.</summary>
    /// <returns>Whether one of them was there.</returns>
    public static async Task<bool> EmptyAsync(ContainerFiles files, IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        List<HostFile> there = [];
        foreach (string path in paths)
        {
            if (await files.ReadAsync(path, 1, cancellationToken) is { } file)
            {
                there.Add(file with { Content = default });
            }
        }

        if (there.Count == 0)
        {
            return false;
        }

        string list = await files.ReadTextAsync(Path, cancellationToken) + string.Concat(there.Select(file => file.Path + "\n"));
        await files.WriteAsync([new HostFile(Path, Encoding.UTF8.GetBytes(list), 0, 0, Private), .. there], cancellationToken);
        return true;
    }
}
