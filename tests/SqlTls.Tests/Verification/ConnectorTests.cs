using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SqlTls.Verification;

namespace SqlTls.Tests.Verification;

public sealed class ConnectorTests : IDisposable
{
    // SqlClient refuses it before it looks for a server.
    private const string Unusable = "Server=localhost;Encrypt=perhaps";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TcpListener _silent = new(IPAddress.Loopback, 0);

    public ConnectorTests() => _silent.Start();

    private string HangsForEver => string.Create(
        CultureInfo.InvariantCulture, $"Server=127.0.0.1,{((IPEndPoint)_silent.LocalEndpoint).Port};User ID=sa;Password=;Encrypt=Strict;Connect Timeout=1");

    public void Dispose() => _silent.Dispose();

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
}
