using SqlTls.Fleets;
using SqlTls.Probing;
using SqlTls.Verification;

namespace SqlTls.Tests.Fleets;

public sealed class FleetRunTests
{
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);

    private static readonly FleetServer[] Servers =
        [.. Enumerable.Range(1, 100).Select(port => new FleetServer(new ServerAddress("127.0.0.1", port, null), [], null, port))];

    [Fact]
    public async Task Every_server_comes_once()
    {
        int[] ports = await PortsAsync(parallel: 7, async (server, _) =>
        {
            await Task.Yield();
            return server.Line;
        }).WaitAsync(Hang);

        Assert.Equal(Enumerable.Range(1, 100), ports.Order());
    }

    [Fact]
    public async Task No_more_are_at_work_than_was_said()
    {
        int running = 0;
        int most = 0;
        _ = await PortsAsync(parallel: 5, async (server, cancellationToken) =>
        {
            int now = Interlocked.Increment(ref running);
            lock (Servers)
            {
                most = Math.Max(most, now);
            }

            await Task.Delay(2, cancellationToken);
            _ = Interlocked.Decrement(ref running);
            return server.Line;
        }).WaitAsync(Hang);

        Assert.InRange(most, 1, 5);
    }

    [Fact]
    public async Task Whatever_is_thrown_ends_the_run_and_reaches_the_reader() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => PortsAsync(
            parallel: 2,
            (server, _) => server.Line == 3 ? throw new InvalidOperationException("a fault") : Task.FromResult(server.Line)).WaitAsync(Hang));

    [Fact]
    public async Task A_reader_that_stops_waiting_is_let_go()
    {
        using var stop = new CancellationTokenSource();

        Task<int[]> reading = PortsAsync(
            parallel: 4,
            async (server, cancellationToken) =>
            {
                await stop.CancelAsync();
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return server.Line;
            },
            stop.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(Hang));
    }

    [Fact]
    public void What_goes_wrong_with_one_server_is_a_finding_without_the_exceptions_text()
    {
        Finding finding = FleetFault.Of(new FormatException("canary-7"));

        Assert.Equal((FleetCodes.Fault, Severity.Error), (finding.Code, finding.Severity));
        Assert.DoesNotContain("canary-7", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ProbeCodes.Browser, true)]
    [InlineData(VerificationCodes.ConnectorDied, true)]
    [InlineData(VerificationCodes.ConnectorMissing, false)]
    public void Only_a_connector_that_is_missing_ends_the_run(string code, bool isOfOneServer) =>
        Assert.Equal(isOfOneServer, FleetFault.IsOfOneServer(new SqlTlsException(Failure.Surroundings, code, "", ""), CancellationToken.None));

    private static async Task<int[]> PortsAsync(int parallel, Func<FleetServer, CancellationToken, Task<int>> work, CancellationToken cancellationToken = default)
    {
        var ports = new List<int>();
        await foreach (int port in FleetRun.EachAsync(Servers, parallel, work, cancellationToken))
        {
            ports.Add(port);
        }

        return [.. ports];
    }
}
