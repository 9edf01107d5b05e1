using SqlTls.Audit;

namespace SqlTlsTasks.Auditing;

/// <summary>The findings of a project's files as they were at its last build.</summary>
/// <param name="Key">What decides findings beside the files: this assembly, settings, baseline, driver.</param>
/// <param name="OfSettings">What is to be said of the settings themselves; null where they were not looked at yet.</param>
/// <param name="Files">By full path.</param>
internal sealed record AuditCache(string Key, IReadOnlyList<AuditFinding>? OfSettings, IReadOnlyDictionary<string, CachedFile> Files)
{
    private const int Format = 2;

    /// <summary>Nothing is known.</summary>
    public static AuditCache Empty(string key) => new(key, null, new Dictionary<string, CachedFile>());

    /// <summary>Is what is known of this file still so?</summary>
    public bool Holds(FileInfo file) => Files.TryGetValue(file.FullName, out CachedFile? known) && known.Holds(file);

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
    /// <returns>An empty one where there is none, where it cannot be read, and where it was made with another key.</returns>
    public static AuditCache Read(string file, string key)
    {
        try
        {
            if (File.Exists(file))
            {
                using var reader = new BinaryReader(new MemoryStream(File.ReadAllBytes(file)));
                return reader.ReadInt32() == Format && reader.ReadString() == key ? new(key, ReadFindings(reader), ReadFiles(reader)) : Empty(key);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or FormatException or OverflowException)
        {
            // A cache that is damaged or out of reach costs a reading of the files, never a build.
        }

        return Empty(key);
    }

    /// <summary>Writes it whole or not at all; a folder that cannot be written leaves the next build without one.</summary>
    public void Write(string file)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream))
        {
            writer.Write(Format);
            writer.Write(Key);
            Write(writer, OfSettings ?? []);
            writer.Write(Files.Count);
            foreach ((string path, CachedFile cached) in Files)
            {
                Write(writer, path, cached);
            }
        }

        try
        {
            string temporary = $"{file}.{Guid.NewGuid():N}";
            _ = Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(temporary, stream.ToArray());
            File.Move(temporary, file, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next build reads every file again, which is slower and no less right.
        }
    }

    private static Dictionary<string, CachedFile> ReadFiles(BinaryReader reader)
    {
        int count = reader.ReadInt32();
        var files = new Dictionary<string, CachedFile>(StringComparer.Ordinal);
        for (int i = 0; i < count; i++)
        {
            string path = reader.ReadString();
            (long length, long written, long read, int strings) = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt32());
            files.Add(path, new(length, written, read, new(1, strings, ReadFindings(reader))));
        }

        return files;
    }

    private static AuditFinding[] ReadFindings(BinaryReader reader)
    {
        var findings = new AuditFinding[Checked(reader.ReadInt32())];
        for (int i = 0; i < findings.Length; i++)
        {
            findings[i] = ReadFinding(reader);
        }

        return findings;
    }

    // A damaged count must not ask for more memory than the findings of a file can need.
    private static int Checked(int count) => count is >= 0 and < 1_000_000 ? count : throw new FormatException();

    private static AuditFinding ReadFinding(BinaryReader reader)
    {
        var finding = new AuditFinding(
            reader.ReadString(), (Severity)reader.ReadByte(), reader.ReadString(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadString(), reader.ReadString())
        {
            Fingerprint = reader.ReadString(),
        };
        return reader.ReadBoolean()
            ? finding with { Edit = new(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadString(), reader.ReadString()) }
            : finding;
    }

    private static void Write(BinaryWriter writer, string path, CachedFile cached)
    {
        writer.Write(path);
        writer.Write(cached.Length);
        writer.Write(cached.Written);
        writer.Write(cached.Read);
        writer.Write(cached.Result.ConnectionStrings);
        Write(writer, cached.Result.Findings);
    }

    private static void Write(BinaryWriter writer, IReadOnlyList<AuditFinding> findings)
    {
        writer.Write(findings.Count);
        foreach (AuditFinding finding in findings)
        {
            writer.Write(finding.Rule);
            writer.Write((byte)finding.Severity);
            writer.Write(finding.File);
            writer.Write(finding.Line);
            writer.Write(finding.Column);
            writer.Write(finding.Message);
            writer.Write(finding.Cure);
            writer.Write(finding.Fingerprint);
            writer.Write(finding.Edit is not null);
            if (finding.Edit is { } edit)
            {
                writer.Write(edit.Offset);
                writer.Write(edit.Line);
                writer.Write(edit.Column);
                writer.Write(edit.Old);
                writer.Write(edit.New);
            }
        }
    }
}
