namespace SqlTls.Audit.Files;

/// <summary>
/// Files of a tree that say how to read it: settings, project files, <c>.gitignore</c>. Whoever sends in a change can put anything in their
/// place, so a link is not followed, a device or pipe is empty, and no more is read than such a file can need.
/// </summary>
internal static class SideFile
{
    private const long Largest = 16 * 1024 * 1024;

    /// <summary>A file's bytes; null where there is none, where it is a link, and where it is larger than 16 MB.</summary>
    /// <param name="path">Its full path.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read it.</exception>
    public static byte[]? Bytes(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Attributes.HasFlag(FileAttributes.ReparsePoint) || file.Length > Largest)
        {
            return null;
        }

        if (file.Length == 0)
        {
            return [];
        }

        byte[] bytes = new byte[file.Length];
        using FileStream stream = file.OpenRead();
        return bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }

    /// <summary>The same as text, by its byte-order mark or as UTF-8.</summary>
    /// <param name="path">Its full path.</param>
    public static string? Text(string path)
    {
        if (Bytes(path) is not { } bytes)
        {
            return null;
        }

        using var reader = new StreamReader(new MemoryStream(bytes));
        return reader.ReadToEnd();
    }
}
