using SqlTls.Instances.Linux;
using SqlTls.Settings;

namespace SqlTls.Interrupted;

/// <summary>A host that says before each call which changes something how many there were: the places between two steps of the provisioner.</summary>
/// <param name="host">What does the work.</param>
/// <param name="reachedAsync">Told <c>call 1</c>, <c>call 2</c> and so on.</param>
internal sealed class CountedCalls(ILinuxHost host, Func<string, Task> reachedAsync) : ILinuxHost
{
    private int _calls;

    public string Kind => host.Kind;

    public string Name => host.Name;

    public string? ErrorLogFile => host.ErrorLogFile;

    public bool RunsForMonths => host.RunsForMonths;

    public bool ActsAsRoot => host.ActsAsRoot;

    public Task<HostState> InspectAsync(MssqlConf conf, CancellationToken cancellationToken) => host.InspectAsync(conf, cancellationToken);

    public Task PrepareAsync(CancellationToken cancellationToken) => host.PrepareAsync(cancellationToken);

    public Task<HostFile?> ReadAsync(string path, int limit, CancellationToken cancellationToken) => host.ReadAsync(path, limit, cancellationToken);

    public async Task WriteAsync(IReadOnlyList<HostFile> files, CancellationToken cancellationToken)
    {
        await CountAsync();
        await host.WriteAsync(files, cancellationToken);
    }

    public async Task DeleteAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        await CountAsync();
        await host.DeleteAsync(paths, cancellationToken);
    }

    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await CountAsync();
        await host.RestartAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => host.StopAsync(cancellationToken);

    public Task<bool> IsRemovableAsync(CancellationToken cancellationToken) => host.IsRemovableAsync(cancellationToken);

    public Task<bool> RemoveAsync(bool onlyNew, CancellationToken cancellationToken) => host.RemoveAsync(onlyNew, cancellationToken);

    public Task<string> LastWordsAsync(CancellationToken cancellationToken) => host.LastWordsAsync(cancellationToken);

    public Task<string?> FindAnchorsAsync(CancellationToken cancellationToken) => host.FindAnchorsAsync(cancellationToken);

    public async Task RefreshTrustAsync(CancellationToken cancellationToken)
    {
        await CountAsync();
        await host.RefreshTrustAsync(cancellationToken);
    }

    public Task<IAsyncDisposable> LockAsync(Action<string> waiting, CancellationToken cancellationToken) => host.LockAsync(waiting, cancellationToken);

    public ValueTask DisposeAsync() => host.DisposeAsync();

    private Task CountAsync() => reachedAsync($"call {++_calls}");
}
