using System.Globalization;
using SqlTls.Audit;

namespace SqlTlsTasks.Auditing;

/// <summary>What decides a project's findings beside its files.</summary>
/// <param name="ProjectDirectory">Full path; findings name files relative to it.</param>
/// <param name="SettingsFile">Full path of the settings; null without.</param>
/// <param name="BaselineFile">Full path of the baseline; null without.</param>
/// <param name="AssetsFile">Full path of what was restored; null without.</param>
internal sealed record AuditInputs(string ProjectDirectory, string? SettingsFile, string? BaselineFile, string? AssetsFile)
{
    private readonly DateTime _now = DateTime.UtcNow;

    /// <summary>Changes when any of it does: none of the files is read for it.</summary>
    public string Key() => string.Join(
        '\n',
        typeof(AuditOptions).Assembly.ManifestModule.ModuleVersionId,
        typeof(AuditInputs).Assembly.ManifestModule.ModuleVersionId,
        ProjectDirectory,
        Stamp(SettingsFile),
        Stamp(BaselineFile),
        Stamp(AssetsFile),
        DateOnly.FromDateTime(_now).DayNumber.ToString(CultureInfo.InvariantCulture));

    /// <summary>Reads it.</summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="SqlTlsException">The settings (SQLTLS1012) or the baseline (SQLTLS1013) cannot be understood.</exception>
    public async Task<AuditOptions> ReadAsync(CancellationToken cancellationToken) => new([], ProjectDirectory, AssetsFile is null ? null : ProjectAssets.SqlClientIn(AssetsFile))
    {
        Settings = SettingsFile is null ? AuditSettings.None : AuditSettings.Read(SettingsFile),
        Baseline = BaselineFile is null ? AuditBaseline.None : await AuditBaseline.ReadAsync(BaselineFile, cancellationToken),
        Today = DateOnly.FromDateTime(_now),
    };

    // What was written just now may be written again without a sign of it: it is like nothing that a cache knows.
    private string Stamp(string? path) => path is null ? ""
        : FileStamp.Of(new FileInfo(path)) is var stamp && stamp.Lasts(_now) ? $"{path}|{stamp.Length}|{stamp.Written}"
        : $"{path}|{Guid.NewGuid()}";
}
