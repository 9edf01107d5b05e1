using System.Collections.Concurrent;
using Microsoft.Build.Framework;

namespace SqlTlsTasks.Auditing;

/// <summary>Work that no project waits for: it is done when the build ends. A thread for it would take the processor that the compiler wants.</summary>
internal sealed class WorkAtEnd : IDisposable
{
    private readonly ConcurrentQueue<Action> _work = new();

    /// <summary>That of the build; null where the engine keeps nothing for tasks, so that work is to be done at once.</summary>
    /// <param name="engine">The build.</param>
    public static WorkAtEnd? Of(IBuildEngine engine)
    {
        if (engine is not IBuildEngine4 keeper)
        {
            return null;
        }

        object Registered() => keeper.GetRegisteredTaskObject(typeof(WorkAtEnd), RegisteredTaskObjectLifetime.Build);
        if (Registered() is WorkAtEnd known)
        {
            return known;
        }

        // Of two that come at once, the first is kept.
        keeper.RegisterTaskObject(typeof(WorkAtEnd), new WorkAtEnd(), RegisteredTaskObjectLifetime.Build, allowEarlyCollection: false);
        return Registered() as WorkAtEnd;
    }

    /// <summary>Takes work that does not throw.</summary>
    public void Add(Action work) => _work.Enqueue(work);

    /// <summary>Does all of it, in the order it came.</summary>
    public void Dispose()
    {
        while (_work.TryDequeue(out Action? work))
        {
            work();
        }
    }
}
