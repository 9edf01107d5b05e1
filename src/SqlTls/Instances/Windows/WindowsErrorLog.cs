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
            return ErrorLog.Parse((await SharedFile.ReadAsync(path, Limit, cancellationToken)).Span);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Cycled this moment, or not ours to read: the service's own state decides.
            return ErrorLog.Parse("");
        }
    }
}
