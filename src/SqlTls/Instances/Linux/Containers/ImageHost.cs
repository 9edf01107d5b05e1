using Docker.DotNet;
using Docker.DotNet.Models;
using SqlTls.Settings;

namespace SqlTls.Instances.Linux.Containers;

/// <summary>
/// A container that <c>up</c> makes of an image: created, given its files, then started, so that it has TLS from its first start. Where an
/// earlier run has made it, it is a container like any other. Before it is there, only what the image says is known.
/// </summary>
internal sealed class ImageHost(DockerClient client, ImageRequest wanted, ImagePassword password) : ILinuxHost
{
    private readonly Stack<IAsyncDisposable> _locks = new();
    private readonly MadeContainer _made = new(client, wanted.ContainerName);
    private DockerHost? _container;
    private string? _id;
    private bool _wasThere;

    public string Kind => "container";

    public string Name => wanted.ContainerName;

    public string? ErrorLogFile => _container?.ErrorLogFile;

    /// <summary>The password of its login; null for a container that is there already and whose password was not handed out here.</summary>
    public string? Password => _wasThere && password.IsMade ? null : password.Value;

    /// <summary>A container by its name, which may not be there yet.</summary>
    /// <exception cref="SqlTlsException">SQLTLS3114: another container has its name.</exception>
    public static async Task<ImageHost> OpenAsync(DockerClient client, ImageRequest wanted, ImagePassword password, CancellationToken cancellationToken)
    {
        var host = new ImageHost(client, wanted, password);
        await host.FindAsync(cancellationToken);
        host._wasThere = host._container is not null;
        return host;
    }

    private async Task FindAsync(CancellationToken cancellationToken)
    {
        ContainerInspectResponse? there = await DockerErrors.GuardAsync(Name, async () =>
        {
            try
            {
                return await client.Containers.InspectContainerAsync(Name, cancellationToken);
            }
            catch (DockerContainerNotFoundException)
            {
                return null;
            }
        });
        if (there is not null && Differs(there) is { } difference)
        {
            throw new SqlTlsException(
                Failure.Input,
                InstanceCodes.NameTaken,
                $"There is a container {Name} already, and {difference}.",
                "Give the new one another --name, or set up the one that is there with --container.");
        }

        (_container, _id) = there is null ? (null, null) : (new DockerHost(client, there), there.ID);
    }

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (_container is not null)
        {
            return;
        }

        if (await DockerImages.FindAsync(client, wanted.Image, cancellationToken) is null)
        {
            await DockerImages.PullAsync(client, wanted.Image, cancellationToken);
        }

        CreateContainerParameters parameters = await NewContainer.DescribeAsync(client, wanted, password.Value, cancellationToken);
        // Before the container: nobody could log in to one whose password was lost.
        password.HandOut();
        string id = await _made.MakeAsync(parameters, cancellationToken);
        ContainerInspectResponse container = await DockerErrors.GuardAsync(Name, () => client.Containers.InspectContainerAsync(id, cancellationToken));
        (_container, _id) = (new DockerHost(client, container), id);
        _locks.Push(await _container.LockAsync(_ => { }, cancellationToken));
    }

    public async Task<HostState> InspectAsync(MssqlConf conf, CancellationToken cancellationToken)
    {
        if (_container is not null)
        {
            return await _container.InspectAsync(conf, cancellationToken);
        }

        ImageInspectResponse? image = await DockerImages.FindAsync(client, wanted.Image, cancellationToken);
        (int? owner, int? group, _) = ContainerAddresses.User(image?.Config?.User);
        return new HostState(false, owner ?? 0, group ?? 0, [], ["localhost", .. ThisMachine.Names, Name, "127.0.0.1", "::1"], ContainerAddresses.Version(image?.Config?.Labels));
    }

    public async Task<HostFile?> ReadAsync(string path, int limit, CancellationToken cancellationToken) =>
        _container is null ? null : await _container.ReadAsync(path, limit, cancellationToken);

    public Task WriteAsync(IReadOnlyList<HostFile> files, CancellationToken cancellationToken) => Made.WriteAsync(files, cancellationToken);

    public Task DeleteAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken) => Made.DeleteAsync(paths, cancellationToken);

    public Task RestartAsync(CancellationToken cancellationToken) => Made.RestartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Made.StopAsync(cancellationToken);

    public async Task<bool> IsRemovableAsync(CancellationToken cancellationToken)
    {
        await FindAsync(cancellationToken);
        return _container is not null;
    }

    public async Task<bool> RemoveAsync(bool onlyNew, CancellationToken cancellationToken)
    {
        if (onlyNew ? !_made.IsBegun : !await IsRemovableAsync(cancellationToken))
        {
            return false;
        }

        // By its id: whoever has the name by now may be somebody else's.
        if ((onlyNew ? await _made.FindAsync(cancellationToken) : _id) is { } id)
        {
            await RemoveAsync(id, cancellationToken);
        }

        password.TakeBack();
        (_container, _id) = (null, null);
        _made.Forget();
        return true;
    }

    public Task<string> LastWordsAsync(CancellationToken cancellationToken) => Made.LastWordsAsync(cancellationToken);

    public Task<string?> FindAnchorsAsync(CancellationToken cancellationToken) => Made.FindAnchorsAsync(cancellationToken);

    public Task RefreshTrustAsync(CancellationToken cancellationToken) => Made.RefreshTrustAsync(cancellationToken);

    public async Task<IAsyncDisposable> LockAsync(Action<string> waiting, CancellationToken cancellationToken)
    {
        // By its name, since it may have no id yet; and by its id, by which others know it.
        _locks.Push(await DockerLock.TakeAsync(client, Name, Name, waiting, cancellationToken));
        try
        {
            await FindAsync(cancellationToken);
            if (_container is not null)
            {
                RefuseIfMadeMeanwhile();
                _locks.Push(await _container.LockAsync(waiting, cancellationToken));
            }
        }
        catch
        {
            await new Release(_locks).DisposeAsync();
            throw;
        }

        return new Release(_locks);
    }

    public async ValueTask DisposeAsync()
    {
        if (_container is not null)
        {
            await _container.DisposeAsync();
        }

        client.Dispose();
    }

    private DockerHost Made => _container ?? throw new InvalidOperationException("The container has not been made.");

    private void RefuseIfMadeMeanwhile()
    {
        if (!_wasThere && password.IsMade)
        {
            throw new SqlTlsException(
                Failure.Surroundings,
                InstanceCodes.NameTaken,
                $"Another run has just made the container {Name}, with a password of its own.",
                "Run the command again: it finds the container, and the password that was handed out.");
        }
    }

    private async Task RemoveAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await DockerErrors.GuardAsync(Name, () => client.Containers.RemoveContainerAsync(id, new ContainerRemoveParameters { Force = true, RemoveVolumes = true }, cancellationToken));
        }
        catch (SqlTlsException exception) when (exception.Code == InstanceCodes.ContainerGone)
        {
            // Gone is what it was to be.
        }
    }

    private string? Differs(ContainerInspectResponse there)
    {
        if (there.Config!.Labels?.TryGetValue(ImageRequest.Label, out string? image) != true)
        {
            return "sqltls did not make it";
        }

        IEnumerable<PortBinding> bindings = there.HostConfig?.PortBindings?.Values.SelectMany(each => each) ?? [];
        return image != wanted.Image ? $"it was made of {image}"
            : wanted.Where() is (var address, int port) && !bindings.Any(binding => binding.HostIP == $"{address}" && binding.HostPort == $"{port}") ? "it is published elsewhere"
            : null;
    }

    private sealed class Release(Stack<IAsyncDisposable> held) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            while (held.TryPop(out IAsyncDisposable? last))
            {
                await last.DisposeAsync();
            }
        }
    }
}
