using System.Runtime.Versioning;
using System.ServiceProcess;

namespace SqlTls.Windows.Rig;

/// <summary>A Windows service that does nothing but run.</summary>
[SupportedOSPlatform("windows")]
internal sealed class IdleService : ServiceBase
{
    public static void Run(string name)
    {
        using var service = new IdleService { ServiceName = name, AutoLog = false };
        Run(service);
    }
}
