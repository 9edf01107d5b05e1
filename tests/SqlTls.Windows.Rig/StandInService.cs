using System.Runtime.Versioning;
using System.ServiceProcess;
using SqlTls.Instances.Windows;

namespace SqlTls.Windows.Rig;

/// <summary>A Windows service that bears SQL Server's name, reads its settings, and writes its error log. It serves nobody.</summary>
[SupportedOSPlatform("windows")]
internal sealed class StandInService : ServiceBase
{
    /// <summary>Thumbprint that cannot be loaded, in a key of the tests' own.</summary>
    public const string RefusedKey = @"SOFTWARE\SqlTlsRig";
    private const int NetworkLibraryFailed = 17826;

    public static void Run(string name)
    {
        using var service = new StandInService { ServiceName = name, AutoLog = false };
        Run(service);
    }

    protected override void OnStart(string[] args)
    {
        var registry = new LocalRegistry();
        WindowsMachine machine = LocalMachine.Open();
        InstanceOnMachine instance = InstancesOnMachine.List(machine).Single(each => each.Service == ServiceName);
        string log = new InstanceRegistry(registry, instance.Bits, instance.Id).ErrorLog!;
        string? refused = registry.Read(new RegistryPath(RegistryBits.Bits64, RefusedKey), instance.Name)?.Data;
        if (!StandInLog.Write(log, instance.Settings.Thumbprint, canLoad: refused is null))
        {
            // As SQL Server does: it is up for the service manager first, and then ends.
            ExitCode = NetworkLibraryFailed;
            _ = Task.Run(Stop);
        }
    }
}
