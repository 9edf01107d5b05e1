using System.Text.Json;
using SqlTls.Audit.Projects;
using SqlTls.ConnectionStrings;

namespace SqlTlsTasks.Auditing;

/// <summary>What was restored for a project (<c>project.assets.json</c>): it may have come with another package, and for each framework another.</summary>
internal static class ProjectAssets
{
    private const string Microsoft = "Microsoft.Data.SqlClient/";
    private const string System = "System.Data.SqlClient/";

    /// <summary>The SqlClient that reads the project's connection strings, of several versions the lowest; unknown where the project has both, or none, and another database's where it has such a client alone.</summary>
    /// <param name="file">Full path.</param>
    /// <returns>Null where nothing was restored, or what was cannot be read.</returns>
    public static ClientDriver? SqlClientIn(string file)
    {
        try
        {
            List<ClientDriver> drivers = Drivers(File.ReadAllBytes(file));
            return drivers.Select(driver => driver.Name).Distinct().Count() == 1 ? drivers.MinBy(driver => driver.Version) : ClientDriver.Unknown;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    // { "targets": { FRAMEWORK: { "PACKAGE/VERSION": { … } } } }, which stands before all that is long.
    private static List<ClientDriver> Drivers(byte[] json)
    {
        var drivers = new List<ClientDriver>();
        var reader = new Utf8JsonReader(json);
        bool within = false;
        string framework = "";
        int known = 0;
        bool others = false;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                switch (reader.CurrentDepth)
                {
                    case 1 when within:
                        return drivers.Count == 0 && others ? [ClientDriver.OtherDatabase] : drivers;
                    case 1:
                        within = reader.ValueTextEquals("targets");
                        break;
                    case 2 when within:
                        (framework, known) = (reader.GetString()!, drivers.Count);
                        break;
                    case 3 when within:
                        string package = reader.GetString()!;
                        others |= DotNetProject.IsOtherDatabase(package);
                        if (Driver(package) is { } driver)
                        {
                            drivers.Add(driver);
                        }

                        break;
                }
            }
            else if (reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == 2 && within && drivers.Count == known && !others && IsNetFramework(framework))
            {
                // It has a System.Data.SqlClient of its own.
                drivers.Add(ClientDriver.SystemData);
            }
        }

        return drivers;
    }

    private static ClientDriver? Driver(string package) => package.StartsWith(Microsoft, StringComparison.OrdinalIgnoreCase) ? ClientDriver.MicrosoftData(VersionOf(package[Microsoft.Length..]))
        : package.StartsWith(System, StringComparison.OrdinalIgnoreCase) ? ClientDriver.SystemData
        : null;

    private static Version? VersionOf(string text) => Version.TryParse(text.Split('-')[0], out Version? version) ? new(version.Major, version.Minor) : null;

    // ".NETFramework,Version=v4.8", or "net48"; "net10.0" and "netstandard2.0" are none.
    private static bool IsNetFramework(string name) => name.StartsWith(".NETFramework", StringComparison.OrdinalIgnoreCase)
        || (name.StartsWith("net", StringComparison.OrdinalIgnoreCase) && name.AsSpan(3).IndexOfAnyExceptInRange('0', '9') < 0);
}
