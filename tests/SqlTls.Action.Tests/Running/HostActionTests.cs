using Microsoft.Data.SqlClient;
using SqlTls.Action.Tests.Files;

namespace SqlTls.Action.Tests.Running;

public class HostActionTests
{
    [RequiresFact("docker")]
    public async Task Does_on_the_runner_itself_what_the_container_does_and_takes_it_back()
    {
        await using Job job = await Job.StartAsync();

        StepResult up = await job.RunScriptAsync(ActionFile.Host, "action/host", ("container", job.Service), ("sa-password", Job.Password));

        Assert.True(up.ExitCode == 0, up.RawLog);
        Assert.Equal(Publishing.Names.Except(["sarif-file"]).Order(), up.Outputs.Keys.Order());
        await using (var connection = new SqlConnection(up.Outputs["connection-string"]))
        {
            await connection.OpenAsync();
        }

        StepResult down = await job.RunScriptAsync(ActionFile.Down, "action/down", ("container", job.Service));

        Assert.True(down.ExitCode == 0, down.RawLog);
        Assert.Equal("true", down.Outputs["changed"]);
    }

    [RequiresFact("docker")]
    public async Task Starts_an_endpoint_that_lives_on_after_the_step()
    {
        await using Job job = await Job.StartAsync();

        StepResult step = await job.RunScriptAsync(ActionFile.Host, "action/host", ("endpoint", "true"), ("trust", "step"));

        try
        {
            Assert.True(step.ExitCode == 0, step.RawLog);
            await using var connection = new SqlConnection(step.Outputs["connection-string"]);
            await connection.OpenAsync();
            Assert.StartsWith(Path.Combine(job.Workspace, ".sqltls", "trust"), step.Environment["SSL_CERT_DIR"]);
            Assert.True(File.Exists(step.Environment["NODE_EXTRA_CA_CERTS"]));
        }
        finally
        {
            // A runner ends what a job leaves behind.
            await Tool.RunAsync("bash", ["-c", "for p in /proc/[0-9]*; do if tr '\\0' '\\n' <$p/environ 2>/dev/null | grep -qxF \"GITHUB_WORKSPACE=$WORKSPACE\"; then kill ${p#/proc/}; fi; done"], environment: [new("WORKSPACE", job.Workspace)]);
        }
    }
}
