using System.Text.Json;
using Microsoft.Data.SqlClient;

namespace SqlTls.Action.Tests.Running;

public class ContainerActionTests
{
    [RequiresFact("docker")]
    public async Task Gives_the_host_and_the_network_strings_that_connect()
    {
        await using Job job = await Job.StartAsync();

        StepResult step = await job.UseAsync(("container", "mssql"), ("sa-password", Job.Password), ("force-encryption", "true"));

        Assert.True(step.ExitCode == 0, step.RawLog);
        await ConnectsAsync(step.Outputs["connection-string"]);
        await ConnectsInNetworkAsync(job, step.Outputs["connection-string-in-network"], Path.GetDirectoryName(step.Outputs["certificate-file"])!);
        Assert.Contains("mssql", new SqlConnectionStringBuilder(step.Outputs["connection-string-in-network"]).DataSource);
    }

    [RequiresFact("docker")]
    public async Task Sets_every_output_in_the_hosts_own_paths()
    {
        await using Job job = await Job.StartAsync();

        StepResult step = await job.UseAsync(("container", "mssql"), ("sa-password", Job.Password));

        Assert.True(step.ExitCode == 0, step.RawLog);
        Assert.Equal(Publishing.Names.Except(["sarif-file"]).Order(), step.Outputs.Keys.Order());
        foreach (string file in new[] { "certificate-file", "authority-file", "report-file" })
        {
            Assert.StartsWith(job.Workspace, step.Outputs[file]);
            Assert.True(File.Exists(step.Outputs[file]), step.Outputs[file]);
        }

        Assert.Equal("true", step.Outputs["changed"]);
        Assert.Matches("^[0-9a-f]{40}$", step.Outputs["thumbprint"]);
        Assert.Matches("^1\\.[23]$", step.Outputs["tls-version"]);
        Assert.Equal(await PublishedAsync(job), step.Outputs["server"]);
        Assert.Contains(step.Outputs["server"], step.Outputs["connection-string"]);
    }

    [RequiresFact("docker")]
    public async Task Finds_the_service_by_its_id_and_leaves_it_alone_the_second_time()
    {
        await using Job job = await Job.StartAsync();
        StepResult first = await job.UseAsync(("container", job.Service), ("sa-password", Job.Password));

        StepResult second = await job.UseAsync(("container", "mssql"), ("sa-password", Job.Password));

        Assert.True(second.ExitCode == 0, second.RawLog);
        Assert.Equal("false", second.Outputs["changed"]);
        Assert.Equal(first.Outputs["thumbprint"], second.Outputs["thumbprint"]);
        Assert.Equal(first.Outputs["server"], second.Outputs["server"]);
    }

    [RequiresFact("docker")]
    public async Task Shows_no_secret()
    {
        const string password = "Pa55;'$(id)`id`%0A::set-output name=x::y";
        await using Job job = await Job.StartAsync(password);

        StepResult step = await job.UseAsync(("container", "mssql"), ("sa-password", password));

        Assert.True(step.ExitCode == 0, step.RawLog);
        await ConnectsAsync(step.Outputs["connection-string"]);
        string seen = step.Log + step.Summary + string.Concat(Directory.EnumerateFiles(job.Workspace, "*", SearchOption.AllDirectories).Select(File.ReadAllText));
        Assert.DoesNotContain("Pa55", seen);
        Assert.DoesNotContain("PRIVATE KEY", seen);
        Assert.DoesNotContain("x", step.Outputs.Keys);
    }

    [RequiresFact("docker")]
    public async Task Writes_a_summary_and_a_page()
    {
        await using Job job = await Job.StartAsync();

        StepResult step = await job.UseAsync(("container", "mssql"), ("sa-password", Job.Password));

        Assert.Contains("are encrypted and validated", step.Summary);
        Assert.Contains("[encrypted-connection](", step.Summary);
        Assert.Contains(step.Outputs["server"], step.Summary);
        Assert.Contains("<h1>", await File.ReadAllTextAsync(step.Outputs["report-file"]));
    }

    [RequiresFact("docker")]
    public async Task Leaves_files_that_the_runners_user_can_delete()
    {
        await using Job job = await Job.StartAsync();

        await job.UseAsync(("container", "mssql"), ("sa-password", Job.Password));

        string owners = (await Tool.RunAsync("find", [job.Workspace, "-printf", "%U:%G\\n"])).Output;
        Assert.Equal(["1001:1001"], owners.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct());
    }

    [RequiresFact("docker")]
    public async Task Gives_the_paths_of_the_jobs_container_where_there_is_one()
    {
        await using Job job = await Job.StartAsync();
        string work = Path.GetDirectoryName(Path.GetDirectoryName(job.Workspace))!;
        string container = await job.RunContainerAsync("--network", job.Network, "-v", $"{work}:/__w", "--entrypoint", "tail", "sqltls/base:test", "-f", "/dev/null");

        StepResult step = await job.UseAsync(("container", "mssql"), ("sa-password", Job.Password));

        Assert.StartsWith("/__w/repo/repo/", step.Outputs["certificate-file"]);
        Assert.Contains("ServerCertificate=/__w/repo/repo/", step.Outputs["connection-string-in-network"]);
        Assert.Equal("mssql,1433", step.Outputs["server"]);
        Assert.Equal(step.Outputs["connection-string-in-network"], step.Outputs["connection-string"]);
        Assert.StartsWith("jdbc:sqlserver://mssql:1433", step.Outputs["connection-string-jdbc"]);
        await Job.DockerAsync("exec", container, "test", "-s", step.Outputs["authority-file"]);
    }

    [RequiresTheory("docker")]
    [MemberData(nameof(HostileInputs.All), MemberType = typeof(HostileInputs))]
    public async Task Refuses_a_hostile_input_and_does_nothing(string input, string value)
    {
        await using Job job = await Job.StartAsync();

        await HostileInputs.AreRefusedAsync(job, job.UseAsync, "mssql", input, value);
    }

    [RequiresFact("docker")]
    public async Task Says_first_what_is_wrong_when_no_server_is_found()
    {
        await using Job job = await Job.StartAsync();

        StepResult step = await job.UseAsync(("container", "no-such-service"));

        Assert.Equal(3, step.ExitCode);
        Assert.StartsWith("## ❌", step.Summary);
        Assert.Contains("SQLTLS3102", step.Summary);
        Assert.Contains("::error title=SQLTLS3102::", step.RawLog);
    }

    [RequiresFact("docker")]
    public async Task Puts_everything_back_when_the_server_cannot_run_so()
    {
        await using Job job = await Job.StartAsync();

        StepResult step = await job.UseAsync(("container", "mssql"), ("sa-password", Job.Password), ("tls-protocols", "1.0"));

        Assert.Equal(4, step.ExitCode);
        Assert.Contains("put back", step.Log);
        Assert.DoesNotContain("connection-string", step.Outputs.Keys);
    }

    [RequiresFact("docker")]
    public async Task Audits_the_workspace_beside_its_lines()
    {
        await using Job job = await Job.StartAsync();
        await File.WriteAllTextAsync(
            Path.Combine(job.Workspace, "appsettings.json"),
            "{\n  \"ConnectionStrings\": {\n    \"Default\": \"Server=db.example.com;Database=a;User ID=u;Password=Canary-2;Encrypt=true;TrustServerCertificate=true\"\n  }\n}\n");

        StepResult step = await job.UseAsync(("audit", "."));

        Assert.Equal(1, step.ExitCode);
        Assert.Contains("::error file=appsettings.json,line=3,col=17,title=SQLTLS1002::", step.RawLog);
        using JsonDocument sarif = JsonDocument.Parse(await File.ReadAllTextAsync(step.Outputs["sarif-file"]));
        Assert.Equal("SQLTLS1002", sarif.RootElement.GetProperty("runs")[0].GetProperty("results")[0].GetProperty("ruleId").GetString());
        Assert.DoesNotContain("Canary-2", step.RawLog + step.Summary);
    }

    [RequiresFact("docker")]
    public async Task Proves_strings_of_the_workflows_own()
    {
        await using Job job = await Job.StartAsync();

        StepResult step = await job.UseAsync(
            ("container", "mssql"),
            ("sa-password", Job.Password),
            ("verify", $"Server=mssql,1433;User ID=sa;Password={Job.Password}\nServer=mssql,1433;User ID=sa;Password={Job.Password};TrustServerCertificate=true"));

        Assert.Equal(1, step.ExitCode);
        Assert.Equal(2, step.Summary.Split("### Verified&#58; mssql,1433").Length - 1);
        Assert.DoesNotContain(Job.Password, step.Log + step.Summary);
    }

    [RequiresFact("docker")]
    public async Task Proves_a_string_that_names_the_certificate_as_the_job_sees_it()
    {
        await using Job job = await Job.StartAsync();
        StepResult first = await job.UseAsync(("container", "mssql"), ("sa-password", Job.Password));

        StepResult second = await job.UseAsync(("verify", first.Outputs["connection-string-in-network"]));

        Assert.True(second.ExitCode == 0, second.RawLog);
        Assert.DoesNotContain(Job.Password, second.Log + second.Summary);
    }

    [RequiresFact("docker")]
    public async Task Has_less_than_60_megabytes_above_its_base()
    {
        string sizes = (await Job.DockerAsync("history", "--human=false", "--format", "{{.Size}}", Job.ActionImage)).Output;
        string baseSizes = (await Job.DockerAsync("history", "--human=false", "--format", "{{.Size}}", "sqltls/base:test")).Output;

        Assert.InRange(Sum(sizes) - Sum(baseSizes), 1, 60_000_000);
    }

    private static long Sum(string lines) => lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Sum(long.Parse);

    private static async Task ConnectsAsync(string connectionString)
    {
        Assert.False(new SqlConnectionStringBuilder(connectionString).TrustServerCertificate);
        await using var connection = new SqlConnection(connectionString);
        await connection.OpenAsync();
    }

    private static async Task ConnectsInNetworkAsync(Job job, string connectionString, string folder)
    {
        // The connector of the action's image is SqlClient in a process of its own: it takes one attempt a line, and ends with its input.
        const string script = "{ printf '%s\\n' \"$ATTEMPT\"; while [ ! -s /tmp/answer ]; do sleep 0.1; done; } | /opt/sqltls/connector/SqlTls.Connector >/tmp/answer; cat /tmp/answer";
        Tool run = await Tool.RunAsync(
            "docker",
            [
                "run", "--rm", "--network", job.Network, "-v", $"{folder}:{folder}:ro", "-e", "ATTEMPT", "-e", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=0",
                "--entrypoint", "sh", Job.ActionImage, "-c", script,
            ],
            environment: [new("ATTEMPT", JsonSerializer.Serialize(new { id = 1, connectionString }))]);
        Assert.True(run.Output.Contains("\"connected\":true"), run.Everything);
    }

    private static async Task<string> PublishedAsync(Job job) =>
        (await Job.DockerAsync("port", job.Service, "1433/tcp")).Output.Trim().Replace(':', ',');
}
