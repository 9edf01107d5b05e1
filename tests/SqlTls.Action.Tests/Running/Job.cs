using System.Globalization;
using SqlTls.Action.Tests.Files;

namespace SqlTls.Action.Tests.Running;

/// <summary>
/// A job with one service container, the stand-in server under the key <c>mssql</c>, and steps that are started as a runner starts them
/// (actions/runner: ContainerActionHandler, DockerCommandManager).
/// </summary>
internal sealed class Job : IAsyncDisposable
{
    public const string ActionImage = "sqltls/action:test";
    public const string Password = "Canary-pa55-word";

    private static readonly string Socket = (System.Environment.GetEnvironmentVariable("DOCKER_HOST") ?? "").Replace("unix://", "");

    // The script builds the program first, and jobs of the tests have one checkout of it.
    private static readonly SemaphoreSlim Building = new(1);
    private readonly TemporaryFolder _work = new();
    private readonly List<string> _containers = [];
    private int _steps;

    private Job(string id) => Network = $"github_network_{id}";

    public string Network { get; }

    /// <summary>The service's container, named as a runner names it: nothing that a workflow knows.</summary>
    public string Service { get; private set; } = "";

    /// <summary>What <c>env</c> of the steps holds.</summary>
    public Dictionary<string, string> Environment { get; } = [];

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
        await ToolAsync("chown", "-R", "1001:1001", job.Workspace);
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

    /// <summary>Later steps have what a step has written to <c>GITHUB_ENV</c>.</summary>
    public void GoOn(StepResult step)
    {
        foreach ((string variable, string value) in step.Environment)
        {
            Environment[variable] = value;
        }
    }

    /// <summary>The containerised action as a step.</summary>
    public Task<StepResult> UseAsync(params (string Name, string Value)[] inputs) => UseAsync(null, inputs);

    /// <summary>The same, and what happens to its container once the server has been given its certificate.</summary>
    public async Task<StepResult> UseAsync(Func<string, Task>? halfWay, params (string Name, string Value)[] inputs)
    {
        string name = $"sqltls-action-{Guid.NewGuid():N}";
        string commands = FileCommands();
        var environment = new Dictionary<string, string?>
        {
            ["HOME"] = "/github/home",
            ["GITHUB_WORKSPACE"] = "/github/workspace",
            ["GITHUB_REPOSITORY"] = "owner/repo",
            ["RUNNER_WORKSPACE"] = Path.GetDirectoryName(Workspace),
            ["GITHUB_OUTPUT"] = "/github/file_commands/output",
            ["GITHUB_ENV"] = "/github/file_commands/env",
            ["GITHUB_STEP_SUMMARY"] = "/github/file_commands/summary",
        };
        foreach ((string input, string? value) in ActionFile.Container.Inputs)
        {
            environment[$"INPUT_{input.ToUpperInvariant()}"] = inputs.FirstOrDefault(given => given.Name == input).Value ?? value ?? "";
        }

        foreach ((string variable, string value) in Environment)
        {
            environment[variable] = value;
        }

        Task<Tool> run = Tool.RunAsync(
            "docker",
            [
                "run", "--name", name, "--workdir", "/github/workspace", "--rm", "--read-only", .. environment.Keys.SelectMany(name => new[] { "-e", name }),
                "-e", "GITHUB_ACTIONS=true", "-e", "CI=true", "--network", Network,
                "-v", $"{Socket}:/var/run/docker.sock", "-v", $"{Temporary}/_github_home:/github/home", "-v", $"{Temporary}/_github_workflow:/github/workflow",
                "-v", $"{commands}:/github/file_commands", "-v", $"{Workspace}:/github/workspace", ActionImage,
            ],
            environment: environment,
            seconds: 180);
        if (halfWay is not null)
        {
            await DockerAsync("exec", Service, "sh", "-c", "for i in $(seq 300); do ls /var/opt/mssql/tls/*.crt 2>/dev/null && exit 0; sleep 0.1; done; exit 1");
            await halfWay(name);
        }

        return StepResult.Of(await run, commands);
    }

    /// <summary>A composite action's script as a step on this machine.</summary>
    public async Task<StepResult> RunScriptAsync(ActionFile file, string folder, params (string Name, string Value)[] inputs)
    {
        string commands = FileCommands();
        var environment = new Dictionary<string, string?>
        {
            ["GITHUB_ACTION_PATH"] = Repository.File(folder),
            ["GITHUB_WORKSPACE"] = Workspace,
            ["GITHUB_OUTPUT"] = Path.Combine(commands, "output"),
            ["GITHUB_ENV"] = Path.Combine(commands, "env"),
            ["GITHUB_STEP_SUMMARY"] = Path.Combine(commands, "summary"),
        };
        foreach ((string variable, string value) in Environment)
        {
            environment[variable] = value;
        }

        foreach ((string variable, string expression) in file.Environment)
        {
            string name = expression.Replace("${{ inputs.", "").Replace(" }}", "");
            environment[variable] = !file.Inputs.TryGetValue(name, out string? byDefault) ? expression : inputs.FirstOrDefault(input => input.Name == name).Value ?? byDefault ?? "";
        }

        await Building.WaitAsync();
        try
        {
            return StepResult.Of(await Tool.RunAsync("bash", ["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", file.Script!], environment: environment, seconds: 300), commands);
        }
        finally
        {
            Building.Release();
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

    private string FileCommands()
    {
        string folder = Path.Combine(Temporary, "_runner_file_commands", (++_steps).ToString(CultureInfo.InvariantCulture));
        Directory.CreateDirectory(folder);
        foreach (string name in new[] { "output", "env", "summary" })
        {
            File.WriteAllText(Path.Combine(folder, name), "");
        }

        return folder;
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
