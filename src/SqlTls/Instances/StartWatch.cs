using System.Diagnostics;

namespace SqlTls.Instances;

/// <summary>Watches a server start: it is up when its error log says so, not when some time has passed.</summary>
/// <param name="running">Whether the server's process runs.</param>
/// <param name="read">Reads the error log.</param>
/// <param name="firstLineBefore">How the log began before the start; null where there was none.</param>
/// <param name="certificate">The file or thumbprint that must be loaded; null where none is set.</param>
internal sealed class StartWatch(Func<CancellationToken, Task<bool>> running, Func<CancellationToken, Task<ErrorLog>> read, string? firstLineBefore, string? certificate)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(300);

    /// <summary>The server is up only when every database is recovered; otherwise as soon as it takes connections.</summary>
    public bool AwaitsRecovery { get; init; } = true;

    /// <summary>The server's certificate is in a certificate store: what went wrong is said in the words of Windows.</summary>
    public bool IsOnWindows { get; init; }

    /// <summary>Whether the server answers at its port: what is left where its log cannot be read, or speaks another language. Null where the log is to be had.</summary>
    public Func<CancellationToken, Task<bool>>? Answers { get; init; }

    /// <summary>Waits until the server is up, or will never be.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Null for a server that ended without a word in its log.</returns>
    public async Task<StartResult?> WaitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            long began = Stopwatch.GetTimestamp();
            // Asked before the log is read: what a server writes before it ends is then in the log.
            bool runs = await running(cancellationToken);
            StartResult? result = await ResultAsync(cancellationToken) ?? (runs && await IsUpUnsaidAsync(cancellationToken) ? new StartResult(true, null) : null);
            if (result is { Up: true })
            {
                return result;
            }

            if (result is not null || !runs)
            {
                // The first line that fails is seldom the one that says why.
                await Task.Delay(LastWords, cancellationToken);
                return await ResultAsync(cancellationToken) is { } last && (runs || !last.Up) ? last : result;
            }

            await Task.Delay(PauseAfter(Stopwatch.GetElapsedTime(began)), cancellationToken);
        }
    }

    // To look costs an engine processor time that the server wants for its start: no more than a third of it goes into looking.
    private static TimeSpan PauseAfter(TimeSpan look) => TimeSpan.FromTicks(Math.Clamp(2 * look.Ticks, ShortestPause.Ticks, LongestPause.Ticks));

    private async Task<StartResult?> ResultAsync(CancellationToken cancellationToken) =>
        ErrorLogDiagnosis.OfStart(await LogAsync(cancellationToken), certificate, AwaitsRecovery, IsOnWindows);

    // A log that can be read says that the server listens before it answers.
    private async Task<bool> IsUpUnsaidAsync(CancellationToken cancellationToken) =>
        Answers is not null
        && !(await LogAsync(cancellationToken)).Says(ErrorLog.Listening)
        && await Answers(cancellationToken)
        && !(await LogAsync(cancellationToken)).Says(ErrorLog.Listening);

    // The log of the start before is not ours to judge; each start begins a new one.
    private async Task<ErrorLog> LogAsync(CancellationToken cancellationToken) =>
        await read(cancellationToken) is var log && log.FirstLine == firstLineBefore ? ErrorLog.Parse("") : log;
}
