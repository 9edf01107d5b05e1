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
            // A container of its own has a name for this run alone, and none that a client would use.
            if (File.Exists("/.dockerenv"))
            {
                return [];
            }

            string domain = IPGlobalProperties.GetIPGlobalProperties().DomainName;
            return domain.Length > 0 && domain != "(none)" ? [Environment.MachineName, $"{Environment.MachineName}.{domain}"] : [Environment.MachineName];
        }
    }
}
