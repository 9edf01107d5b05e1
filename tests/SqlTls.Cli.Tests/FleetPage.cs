namespace SqlTls.Cli.Tests;

/// <summary>The workflows on the page about fleets, which a reader copies.</summary>
public sealed class FleetPage
{
    private const string Fence = "```yaml\n";

    [RequiresFact("node", "action-validator")]
    public async Task Has_workflows_that_the_schema_of_others_accepts()
    {
        string page = await File.ReadAllTextAsync(Repository.File("docs/fleet.md"));
        string[] workflows = [.. page.Split(Fence).Skip(1).Select(rest => rest[..rest.IndexOf("\n```", StringComparison.Ordinal)])];
        using var folder = new TemporaryFolder();

        Assert.Equal(2, workflows.Length);
        foreach (string workflow in workflows)
        {
            string file = folder.Write(".github/workflows/fleet.yml", workflow + "\n");

            Tool run = await Tool.RunAsync("node", [Repository.File("artifacts/npm/node_modules/@action-validator/cli/cli.mjs"), file]);

            Assert.True(run.ExitCode == 0, $"{run.Everything}\n{workflow}");
        }
    }
}
