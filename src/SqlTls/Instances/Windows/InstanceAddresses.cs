namespace SqlTls.Instances.Windows;

/// <summary>The names that an instance's clients use, and where it is reached.</summary>
internal sealed class InstanceAddresses(WindowsMachine machine, InstanceRegistry registry)
{
    /// <summary>Names that its certificate is for by default, best first.</summary>
    public IReadOnlyList<string> Names => [.. OwnNames.Concat(Listeners).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>The listeners of availability groups; empty where those are switched off, or the cluster knows none.</summary>
    public IReadOnlyList<string> Listeners => registry.HasAvailabilityGroups
        ? [.. ClusterListeners.Of(machine.Registry).Select(machine.FullName).Distinct(StringComparer.OrdinalIgnoreCase)]
        : [];

    /// <summary>Those of the machine, or of the role where the instance is a cluster's.</summary>
    public IReadOnlyList<string> OwnNames
    {
        get
        {
            IEnumerable<string> names = registry.ClusterName is { } role
                ? [machine.FullName(role)]
                : [machine.FullName(machine.HostName), machine.HostName, "localhost", "127.0.0.1", "::1"];
            // One that listens at a single address is reached by it.
            return [.. (registry.Listens()?.Address is { } address ? names.Append(address) : names).Distinct(StringComparer.OrdinalIgnoreCase)];
        }
    }

    /// <summary>Addresses as SqlClient writes them, best first; empty where no port is known.</summary>
    public IReadOnlyList<string> Servers
    {
        get
        {
            if (registry.Listens() is not { } tcp)
            {
                return [];
            }

            // A listener leads to whichever replica is the primary one, so it is no way to this instance.
            IEnumerable<string> hosts = tcp.Address is { } address ? OwnNames.Prepend(address)
                : registry.ClusterName is { } role ? OwnNames.Append(role)
                : OwnNames.Where(name => !name.Contains(':', StringComparison.Ordinal));
            return [.. hosts.Distinct(StringComparer.OrdinalIgnoreCase).Select(host => $"{host},{tcp.Port}")];
        }
    }
}
