using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace SqlTls.Audit.Projects;

/// <summary>What the files of a .NET project say: its own, and those that its folder's projects share.</summary>
internal sealed partial class ProjectSources
{
    // Of a project's references, and of characters in one.
    private const int MostReferences = 64;
    private const int LongestReference = 1024;

    private readonly string _folder;
    private readonly XElement[] _central;
    private readonly XElement[] _shared;
    private readonly XElement[] _own;
    private readonly Dictionary<string, string> _properties = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads them.</summary>
    /// <param name="folder">The project's, a full path.</param>
    /// <param name="files">Its own.</param>
    public ProjectSources(string folder, IEnumerable<string> files)
    {
        _folder = folder;
        _central = Nearest(folder, "Directory.Packages.props");
        _shared = Nearest(folder, "Directory.Build.props");
        _own = [.. files.SelectMany(ProjectFile.Elements)];
        foreach (XElement property in All.Where(element => element.Parent?.Name.LocalName == "PropertyGroup"))
        {
            _properties[property.Name.LocalName] = property.Value;
        }
    }

    /// <summary>The frameworks that it is built for.</summary>
    public IEnumerable<string> Frameworks =>
        (_properties.GetValueOrDefault("TargetFrameworks") ?? _properties.GetValueOrDefault("TargetFramework") ?? "").Split(';').Select(framework => Resolved(framework) ?? "");

    /// <summary>The packages and assemblies that it refers to, with the versions that it asks for.</summary>
    public Dictionary<string, string?> Packages()
    {
        var versions = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (XElement package in _central.Where(element => element.Name.LocalName == "PackageVersion"))
        {
            versions[Name(package)] = Version(package);
        }

        var packages = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (XElement package in All.Where(IsPackage))
        {
            packages[Name(package)] = Version(package) ?? packages.GetValueOrDefault(Name(package)) ?? versions.GetValueOrDefault(Name(package));
        }

        return packages;
    }

    /// <summary>Full paths of the projects that it refers to; what hangs on a property that is not known here is passed over.</summary>
    public IReadOnlyList<string> References() =>
    [
        .. _own
            .Where(element => element.Name.LocalName == "ProjectReference")
            .SelectMany(reference => ((string?)reference.Attribute("Include") ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Take(MostReferences)
            .Select(Expanded)
            .OfType<string>()
            .Select(path => Path.GetFullPath(Path.Combine(_folder, path.Replace('\\', '/')))),
    ];

    private IEnumerable<XElement> All => [.. _central, .. _shared, .. _own];

    private static bool IsPackage(XElement element) => element.Name.LocalName switch
    {
        "PackageReference" or "GlobalPackageReference" or "package" => true,
        "Reference" => Name(element) is var assembly && (assembly == DotNetProject.Framework || DotNetProject.IsOtherDatabase(assembly)),
        _ => false,
    };

    private static XElement[] Nearest(string folder, string name)
    {
        for (string? next = folder; next is not null; next = Path.GetDirectoryName(next))
        {
            string file = Path.Combine(next, name);
            if (File.Exists(file))
            {
                return [.. ProjectFile.Elements(file)];
            }
        }

        return [];
    }

    // "MySql.Data, Version=6.9.9.0, Culture=neutral": of an assembly the name alone.
    private static string Name(XElement package) =>
        ((string?)package.Attribute("Include") ?? (string?)package.Attribute("Update") ?? (string?)package.Attribute("id") ?? "").Split(',', 2)[0].Trim();

    private string? Version(XElement package)
    {
        string? version = (string?)package.Attribute("VersionOverride") ?? (string?)package.Attribute("Version") ?? (string?)package.Attribute("version")
            ?? package.Elements().FirstOrDefault(element => element.Name.LocalName == "Version")?.Value;
        return Resolved(version);
    }

    private string? Resolved(string? value) =>
        value is not null && WholeProperty().Match(value) is { Success: true } property ? _properties.GetValueOrDefault(property.Groups[1].Value) : value;

    // A property's own properties are not looked up: those of a shared file mean that file's folder.
    private string? Expanded(string path)
    {
        if (path.Length > LongestReference)
        {
            return null;
        }

        string expanded = Property().Replace(path, property => property.Groups[1].Value.ToUpperInvariant() switch
        {
            "MSBUILDTHISFILEDIRECTORY" or "MSBUILDPROJECTDIRECTORY" => _folder + "/",
            _ when _properties.TryGetValue(property.Groups[1].Value, out string? value) && value.Length <= LongestReference => value.Trim(),
            _ => property.Value,
        });
        return expanded.Contains("$(", StringComparison.Ordinal) ? null : expanded;
    }

    [GeneratedRegex(@"^\s*\$\(([A-Za-z_][A-Za-z0-9_.-]*)\)\s*$")]
    private static partial Regex WholeProperty();

    [GeneratedRegex(@"\$\(([A-Za-z_][A-Za-z0-9_.-]*)\)")]
    private static partial Regex Property();
}
