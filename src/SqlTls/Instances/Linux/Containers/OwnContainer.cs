using Docker.DotNet;
using Docker.DotNet.Models;

namespace SqlTls.Instances.Linux.Containers;

/// <summary>The container that this process runs in, as its engine knows it: where its folders lie for others.</summary>
public sealed class OwnContainer
{
    private readonly IReadOnlyList<(string Source, string Destination)> _mounts;
    private readonly IReadOnlyList<IReadOnlyList<(string Source, string Destination)>> _neighbours;

    private OwnContainer(IReadOnlyList<(string Source, string Destination)> mounts, IReadOnlyList<IReadOnlyList<(string Source, string Destination)>> neighbours) =>
        (_mounts, _neighbours) = (mounts, neighbours);

    /// <summary>Asks the engine.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null where this is no container, or one of another engine.</returns>
    /// <exception cref="SqlTlsException">No engine answers.</exception>
    public static async Task<OwnContainer?> FindAsync(CancellationToken cancellationToken)
    {
        if (!ThisMachine.IsContainer)
        {
            return null;
        }

        using DockerClient client = DockerContainers.Connect();
        // All of them: the engine can take a moment to see that this one runs.
        IList<ContainerListResponse> all = await DockerErrors.GuardAsync("this container", () =>
            client.Containers.ListContainersAsync(new ContainersListParameters { All = true }, cancellationToken));
        if (all.FirstOrDefault(container => Is(container.ID)) is not { } own)
        {
            return null;
        }

        string[] networks = await NetworksAsync(client, all, cancellationToken);
        return new OwnContainer(Mounts(own), [.. all.Where(container => container != own && container.State == "running" && Networks(container).Intersect(networks).Any()).Select(Mounts)]);
    }

    /// <summary>Where a file or folder of this container lies on the engine's machine.</summary>
    /// <param name="path">A full path here.</param>
    /// <returns>Null where it is on no folder of that machine.</returns>
    public string? OnHost(string path) => Translate(path, _mounts);

    /// <summary>Where it lies for a container of the same network that has mounted a folder at a known place.</summary>
    /// <param name="path">A full path here.</param>
    /// <param name="destination">The full path at which that container, and no other, has mounted it.</param>
    /// <returns>Null where no container of this network has it.</returns>
    public string? ForNeighbour(string path, string destination)
    {
        (string Source, string Destination)[] theirs = [.. _neighbours.SelectMany(mounts => mounts).Where(mount => mount.Destination == destination)];
        return theirs is [var mount] && OnHost(path) is { } host ? Translate(host, [(mount.Destination, mount.Source)]) : null;
    }

    internal static string? Translate(string path, IEnumerable<(string Source, string Destination)> mounts) => mounts
        .Where(mount => path == mount.Destination || path.StartsWith(mount.Destination.TrimEnd('/') + "/", StringComparison.Ordinal))
        .OrderByDescending(mount => mount.Destination.Length)
        .Select(mount => mount.Source.TrimEnd('/') + path[mount.Destination.TrimEnd('/').Length..])
        .FirstOrDefault();

    private static (string, string)[] Mounts(ContainerListResponse container) =>
        [.. (container.Mounts ?? []).Where(mount => !string.IsNullOrEmpty(mount.Source)).Select(mount => (mount.Source, mount.Destination))];

    /// <summary>Unless it was given another one, a container's host name is the beginning of its id.</summary>
    internal static bool Is(string id) => ThisMachine.ContainerId is { } own
        ? id == own
        : Environment.MachineName is { Length: >= 12 } name && id.StartsWith(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The networks of the container that this process runs in; none outside of one. An engine's list may not have them yet when it has just started.</summary>
    internal static async Task<string[]> NetworksAsync(DockerClient client, IEnumerable<ContainerListResponse> all, CancellationToken cancellationToken)
    {
        if (all.FirstOrDefault(container => Is(container.ID)) is not { } own)
        {
            return [];
        }

        ContainerInspectResponse whole = await DockerErrors.GuardAsync("this container", () => client.Containers.InspectContainerAsync(own.ID, cancellationToken));
        return [.. (whole.NetworkSettings?.Networks?.Values ?? []).Select(network => network.NetworkID).Where(id => !string.IsNullOrEmpty(id))];
    }

    internal static IEnumerable<string> Networks(ContainerListResponse container) =>
        (container.NetworkSettings?.Networks?.Values ?? []).Select(network => network.NetworkID).Where(id => !string.IsNullOrEmpty(id));
}
