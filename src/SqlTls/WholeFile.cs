namespace SqlTls.Trust;

/// <summary>Files that readers see as they were or as they are to be, and never between.</summary>
internal static class WholeFile
{
    private const int ReadOnlyFileSystem = 30;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Writes a file, or replaces it.</summary>
    public static void Write(string file, ReadOnlySpan<byte> content)
    {
        string temporary = $"{file}.{Environment.ProcessId}.tmp";
        File.WriteAllBytes(temporary, content);
        File.Move(temporary, file, overwrite: true);
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
