using System.Globalization;
using Docker.DotNet.Models;
using SqlTls.Settings;

namespace SqlTls.Instances.Linux.Containers;

/// <summary>How a container is reached, and under which names.</summary>
/// <param name="Published">From its engine's machine; null where no port is published.</param>
/// <param name="InNetwork">From other containers of its network; null where it has none.</param>
/// <param name="Servers">From here, best first: what stays the same at the next start before what may not.</param>
internal sealed record ContainerAddresses(string? Published, string? InNetwork, IReadOnlyList<string> Servers)
{
    private const string DefaultPort = "1433";
    private const string NetworkOfTheMachine = "host";

    public static ContainerAddresses Of(ContainerInspectResponse container, MssqlConf conf, Uri engine)
    {
        string port = Port(container, conf);
        string[] published = container.HostConfig?.NetworkMode == NetworkOfTheMachine
            ? [$"{MachineOf(engine)},{port}"]
            :
            [
                .. (container.NetworkSettings?.Ports?.TryGetValue($"{port}/tcp", out IList<PortBinding>? bindings) == true ? bindings ?? [] : [])
                    .OrderBy(binding => binding.HostIP?.Contains(':', StringComparison.Ordinal) == true)
                    .Select(binding => $"{HostOf(binding, engine)},{binding.HostPort}"),
            ];
        string[] numbers = [.. Networks(container).Select(network => network.IPAddress).Where(address => !string.IsNullOrEmpty(address)).Select(address => $"{address},{port}")];
        string[] named = [.. NamesInNetworks(container).Select(name => $"{name},{port}")];

        // In a container a published port leads nowhere, and its neighbours are reached by name; it may also be one of another engine.
        IEnumerable<string> servers = published.Concat(ThisMachine.IsContainer ? named.Take(1) : []).Concat(numbers);
        return new ContainerAddresses(published.FirstOrDefault(), named.Concat(numbers).FirstOrDefault(), [.. servers.Distinct()]);
    }

    /// <summary>Names of this machine and of the container, those that are the same tomorrow first.</summary>
    public static IReadOnlyList<string> Names(ContainerInspectResponse container, Uri engine)
    {
        IEnumerable<string> names = ThisMachine.Names.Prepend("localhost").Append(container.Name!.TrimStart('/')).Append(container.Config!.Hostname);
        names = names.Concat(Networks(container).SelectMany(network => network.Aliases ?? []));
        names = engine.Scheme is "tcp" or "https" or "http" ? names.Append(engine.Host) : names;
        names = names.Append("127.0.0.1").Append("::1").Concat(PublishedAt(container)).Concat(Networks(container).SelectMany(network => new[] { network.IPAddress, network.GlobalIPv6Address }));
        return [.. names.Where(name => !string.IsNullOrEmpty(name)).Select(name => name.ToLowerInvariant()).Distinct()];
    }

    /// <summary>Containers of the engine's own networks do not find each other by name.</summary>
    public static bool HasNames(string network) => network is not ("bridge" or NetworkOfTheMachine or "none");

    /// <summary>The port that the server itself listens on: a variable goes before the settings file.</summary>
    public static string Port(ContainerInspectResponse container, MssqlConf conf) =>
        Variable(container, "MSSQL_TCP_PORT") ?? (conf.Get("network", "tcpport") is { Length: > 0 } port ? port : DefaultPort);

    /// <summary>A variable of the container's environment; null where it is not set, or empty.</summary>
    public static string? Variable(ContainerInspectResponse container, string name) => container.Config!.Env?
        .Where(variable => variable.StartsWith(name + "=", StringComparison.Ordinal))
        .Select(variable => variable[(name.Length + 1)..])
        .FirstOrDefault(value => value.Length > 0);

    /// <summary>The server's version where the image says it.</summary>
    public static System.Version? Version(IDictionary<string, string>? labels) =>
        labels?.TryGetValue("com.microsoft.version", out string? label) == true && System.Version.TryParse(label, out System.Version? version) ? version : null;

    /// <summary>The user that the image runs as, by number; null where it is a name.</summary>
    public static (int? Owner, int? Group, string Name) User(string? user)
    {
        string[] parts = (user ?? "").Split(':');
        int? group = parts.Length > 1 && int.TryParse(parts[1], CultureInfo.InvariantCulture, out int gid) ? gid : null;
        return parts[0].Length == 0 ? (0, group ?? 0, "root")
            : int.TryParse(parts[0], CultureInfo.InvariantCulture, out int uid) ? (uid, group ?? 0, parts[0])
            : (null, group, parts[0]);
    }

    // What people called it, before the name that may have been made up.
    private static IEnumerable<string> NamesInNetworks(ContainerInspectResponse container)
    {
        EndpointSettings[] withNames =
        [
            .. (container.NetworkSettings?.Networks ?? new Dictionary<string, EndpointSettings>())
                .Where(network => HasNames(network.Key) && !string.IsNullOrEmpty(network.Value.IPAddress))
                .Select(network => network.Value),
        ];
        IEnumerable<string> aliases = withNames.SelectMany(network => network.Aliases ?? []).Where(alias => !container.ID.StartsWith(alias, StringComparison.Ordinal));
        return withNames.Length == 0 ? [] : aliases.Append(container.Name!.TrimStart('/'));
    }

    private static IEnumerable<EndpointSettings> Networks(ContainerInspectResponse container) => container.NetworkSettings?.Networks?.Values ?? [];

    // A port that is published at one address is reached by that one alone; a container that never ran knows it as well.
    private static IEnumerable<string> PublishedAt(ContainerInspectResponse container) =>
        (container.HostConfig?.PortBindings?.Values ?? []).SelectMany(bindings => bindings ?? []).Where(IsOfOneAddress).Select(binding => binding.HostIP!);

    private static bool IsOfOneAddress(PortBinding binding) => binding.HostIP is not (null or "" or "0.0.0.0" or "::");

    private static string HostOf(PortBinding binding, Uri engine) => IsOfOneAddress(binding) ? binding.HostIP! : MachineOf(engine);

    private static string MachineOf(Uri engine) => engine.Scheme is "tcp" or "https" or "http" ? engine.Host : "127.0.0.1";
}
