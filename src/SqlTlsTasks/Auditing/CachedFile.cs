using SqlTls.Audit;

namespace SqlTlsTasks.Auditing;

/// <summary>What an audit found in one file.</summary>
/// <param name="Length">The file's length, in bytes.</param>
/// <param name="Written">When it was last written, in ticks of UTC.</param>
/// <param name="Read">When it was audited, in ticks of UTC.</param>
/// <param name="Result">What was found.</param>
internal sealed record CachedFile(long Length, long Written, long Read, AuditResult Result)
{
    // A file that is written twice within the resolution of its file system's clock (FAT: 2 s) keeps its time.
    private const long Resolution = 2 * TimeSpan.TicksPerSecond;

    /// <summary>Is this still what the file holds?</summary>
    public bool Holds(FileInfo file) => file.Exists && file.Length == Length && file.LastWriteTimeUtc.Ticks == Written && Written < Read - Resolution;
}
