using System.Collections.Concurrent;

namespace SqlTls.Audit;

/// <summary>The settings that hold for a file: those of the nearest folder upwards that has some, up to the repository's root. What was read is kept.</summary>
internal sealed class NearestSettings
{
    private readonly ConcurrentDictionary<string, AuditSettings> _folders = new(StringComparer.Ordinal);

    /// <summary>The settings that were read so far.</summary>
    public IEnumerable<AuditSettings> Read => _folders.Values.DistinctBy(settings => settings.File);

    /// <summary>The settings for the files of a folder.</summary>
    /// <param name="folder">A full path.</param>
    /// <exception cref="SqlTlsException">SQLTLS1012: they cannot be understood.</exception>
    public AuditSettings For(string folder) => _folders.GetOrAdd(folder, Look);

    private AuditSettings Look(string folder) =>
        AuditSettings.FileIn(folder) is { } file ? AuditSettings.Read(file)
        : AuditSettings.IsRoot(folder) || Path.GetDirectoryName(folder) is not { } parent ? AuditSettings.None
        : For(parent);
}
