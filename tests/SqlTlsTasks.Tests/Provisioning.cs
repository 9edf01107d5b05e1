using Microsoft.Build.Framework;

namespace SqlTlsTasks.Tests;

[Collection(SharedPackages.Name)]
public class Provisioning(Packages packages)
{
    private const string Canary = "Canary-pa55-word!";

    private static readonly KeyValuePair<string, string?>[] Password = [new("TEST_PASSWORD", Canary)];

    [Theory]
    [InlineData("-m:1")]
    [InlineData("-mt")]
    public async Task Of_the_endpoint_hands_out_a_connection_string_that_the_same_build_proves(string switched)
    {
        Project project = packages.NewProject().With("""
            <ItemGroup>
              <SqlTlsInstance Include="test-db" Endpoint="true" DnsNames="localhost;sql.test" ForceEncryption="true" PasswordVariable="TEST_PASSWORD" />
            </ItemGroup>
            <Target Name="Hand" AfterTargets="SqlTlsUp">
              <ItemGroup>
                <SqlTlsConnection Include="$(SqlTlsConnectionString)" PasswordVariable="TEST_PASSWORD" Authority="%(SqlTlsConnectionString.Authority)" />
              </ItemGroup>
            </Target>
            """);

        Build build = await project.RunAsync("build", Password, "-t:SqlTlsUp;SqlTlsVerify;SqlTlsDown", switched);

        Assert.True(build.Succeeded, build.Run.Everything);
        // Up proved it, and Verify proved the item that Up made and the item that the project made of the property.
        Assert.Equal(3, build.Messages.Count(message => message.Contains("checks passed, 0 failed", StringComparison.Ordinal)));
        Assert.True(File.Exists(project.PathOf(".sqltls/test-db/authority.crt")));
    }

    [Fact]
    public async Task Leaves_no_password_in_a_binary_log()
    {
        Project project = packages.NewProject().With("""
            <ItemGroup>
              <SqlTlsInstance Include="test-db" Endpoint="true" PasswordVariable="TEST_PASSWORD" />
              <SqlTlsConnection Include="by variable" Variable="TEST_STRING" />
            </ItemGroup>
            """);
        KeyValuePair<string, string?> text = new("TEST_STRING", $"Server=127.0.0.1,1;User ID=sa;Password={Canary}");

        Build build = await project.RunAsync("build", [.. Password, text], "-t:SqlTlsUp;SqlTlsVerify", "-v:diag");

        Assert.Contains("SQLTLS4001", build.Codes);
        string log = await build.ReadLogAsync();
        Assert.Contains("test-db", log);
        Assert.DoesNotContain(Canary, log);
        Assert.DoesNotContain(Canary, build.Run.Output);
    }

    [Fact]
    public async Task And_what_stands_beside_it_leave_no_password_in_a_binary_log()
    {
        Project project = packages.NewProject().WithSettings($"Server=db.example.com;Database=shop;User ID=app;Password={Canary};TrustServerCertificate=true").With("""
            <Target Name="Canaries" AfterTargets="SqlTlsAudit">
              <ImportSqlServerCertificate ProjectDirectory="$(MSBuildProjectDirectory)" Certificate="given.pfx" PasswordVariable="TEST_PASSWORD" OutputDirectory="imported" />
              <ImportSqlServerCertificate ProjectDirectory="$(MSBuildProjectDirectory)" Certificate="damaged.pfx" PasswordVariable="TEST_PASSWORD" OutputDirectory="refused" ContinueOnError="true" />
              <TrustSqlServerCertificate ProjectDirectory="$(MSBuildProjectDirectory)" AuthorityFile="imported/authority.crt" OutputDirectory="trust" />
              <TrustSqlServerCertificate ProjectDirectory="$(MSBuildProjectDirectory)" AuthorityFile="imported/authority.crt" OutputDirectory="trust" Remove="true" />
            </Target>
            """);
        using SqlTls.Certificates.ServerCertificate made = SqlTls.Certificates.ServerCertificate.Create(SqlTls.Certificates.CertificateOptions.For("sql.test"));
        byte[] pfx = made.Pfx(Canary);
        await File.WriteAllBytesAsync(project.PathOf("given.pfx"), pfx);
        await File.WriteAllBytesAsync(project.PathOf("damaged.pfx"), pfx[..^9]);

        Build build = await project.RunAsync("build", Password, "-v:diag");

        Assert.True(build.Succeeded, build.Run.Everything);
        Assert.Contains("SQLTLS1002", build.Codes);
        Assert.True(File.Exists(project.PathOf("imported/server.pfx")), build.Run.Everything);
        Assert.Equal(2, build.Started("ImportSqlServerCertificate"));
        Assert.Equal(2, build.Started("TrustSqlServerCertificate"));
        string log = await build.ReadLogAsync();
        Assert.Contains("given.pfx", log);
        Assert.DoesNotContain(Canary, log);
        Assert.DoesNotContain("PRIVATE KEY", log);
        Assert.DoesNotContain(Canary, build.Run.Everything);
    }

    [Fact]
    public async Task Of_a_server_that_never_answers_fails_soon_and_says_so()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        Project project = packages.NewProject().With($"""<ItemGroup><SqlTlsConnection Include="{silent.LocalEndpoint.ToString()!.Replace(':', ',')}" /></ItemGroup>"""
            .Replace("Include=\"", "Include=\"Server=", StringComparison.Ordinal));

        Build build = await project.RunAsync("build", [], "-t:SqlTlsVerify", "-p:SqlTlsTimeout=1");

        Assert.False(build.Succeeded);
        Assert.Equal("SQLTLS4001", build.Errors[0].Code);
    }

    [Fact]
    public async Task Of_endpoints_that_two_projects_call_the_same_keeps_them_apart()
    {
        const string Item = """<ItemGroup><SqlTlsInstance Include="test-db" Endpoint="true" /></ItemGroup>""";
        Project all = packages.NewProject("All");
        _ = packages.NewProject("One", all.PathOf("One")).With(Item);
        _ = packages.NewProject("Two", all.PathOf("Two")).With(Item);
        all.Write("All.proj", """
            <Project DefaultTargets="Build">
              <ItemGroup><Each Include="One/One.csproj;Two/Two.csproj" /></ItemGroup>
              <Target Name="Restore"><MSBuild Projects="@(Each)" Targets="Restore" /></Target>
              <Target Name="Build">
                <MSBuild Projects="@(Each)" Targets="SqlTlsUp" />
                <MSBuild Projects="@(Each)" Targets="SqlTlsVerify" />
                <MSBuild Projects="@(Each)" Targets="SqlTlsDown" />
              </Target>
            </Project>
            """);

        Build build = await all.BuildAsync("All.proj", "-m:1");

        Assert.True(build.Succeeded, build.Run.Everything);
        Assert.All(["One", "Two"], name => Assert.True(File.Exists(all.PathOf($"{name}/.sqltls/test-db/report.json"))));
    }

    [Fact]
    public async Task That_waits_for_a_server_stops_when_the_build_is_interrupted_and_leaves_no_connector()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        Project project = packages.NewProject().With($"""<ItemGroup><SqlTlsConnection Include="Server={silent.LocalEndpoint.ToString()!.Replace(':', ',')}" /></ItemGroup>""");
        using System.Diagnostics.Process build = project.Start("build", "-t:SqlTlsVerify", "-p:SqlTlsTimeout=3600", "-m:1");
        _ = await silent.AcceptSocketAsync().WaitAsync(TimeSpan.FromSeconds(150));

        await build.InterruptAsync();
        await build.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));

        Tool left = await Tool.RunAsync("ps", ["-eo", "args"]);
        Assert.NotEqual(0, build.ExitCode);
        Assert.DoesNotContain(left.Output.Split('\n'), line => line.Contains("SqlTls.Connector", StringComparison.Ordinal) && line.Contains(packages.Restored, StringComparison.Ordinal));
    }

    [RequiresFact("docker")]
    public async Task Of_a_server_that_has_something_to_be_known_warns_with_a_code_that_NoWarn_knows()
    {
        // A byte-order mark: the server ignores its settings, and the run tells so.
        await using Testcontainers.MsSql.MsSqlContainer container = new Testcontainers.MsSql.MsSqlBuilder("sqltls/standin:test")
            .WithPassword(Canary)
            .WithResourceMapping([0xEF, 0xBB, 0xBF, .. "# mine\n"u8], "/var/opt/mssql/mssql.conf", 10001, 0)
            .Build();
        await container.StartAsync();
        Project project = packages.NewProject().With($"""
            <ItemGroup>
              <SqlTlsInstance Include="test-db" Container="{container.Id}" PasswordVariable="TEST_PASSWORD" />
            </ItemGroup>
            """);

        Build up = await project.RunAsync("build", Password, "-t:SqlTlsUp");
        _ = await project.RunAsync("build", [], "-t:SqlTlsDown", "--no-restore");
        Build silenced = await project.RunAsync("build", Password, "-t:SqlTlsUp", "--no-restore", "-p:NoWarn=SQLTLS3119");

        Assert.True(up.Succeeded, up.Run.Everything);
        BuildWarningEventArgs warning = Assert.Single(up.Warnings, warning => warning.Code == "SQLTLS3119");
        Assert.StartsWith("test-db: mssql.conf begins with a byte-order mark", warning.Message);
        Assert.Equal(project.File, warning.File);
        Assert.True(silenced.Succeeded, silenced.Run.Everything);
        Assert.DoesNotContain("SQLTLS3119", silenced.Codes);
        Assert.Contains(silenced.Messages, message => message.Contains("byte-order mark", StringComparison.Ordinal));
    }

    [RequiresFact("docker")]
    public async Task Of_a_container_and_putting_it_back()
    {
        await using Testcontainers.MsSql.MsSqlContainer container = new Testcontainers.MsSql.MsSqlBuilder("sqltls/standin:test").WithPassword(Canary).Build();
        await container.StartAsync();
        Project project = packages.NewProject().With($"""
            <ItemGroup>
              <SqlTlsInstance Include="test-db" Container="{container.Id}" ForceEncryption="true" />
            </ItemGroup>
            """);

        Build up = await project.RunAsync("build", [new("MSSQL_SA_PASSWORD", Canary)], "-t:SqlTlsUp;SqlTlsVerify");
        Build down = await project.RunAsync("build", [], "-t:SqlTlsDown", "--no-restore");

        Assert.True(up.Succeeded, up.Run.Everything);
        Assert.Equal(2, up.Messages.Count(message => message.Contains("checks passed, 0 failed", StringComparison.Ordinal)));
        Assert.DoesNotContain(up.Messages, message => message.Contains("without a password", StringComparison.Ordinal));
        Assert.Contains(down.Messages, message => message == "test-db: as it was before the first SqlTlsUp");
        Assert.True(down.Succeeded, down.Run.Everything);
    }
}
