using SqlTls.Audit;

namespace SqlTlsTasks.Auditing;

/// <summary>Which of a project's items are files of its own that may hold connection strings.</summary>
/// <param name="directory">Full path of the project's directory.</param>
/// <param name="excluded">Full paths of folders that are not the project's own.</param>
/// <param name="outputFile">File name of what the project builds; empty where it builds nothing.</param>
internal sealed class ProjectFiles(string directory, IReadOnlyList<string> excluded, string outputFile)
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = true };

    private readonly string _root = WithSeparator(directory);
    private readonly string[] _excluded = [.. excluded.Select(WithSeparator).Where(folder => !WithSeparator(directory).StartsWith(folder, StringComparison.Ordinal))];
    private readonly Dictionary<string, bool> _outputFolders = [];

    /// <summary>Full paths, each once: the items, and configuration that lies beside the project and is no item of it.</summary>
    /// <param name="items">Paths as the project has them.</param>
    public List<string> Of(IEnumerable<string> items)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var files = new List<string>();
        foreach (string file in items.Select(item => Path.GetFullPath(Paths.Native(item), directory)).Concat(Configuration()))
        {
            if (ConnectionStringAudit.Knows(file) && seen.Add(file) && !IsForeign(file) && File.Exists(file))
            {
                files.Add(file);
            }
        }

        return files;
    }

    private IEnumerable<string> Configuration()
    {
        string properties = Path.Combine(directory, "Properties");
        return Directory.EnumerateFiles(directory, "*", Everything)
            .Where(file => IsConfiguration(Path.GetFileName(file.AsSpan())))
            .Append(Path.Combine(properties, "launchSettings.json"));
    }

    private static bool IsConfiguration(ReadOnlySpan<char> name) =>
        name.EndsWith(".config", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".udl", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith(".env", StringComparison.OrdinalIgnoreCase)
        || name.Equals("local.settings.json", StringComparison.OrdinalIgnoreCase)
        || (name.StartsWith("appsettings", StringComparison.OrdinalIgnoreCase) && name.EndsWith(".json", StringComparison.OrdinalIgnoreCase));

    private bool IsForeign(string file) =>
        Array.Exists(_excluded, folder => file.StartsWith(folder, StringComparison.Ordinal)) || IsOutput(Path.GetDirectoryName(file)!);

    // 'dotnet publish -o out' leaves copies among the project's files, and the next build takes them for items.
    private bool IsOutput(string folder)
    {
        if (outputFile.Length == 0 || folder.Length < _root.Length)
        {
            return false;
        }

        if (!_outputFolders.TryGetValue(folder, out bool isOutput))
        {
            isOutput = File.Exists(Path.Combine(folder, outputFile)) || IsOutput(Path.GetDirectoryName(folder)!);
            _outputFolders[folder] = isOutput;
        }

        return isOutput;
    }

    private static string WithSeparator(string folder) => Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar;
}
