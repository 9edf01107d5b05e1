namespace SqlTls;

/// <summary>Files that others may write, replace or delete meanwhile, such as a log.</summary>
internal static class SharedFile
{
    /// <summary>Reads a file from its beginning.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="limit">The most bytes to read.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="IOException">It is not there, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read it.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(string path, int limit, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] content = new byte[Math.Min(limit, stream.Length)];
        int read = await stream.ReadAtLeastAsync(content, content.Length, throwOnEndOfStream: false, cancellationToken);
        return content.AsMemory(0, read);
    }
}
