using System.Globalization;
using System.Runtime.InteropServices;
using SqlTls.Action.Tests.Files;

namespace SqlTls.Action.Tests.Running;

// Its steps.
internal sealed partial class Job
{
    // The script builds the program first, and jobs of the tests have one checkout of it.
    private static readonly SemaphoreSlim Building = new(1);
    private int _steps;

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
        Dictionary<string, string?> environment = OnMachine(file, commands, inputs);
        environment["GITHUB_ACTION_PATH"] = Repository.File(folder);
        string[] shell = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", file.Script!];
        if (IsRunnersUser && System.Environment.IsPrivilegedProcess)
        {
            await ToolAsync("chown", "-R", $"{RunnersUser}:{RunnersUser}", commands);
            shell = ["setpriv", $"--reuid={RunnersUser}", $"--regid={RunnersUser}", "--clear-groups", .. shell];
        }

        await Building.WaitAsync();
        try
        {
            return StepResult.Of(await Tool.RunAsync(shell[0], shell[1..], environment: environment, seconds: 300), commands);
        }
        finally
        {
            Building.Release();
        }
    }

    /// <summary>What the script of action/host runs, where the runner is a container itself.</summary>
    /// <param name="network">The network that the runner's container is in.</param>
    /// <param name="inputs">The inputs.</param>
    public async Task<StepResult> UseInRunnersContainerAsync(string network, params (string Name, string Value)[] inputs)
    {
        string commands = FileCommands();
        Dictionary<string, string?> environment = OnMachine(ActionFile.Host, commands, inputs);
        string dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));
        Tool run = await Tool.RunAsync(
            "docker",
            [
                "run", "--rm", "--network", network, "--workdir", Workspace, .. environment.Keys.SelectMany(name => new[] { "-e", name }),
                "-v", $"{Socket}:/var/run/docker.sock", "-v", $"{_work.Path}:{_work.Path}", "-v", $"{dotnet}:{dotnet}:ro", "-v", $"{AppContext.BaseDirectory}:{AppContext.BaseDirectory}:ro",
                "--entrypoint", Path.Combine(dotnet, "dotnet"), "sqltls/base:test", Path.Combine(AppContext.BaseDirectory, "SqlTls.Action.dll"),
            ],
            environment: environment,
            seconds: 180);
        return StepResult.Of(run, commands);
    }

    private Dictionary<string, string?> OnMachine(ActionFile file, string commands, (string Name, string Value)[] inputs)
    {
        var environment = new Dictionary<string, string?>
        {
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

        return environment;
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
}
