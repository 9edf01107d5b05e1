using System.Net;
using System.Net.Sockets;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace SqlTls.Instances.Linux.Containers;

/// <summary>The port that a new container is published at where none was asked for: one that stays the same at every start.</summary>
internal static class FreePort
{
    private const int Usual = 1433;

    /// <summary>1433, or another one where that is taken; 0, which the engine fills anew at each start, where the engine's machine is not this one.</summary>
    public static async Task<int> FindAsync(DockerClient client, CancellationToken cancellationToken)
    {
        IList<ContainerListResponse> running = await client.Containers.ListContainersAsync(new ContainersListParameters(), cancellationToken);
        bool published = running.Any(container => container.Ports?.Any(port => port.PublicPort == Usual) == true);
        if (client.Options.Endpoint.Scheme is not ("unix" or "npipe"))
        {
            return published ? 0 : Usual;
        }

        return !published && Listen(Usual) is { } usual ? usual : Listen(0) ?? 0;
    }

    private static int? Listen(int port)
    {
        try
        {
            using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return ((IPEndPoint)listener.LocalEndPoint!).Port;
        }
        catch (SocketException)
        {
            // Taken; that is the answer.
            return null;
        }
    }
}
