using System.Globalization;
using System.Text;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace SqlTls.Instances.Linux.Containers;

/// <summary>A container, through the engine's API alone: no mount, no path of this machine.</summary>
internal sealed class DockerHost(DockerClient client, ContainerInspectResponse container) : ILinuxHost
{
    private const string Data = "/var/opt/mssql";
    private const uint StopSeconds = 30;
    private const int SmallFile = 1 << 20;
    private const string LastLines = "5";
    private readonly HashSet<string> _deleteAfterStart = new(StringComparer.Ordinal);
    private readonly string _id = container.ID;
    private (int Owner, int Group)? _user;
    private string? _publishedBefore;
    private bool _refreshAfterStart;

    public string Kind => "container";

    public string Name { get; } = container.Name!.TrimStart('/');

    public async Task<HostState> InspectAsync(CancellationToken cancellationToken)
    {
        ContainerInspectResponse now = await InspectContainerAsync(cancellationToken);
        (int owner, int group) = _user ??= await FindUserAsync(now, cancellationToken);
        var addresses = ContainerAddresses.Of(now, client.Options.Endpoint);
        IReadOnlyList<string> servers = addresses.Servers;
        List<Finding> warnings = [];
        if (_publishedBefore is { } before && servers.Count > 0 && servers[0] != before)
        {
            warnings.Add(new Finding(InstanceCodes.PortChanged, Severity.Note, $"Since the restart the server is at {servers[0]}; before it was at {before}.", "Publish a port of your own choice to keep it."));
        }

        bool running = now.State!.Running && !now.State!.Restarting;
        return new HostState(running, owner, group, servers, ContainerAddresses.Names(now, client.Options.Endpoint), ContainerAddresses.Version(now.Config!.Labels), warnings)
        {
            Published = addresses.Published,
            InNetwork = addresses.InNetwork,
        };
    }

    public async Task<HostFile?> ReadAsync(string path, int limit, CancellationToken cancellationToken)
    {
        const int MostLinks = 8;
        for (int links = 0; links < MostLinks; links++)
        {
            (HostFile? file, string? link) = await DockerErrors.GuardAsync(Name, () => ReadOnceAsync(path, limit, cancellationToken));
            if (link is null)
            {
                return file;
            }

            path = link;
        }

        return null;
    }

    public async Task WriteAsync(IReadOnlyList<HostFile> files, CancellationToken cancellationToken)
    {
        // The data folder by itself: it can be a volume in a container that is otherwise read-only.
        foreach (IGrouping<string, HostFile> group in files.GroupBy(file => file.Path.StartsWith(Data + "/", StringComparison.Ordinal) ? Data : "/"))
        {
            using MemoryStream archive = TarFiles.Pack(group.Key, group);
            try
            {
                await DockerErrors.GuardAsync(Name, () =>
                    client.Containers.ExtractArchiveToContainerAsync(_id, new CopyToContainerParameters { Path = group.Key }, archive, cancellationToken));
            }
            catch (SqlTlsException exception) when (exception.Code == InstanceCodes.NoDocker)
            {
                // An engine that refuses hangs up before it has read the archive, and its answer is lost.
                await ExplainRefusedArchiveAsync(exception, cancellationToken);
                throw;
            }
        }

        _deleteAfterStart.ExceptWith(files.Select(file => file.Path));
    }

    public async Task DeleteAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        if ((await InspectContainerAsync(cancellationToken)).State!.Running)
        {
            await RunAsRootAsync(["rm", "-f", "--", .. paths], cancellationToken);
            return;
        }

        // The API cannot delete; what stays is empty until the container runs again.
        foreach (string path in paths)
        {
            if (await ReadAsync(path, 1, cancellationToken) is { } file)
            {
                await WriteAsync([file with { Content = default }], cancellationToken);
                _deleteAfterStart.Add(path);
            }
        }
    }

    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        ContainerInspectResponse now = await InspectContainerAsync(cancellationToken);
        _publishedBefore = now.State!.Running && ContainerAddresses.Of(now, client.Options.Endpoint).Servers is [var first, ..] ? first : null;
        await DockerErrors.GuardAsync(Name, () => now.State!.Running
            ? client.Containers.RestartContainerAsync(_id, new ContainerRestartParameters { WaitBeforeKillSeconds = StopSeconds }, cancellationToken)
            : client.Containers.StartContainerAsync(_id, new ContainerStartParameters(), cancellationToken));
        await FinishAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => DockerErrors.GuardAsync(Name, () =>
        client.Containers.StopContainerAsync(_id, new ContainerStopParameters { WaitBeforeKillSeconds = StopSeconds }, cancellationToken));

    public async Task<string> LastWordsAsync(CancellationToken cancellationToken) => await DockerErrors.GuardAsync(Name, async () =>
    {
        var wanted = new ContainerLogsParameters { ShowStdout = true, ShowStderr = true, Tail = LastLines };
        using MultiplexedStream stream = await client.Containers.GetContainerLogsAsync(_id, wanted, cancellationToken);
        (string? stdout, string? stderr) = await stream.ReadOutputToEndAsync(cancellationToken);
        return stdout + stderr;
    });

    public async Task<string?> FindAnchorsAsync(CancellationToken cancellationToken)
    {
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
        if ((await InspectContainerAsync(cancellationToken)).State!.Running)
        {
            await RunAsRootAsync(["/bin/sh", "-c", SystemTrust.Refresh], cancellationToken);
        }
        else
        {
            _refreshAfterStart = true;
        }
    }

    public async Task<IAsyncDisposable> LockAsync(Action<string> waiting, CancellationToken cancellationToken) =>
        await DockerLock.TakeAsync(client, _id[..12], Name, waiting, cancellationToken);

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<ContainerInspectResponse> InspectContainerAsync(CancellationToken cancellationToken) =>
        DockerErrors.GuardAsync(Name, () => client.Containers.InspectContainerAsync(_id, cancellationToken));

    // What only a container that runs lets one do.
    private async Task FinishAsync(CancellationToken cancellationToken)
    {
        if ((_deleteAfterStart.Count == 0 && !_refreshAfterStart) || !(await InspectContainerAsync(cancellationToken)).State!.Running)
        {
            return;
        }

        if (_deleteAfterStart.Count > 0)
        {
            await RunAsRootAsync(["rm", "-f", "--", .. _deleteAfterStart], cancellationToken);
            _deleteAfterStart.Clear();
        }

        if (_refreshAfterStart)
        {
            await RefreshTrustAsync(cancellationToken);
            _refreshAfterStart = false;
        }
    }

    private async Task<(HostFile? File, string? Link)> ReadOnceAsync(string path, int limit, CancellationToken cancellationToken)
    {
        try
        {
            ContainerArchiveResponse archive = await client.Containers.GetArchiveFromContainerAsync(_id, new ContainerPathStatParameters { Path = path }, false, cancellationToken);
            await using (archive.Stream!)
            {
                return await TarFiles.UnpackAsync(path, archive.Stream!, limit, cancellationToken);
            }
        }
        catch (DockerApiException exception) when (exception.StatusCode == System.Net.HttpStatusCode.NotFound && !exception.Message.Contains("No such container:", StringComparison.Ordinal))
        {
            return (null, null);
        }
        catch (DockerContainerNotFoundException exception) when (exception.Message.Contains("path", StringComparison.Ordinal))
        {
            return (null, null);
        }
    }

    private async Task ExplainRefusedArchiveAsync(SqlTlsException exception, CancellationToken cancellationToken)
    {
        if ((await InspectContainerAsync(cancellationToken)).HostConfig?.ReadonlyRootfs == true)
        {
            throw new SqlTlsException(
                Failure.Surroundings,
                InstanceCodes.ReadOnly,
                $"The file system of {Name} is read-only.",
                "Give the container a volume that can be written at /var/opt/mssql.",
                exception);
        }
    }

    private Task RunAsRootAsync(string[] command, CancellationToken cancellationToken) => DockerExec.MustRunAsync(client, _id, Name, command, cancellationToken);

    private async Task<(int Owner, int Group)> FindUserAsync(ContainerInspectResponse now, CancellationToken cancellationToken)
    {
        (int? owner, int? group, string name) = ContainerAddresses.User(now.Config!.User);
        if (owner is { } number)
        {
            return (number, group ?? 0);
        }

        string users = await ReadAsync("/etc/passwd", SmallFile, cancellationToken) is { } file ? Encoding.UTF8.GetString(file.Content.Span) : "";
        string[]? user = users.Split('\n').Select(line => line.Split(':')).FirstOrDefault(parts => parts.Length > 3 && parts[0] == name);
        return user is null ? (10001, 0) : (int.Parse(user[2], CultureInfo.InvariantCulture), group ?? int.Parse(user[3], CultureInfo.InvariantCulture));
    }
}
