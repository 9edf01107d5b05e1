using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace SqlTls.Fleets;

/// <summary>Does something with every server, so many side by side, and hands the results on as they come.</summary>
internal static class FleetRun
{
    public static async IAsyncEnumerable<T> EachAsync<T>(
        IReadOnlyList<FleetServer> servers,
        int parallel,
        Func<FleetServer, CancellationToken, Task<T>> work,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Bounded: a reader that is slower than the network holds the workers up, not the memory.
        var results = Channel.CreateBounded<T>(parallel);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task working = Parallel
            .ForEachAsync(
                servers,
                new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = stopping.Token },
                async (server, limit) => await results.Writer.WriteAsync(await work(server, limit), limit))
            // However it ended: a channel that is never completed would be waited for without an end.
            .ContinueWith(
                ended => results.Writer.TryComplete(ended.Exception?.InnerException), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            await foreach (T result in results.Reader.ReadAllAsync(cancellationToken))
            {
                yield return result;
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            await stopping.CancelAsync();
            await working;
        }
    }
}
