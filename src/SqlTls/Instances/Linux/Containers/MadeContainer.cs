using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace SqlTls.Instances.Linux.Containers;

/// <summary>The container that this run makes: it knows its own from any other that has the name.</summary>
/// <param name="client">The engine.</param>
/// <param name="name">The container's name.</param>
internal sealed class MadeContainer(DockerClient client, string name)
{
    private readonly string _run = Guid.NewGuid().ToString("N");
    private Task<string>? _making;

    /// <summary>The engine has been asked for it.</summary>
    public bool IsBegun => _making is not null;

    /// <summary>Makes it, and gives its id.</summary>
    /// <param name="container">What it is to be; it gets a label of this run.</param>
    /// <param name="cancellationToken">Stops waiting; <see cref="FindAsync"/> finds what the engine has made all the same.</param>
    /// <exception cref="SqlTlsException">SQLTLS3114: somebody was faster.</exception>
    public Task<string> MakeAsync(CreateContainerParameters container, CancellationToken cancellationToken)
    {
        container.Labels![ImageRequest.RunLabel] = _run;
        // Not cancelled itself: an engine goes on with what it was asked for, and its answer says what is to be removed.
        _making = MakeAsync(container);
        return _making.WaitAsync(cancellationToken);
    }

    /// <summary>It is gone, and nothing is to be removed any more.</summary>
    public void Forget() => _making = null;

    /// <summary>Its id; null where the engine has made none.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<string?> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            return _making is null ? null : await _making.WaitAsync(cancellationToken);
        }
        catch (SqlTlsException)
        {
            // The answer may be all that was lost.
            IList<ContainerListResponse> all = await DockerErrors.GuardAsync(name, () =>
                client.Containers.ListContainersAsync(new ContainersListParameters { All = true }, cancellationToken));
            return all.FirstOrDefault(container => container.Labels?.TryGetValue(ImageRequest.RunLabel, out string? run) == true && run == _run)?.ID;
        }
    }

    private async Task<string> MakeAsync(CreateContainerParameters container)
    {
        try
        {
            return (await DockerErrors.GuardAsync(name, () => client.Containers.CreateContainerAsync(container, CancellationToken.None))).ID;
        }
        catch (SqlTlsException exception) when (exception.InnerException is DockerApiException { StatusCode: HttpStatusCode.Conflict })
        {
            throw new SqlTlsException(
                Failure.Surroundings,
                InstanceCodes.NameTaken,
                $"Somebody else has just made a container {name}.",
                "Give the new one another --name, or set up the one that is there with --container.",
                exception);
        }
    }
}
