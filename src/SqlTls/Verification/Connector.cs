namespace SqlTls.Verification;

/// <summary>
/// Connector processes with one trust, one at a time: many attempts run side by side in a process, and one that has died, or in which
/// too many attempts hang, gets no more, gives way to another, and ends with its last attempt.
/// </summary>
/// <param name="trust">Which authorities they trust.</param>
internal sealed class Connector(ConnectorTrust trust) : IAsyncDisposable
{
    // An attempt that hangs keeps a thread of its process for good.
    private const int MostHanging = 8;

    // Port 1 is tcpmux, which nobody serves: refused at once, after everything is loaded.
    public const string Nowhere = "Server=127.0.0.1,1;User ID=sqltls;Password=;Encrypt=Mandatory;Connect Timeout=1;Connect Retry Count=0";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // SqlClient blocks threads where it connects: an attempt beyond those that a process has would wait for one with its time running.
    private const int MostAtOnce = 32;

#pragma warning disable CA2213 // It holds nothing until its wait handle is asked for, and an attempt that is still at it releases it.
    private readonly SemaphoreSlim _room = new(MostAtOnce);
#pragma warning restore CA2213
    private readonly Lock _changing = new();
    private readonly List<Task> _ending = [];
    private Shift? _current;

    /// <summary>The process that the next attempt would go to; null where one would be started.</summary>
    internal int? ProcessId => _current?.Process.ProcessId;

    /// <summary>Starts the process, and lets it load what it needs: the first attempt then finds it ready.</summary>
    public void Warm()
    {
        Task<ConnectionAttempt> attempt = TryAsync(Nowhere, Patience, CancellationToken.None);
        _ = attempt.ContinueWith(ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    /// <summary>Opens one connection.</summary>
    /// <param name="connectionString">As SqlClient reads it.</param>
    /// <param name="limit">When it counts as timed out, whatever SqlClient does; it begins when there is room for the attempt.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<ConnectionAttempt> TryAsync(string connectionString, TimeSpan limit, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken);
        try
        {
            return await TryNowAsync(connectionString, limit, cancellationToken);
        }
        finally
        {
            _ = _room.Release();
        }
    }

    private async Task<ConnectionAttempt> TryNowAsync(string connectionString, TimeSpan limit, CancellationToken cancellationToken)
    {
        Shift shift = Join();
        bool hung = false;
        try
        {
            ConnectionAttempt attempt = await shift.Process.TryAsync(connectionString, limit, cancellationToken);
            hung = attempt.TimedOut;
            return attempt;
        }
        finally
        {
            Leave(shift, hung);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task[] last;
        lock (_changing)
        {
            if (_current is not null)
            {
                End(_current);
                _current = null;
            }

            last = [.. _ending];
        }

        await Task.WhenAll(last);
    }

    private Shift Join()
    {
        lock (_changing)
        {
            if (_current is { Process.HasEnded: true } dead)
            {
                // Its own attempts fail; those to come have no part in it.
                _current = null;
                EndIfLeft(dead);
            }

            _current ??= new Shift(ConnectorProcess.Start(trust));
            _current.Running++;
            return _current;
        }
    }

    private void Leave(Shift shift, bool hung)
    {
        lock (_changing)
        {
            shift.Running--;
            shift.Hanging += hung ? 1 : 0;
            if (shift.Hanging >= MostHanging && _current == shift)
            {
                _current = null;
            }

            EndIfLeft(shift);
        }
    }

    private void EndIfLeft(Shift shift)
    {
        if (_current != shift && shift.Running == 0)
        {
            End(shift);
        }
    }

    // An attempt can still be at it when all is disposed; it then leaves a process that is ending already.
    private void End(Shift shift)
    {
        if (!shift.Ended)
        {
            shift.Ended = true;
            _ending.Add(shift.Process.DisposeAsync().AsTask());
        }
    }

    /// <summary>A process, and what it is at.</summary>
    private sealed class Shift(ConnectorProcess process)
    {
        public ConnectorProcess Process { get; } = process;

        public int Running { get; set; }

        public int Hanging { get; set; }

        public bool Ended { get; set; }
    }
}
