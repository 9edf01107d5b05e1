namespace SqlTls.Instances.Windows;

/// <summary>
/// The listeners of availability groups, as the failover cluster that this machine is a node of knows them. Its database is a part of the registry
/// that every node holds; it is read here, and never written.
/// </summary>
internal static class ClusterListeners
{
    private const string Group = "SQL Server Availability Group";
    private static readonly string[] Names = ["Network Name", "Distributed Network Name"];
    private static readonly RegistryPath Groups = new(RegistryBits.Bits64, @"Cluster\Groups");
    private static readonly RegistryPath Resources = new(RegistryBits.Bits64, @"Cluster\Resources");

    /// <summary>Their DNS names, without a domain; empty where this machine is no node of a cluster.</summary>
    public static IReadOnlyList<string> Of(IRegistry registry) =>
    [
        .. registry.Keys(Groups)
            .Select(group => Texts(registry, Groups.Below(group), "Contains").Select(Resources.Below).ToArray())
            .Where(resources => resources.Any(resource => Text(registry, resource, "Type") == Group))
            .SelectMany(resources => resources.Where(resource => Names.Contains(Text(registry, resource, "Type"))))
            .Select(resource => Text(registry, resource.Below("Parameters"), "DnsName") ?? Text(registry, resource.Below("Parameters"), "Name"))
            .OfType<string>(),
    ];

    private static string? Text(IRegistry registry, RegistryPath key, string name) => registry.Read(key, name)?.Data is { Length: > 0 } text ? text : null;

    private static string[] Texts(IRegistry registry, RegistryPath key, string name) =>
        registry.Read(key, name)?.Data.Split('\0', StringSplitOptions.RemoveEmptyEntries) ?? [];
}
