using System.Net.Sockets;
using System.Runtime.Versioning;
using System.ServiceProcess;
using System.Text.Json;
using SqlTls.Instances.Windows;
using SqlTls.Settings;

namespace SqlTls.Windows.Rig;

/// <summary>
/// A Windows service that bears SQL Server's name, reads its settings, and writes its error log. Wine holds no private key, so it serves nobody
/// itself: what serves with its settings stands outside, from its start to its end.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed class StandInService : ServiceBase
{
    private const int NetworkLibraryFailed = 17826;
    private TcpClient? _serving;

    public static void Run(string name)
    {
        using var service = new StandInService { ServiceName = name, AutoLog = false };
        Run(service);
    }

    protected override void OnStop()
    {
        if (new LocalRegistry().Read(new RegistryPath(RegistryBits.Bits64, StandInKey.Path), ServiceName)?.Number is { } seconds)
        {
            Thread.Sleep(TimeSpan.FromSeconds(seconds));
        }

        _serving?.Dispose();
    }

    protected override void OnStart(string[] args)
    {
        var registry = new LocalRegistry();
        WindowsMachine machine = LocalMachine.Open();
        InstanceOnMachine instance = InstancesOnMachine.List(machine).Single(each => each.Service == ServiceName);
        string log = new InstanceRegistry(registry, instance.Bits, instance.Id).ErrorLog!;
        _serving = registry.Read(new RegistryPath(RegistryBits.Bits64, StandInKey.Path), StandInKey.Orders + instance.Name)?.Number is { } port ? Serve(port, instance.Settings) : null;
        string? refused = registry.Read(new RegistryPath(RegistryBits.Bits64, StandInKey.Path), instance.Name)?.Data;
        if (!StandInLog.Write(log, instance.Settings.Thumbprint, canLoad: refused is null))
        {
            // As SQL Server does: it is up for the service manager first, and then ends.
            ExitCode = NetworkLibraryFailed;
            _ = Task.Run(EndOnceUp);
        }
    }

    // What serves ends with the connection, and so with this process, however that ends.
    private static TcpClient Serve(int port, TlsSettings settings)
    {
        var order = new TcpClient("127.0.0.1", port);
        using var words = new StreamWriter(order.GetStream(), leaveOpen: true);
        words.WriteLine(JsonSerializer.Serialize(settings));
        words.Flush();
        return order.GetStream().ReadByte() >= 0 ? order : throw new InvalidOperationException("What serves for this service did not start.");
    }

    // Told to stop before its start is done, ServiceBase would end, and say after that that it runs.
    private void EndOnceUp()
    {
        using var self = new ServiceController { ServiceName = ServiceName };
        self.WaitForStatus(ServiceControllerStatus.Running);
        Stop();
    }
}
