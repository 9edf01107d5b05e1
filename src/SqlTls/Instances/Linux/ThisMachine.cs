using System.Net.NetworkInformation;

namespace SqlTls.Instances.Linux;

/// <summary>The machine that this process runs on.</summary>
internal static class ThisMachine
{
    /// <summary>It is a container: Docker leaves one mark in each, Podman another.</summary>
    public static bool IsContainer { get; } = File.Exists("/.dockerenv") || File.Exists("/run/.containerenv");

    /// <summary>Its name, and its FQDN where it has a domain. None for a container, whose name is for this run alone and none that a client would use.</summary>
    public static IEnumerable<string> Names
    {
        get
        {
            if (IsContainer)
            {
                return [];
            }

            string domain = IPGlobalProperties.GetIPGlobalProperties().DomainName;
            return domain.Length > 0 && domain != "(none)" ? [Environment.MachineName, $"{Environment.MachineName}.{domain}"] : [Environment.MachineName];
        }
    }
}
