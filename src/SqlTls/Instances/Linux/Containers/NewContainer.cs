using System.Globalization;
using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace SqlTls.Instances.Linux.Containers;

/// <summary>What the engine is told about the container that it is to make.</summary>
internal static class NewContainer
{
    private const string UsualNetwork = "default";
    private const string Port = "1433/tcp";

    /// <summary>The container, published where the user said, and in the network that this process is in.</summary>
    public static Task<CreateContainerParameters> DescribeAsync(DockerClient client, ImageRequest wanted, string password, CancellationToken cancellationToken) =>
        DockerErrors.GuardAsync(wanted.ContainerName, async () =>
        {
            (IPAddress address, int? port) = wanted.Where();
            int published = port ?? await FreePort.FindAsync(client, cancellationToken);
            return new CreateContainerParameters
            {
                Name = wanted.ContainerName,
                Image = wanted.Image,
                Env = ["ACCEPT_EULA=Y", $"MSSQL_SA_PASSWORD={password}"],
                Labels = new Dictionary<string, string> { [ImageRequest.Label] = wanted.Image },
                ExposedPorts = new Dictionary<string, EmptyStruct> { [Port] = default },
                HostConfig = new HostConfig
                {
                    PortBindings = new Dictionary<string, IList<PortBinding>>
                    {
                        [Port] = [new PortBinding { HostIP = $"{address}", HostPort = published.ToString(CultureInfo.InvariantCulture) }],
                    },
                    NetworkMode = await OwnNetworkAsync(client, cancellationToken) ?? UsualNetwork,
                },
            };
        });

    // A run that is in a container itself reaches the new one through a network that they share.
    private static async Task<string?> OwnNetworkAsync(DockerClient client, CancellationToken cancellationToken)
    {
        if (!ThisMachine.IsContainer)
        {
            return null;
        }

        try
        {
            ContainerInspectResponse self = await client.Containers.InspectContainerAsync(ThisMachine.ContainerId ?? Environment.MachineName, cancellationToken);
            return self.NetworkSettings?.Networks?.Keys.FirstOrDefault(ContainerAddresses.HasNames);
        }
        catch (DockerContainerNotFoundException)
        {
            // A container of another engine.
            return null;
        }
    }
}
