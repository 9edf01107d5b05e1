namespace SqlTls.Instances.Windows;

/// <summary>What is to be known of an instance before it is changed.</summary>
internal static class WindowsWarnings
{
    /// <summary>Why a node of a failover cluster keeps what was installed on it.</summary>
    public static Finding Staying(InstanceOnMachine instance, InstanceRegistry registry) => new(
        WindowsCodes.StaysOnCluster,
        Severity.Warning,
        $"The settings of {instance.Name} are put back, but the role of {registry.ClusterName} may run with its certificate until it is restarted: certificate, key and journal stay on this node.",
        $"Once every node is put back and the role was taken offline and online again, run on each: sqltls down --instance {instance.Name} --force.");

    /// <summary>For an instance without other nodes whose settings are as they should be: nothing.</summary>
    public static IEnumerable<Finding> Of(InstanceOnMachine instance, InstanceRegistry registry)
    {
        if (registry.ClusterName is { } role)
        {
            yield return new Finding(
                WindowsCodes.OtherNodes,
                Severity.Warning,
                $"{instance.Name} is the failover cluster instance {role}: certificate and key are this node's alone, the settings follow the role to the node that takes it over, and the role is not restarted.",
                $"Run the same with the same file on every other node, those first that do not own the role, then take the role of {role} offline and online again, or move it, in Failover Cluster Manager.");
        }

        if (registry.StrayCharacters is { } stray)
        {
            yield return new Finding(
                WindowsCodes.StrayCharacters,
                Severity.Warning,
                $"The thumbprint that is set for {instance.Name} is not 40 hex digits ({stray}): SQL Server finds no certificate by it (17182).",
                $"Set it anew: sqltls up --instance {instance.Name} --thumbprint THUMBPRINT.");
        }
    }
}
