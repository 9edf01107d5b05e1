using System.Text;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace SqlTls.Instances.Linux.Containers;

/// <summary>Files of a container, whether it runs or not: as the archives that the engine gives and takes.</summary>
/// <param name="client">The engine.</param>
/// <param name="id">The container's id.</param>
/// <param name="name">Its name.</param>
internal sealed class ContainerFiles(DockerClient client, string id, string name)
{
    private const string Data = "/var/opt/mssql";
    private const int SmallFile = 1 << 20;
    private const int MostAttempts = 5;
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(50);

    /// <inheritdoc cref="ILinuxHost.ReadAsync"/>
    public async Task<HostFile?> ReadAsync(string path, int limit, CancellationToken cancellationToken)
    {
        const int MostLinks = 8;
        for (int links = 0; links < MostLinks; links++)
        {
            (HostFile? file, string? link) = await DockerErrors.GuardAsync(name, () => ReadWholeAsync(path, limit, cancellationToken));
            if (link is null)
            {
                return file;
            }

            path = link;
        }

        return null;
    }

    /// <summary>A small file as text; empty where there is none.</summary>
    public async Task<string> ReadTextAsync(string path, CancellationToken cancellationToken) =>
        await ReadAsync(path, SmallFile, cancellationToken) is { } file ? Encoding.UTF8.GetString(file.Content.Span) : "";

    /// <inheritdoc cref="ILinuxHost.WriteAsync"/>
    public async Task WriteAsync(IEnumerable<HostFile> files, CancellationToken cancellationToken)
    {
        // The data folder by itself: it can be a volume in a container that is otherwise read-only.
        foreach (IGrouping<string, HostFile> group in files.GroupBy(file => file.Path.StartsWith(Data + "/", StringComparison.Ordinal) ? Data : "/"))
        {
            using MemoryStream archive = TarFiles.Pack(group.Key, group);
            try
            {
                await DockerErrors.GuardAsync(name, () =>
                    client.Containers.ExtractArchiveToContainerAsync(id, new CopyToContainerParameters { Path = group.Key }, archive, cancellationToken));
            }
            catch (SqlTlsException exception) when (exception.Code == InstanceCodes.NoDocker)
            {
                // An engine that refuses hangs up before it has read the archive, and its answer is lost.
                await ExplainRefusedArchiveAsync(exception, cancellationToken);
                throw;
            }
        }
    }

    // A file that shrinks while the engine packs it, as a log does that is begun anew, leaves the archive without its end.
    private async Task<(HostFile? File, string? Link)> ReadWholeAsync(string path, int limit, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await ReadOnceAsync(path, limit, cancellationToken);
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException && attempt < MostAttempts)
            {
                await Task.Delay(BetweenAttempts, cancellationToken);
            }
        }
    }

    private async Task<(HostFile? File, string? Link)> ReadOnceAsync(string path, int limit, CancellationToken cancellationToken)
    {
        try
        {
            ContainerArchiveResponse archive = await client.Containers.GetArchiveFromContainerAsync(id, new ContainerPathStatParameters { Path = path }, false, cancellationToken);
            await using (archive.Stream!)
            {
                return await TarFiles.UnpackAsync(path, archive.Stream!, limit, cancellationToken);
            }
        }
        catch (DockerApiException exception) when (exception.StatusCode == System.Net.HttpStatusCode.NotFound && !exception.Message.Contains("No such container:", StringComparison.Ordinal))
        {
            return (null, null);
        }
        catch (DockerContainerNotFoundException exception) when (exception.Message.Contains("path", StringComparison.Ordinal))
        {
            return (null, null);
        }
    }

    private async Task ExplainRefusedArchiveAsync(SqlTlsException exception, CancellationToken cancellationToken)
    {
        ContainerInspectResponse container = await DockerErrors.GuardAsync(name, () => client.Containers.InspectContainerAsync(id, cancellationToken));
        if (container.HostConfig?.ReadonlyRootfs == true)
        {
            throw new SqlTlsException(
                Failure.Surroundings,
                InstanceCodes.ReadOnly,
                $"The file system of {name} is read-only.",
                "Give the container a volume that can be written at /var/opt/mssql.",
                exception);
        }
    }
}
