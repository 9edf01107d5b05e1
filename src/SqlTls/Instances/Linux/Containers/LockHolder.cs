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
        var labels = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [TokenLabel] = Guid.NewGuid().ToString("N"),
            [HolderLabel] = $"sqltls, process {Environment.ProcessId} on {Environment.MachineName}",
            [MachineLabel] = Machine(),
            [ProcessLabel] = $"{Environment.ProcessId}/{ProcessStart.Of(Environment.ProcessId)}",
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
    private static bool Lives(string process) =>
        process.Split('/') is [var number, var start] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int id) && ProcessStart.Of(id) == start;

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
