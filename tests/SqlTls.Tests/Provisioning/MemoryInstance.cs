using SqlTls.Instances;
using SqlTls.Settings;

namespace SqlTls.Tests.Provisioning;

/// <summary>An instance whose settings are in memory, and whose starts end as told.</summary>
internal sealed class MemoryInstance : IInstance
{
    private const string Place = "settings";
    private static readonly Dictionary<string, string?> Nothing = new() { [Place] = null };

    public string Kind => "memory";

    public string Name => "db";

    public bool RunsForMonths { get; init; }

    public TimeSpan StartLimit => TimeSpan.FromSeconds(1);

    public Version ForceStrictSince { get; } = new(17, 0);

    public InstanceState State { get; set; } = new(TlsSettings.None, null, null, true, ["db"], ["127.0.0.1,1433"], []);

    /// <summary>How the next starts end; those after them succeed.</summary>
    public Queue<StartResult> Starts { get; } = [];

    /// <summary>Where the next starts leave it; those after them leave it where it is.</summary>
    public Queue<string> Ports { get; } = [];

    /// <summary>What taking it away ends with; null where it is not the run's own.</summary>
    public Exception? Removing { get; set; }

    public bool IsPrepared { get; private set; }

    /// <summary>What putting back ends with; null where it succeeds.</summary>
    public Exception? Restoring { get; set; }

    public string? Journal { get; set; }

    /// <summary>What was done to it, in order.</summary>
    public List<string> Done { get; } = [];

    public Task<InstanceState> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(State);

    public Task<IAsyncDisposable> LockAsync(Action<string> waiting, CancellationToken cancellationToken) => Task.FromResult<IAsyncDisposable>(new MemoryStream());

    public Task PrepareAsync(CancellationToken cancellationToken)
    {
        IsPrepared = true;
        return Task.CompletedTask;
    }

    public Task<bool> RemoveAsync(bool onlyNew, CancellationToken cancellationToken) => Removing is null ? Task.FromResult(false) : Task.FromException<bool>(Removing);

    public Task<Snapshot> CaptureAsync(InstanceChange change, CancellationToken cancellationToken) => Task.FromResult(new Snapshot(Nothing));

    public Task<TlsSettings> ApplyAsync(InstanceChange change, CancellationToken cancellationToken)
    {
        Done.Add("apply");
        State = State with { Settings = change.Settings };
        return Task.FromResult(change.Settings);
    }

    public Task<TlsSettings> RestoreAsync(Snapshot snapshot, Snapshot? written, CancellationToken cancellationToken)
    {
        Done.Add("restore");
        State = State with { Settings = TlsSettings.None };
        return Restoring is null ? Task.FromResult(TlsSettings.None) : Task.FromException<TlsSettings>(Restoring);
    }

    public Task<IReadOnlyList<string>> DiscardAsync(Snapshot snapshot, TlsSettings inUse, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

    public Task<StartResult> RestartAsync(TlsSettings expected, CancellationToken cancellationToken)
    {
        Done.Add("start");
        State = State with { Published = Ports.TryDequeue(out string? port) ? port : State.Published };
        return Task.FromResult(Starts.TryDequeue(out StartResult? result) ? result : new StartResult(true, null));
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Done.Add("stop");
        return Task.CompletedTask;
    }

    public Task<string?> ReadJournalAsync(CancellationToken cancellationToken) => Task.FromResult(Journal);

    public Task WriteJournalAsync(string? journal, CancellationToken cancellationToken)
    {
        Journal = journal;
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
