namespace SqlTls.Instances.Linux;

/// <summary>Watches a server start: it is up when its error log says so, not when some time has passed.</summary>
internal sealed class StartWatch(ILinuxHost host, string log, string? firstLineBefore, string? certificate)
{
    private const int LogLimit = 1 << 20;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(150);

    public async Task<StartResult> WaitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            // Asked before the log is read: what a server writes before it ends is then in the log.
            bool running = (await host.InspectAsync(cancellationToken)).Running;
            ErrorLog current = await ReadAsync(cancellationToken);
            StartResult? result = ErrorLogDiagnosis.OfStart(current, certificate);
            if (result is { Up: true })
            {
                return result;
            }

            if (result is not null)
            {
                // The first line that fails is seldom the one that says why.
                await Task.Delay(LastWords, cancellationToken);
                return ErrorLogDiagnosis.OfStart(await ReadAsync(cancellationToken), certificate) ?? result;
            }

            if (!running)
            {
                return await EndedAsync(current, cancellationToken);
            }

            await Task.Delay(Interval, cancellationToken);
        }
    }

    private async Task<StartResult> EndedAsync(ErrorLog current, CancellationToken cancellationToken)
    {
        if (ErrorLogDiagnosis.Of(current) is { } known)
        {
            return new StartResult(false, known);
        }

        string words = (await host.LastWordsAsync(cancellationToken)).ReplaceLineEndings(" ").Trim();
        return new StartResult(false, new Finding(
            InstanceCodes.Ended,
            Severity.Error,
            $"The server of {host.Name} ended right after its start, and its error log does not say why{(words.Length == 0 ? "" : $"; its last words: {words.TrimEnd('.')}")}.",
            $"Read {log} and what the server wrote to its output."));
    }

    // The log of the start before is not ours to judge; each start begins a new one.
    private async Task<ErrorLog> ReadAsync(CancellationToken cancellationToken)
    {
        ErrorLog read = await host.ReadAsync(log, LogLimit, cancellationToken) is { } file
            ? ErrorLog.Parse(file.Content.Span[..Math.Min(LogLimit, file.Content.Length)])
            : ErrorLog.Parse("");
        return read.FirstLine == firstLineBefore ? ErrorLog.Parse("") : read;
    }
}
