using SqlTls.Endpoint.Linux;
using SqlTls.Instances.Linux;
using SqlTls.Provisioning;

namespace SqlTls.Endpoint.Tests;

/// <summary>The stand-in server over a folder of the test's own, which is set up, interrupted and put back in this process.</summary>
internal sealed class OneServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private LinuxInstance _instance;

    public OneServer() => _instance = Open();

    public static TlsRequest Forced { get; } = new(new CertificateSource.Made()) { ForceEncryption = true };

    public string Output => _folder.File("out");

    public string Conf
    {
        get => File.ReadAllText(_folder.File("data/mssql.conf"));
        set => _folder.Write("data/mssql.conf", value);
    }

    public LinuxInstance Instance => _instance;

    public IEnumerable<string> Keys => Directory.EnumerateFiles(_folder.File("data/tls"), "*.key").Select(file => Path.GetFileName(file)!);

    public string Journal => _folder.File("data/tls/sqltls.json");

    public Task<ProvisionResult> UpAsync(TlsRequest request, Finding? refusal = null) =>
        new Provisioner(_instance).UpAsync(request, (_, _) => Task.FromResult(refusal), default);

    public Task<ProvisionResult> DownAsync() => new Provisioner(_instance).DownAsync(default);

    /// <summary>A run that stops at a boundary and is never heard of again; the next one is another process's.</summary>
    public async Task InterruptAsync(TlsRequest request, string at)
    {
        var reached = new TaskCompletionSource();
        var provisioner = new Provisioner(_instance)
        {
            StepBoundary = boundary =>
            {
                if (boundary != at)
                {
                    return Task.CompletedTask;
                }

                reached.SetResult();
                return new TaskCompletionSource().Task;
            },
        };
        _ = provisioner.UpAsync(request, (_, _) => Task.FromResult<Finding?>(null), default);
        await reached.Task;
        await Host.StopAsync(default);
        _instance = Open();
    }

    public async ValueTask DisposeAsync()
    {
        await _instance.DisposeAsync();
        _folder.Dispose();
    }

    private EndpointHost Host { get; set; } = null!;

    private LinuxInstance Open()
    {
        Host = new EndpointHost(new StandInOptions(Directory.CreateDirectory(_folder.File("data")).FullName));
        return new LinuxInstance(Host);
    }
}
