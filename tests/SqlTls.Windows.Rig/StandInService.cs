using System.Runtime.Versioning;
using System.ServiceProcess;
using SqlTls.Instances.Windows;

namespace SqlTls.Windows.Rig;

/// <summary>A Windows service that bears SQL Server's name, reads its settings, and writes its error log. It serves nobody.</summary>
[SupportedOSPlatform("windows")]
internal sealed class StandInService : ServiceBase
{
    /// <summary>A key of the tests' own: by an instance's name a thumbprint that it cannot load, by its service's name the seconds that it takes to stop.</summary>
    public const string OwnKey = @"SOFTWARE\SqlTlsRig";
    private const int NetworkLibraryFailed = 17826;

    public static void Run(string name)
    {
        using var service = new StandInService { ServiceName = name, AutoLog = false };
        Run(service);
    }

    protected override void OnStop()
    {
        if (new LocalRegistry().Read(new RegistryPath(RegistryBits.Bits64, OwnKey), ServiceName)?.Number is { } seconds)
        {
            Thread.Sleep(TimeSpan.FromSeconds(seconds));
        }
    }

    protected override void OnStart(string[] args)
    {
        var registry = new LocalRegistry();
        WindowsMachine machine = LocalMachine.Open();
        InstanceOnMachine instance = InstancesOnMachine.List(machine).Single(each => each.Service == ServiceName);
        string log = new InstanceRegistry(registry, instance.Bits, instance.Id).ErrorLog!;
        string? refused = registry.Read(new RegistryPath(RegistryBits.Bits64, OwnKey), instance.Name)?.Data;
        if (!StandInLog.Write(log, instance.Settings.Thumbprint, canLoad: refused is null))
        {
            // As SQL Server does: it is up for the service manager first, and then ends.
            ExitCode = NetworkLibraryFailed;
            _ = Task.Run(EndOnceUp);
        }
    }

    // Told to stop before its start is done, ServiceBase would end, and say after that that it runs.
    private void EndOnceUp()
    {
        using var self = new ServiceController { ServiceName = ServiceName };
        self.WaitForStatus(ServiceControllerStatus.Running);
        Stop();
    }
}
