namespace SqlTls;

/// <summary>Files that readers see as they were or as they are to be, and never between.</summary>
internal static class WholeFile
{
    private const int ReadOnlyFileSystem = 30;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Writes a file, or replaces it, and makes its folder where there is none.</summary>
    /// <param name="file">Full path.</param>
    /// <param name="content">What it will hold.</param>
    /// <exception cref="IOException">It cannot be written; the one that was there stays.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not write it.</exception>
    public static void Write(string file, ReadOnlySpan<byte> content)
    {
        string temporary = $"{file}.{Guid.NewGuid():N}.tmp";
        _ = Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        try
        {
            File.WriteAllBytes(temporary, content);
            File.Move(temporary, file, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Keeps other processes away until disposed; a process that dies lets go of it.</summary>
    /// <exception cref="IOException">Another process holds it for longer than ten seconds.</exception>
    public static async Task<FileStream> LockAsync(string file, CancellationToken cancellationToken)
    {
        DateTime end = DateTime.UtcNow + Patience;
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            // Nothing is held where nothing can be written.
            catch (IOException exception) when (exception.HResult != ReadOnlyFileSystem && DateTime.UtcNow < end && File.Exists(file))
            {
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }
}
