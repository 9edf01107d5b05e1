using System.Diagnostics;

namespace SqlTls.Load;

/// <summary>The clients, for as long as was asked, and what the server's process takes meanwhile.</summary>
internal static class Run
{
    private const double MostGrowth = 1.2;
    private const int Mega = 1024 * 1024;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <returns>No working client failed, each had an answer, some stalled at every step, and memory at the end is at most a fifth above that after the first third.</returns>
    public static async Task<bool> Async(Process server, int port, string connectionString, int connections, TimeSpan time)
    {
        var tally = new Tally();
        using var door = new SemaphoreSlim(16);
        using var over = new CancellationTokenSource();
        int stalling = connections / 10;
        IEnumerable<Task> clients =
        [
            .. Enumerable.Range(0, stalling * StallingClient.Steps).Select(i => new StallingClient(port, connectionString, i % StallingClient.Steps, tally).RunAsync(over.Token)),
            .. Enumerable.Range(0, connections - (stalling * StallingClient.Steps)).Select(_ =>
                new WorkingClient(connectionString + ";Pooling=False;Connect Timeout=60", door, tally).RunAsync(over.Token)),
        ];
        Task all = Task.WhenAll(clients);

        Console.WriteLine("| seconds | working | stalling | answers | failures | server's memory |");
        Console.WriteLine("|---|---|---|---|---|---|");
        long start = Stopwatch.GetTimestamp();
        long settled = 0;
        int fewest = 0;
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            await Task.Delay(Pause).ConfigureAwait(false);
            server.Refresh();
            fewest = Math.Max(fewest, tally.FewestStalled);
            settled = settled == 0 && Stopwatch.GetElapsedTime(start) > time / 3 ? server.WorkingSet64 : settled;
            Console.WriteLine($"| {Stopwatch.GetElapsedTime(start).TotalSeconds:0} | {tally.Open} | {tally.Stalled} | {tally.Answers} | {tally.Failures} | {server.WorkingSet64 / Mega} MB |");
        }

        if (tally.FirstFailure is { } failure)
        {
            Console.WriteLine($"The first failure: {failure}");
        }

        await over.CancelAsync().ConfigureAwait(false);
        await all.ConfigureAwait(false);
        bool held = tally is { Failures: 0, Answers: > 0 } && fewest > 0 && server.WorkingSet64 <= settled * MostGrowth;
        Console.WriteLine();
        Console.WriteLine(
            $"| the endpoint with {connections:N0} connections for {time.TotalSeconds:0} s, a tenth stalling at each of {StallingClient.Steps} steps (at least {fewest} of {stalling} at once): "
            + $"failures of the others, in {tally.Answers:N0} answers; memory from {settled / Mega} MB to {server.WorkingSet64 / Mega} MB "
            + $"| {tally.Failures} | | | 0, growth <= 20 % | {(held ? "yes" : "no")} |");
        return held;
    }
}
