using Docker.DotNet;
using Docker.DotNet.Models;

namespace SqlTls.Instances.Linux.Containers;

/// <summary>Runs scripts in a container that runs, as root.</summary>
/// <param name="Id">The container's id.</param>
/// <param name="Name">Its name.</param>
internal sealed record DockerShell(string Id, string Name)
{
    /// <summary>Finds the container as <see cref="DockerContainers.FindAsync"/> does.</summary>
    public static async Task<DockerShell> FindAsync(string wanted, CancellationToken cancellationToken)
    {
        using DockerClient client = DockerContainers.Connect();
        ContainerListResponse container = await DockerContainers.ChooseAsync(client, wanted, cancellationToken);
        return new DockerShell(container.ID, container.Names[0].TrimStart('/'));
    }

    /// <summary>Runs a script of ours; what comes from outside is in its environment.</summary>
    public async Task<(int ExitCode, string Output)> RunAsync(string script, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        using DockerClient client = DockerContainers.Connect();
        return await DockerExec.RunAsync(client, Id, Name, ["/bin/sh", "-c", script], environment, cancellationToken);
    }
}
