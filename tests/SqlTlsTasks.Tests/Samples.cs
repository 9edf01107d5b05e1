using Testcontainers.MsSql;

namespace SqlTlsTasks.Tests;

[Collection(SharedPackages.Name)]
public class Samples(Packages packages)
{
    private const string Password = "Sample-pa55-word";

    [Fact]
    public async Task Of_the_audit_alone_reports_one_finding_and_runs()
    {
        Project sample = Copy("AuditOnly");

        Build build = await sample.BuildAsync();
        Tool run = await RunAsync(sample);

        Assert.True(build.Succeeded, build.Run.Everything);
        Assert.Equal((4, "SQLTLS1002"), (Assert.Single(build.Warnings).LineNumber, build.Warnings[0].Code));
        Assert.Equal(["Shop: not validated", "Stock: validated", "Archive: not validated"], run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Of_proof_at_build_time_proves_and_runs_and_fails_where_the_proof_does()
    {
        Project sample = Copy("VerifyAtBuildTime");

        Build build = await sample.RunAsync("build", [new("SHOP_PASSWORD", Password)]);
        Tool run = await RunAsync(sample);
        Build unsafeBuild = await sample.RunAsync(
            "build",
            [new("SHOP_PASSWORD", Password), new("SHOP_CONNECTION_STRING", "Server=127.0.0.1,1;User ID=sa;TrustServerCertificate=true")],
            "--no-restore",
            "-p:SqlTlsTimeout=1");

        Assert.True(build.Succeeded, build.Run.Everything);
        Assert.Equal(2, build.Messages.Count(message => message.Contains("checks passed, 0 failed", StringComparison.Ordinal)));
        Assert.Contains("proved", run.Output);
        Assert.False(unsafeBuild.Succeeded);
    }

    [Fact]
    public async Task Of_proof_at_build_time_leaves_no_connection_string_in_a_binary_log()
    {
        Project sample = Copy("VerifyAtBuildTime");

        Build build = await sample.RunAsync(
            "build",
            [new("SHOP_PASSWORD", Password), new("SHOP_CONNECTION_STRING", $"Server=127.0.0.1,1;User ID=sa;Password={Password}")],
            "-p:SqlTlsTimeout=1");

        string log = await build.ReadLogAsync();
        Assert.Contains("SHOP_CONNECTION_STRING", log);
        Assert.DoesNotContain(Password, log);
    }

    [RequiresFact("docker")]
    public async Task Of_provisioning_in_CI_connects_encrypted_and_validated()
    {
        await using MsSqlContainer container = new MsSqlBuilder("sqltls/standin:test").WithPassword(Password).Build();
        await container.StartAsync();
        Project sample = Copy("Provisioning");
        KeyValuePair<string, string?>[] environment = [new("MSSQL_SA_PASSWORD", Password)];

        Build up = await sample.RunAsync("build", environment, "-t:Build;SqlTlsUp", $"-p:SqlContainer={container.Id}");
        Tool run = await RunAsync(sample, environment);

        Assert.True(up.Succeeded, up.Run.Everything);
        Assert.True(run.ExitCode == 0, run.Everything);
        Assert.Equal("encrypted: TRUE, trust server certificate: False", run.Output.Trim());
    }

    private Project Copy(string name)
    {
        Project copy = packages.NewProject(name);
        foreach (string file in Directory.EnumerateFiles(Repository.File("samples", "msbuild", name)))
        {
            copy.Write(Path.GetFileName(file), File.ReadAllText(file));
        }

        return copy;
    }

    private static Task<Tool> RunAsync(Project sample, params KeyValuePair<string, string?>[] environment) =>
        Dotnet.RunAsync(sample.Folder, environment, "run", "--no-build");
}
