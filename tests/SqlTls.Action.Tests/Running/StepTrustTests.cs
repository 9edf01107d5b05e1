namespace SqlTls.Action.Tests.Running;

public class StepTrustTests
{
    [RequiresFact("docker")]
    public async Task Later_steps_of_dotnet_trust_the_server() => await TrustsAsync("sqlclient");

    [RequiresFact("docker", "java")]
    public async Task Later_steps_of_java_trust_the_server() => await TrustsAsync("java");

    [RequiresFact("docker", "tedious")]
    public async Task Later_steps_of_node_trust_the_server() => await TrustsAsync("tedious");

    [RequiresFact("docker")]
    public async Task Down_takes_trust_back_without_being_told_of_it()
    {
        await using Job job = await Job.StartAsync();
        StepResult up = await job.UseAsync(("container", "mssql"), ("sa-password", Job.Password), ("trust", "step"));
        job.GoOn(up);

        StepResult down = await job.RunScriptAsync(Files.ActionFile.Down, "action/down", ("container", job.Service));

        Assert.True(down.ExitCode == 0, down.RawLog);
        Assert.DoesNotContain(job.Workspace, down.Environment["SSL_CERT_DIR"]);
        Assert.Equal("", down.Environment["NODE_EXTRA_CA_CERTS"]);
        Assert.False(File.Exists(up.Environment["NODE_EXTRA_CA_CERTS"]));
    }

    [RequiresFact("docker")]
    public async Task Down_takes_trust_back_when_the_server_is_gone()
    {
        await using Job job = await Job.StartAsync();
        StepResult up = await job.UseAsync(("container", "mssql"), ("sa-password", Job.Password), ("trust", "step"));
        job.GoOn(up);
        await Job.DockerAsync("rm", "-f", "-v", job.Service);

        StepResult down = await job.RunScriptAsync(Files.ActionFile.Down, "action/down", ("container", job.Service));

        Assert.Equal(3, down.ExitCode);
        Assert.DoesNotContain(job.Workspace, down.Environment["SSL_CERT_DIR"]);
        Assert.False(File.Exists(up.Environment["NODE_EXTRA_CA_CERTS"]));
    }

    [RequiresFact("docker")]
    public async Task Says_what_later_steps_of_node_would_lose()
    {
        await using Job job = await Job.StartAsync();
        job.Environment["NODE_EXTRA_CA_CERTS"] = "/etc/corporate/roots.pem";

        StepResult up = await job.UseAsync(("container", "mssql"), ("sa-password", Job.Password), ("trust", "step"));

        Assert.Contains("::warning title=NODE_EXTRA_CA_CERTS::", up.RawLog);
    }

    private static async Task TrustsAsync(string client)
    {
        await using Job job = await Job.StartAsync();
        StepResult step = await job.UseAsync(("container", "mssql"), ("sa-password", Job.Password), ("trust", "step"));
        Assert.True(step.ExitCode == 0, step.RawLog);

        (bool without, Tool refused) = await LaterStep.ConnectAsync(client, step.Outputs["server"], new Dictionary<string, string>());
        (bool with, Tool run) = await LaterStep.ConnectAsync(client, step.Outputs["server"], step.Environment);

        Assert.False(without, refused.Everything);
        Assert.True(with, run.Everything);
    }
}
