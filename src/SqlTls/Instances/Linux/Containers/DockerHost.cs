using System.Globalization;
using Docker.DotNet;
using Docker.DotNet.Models;
using SqlTls.Settings;

namespace SqlTls.Instances.Linux.Containers;

/// <summary>A container, through the engine's API alone: no mount, no path of this machine.</summary>
internal sealed class DockerHost(DockerClient client, ContainerInspectResponse container) : ILinuxHost
{
    private const uint ShortestStop = 30;
    private const string LastLines = "5";
    private const int MostAttempts = 3;
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(200);

    private readonly string _id = container.ID;
    private readonly ContainerFiles _files = new(client, container.ID, container.Name!.TrimStart('/'));

    // A database under load takes its time to stop: as long as its owner gave it, where that is more.
    private readonly uint _stopSeconds = Math.Max(ShortestStop, (uint)(container.Config!.StopTimeout ?? TimeSpan.Zero).TotalSeconds);
    private readonly List<HostFile> _anchors = [];
    private Task<(int Owner, int Group)>? _user;
    private bool _hasLeftovers;
    private bool _refreshAfterStart;

    public string Kind => "container";

    public string Name { get; } = container.Name!.TrimStart('/');

    public string? ErrorLogFile { get; } = ContainerAddresses.Variable(container, "MSSQL_ERROR_LOG_FILE");

    public async Task<HostState> InspectAsync(MssqlConf conf, CancellationToken cancellationToken)
    {
        ContainerInspectResponse now = await InspectContainerAsync(cancellationToken);
        (int owner, int group) = await (_user ??= FindUserAsync(cancellationToken));
        var addresses = ContainerAddresses.Of(now, conf, client.Options.Endpoint);
        return new HostState(Runs(now), owner, group, addresses.Servers, ContainerAddresses.Names(now, client.Options.Endpoint), ContainerAddresses.Version(now.Config!.Labels))
        {
            Published = addresses.Published,
            InNetwork = addresses.InNetwork,
        };
    }

    public Task<HostFile?> ReadAsync(string path, int limit, CancellationToken cancellationToken) => _files.ReadAsync(path, limit, cancellationToken);

    public async Task WriteAsync(IReadOnlyList<HostFile> files, CancellationToken cancellationToken)
    {
        await _files.WriteAsync(files, cancellationToken);
        _anchors.AddRange(files.Where(file => SystemTrust.BundleOf(file.Path) is not null));
    }

    public async Task DeleteAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        _ = _anchors.RemoveAll(anchor => paths.Contains(anchor.Path));
        if (!await TryRunAsync(["rm", "-f", "--", .. paths], cancellationToken))
        {
            await SystemBundle.RemoveAsync(_files, paths, cancellationToken);
            _hasLeftovers |= await Leftovers.EmptyAsync(_files, paths, cancellationToken);
        }
    }

    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        bool running = (await InspectContainerAsync(cancellationToken)).State!.Running;
        await DockerErrors.GuardAsync(Name, () => running
            ? client.Containers.RestartContainerAsync(_id, new ContainerRestartParameters { WaitBeforeKillSeconds = _stopSeconds }, cancellationToken)
            : client.Containers.StartContainerAsync(_id, new ContainerStartParameters(), cancellationToken));
        await FinishAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => DockerErrors.GuardAsync(Name, () =>
        client.Containers.StopContainerAsync(_id, new ContainerStopParameters { WaitBeforeKillSeconds = _stopSeconds }, cancellationToken));

    public async Task<string> LastWordsAsync(CancellationToken cancellationToken) => await DockerErrors.GuardAsync(Name, async () =>
    {
        var wanted = new ContainerLogsParameters { ShowStdout = true, ShowStderr = true, Tail = LastLines };
        using MultiplexedStream stream = await client.Containers.GetContainerLogsAsync(_id, wanted, cancellationToken);
        (string? stdout, string? stderr) = await stream.ReadOutputToEndAsync(cancellationToken);
        return stdout + stderr;
    });

    public async Task<string?> FindAnchorsAsync(CancellationToken cancellationToken)
    {
        // What cannot be written takes up nothing; SQL Server's own store is in its data folder.
        if ((await InspectContainerAsync(cancellationToken)).HostConfig?.ReadonlyRootfs == true)
        {
            return null;
        }

        foreach ((string program, string folder) in SystemTrust.Stores)
        {
            if (await ReadAsync(program, 1, cancellationToken) is not null)
            {
                return folder;
            }
        }

        return null;
    }

    public async Task RefreshTrustAsync(CancellationToken cancellationToken)
    {
        _refreshAfterStart = !await TryRunAsync(["/bin/sh", "-c", SystemTrust.Refresh], cancellationToken);
        if (_refreshAfterStart)
        {
            // The server reads it at its start, and that comes first.
            await SystemBundle.AddAsync(_files, _anchors, cancellationToken);
        }
    }

    public async Task<IAsyncDisposable> LockAsync(Action<string> waiting, CancellationToken cancellationToken)
    {
        DockerLock held = await DockerLock.TakeAsync(client, _id[..12], Name, waiting, cancellationToken);
        try
        {
            // Which user it runs as does not change, and can be looked up beside what is read first.
            _user ??= FindUserAsync(cancellationToken);
            _hasLeftovers = await ReadAsync(Leftovers.Path, 1, cancellationToken) is not null;
            await DeleteLeftoversAsync(cancellationToken);
            return held;
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    private static bool Runs(ContainerInspectResponse now) => now.State!.Running && !now.State!.Restarting;

    private Task<ContainerInspectResponse> InspectContainerAsync(CancellationToken cancellationToken) =>
        DockerErrors.GuardAsync(Name, () => client.Containers.InspectContainerAsync(_id, cancellationToken));

    // What only a container that runs lets one do.
    private async Task FinishAsync(CancellationToken cancellationToken)
    {
        await DeleteLeftoversAsync(cancellationToken);
        if (_refreshAfterStart)
        {
            await RefreshTrustAsync(cancellationToken);
        }
    }

    private async Task DeleteLeftoversAsync(CancellationToken cancellationToken) =>
        _hasLeftovers = _hasLeftovers && !await TryRunAsync(["/bin/sh", "-c", Leftovers.Delete], cancellationToken);

    // Nothing can be run in a container that is just ending, or that its engine is about to start again: as in one that does not run.
    private async Task<bool> TryRunAsync(string[] command, CancellationToken cancellationToken)
    {
        for (int attempt = 1; Runs(await InspectContainerAsync(cancellationToken)); attempt++)
        {
            try
            {
                await DockerExec.MustRunAsync(client, _id, Name, command, cancellationToken);
                return true;
            }
            catch (SqlTlsException exception) when (exception.Code == InstanceCodes.DockerRefused && attempt < MostAttempts)
            {
                await Task.Delay(BetweenAttempts, cancellationToken);
            }
        }

        return false;
    }

    private async Task<(int Owner, int Group)> FindUserAsync(CancellationToken cancellationToken)
    {
        (int? owner, int? group, string name) = ContainerAddresses.User(container.Config!.User);
        if (owner is { } number)
        {
            return (number, group ?? 0);
        }

        string users = await _files.ReadTextAsync("/etc/passwd", cancellationToken);
        string[]? user = users.Split('\n').Select(line => line.Split(':')).FirstOrDefault(parts => parts.Length > 3 && parts[0] == name);
        return user is null ? (10001, 0) : (int.Parse(user[2], CultureInfo.InvariantCulture), group ?? int.Parse(user[3], CultureInfo.InvariantCulture));
    }
}
