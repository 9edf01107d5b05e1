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
}
