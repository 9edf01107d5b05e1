namespace SqlTls.Cli.Verbs;

/// <summary>Verbs that run until they are told to stop.</summary>
internal static class Waiting
{
    /// <summary>Comes back, without an exception, when the user has had enough.</summary>
    public static Task ForCtrlCAsync(CancellationToken cancellationToken) =>
        Task.Delay(Timeout.Infinite, cancellationToken).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
}
