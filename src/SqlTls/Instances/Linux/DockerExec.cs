using Docker.DotNet;
using Docker.DotNet.Models;

namespace SqlTls.Instances.Linux;

/// <summary>Commands in a container that runs.</summary>
internal static class DockerExec
{
    public static async Task AsRootAsync(DockerClient client, string id, string container, string[] command, CancellationToken cancellationToken)
    {
        long exitCode = -1;
        string output = "";
        await DockerErrors.GuardAsync(container, async () =>
        {
            ContainerExecCreateResponse exec = await client.Exec.CreateContainerExecAsync(
                id, new ContainerExecCreateParameters { User = "0", AttachStdout = true, AttachStderr = true, Cmd = command }, cancellationToken);
            using MultiplexedStream stream = await client.Exec.StartContainerExecAsync(exec.ID, new ContainerExecStartParameters(), cancellationToken);
            (string? stdout, string? stderr) = await stream.ReadOutputToEndAsync(cancellationToken);
            output = stderr + stdout;
            exitCode = (await client.Exec.InspectContainerExecAsync(exec.ID, cancellationToken)).ExitCode ?? 0;
        });
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
