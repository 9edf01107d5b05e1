using System.Net.NetworkInformation;

namespace SqlTls.Instances.Linux;

/// <summary>What this machine is called.</summary>
internal static class MachineNames
{
    /// <summary>Its name, and its FQDN where it has a domain.</summary>
    public static IEnumerable<string> All
    {
        get
        {
            string domain = IPGlobalProperties.GetIPGlobalProperties().DomainName;
            return domain.Length > 0 && domain != "(none)" ? [Environment.MachineName, $"{Environment.MachineName}.{domain}"] : [Environment.MachineName];
        }
    }
}
