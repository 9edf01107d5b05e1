using System.Diagnostics;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace SqlTls.Instances.Linux.Containers;

/// <summary>
/// A lock that every client of the engine sees: an empty volume, whose labels say who made it. Making one with a name that is taken gives the
/// other one's labels back, in one step, whether the container runs or not.
/// </summary>
internal sealed class DockerLock(DockerClient client, string name, string token, string container) : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    // Longer than any run takes: what a machine that went away left behind. By our own clock, since another machine's may be wrong.
    private static readonly TimeSpan Abandoned = TimeSpan.FromMinutes(30);

    public static async Task<DockerLock> TakeAsync(DockerClient client, string key, string container, Action<string> waiting, CancellationToken cancellationToken)
    {
        string name = $"sqltls-lock-{key}";
        Dictionary<string, string> labels = await DockerErrors.GuardAsync(container, () => LockHolder.LabelsAsync(client, cancellationToken));
        string mine = new LockHolder(labels).Token;
        string? seen = null;
        var since = Stopwatch.StartNew();
        while (true)
        {
            VolumeResponse volume = await DockerErrors.GuardAsync(container, () =>
                client.Volumes.CreateAsync(new VolumesCreateParameters { Name = name, Labels = labels }, cancellationToken));
            LockHolder holder = HolderOf(volume);
            if (holder.Token == mine)
            {
                return new DockerLock(client, name, mine, container);
            }

            if (await IsLeftAsync(client, holder, holder.Token == seen ? since.Elapsed : TimeSpan.Zero, cancellationToken))
            {
                await BreakAsync(client, name, holder, cancellationToken);
                continue;
            }

            if (holder.Token != seen)
            {
                waiting($"waiting for {holder.Name ?? $"whoever made the volume {name}"}, who holds {container}");
                seen = holder.Token;
                since.Restart();
            }

            await Task.Delay(Interval, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            // One that was held for so long that another run has broken it is that run's by now.
            await DockerErrors.GuardAsync(container, () => RemoveAsync(client, name, token, CancellationToken.None));
        }
        catch (SqlTlsException)
        {
            // What ended the run is the better answer; the next run sees that this process is gone.
        }
    }

    private static LockHolder HolderOf(VolumeResponse volume) => new(volume.Labels ?? new Dictionary<string, string>());

    private static Task<bool> IsLeftAsync(DockerClient client, LockHolder holder, TimeSpan waited, CancellationToken cancellationToken) =>
        DockerErrors.GuardAsync("the lock's holder", async () => await holder.RunsAsync(client, cancellationToken) is { } runs ? !runs : waited > Abandoned);

    private static async Task RemoveAsync(DockerClient client, string name, string token, CancellationToken cancellationToken)
    {
        if (HolderOf(await client.Volumes.InspectAsync(name, cancellationToken)).Token == token)
        {
            await client.Volumes.RemoveAsync(name, false, cancellationToken);
        }
    }

    // A file keeps two runs of one machine from both breaking in, the second into the lock of the first.
    private static async Task BreakAsync(DockerClient client, string name, LockHolder holder, CancellationToken cancellationToken)
    {
        try
        {
            string path = Path.Combine(Path.GetTempPath(), $"{name}.break");
            await using var alone = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            await RemoveAsync(client, name, holder.Token, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DockerApiException)
        {
            // Somebody else is at it, or was faster.
            await Task.Delay(Interval, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw DockerErrors.NoEngine(exception);
        }
    }
}
