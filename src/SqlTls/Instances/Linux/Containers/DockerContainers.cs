using System.Security.Cryptography;
using Docker.DotNet;
using Docker.DotNet.Models;
using SqlTls.Settings;

namespace SqlTls.Instances.Linux.Containers;

/// <summary>The containers of a Docker engine: the one that <c>DOCKER_HOST</c>, the current context or the default socket leads to.</summary>
public static class DockerContainers
{
    /// <summary>The file in the output folder that hands out the password of <c>sa</c> where none was given.</summary>
    public const string PasswordFileName = "sa-password";

    /// <summary>Finds a container that exists.</summary>
    /// <param name="wanted">An id or the beginning of one, a name, a network alias or a published port; an image, where one container runs of it.</param>
    /// <param name="force">Also take one that removes itself when it stops.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="SqlTlsException">There is no engine, no such container, or more than one.</exception>
    public static async Task<ILinuxHost> FindAsync(string wanted, bool force, CancellationToken cancellationToken)
    {
        DockerClient client = Connect();
        try
        {
            await DockerErrors.MustAnswerAsync(client, cancellationToken);
            string id = (await ChooseAsync(client, wanted, cancellationToken)).ID;
            ContainerInspectResponse container = await DockerErrors.GuardAsync(wanted, () => client.Containers.InspectContainerAsync(id, cancellationToken));
            if (container.HostConfig!.AutoRemove && !force)
            {
                throw new SqlTlsException(
                    Failure.Surroundings,
                    InstanceCodes.RemovesItself,
                    $"The container {container.Name!.TrimStart('/')} was started with --rm: it may be gone when the server fails to start.",
                    "Start it without --rm, or say --force.");
            }

            RefuseMounts(container);
            return new DockerHost(client, container);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Names a container that is made of an image when it is set up, where an earlier run has not made it.</summary>
    /// <param name="wanted">Image, name and port.</param>
    /// <param name="password">The password that <c>sa</c> gets; null for the one in the folder, or a new one.</param>
    /// <param name="folder">Full path of the folder through which a new password is handed out.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The host, and the password of its login where it is known.</returns>
    /// <exception cref="SqlTlsException">There is no engine, or the name belongs to something else.</exception>
    public static async Task<(ILinuxHost Host, string? Password)> OfImageAsync(ImageRequest wanted, string? password, string folder, CancellationToken cancellationToken)
    {
        _ = wanted.Where();
        DockerClient client = Connect();
        try
        {
            await DockerErrors.MustAnswerAsync(client, cancellationToken);
            ImageHost host = await ImageHost.OpenAsync(client, wanted, ImagePassword.For(password, folder), cancellationToken);
            return (host, host.Password);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>The one container that is meant: an exact id or name first, then what else fits.</summary>
    internal static async Task<ContainerListResponse> ChooseAsync(DockerClient client, string wanted, CancellationToken cancellationToken)
    {
        IList<ContainerListResponse> all = await DockerErrors.GuardAsync(wanted, () =>
            client.Containers.ListContainersAsync(new ContainersListParameters { All = true }, cancellationToken));
        return ContainerChoice.ByName(wanted, all) ?? ContainerChoice.Of(wanted, [.. all], await AliasedAsync(client, wanted, all, cancellationToken));
    }

    // Lists of older engines hold no aliases; each container has to be asked. They belong to a network: from inside a container, those of
    // other networks are other people's.
    private static async Task<IReadOnlySet<string>> AliasedAsync(DockerClient client, string wanted, IList<ContainerListResponse> all, CancellationToken cancellationToken)
    {
        string[] own = await OwnContainer.NetworksAsync(client, all, cancellationToken);
        IEnumerable<Task<string?>> asked = all
            .Where(container => own.Length == 0 || OwnContainer.Networks(container).Intersect(own).Any())
            .Where(container => container.NetworkSettings?.Networks?.Keys.Any(ContainerAddresses.HasNames) == true)
            .Select(container => DockerErrors.GuardAsync(wanted, async () => await HasAliasAsync(client, wanted, container.ID, cancellationToken) ? container.ID : null));
        return (await Task.WhenAll(asked)).OfType<string>().ToHashSet(StringComparer.Ordinal);
    }

    private static async Task<bool> HasAliasAsync(DockerClient client, string wanted, string id, CancellationToken cancellationToken)
    {
        try
        {
            ContainerInspectResponse container = await client.Containers.InspectContainerAsync(id, cancellationToken);
            return container.NetworkSettings?.Networks?.Values.Any(network => network.Aliases?.Contains(wanted) == true) == true;
        }
        catch (DockerContainerNotFoundException)
        {
            // Gone since it was listed.
            return false;
        }
    }

    internal static DockerClient Connect()
    {
        try
        {
            DockerClient client = new DockerClientBuilder().Build();
            if (client.Options.Endpoint is not { Scheme: "tcp" or "http" or "https" } endpoint || DockerTls.Folder(Environment.GetEnvironmentVariable) is not { } folder)
            {
                return client;
            }

            client.Dispose();
            return DockerTls.Connect(endpoint, folder);
        }
        catch (Exception exception) when (exception is DockerConfigurationException or IOException or ArgumentException or UriFormatException or InvalidOperationException or NotSupportedException
            or CryptographicException or System.Text.Json.JsonException or UnauthorizedAccessException)
        {
            throw new SqlTlsException(
                Failure.Surroundings,
                InstanceCodes.DockerContext,
                $"DOCKER_HOST or the Docker context cannot be used: {exception.Message}",
                "Check DOCKER_HOST, DOCKER_CONTEXT and docker context ls.",
                exception);
        }
    }

    private static void RefuseMounts(ContainerInspectResponse container)
    {
        string name = container.Name!.TrimStart('/');
        if (InMemory(container) is { } folder)
        {
            throw new SqlTlsException(
                Failure.Surroundings,
                InstanceCodes.InMemory,
                $"{folder} of the container {name} is a tmpfs: the engine puts no file there, and a restart empties it.",
                "Give it a volume there, or nothing.");
        }

        if (container.Mounts?.Any(mount => mount.Destination == ConfSettings.Path) == true)
        {
            throw new SqlTlsException(
                Failure.Surroundings,
                InstanceCodes.MountedSettings,
                $"{ConfSettings.Path} of the container {name} is mounted as a single file, which its engine cannot replace.",
                "Mount the folder /var/opt/mssql instead, or copy the file in with docker cp.");
        }
    }

    private static string? InMemory(ContainerInspectResponse container) =>
        (container.HostConfig!.Tmpfs?.Keys ?? Enumerable.Empty<string>())
            .Concat((container.Mounts ?? []).Where(mount => mount.Type == "tmpfs").Select(mount => mount.Destination!))
            .FirstOrDefault(folder => TlsFiles.Journal.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal));
}
