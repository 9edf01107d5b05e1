using SqlTls.Audit;

namespace SqlTlsTasks.Auditing;

/// <summary>Which of a project's items are files of its own that may hold connection strings.</summary>
/// <param name="directory">Full path of the project's directory.</param>
/// <param name="excluded">Full paths of folders that are not the project's own.</param>
/// <param name="outputFile">File name of what the project builds; empty where it builds nothing.</param>
internal sealed class ProjectFiles(string directory, IEnumerable<string> excluded, string outputFile)
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = true };

    private readonly string _root = WithSeparator(directory);
    private readonly string[] _excluded = [.. excluded.Select(WithSeparator).Where(folder => !WithSeparator(directory).StartsWith(folder, Paths.Comparison))];
    // A program of one file, and one of native code, leave no assembly beside the files that are published with them.
    private readonly string[] _outputs = outputFile.Length == 0 ? [] : [outputFile, Path.ChangeExtension(outputFile, null), Path.ChangeExtension(outputFile, ".exe")];
    private readonly Dictionary<string, bool> _outputFolders = new(Paths.Comparer);

    /// <summary>Files that are there, each once: the items, configuration that lies beside the project and is no item of it, and more.</summary>
    /// <param name="items">Paths as the project has them.</param>
    /// <param name="more">Full paths of files that are read whatever their kind and place.</param>
    public List<FileInfo> Of(IEnumerable<string> items, IEnumerable<string> more)
    {
        var seen = new HashSet<string>(Paths.Comparer);
        var files = new List<FileInfo>();
        void Add(string path)
        {
            if (new FileInfo(path) is { Exists: true } file)
            {
                files.Add(file);
            }
        }

        foreach (string path in more.Where(seen.Add))
        {
            Add(path);
        }

        foreach (string path in items.Select(item => Path.GetFullPath(Paths.Native(item), directory)).Concat(Configuration()))
        {
            if (ConnectionStringAudit.Knows(path) && seen.Add(path) && !IsForeign(path))
            {
                Add(path);
            }
        }

        return files;
    }

    private IEnumerable<string> Configuration() => Directory.EnumerateFiles(directory, "*", Everything)
        .Where(file => IsConfiguration(Path.GetFileName(file.AsSpan())))
        .Append(Path.Combine(directory, "Properties", "launchSettings.json"));

    private static bool IsConfiguration(ReadOnlySpan<char> name) =>
        name.EndsWith(".config", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".udl", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith(".env", StringComparison.OrdinalIgnoreCase)
        || name.Equals("local.settings.json", StringComparison.OrdinalIgnoreCase)
        || (name.StartsWith("appsettings", StringComparison.OrdinalIgnoreCase) && name.EndsWith(".json", StringComparison.OrdinalIgnoreCase));

    private bool IsForeign(string file) =>
        Array.Exists(_excluded, folder => file.StartsWith(folder, Paths.Comparison)) || IsOutput(Path.GetDirectoryName(file)!);

    // 'dotnet publish -o out' leaves copies among the project's files, and the next build takes them for items.
    private bool IsOutput(string folder)
    {
        if (folder.Length < _root.Length)
        {
            return false;
        }

        if (!_outputFolders.TryGetValue(folder, out bool isOutput))
        {
            isOutput = Array.Exists(_outputs, output => File.Exists(Path.Combine(folder, output))) || IsOutput(Path.GetDirectoryName(folder)!);
            _outputFolders[folder] = isOutput;
        }

        return isOutput;
    }

    private static string WithSeparator(string folder) => Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar;
}
