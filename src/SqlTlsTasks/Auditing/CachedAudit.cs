using SqlTls.Audit;

namespace SqlTlsTasks.Auditing;

/// <summary>An audit that reads only what changed since the last one. Where nothing did, what decides findings beside the files is not read either.</summary>
/// <param name="inputs">What decides findings beside the files.</param>
/// <param name="cacheFile">Full path of the cache; null to read every file.</param>
/// <param name="atEnd">Writes the cache when the build ends: to make a file can take longer than the audit; null to write it at once.</param>
internal sealed class CachedAudit(AuditInputs inputs, string? cacheFile, WorkAtEnd? atEnd)
{
    // Other projects are built at the same time: to share out so few files costs more than to read them.
    private const int Few = 8;

    /// <summary>Audits files.</summary>
    /// <param name="files">Files that were there, each once.</param>
    /// <param name="cancellationToken">Stops it, also within a file.</param>
    /// <exception cref="SqlTlsException">The settings (SQLTLS1012) or the baseline (SQLTLS1013) cannot be understood.</exception>
    public async Task<AuditResult> RunAsync(IReadOnlyList<FileInfo> files, CancellationToken cancellationToken)
    {
        string key = inputs.Key();
        AuditCache? cache = cacheFile is null ? null : AuditCache.Read(cacheFile, key);
        CachedFile[] known = cache is null ? [] : [.. files.Select(cache.Of).OfType<CachedFile>()];
        if (cache is not null && known.Length == files.Count)
        {
            AuditCache.Touch(cacheFile!);
            return Sum(cache.OfSettings, known);
        }

        AuditOptions options = await inputs.ReadAsync(cancellationToken);
        IReadOnlyList<AuditFinding> ofSettings = inputs.OfSettings(options);
        DateTime now = DateTime.UtcNow;
        CachedFile[] read = Read([.. files.Where(file => cache?.Of(file) is null)], options, cancellationToken);
        if (cacheFile is not null)
        {
            var next = new AuditCache(key, ofSettings, [.. known, .. read.Where(file => file.Lasts(now))]);
            void Write() => next.Write(cacheFile);
            if (atEnd is null)
            {
                Write();
            }
            else
            {
                atEnd.Add(Write);
            }
        }

        return Sum(ofSettings, [.. known, .. read]);
    }

    private static CachedFile[] Read(FileInfo[] files, AuditOptions options, CancellationToken cancellationToken)
    {
        CachedFile Read(FileInfo file) => new(file.FullName, FileStamp.Of(file), ConnectionStringAudit.AuditFile(file.FullName, options, cancellationToken));
        if (files.Length <= Few)
        {
            return [.. files.Select(Read)];
        }

        var read = new CachedFile[files.Length];
        _ = Parallel.For(0, files.Length, new ParallelOptions { CancellationToken = cancellationToken }, index => read[index] = Read(files[index]));
        return read;
    }

    private static AuditResult Sum(IReadOnlyList<AuditFinding> ofSettings, CachedFile[] files) =>
        ConnectionStringAudit.Sum([new(0, 0, ofSettings), .. files.Select(file => file.Result)]);
}
