using System.Globalization;
using SqlTls.Audit;

namespace SqlTlsTasks.Auditing;

/// <summary>What decides a project's findings beside its files.</summary>
/// <param name="ProjectDirectory">Full path; findings name files relative to it.</param>
/// <param name="SettingsFiles">Full paths of the settings that hold for any of its files.</param>
/// <param name="BaselineFile">Full path of the baseline; null without.</param>
/// <param name="AssetsFile">Full path of what was restored; null without.</param>
internal sealed record AuditInputs(string ProjectDirectory, IReadOnlyList<string> SettingsFiles, string? BaselineFile, string? AssetsFile)
{
    private readonly DateTime _now = DateTime.UtcNow;

    /// <summary>Changes when any of it does: none of the files is read for it.</summary>
    public string Key() => string.Join(
        '\n',
        typeof(AuditOptions).Assembly.ManifestModule.ModuleVersionId,
        typeof(AuditInputs).Assembly.ManifestModule.ModuleVersionId,
        ProjectDirectory,
        string.Join('|', SettingsFiles.Select(Stamp)),
        Stamp(BaselineFile),
        Stamp(AssetsFile),
        DateOnly.FromDateTime(_now).DayNumber.ToString(CultureInfo.InvariantCulture));

    /// <summary>Reads it, but for the settings: an audit takes those nearest to each file.</summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="SqlTlsException">SQLTLS1013: the baseline cannot be understood.</exception>
    public async Task<AuditOptions> ReadAsync(CancellationToken cancellationToken) => new([], ProjectDirectory)
    {
        DriverOnDemand = AssetsFile is null ? null : new(() => ProjectAssets.SqlClientIn(AssetsFile)),
        Baseline = BaselineFile is null ? AuditBaseline.None : await AuditBaseline.ReadAsync(BaselineFile, cancellationToken),
        Today = DateOnly.FromDateTime(_now),
    };

    /// <summary>What is to be said of the settings themselves.</summary>
    /// <param name="options">Those that <see cref="ReadAsync"/> gave.</param>
    /// <exception cref="SqlTlsException">SQLTLS1012: settings cannot be understood.</exception>
    public IReadOnlyList<AuditFinding> OfSettings(AuditOptions options) =>
        [.. SettingsFiles.SelectMany(file => ConnectionStringAudit.SettingsFindings(options with { Settings = AuditSettings.Read(file) }))];

    // What was written just now may be written again without a sign of it: it is like nothing that a cache knows.
    private string Stamp(string? path) => path is null ? ""
        : FileStamp.Of(new FileInfo(path)) is var stamp && stamp.Lasts(_now) ? $"{path}|{stamp.Length}|{stamp.Written}"
        : $"{path}|{Guid.NewGuid()}";
}
