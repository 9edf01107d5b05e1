using System.Text.RegularExpressions;
using System.Xml.Linq;
using SqlTls.Audit.Files;
using SqlTls.ConnectionStrings;

namespace SqlTls.Audit.Projects;

/// <summary>The JDBC driver of a Maven or Gradle project; a version that is left out is the one that its Spring Boot manages.</summary>
internal static partial class JavaProject
{
    private const string Artifact = "mssql-jdbc";

    // Spring Boot's own property: who sets it has that version.
    private const string Managed = Artifact + ".version";

    /// <summary>The driver of the project in a folder; null where there is no project that names it.</summary>
    public static ClientDriver? In(string folder) => Maven(folder)
        ?? Gradle(folder, Script(folder))
        ?? Catalog(folder, SideFile.Text(Path.Combine(folder, "gradle", "libs.versions.toml")));

    // A version that is left out stands in a parent's dependencyManagement.
    private static ClientDriver? Maven(string folder)
    {
        if (!Named(ProjectFile.Elements(Pom(folder)), Artifact).Any())
        {
            return null;
        }

        XElement[] elements = [.. Upwards(folder).SelectMany(next => ProjectFile.Elements(Pom(next)))];
        string[] stated = [.. Named(elements, Artifact).Select(Version).OfType<string>()];
        string? known = FirstResolved(stated, elements);
        return ClientDriver.Jdbc(known is not null || stated.Any(version => PropertyIn(version) != Managed) ? ProjectFile.Lowest(known) : OfSpringBoot(elements));
    }

    // A project whose parent is Spring Boot's can set the version; one that imports what it manages has it as it is.
    private static Version? OfSpringBoot(XElement[] elements)
    {
        XElement[] boots = [.. Named(elements, "spring-boot-starter-parent", "spring-boot-dependencies")];
        return Array.Exists(boots, boot => boot.Name.LocalName == "parent") && Property(elements, Managed) is { } own
            ? ProjectFile.Lowest(own)
            : ManagedBy(FirstResolved(boots.Select(Version).OfType<string>(), elements));
    }

    // Spring Boot 2.7 came with 10.2, those before it with 9.4 and less (spring-projects/spring-boot #31157).
    private static Version? ManagedBy(string? boot) => ProjectFile.Lowest(boot) is { } version ? version >= new Version(2, 7) ? new(10, 2) : new(9, 4) : null;

    private static IEnumerable<string> Upwards(string folder)
    {
        for (string? next = folder; next is not null; next = AuditSettings.IsRoot(next) ? null : Path.GetDirectoryName(next))
        {
            yield return next;
        }
    }

    private static string Pom(string folder) => Path.Combine(folder, "pom.xml");

    // Dependencies and parents of these names.
    private static IEnumerable<XElement> Named(IEnumerable<XElement> elements, params string[] artifacts) => elements
        .Where(element => element.Name.LocalName == "artifactId" && artifacts.Contains(element.Value.Trim()))
        .Select(element => element.Parent)
        .OfType<XElement>();

    private static string? Version(XElement artifact) => artifact.Elements().FirstOrDefault(element => element.Name.LocalName == "version")?.Value.Trim();

    private static string? FirstResolved(IEnumerable<string> versions, XElement[] elements) =>
        versions.Select(version => PropertyIn(version) is { } name ? Property(elements, name) : version).FirstOrDefault(version => version is not null);

    private static string? PropertyIn(string version) => version.StartsWith("${", StringComparison.Ordinal) ? version.Trim('$', '{', '}') : null;

    private static string? Property(XElement[] elements, string name) =>
        Array.Find(elements, element => element.Parent?.Name.LocalName == "properties" && element.Name.LocalName == name)?.Value;

    private static string? Script(string folder) => SideFile.Text(Path.Combine(folder, "build.gradle")) ?? SideFile.Text(Path.Combine(folder, "build.gradle.kts"));

    private static ClientDriver? Gradle(string folder, string? script) => script is not null && Dependency().Match(script) is { Success: true } match
        ? ClientDriver.Jdbc(match.Groups["version"].Success ? ProjectFile.Lowest(match.Groups["version"].Value) : match.Groups["none"].Success ? OfPlugin(folder) : null)
        : null;

    private static ClientDriver? Catalog(string folder, string? text)
    {
        if (text is null || Library().Match(text) is not { Success: true } library)
        {
            return null;
        }

        if (library.Groups["none"].Success)
        {
            return ClientDriver.Jdbc(OfPlugin(folder));
        }

        string version = library.Groups["version"].Value;
        Match named = library.Groups["ref"].Success ? Regex.Match(text, $"^\\s*{Regex.Escape(version)}\\s*=\\s*\"([^\"]*)\"", RegexOptions.Multiline | RegexOptions.NonBacktracking) : Match.Empty;
        return ClientDriver.Jdbc(ProjectFile.Lowest(named.Success ? named.Groups[1].Value : version));
    }

    // The plugin may be named for all projects, above the one that applies it.
    private static Version? OfPlugin(string folder)
    {
        string[] scripts = [.. Upwards(folder).Select(Script).OfType<string>()];
        return scripts.Select(script => ManagedVersion().Match(script)).FirstOrDefault(match => match.Success) is { } own ? ProjectFile.Lowest(own.Groups[1].Value)
            : ManagedBy(scripts.Select(script => SpringBoot().Match(script)).FirstOrDefault(match => match.Success)?.Groups[1].Value);
    }

    // group:artifact:version, or group: '…', name: '…', version: '…'
    [GeneratedRegex(@"mssql-jdbc(?::(?<version>[0-9.]+)|['""]\s{0,20},\s{0,20}version\s{0,20}[:=]\s{0,20}['""](?<version>[0-9.]+)|(?<none>['""])(?!\s{0,20},\s{0,20}version)|['"":])")]
    private static partial Regex Dependency();

    // name = { module = "…", version.ref = "…" }, or name = "group:artifact:version"
    [GeneratedRegex(@"mssql-jdbc(?::(?<version>[0-9.]+)|""\s{0,20},\s{0,20}version(?<ref>\.ref)?\s{0,20}=\s{0,20}""(?<version>[^""\n]{1,100})|(?<none>"")(?!\s{0,20},\s{0,20}version)|"")")]
    private static partial Regex Library();

    [GeneratedRegex(@"\bid\s{0,20}\(?\s{0,20}['""]org\.springframework\.boot['""]\s{0,20}\)?\s{0,20}version\s{0,20}['""]([^'""\n]{1,100})['""]")]
    private static partial Regex SpringBoot();

    // ext['…'] = '…', extra["…"] = "…", set("…", "…")
    [GeneratedRegex(@"['""]mssql-jdbc\.version['""]\s{0,20}(?:\]\s{0,20}=|,)\s{0,20}['""]([0-9.]+)")]
    private static partial Regex ManagedVersion();
}
