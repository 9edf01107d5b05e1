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
        Task working = WorkAsync(servers, parallel, work, results.Writer, stopping.Token);
        try
        {
            await foreach (T result in results.Reader.ReadAllAsync(CancellationToken.None))
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

    private static async Task WorkAsync<T>(
        IReadOnlyList<FleetServer> servers,
        int parallel,
        Func<FleetServer, CancellationToken, Task<T>> work,
        ChannelWriter<T> results,
        CancellationToken cancellationToken)
    {
        Exception? failure = null;
        try
        {
            await Parallel.ForEachAsync(
                servers,
                new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellationToken },
                async (server, limit) => await results.WriteAsync(await work(server, limit), limit));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Whoever reads knows: it was they who stopped.
        }
        catch (Exception exception) when (exception is SqlTlsException or IOException)
        {
            failure = exception;
        }

        _ = results.TryComplete(failure);
    }
}
