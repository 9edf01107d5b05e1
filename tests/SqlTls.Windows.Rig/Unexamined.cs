using SqlTls.Instances;
using SqlTls.Settings;

namespace SqlTls.Windows.Rig;

/// <summary>An instance whose certificate nobody judges: Wine cannot read a certificate's public key.</summary>
internal sealed class Unexamined(IInstance instance) : IInstance
{
    public string Kind => instance.Kind;

    public string Name => instance.Name;

    public bool HasCertificateStore => instance.HasCertificateStore;

    public TimeSpan StartLimit => instance.StartLimit;

    public Version ForceStrictSince => instance.ForceStrictSince;

    public Task<IReadOnlyList<Finding>> ExamineAsync(InstanceChange change, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Finding>>([]);

    public Task<InstanceState> ReadAsync(CancellationToken cancellationToken) => instance.ReadAsync(cancellationToken);

    public Task<IAsyncDisposable> LockAsync(Action<string> waiting, CancellationToken cancellationToken) => instance.LockAsync(waiting, cancellationToken);

    public Task<Snapshot> CaptureAsync(InstanceChange change, CancellationToken cancellationToken) => instance.CaptureAsync(change, cancellationToken);

    public Task<TlsSettings> ApplyAsync(InstanceChange change, CancellationToken cancellationToken) => instance.ApplyAsync(change, cancellationToken);

    public Task<TlsSettings> RestoreAsync(Snapshot snapshot, Snapshot? written, CancellationToken cancellationToken) => instance.RestoreAsync(snapshot, written, cancellationToken);

    public Task<Finding?> ClearAsync(Snapshot snapshot, Snapshot? written, bool wasInUse, CancellationToken cancellationToken) => instance.ClearAsync(snapshot, written, wasInUse, cancellationToken);

    public Task<IReadOnlyList<string>> DiscardAsync(Snapshot snapshot, TlsSettings inUse, CancellationToken cancellationToken) => instance.DiscardAsync(snapshot, inUse, cancellationToken);

    public Task<StartResult> RestartAsync(TlsSettings expected, CancellationToken cancellationToken) => instance.RestartAsync(expected, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => instance.StopAsync(cancellationToken);

    public Task<string?> ReadJournalAsync(CancellationToken cancellationToken) => instance.ReadJournalAsync(cancellationToken);

    public Task WriteJournalAsync(string? journal, CancellationToken cancellationToken) => instance.WriteJournalAsync(journal, cancellationToken);

    public ValueTask DisposeAsync() => instance.DisposeAsync();
}
