namespace SqlTls.Instances.Windows;

/// <summary>What is to be known of an instance before it is changed.</summary>
internal static class WindowsWarnings
{
    /// <summary>For an instance that has no other node and no listener: nothing.</summary>
    public static IEnumerable<Finding> Of(InstanceOnMachine instance, string? clusterName, bool hasAvailabilityGroups, InstalledCertificate? certificate, IReadOnlyList<string> names)
    {
        if (clusterName is not null)
        {
            yield return new Finding(
                WindowsCodes.OtherNodes,
                Severity.Warning,
                $"{instance.Name} is the failover cluster instance {clusterName}: certificate and settings are this node's alone, and the role is not restarted.",
                $"Run the same on every other node, those first that do not own the role, then take the role of {clusterName} offline and online again, or move it, in Failover Cluster Manager.");
        }

        // Names beyond the machine's own are taken for listeners: which ones there are, only the server knows.
        if (hasAvailabilityGroups && certificate?.Description.Names.Except(names, StringComparer.OrdinalIgnoreCase).Any() != true)
        {
            yield return new Finding(
                WindowsCodes.Listeners,
                Severity.Warning,
                $"Availability groups are switched on for {instance.Name}, and its certificate names no listener.",
                "Say each listener's full name with --dns-name.");
        }
    }
}
