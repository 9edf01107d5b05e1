using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace SqlTls.Instances.Linux;

/// <summary>The machine that this process runs on.</summary>
internal static partial class ThisMachine
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly Lazy<IReadOnlyList<string>> Known = new(() => NamesOf(Dns.GetHostName(), CanonicalName));

    /// <summary>It is a container: Docker leaves one mark in each, Podman another.</summary>
    public static bool IsContainer { get; } = File.Exists("/.dockerenv") || File.Exists("/run/.containerenv");

    /// <summary>The id of the container that this is; null for a machine, and where nothing tells it.</summary>
    public static string? ContainerId { get; } = IsContainer ? FindContainerId() : null;

    /// <summary>Its name, and its FQDN where it has one. None for a container, whose name is for this run alone and none that a client would use.</summary>
    public static IReadOnlyList<string> Names => IsContainer ? [] : Known.Value;

    /// <summary>A machine's name and FQDN. The domain that the system itself knows is NIS's, which hardly any machine has.</summary>
    /// <param name="hostName">As the machine was given it: with its domain, or without.</param>
    /// <param name="canonical">What the resolver calls that name; null where it does not know it.</param>
    public static IReadOnlyList<string> NamesOf(string hostName, Func<string, string?> canonical)
    {
        string first = hostName.Split('.')[0];
        string? full = hostName.Contains('.', StringComparison.Ordinal) ? hostName : canonical(hostName);
        return full?.StartsWith($"{first}.", StringComparison.OrdinalIgnoreCase) == true ? [first, full] : [first];
    }

    private static string? CanonicalName(string name)
    {
        try
        {
            // A resolver that does not answer must not hold up a run.
            using var limit = new CancellationTokenSource(Patience);
            return Task.Run(() => Dns.GetHostEntryAsync(name, limit.Token)).WaitAsync(Patience).GetAwaiter().GetResult().HostName;
        }
        catch (Exception exception) when (exception is SocketException or TimeoutException or OperationCanceledException)
        {
            return null;
        }
    }

    private static string? FindContainerId()
    {
        const string Mounts = "/proc/self/mountinfo";
        return File.Exists(Mounts) ? ContainerIdIn(File.ReadAllText(Mounts)) : null;
    }

    /// <summary>The id of the container whose mounts these are; null where they are none's.</summary>
    /// <remarks>
    /// The engine mounts some files into each container from a folder of that id; the host name may be one of the user's own, or the machine's.
    /// While an engine copies files into a container, its own machine has that container's mounts too, below the container's root.
    /// </remarks>
    /// <param name="mounts">As in <c>/proc/self/mountinfo</c>, proc(5).</param>
    public static string? ContainerIdIn(string mounts) => MountOfEngine().Match(mounts) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex("/containers/([0-9a-f]{64})/host(?:name|s) /etc/host(?:name|s) ")]
    private static partial Regex MountOfEngine();
}
