using Docker.DotNet;
using Docker.DotNet.Models;

namespace SqlTls.Instances.Linux;

/// <summary>Runs scripts in a container that runs, as root.</summary>
/// <param name="Id">The container's id.</param>
/// <param name="Name">Its name.</param>
internal sealed record DockerShell(string Id, string Name)
{
    /// <summary>Finds the container as <see cref="DockerContainers.FindAsync"/> does.</summary>
    public static async Task<DockerShell> FindAsync(string wanted, CancellationToken cancellationToken)
    {
        using DockerClient client = DockerContainers.Connect();
        ContainerListResponse container = DockerContainers.Choose(wanted, await DockerErrors.GuardAsync(wanted, () =>
            client.Containers.ListContainersAsync(new ContainersListParameters { All = true }, cancellationToken)));
        return new DockerShell(container.ID, container.Names[0].TrimStart('/'));
    }

    /// <summary>Runs a script of ours; what comes from outside is in its environment.</summary>
    public async Task<(int ExitCode, string Output)> RunAsync(string script, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        using DockerClient client = DockerContainers.Connect();
        return await DockerErrors.GuardAsync(Name, () => RunAsync(client, script, environment, cancellationToken));
    }

    private async Task<(int ExitCode, string Output)> RunAsync(
        DockerClient client, string script, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var what = new ContainerExecCreateParameters
        {
            User = "0",
            AttachStdout = true,
            AttachStderr = true,
            Cmd = ["/bin/sh", "-c", script],
            Env = [.. environment.Select(variable => $"{variable.Key}={variable.Value}")],
        };
        ContainerExecCreateResponse exec = await client.Exec.CreateContainerExecAsync(Id, what, cancellationToken);
        using MultiplexedStream stream = await client.Exec.StartContainerExecAsync(exec.ID, new ContainerExecStartParameters(), cancellationToken);
        (string? output, string? error) = await stream.ReadOutputToEndAsync(cancellationToken);
        long exitCode = (await client.Exec.InspectContainerExecAsync(exec.ID, cancellationToken)).ExitCode ?? 0;
        return ((int)exitCode, output + error);
    }
}
