using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SqlTls.Verification;

namespace SqlTls.Tests.Verification;

/// <summary>A connector's processes: how much each is given to do, what its end means for attempts, and when one gives way to another.</summary>
public sealed class ConnectorTests : IDisposable
{
    private const int MostHanging = 8;
    private const int MostAtOnce = 32;

    // SqlClient refuses it before it looks for a server.
    private const string Unusable = "Server=localhost;Encrypt=perhaps";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private readonly TcpListener _silent = new(IPAddress.Loopback, 0);

    public ConnectorTests() => _silent.Start(100);

    // Nothing ends it within a test but the limit that the test gives it.
    private string HangsForEver => string.Create(
        CultureInfo.InvariantCulture, $"Server=127.0.0.1,{((IPEndPoint)_silent.LocalEndpoint).Port};User ID=sa;Password=x;Encrypt=Strict;Connect Timeout=60");

    public void Dispose() => _silent.Dispose();

    [Fact]
    public async Task A_process_in_which_too_many_attempts_hang_ends_and_another_takes_its_place()
    {
        await using var connector = new SqlTls.Verification.Connector(ConnectorTrust.System);
        _ = await connector.TryAsync(SqlTls.Verification.Connector.Nowhere, Patience, CancellationToken.None);

        Task<ConnectionAttempt>[] hanging = [.. Enumerable.Range(0, MostHanging).Select(_ => connector.TryAsync(HangsForEver, 8 * Moment, CancellationToken.None))];
        Socket[] held = await AcceptAsync(MostHanging);

        Assert.All(await Task.WhenAll(hanging), attempt => Assert.True(attempt.TimedOut));
        Assert.All(await Task.WhenAll(held.Select(IsLetGoAsync)), Assert.True);
        Assert.False((await connector.TryAsync(SqlTls.Verification.Connector.Nowhere, Patience, CancellationToken.None)).TimedOut);
    }

    [Fact]
    public async Task Fewer_that_hang_leave_the_process_where_it_is()
    {
        await using var connector = new SqlTls.Verification.Connector(ConnectorTrust.System);
        _ = await connector.TryAsync(SqlTls.Verification.Connector.Nowhere, Patience, CancellationToken.None);

        Task<ConnectionAttempt>[] hanging = [.. Enumerable.Range(0, MostHanging - 1).Select(_ => connector.TryAsync(HangsForEver, 8 * Moment, CancellationToken.None))];
        Socket[] held = await AcceptAsync(MostHanging - 1);

        _ = await Task.WhenAll(hanging);
        Task<bool>[] ends = [.. held.Select(IsLetGoAsync)];
        await Task.Delay(Moment);
        Assert.DoesNotContain(ends, end => end.IsCompleted);
    }

    [Fact]
    public async Task No_more_attempts_are_begun_than_a_process_has_threads_for()
    {
        using var enough = new CancellationTokenSource();
        await using var connector = new SqlTls.Verification.Connector(ConnectorTrust.System);

        Task[] attempts = [.. Enumerable.Range(0, MostAtOnce + 8).Select(_ => connector.TryAsync(HangsForEver, Patience, enough.Token))];
        Socket[] held = await AcceptAsync(MostAtOnce);
        await Task.Delay(Moment);

        Assert.False(_silent.Pending());
        await enough.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(attempts));
        Array.ForEach(held, client => client.Dispose());
    }

    [Fact]
    public async Task A_process_that_died_fails_its_own_attempts_and_is_replaced()
    {
        await using var connector = new SqlTls.Verification.Connector(ConnectorTrust.System);
        Task<ConnectionAttempt> hanging = connector.TryAsync(HangsForEver, Patience, CancellationToken.None);
        _ = await _silent.AcceptSocketAsync().WaitAsync(Patience);
        using var process = Process.GetProcessById(connector.ProcessId!.Value);

        process.Kill();
        SqlTlsException death = await Assert.ThrowsAsync<SqlTlsException>(() => hanging.WaitAsync(Patience));
        ConnectionAttempt next = await connector.TryAsync(Unusable, Patience, CancellationToken.None).WaitAsync(Patience);

        Assert.Equal(VerificationCodes.ConnectorDied, death.Code);
        Assert.True(next.RefusedString);
        Assert.NotEqual(process.Id, connector.ProcessId);
    }

    [RequiresFact("linux")]
    public async Task Who_cancels_while_a_line_is_written_leaves_no_half_of_it()
    {
        // More than a pipe holds, to a process that does not read.
        string longer = $"{HangsForEver};Application Name={new string('x', 1_000_000)}";
        await using var connector = new SqlTls.Verification.Connector(ConnectorTrust.System);
        _ = await connector.TryAsync(Unusable, Patience, CancellationToken.None).WaitAsync(Patience);
        int first = connector.ProcessId!.Value;
        _ = await Tool.RunAsync("kill", ["-STOP", $"{first}"]);
        using var impatience = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connector.TryAsync(longer, Patience, impatience.Token).WaitAsync(Patience));
        _ = await Tool.RunAsync("kill", ["-CONT", $"{first}"]);
        ConnectionAttempt next = await connector.TryAsync(Unusable, Patience, CancellationToken.None).WaitAsync(Patience);

        Assert.True(next.RefusedString);
        Assert.Equal(first, connector.ProcessId);
    }

    [RequiresFact("linux")]
    public async Task A_process_that_does_not_read_is_out_of_time_and_ended()
    {
        string longer = $"{HangsForEver};Application Name={new string('x', 1_000_000)}";
        var connector = new SqlTls.Verification.Connector(ConnectorTrust.System);
        _ = await connector.TryAsync(Unusable, Patience, CancellationToken.None).WaitAsync(Patience);
        using var process = Process.GetProcessById(connector.ProcessId!.Value);
        _ = await Tool.RunAsync("kill", ["-STOP", $"{process.Id}"]);

        ConnectionAttempt attempt = await connector.TryAsync(longer, TimeSpan.FromMilliseconds(300), CancellationToken.None).WaitAsync(Patience);
        await connector.DisposeAsync().AsTask().WaitAsync(Patience);

        Assert.True(attempt.TimedOut);
        Assert.True(process.HasExited);
    }

    private async Task<Socket[]> AcceptAsync(int count)
    {
        var accepted = new List<Socket>();
        while (accepted.Count < count)
        {
            accepted.Add(await _silent.AcceptSocketAsync().WaitAsync(Patience));
        }

        return [.. accepted];
    }

    // The end of a process closes what it held.
    private static async Task<bool> IsLetGoAsync(Socket client)
    {
        using (client)
        {
            try
            {
                byte[] hello = new byte[4096];
                while (await client.ReceiveAsync(hello).WaitAsync(Patience) > 0)
                {
                    // What it had said before.
                }

                return true;
            }
            catch (SocketException)
            {
                return true;
            }
        }
    }
}
