using SqlTls.Audit;

namespace SqlTlsTasks.Auditing;

/// <summary>The findings of a project's files as they were at its last build.</summary>
/// <param name="Key">What decides findings beside the files: <see cref="AuditInputs.Key"/>.</param>
/// <param name="OfSettings">What is to be said of the settings themselves.</param>
/// <param name="Files">The files whose findings last.</param>
internal sealed record AuditCache(string Key, IReadOnlyList<AuditFinding> OfSettings, IReadOnlyCollection<CachedFile> Files)
{
    private const int Format = 3;

    private readonly Dictionary<string, CachedFile> _byPath = Files.ToDictionary(file => file.Path, StringComparer.Ordinal);

    /// <summary>What is known of a file as it is; null where it changed, and where nothing is known of it.</summary>
    public CachedFile? Of(FileInfo file) => _byPath.GetValueOrDefault(file.FullName) is { } known && known.Stamp == FileStamp.Of(file) ? known : null;

    /// <summary>Says that the cache was looked at just now: the IDE holds its time against those of the project's files.</summary>
    public static void Touch(string file)
    {
        try
        {
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // As with a cache that cannot be written: the IDE then builds once more than it must.
        }
    }

    /// <summary>Reads a cache.</summary>
    /// <returns>Null where there is none, where it cannot be read, and where it was made with another key.</returns>
    public static AuditCache? Read(string file, string key)
    {
        // A first build has none: an exception costs more than the audit.
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            using var reader = new BinaryReader(new MemoryStream(File.ReadAllBytes(file)));
            return reader.ReadInt32() == Format && reader.ReadString() == key ? new(key, reader.ReadFindings(), ReadFiles(reader)) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or FormatException or OverflowException)
        {
            // A cache that is damaged or out of reach costs a reading of the files, never a build.
            return null;
        }
    }

    /// <summary>Writes it whole or not at all; a folder that cannot be written leaves the next build without one.</summary>
    public void Write(string file)
    {
        try
        {
            WholeFile.Write(file, ToBytes());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next build reads every file again, which is slower and no less right.
        }
    }

    private byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Format);
        writer.Write(Key);
        writer.WriteFindings(OfSettings);
        writer.Write(Files.Count);
        foreach (CachedFile file in Files)
        {
            writer.Write(file.Path);
            writer.Write(file.Stamp.Length);
            writer.Write(file.Stamp.Written);
            writer.Write(file.Result.ConnectionStrings);
            writer.WriteFindings(file.Result.Findings);
        }

        writer.Flush();
        return stream.ToArray();
    }

    private static List<CachedFile> ReadFiles(BinaryReader reader)
    {
        var files = new List<CachedFile>();
        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            string path = reader.ReadString();
            var stamp = new FileStamp(reader.ReadInt64(), reader.ReadInt64());
            int strings = reader.ReadInt32();
            files.Add(new(path, stamp, new(1, strings, reader.ReadFindings())));
        }

        return files;
    }
}
