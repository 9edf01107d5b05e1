using System.Text.RegularExpressions;
using System.Xml.Linq;
using SqlTls.Audit.Files;
using SqlTls.ConnectionStrings;

namespace SqlTls.Audit.Projects;

/// <summary>The JDBC driver of a Maven or Gradle project.</summary>
internal static partial class JavaProject
{
    private const string Artifact = "mssql-jdbc";

    /// <summary>The driver of the project in a folder; null where there is no project that names it.</summary>
    public static ClientDriver? In(string folder) => Maven(folder)
        ?? Gradle(Path.Combine(folder, "build.gradle"))
        ?? Gradle(Path.Combine(folder, "build.gradle.kts"))
        ?? Catalog(Path.Combine(folder, "gradle", "libs.versions.toml"));

    // A version that is left out stands in a parent's dependencyManagement.
    private static ClientDriver? Maven(string folder)
    {
        if (Managed(folder) is not (true, var version))
        {
            return null;
        }

        for (string? next = folder; version is null && !Path.Exists(Path.Combine(next, ".git")) && (next = Path.GetDirectoryName(next)) is not null;)
        {
            version = Managed(next).Version;
        }

        return ClientDriver.Jdbc(ProjectFile.Lowest(version));
    }

    private static (bool Named, string? Version) Managed(string folder)
    {
        IReadOnlyList<XElement> elements = ProjectFile.Elements(Path.Combine(folder, "pom.xml"));
        XElement[] named = [.. elements.Where(element => element.Name.LocalName == "artifactId" && element.Value.Trim() == Artifact).Select(element => element.Parent).OfType<XElement>()];
        string? version = named.SelectMany(driver => driver.Elements()).FirstOrDefault(element => element.Name.LocalName == "version")?.Value.Trim();
        if (version is not null && version.StartsWith("${", StringComparison.Ordinal))
        {
            version = elements.FirstOrDefault(element => element.Parent?.Name.LocalName == "properties" && element.Name.LocalName == version.Trim('$', '{', '}'))?.Value;
        }

        return (named.Length > 0, version);
    }

    private static ClientDriver? Gradle(string file) => SideFile.Text(file) is { } text && Dependency().Match(text) is { Success: true } match
        ? ClientDriver.Jdbc(ProjectFile.Lowest(match.Groups["version"].Value))
        : null;

    private static ClientDriver? Catalog(string file)
    {
        if (SideFile.Text(file) is not { } text || Library().Match(text) is not { Success: true } library)
        {
            return null;
        }

        string version = library.Groups["version"].Value;
        Match named = library.Groups["ref"].Success ? Regex.Match(text, $"^\\s*{Regex.Escape(version)}\\s*=\\s*\"([^\"]*)\"", RegexOptions.Multiline | RegexOptions.NonBacktracking) : Match.Empty;
        return ClientDriver.Jdbc(ProjectFile.Lowest(named.Success ? named.Groups[1].Value : version));
    }

    // group:artifact:version, or group: '…', name: '…', version: '…'
    [GeneratedRegex(@"mssql-jdbc(?::(?<version>[0-9.]+)|['""]\s{0,20},\s{0,20}version\s{0,20}[:=]\s{0,20}['""](?<version>[0-9.]+)|['"":])")]
    private static partial Regex Dependency();

    // name = { module = "…", version.ref = "…" }, or name = "group:artifact:version"
    [GeneratedRegex(@"mssql-jdbc(?::(?<version>[0-9.]+)|""\s{0,20},\s{0,20}version(?<ref>\.ref)?\s{0,20}=\s{0,20}""(?<version>[^""\n]{1,100})|"")")]
    private static partial Regex Library();
}
