namespace SqlTls.Instances.Windows;

/// <summary>Reads an error log while the server writes it.</summary>
internal static class WindowsErrorLog
{
    // A server of thousands of databases names each of them before it is ready.
    private const int Limit = 1 << 23;

    public static async Task<ErrorLog> ReadAsync(string? path, CancellationToken cancellationToken)
    {
        if (path is null || !File.Exists(path))
        {
            return ErrorLog.Parse("");
        }

        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            byte[] content = new byte[Math.Min(Limit, file.Length)];
            int length = await file.ReadAtLeastAsync(content, content.Length, throwOnEndOfStream: false, cancellationToken);
            return ErrorLog.Parse(content.AsSpan(0, length));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Cycled this moment, or not ours to read: the service's own state decides.
            return ErrorLog.Parse("");
        }
    }
}
