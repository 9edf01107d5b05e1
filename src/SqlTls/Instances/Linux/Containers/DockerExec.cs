using Docker.DotNet;
using Docker.DotNet.Models;

namespace SqlTls.Instances.Linux.Containers;

/// <summary>Commands in a container that runs, as its root.</summary>
internal static class DockerExec
{
    private const int Unknown = -1;

    /// <summary>Runs a command to its end.</summary>
    /// <returns>Its exit code, and what it wrote to either output.</returns>
    public static Task<(int ExitCode, string Output)> RunAsync(
        DockerClient client, string id, string container, IList<string> command, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var what = new ContainerExecCreateParameters
        {
            User = "0",
            AttachStdout = true,
            AttachStderr = true,
            Cmd = command,
            Env = [.. environment.Select(variable => $"{variable.Key}={variable.Value}")],
        };
        return DockerErrors.GuardAsync(container, async () =>
        {
            ContainerExecCreateResponse exec = await client.Exec.CreateContainerExecAsync(id, what, cancellationToken);
            using MultiplexedStream stream = await client.Exec.StartContainerExecAsync(exec.ID, new ContainerExecStartParameters(), cancellationToken);
            (string? output, string? error) = await stream.ReadOutputToEndAsync(cancellationToken);
            long exitCode = (await client.Exec.InspectContainerExecAsync(exec.ID, cancellationToken)).ExitCode ?? Unknown;
            return ((int)exitCode, output + error);
        });
    }

    /// <summary>Runs a command that has to succeed.</summary>
    /// <exception cref="SqlTlsException">SQLTLS3108: it ended with another code than 0.</exception>
    public static async Task MustRunAsync(DockerClient client, string id, string container, IList<string> command, CancellationToken cancellationToken)
    {
        (int exitCode, string output) = await RunAsync(client, id, container, command, new Dictionary<string, string>(), cancellationToken);
        if (exitCode != 0)
        {
            throw new SqlTlsException(
                Failure.Surroundings,
                InstanceCodes.DockerRefused,
                $"'{command[0]}' ended with {exitCode} in {container}: {output.ReplaceLineEndings(" ").Trim()}",
                "Check that the container's file system can be written.");
        }
    }
}
