using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SqlTls.Verification;

namespace SqlTls.Tests.Verification;

public sealed class ConnectorProcessTests : IDisposable
{
    private const string Canary = "Canary-5d1c";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TcpListener _silent = new(IPAddress.Loopback, 0);

    public ConnectorProcessTests() => _silent.Start();

    // Against a server that says nothing, a strict connection does not end with SqlClient's own time limit.
    private string HangsForEver => string.Create(
        CultureInfo.InvariantCulture, $"Server=127.0.0.1,{((IPEndPoint)_silent.LocalEndpoint).Port};User ID=sa;Password={Canary};Encrypt=Strict;Connect Timeout=1");

    public void Dispose() => _silent.Dispose();

    [Fact]
    public async Task A_server_that_hangs_is_out_of_time_and_the_process_is_ended()
    {
        ConnectorProcess connector = ConnectorProcess.Start(ConnectorTrust.System);

        ConnectionAttempt attempt = await connector.TryAsync(HangsForEver, TimeSpan.FromSeconds(1), CancellationToken.None).WaitAsync(Patience);
        using Process process = Process.GetProcessById(connector.ProcessId);
        await connector.DisposeAsync().AsTask().WaitAsync(Patience);

        Assert.True(attempt.TimedOut);
        Assert.True(process.HasExited);
    }

    [Fact]
    public async Task A_process_that_is_killed_in_the_middle_is_an_error_with_its_cure()
    {
        await using ConnectorProcess connector = ConnectorProcess.Start(ConnectorTrust.System);
        Task<ConnectionAttempt> hanging = connector.TryAsync(HangsForEver, Patience, CancellationToken.None);
        _ = await _silent.AcceptSocketAsync().WaitAsync(Patience);

        using var process = Process.GetProcessById(connector.ProcessId);
        process.Kill();

        SqlTlsException error = await Assert.ThrowsAsync<SqlTlsException>(() => hanging.WaitAsync(Patience));
        Assert.Equal((VerificationCodes.ConnectorDied, Failure.Surroundings), (error.Code, error.Failure));
    }

    [Fact]
    public void A_machine_without_ICU_is_told_so_and_what_installs_it()
    {
        SqlTlsException death = ConnectorDeath.Of("Process terminated. Couldn't find a valid ICU package installed on the system.\n   at System.Environment.FailFast(System.String)\n", null);

        Assert.Equal((VerificationCodes.ConnectorDied, Failure.Surroundings), (death.Code, death.Failure));
        Assert.Contains("needs ICU", death.Message);
        Assert.Contains("libicu", death.Cure);
    }

    [Fact]
    public void Of_a_connectors_last_words_the_first_line_is_told()
    {
        SqlTlsException death = ConnectorDeath.Of("\nUnhandled exception. System.InvalidOperationException: It broke.\n   at Program.Main()\n", null);

        Assert.EndsWith("System.InvalidOperationException: It broke.", death.Message);
    }

    [Fact]
    public async Task Who_cancels_waits_no_longer_and_leaves_no_process()
    {
        using var impatience = new CancellationTokenSource();
        ConnectorProcess connector = ConnectorProcess.Start(ConnectorTrust.System);
        Task<ConnectionAttempt> hanging = connector.TryAsync(HangsForEver, Patience, impatience.Token);
        _ = await _silent.AcceptSocketAsync().WaitAsync(Patience);
        using var process = Process.GetProcessById(connector.ProcessId);

        await impatience.CancelAsync();

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging.WaitAsync(Patience));
        await connector.DisposeAsync().AsTask().WaitAsync(Patience);
        Assert.True(process.HasExited);
    }

    [Fact]
    public async Task No_secret_is_in_its_arguments_or_its_environment()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        await using ConnectorProcess connector = ConnectorProcess.Start(ConnectorTrust.System);
        Task<ConnectionAttempt> hanging = connector.TryAsync(HangsForEver, TimeSpan.FromSeconds(2), CancellationToken.None);
        _ = await _silent.AcceptSocketAsync().WaitAsync(Patience);

        string seen = await File.ReadAllTextAsync($"/proc/{connector.ProcessId}/cmdline") + await File.ReadAllTextAsync($"/proc/{connector.ProcessId}/environ");
        _ = await hanging.WaitAsync(Patience);

        Assert.Contains("SqlTls.Connector", seen, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, seen, StringComparison.Ordinal);
    }
}
