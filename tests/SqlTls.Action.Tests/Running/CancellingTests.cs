namespace SqlTls.Action.Tests.Running;

public class CancellingTests
{
    [RequiresTheory("docker")]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Puts_everything_back_when_the_runner_cancels(string signal)
    {
        await using Job job = await Job.StartAsync();

        StepResult step = await job.UseAsync(
            container => Job.DockerAsync("kill", "-s", signal, container),
            ("container", "mssql"),
            ("sa-password", Job.Password),
            ("force-encryption", "true"));

        Assert.True(step.ExitCode == 130, step.RawLog);
        Assert.Equal("", (await Job.DockerAsync("exec", job.Service, "ls", "-A", "/var/opt/mssql/tls")).Output.Trim());
        Assert.Equal("", await job.SettingsAsync());
        Assert.DoesNotContain("connection-string", step.Outputs.Keys);
    }

    [RequiresFact("docker")]
    public async Task Down_does_not_wait_for_a_step_that_was_killed()
    {
        await using Job job = await Job.StartAsync();
        StepResult killed = await job.UseAsync(
            container => Job.DockerAsync("kill", container),
            ("container", "mssql"),
            ("sa-password", Job.Password));

        // Tool.RunAsync would end it long before a lock counts as abandoned.
        StepResult down = await job.RunScriptAsync(Files.ActionFile.Down, "action/down", ("container", job.Service));

        Assert.Equal(137, killed.ExitCode);
        Assert.True(down.ExitCode == 0, down.RawLog);
        Assert.Equal("true", down.Outputs["changed"]);
    }
}
