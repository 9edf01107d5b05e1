using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using SqlTls.ConnectionStrings;

namespace SqlTls.Audit.Projects;

/// <summary>The SqlClient of a .NET project: what was restored counts first, then what the project refers to itself, then what Entity Framework brings along.</summary>
internal static partial class DotNetProject
{
    private const string Microsoft = "Microsoft.Data.SqlClient";
    private const string EntityFrameworkCore = "Microsoft.EntityFrameworkCore.SqlServer";

    // .NET Framework itself holds System.Data.SqlClient.
    private const string Framework = "System.Data";

    private static readonly string[] OtherDatabases = ["MySqlConnector", "MySql.Data", "Npgsql", "Oracle.ManagedDataAccess", "Microsoft.Data.Sqlite", "System.Data.SQLite", "FirebirdSql.Data", "Pomelo.EntityFrameworkCore.MySql", "MySql.EntityFrameworkCore", "Oracle.EntityFrameworkCore", "Microsoft.EntityFrameworkCore.Sqlite"];

    /// <summary>Is a package the client of another database?</summary>
    public static bool IsOtherDatabase(string package) => Array.Exists(OtherDatabases, other => package.StartsWith(other, StringComparison.OrdinalIgnoreCase));

    /// <summary>The driver of the project in a folder; null where there is no project.</summary>
    public static ClientDriver? In(string folder)
    {
        string[] files = [.. Directory.EnumerateFiles(folder, "*.??proj"), .. Directory.EnumerateFiles(folder, "packages.config")];
        if (files.Length == 0)
        {
            return null;
        }

        Dictionary<string, string?> packages = Restored(Path.Combine(folder, "packages.lock.json"));
        return packages.Count > 0 ? Of(packages) : Of(Referred(folder, files));
    }

    private static ClientDriver Of(Dictionary<string, string?> packages)
    {
        bool microsoft = packages.TryGetValue(Microsoft, out string? version);
        bool system = packages.ContainsKey(ClientDriver.SystemData.Name);
        return (microsoft, system) switch
        {
            (true, false) => ClientDriver.MicrosoftData(ProjectFile.Lowest(version)),
            (false, true) => ClientDriver.SystemData,
            (true, true) => ClientDriver.Unknown,
            _ when packages.TryGetValue(EntityFrameworkCore, out string? core) => OfEntityFrameworkCore(ProjectFile.Lowest(core)),
            _ when packages.ContainsKey("Microsoft.EntityFramework.SqlServer") => ClientDriver.MicrosoftData(null),
            _ when packages.ContainsKey("EntityFramework") => ClientDriver.SystemData,
            _ when packages.Keys.Any(IsOtherDatabase) => ClientDriver.OtherDatabase,
            _ when packages.ContainsKey(Framework) => ClientDriver.SystemData,
            _ => ClientDriver.Unknown,
        };
    }

    // What the package's own dependencies ask for: 3.1 to 6 a SqlClient that does not encrypt by default, 7 and later one that does.
    private static ClientDriver OfEntityFrameworkCore(Version? version) => version?.Major switch
    {
        null => ClientDriver.MicrosoftData(null),
        < 3 => ClientDriver.SystemData,
        3 or 4 => ClientDriver.MicrosoftData(new(1, 0)),
        5 => ClientDriver.MicrosoftData(new(2, 0)),
        6 => ClientDriver.MicrosoftData(new(2, 1)),
        7 => ClientDriver.MicrosoftData(new(5, 0)),
        8 or 9 => ClientDriver.MicrosoftData(new(5, 1)),
        _ => ClientDriver.MicrosoftData(new(6, 1)),
    };

    private static Dictionary<string, string?> Restored(string file)
    {
        var packages = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        if (ProjectFile.Json(file) is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("dependencies", out JsonElement frameworks) && frameworks.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty framework in frameworks.EnumerateObject().Where(framework => framework.Value.ValueKind == JsonValueKind.Object))
            {
                AddFramework(packages, framework.Name);
                foreach (JsonProperty package in framework.Value.EnumerateObject())
                {
                    packages[package.Name] = package.Value.ValueKind == JsonValueKind.Object && package.Value.TryGetProperty("resolved", out JsonElement resolved) ? resolved.ToString() : null;
                }
            }
        }

        return packages;
    }

    private static Dictionary<string, string?> Referred(string folder, string[] files)
    {
        XElement[] central = Nearest(folder, "Directory.Packages.props"), shared = Nearest(folder, "Directory.Build.props");
        XElement[] own = [.. files.SelectMany(ProjectFile.Elements)];
        var properties = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (XElement property in (XElement[])[.. central, .. shared, .. own])
        {
            if (property.Parent?.Name.LocalName == "PropertyGroup")
            {
                properties[property.Name.LocalName] = property.Value;
            }
        }

        var versions = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (XElement package in central.Where(element => element.Name.LocalName == "PackageVersion"))
        {
            versions[Name(package)] = Version(package, properties);
        }

        var packages = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (XElement package in ((XElement[])[.. central, .. shared, .. own]).Where(IsPackage))
        {
            packages[Name(package)] = Version(package, properties) ?? packages.GetValueOrDefault(Name(package)) ?? versions.GetValueOrDefault(Name(package));
        }

        string frameworks = properties.GetValueOrDefault("TargetFrameworks") ?? properties.GetValueOrDefault("TargetFramework") ?? "";
        foreach (string framework in frameworks.Split(';'))
        {
            AddFramework(packages, Resolved(framework, properties) ?? "");
        }

        return packages;
    }

    private static bool IsPackage(XElement element) => element.Name.LocalName switch
    {
        "PackageReference" or "GlobalPackageReference" or "package" => true,
        "Reference" => Name(element) is var assembly && (assembly == Framework || IsOtherDatabase(assembly)),
        _ => false,
    };

    // SDK-style projects refer to System.Data without saying so. As SqlTlsTasks' ProjectAssets has it: "net48" and ".NETFramework,Version=v4.8", and not "net10.0".
    private static void AddFramework(Dictionary<string, string?> packages, string name)
    {
        if (NetFramework().IsMatch(name))
        {
            packages[Framework] = null;
        }
    }

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

    private static string? Version(XElement package, Dictionary<string, string> properties)
    {
        string? version = (string?)package.Attribute("VersionOverride") ?? (string?)package.Attribute("Version") ?? (string?)package.Attribute("version")
            ?? package.Elements().FirstOrDefault(element => element.Name.LocalName == "Version")?.Value;
        return Resolved(version, properties);
    }

    private static string? Resolved(string? value, Dictionary<string, string> properties) =>
        value is not null && Property().Match(value) is { Success: true } property ? properties.GetValueOrDefault(property.Groups[1].Value) : value;

    [GeneratedRegex(@"^\s*(?:\.NETFramework|net[0-9]+\s*$)", RegexOptions.IgnoreCase)]
    private static partial Regex NetFramework();

    [GeneratedRegex(@"^\s*\$\(([A-Za-z_][A-Za-z0-9_.-]*)\)\s*$")]
    private static partial Regex Property();
}
