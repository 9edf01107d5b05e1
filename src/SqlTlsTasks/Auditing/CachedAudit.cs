using System.Collections.Concurrent;
using SqlTls.Audit;

namespace SqlTlsTasks.Auditing;

/// <summary>An audit that reads only what changed since the last one. Where nothing did, settings and baseline are not read either.</summary>
/// <param name="options">What to audit, without settings and baseline; every path is a file that was there.</param>
/// <param name="settingsFile">Full path of the settings; null without.</param>
/// <param name="baselineFile">Full path of the baseline; null without.</param>
/// <param name="cacheFile">Full path of the cache; null to read every file.</param>
internal sealed class CachedAudit(AuditOptions options, string? settingsFile, string? baselineFile, string? cacheFile)
{
    // Other projects are built at the same time: to share out so few files costs more than to read them.
    private const int Few = 8;

    /// <summary>Audits the files.</summary>
    /// <param name="cancellationToken">Stops it between two files.</param>
    /// <exception cref="SqlTlsException">The settings (SQLTLS1012) or the baseline (SQLTLS1013) cannot be understood.</exception>
    public async Task<AuditResult> RunAsync(CancellationToken cancellationToken)
    {
        AuditCache cache = cacheFile is null ? AuditCache.Empty("") : AuditCache.Read(cacheFile, Key());
        FileInfo[] files = [.. options.Paths.Select(path => new FileInfo(path))];
        FileInfo[] changed = [.. files.Where(file => !cache.Holds(file))];
        if (changed.Length > 0 || files.Length != cache.Files.Count || cache.OfSettings is null)
        {
            cache = await UpdateAsync(cache, files, changed, cancellationToken);
            if (cacheFile is not null)
            {
                cache.Write(cacheFile);
            }
        }
        else if (cacheFile is not null)
        {
            AuditCache.Touch(cacheFile);
        }

        return ConnectionStringAudit.Sum([new(0, 0, cache.OfSettings!), .. cache.Files.Values.Select(file => file.Result)]);
    }

    private async Task<AuditCache> UpdateAsync(AuditCache cache, FileInfo[] files, FileInfo[] changed, CancellationToken cancellationToken)
    {
        AuditOptions whole = options with
        {
            Settings = settingsFile is null ? AuditSettings.None : AuditSettings.Read(settingsFile),
            Baseline = baselineFile is null ? AuditBaseline.None : await AuditBaseline.ReadAsync(baselineFile, cancellationToken),
        };
        var read = new ConcurrentDictionary<string, CachedFile>(StringComparer.Ordinal);
        ValueTask ReadAsync(FileInfo file, CancellationToken token)
        {
            // Length and time are those before the reading: a change in between is read again next time.
            var before = new CachedFile(file.Exists ? file.Length : -1, file.LastWriteTimeUtc.Ticks, DateTime.UtcNow.Ticks, new(0, 0, []));
            read[file.FullName] = before with { Result = ConnectionStringAudit.AuditFile(file.FullName, whole, token) };
            return ValueTask.CompletedTask;
        }

        if (changed.Length > Few)
        {
            await Parallel.ForEachAsync(changed, cancellationToken, ReadAsync);
        }
        else
        {
            foreach (FileInfo file in changed)
            {
                await ReadAsync(file, cancellationToken);
            }
        }

        return new(
            cache.Key,
            ConnectionStringAudit.SettingsFindings(whole),
            files.ToDictionary(file => file.FullName, file => read.GetValueOrDefault(file.FullName) ?? cache.Files[file.FullName], StringComparer.Ordinal));
    }

    private string Key() => string.Join(
        '\n',
        typeof(AuditOptions).Assembly.ManifestModule.ModuleVersionId,
        typeof(CachedAudit).Assembly.ManifestModule.ModuleVersionId,
        options.BaseFolder,
        options.Driver,
        Stamp(settingsFile),
        Stamp(baselineFile),
        options.Today.DayNumber);

    private static string Stamp(string? path) => path is null ? "" : new FileInfo(path) is { Exists: true } file ? $"{path}|{file.Length}|{file.LastWriteTimeUtc.Ticks}" : path;
}
