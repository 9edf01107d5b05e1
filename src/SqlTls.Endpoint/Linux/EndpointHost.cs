using SqlTls.Instances.Linux;
using SqlTls.Settings;

namespace SqlTls.Endpoint.Linux;

/// <summary>The embedded endpoint as a Linux host: a folder in the place of <c>/var/opt/mssql</c>, and a stand-in server that reads it.</summary>
/// <param name="options">Folder, address and port. A port of 0 stays the one that the first start found.</param>
public sealed class EndpointHost(StandInOptions options) : ILinuxHost
{
    private readonly SemaphoreSlim _held = new(1);
    private StandInOptions _current = options;

    /// <summary>What listens; null before the first start, or where that failed.</summary>
    public StandInServer? Server { get; private set; }

    /// <inheritdoc/>
    public string Kind => "endpoint";

    /// <inheritdoc/>
    public string Name => "endpoint";

    /// <inheritdoc/>
    public Task<HostState> InspectAsync(MssqlConf conf, CancellationToken cancellationToken) => Task.FromResult(new HostState(
        Server is not null,
        Owner: 0,
        Group: 0,
        Server is null ? [] : [Server.Endpoint.Server],
        ["localhost", "127.0.0.1", "::1"],
        _current.ServerVersion));

    /// <inheritdoc/>
    public async Task<HostFile?> ReadAsync(string path, int limit, CancellationToken cancellationToken)
    {
        string file = _current.Map(path);
        if (!File.Exists(file))
        {
            return null;
        }

        ReadOnlyMemory<byte> content = await SharedFile.ReadAsync(file, limit, cancellationToken);
        return new HostFile(path, content, 0, 0, OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(file));
    }

    /// <inheritdoc/>
    public async Task WriteAsync(IReadOnlyList<HostFile> files, CancellationToken cancellationToken)
    {
        foreach (HostFile file in files)
        {
            string path = _current.Map(file.Path);
            _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            // A file that is replaced would keep its mode; a new one has the right mode before its first byte.
            File.Delete(path);
            var creation = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                creation.UnixCreateMode = file.Mode;
            }

            await using var stream = new FileStream(path, creation);
            await stream.WriteAsync(file.Content, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task DeleteAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        foreach (string path in paths.Select(_current.Map).Where(File.Exists))
        {
            File.Delete(path);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await StopAsync(cancellationToken);
        try
        {
            Server = await StandInServer.StartAsync(_current, cancellationToken);
            _current = _current with { Port = Server.Endpoint.Port };
        }
        catch (SqlTlsException exception) when (exception.Code == EndpointCodes.Start)
        {
            // As with a container: the start has begun, and the error log tells how it went.
        }
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Server is not null)
        {
            await Server.DisposeAsync();
            Server = null;
        }
    }

    /// <inheritdoc/>
    public Task<string?> FindAnchorsAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <inheritdoc/>
    public Task RefreshTrustAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<IAsyncDisposable> LockAsync(Action<string> waiting, CancellationToken cancellationToken)
    {
        if (!await _held.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            waiting("another run of this process");
            await _held.WaitAsync(cancellationToken);
        }

        return new Release(_held);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _held.Dispose();
    }

    private sealed class Release(SemaphoreSlim held) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            _ = held.Release();
            return ValueTask.CompletedTask;
        }
    }
}
