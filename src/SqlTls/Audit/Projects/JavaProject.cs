using System.Text.RegularExpressions;
using System.Xml.Linq;
using SqlTls.ConnectionStrings;

namespace SqlTls.Audit.Projects;

/// <summary>The JDBC driver of a Maven or Gradle project.</summary>
internal static partial class JavaProject
{
    /// <summary>The driver of the project in a folder; null where there is no project that names it.</summary>
    public static ClientDriver? In(string folder) => Maven(Path.Combine(folder, "pom.xml"))
        ?? Gradle(Path.Combine(folder, "build.gradle"))
        ?? Gradle(Path.Combine(folder, "build.gradle.kts"));

    private static ClientDriver? Maven(string file)
    {
        IReadOnlyList<XElement> elements = ProjectFile.Elements(file);
        XElement? driver = elements.FirstOrDefault(element => element.Name.LocalName == "artifactId" && element.Value.Trim() == "mssql-jdbc")?.Parent;
        string? version = driver?.Elements().FirstOrDefault(element => element.Name.LocalName == "version")?.Value.Trim();
        if (version is not null && version.StartsWith("${", StringComparison.Ordinal))
        {
            version = elements.FirstOrDefault(element => element.Parent?.Name.LocalName == "properties" && element.Name.LocalName == version.Trim('$', '{', '}'))?.Value;
        }

        return driver is null ? null : ClientDriver.Jdbc(ProjectFile.Lowest(version));
    }

    private static ClientDriver? Gradle(string file) => ProjectFile.Text(file) is { } text && Artifact().Match(text) is { Success: true } match
        ? ClientDriver.Jdbc(ProjectFile.Lowest(match.Groups[1].Value))
        : null;

    [GeneratedRegex(@"com\.microsoft\.sqlserver:mssql-jdbc:?([0-9.]*)")]
    private static partial Regex Artifact();
}
