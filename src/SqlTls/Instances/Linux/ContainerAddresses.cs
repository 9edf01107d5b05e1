using System.Globalization;
using System.Net.NetworkInformation;
using Docker.DotNet.Models;

namespace SqlTls.Instances.Linux;

/// <summary>How a container is reached from here, and under which names.</summary>
internal static class ContainerAddresses
{
    private const string DefaultPort = "1433";

    /// <summary>Addresses, best first: a published port, then the container's own; the other way round for a run that is in a container itself.</summary>
    public static IReadOnlyList<string> Servers(ContainerInspectResponse container, Uri engine, bool inContainer)
    {
        string port = Port(container);
        IEnumerable<string> published = (container.NetworkSettings?.Ports?.TryGetValue($"{port}/tcp", out IList<PortBinding>? bindings) == true ? bindings ?? [] : [])
            .OrderBy(binding => binding.HostIP?.Contains(':', StringComparison.Ordinal) == true)
            .Select(binding => $"{HostOf(binding, engine)},{binding.HostPort}");
        IEnumerable<string> own = Networks(container).Select(network => network.IPAddress).Where(address => !string.IsNullOrEmpty(address)).Select(address => $"{address},{port}");
        return [.. (inContainer ? own.Concat(published) : published.Concat(own)).Distinct()];
    }

    /// <summary>Names of this machine and of the container, those that are the same tomorrow first.</summary>
    public static IReadOnlyList<string> Names(ContainerInspectResponse container, Uri engine)
    {
        string machine = Environment.MachineName;
        string domain = IPGlobalProperties.GetIPGlobalProperties().DomainName;
        IEnumerable<string> names = ["localhost", machine, .. domain.Length > 0 && domain != "(none)" ? [$"{machine}.{domain}"] : Array.Empty<string>()];
        names = names.Append(container.Name!.TrimStart('/')).Append(container.Config!.Hostname);
        names = names.Concat(Networks(container).SelectMany(network => network.Aliases ?? []));
        names = engine.Scheme is "tcp" or "https" or "http" ? names.Append(engine.Host) : names;
        names = names.Append("127.0.0.1").Append("::1").Concat(Networks(container).SelectMany(network => new[] { network.IPAddress, network.GlobalIPv6Address }));
        return [.. names.Where(name => !string.IsNullOrEmpty(name)).Select(name => name.ToLowerInvariant()).Distinct()];
    }

    /// <summary>The port that the server itself listens on.</summary>
    public static string Port(ContainerInspectResponse container) => Variable(container, "MSSQL_TCP_PORT") ?? DefaultPort;

    /// <summary>The server's version where the image says it.</summary>
    public static System.Version? Version(ContainerInspectResponse container) =>
        container.Config!.Labels?.TryGetValue("com.microsoft.version", out string? label) == true && System.Version.TryParse(label, out System.Version? version) ? version : null;

    /// <summary>The user that the image runs as, by number; null where it is a name.</summary>
    public static (int? Owner, int? Group, string Name) User(ContainerInspectResponse container)
    {
        string[] parts = (container.Config!.User ?? "").Split(':');
        int? group = parts.Length > 1 && int.TryParse(parts[1], CultureInfo.InvariantCulture, out int gid) ? gid : null;
        return parts[0].Length == 0 ? (0, group ?? 0, "root")
            : int.TryParse(parts[0], CultureInfo.InvariantCulture, out int uid) ? (uid, group ?? 0, parts[0])
            : (null, group, parts[0]);
    }

    private static IEnumerable<EndpointSettings> Networks(ContainerInspectResponse container) => container.NetworkSettings?.Networks?.Values ?? [];

    private static string? Variable(ContainerInspectResponse container, string name) => container.Config!.Env?
        .Where(variable => variable.StartsWith(name + "=", StringComparison.Ordinal))
        .Select(variable => variable[(name.Length + 1)..])
        .FirstOrDefault(value => value.Length > 0);

    private static string HostOf(PortBinding binding, Uri engine) => binding.HostIP is not (null or "" or "0.0.0.0" or "::") ? binding.HostIP
        : engine.Scheme is "tcp" or "https" or "http" ? engine.Host
        : "127.0.0.1";
}
