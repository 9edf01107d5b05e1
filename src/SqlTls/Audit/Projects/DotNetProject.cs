using System.Text.Json;
using System.Text.RegularExpressions;
using SqlTls.ConnectionStrings;

namespace SqlTls.Audit.Projects;

/// <summary>A .NET project by itself: what was restored counts first, then what the project refers to itself, then what Entity Framework brings along.</summary>
/// <param name="Driver">Its SqlClient; null where nothing says it.</param>
/// <param name="References">Full paths of the projects that it refers to, where it names no SqlClient.</param>
internal sealed partial record DotNetProject(ClientDriver? Driver, IReadOnlyList<string> References)
{
    /// <summary>.NET Framework's assembly that holds System.Data.SqlClient.</summary>
    public const string Framework = "System.Data";

    private const string Microsoft = "Microsoft.Data.SqlClient";
    private const string EntityFrameworkCore = "Microsoft.EntityFrameworkCore.SqlServer";
    private const string Old = "packages.config";

    // Since their first release with Microsoft.Data.SqlClient 5.1 at least (microsoft/aspire #1950).
    private static readonly string[] Aspire = ["Aspire." + Microsoft, "Aspire." + EntityFrameworkCore];

    private static readonly string[] OtherDatabases = ["MySqlConnector", "MySql.Data", "Npgsql", "Oracle.ManagedDataAccess", "Microsoft.Data.Sqlite", "System.Data.SQLite", "FirebirdSql.Data", "Pomelo.EntityFrameworkCore.MySql", "MySql.EntityFrameworkCore", "Oracle.EntityFrameworkCore", "Microsoft.EntityFrameworkCore.Sqlite"];

    /// <summary>Is a package the client of another database?</summary>
    public static bool IsOtherDatabase(string package) => Array.Exists(OtherDatabases, other => package.StartsWith(other, StringComparison.OrdinalIgnoreCase));

    /// <summary>What the projects in a folder say together; null where there is none.</summary>
    /// <param name="folder">A full path.</param>
    public static DotNetProject? In(string folder)
    {
        string[] files = [.. Directory.EnumerateFiles(folder, "*.??proj"), .. Directory.EnumerateFiles(folder, Old)];
        return files.Length == 0 ? null : Read(folder, files, isReferred: false);
    }

    /// <summary>A project that another refers to. What its .NET Framework holds speaks for what runs on that alone, and says nothing here.</summary>
    /// <param name="file">A full path.</param>
    public static DotNetProject Of(string file)
    {
        string folder = Path.GetDirectoryName(file)!;
        return Read(folder, [file, Path.Combine(folder, Old)], isReferred: true);
    }

    private static DotNetProject Read(string folder, string[] files, bool isReferred)
    {
        var sources = new Lazy<ProjectSources>(() => new(folder, files));
        Dictionary<string, string?> packages = Restored(Path.Combine(folder, "packages.lock.json"));
        packages = packages.Count > 0 ? packages : Referred(sources.Value);
        if (isReferred)
        {
            packages.Remove(Framework);
        }

        ClientDriver? driver = Of(packages);
        return new(driver, driver is null || driver == ClientDriver.OtherDatabase ? sources.Value.References() : []);
    }

    private static ClientDriver? Of(Dictionary<string, string?> packages)
    {
        bool microsoft = packages.TryGetValue(Microsoft, out string? version);
        bool system = packages.ContainsKey(ClientDriver.SystemData.Name);
        return (microsoft, system) switch
        {
            (true, false) => ClientDriver.MicrosoftData(ProjectFile.Lowest(version)),
            (false, true) => ClientDriver.SystemData,
            (true, true) => ClientDriver.Unknown,
            _ when packages.TryGetValue(EntityFrameworkCore, out string? core) => OfEntityFrameworkCore(ProjectFile.Lowest(core)),
            _ when packages.Keys.FirstOrDefault(IsOfEntityFrameworkCore) is { } extension => OfEntityFrameworkCore(ProjectFile.Lowest(packages[extension])),
            _ when Array.Exists(Aspire, packages.ContainsKey) => ClientDriver.MicrosoftData(new(5, 1)),
            _ when packages.ContainsKey("Microsoft.EntityFramework.SqlServer") => ClientDriver.MicrosoftData(null),
            _ when packages.ContainsKey("EntityFramework") => ClientDriver.SystemData,
            _ when packages.Keys.Any(IsOtherDatabase) => ClientDriver.OtherDatabase,
            _ when packages.ContainsKey(Framework) => ClientDriver.SystemData,
            _ => null,
        };
    }

    // NetTopologySuite, HierarchyId and Abstractions come in its versions.
    private static bool IsOfEntityFrameworkCore(string package) => package.StartsWith(EntityFrameworkCore + ".", StringComparison.OrdinalIgnoreCase);

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

    private static Dictionary<string, string?> Referred(ProjectSources sources)
    {
        Dictionary<string, string?> packages = sources.Packages();
        foreach (string framework in sources.Frameworks)
        {
            AddFramework(packages, framework);
        }

        return packages;
    }

    // SDK-style projects refer to System.Data without saying so. As SqlTlsTasks' ProjectAssets has it: "net48" and ".NETFramework,Version=v4.8", and not "net10.0".
    private static void AddFramework(Dictionary<string, string?> packages, string name)
    {
        if (NetFramework().IsMatch(name))
        {
            packages[Framework] = null;
        }
    }

    [GeneratedRegex(@"^\s*(?:\.NETFramework|net[0-9]+\s*$)", RegexOptions.IgnoreCase)]
    private static partial Regex NetFramework();
}
