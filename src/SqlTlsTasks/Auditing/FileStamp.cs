namespace SqlTlsTasks.Auditing;

/// <summary>By what a file is known to be unchanged.</summary>
/// <param name="Length">In bytes.</param>
/// <param name="Written">When it was last written, in ticks of UTC.</param>
internal readonly record struct FileStamp(long Length, long Written)
{
    private const long Resolution = 2 * TimeSpan.TicksPerSecond;

    /// <summary>The stamp of a file as it is, or was when it was first looked at; of a file that is not there, nothing.</summary>
    public static FileStamp Of(FileInfo file) => file.Exists ? new(file.Length, file.LastWriteTimeUtc.Ticks) : default;

    /// <summary>Does the stamp tell it from what is written later? Written twice within the resolution of its file system's clock (FAT: 2 s), a file keeps its time.</summary>
    /// <param name="now">The time in UTC.</param>
    public bool Lasts(DateTime now) => Written < now.Ticks - Resolution;
}
