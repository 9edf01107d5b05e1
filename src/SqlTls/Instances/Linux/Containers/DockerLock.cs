using System.Diagnostics;
using System.Globalization;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace SqlTls.Instances.Linux.Containers;

/// <summary>
/// A lock that every client of the engine sees: an empty volume, whose labels say who made it. Making one with a name that is taken gives the
/// other one's labels back, in one step, whether the container runs or not.
/// </summary>
internal sealed class DockerLock(DockerClient client, string name, string container) : IAsyncDisposable
{
    private const string Token = "sqltls.token";
    private const string Holder = "sqltls.holder";
    private const string Machine = "sqltls.machine";
    private const string Process = "sqltls.process";
    private const string Container = "sqltls.container";
    private const string Since = "sqltls.since";
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    // Longer than any run takes: what a machine that went away left behind.
    private static readonly TimeSpan Abandoned = TimeSpan.FromMinutes(30);

    public static async Task<DockerLock> TakeAsync(DockerClient client, string key, string container, Action<string> waiting, CancellationToken cancellationToken)
    {
        string name = $"sqltls-lock-{key}";
        Dictionary<string, string> mine = Labels(await OwnContainerAsync(client, container, cancellationToken));
        for (bool said = false; ; said = true)
        {
            VolumeResponse volume = await DockerErrors.GuardAsync(container, () =>
                client.Volumes.CreateAsync(new VolumesCreateParameters { Name = name, Labels = mine }, cancellationToken));
            IDictionary<string, string> theirs = volume.Labels ?? new Dictionary<string, string>();
            if (theirs.TryGetValue(Token, out string? token) && token == mine[Token])
            {
                return new DockerLock(client, name, container);
            }

            if (await IsAbandonedAsync(client, container, theirs, cancellationToken))
            {
                await BreakAsync(client, name, container, cancellationToken);
                continue;
            }

            if (!said)
            {
                waiting($"waiting for {(theirs.TryGetValue(Holder, out string? holder) ? holder : $"whoever made the volume {name}")}, who holds {container}");
            }

            await Task.Delay(Interval, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await DockerErrors.GuardAsync(container, () => client.Volumes.RemoveAsync(name, false, CancellationToken.None));
        }
        catch (SqlTlsException)
        {
            // What ended the run is the better answer; the next run sees that this process is gone.
        }
    }

    // Only processes of one machine can see that one of them has died; a file keeps two of them from both breaking in.
    private static async Task BreakAsync(DockerClient client, string name, string container, CancellationToken cancellationToken)
    {
        try
        {
            string path = Path.Combine(Path.GetTempPath(), $"{name}.break");
            await using var alone = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            VolumeResponse now = await client.Volumes.InspectAsync(name, cancellationToken);
            if (await IsAbandonedAsync(client, container, now.Labels, cancellationToken))
            {
                await client.Volumes.RemoveAsync(name, false, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is IOException or DockerApiException)
        {
            // Somebody else is at it, or was faster.
            await Task.Delay(Interval, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw DockerErrors.NoEngine(exception);
        }
    }

    private static async Task<bool> IsAbandonedAsync(DockerClient client, string container, IDictionary<string, string> labels, CancellationToken cancellationToken)
    {
        if (labels.TryGetValue(Since, out string? since)
            && DateTimeOffset.TryParse(since, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at)
            && DateTimeOffset.UtcNow - at > Abandoned)
        {
            return true;
        }

        // A process in a container ends with it, and only the engine sees that.
        if (labels.TryGetValue(Container, out string? holder))
        {
            return (await RunningAsync(client, container, cancellationToken)).All(running => running.ID != holder);
        }

        return labels.TryGetValue(Machine, out string? machine) && machine == MachineAndBoot()
            && labels.TryGetValue(Process, out string? process) && !Lives(process);
    }

    // A number alone would be taken for alive as soon as another process has it.
    private static bool Lives(string process)
    {
        string[] parts = process.Split('/');
        try
        {
            using var other = System.Diagnostics.Process.GetProcessById(int.Parse(parts[0], CultureInfo.InvariantCulture));
            return !other.HasExited && Started(other) == parts[1];
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static async Task<string?> OwnContainerAsync(DockerClient client, string container, CancellationToken cancellationToken) => ThisMachine.IsContainer
        ? (await RunningAsync(client, container, cancellationToken)).FirstOrDefault(running => OwnContainer.Is(running.ID))?.ID
        : null;

    private static Task<IList<ContainerListResponse>> RunningAsync(DockerClient client, string container, CancellationToken cancellationToken) =>
        DockerErrors.GuardAsync(container, () => client.Containers.ListContainersAsync(new ContainersListParameters(), cancellationToken));

    private static Dictionary<string, string> Labels(string? ownContainer)
    {
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        var labels = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Token] = Guid.NewGuid().ToString("N"),
            [Holder] = $"sqltls, process {Environment.ProcessId} on {Environment.MachineName}",
            [Machine] = MachineAndBoot(),
            [Process] = $"{Environment.ProcessId}/{Started(self)}",
            [Since] = DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture),
        };
        if (ownContainer is not null)
        {
            labels[Container] = ownContainer;
        }

        return labels;
    }

    private static string Started(Process process) => new DateTimeOffset(process.StartTime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static string MachineAndBoot()
    {
        const string BootId = "/proc/sys/kernel/random/boot_id";
        return File.Exists(BootId) ? $"{Environment.MachineName}/{File.ReadAllText(BootId).Trim()}" : Environment.MachineName;
    }
}
