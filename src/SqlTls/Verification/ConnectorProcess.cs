using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using SqlTls.Connector.Wire;

namespace SqlTls.Verification;

/// <summary>
/// A process that opens connections with Microsoft.Data.SqlClient. SqlClient can hang where its own time limit does not reach
/// (Encrypt=Strict against a server that says nothing); a process can always be ended.
/// </summary>
internal sealed class ConnectorProcess : IAsyncDisposable
{
    private static readonly TimeSpan Farewell = TimeSpan.FromMilliseconds(200);

    private readonly Process _process;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<ConnectionAttempt>> _waiting = new();
#pragma warning disable CA2213 // It holds nothing until its wait handle is asked for, and a writer that is cut off still releases it.
    private readonly SemaphoreSlim _writing = new(1);
#pragma warning restore CA2213
    private readonly Task _reading;
    private readonly Task<string> _complaints;
    private readonly Lazy<Task> _ending;
    private int _lastId;

    private ConnectorProcess(Process process)
    {
        _process = process;
        _complaints = process.StandardError.ReadToEndAsync();
        _reading = ReadAsync();
        _ending = new Lazy<Task>(EndAsync);
    }

    public int ProcessId => _process.Id;

    /// <summary>It has died, or says what is no answer: nothing more is to be had from it.</summary>
    public bool HasEnded { get; private set; }

    public static ConnectorProcess Start(ConnectorTrust trust)
    {
        ProcessStartInfo start = ConnectorProgram.StartInfo();
        SecretVariables.RemoveFrom(start.Environment);
        Set(start, "SSL_CERT_FILE", trust.CertificateFile);
        Set(start, "SSL_CERT_DIR", trust.CertificateFolders);
        // SqlClient needs cultures, and refuses to run without.
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        // A process that is ended would leave its sockets for debuggers in the folder for temporary files.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        // SqlClient blocks threads where it connects, and the pool grows too slowly for many attempts side by side. Hexadecimal.
        start.Environment["DOTNET_ThreadPool_ForceMinWorkerThreads"] = "40";
        try
        {
            return new ConnectorProcess(Process.Start(start)!);
        }
        catch (Win32Exception exception)
        {
            throw new SqlTlsException(
                Failure.Surroundings,
                VerificationCodes.ConnectorMissing,
                $"The connector cannot be started with {start.FileName}: {exception.Message}.",
                "Install the .NET 10 runtime, and have its folder on the path.",
                exception);
        }
    }

    /// <summary>Opens one connection.</summary>
    /// <param name="connectionString">As SqlClient reads it; it goes through the process's standard input alone.</param>
    /// <param name="limit">When it counts as timed out, whatever SqlClient does.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<ConnectionAttempt> TryAsync(string connectionString, TimeSpan limit, CancellationToken cancellationToken)
    {
        int id = Interlocked.Increment(ref _lastId);
        var answer = new TaskCompletionSource<ConnectionAttempt>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[id] = answer;
        try
        {
            return await AskAsync(new Attempt(id, connectionString), answer.Task, cancellationToken).WaitAsync(limit, cancellationToken);
        }
        catch (TimeoutException)
        {
            return ConnectionAttempt.OutOfTime;
        }
        finally
        {
            _ = _waiting.TryRemove(id, out _);
        }
    }

    // Whoever stops everything and whoever leaves last may both end it.
    public ValueTask DisposeAsync() => new(_ending.Value);

    private async Task EndAsync()
    {
        try
        {
            _process.StandardInput.Close();
            using var limit = new CancellationTokenSource(Farewell);
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or InvalidOperationException)
        {
            // It does not end, or does not even read what is being written to it.
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        await _reading;
        _process.Dispose();
    }

    private static void Set(ProcessStartInfo start, string variable, string? value)
    {
        if (value is not null)
        {
            start.Environment[variable] = value;
        }
    }

    private async Task<ConnectionAttempt> AskAsync(Attempt attempt, Task<ConnectionAttempt> answer, CancellationToken cancellationToken)
    {
        await SendAsync(attempt, cancellationToken);
        // Whoever is told of its end was waiting before it.
        return HasEnded && !answer.IsCompleted ? throw await DiedAsync(null) : await answer;
    }

    private async Task SendAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            // A line that is begun is written to its end, whoever still waits for it: half of one would end the process.
            await _process.StandardInput.WriteLineAsync(WireJson.Write(attempt).AsMemory(), CancellationToken.None);
            await _process.StandardInput.FlushAsync(CancellationToken.None);
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            throw await DiedAsync(exception);
        }
        finally
        {
            _ = _writing.Release();
        }
    }

    private async Task ReadAsync()
    {
        Exception? failure = null;
        try
        {
            while (await _process.StandardOutput.ReadLineAsync() is { } line)
            {
                Answer answer = WireJson.ReadAnswer(line);
                if (_waiting.TryRemove(answer.Id, out TaskCompletionSource<ConnectionAttempt>? caller))
                {
                    caller.SetResult(new ConnectionAttempt(answer.Connected, answer.EncryptOption, answer.Problems, TimedOut: false));
                }
            }
        }
        catch (JsonException exception)
        {
            // What is no answer may be anything: the process is not asked again.
            failure = exception;
            _process.Kill(entireProcessTree: true);
        }

        HasEnded = true;
        SqlTlsException died = await DiedAsync(failure);
        foreach (TaskCompletionSource<ConnectionAttempt> caller in _waiting.Values)
        {
            _ = caller.TrySetException(died);
        }
    }

    private async Task<SqlTlsException> DiedAsync(Exception? exception) => ConnectorDeath.Of(await _complaints, exception);
}
