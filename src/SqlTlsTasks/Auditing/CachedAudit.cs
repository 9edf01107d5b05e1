using SqlTls.ConnectionStrings;

namespace SqlTlsTasks.Auditing;

/// <summary>An audit that reads only what changed since the last one.</summary>
internal static class CachedAudit
{
    /// <summary>Audits files.</summary>
    /// <param name="options">What to audit; every path is a file that is there.</param>
    /// <param name="cacheFile">Full path of the cache; null to read every file.</param>
    /// <param name="cancellationToken">Stops it between two files.</param>
    public static async Task<AuditResult> RunAsync(AuditOptions options, string? cacheFile, CancellationToken cancellationToken)
    {
        if (cacheFile is null)
        {
            return await ConnectionStringAudit.RunAsync(options, cancellationToken);
        }

        var cache = AuditCache.Read(cacheFile, KeyOf(options));
        var files = new Dictionary<string, CachedFile>(options.Paths.Count, StringComparer.Ordinal);
        var changed = new List<FileInfo>();
        foreach (string path in options.Paths)
        {
            var file = new FileInfo(path);
            if (cache.Files.TryGetValue(path, out CachedFile? known) && file.Exists && known.Holds(file))
            {
                files.Add(path, known);
            }
            else
            {
                changed.Add(file);
            }
        }

        foreach (FileInfo file in changed)
        {
            // Length and time are those before the reading: a change in between is read again next time.
            (long length, long written, long now) = (file.Exists ? file.Length : -1, file.LastWriteTimeUtc.Ticks, DateTime.UtcNow.Ticks);
            AuditResult result = await ConnectionStringAudit.AuditFileAsync(file.FullName, options, cancellationToken);
            files.Add(file.FullName, new(length, written, now, result.ConnectionStrings, result.Findings));
        }

        if (changed.Count > 0 || files.Count != cache.Files.Count)
        {
            new AuditCache(cache.Key, files).Write(cacheFile);
        }

        return new(files.Count, files.Values.Sum(file => file.ConnectionStrings), [.. files.Values.SelectMany(file => file.Findings).Ordered()]);
    }

    private static string KeyOf(AuditOptions options) => string.Join(
        '\n', typeof(AuditOptions).Assembly.ManifestModule.ModuleVersionId, typeof(CachedAudit).Assembly.ManifestModule.ModuleVersionId, options.BaseFolder, options.Driver);

    private static IOrderedEnumerable<AuditFinding> Ordered(this IEnumerable<AuditFinding> findings) => findings
        .OrderBy(finding => finding.File, StringComparer.Ordinal)
        .ThenBy(finding => finding.Line)
        .ThenBy(finding => finding.Column)
        .ThenBy(finding => finding.Rule, StringComparer.Ordinal);
}
