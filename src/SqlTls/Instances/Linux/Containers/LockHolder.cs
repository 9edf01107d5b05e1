using System.Diagnostics;
using System.Globalization;
using Docker.DotNet;

namespace SqlTls.Instances.Linux.Containers;

/// <summary>Who holds a lock, as the labels of its volume say.</summary>
/// <param name="labels">The labels.</param>
internal sealed class LockHolder(IDictionary<string, string> labels)
{
    private const string TokenLabel = "sqltls.token";
    private const string HolderLabel = "sqltls.holder";
    private const string MachineLabel = "sqltls.machine";
    private const string ProcessLabel = "sqltls.process";
    private const string ContainerLabel = "sqltls.container";

    /// <summary>No two runs have the same; empty for a volume that somebody else made.</summary>
    public string Token => Label(TokenLabel) ?? "";

    /// <summary>In words; null for a volume that somebody else made.</summary>
    public string? Name => Label(HolderLabel);

    /// <summary>The labels of this run.</summary>
    /// <param name="client">The engine that the lock is taken at.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<Dictionary<string, string>> LabelsAsync(DockerClient client, CancellationToken cancellationToken)
    {
        using var self = Process.GetCurrentProcess();
        var labels = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [TokenLabel] = Guid.NewGuid().ToString("N"),
            [HolderLabel] = $"sqltls, process {Environment.ProcessId} on {Environment.MachineName}",
            [MachineLabel] = Machine(),
            [ProcessLabel] = $"{Environment.ProcessId}/{Started(self)}",
        };
        // Another engine's container would count as gone at this one.
        if (ThisMachine.ContainerId is { } container && await RunsAsync(client, container, cancellationToken))
        {
            labels[ContainerLabel] = container;
        }

        return labels;
    }

    /// <summary>Whether it still runs; null where that cannot be seen from here.</summary>
    public async Task<bool?> RunsAsync(DockerClient client, CancellationToken cancellationToken) =>
        Label(MachineLabel) == Machine() && Label(ProcessLabel) is { } process ? Lives(process)
        : Label(ContainerLabel) is { } container ? await RunsAsync(client, container, cancellationToken)
        : null;

    // A process in a container ends with it, and only the engine sees that.
    private static async Task<bool> RunsAsync(DockerClient client, string container, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.Containers.InspectContainerAsync(container, cancellationToken)).State?.Running == true;
        }
        catch (DockerContainerNotFoundException)
        {
            return false;
        }
    }

    // A number alone would be taken for alive as soon as another process has it.
    private static bool Lives(string process)
    {
        string[] parts = process.Split('/');
        try
        {
            using var other = Process.GetProcessById(int.Parse(parts[0], CultureInfo.InvariantCulture));
            return !other.HasExited && Started(other) == parts[1];
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static string Started(Process process) => new DateTimeOffset(process.StartTime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    // Where processes see each other: one boot of one machine, and there one space of process numbers.
    private static string Machine()
    {
        const string BootId = "/proc/sys/kernel/random/boot_id";
        return File.Exists(BootId)
            ? $"{Environment.MachineName}/{File.ReadAllText(BootId).Trim()}/{new FileInfo("/proc/self/ns/pid").LinkTarget}"
            : Environment.MachineName;
    }

    private string? Label(string name) => labels.TryGetValue(name, out string? value) ? value : null;
}
