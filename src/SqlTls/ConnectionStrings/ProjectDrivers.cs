using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace SqlTls.ConnectionStrings;

/// <summary>Which SqlClient a folder's project uses: the nearest project file decides, its versions may stand in Directory.Packages.props.</summary>
internal sealed partial class ProjectDrivers
{
    private readonly ConcurrentDictionary<string, ClientDriver> _folders = new(StringComparer.Ordinal);

    public ClientDriver For(string folder)
    {
        if (_folders.TryGetValue(folder, out ClientDriver? known))
        {
            return known;
        }

        ClientDriver driver = OfFolder(folder)
            ?? (Directory.Exists(Path.Combine(folder, ".git")) || Path.GetDirectoryName(folder) is not { } parent ? ClientDriver.Unknown : For(parent));
        _folders[folder] = driver;
        return driver;
    }

    private static ClientDriver? OfFolder(string folder)
    {
        try
        {
            string[] files = [.. Directory.EnumerateFiles(folder, "*.??proj"), .. Directory.EnumerateFiles(folder, "packages.config")];
            return files.Length == 0 ? null : Read(folder, string.Concat(files.Select(File.ReadAllText)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static ClientDriver Read(string folder, string project)
    {
        bool microsoft = project.Contains("\"Microsoft.Data.SqlClient\"", StringComparison.OrdinalIgnoreCase);
        bool system = project.Contains("\"System.Data.SqlClient\"", StringComparison.OrdinalIgnoreCase);
        return (microsoft, system) switch
        {
            (true, false) => ClientDriver.MicrosoftData(VersionIn(project) ?? Central(folder)),
            (false, true) => ClientDriver.SystemData,
            _ => ClientDriver.Unknown,
        };
    }

    private static Version? Central(string? folder)
    {
        for (; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            string file = Path.Combine(folder, "Directory.Packages.props");
            if (File.Exists(file))
            {
                return VersionIn(File.ReadAllText(file));
            }
        }

        return null;
    }

    private static Version? VersionIn(string text) =>
        Reference().Match(text) is { Success: true } match && Version.TryParse(match.Groups[1].Value, out Version? version) ? version : null;

    [GeneratedRegex("""(?:Include|Update|id)\s*=\s*"Microsoft\.Data\.SqlClient"\s+Version(?:Override)?\s*=\s*"\[?([0-9.]+)""", RegexOptions.IgnoreCase)]
    private static partial Regex Reference();
}
