using Microsoft.Build.Framework;
using AsyncTask = System.Threading.Tasks.Task;

namespace SqlTlsTasks.Auditing;

/// <summary>Work that no project waits for: it is done one after the other while the build goes on, and is done when the build ends.</summary>
internal sealed class BackgroundWork : IDisposable
{
    private readonly Lock _lock = new();
    private AsyncTask _last = AsyncTask.CompletedTask;

    /// <summary>That of the build; null where the engine keeps nothing for tasks, so that work is to be done at once.</summary>
    /// <param name="engine">The build.</param>
    public static BackgroundWork? Of(IBuildEngine engine)
    {
        if (engine is not IBuildEngine4 keeper)
        {
            return null;
        }

        object Registered() => keeper.GetRegisteredTaskObject(typeof(BackgroundWork), RegisteredTaskObjectLifetime.Build);
        if (Registered() is BackgroundWork known)
        {
            return known;
        }

        // Of two that come at once, the first is kept.
        keeper.RegisterTaskObject(typeof(BackgroundWork), new BackgroundWork(), RegisteredTaskObjectLifetime.Build, allowEarlyCollection: false);
        return Registered() as BackgroundWork;
    }

    /// <summary>Takes work that does not throw.</summary>
    public void Add(Action work)
    {
        lock (_lock)
        {
            _last = _last.ContinueWith(_ => work(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    /// <summary>Waits until all of it is done.</summary>
    public void Dispose() => _last.Wait();
}
