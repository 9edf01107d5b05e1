using Microsoft.Data.SqlClient;
using SqlTls.Action.Tests.Files;
using SqlTls.Probing;

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
    public async Task Down_leaves_the_settings_and_the_certificate_that_were_there_before()
    {
        await using Job job = await Job.StartAsync();
        await GiveCertificateOfItsOwnAsync(job);
        (string Settings, string? Thumbprint) before = await SeenAsync(job);

        StepResult up = await job.RunScriptAsync(ActionFile.Host, "action/host", ("container", job.Service), ("sa-password", Job.Password), ("force-encryption", "true"));
        (string Settings, string? Thumbprint) between = await SeenAsync(job);
        StepResult down = await job.RunScriptAsync(ActionFile.Down, "action/down", ("container", job.Service));

        Assert.True(up.ExitCode == 0, up.RawLog);
        Assert.True(down.ExitCode == 0, down.RawLog);
        Assert.Equal(up.Outputs["thumbprint"], between.Thumbprint);
        Assert.NotEqual(before.Thumbprint, between.Thumbprint);
        Assert.Contains("forceencryption = 1", between.Settings);
        Assert.Equal(before, await SeenAsync(job));
    }

    [RequiresTheory("docker")]
    [MemberData(nameof(HostileInputs.All), MemberType = typeof(HostileInputs))]
    public async Task Refuses_a_hostile_input_and_does_nothing(string input, string value)
    {
        await using Job job = await Job.StartAsync();

        await HostileInputs.AreRefusedAsync(job, inputs => job.RunScriptAsync(ActionFile.Host, "action/host", inputs), job.Service, input, value);
    }

    [RequiresFact("docker")]
    public async Task Gives_the_address_that_leads_to_the_server_from_a_runner_in_a_container_of_another_network()
    {
        await using Job job = await Job.StartAsync();

        StepResult step = await job.UseInRunnersContainerAsync("host", ("container", job.Service), ("sa-password", Job.Password));

        Assert.True(step.ExitCode == 0, step.RawLog);
        Assert.StartsWith("127.0.0.1,", step.Outputs["server"]);
        Assert.Contains($"={step.Outputs["server"]};", step.Outputs["connection-string"]);
        Assert.Contains("mssql,1433", step.Outputs["connection-string-in-network"]);
    }

    [RequiresFact("docker")]
    public async Task Gives_the_servers_name_to_a_runner_in_a_container_of_its_network()
    {
        await using Job job = await Job.StartAsync();

        StepResult step = await job.UseInRunnersContainerAsync(job.Network, ("container", "mssql"), ("sa-password", Job.Password));

        Assert.True(step.ExitCode == 0, step.RawLog);
        Assert.Equal("mssql,1433", step.Outputs["server"]);
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

    // A certificate that somebody has set before, of which nothing of ours knows.
    private static async Task GiveCertificateOfItsOwnAsync(Job job)
    {
        CertificateChain chain = CertificateChain.Make(30, "mssql");
        using var folder = new TemporaryFolder();
        folder.Write("own/own.crt", chain.Chain);
        folder.Write("own/own.key", chain.Key);
        folder.Write("own/mssql.conf", "[network]\ntlscert = /var/opt/mssql/own.crt\ntlskey = /var/opt/mssql/own.key\n");
        await Job.DockerAsync("cp", folder.File("own/."), $"{job.Service}:/var/opt/mssql/");
        await Job.DockerAsync("exec", "-u", "0", job.Service, "sh", "-c", "cd /var/opt/mssql && chown 10001 own.crt own.key mssql.conf && chmod 400 own.key");
        await Job.DockerAsync("restart", job.Service);
    }

    private static async Task<(string Settings, string? Thumbprint)> SeenAsync(Job job)
    {
        for (int attempt = 0; attempt < 100; attempt++)
        {
            string published = (await Job.DockerAsync("port", job.Service, "1433/tcp")).Output.Trim().Replace(':', ',');
            ProbeResult probe = await TlsProbe.RunAsync(new ProbeRequest(ServerAddress.Parse(published), [], [], TimeSpan.FromSeconds(10)));
            if (probe.Certificate is { } certificate)
            {
                return (await job.SettingsAsync(), certificate.Thumbprint.ToLowerInvariant());
            }

            await Task.Delay(100);
        }

        throw new InvalidOperationException("The server presents no certificate.");
    }
}
