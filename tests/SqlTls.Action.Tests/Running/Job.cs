namespace SqlTls.Action.Tests.Running;

/// <summary>
/// A job with one service container, the stand-in server under the key <c>mssql</c>, and steps that are started as a runner starts them
/// (actions/runner: ContainerActionHandler, DockerCommandManager).
/// </summary>
internal sealed partial class Job : IAsyncDisposable
{
    public const string ActionImage = "sqltls/action:test";
    public const string Password = "Canary-pa55-word";

    private const string RunnersUser = "1001";

    private static readonly string Socket = (System.Environment.GetEnvironmentVariable("DOCKER_HOST") ?? "").Replace("unix://", "");

    private readonly TemporaryFolder _work = new();
    private readonly List<string> _containers = [];

    private Job(string id) => Network = $"github_network_{id}";

    public string Network { get; }

    /// <summary>The service's container, named as a runner names it: nothing that a workflow knows.</summary>
    public string Service { get; private set; } = "";

    /// <summary>What <c>env</c> of the steps holds.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>Steps on this machine are the runner's own user's, who is not root.</summary>
    public bool IsRunnersUser { get; set; }

    /// <summary>The workspace, on this machine.</summary>
    public string Workspace => _work.File("repo/repo");

    private string Temporary => _work.File("_temp");

    public static async Task<Job> StartAsync(string password = Password)
    {
        string id = Guid.NewGuid().ToString("N");
        var job = new Job(id);
        foreach (string folder in new[] { job.Workspace, job.Temporary + "/_github_home", job.Temporary + "/_github_workflow" })
        {
            Directory.CreateDirectory(folder);
        }

        // A runner's user is not root, and neither is the owner of its workspace.
        await ToolAsync("chown", "-R", $"{RunnersUser}:{RunnersUser}", job.Workspace);
        await ToolAsync("chmod", "755", Path.GetDirectoryName(Path.GetDirectoryName(job.Workspace))!);
        await DockerAsync("network", "create", job.Network);
        job.Service = await job.RunContainerAsync(
            "--name", $"{id}_sqltlsstandintest_{id[..6]}", "--network", job.Network, "--network-alias", "mssql", "-p", "127.0.0.1::1433",
            "-e", "ACCEPT_EULA=Y", "-e", $"MSSQL_SA_PASSWORD={password}", "sqltls/standin:test");
        await job.WaitForServiceAsync();
        return job;
    }

    /// <summary>A container of the job's own that runs until the job ends.</summary>
    public async Task<string> RunContainerAsync(params string[] arguments)
    {
        string id = (await DockerAsync(["run", "-d", .. arguments])).Output.Trim();
        _containers.Add(id);
        return id;
    }

    /// <summary>The server's settings as they are written; empty where none are.</summary>
    public async Task<string> SettingsAsync() =>
        (await DockerAsync("exec", Service, "sh", "-c", "if [ -e /var/opt/mssql/mssql.conf ]; then cat /var/opt/mssql/mssql.conf; fi")).Output.Trim();

    /// <summary>Later steps have what a step has written to <c>GITHUB_ENV</c>.</summary>
    public void GoOn(StepResult step)
    {
        foreach ((string variable, string value) in step.Environment)
        {
            Environment[variable] = value;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (string container in _containers)
        {
            await DockerAsync("rm", "-f", "-v", container);
        }

        await DockerAsync("network", "rm", Network);
        _work.Dispose();
    }

    public static async Task<Tool> DockerAsync(params string[] arguments) => await ToolAsync("docker", arguments);

    private static async Task<Tool> ToolAsync(string program, params string[] arguments)
    {
        Tool run = await Tool.RunAsync(program, arguments, seconds: 120);
        return run.ExitCode == 0 ? run : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {run.Everything}");
    }

    // A job's steps start when its services are healthy.
    private async Task WaitForServiceAsync()
    {
        for (int attempt = 0; attempt < 100; attempt++)
        {
            if ((await Tool.RunAsync("docker", ["exec", Service, "test", "-s", "/var/opt/mssql/log/errorlog"])).ExitCode == 0)
            {
                return;
            }

            await Task.Delay(100);
        }

        throw new InvalidOperationException("The stand-in server did not start.");
    }
}
