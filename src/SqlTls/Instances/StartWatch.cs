namespace SqlTls.Instances;

/// <summary>Watches a server start: it is up when its error log says so, not when some time has passed.</summary>
/// <param name="running">Whether the server's process runs.</param>
/// <param name="read">Reads the error log.</param>
/// <param name="firstLineBefore">How the log began before the start; null where there was none.</param>
/// <param name="certificate">The file or thumbprint that must be loaded; null where none is set.</param>
internal sealed class StartWatch(Func<CancellationToken, Task<bool>> running, Func<CancellationToken, Task<ErrorLog>> read, string? firstLineBefore, string? certificate)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(300);

    /// <summary>Waits until the server is up, or will never be.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Null for a server that ended without a word in its log.</returns>
    public async Task<StartResult?> WaitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            // Asked before the log is read: what a server writes before it ends is then in the log.
            bool runs = await running(cancellationToken);
            StartResult? result = ErrorLogDiagnosis.OfStart(await LogAsync(cancellationToken), certificate);
            if (result is { Up: true })
            {
                return result;
            }

            if (result is not null || !runs)
            {
                // The first line that fails is seldom the one that says why.
                await Task.Delay(LastWords, cancellationToken);
                return ErrorLogDiagnosis.OfStart(await LogAsync(cancellationToken), certificate) is { } last && (runs || !last.Up) ? last : result;
            }

            await Task.Delay(Interval, cancellationToken);
        }
    }

    // The log of the start before is not ours to judge; each start begins a new one.
    private async Task<ErrorLog> LogAsync(CancellationToken cancellationToken) =>
        await read(cancellationToken) is var log && log.FirstLine == firstLineBefore ? ErrorLog.Parse("") : log;
}
