using SqlTls.Audit.Projects;
using SqlTls.ConnectionStrings;

namespace SqlTls.Audit;

/// <summary>What to audit. Make a new one for a new audit: it keeps what project files and settings say.</summary>
/// <param name="Paths">Full paths of files and folders. A file is read whatever its kind, and whatever <c>.gitignore</c> says.</param>
/// <param name="BaseFolder">A full path; findings name files relative to it.</param>
/// <param name="Driver">The SqlClient that reads ADO.NET strings, where the caller knows it; null lets the nearest project file say it.</param>
public sealed record AuditOptions(IReadOnlyList<string> Paths, string BaseFolder, ClientDriver? Driver = null)
{
    /// <summary>Severities and exceptions for every file; null, the default, takes for each file the settings nearest to it.</summary>
    public AuditSettings? Settings { get; init; }

    /// <summary>Findings that are known already and not told again; by default none.</summary>
    public AuditBaseline Baseline { get; init; } = AuditBaseline.None;

    /// <summary>The day against which end dates of exceptions are held; by default today (UTC).</summary>
    public DateOnly Today { get; init; } = DateOnly.FromDateTime(DateTime.UtcNow);

    /// <summary>The same, for a caller who must read much to know it: asked for once the first ADO.NET string is found, and only where <see cref="Driver"/> is null.</summary>
    internal Lazy<ClientDriver?>? DriverOnDemand { get; init; }

    // What project files and settings say is read once for all files of an audit.
    private ProjectDrivers Projects { get; } = new();

    private NearestSettings Nearest { get; } = new();

    internal IEnumerable<AuditSettings> SettingsRead => Settings is null ? Nearest.Read : [Settings];

    internal AuditSettings SettingsNear(string file) => Settings ?? Nearest.For(Path.GetDirectoryName(file)!);

    internal NearDrivers DriversNear(string file) => new(Projects, Path.GetDirectoryName(file)!, () => Driver ?? DriverOnDemand?.Value);
}
