using System.Net;
using System.Net.NetworkInformation;
using System.Runtime.Versioning;
using System.Security.Principal;

namespace SqlTls.Instances.Windows;

/// <summary>The machine that this process runs on.</summary>
public static class LocalMachine
{
    /// <summary>Opens it. Nothing is read yet.</summary>
    /// <exception cref="SqlTlsException">SQLTLS3201: it is no Windows machine.</exception>
    public static WindowsMachine Open() => OperatingSystem.IsWindows() ? OnWindows() : throw new SqlTlsException(
        Failure.Surroundings,
        WindowsCodes.NotWindows,
        "Instances in a registry and client settings in one are a matter of Windows, and this is another system.",
        "Run this on the Windows machine itself; for SQL Server on Linux there are --container and --service.");

    [SupportedOSPlatform("windows")]
    private static WindowsMachine OnWindows()
    {
        var registry = new LocalRegistry();
        return new WindowsMachine(registry, new LocalServices(), new LocalCertificates(), new LocalKeyPermissions())
        {
            HostName = Dns.GetHostName(),
            Domain = IPGlobalProperties.GetIPGlobalProperties().DomainName,
            IsAdministrator = IsAdministrator(),
            // Not ProgramData: there anybody could make the folder first, and lead what is written elsewhere.
            LockFolder = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "sqltls"),
        };
    }

    [SupportedOSPlatform("windows")]
    private static bool IsAdministrator()
    {
        using var identity = WindowsIdentity.GetCurrent();
        return new WindowsPrincipal(identity).IsInRole(WindowsBuiltInRole.Administrator);
    }
}
