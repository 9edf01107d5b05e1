using System.Runtime.Versioning;
using SqlTls.Endpoint;
using SqlTls.Instances;
using SqlTls.Instances.Windows;
using SqlTls.Windows.Rig.Doubles;

namespace SqlTls.Windows.Tests.OnWindows;

/// <summary>Two real services, one of which needs the other; the port is the embedded endpoint's, the settings are in memory.</summary>
[SupportedOSPlatform("windows")]
public sealed class Dependents : IAsyncLifetime
{
    private const string Needed = "sqltls-test-needed";
    private const string Dependent = "sqltls-test-dependent";
    private const string Id = "MSSQL16.TEST";
    private readonly LocalServices _services = new();
    private readonly MemoryRegistry _registry = new();

    public async Task InitializeAsync()
    {
        if (OperatingSystem.IsWindows())
        {
            await ControlAsync("create", Needed, "binPath=", Program(Needed));
            await ControlAsync("create", Dependent, "depend=", Needed, "binPath=", Program(Dependent));
            // Starts what it needs as well.
            Assert.True(await _services.StartAsync(Dependent, TimeSpan.FromMinutes(1), default));
        }
    }

    public async Task DisposeAsync()
    {
        if (OperatingSystem.IsWindows())
        {
            await _services.StopAsync(Dependent, TimeSpan.FromMinutes(1), default);
            await _services.StopAsync(Needed, TimeSpan.FromMinutes(1), default);
            await ControlAsync("delete", Dependent);
            await ControlAsync("delete", Needed);
        }
    }

    [WindowsFact]
    public void Are_named() => Assert.Equal([Dependent], _services.Find(Needed)!.RunningDependents);

    [WindowsFact]
    public async Task Are_stopped_with_the_service_and_run_again_afterwards()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();
        _registry.Write(Machine.Network(Id).Below(@"Tcp\IPAll"), "TcpPort", RegistryValue.OfText($"{endpoint.Port}"));
        var restart = new ServiceRestart(_services, new InstanceJournal(_registry, Id), Needed, new InstanceRegistry(_registry, RegistryBits.Bits64, Id), TimeSpan.FromMinutes(1));

        StartResult result = await restart.RunAsync(thumbprint: null, default);

        Assert.Equal((true, null), (result.Up, result.Problem));
        Assert.True(_services.Find(Needed)!.Running);
        Assert.True(_services.Find(Dependent)!.Running);
    }

    private static string Program(string name) => $"\"{Path.Combine(AppContext.BaseDirectory, "SqlTls.Windows.Rig.exe")}\" idle {name}";

    private static async Task ControlAsync(params string[] words)
    {
        Tool control = await Tool.RunAsync("sc.exe", words);
        Assert.True(control.ExitCode == 0, control.Everything);
    }
}
